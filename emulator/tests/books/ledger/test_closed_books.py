"""Books that are closed: what is refused there, and what goes on."""

from contextlib import suppress
from datetime import date

import pytest
from asking import Ask, dumped, invoice, present
from disbursing import US_BANK, payment, pays
from paperwork import ar_adjustment, batch, bill, change, entry, payable, query
from receiving import advance, paid, receipt, reversal

from intacct_emulator.books.bulk.templates import DocumentTemplate, LineTemplate, PlannedDocument, PlannedEntry
from intacct_emulator.books.bulk.writer import BulkWriter
from intacct_emulator.books.ledger.closed_books import ALL_LEDGERS, NEVER, ClosedBooks, Ledger
from intacct_emulator.books.ledger.closing import ClosingError, close_books, open_books
from intacct_emulator.errors import GatewayError
from intacct_emulator.tenancy.company import Company

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)
PAIR = entry("6300", 1, "25") + entry("2100", -1, "25")
ACROSS = PAIR + entry("6300", 1, "5", "CA-TOR") + entry("2100", -1, "5", "CA-TOR")
REFUSAL = (
    "Periods are closed. Your transaction date ({day}) is within a period that's been closed. You can add, modify, or "
    "delete a transaction only if the date of that transaction is within a period that's open. Enter a date that "
    "occurs on or after the date of the relevant entity, listed below. Note that different entities may have different "
    "dates: {entities}"
)


def close(company: Company, through: date = NOVEMBER, entity: str | None = None, *modules: str) -> None:
    with company.database.unit():
        close_books(company.records, through, entity, modules or None)


def reopen(company: Company, since: date | None = None, entity: str | None = None, *modules: str) -> None:
    with company.database.unit():
        open_books(company.records, since, entity, modules or None)


def refused(day: str, entities: str = "US: Date must be on or after 12/01/2026") -> tuple[str, str]:
    return "BL01001973", REFUSAL.format(day=day, entities=entities)


@pytest.mark.parametrize(
    ("request_body", "error"),
    [
        (invoice(), refused("11/02/2026")),
        (bill(), refused("11/02/2026", "CA: Date must be on or after 12/01/2026")),
        (ar_adjustment(), refused("11/02/2026")),
        (advance(), refused("11/10/2026")),
        (batch(PAIR), refused("11/05/2026")),
    ],
)
def test_nothing_is_posted_into_closed_books(
    ask: Ask, company: Company, request_body: str, error: tuple[str, str]
) -> None:
    """Documents, cash and journal entries are refused with their day and the entity's first open day, and leave the
    company as it was."""
    close(company)
    before = dumped(company.database)
    assert ask.of(request_body).errors[0] == error
    assert dumped(company.database) == before


def test_the_refusal_lists_the_entities_that_are_closed(ask: Ask, company: Company) -> None:
    """Of the entities of an entry's lines those are named whose books are closed, each with its own first open day."""
    close(company, NOVEMBER, "CA")
    assert ask.of(batch(ACROSS)).errors[0] == refused("11/05/2026", "CA: Date must be on or after 12/01/2026")
    close(company, date(2026, 12, 31), "US")
    both = "US: Date must be on or after 01/01/2027, CA: Date must be on or after 12/01/2026"
    assert ask.of(batch(ACROSS)).errors[0] == refused("11/05/2026", both)
    reopen(company, None, "CA")
    assert ask.of(batch(ACROSS)).errors[0] == refused("11/05/2026", "US: Date must be on or after 01/01/2027")


def test_what_was_posted_before_the_close_stays_as_it_is(ask: Ask, company: Company) -> None:
    """Changing, deleting and reversing into closed books is refused for documents and journal entries, even if only
    words change; a new day in open books does not help."""
    key, entry_key = ask.of(invoice()).key, ask.of(batch(PAIR)).key
    close(company)
    before = dumped(company.database)
    for request_body in (
        change("ARINVOICE", key, "<DESCRIPTION>Corrected</DESCRIPTION>"),
        change("ARINVOICE", key, "<WHENCREATED>12/02/2026</WHENCREATED>"),
        f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>",
        reversal("invoice", key, "2026-11-30"),
        change("GLBATCH", entry_key, "<BATCH_DATE>12/02/2026</BATCH_DATE>"),
        f"<update><GLBATCH><RECORDNO>{entry_key}</RECORDNO><ENTRIES>{PAIR}</ENTRIES></GLBATCH></update>",
        f"<delete><object>GLBATCH</object><keys>{entry_key}</keys></delete>",
    ):
        assert "is within a period that's been closed" in ask.of(request_body).errors[0][1], request_body
    assert dumped(company.database) == before
    assert ask.of(reversal("invoice", key, "2026-12-01")).errors == []


def test_moving_an_entry_into_closed_books_is_refused(ask: Ask, company: Company) -> None:
    """An open journal entry cannot be dated back to a closed day."""
    key = ask.of(batch(PAIR)).key
    close(company, OCTOBER)
    said = ask.of(change("GLBATCH", key, "<BATCH_DATE>10/31/2026</BATCH_DATE>"))
    assert said.errors[0] == refused("10/31/2026", "US: Date must be on or after 11/01/2026")
    assert present(company.records.get("GLBATCH", int(present(key)))).day("BATCH_DATE") == date(2026, 11, 5)


def test_old_documents_are_paid_from_an_open_day(ask: Ask, company: Company) -> None:
    """The day of the payment counts, not that of the invoice or bill it pays."""
    key, bill_key = ask.of(invoice()).key, ask.of(payable()).key
    close(company)
    assert ask.of(receipt(paid(key, "100.00"))).errors[0] == refused("11/20/2026")
    assert ask.of(receipt(paid(key, "100.00"), when="12/01/2026")).errors == []
    assert ask.of(payment(pays(bill_key, "80.25"), place=US_BANK, when="12/01/2026")).errors == []
    assert ask.of(query("ARINVOICE", "STATE")).rows() == [{"STATE": "Paid"}]


def test_each_subledger_has_its_own_days(ask: Ask, company: Company) -> None:
    """Payables close alone; the general ledger closes all; each is reopened by itself."""
    close(company, NOVEMBER, None, "AP")
    assert ask.of(bill("B-1")).errors != []
    assert ask.of(invoice("INV-1"), batch(PAIR)).errors == []
    close(company, NOVEMBER, None, "GL")
    assert all(ask.of(one).errors for one in (invoice("INV-2"), bill("B-2"), batch(PAIR)))
    reopen(company, None, None, "AR")
    assert ask.of(invoice("INV-3")).errors == []
    assert all(ask.of(one).errors for one in (bill("B-3"), batch(PAIR)))


def test_drafts_are_kept_in_closed_books(ask: Ask, company: Company) -> None:
    """A draft posts nothing and is kept; submitting it is refused."""
    close(company)
    said = ask.of(invoice(extra="<ACTION>Draft</ACTION>"))
    assert said.errors == []
    assert ask.of(change("ARINVOICE", said.key, "<ACTION>Submit</ACTION>")).errors[0] == refused("11/02/2026")


def test_books_are_opened_again_from_a_day_on(ask: Ask, company: Company) -> None:
    """Opening November leaves October closed."""
    close(company)
    reopen(company, date(2026, 11, 1))
    assert ask.of(invoice(when="10/31/2026")).errors[0] == refused(
        "10/31/2026", "US: Date must be on or after 11/01/2026"
    )
    assert ask.of(invoice()).errors == []


def test_bulk_filling_is_refused_like_any_posting(company: Company) -> None:
    """A document and a journal entry of a closed day raise the error of single ones; those of an open day are added."""
    close(company, OCTOBER)
    line = LineTemplate({"ACCOUNTNO": "4000", "DEPARTMENTID": "11", "LOCATIONID": "US-NYC"})
    invoices = DocumentTemplate("ARINVOICE", {"CUSTOMERID": "C-1001"})
    travel = LineTemplate({"ACCOUNTNO": "6300", "LOCATION": "US-NYC"})
    for day, written in ((OCTOBER, 0), (date(2026, 11, 1), 4)):
        for planned in (
            PlannedDocument(invoices, f"INV-{day}", day, None, [(line, 100)]),
            PlannedEntry("GJ", day, "Travel", [(travel, 100), (travel, -100)]),
        ):
            with suppress(GatewayError), company.database.unit():
                writer = BulkWriter(company)
                if isinstance(planned, PlannedDocument):
                    writer.add(planned)
                else:
                    writer.add_entry(planned)
                writer.flush()
        assert len(company.records.where("GLENTRY")) == written


def test_closing_never_opens_and_opening_never_closes() -> None:
    """An earlier close leaves a later one, and opening what is open changes nothing."""
    books = ClosedBooks().closed(NOVEMBER, 2, ALL_LEDGERS).closed(OCTOBER, None, ALL_LEDGERS)
    assert [books.through(Ledger.GENERAL, entity) for entity in (None, 1, 2)] == [OCTOBER, OCTOBER, NOVEMBER]
    again = books.opened(date(2026, 12, 1), None, ALL_LEDGERS)
    assert [again.through(Ledger.CASH, entity) for entity in (None, 2)] == [OCTOBER, NOVEMBER]
    assert books.opened(None, None, ALL_LEDGERS).through(Ledger.CASH, 2) == NEVER


@pytest.mark.parametrize(
    ("through", "entity", "modules"),
    [(date(2026, 11, 15), None, None), (NOVEMBER, "MARS", None), (NOVEMBER, None, ("PO",)), (NOVEMBER, None, ())],
)
def test_what_cannot_be_closed(
    company: Company, through: date, entity: str | None, modules: tuple[str, ...] | None
) -> None:
    """Another day than the end of a month, an unknown entity, an unknown module, no module."""
    with pytest.raises(ClosingError):
        close_books(company.records, through, entity, modules)
