"""Reads the document sequences of a fixture: `[numbering.CUSTOMER]`."""

from collections.abc import Mapping

from intacct_emulator.tenancy.profile import NUMBERED, DocumentSequence

from .toml_table import TomlTable


def read_numbering(table: TomlTable) -> Mapping[str, DocumentSequence]:
    """The sequences by object. Raises FixtureError for an object that has none."""
    found = {}
    for name in table.data:
        setup = table.table(name)
        if name not in NUMBERED:
            raise table.fault(name, f"has no sequence; there are {', '.join(NUMBERED)}")
        digits = setup.value("digits", int, "how many digits a number has at least", 1)
        first = setup.value("first", int, "the first number", 1)
        prefix = setup.value("prefix", str, "a text", "")
        if not (0 <= digits <= 20 and first >= 0):
            raise setup.fault("digits", "there are at most 20 digits, and no numbers below zero")
        found[name] = DocumentSequence(prefix, digits, first)
        setup.finish()
    table.finish()
    return found
