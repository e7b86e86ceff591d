"""Adjustment books: journals of adjustments, each in the book that its BOOKID names.

A journal of adjustments without a book is shown with the accrual book (inferred).
"""

from collections.abc import Mapping

from intacct_emulator.catalogue.values import TRUE
from intacct_emulator.records.store import Records

ACCRUAL = "ACCRUAL"
STANDARD = ("GAAP", "TAX")
"""The adjustment books that every company has (documented)."""
NO_BOOK = ""


def adjusting_journals(records: Records) -> Mapping[str, tuple[str, ...]]:
    """The symbols of the journals of each adjustment book, by its id; those of none under NO_BOOK."""
    found: dict[str, tuple[str, ...]] = {}
    for journal in records.where("GLJOURNAL", ADJ=TRUE):
        book = (journal.text("BOOKID") or NO_BOOK).upper().removesuffix(ACCRUAL).removesuffix("ADJ")
        found[book] = (*found.get(book, ()), journal.id)
    return found


def book_ids(book: str) -> tuple[str, str | None]:
    """The ids under which balances of an adjustment book are read: of the adjustments alone, and, for a standard one,
    together with the accrual book (documented)."""
    if book in STANDARD:
        return f"{book}ADJ{ACCRUAL}", f"{book}{ACCRUAL}"
    return f"{book}{ACCRUAL}", None
