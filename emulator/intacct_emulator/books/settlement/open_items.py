"""The documents and lines that one payment touches, with what is still open of each while it is worked out."""

from collections.abc import Sequence
from typing import NamedTuple

from intacct_emulator.books.kept_money import exchange_in
from intacct_emulator.books.money import Money
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import sees

from .allocation import Open
from .kinds import Kept

_POSTED = ("A", "C")
"""The raw states of documents, and of payments, that are in the ledger and not reversed."""


class LineKey(NamedTuple):
    """A line of a document: where it is kept, the document's RECORDNO and its own."""

    kept: Kept
    document: int
    line: int


class OpenLine(NamedTuple):
    """A line that has something open: what is due of it, or what is left of it as a credit, in its own sign."""

    key: LineKey
    record: Record
    left: Money


class OpenItems:
    """Reads documents as they are needed, as far as the author sees them. What is taken from a line is
    not open for the next who asks."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._taken: dict[int, Money] = {}

    def document(self, kept: Kept, key: int) -> Record | None:
        """The posted document of that key; None when there is none, it is a draft, or was reversed."""
        record = self._records.get(kept.object, key)
        if record is None or record["RAWSTATE"] not in _POSTED or not sees(self._records, record):
            return None
        return record

    def lines(self, kept: Kept, document: int) -> list[OpenLine]:
        """The document's lines that have something open, in the order they are paid in: by LINE_NO."""
        kept_lines = self._records.where(kept.line_object, RECORDKEY=document)
        lines = [line for line in kept_lines if sees(self._records, line)]
        lines.sort(key=lambda line: line.integer("LINE_NO") or 0)
        found = []
        for line in lines:
            left = self._left(line)
            if left.transaction:
                found.append(OpenLine(LineKey(kept, document, line.key), line, left))
        return found

    def line(self, key: LineKey) -> Record | None:
        """The line of that key, if it is one of the document's."""
        line = self._records.get(key.kept.line_object, key.line)
        if line is None or line.integer("RECORDKEY") != key.document or not sees(self._records, line):
            return None
        return line

    def take(self, line: OpenLine, amount: Money) -> None:
        """Notes that an amount, in the line's sign, is used of it."""
        before = self._taken.get(line.key.line)
        self._taken[line.key.line] = amount if before is None else before.plus(amount)

    def _left(self, line: Record) -> Money:
        def column(name: str) -> int:
            return int(line[name] or 0)

        left = Money(
            column("TRX_AMOUNT") - column("TRX_TOTALPAID") - column("TRX_TOTALSELECTED"),
            column("AMOUNT") - column("TOTALPAID") - column("TOTALSELECTED"),
            *exchange_in(line),
        )
        taken = self._taken.get(line.key)
        return left if taken is None else left.less(taken)


def positive(lines: Sequence[OpenLine]) -> list[Open]:
    """Of the lines those with something to be paid, by their place."""
    return [Open(place, line.left) for place, line in enumerate(lines) if line.left.transaction > 0]


def negative(lines: Sequence[OpenLine]) -> list[Open]:
    """Of the lines those that are credits, by their place, with the size of what is left."""
    return [Open(place, line.left.absolute()) for place, line in enumerate(lines) if line.left.negative]
