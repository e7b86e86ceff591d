"""What documents are checked for: discount dates, control accounts, projects, amounts, rates, numbers."""

import pytest
from asking import Ask, invoice, line
from paperwork import bill_line, payable, query

from intacct_emulator.tenancy.company import Company

TERM = (
    "<create><ARTERM><NAME>2/10 net 30</NAME><DUEDATE>30</DUEDATE><DISCDATE>10</DISCDATE>"
    "<DISCFROM>{}</DISCFROM><DISCAMOUNT>2</DISCAMOUNT></ARTERM></create>"
)


@pytest.mark.parametrize(
    ("counted", "discount"),
    [
        ("from invoice/bill date", "11/12/2026"),
        ("of next month from invoice/bill date", "12/10/2026"),
        ("after end of month of invoice/bill date", "12/10/2026"),
    ],
)
def test_the_discount_date_comes_from_the_term(ask: Ask, counted: str, discount: str) -> None:
    """Of an invoice of 2 November: ten days on, or the tenth of the next month, or ten days after this one."""
    assert ask.of(TERM.format(counted)).errors == []
    assert ask.of(invoice(extra="<TERMNAME>2/10 net 30</TERMNAME>")).errors == []
    (row,) = ask.of(query("ARINVOICE", "WHENDISCOUNT", "WHENDUE")).rows()
    assert row == {"WHENDISCOUNT": discount, "WHENDUE": "12/02/2026"}


def test_without_a_discount_its_date_is_the_documents(ask: Ask) -> None:
    """As observed on a bill of net 30."""
    ask.of(invoice())
    (row,) = ask.of(query("ARINVOICE", "WHENDISCOUNT")).rows()
    assert row == {"WHENDISCOUNT": "11/02/2026"}


@pytest.mark.parametrize(
    ("request_body", "account"),
    [
        (invoice(lines=line(more="<OFFSETGLACCOUNTNO>1000</OFFSETGLACCOUNTNO>")), "1000"),
        (invoice(lines=line(more="<OFFSETGLACCOUNTNO>2010</OFFSETGLACCOUNTNO>")), "2010"),
        (payable(lines=bill_line(more="<OFFSETGLACCOUNTNO>1210</OFFSETGLACCOUNTNO>")), "1210"),
    ],
)
def test_an_offset_account_must_be_a_control_account_of_its_subledger(
    ask: Ask, company: Company, request_body: str, account: str
) -> None:
    """Neither a bank account nor one of the other subledger: it has to be marked as such an account (documented)."""
    assert ask.of(request_body).errors[0] == ("BL01001973", f"Account {account} is not valid")
    assert company.records.where("GLENTRY") == []


def test_a_control_account_of_the_subledger_may_stand_in(ask: Ask, company: Company) -> None:
    """One that is marked for it takes the place of the configured one."""
    assert ask.of(invoice(lines=line(more="<OFFSETGLACCOUNTNO>1210</OFFSETGLACCOUNTNO>"))).errors == []
    assert [row["ACCOUNTNO"] for row in company.records.where("GLENTRY")] == ["1210", "4010"]


def test_the_project_of_a_bills_line_belongs_to_the_customer_it_names(ask: Ask, company: Company) -> None:
    """P-1001 is C-1001's: refused beside another customer, taken beside that one and beside none."""
    project = "<PROJECTID>P-1001</PROJECTID>"
    refused = ask.of(payable(lines=bill_line(more=f"{project}<CUSTOMERID>C-1002</CUSTOMERID>")))
    assert refused.errors[0][1] == "The project you selected is not associated with the customer you selected"
    assert company.records.where("APBILL") == []
    for number, more in (("B-2", f"{project}<CUSTOMERID>C-1001</CUSTOMERID>"), ("B-3", project)):
        assert ask.of(payable(number, lines=bill_line(more=more))).errors == []


@pytest.mark.parametrize("amount", ["<TRX_AMOUNT></TRX_AMOUNT>", ""])
def test_a_line_without_an_amount_is_refused_as_recorded(ask: Ask, amount: str) -> None:
    """The text speaks of an extra line and of a bill, whatever the document."""
    said = ask.of(invoice(lines=line().replace("<TRX_AMOUNT>100.00</TRX_AMOUNT>", amount)))
    assert [error[0] for error in said.errors] == ["BL03002101", "BL01001973"]
    assert said.errors[0][1] == "Remove the extra line item in the request, then reclassify the bill."


def test_a_total_for_inclusive_taxes_means_nothing_without_them(ask: Ask, company: Company) -> None:
    """TOTALTRXAMOUNT beside TRX_AMOUNT has no effect (documented); alone it is no amount."""
    more = "<TOTALTRXAMOUNT>99</TOTALTRXAMOUNT>"
    assert ask.of(payable(lines=bill_line("10", more=more))).errors == []
    assert company.records.where("APBILL")[0]["TOTALDUE"] == 1000
    alone = bill_line(more=more).replace("<TRX_AMOUNT>80.25</TRX_AMOUNT>", "")
    assert ask.of(payable("B-2", lines=alone)).errors[0][0] == "BL03002101"
    assert ask.of(payable("B-3", extra="<INCLUSIVETAX>true</INCLUSIVETAX>")).gaps


def test_a_rate_has_no_meaning_in_the_base_currency(ask: Ask) -> None:
    """A rate, its type and date are accepted and not kept: amounts are equal in both currencies (recorded)."""
    rate = (
        "<EXCH_RATE_DATE>11/01/2026</EXCH_RATE_DATE><EXCH_RATE_TYPE_ID>Intacct Daily Rate</EXCH_RATE_TYPE_ID>"
        "<EXCHANGE_RATE>2</EXCHANGE_RATE>"
    )
    assert ask.of(invoice(extra=f"<CURRENCY>USD</CURRENCY>{rate}")).errors == []
    fields = ("EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID", "EXCHANGE_RATE", "TOTALDUE", "TRX_TOTALDUE")
    (row,) = ask.of(query("ARINVOICE", *fields)).rows()
    assert list(row.values()) == [None, None, None, "100", "100"]


def test_a_bill_needs_its_number(ask: Ask) -> None:
    """The recorded refusal, of posted bills only."""
    assert ask.of(payable("")).errors[0] == ("BL03002128", "Enter a Bill number, and try again.")
    assert ask.of(payable("", extra="<ACTION>Draft</ACTION>")).errors == []
