"""Faults on demand: what a network, an overloaded gateway or a lost answer do to a client, when a test asks for it."""
