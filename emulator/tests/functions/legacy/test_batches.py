"""Summaries made by hand: their documents, their date, their totals, and what becomes of them."""

import pytest
from asking import Ask, invoice
from legacy_calls import answered, bill, line, number_of
from legacy_calls import invoice as legacy_invoice
from paperwork import ap_adjustment, ar_adjustment, change, query

from intacct_emulator.tenancy.company import Company

DAY = "<datecreated><year>2026</year><month>11</month><day>06</day></datecreated>"


def batch(name: str, documents: str = "", title: str = "Week 45") -> str:
    """A `<create_…batch>` dated 6 November 2026."""
    return f"<{name}><batchtitle>{title}</batchtitle>{DAY}{documents}</{name}>"


@pytest.mark.parametrize(
    ("function", "name", "documents", "total"),
    [
        (
            "create_invoicebatch",
            "ARINVOICEBATCH",
            legacy_invoice(line("100.00")) + legacy_invoice(line("20.50"), head=""),
            "120.5",
        ),
        ("create_billbatch", "APBILLBATCH", bill(line("30.00", "6300")), "30"),
        ("create_aradjustmentbatch", "ARINVOICEBATCH", ar_adjustment(), "-30"),
        ("create_apadjustmentbatch", "APBILLBATCH", ap_adjustment(), "-30"),
    ],
)
def test_a_summary_holds_the_documents_that_came_with_it(
    ask: Ask, company: Company, function: str, name: str, documents: str, total: str
) -> None:
    """They are posted on its day, under its title, and its total is theirs; `get_list` tells it."""
    key = number_of(ask.of(batch(function, documents)))
    (row,) = ask.of(query(name, "RECORDNO", "TITLE", "TOTAL", "OPEN", "CREATED", "AUTOCREATED")).rows()
    assert list(row.values()) == [str(key), "Week 45", total, "Open", "11/06/2026", "Manual"]
    assert {entry["ENTRY_DATE"] for entry in company.records.where("GLENTRY")} == {"2026-11-06"}
    assert [entry["BATCH_TITLE"] for entry in company.records.where("GLBATCH")] == ["Week 45 Summary Entry"]
    listed = ask.of(f'<get_list object="{function.removeprefix("create_")}"/>')
    assert (listed.gaps, listed.text(".//batchtitle"), listed.text(".//totalamount")) == ((), "Week 45", total)


def test_a_list_has_only_summaries_of_its_own_documents(ask: Ask) -> None:
    """Invoices, adjustments and receipts have summaries in one table; each list tells its own."""
    for noun in ("invoice", "aradjustment"):
        answered(ask.of(batch(f"create_{noun}batch", title=f"Of {noun}")))
    for noun in ("invoice", "aradjustment"):
        assert ask.of(f'<get_list object="{noun}batch"/>').texts(".//batchtitle") == [f"Of {noun}"]
    assert ask.of('<get_list object="arpaymentbatch"/>').texts(".//batchtitle") == []


def test_a_summary_alone_totals_nothing(ask: Ask) -> None:
    """The pages make summaries without documents."""
    number_of(ask.of(batch("create_invoicebatch")))
    assert ask.of(query("ARINVOICEBATCH", "TOTAL")).rows() == [{"TOTAL": "0"}]


def test_a_wrong_document_leaves_no_summary(ask: Ask, company: Company) -> None:
    """All or nothing: the second document is refused, and neither the first nor the summary stays."""
    said = ask.of(batch("create_invoicebatch", legacy_invoice() + legacy_invoice(line(account="9999"), head="")))
    assert said.errors[0] == ("BL01001973", "Account 9999 is not valid")
    for name in ("ARINVOICEBATCH", "ARINVOICE", "GLBATCH", "GLENTRY"):
        assert company.records.where(name) == []


def test_a_document_stays_in_its_summary_when_it_is_changed(ask: Ask, company: Company) -> None:
    """A new date of the document moves nothing in the ledger: the summary's date counts."""
    key = number_of(ask.of(batch("create_invoicebatch", legacy_invoice())))
    document = company.records.where("ARINVOICE")[0].key
    assert ask.of(change("ARINVOICE", document, "<WHENCREATED>11/04/2026</WHENCREATED>")).errors == []
    assert company.records.where("ARINVOICE")[0]["PRBATCHKEY"] == key
    assert {entry["ENTRY_DATE"] for entry in company.records.where("GLENTRY")} == {"2026-11-06"}


def test_totals_of_automatic_summaries_follow_their_documents(ask: Ask) -> None:
    """100.00 posted and a draft beside it come to 100.00; the document gone, to nothing."""
    key = ask.of(invoice("I-1")).key
    ask.of(invoice("I-2", extra="<ACTION>Draft</ACTION>"))
    assert ask.of(query("ARINVOICEBATCH", "TOTAL")).rows() == [{"TOTAL": "100"}]
    ask.of(f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>")
    assert ask.of(query("ARINVOICEBATCH", "TOTAL")).rows() == [{"TOTAL": "0"}]


def test_a_document_that_shall_not_post_is_a_gap(ask: Ask, company: Company) -> None:
    """NOGL is not built, in either wire form; switched off it asks for nothing."""
    for request in (invoice("I-1", extra="<NOGL>true</NOGL>"), legacy_invoice(head="<nogl>true</nogl>")):
        said = ask.of(request)
        assert said.gaps != ()
        assert said.errors != []
    assert ask.of(invoice("I-1", extra="<NOGL>false</NOGL>")).errors == []
    assert len(company.records.where("ARINVOICE")) == 1
