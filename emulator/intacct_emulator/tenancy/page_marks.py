"""What earlier pages of a read found: how many rows there are, and at which record each page ended.

Reading a million rows in pages asks the same question five hundred times. The answers hold until anything is written to
the company.
"""

from collections import OrderedDict
from collections.abc import Hashable

from intacct_emulator.storage.database import Database

_MOST_KEPT = 256


class PageMarks:
    """Answers to questions about a database that has not been written to since."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = database.changes
        self._known: OrderedDict[Hashable, int] = OrderedDict()
        # An undone unit leaves the count of changes where it was.
        database.on_rollback(self.clear)

    def find(self, question: Hashable) -> int | None:
        """The known answer, or None."""
        self._forget_what_was_overtaken()
        return self._known.get(question)

    def keep(self, question: Hashable, answer: int) -> None:
        """Remembers an answer."""
        self._forget_what_was_overtaken()
        self._known[question] = answer
        if len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)

    def clear(self) -> None:
        """Forgets everything, after the whole database was replaced."""
        self._known.clear()

    def _forget_what_was_overtaken(self) -> None:
        if self._version != self._database.changes:
            self.clear()
            self._version = self._database.changes
