"""Customers' errors as folders: run on a fresh company, compared, captured without their secrets."""
