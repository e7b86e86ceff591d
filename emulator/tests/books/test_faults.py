"""What a document or a journal entry lacks or has wrong is named by the error, and nothing of it stays."""

import pytest
from asking import Ask, invoice, line
from error_requests import PAIR
from raising import batch, bill, create, entry, update

from intacct_emulator.tenancy.company import Company

NO_ACCOUNT = create("CUSTOMER", CUSTOMERID="C-9", NAME="Nine", TERMNAME="Net 30")
NO_DATE = batch(*PAIR).replace("<BATCH_DATE>11/05/2026</BATCH_DATE>", "")
NO_TITLE = batch(*PAIR).replace("<BATCH_TITLE>Accrual</BATCH_TITLE>", "")
NO_SIDE = batch(entry("6300", 1).replace("<TR_TYPE>1</TR_TYPE>", ""), entry("2100", -1))
EUROS = batch(entry("6300", 1).replace("</GLENTRY>", "<CURRENCY>EUR</CURRENCY></GLENTRY>"), entry("2100", -1))


@pytest.mark.parametrize(
    ("function", "errorno", "text"),
    [
        (invoice(when=""), "PL03000006", "The transaction date '' is invalid."),
        (invoice(customer=""), "BL01001973", "Customer '' specified is not valid."),
        (bill(vendor=""), "BL01001973", "Vendor '' specified is not valid."),
        (
            invoice(customer="C-9", lines=line(account="")),
            "BL01001973",
            "Enter an account number on line item 1, in transaction 'INV-1,' and try again",
        ),
        (NO_DATE, "BL03000018", "Required field Posting date is missing"),
        (NO_TITLE, "BL03000018", "Required field Description is missing"),
        (NO_SIDE, "BL03000018", "Required field TR type is missing"),
        (
            batch(entry("6300", 1, ""), entry("2100", -1)),
            "BL03000018",
            "Required field Amount is missing on line item 1",
        ),
        (EUROS, "BL01001973", "Enable foreign-currency transactions, and try again"),
        (batch(*PAIR, REVERSEDATE="someday"), "PL03000006", "The transaction date 'someday' is invalid."),
    ],
)
def test_a_fault_is_named(ask: Ask, company: Company, function: str, errorno: str, text: str) -> None:
    """The first error is the specific one; no document, line, journal entry or ledger line was written."""
    assert ask.of(NO_ACCOUNT).errors == []
    assert ask.of(function).errors[0] == (errorno, text)
    for name in ("ARINVOICE", "ARINVOICEITEM", "APBILL", "APBILLITEM", "GLBATCH", "GLENTRY"):
        assert company.records.where(name) == []


def test_a_journal_entry_takes_a_reference_later(ask: Ask, company: Company) -> None:
    """An update of the reference alone changes nothing else."""
    key = ask.of(batch(*PAIR)).key or ""
    before = [(one.key, one["ACCOUNTNO"], one["AMOUNT"]) for one in company.records.where("GLENTRY")]
    assert ask.of(update("GLBATCH", RECORDNO=key, REFERENCENO="R-1")).errors == []
    (kept,) = company.records.where("GLBATCH")
    assert (kept.text("REFERENCENO"), kept.text("BATCH_TITLE")) == ("R-1", "Accrual")
    assert [(one.key, one["ACCOUNTNO"], one["AMOUNT"]) for one in company.records.where("GLENTRY")] == before


def test_a_draft_stays_a_draft_when_its_text_changes(ask: Ask, company: Company) -> None:
    """An update that does not submit posts nothing."""
    key = ask.of(invoice(extra="<ACTION>Draft</ACTION>")).key or ""
    assert ask.of(update("ARINVOICE", RECORDNO=key, DESCRIPTION="More")).errors == []
    (kept,) = company.records.where("ARINVOICE")
    assert (kept.text("DESCRIPTION"), kept["RAWSTATE"]) == ("More", "D")
    assert company.records.where("GLENTRY") == []


def test_lines_follow_a_draft_to_another_customer(ask: Ask, company: Company) -> None:
    """A line had the old customer as its dimension: submitted for another customer, it posts that one's."""
    lines = line(more="<CUSTOMERID>C-1001</CUSTOMERID>") + line("50.00", "4100")
    key = ask.of(invoice(lines=lines, extra="<ACTION>Draft</ACTION>")).key or ""
    assert ask.of(update("ARINVOICE", RECORDNO=key, CUSTOMERID="C-1003", ACTION="Submit")).errors == []
    assert [one.text("CUSTOMERID") for one in company.records.where("GLENTRY")] == ["C-1003"] * 4
