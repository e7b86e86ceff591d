"""Adjustment books, as balances name them."""

from intacct_emulator.catalogue.values import TRUE
from intacct_emulator.records.store import Records

ACCRUAL = "ACCRUAL"
STANDARD = ("GAAP", "TAX")
"""The adjustment books that every company has (documented)."""


def adjustment_books(records: Records) -> tuple[str, ...]:
    """The adjustment books that a company has journals of."""
    found = (journal.text("BOOKID") for journal in records.where("GLJOURNAL", ADJ=TRUE))
    return tuple(dict.fromkeys(book for book in found if book))


def book_ids(book: str) -> tuple[str, str | None]:
    """The ids under which balances of an adjustment book are read: of the adjustments alone, and, for a standard one,
    together with the accrual book (documented)."""
    if book in STANDARD:
        return f"{book}ADJ{ACCRUAL}", f"{book}{ACCRUAL}"
    return f"{book}{ACCRUAL}", None
