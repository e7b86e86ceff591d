"""Contracts of the XML gateway: one body each, run against the emulator or against a real sandbox."""
