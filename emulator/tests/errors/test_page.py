"""The catalogue of errors as a whole, as docs/errors.md lists it."""

import ast
from pathlib import Path

import pytest

import intacct_emulator
from intacct_emulator.errors.model import ErrorEntry
from intacct_emulator.errors.page import entries, page

PACKAGE = Path(intacct_emulator.__file__).parent


def test_every_error_is_one_the_emulator_answers() -> None:
    """An entry that no code names would be a promise, or a guess, about behaviour that is not there."""
    named = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                named.add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                named.update(alias.name for alias in node.names)
    assert [name for _, name, _ in entries() if name not in named] == []


def test_an_error_without_number_is_shown_as_such() -> None:
    """Every row has something in its first cell."""
    assert any(entry.errorno == "" for _, _, entry in entries())
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(list(entries()))
    assert sum(row.startswith("| `(empty)` |") for row in rows) == 2
    assert not any(row.startswith("| `` ") for row in rows)


def test_an_entry_without_a_slots_value_is_a_bug() -> None:
    """A text is never answered with a brace in it."""
    with pytest.raises(KeyError, match="what"):
        ErrorEntry("X", "{what}").fill()
