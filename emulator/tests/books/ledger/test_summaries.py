"""How documents are grouped: by day, by month, each by itself, or as the request says."""

from dataclasses import replace
from datetime import date

import pytest
from asking import Ask, invoice
from paperwork import change, payable, query

from intacct_emulator.catalogue.values import Python
from intacct_emulator.tenancy.company import Company


@pytest.fixture
def grouped(company: Company, request: pytest.FixtureRequest) -> Company:
    """Northfield, whose receivables and payables are grouped as the test's parameter says."""
    profile = company.profile
    company.profile = replace(
        profile,
        receivables=replace(profile.receivables, summary_frequency=request.param),
        payables=replace(profile.payables, summary_frequency=request.param),
    )
    return company


def by(frequency: str) -> pytest.MarkDecorator:
    """Parametrises `grouped`."""
    return pytest.mark.parametrize("grouped", [frequency], indirect=True)


def summary(company: Company, title: str = "Week 45", day: date = date(2026, 11, 6), record_type: str = "ri") -> int:
    """Makes an open summary."""
    values: dict[str, Python] = {
        "TITLE": title,
        "CREATED": day,
        "RECORDTYPE": record_type,
        "OPEN": "Open",
        "STATUS": "T",
    }
    return company.records.insert("ARINVOICEBATCH", values)


def filed(company: Company) -> list[tuple[object, object]]:
    """Number and summary of every invoice."""
    return [(row["RECORDID"], row["PRBATCH"]) for row in company.records.where("ARINVOICE")]


@by("Monthly")
def test_documents_of_a_month_share_a_summary(ask: Ask, grouped: Company) -> None:
    """Named after the first of the month; each posting day has its journal entry there, and another month its own."""
    ask.of(invoice("A"), invoice("B", when="11/30/2026"), invoice("C", when="12/01/2026"))
    assert filed(grouped) == [
        ("A", "Invoices: 2026/11/01 Batch"),
        ("B", "Invoices: 2026/11/01 Batch"),
        ("C", "Invoices: 2026/12/01 Batch"),
    ]
    assert [row["CREATED"] for row in grouped.records.where("ARINVOICEBATCH")] == ["2026-11-01", "2026-12-01"]
    entries = [(row["PRBATCHKEY"], row["BATCH_DATE"]) for row in grouped.records.where("GLBATCH")]
    assert entries == [(1, "2026-11-02"), (1, "2026-11-30"), (2, "2026-12-01")]


@by("Daily")
def test_documents_of_a_day_share_a_summary(ask: Ask, grouped: Company) -> None:
    """What a request says of summaries is ignored where they are automatic (documented)."""
    own = summary(grouped)
    assert ask.of(invoice("A", extra=f"<PRBATCHKEY>{own}</PRBATCHKEY>"), invoice("B")).errors == []
    assert {title for _, title in filed(grouped)} == {"Invoices: 2026/11/02 Batch"}


@by("Transaction")
def test_each_document_has_a_summary_of_its_own(ask: Ask, grouped: Company) -> None:
    """Two invoices of one day are two summaries and two journal entries."""
    ask.of(invoice("A"), invoice("B"), payable("B-1"))
    assert filed(grouped) == [("A", "Invoices: 2026/11/02 Batch A"), ("B", "Invoices: 2026/11/02 Batch B")]
    titles = [(row["BATCH_TITLE"], row["PRBATCHKEY"]) for row in grouped.records.where("GLBATCH")]
    assert titles == [
        ("Invoices: 2026/11/02 Batch A Summary Entry", 1),
        ("Invoices: 2026/11/02 Batch B Summary Entry", 2),
        ("Bills: 2026/11/02 Batch B-1 Summary Entry", 3),
    ]


@by("Transaction")
def test_a_summary_of_one_document_follows_it(ask: Ask, grouped: Company) -> None:
    """It is renamed and dated with the document, and goes with it, journal entry included."""
    key = ask.of(invoice("A")).key
    assert ask.of(change("ARINVOICE", key, "<WHENCREATED>11/05/2026</WHENCREATED>")).errors == []
    assert filed(grouped) == [("A", "Invoices: 2026/11/05 Batch A")]
    assert [(row["BATCH_DATE"], row.key) for row in grouped.records.where("GLBATCH")] == [("2026-11-05", 1)]
    assert {row["ENTRY_DATE"] for row in grouped.records.where("GLENTRY")} == {"2026-11-05"}
    assert ask.of(f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>").errors == []
    assert grouped.records.where("ARINVOICEBATCH") == []
    assert grouped.records.where("GLBATCH") == []


@by("User-specified")
@pytest.mark.parametrize("name", ["<PRBATCHKEY>1</PRBATCHKEY>", "<PRBATCH>Week 45</PRBATCH>"])
def test_a_request_names_the_summary(ask: Ask, grouped: Company, name: str) -> None:
    """By key or title; the summary's date is the posting date, whatever WHENPOSTED says (documented)."""
    summary(grouped)
    said = ask.of(invoice("A", extra=f"{name}<WHENPOSTED>11/03/2026</WHENPOSTED>"), invoice("B", extra=name))
    assert said.errors == []
    assert filed(grouped) == [("A", "Week 45"), ("B", "Week 45")]
    (row, _) = ask.of(query("ARINVOICE", "WHENPOSTED", "WHENCREATED", "PRBATCHKEY")).rows()
    assert row == {"WHENPOSTED": "11/06/2026", "WHENCREATED": "11/02/2026", "PRBATCHKEY": "1"}
    assert [(row["BATCH_TITLE"], row["BATCH_DATE"]) for row in grouped.records.where("GLBATCH")] == [
        ("Week 45 Summary Entry", "2026-11-06")
    ]


@by("User-specified")
def test_the_legacy_function_names_it_too(ask: Ask, grouped: Company) -> None:
    """`batchkey` is the summary's key."""
    summary(grouped)
    date_created = "<datecreated><year>2026</year><month>11</month><day>02</day></datecreated>"
    item = (
        "<lineitem><glaccountno>4010</glaccountno><amount>5</amount><locationid>US-NYC</locationid>"
        "<departmentid>20</departmentid></lineitem>"
    )
    said = ask.of(
        f"<create_invoice><customerid>C-1001</customerid>{date_created}<termname>Net 30</termname>"
        f"<batchkey>1</batchkey><invoiceno>L-1</invoiceno><invoiceitems>{item}</invoiceitems></create_invoice>"
    )
    assert said.errors == []
    assert filed(grouped) == [("L-1", "Week 45")]


@by("User-specified")
def test_the_key_counts_over_the_title(ask: Ask, grouped: Company) -> None:
    """When both are given (documented)."""
    summary(grouped)
    summary(grouped, "Week 46")
    ask.of(invoice("A", extra="<PRBATCHKEY>2</PRBATCHKEY><PRBATCH>Week 45</PRBATCH>"))
    assert filed(grouped) == [("A", "Week 46")]


@by("User-specified")
@pytest.mark.parametrize(
    ("extra", "text"),
    [
        ("", "Required field Summary is missing"),
        ("<PRBATCH>Nowhere</PRBATCH>", "Invalid Summary 'Nowhere' specified."),
        ("<PRBATCHKEY>99</PRBATCHKEY>", "Invalid Summary '99' specified."),
        ("<PRBATCH>Adjusted</PRBATCH>", "Invalid Summary 'Adjusted' specified."),
        ("<PRBATCH>Over</PRBATCH>", "The summary Over is closed"),
    ],
)
def test_a_summary_must_be_named_known_open_and_of_that_kind(ask: Ask, grouped: Company, extra: str, text: str) -> None:
    """None, an unknown one, one of adjustments and a closed one are refused, and nothing is left."""
    summary(grouped, "Adjusted", record_type="ra")
    closed = summary(grouped, "Over")
    grouped.records.update("ARINVOICEBATCH", closed, {"OPEN": "Closed"})
    assert text in ask.of(invoice(extra=extra)).errors[0][1]
    assert grouped.records.where("ARINVOICE") == []
    assert grouped.records.where("GLBATCH") == []


@by("User-specified")
def test_a_draft_names_its_summary_when_it_is_submitted(ask: Ask, grouped: Company) -> None:
    """Not before; a header-only update of a posted document stays in its summary."""
    summary(grouped)
    key = ask.of(invoice("A", extra="<ACTION>Draft</ACTION>")).key
    assert ask.of(change("ARINVOICE", key, "<ACTION>Submit</ACTION>")).errors[0][1].endswith("missing")
    assert ask.of(change("ARINVOICE", key, "<ACTION>Submit</ACTION><PRBATCHKEY>1</PRBATCHKEY>")).errors == []
    assert ask.of(change("ARINVOICE", key, "<DESCRIPTION>Later</DESCRIPTION>")).errors == []
    assert filed(grouped) == [("A", "Week 45")]


@by("Daily")
def test_a_closed_summary_takes_and_gives_nothing(ask: Ask, grouped: Company) -> None:
    """No document of its day is added, changed or removed (documented)."""
    key = ask.of(invoice("A")).key
    grouped.records.update("ARINVOICEBATCH", 1, {"OPEN": "Closed"})
    closed = "The summary Invoices: 2026/11/02 Batch is closed"
    for function in (
        invoice("B"),
        change("ARINVOICE", key, "<DESCRIPTION>No</DESCRIPTION>"),
        f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>",
    ):
        assert ask.of(function).errors[0][1] == closed
    assert filed(grouped) == [("A", "Invoices: 2026/11/02 Batch")]


def test_the_setup_follows_a_journal_that_gets_another_symbol(ask: Ask, company: Company) -> None:
    """Invoices are posted to it as before, into the same summary entry and with the numbers that come next."""
    ask.of(invoice("A"))
    journal = company.records.find("JOURNAL", "ARJ")
    assert journal is not None
    rename = f"<update><JOURNAL><RECORDNO>{journal.key}</RECORDNO><SYMBOL>NEWARJ</SYMBOL></JOURNAL></update>"
    assert ask.of(rename, invoice("B"), invoice("C", when="11/03/2026")).errors == []
    assert company.profile.receivables.journal == "NEWARJ"
    assert ask.of(query("GLBATCH", "JOURNAL", "JOURNALKEY", "BATCHNO")).rows() == [
        {"JOURNAL": "NEWARJ", "JOURNALKEY": str(journal.key), "BATCHNO": "1"},
        {"JOURNAL": "NEWARJ", "JOURNALKEY": str(journal.key), "BATCHNO": "2"},
    ]


def test_a_rename_that_is_undone_leaves_the_setup_alone(ask: Ask, company: Company) -> None:
    """In one transaction with a function that fails, the company goes on posting to the old symbol."""
    journal = company.records.find("JOURNAL", "ARJ")
    assert journal is not None
    rename = f"<update><JOURNAL><RECORDNO>{journal.key}</RECORDNO><SYMBOL>NEWARJ</SYMBOL></JOURNAL></update>"
    assert ask.of(rename, invoice(customer="NOBODY"), transaction="true").errors
    assert company.profile.receivables.journal == "ARJ"
    assert ask.of(invoice()).errors == []


@pytest.mark.parametrize(
    ("name", "key"),
    [("JOURNAL", "ARJ"), ("JOURNAL", "CDJ"), ("JOURNAL", "GJ"), ("GLACCOUNT", "1200"), ("GLACCOUNT", "1050")],
)
def test_what_the_setup_posts_to_cannot_be_removed(ask: Ask, company: Company, name: str, key: str) -> None:
    """Journals and accounts of subledgers and of cash stay, though nothing was posted to them yet."""
    record = company.records.find(name, key)
    assert record is not None
    said = ask.of(f"<delete><object>{name}</object><keys>{record.key}</keys></delete>")
    assert said.errors[0][1].endswith(f"'{key}' because it is being used")
    assert company.records.find(name, key) is not None


def test_nothing_is_posted_to_a_journal_that_does_not_exist(ask: Ask, company: Company) -> None:
    """Where a company's setup names none that exists, its invoices are refused, and none is left behind."""
    receivables = replace(company.profile.receivables, journal="NOPE")
    company.profile = replace(company.profile, receivables=receivables)
    assert ask.of(invoice()).errors[0] == ("BL01001973", "Invalid Journal 'NOPE' specified.")
    assert company.records.where("ARINVOICE") == []
