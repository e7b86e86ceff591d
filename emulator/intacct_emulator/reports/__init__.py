"""Saved reports: what they are, how their rows are made, and the results that wait to be fetched."""
