"""Rows that wait to be written together, and the counters they are numbered by."""

import re
from collections.abc import Mapping, Sequence

from intacct_emulator.catalogue.model import DataType, ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.records.store import Records
from intacct_emulator.storage.sequences import Sequences

STAMP = "WHENMODIFIED"
_STAMPS = ("WHENCREATED", "AUWHENCREATED", STAMP)
_PLAIN = re.compile(r"[A-Za-z0-9 .:%+-]{0,32}")

Row = list[Stored]


class RowBuffer:
    """The rows of one object that wait to be written.

    A pattern is a row with blanks: it is copied, and the copy's blanks are filled by position. Columns in which all
    patterns agree are not in the rows but in the statement that writes them: what is not passed from row to row is what
    costs least. A column joins the rows when a pattern first disagrees; positions never change.
    """

    def __init__(self, definition: ObjectDefinition, blanks: Sequence[str], same: Mapping[str, str]) -> None:
        """`blanks` are the columns that are filled for every row, at positions 0, 1, 2, ...; the stamp of the moment of
        writing is the last of them. `same` names columns that hold what another one holds."""
        self.definition = definition
        fields = definition.fields_by_id
        self._same = dict(same)
        self._same |= {
            name: STAMP
            for name in _STAMPS
            if name != STAMP and name in fields and fields[name].type is DataType.TIMESTAMP
        }
        self._places = {name: place for place, name in enumerate((*blanks, STAMP))}
        self._agreed: dict[str, Stored] | None = None
        self._patterns: list[Row] = []
        self.rows: list[Row] = []

    def pattern(self, values: Mapping[str, Stored]) -> Row:
        """A row of those values, blanks empty unless given."""
        if self._agreed is None:
            self._agreed = {name: value for name, value in values.items() if _may_be_agreed(value)}
        for name in {**self._agreed, **values}:
            if name not in self._places and name not in self._same and values.get(name) != self._agreed.get(name):
                self._places[name] = len(self._places)
                agreed = self._agreed.pop(name, None)
                for row in (*self._patterns, *self.rows):
                    row.append(agreed)
        pattern: Row = [values.get(name) for name in self._places]
        self._patterns.append(pattern)
        return pattern

    def named(self, row: Row) -> dict[str, Stored]:
        """A row by column name, without what is empty."""
        named = dict(zip(self._places, row, strict=True)) | (self._agreed or {})
        named |= {name: named[other] for name, other in self._same.items()}
        return {name: value for name, value in named.items() if value is not None}

    def write(self, records: Records) -> None:
        """Writes the waiting rows."""
        if self.rows:
            agreed = {
                name: value
                for name, value in (self._agreed or {}).items()
                if value is not None and name not in self._places and name not in self._same
            }
            records.bulk_insert(self.definition.name, tuple(self._places), self.rows, agreed=agreed, same=self._same)
            self.rows = []


class Counter:
    """Numbers of a sequence, handed out without asking the database each time. `next` is the number to use next; the
    user counts it up. Nobody else may take from the sequence between the first use and `settle`."""

    __slots__ = ("_name", "_sequences", "_settled", "next")

    def __init__(self, sequences: Sequences, name: str) -> None:
        self._sequences = sequences
        self._name = name
        self._settled = self.next = sequences.take(name, 0)

    def settle(self) -> None:
        """Tells the sequence what was used."""
        used = self.next - self._settled
        if used:
            first = self._sequences.take(self._name, used)
            if first != self._settled:
                raise RuntimeError(f"numbers of {self._name} were taken behind the counter's back")
            self._settled = self.next

    def resume(self) -> None:
        """Goes on where the sequence is, after others took from it."""
        self._settled = self.next = self._sequences.take(self._name, 0)


def _may_be_agreed(value: Stored) -> bool:
    """Whether a value can stand in a statement: numbers, and texts of harmless letters."""
    return isinstance(value, int) or (isinstance(value, str) and _PLAIN.fullmatch(value) is not None)
