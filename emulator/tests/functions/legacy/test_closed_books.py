"""`get_closedbooksdate`."""

from datetime import date

from asking import Ask, present

from intacct_emulator.books.ledger.closing import close_books
from intacct_emulator.tenancy.company import Company

QUESTION = "<get_closedbooksdate/>"


def test_the_closed_day_is_told(ask: Ask, company: Company) -> None:
    """Nothing while all is open, then the last closed day of the ledger: the top level's, or the session's entity's."""
    assert list(present(ask.of(QUESTION).root.find(".//data"))) == []
    with company.database.unit():
        close_books(company.records, date(2026, 10, 31))
        close_books(company.records, date(2026, 11, 30), "CA")
        close_books(company.records, date(2026, 12, 31), None, ("AP",))
    for location, month, day in ((None, "10", "31"), ("US", "10", "31"), ("CA", "11", "30")):
        said = ask.of(QUESTION, **({"location": location} if location else {}))
        (told,) = present(said.root.find(".//data"))
        assert told.tag == "closedbooksdate"
        assert [(part.tag, part.text) for part in told] == [("year", "2026"), ("month", month), ("day", day)]
