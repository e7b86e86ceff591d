"""Drafts: they need nothing, and are checked like any other document once they are submitted."""

import pytest
from asking import Ask, line
from paperwork import bill_line, change

from intacct_emulator.tenancy.company import Company


def draft(name: str, fields: str, lines: str = "") -> str:
    """A `<create>` of a draft."""
    items = f"<{name}ITEMS>{lines}</{name}ITEMS>" if lines else ""
    return f"<create><{name}>{fields}<ACTION>Draft</ACTION>{items}</{name}></create>"


@pytest.mark.parametrize(
    "request_body",
    [
        draft("APBILL", ""),
        draft("APBILL", "<WHENCREATED>11/05/2026</WHENCREATED>"),
        draft("APBILL", "<WHENCREATED>11/05/2026</WHENCREATED><VENDORID>V-2003</VENDORID>"),
        draft("APBILL", "<WHENCREATED>11/05/2026</WHENCREATED><WHENDUE>11/01/2026</WHENDUE>"),
        draft(
            "APBILL", "<RECORDID>B-1</RECORDID>", "<APBILLITEM><ENTRYDESCRIPTION>Later</ENTRYDESCRIPTION></APBILLITEM>"
        ),
        draft("ARINVOICE", "<WHENCREATED>11/05/2026</WHENCREATED>"),
        draft("ARINVOICE", "<CUSTOMERID>C-1020</CUSTOMERID><WHENCREATED>11/05/2026</WHENCREATED>", line(account="")),
    ],
)
def test_a_draft_needs_nothing(ask: Ask, company: Company, request_body: str) -> None:
    """Neither party nor dates, number, lines, accounts or amounts (documented for bills); nothing is posted."""
    assert ask.of(request_body).errors == []
    assert company.records.where("GLENTRY") == []


def test_a_draft_can_be_dated_later(ask: Ask, company: Company) -> None:
    """An update that brings the date is no submission, and asks for no due date."""
    key = ask.of(draft("APBILL", "")).key
    assert ask.of(change("APBILL", key, "<WHENCREATED>11/05/2026</WHENCREATED>")).errors == []
    bill = company.records.where("APBILL")[0]
    assert (bill["WHENCREATED"], bill["WHENDUE"], bill["RAWSTATE"]) == ("2026-11-05", None, "D")


def test_what_a_draft_does_say_is_checked(ask: Ask) -> None:
    """A vendor that does not exist is refused on a draft, too."""
    assert ask.of(draft("APBILL", "<VENDORID>V-0</VENDORID>")).errors[0][1] == "Vendor 'V-0' specified is not valid."


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ("", ("BL01001973", "Vendor '' specified is not valid.")),
        ("<VENDORID>V-2003</VENDORID>", ("PL03000006", "The transaction date '' is invalid.")),
        (
            "<VENDORID>V-2003</VENDORID><WHENCREATED>11/05/2026</WHENCREATED><WHENDUE>12/05/2026</WHENDUE>",
            ("BL01001973", "No line items found"),
        ),
    ],
)
def test_a_draft_that_is_submitted_needs_what_others_need(ask: Ask, fields: str, error: tuple[str, str]) -> None:
    """What a draft may do without is asked for when it is submitted."""
    key = ask.of(draft("APBILL", fields)).key
    assert ask.of(change("APBILL", key, "<ACTION>Submit</ACTION>")).errors[0] == error


def test_a_submitted_draft_is_posted(ask: Ask, company: Company) -> None:
    """With all it needs it gets its summary and its journal lines; its lines keep their keys."""
    key = ask.of(draft("APBILL", "<VENDORID>V-2003</VENDORID><RECORDID>B-7</RECORDID>", bill_line("10"))).key
    dates = "<WHENCREATED>11/05/2026</WHENCREATED><WHENDUE>12/05/2026</WHENDUE>"
    assert ask.of(change("APBILL", key, f"{dates}<ACTION>Submit</ACTION>")).errors == []
    bill = company.records.where("APBILL")[0]
    assert (bill["RAWSTATE"], bill["PRBATCH"]) == ("A", "Bills: 2026/11/05 Batch")
    assert [(row["PRENTRYKEY"], row["AMOUNT"]) for row in company.records.where("GLENTRY")] == [(1, 1000), (1, 1000)]
