"""Recurring invoices and bills: what is kept of a schedule, and what it makes as time goes by."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from asking import Ask
from legacy_calls import answered, number_of
from paperwork import query

from intacct_emulator.clock import Clock
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company

MONTHLY = "<modenew>Months</modenew><interval>1</interval>"
LINE = (
    "<recurlineitem><glaccountno>{account}</glaccountno><amount>349.99</amount><memo>Fee</memo>"
    "<locationid>US-NYC</locationid><departmentid>20</departmentid></recurlineitem>"
)


def day(name: str, text: str) -> str:
    """A legacy date of an ISO text."""
    year, month, number = text.split("-")
    return f"<{name}><year>{year}</year><month>{month}</month><day>{number}</day></{name}>"


def recurring(
    repeat: str = MONTHLY, *, start: str = "2026-12-31", ending: str = "", customer: str = "C-1001", more: str = ""
) -> str:
    """A `<create_recurringinvoice>`."""
    return (
        f"<create_recurringinvoice><customerid>{customer}</customerid>{day('datecreated', start)}"
        f"<recordid>Fee</recordid><docnumber>PO-7</docnumber><description>Monthly</description>"
        f"<termname>Net 15</termname>{day('startdate', start)}{ending}{repeat}"
        f"<recurinvoiceitems>{LINE.format(account='4010')}</recurinvoiceitems>{more}</create_recurringinvoice>"
    )


@pytest.fixture
def until(company: Company) -> Callable[[str], None]:
    """Lets time go by until the morning of a day."""

    def go_by(text: str) -> None:
        year, month, number = map(int, text.split("-"))
        company.clock = Clock(lambda: datetime(year, month, number, 8, tzinfo=UTC))

    return go_by


def made(ask: Ask, name: str = "ARINVOICE") -> list[list[str | None]]:
    """Number, date, due date, total and state of every document."""
    columns = ("RECORDID", "WHENCREATED", "WHENDUE", "TOTALDUE", "STATE")
    return [list(row.values()) for row in ask.of(query(name, *columns)).rows()]


def test_a_schedule_is_kept_and_read(ask: Ask) -> None:
    """Total, repetition, next day and lines, by the names of the generic objects."""
    number_of(ask.of(recurring(ending="<ending><occur>12</occur></ending>")))
    columns = ("TRX_TOTALENTERED", "CUSTOMERNAME", "FREQUENCY", "REPEATCOUNT", "NEXTEXECDATE", "EXECCOUNT", "STATUS")
    (row,) = ask.of(query("ARRECURINVOICE", *columns)).rows()
    assert list(row.values()) == ["349.99", "Alderbrook Foods", "Months", "12", "12/31/2026", "0", "active"]
    (line,) = ask.of(
        query("ARRECURINVOICEENTRY", "LINE_NO", "GLACCOUNTNO", "TRX_AMOUNT", "AMOUNT", "LOCATIONID")
    ).rows()
    assert list(line.values()) == ["1", "4010", "349.99", "349.99", "US-NYC"]


def test_documents_are_made_when_their_day_has_come(ask: Ask, until: Callable[[str], None]) -> None:
    """Nothing before 31 December, one on it, the two of January and February by 1 March; due 15 days later."""
    number_of(ask.of(recurring()))
    assert made(ask) == []
    until("2026-12-30")
    assert made(ask) == []
    until("2026-12-31")
    first = ["Fee-1", "12/31/2026", "01/15/2027", "349.99", "Posted"]
    assert made(ask) == [first]
    assert made(ask) == [first]
    until("2027-03-01")
    assert made(ask) == [
        first,
        ["Fee-2", "01/31/2027", "02/15/2027", "349.99", "Posted"],
        ["Fee-3", "02/28/2027", "03/15/2027", "349.99", "Posted"],
    ]
    (row,) = ask.of(query("ARRECURINVOICE", "EXECCOUNT", "LASTEXECDATE", "NEXTEXECDATE")).rows()
    assert list(row.values()) == ["3", "02/28/2027", "03/31/2027"]


def test_what_is_made_is_posted_with_its_words_and_dimensions(
    ask: Ask, company: Company, until: Callable[[str], None]
) -> None:
    """349.99 on receivables against fees, in New York; description and reference come from the schedule."""
    number_of(ask.of(recurring()))
    until("2026-12-31")
    (row,) = ask.of(query("ARINVOICE", "DESCRIPTION", "DOCNUMBER", "TERMNAME")).rows()
    assert list(row.values()) == ["Monthly", "PO-7", "Net 15"]
    entries = [(entry["ACCOUNTNO"], entry["TR_TYPE"], entry["AMOUNT"]) for entry in company.records.where("GLENTRY")]
    assert entries == [("1200", 1, 34999), ("4010", -1, 34999)]
    assert {(entry["LOCATION"], entry["ENTRY_DATE"]) for entry in company.records.where("GLENTRY")} == {
        ("US-NYC", "2026-12-31")
    }


@pytest.mark.parametrize(
    ("repeat", "ending", "days"),
    [
        (MONTHLY, "<ending><occur>2</occur></ending>", ["12/31/2026", "01/31/2027"]),
        (MONTHLY, f"<ending>{day('enddate', '2027-01-30')}</ending>", ["12/31/2026"]),
        ("", "", ["12/31/2026"]),
        (f"{MONTHLY}<eom>true</eom>", "<ending><occur>3</occur></ending>", ["12/31/2026", "01/31/2027", "02/28/2027"]),
    ],
)
def test_a_schedule_ends(
    ask: Ask, company: Company, until: Callable[[str], None], repeat: str, ending: str, days: list[str]
) -> None:
    """After so many times, by a day, at once without repetition; and nothing is due any more."""
    number_of(ask.of(recurring(repeat, ending=ending)))
    until("2030-01-01")
    assert [row[1] for row in made(ask)] == days
    assert company.next_recurrence is None


def test_days_that_had_passed_are_made_up_for(ask: Ask) -> None:
    """A schedule from 20 September on, made on 20 November, has made three invoices at the next request."""
    number_of(ask.of(recurring(start="2026-09-20")))
    assert [row[1] for row in made(ask)] == ["09/20/2026", "10/20/2026", "11/20/2026"]


def test_a_removed_or_inactive_schedule_makes_nothing_more(ask: Ask, until: Callable[[str], None]) -> None:
    """What it made stays."""
    key = number_of(ask.of(recurring()))
    idle = recurring().replace("<startdate>", "<status>inactive</status><startdate>")
    number_of(ask.of(idle))
    until("2026-12-31")
    assert len(made(ask)) == 1
    assert answered(ask.of(f'<delete_recurringinvoice key="{key}"/>')) is None
    until("2027-12-31")
    assert len(made(ask)) == 1
    assert len(ask.of(query("ARRECURINVOICE", "RECORDNO")).rows()) == 1


def test_a_refused_document_waits_for_another_day(ask: Ask, company: Company, until: Callable[[str], None]) -> None:
    """While the customer is on hold nothing is made and other requests go on; freed, the invoice comes a day later."""
    number_of(ask.of(recurring()))
    hold = "<update><CUSTOMER><CUSTOMERID>C-1001</CUSTOMERID><ONHOLD>{}</ONHOLD></CUSTOMER></update>"
    assert ask.of(hold.format("true")).errors == []
    until("2026-12-31")
    assert made(ask) == []
    assert company.records.where("ARINVOICEBATCH") == []
    assert ask.of(hold.format("false")).errors == []
    until("2027-01-01")
    assert [row[1] for row in made(ask)] == ["12/31/2026"]


def test_a_bill_recurs_as_an_invoice_does(ask: Ask, until: Callable[[str], None]) -> None:
    """The same with vendor, expense account and payables."""
    lines = LINE.format(account="6300")
    key = number_of(
        ask.of(
            f"<create_recurringbill><vendorid>V-2001</vendorid>{day('datecreated', '2026-12-01')}"
            f"<recordid>Rent</recordid><termname>Net 15</termname>{day('startdate', '2026-12-01')}"
            "<modenew>Weeks</modenew><interval>2</interval>"
            f"<recurbillitems>{lines}</recurbillitems></create_recurringbill>"
        )
    )
    until("2026-12-20")
    assert made(ask, "APBILL") == [
        ["Rent-1", "12/01/2026", "12/16/2026", "349.99", "Posted"],
        ["Rent-2", "12/15/2026", "12/30/2026", "349.99", "Posted"],
    ]
    assert [row["FREQUENCY"] for row in ask.of(query("APRECURBILL", "FREQUENCY")).rows()] == ["Weeks"]
    answered(ask.of(f'<delete_recurringbill key="{key}"/>'))
    assert ask.of(query("APRECURBILLENTRY", "RECORDNO")).rows() == []


def test_what_its_documents_would_be_refused_for_is_refused_at_once(ask: Ask, company: Company) -> None:
    """An unknown customer or account, and a repetition without an interval; nothing stays behind."""
    assert ask.of(recurring(customer="NOBODY")).errors[0][1] == "Customer 'NOBODY' specified is not valid."
    assert ask.of(recurring().replace("4010", "9999")).errors[0] == ("BL01001973", "Account 9999 is not valid")
    assert ask.of(recurring("<modenew>Months</modenew>")).errors[0][1] == "Required field Interval is missing"
    assert company.records.where("ARRECURINVOICE") == []
    assert company.next_recurrence is None


def test_a_recurring_payment_is_a_gap(ask: Ask, company: Company) -> None:
    """Paying by itself is not built, and said so."""
    said = ask.of(recurring(more="<paymethod>EFT</paymethod>"))
    assert said.gaps == ("recurring payments",)
    assert company.records.where("ARRECURINVOICE") == []
    assert ask.of(recurring(more="<paymethod>None</paymethod><payinfull>true</payinfull>")).errors == []


def test_a_company_that_is_put_back_knows_what_it_is_due_to_make(ask: Ask, company: Company) -> None:
    """What is known of the next day follows the database, whatever was put into it."""
    earlier, later = Database(), Database()
    company.database.copy_to(earlier)
    number_of(ask.of(recurring()))
    company.database.copy_to(later)
    for copy, due in ((earlier, False), (later, True)):
        copy.copy_to(company.database)
        company.forget()
        assert (company.next_recurrence is not None) is due
        copy.close()


def recurring_entry(repeat: str = MONTHLY, *, credit: str = "25", ending: str = "", more: str = "") -> str:
    """A `<create_recurringgltransaction>` of 25.00, from 31 December on."""
    line = (
        "<glentry><trtype>{}</trtype><amount>{}</amount><glaccountno>{}</glaccountno>"
        "<locationid>US-NYC</locationid><departmentid>30</departmentid></glentry>"
    )
    lines = line.format("debit", 25, "6300") + line.format("credit", credit, "2100")
    return (
        f"<create_recurringgltransaction><journalid>GJ</journalid>{day('datecreated', '2026-12-31')}"
        f"<description>Rent</description><referenceno>R-1</referenceno>{day('startdate', '2026-12-31')}{ending}{repeat}"
        f"{more}<gltransactionentries>{lines}</gltransactionentries></create_recurringgltransaction>"
    )


def entered(ask: Ask) -> list[list[str | None]]:
    """Day, title, reference, state and schedule of every journal entry."""
    columns = ("BATCH_DATE", "BATCH_TITLE", "REFERENCENO", "STATE", "TEMPLATEKEY")
    return [list(row.values()) for row in ask.of(query("GLBATCH", *columns)).rows()]


def test_journal_entries_recur(ask: Ask, company: Company, until: Callable[[str], None]) -> None:
    """On 31 December and the last of January, posted with the lines of the schedule; the schedule counts them."""
    key = number_of(ask.of(recurring_entry(ending="<ending><occur>2</occur></ending>")))
    until("2026-12-30")
    assert entered(ask) == []
    until("2027-06-01")
    assert entered(ask) == [
        ["12/31/2026", "Rent", "R-1", "Posted", str(key)],
        ["01/31/2027", "Rent", "R-1", "Posted", str(key)],
    ]
    lines = [(line["ACCOUNTNO"], line["TR_TYPE"], line["AMOUNT"]) for line in company.records.where("GLENTRY")]
    assert lines == [("6300", 1, 2500), ("2100", -1, 2500)] * 2
    (row,) = ask.of(query("RECURGLBATCH", "EXECCOUNT", "NEXTEXECDATE", "FREQUENCY", "STATISTICAL", "JOURNAL")).rows()
    assert list(row.values()) == ["2", None, "Months", "false", "GJ"]
    assert len(ask.of(query("RECURGLENTRY", "RECORDNO")).rows()) == 2


def test_a_schedule_is_checked_like_its_entry(ask: Ask, company: Company) -> None:
    """One that would not balance is refused, and nothing is kept of it."""
    said = ask.of(recurring_entry(credit="24"))
    assert said.errors[0][0] == "BL01001973"
    assert company.records.where("RECURGLBATCH") == []
    assert company.records.where("RECURGLENTRY") == []


def test_reversals_that_recur_are_a_gap(ask: Ask, company: Company) -> None:
    """A schedule that also asks for reversing entries fails, told by name."""
    said = ask.of(recurring_entry(more="<isautoreverse>true</isautoreverse>"))
    assert said.gaps == ("create_recurringgltransaction with isautoreverse",)
    assert company.records.where("RECURGLBATCH") == []


def test_a_schedule_of_entries_is_removed(ask: Ask, company: Company, until: Callable[[str], None]) -> None:
    """What it made stays; nothing more is made."""
    key = number_of(ask.of(recurring_entry()))
    until("2026-12-31")
    assert len(entered(ask)) == 1
    assert answered(ask.of(f'<delete_recurringgltransaction key="{key}"/>')) is None
    until("2027-03-01")
    assert len(entered(ask)) == 1
    assert company.records.where("RECURGLENTRY") == []


def test_statistics_recur(ask: Ask, company: Company, until: Callable[[str], None]) -> None:
    """create_recurringstatgltrans and delete_recurringstatgltrans: one line of a statistical journal."""
    ask.of(
        "<create_statjournal><symbol>SHC</symbol><title>Headcount</title></create_statjournal>",
        "<create_statglaccount><glaccountno>HEADS</glaccountno><title>Heads</title></create_statglaccount>",
    )
    key = number_of(
        ask.of(
            f"<create_recurringstatgltrans><journalid>SHC</journalid>{day('datecreated', '2026-12-31')}"
            f"<description>Heads</description>{day('startdate', '2026-12-31')}{MONTHLY}<statgltransactionentries>"
            "<glentry><trtype>1</trtype><amount>3</amount><glaccountno>HEADS</glaccountno>"
            "<locationid>US-NYC</locationid></glentry></statgltransactionentries></create_recurringstatgltrans>"
        )
    )
    until("2027-01-31")
    assert len(entered(ask)) == 2
    assert {(line["ACCOUNTNO"], line["STATISTICAL"], line["AMOUNT"]) for line in company.records.where("GLENTRY")} == {
        ("HEADS", "T", 300)
    }
    assert answered(ask.of(f'<delete_recurringstatgltrans key="{key}"/>')) is None
