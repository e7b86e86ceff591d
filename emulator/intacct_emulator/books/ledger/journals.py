"""Journals that entries are written to: of money or of statistics, of the main books or of adjustments."""

from typing import NamedTuple

from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

EITHER = "GLJOURNAL"
"""The object of all journals."""


class Journal(NamedTuple):
    """A journal. A `statistical` one counts things instead of money, and its lines name statistical accounts
    (documented); one of an adjustment `book` keeps its entries apart from those of the main one."""

    symbol: str
    statistical: bool = False
    book: str | None = None

    @property
    def adjusting(self) -> bool:
        """Whether its entries adjust those of the main book."""
        return self.book is not None

    @property
    def accounts(self) -> str:
        """The object of the accounts that its lines name."""
        return "STATACCOUNT" if self.statistical else "GLACCOUNT"


def active_journal(records: Records, symbol: str | None) -> Journal:
    """The journal of that symbol. Raises GatewayError when it is unknown or inactive."""
    found = records.find(EITHER, symbol) if symbol else None
    if found is None or not found.active:
        raise GatewayError(transactions.JOURNAL_INVALID, value=symbol or "")
    return journal_of(found)


def journal_of(record: Record) -> Journal:
    """What a kept journal is."""
    book = record.text("BOOKID") if record.flag("ADJ") else None
    return Journal(record.id, record.flag("STATISTICAL"), book.upper() if book is not None else None)
