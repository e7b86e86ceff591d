"""Holds and credit limits do what the company configures, and lines may have to name labels."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from asking import Ask, invoice, line
from paperwork import adjustment_line, ar_adjustment, bill_line, change, payable

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import CompanyProfile, Response

HELD, LIMITED = "C-1017", "C-1009"
LIMIT = "5000.00"
ON_HOLD = ("BL01001973", f"Customer '{HELD}' is on hold.")
OVER = ("BL01001973", f"Customer {LIMITED} has exceeded the credit limit")


@pytest.fixture
def configure(company: Company) -> Callable[..., None]:
    """Changes what the company's receivables are set up for."""

    def change_setup(**settings: object) -> None:
        profile = company.profile
        company.profile = replace(profile, receivables=replace(profile.receivables, **settings))  # type: ignore[arg-type]

    return change_setup


def due(company: Company, customer: str) -> list[object]:
    """The numbers of a customer's invoices."""
    return [record["RECORDID"] for record in company.records.where("ARINVOICE", CUSTOMERID=customer)]


def test_a_customer_on_hold_gets_no_invoice_where_the_company_refuses(ask: Ask, company: Company) -> None:
    """Northfield refuses; nothing of the invoice stays behind, and a draft is kept, since it is owed by nobody."""
    assert ask.of(invoice("I-1", customer=HELD)).errors[0] == ON_HOLD
    assert due(company, HELD) == []
    assert company.records.where("GLBATCH") == []
    draft = ask.of(invoice("I-2", customer=HELD, extra="<ACTION>Draft</ACTION>"))
    assert draft.errors == []
    submitted = ask.of(change("ARINVOICE", draft.key, "<ACTION>Submit</ACTION>"))
    assert submitted.errors[0] == ON_HOLD


@pytest.mark.parametrize("response", [Response.NOTHING, Response.WARN])
def test_a_customer_on_hold_is_invoiced_where_the_company_does_not_refuse(
    ask: Ask, configure: Callable[..., None], response: Response
) -> None:
    """A warning is for people: the request goes on."""
    configure(on_hold=response)
    assert ask.of(invoice("I-1", customer=HELD)).errors == []


def test_a_credit_limit_counts_what_is_owed_already(ask: Ask, company: Company, configure: Callable[..., None]) -> None:
    """Limit 5,000.00, owed 4,999.00: 1.00 more is allowed, another cent is not."""
    configure(over_credit_limit=Response.REFUSE)
    assert company.records.find("CUSTOMER", LIMITED).amount("CREDITLIMIT") == 5000  # type: ignore[union-attr]
    assert ask.of(invoice("I-1", customer=LIMITED, lines=line("4999.00"))).errors == []
    assert ask.of(invoice("I-2", customer=LIMITED, lines=line("1.01"))).errors[0] == OVER
    assert due(company, LIMITED) == ["I-1"]
    assert ask.of(invoice("I-3", customer=LIMITED, lines=line("1.00"))).errors == []
    assert ask.of(invoice("I-4", customer=LIMITED, lines=line("0.01"))).errors[0] == OVER


def test_an_invoice_that_is_changed_does_not_count_against_itself(ask: Ask, configure: Callable[..., None]) -> None:
    """4,000.00 may become 5,000.00, and not 5,000.01."""
    configure(over_credit_limit=Response.REFUSE)
    key = ask.of(invoice("I-1", customer=LIMITED, lines=line("4000.00"))).key
    assert ask.of(change("ARINVOICE", key, lines=line("5000.00"))).errors == []
    assert ask.of(change("ARINVOICE", key, lines=line("5000.01"))).errors[0] == OVER


def test_a_credit_memo_makes_room_under_the_limit(ask: Ask, configure: Callable[..., None]) -> None:
    """5,000.00 owed and 50.00 credited leave room for an invoice of 50.00; the memo itself needs none."""
    configure(over_credit_limit=Response.REFUSE)
    assert ask.of(invoice("I-1", customer=LIMITED, lines=line(LIMIT))).errors == []
    assert ask.of(ar_adjustment(adjustment_line("-50"), customer=LIMITED)).errors == []
    assert ask.of(invoice("I-2", customer=LIMITED, lines=line("50.00"))).errors == []
    assert ask.of(invoice("I-3", customer=LIMITED, lines=line("0.01"))).errors[0] == OVER


def test_no_limit_is_no_limit_and_a_warning_lets_go_on(ask: Ask, configure: Callable[..., None]) -> None:
    """A customer without CREDITLIMIT may owe anything; northfield only warns about the others."""
    assert ask.of(invoice("I-1", customer=LIMITED, lines=line("5000.01"))).errors == []
    configure(over_credit_limit=Response.REFUSE)
    assert ask.of(invoice("I-2", lines=line("99999999.00"))).errors == []


def test_a_vendor_on_hold_may_still_bill(ask: Ask) -> None:
    """A hold on a vendor stops payments; the bill is taken in."""
    assert ask.of(payable("B-1", vendor="V-2009", lines=bill_line("10.00"))).errors == []


def test_where_labels_are_required_accounts_are_not_taken(ask: Ask, configure: Callable[..., None]) -> None:
    """A line with an account number is refused, one with a label is posted."""
    configure(labels_required=True)
    refused = ask.of(invoice("I-1"))
    assert refused.errors[0] == ("BL03000018", "Required field Account Label is missing")
    labelled = line().replace("<ACCOUNTNO>4010</ACCOUNTNO>", "<ACCOUNTLABEL>Consulting</ACCOUNTLABEL>")
    assert ask.of(invoice("I-2", lines=labelled)).errors == []


def test_the_preferences_tell_what_is_done(ask: Ask) -> None:
    """`get_companyprefs` of receivables names the responses to holds and limits, and whether labels are required."""
    said = ask.of('<get_companyprefs application="AR"/>')
    told = dict(zip(said.texts(".//preference"), said.texts(".//prefvalue"), strict=True))
    assert (told["ON_HOLD"], told["OVER_CREDIT_LIMIT"], told["LABELS_REQUIRED"]) == ("Refuse", "Warn", "F")


def test_what_is_set_up_outlives_a_restart(company: Company) -> None:
    """The kept profile reads back as the one that was kept."""
    assert CompanyProfile.from_json(company.profile.to_json()) == company.profile
    assert CompanyProfile.from_json(company.profile.to_json()).receivables.on_hold is Response.REFUSE
