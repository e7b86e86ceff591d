"""Journals of adjustment books: their entries count only where a balance asks for their book."""

import pytest
from asking import Ask
from paperwork import batch, entry, query

from intacct_emulator.tenancy.company import Company

JOURNALS = (
    "<create><JOURNAL><SYMBOL>GAJ</SYMBOL><TITLE>GAAP</TITLE><ADJ>true</ADJ><BOOKID>GAAP</BOOKID></JOURNAL></create>",
    "<create><JOURNAL><SYMBOL>UDJ</SYMBOL><TITLE>Own</TITLE><ADJ>true</ADJ><BOOKID>UDB1</BOOKID></JOURNAL></create>",
)


def pair(amount: str, journal: str) -> str:
    """An entry of that amount in a journal."""
    return batch(entry("6300", 1, amount), entry("2100", -1, amount), journal=journal)


def balance(books: tuple[str, ...] = (), more: str = "") -> str:
    """A `<get_trialbalance>` of November."""
    named = "".join(f"<adjbook>{book}</adjbook>" for book in books)
    return (
        "<get_trialbalance><startdate><year>2026</year><month>11</month><day>01</day></startdate>"
        "<enddate><year>2026</year><month>11</month><day>30</day></enddate>"
        f"{f'<adjbooks>{named}</adjbooks>' if named else ''}{more}</get_trialbalance>"
    )


@pytest.mark.parametrize(
    ("books", "more", "amounts"),
    [
        ((), "", ("100", "0", "100")),
        (("GAAP",), "", ("100", "7", "107")),
        (("GAAP", "UDB1"), "", ("100", "8", "108")),
        (("UDB1",), "<includereportingbook>false</includereportingbook>", ("0", "1", "1")),
    ],
)
def test_a_balance_has_the_books_it_asks_for(
    ask: Ask, books: tuple[str, ...], more: str, amounts: tuple[str, str, str]
) -> None:
    """100 of the main book, 7 of GAAP and 1 of a user-defined one, in columns of their own."""
    assert ask.of(*JOURNALS, pair("100", "GJ"), pair("7", "GAJ"), pair("1", "UDJ")).errors == []
    said = ask.of(balance(books, more))
    (row,) = (row for row in said.rows() if row["glaccountno"] == "6300")
    assert (row["debits"], row["adjdebits"], row["endbalance"]) == amounts


def test_the_ledger_tells_the_book_of_a_line(ask: Ask) -> None:
    """BOOKID and ADJ of GLDETAIL; reversing entries stay in the book."""
    reversed_later = pair("7", "GAJ").replace("<ENTRIES>", "<REVERSEDATE>12/01/2026</REVERSEDATE><ENTRIES>")
    ask.of(*JOURNALS, pair("100", "GJ"), reversed_later)
    rows = ask.of(query("GLDETAIL", "BOOKID", "ADJ")).rows()
    assert [tuple(row.values()) for row in rows] == [("ACCRUAL", "false")] * 2 + [("GAAP", "true")] * 4


def test_a_journal_of_adjustments_is_of_a_book_and_stays_of_it(ask: Ask, company: Company) -> None:
    """Without BOOKID it is refused; with entries it is not moved to another book (both inferred)."""
    said = ask.of("<create><JOURNAL><SYMBOL>X</SYMBOL><TITLE>X</TITLE><ADJ>true</ADJ></JOURNAL></create>")
    assert said.errors[0][1] == "Required field Book ID is missing"
    ask.of(*JOURNALS, pair("7", "GAJ"))
    said = ask.of("<update><JOURNAL><SYMBOL>GAJ</SYMBOL><BOOKID>TAX</BOOKID></JOURNAL></update>")
    assert said.errors[0][1] == "The Book ID of 'GAJ' cannot be changed"
    assert ask.of("<update><JOURNAL><SYMBOL>UDJ</SYMBOL><BOOKID>TAX</BOOKID></JOURNAL></update>").errors == []
