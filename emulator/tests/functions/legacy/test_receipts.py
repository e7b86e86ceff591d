"""Legacy functions of receipts: create_arpayment, apply_arpayment, create_arpaymentbatch, delete_arpayment, and how
get_list shows receipts."""

from dataclasses import replace
from typing import Any

import pytest
from asking import Ask, invoice, line
from paperwork import adjustment_line, ar_adjustment, query
from receiving import (
    advance,
    date_block,
    legacy_application,
    legacy_receipt,
    paid,
    receipt,
)

from intacct_emulator.tenancy.company import Company

DUE = ("STATE", "TOTALPAID", "TOTALDUE")


def standing(ask: Ask, name: str = "ARINVOICE", *fields: str) -> list[tuple[str | None, ...]]:
    """Fields of all records of an object; state, paid and due when none are named."""
    return [tuple(row.values()) for row in ask.of(query(name, *(fields or DUE))).rows()]


def test_create_arpayment_makes_a_receipt(ask: Ask) -> None:
    """Its key is the ARPYMT's, and the invoices are paid as by the object."""
    first, second = ask.of(invoice("A")).key, ask.of(invoice("B")).key
    said = ask.of(legacy_receipt("150", {first: "100", second: "50"}))
    assert standing(ask, "ARPYMT", "RECORDNO", "DOCNUMBER", "FINANCIALENTITY", "RECEIPTDATE", "TOTALENTERED") == [
        (said.key, "R-1", "CHK-US", "11/20/2026", "150")
    ]
    assert standing(ask) == [("Paid", "100", "0"), ("Partially Paid", "50", "50")]


def test_create_arpayment_into_undeposited_funds(ask: Ask) -> None:
    """undepfundsacct is the account that is debited."""
    key = ask.of(invoice()).key
    assert ask.of(legacy_receipt("10", {key: "10"}, place="<undepfundsacct>1050</undepfundsacct>")).errors == []
    assert standing(ask, "GLDETAIL", "ACCOUNTNO", "AMOUNT")[2] == ("1050", "10")


def test_what_is_not_applied_is_kept(ask: Ask) -> None:
    """An overpayment lies at overpaylocid, or at the bank's location."""
    key = ask.of(invoice()).key
    ask.of(legacy_receipt("30", {key: "10"}, overpaid_at="US-CHI"), legacy_receipt("30", {key: "10"}))
    held = [row for row in standing(ask, "GLDETAIL", "ACCOUNTNO", "AMOUNT", "LOCATIONID") if row[0] == "2310"]
    assert held == [("2310", "-20", "US-CHI"), ("2310", "-20", "US")]


def test_money_applied_to_nothing_is_an_advance(ask: Ask) -> None:
    """Where customers' accounts are open items, as they are unless a company says otherwise."""
    assert ask.of(legacy_receipt("30", overpaid_at="US-NYC")).errors == []
    assert standing(ask, "ARADVANCE") == [("Posted", "0", "30")]
    assert standing(ask, "GLDETAIL", "ACCOUNTNO", "AMOUNT") == [("1000", "30"), ("2300", "-30")]


def test_money_applied_to_nothing_pays_the_oldest_where_balances_are_carried_forward(
    ask: Ask, company: Company
) -> None:
    """The older invoice first, then the next; what is left is an overpayment."""
    profile = company.profile
    company.profile = replace(profile, receivables=replace(profile.receivables, balance_forward=True))
    ask.of(invoice("New", when="11/05/2026"), invoice("Old", when="11/01/2026"))
    assert ask.of(legacy_receipt("130")).errors == []
    assert standing(ask) == [("Partially Paid", "30", "70"), ("Paid", "100", "0")]
    assert ask.of(legacy_receipt("100")).errors == []
    assert standing(ask, "ARPYMT", "TOTALPAID", "TOTALDUE") == [("130", "0"), ("70", "30")]


@pytest.mark.parametrize(
    ("request_of", "errorno", "text"),
    [
        (lambda key: legacy_receipt("10", {123456: "10"}), "DL03000005", "No record exits for the invoicekey 123456"),
        (
            lambda key: legacy_receipt("200", {key: "101"}),
            "XL03000027",
            "The amount paid if greater than the amount due for invoice with key 1",
        ),
        (lambda key: legacy_receipt("10", {key: "11"}), "BL01001973", "The amount applied 11.00 is greater than"),
        (lambda key: legacy_receipt("x", {key: "11"}), "BL03000018", "Illegal format for AR payment"),
        (lambda key: legacy_receipt("1e400", {key: "11"}), "BL03000018", "Illegal format for AR payment"),
        (lambda key: legacy_receipt("10", {key: "10"}, customer="NOBODY"), "BL01001973", "Customer 'NOBODY'"),
        (lambda key: legacy_receipt("10", {key: "10"}, place=""), "BL03000018", "Required field Financial entity"),
        (lambda key: legacy_receipt("10", {key: "10"}, when="2026-13-40"), "PL03000006", "The transaction date"),
        (lambda key: legacy_application(99, {key: "1"}), "DL03000005", "No record exits for the recordkey 99"),
    ],
)
def test_wrong_receipts_are_refused(ask: Ask, company: Company, request_of: Any, errorno: str, text: str) -> None:
    """Recorded texts where there are any, and the books are untouched."""
    key = ask.of(invoice()).key
    said = ask.of(request_of(key))
    assert said.errors[0][0] == errorno
    assert text in said.errors[0][1]
    assert standing(ask) == [("Posted", "0", "100")]
    assert company.records.where("ARPYMT") == []


def test_apply_arpayment_takes_every_kind_of_credit(ask: Ask) -> None:
    """An overpayment, an advance, a credit memo and a negative invoice, each by its record number."""
    key = ask.of(invoice("A", lines=line("200"))).key
    small = ask.of(invoice("B", lines=line("5"))).key
    over = ask.of(legacy_receipt("25", {small: "5"}, overpaid_at="US-NYC")).key
    held, memo = ask.of(advance()).key, ask.of(ar_adjustment()).key
    negative = ask.of(invoice("C", lines=line("-50"))).key
    for credit, amount in ((over, "20"), (held, "40"), (memo, "30"), (negative, "50")):
        assert ask.of(legacy_application(credit, {key: amount})).errors == []
    assert standing(ask)[0] == ("Partially Paid", "140", "60")
    assert standing(ask, "ARADVANCE") == [("Fully applied", "40", "0")]
    assert standing(ask, "ARADJUSTMENT") == [("Paid", "-30", "0")]


def test_apply_arpayment_pays_a_debit_memo(ask: Ask) -> None:
    """invoicekey may be an adjustment that raises what is owed."""
    owed, held = ask.of(ar_adjustment(adjustment_line("80"))).key, ask.of(advance()).key
    assert ask.of(legacy_application(held, {owed: "40"})).errors == []
    assert standing(ask, "ARADJUSTMENT") == [("Partially Paid", "40", "40")]


def test_apply_arpayment_refuses_too_much(ask: Ask) -> None:
    """More than is due of the invoice, and more than is left of the credit."""
    key, held = ask.of(invoice(lines=line("30"))).key, ask.of(advance()).key
    assert ask.of(legacy_application(held, {key: "31"})).errors[0][0] == "XL03000027"
    other = ask.of(invoice("B")).key
    assert "exceeds total amount due (40.00)" in ask.of(legacy_application(held, {other: "41"})).errors[0][1]
    assert standing(ask, "ARADVANCE") == [("Posted", "0", "40")]


def test_money_applied_to_nothing_can_go_to_a_summary_of_payments(ask: Ask) -> None:
    """`batchkey` says where the money is and on which day it counts, for an advance as for a receipt; both then show
    the bank."""
    made = (
        "<create_arpaymentbatch><batchtitle>Lockbox</batchtitle><bankaccountid>CHK-US</bankaccountid>"
        f"{date_block('datecreated', '2026-11-19')}</create_arpaymentbatch>"
    )
    batch, key = ask.of(made).key, ask.of(invoice()).key
    place = f"<batchkey>{batch}</batchkey>"
    assert ask.of(legacy_receipt("30", place=place, overpaid_at="US-NYC")).errors == []
    assert ask.of(legacy_receipt("10", {key: "10"}, place=place)).errors == []
    fields = ("FINANCIALENTITY", "PRBATCHKEY")
    assert standing(ask, "ARADVANCE", *fields) == [("CHK-US", batch)]
    assert standing(ask, "ARPYMT", *fields) == [("CHK-US", batch)]
    rows = standing(ask, "GLDETAIL", "ACCOUNTNO", "AMOUNT", "ENTRY_DATE")
    assert [row for row in rows if row[0] == "1000"] == [("1000", "30", "11/19/2026"), ("1000", "10", "11/19/2026")]


def test_create_arpaymentbatch_makes_a_summary_with_receipts(ask: Ask) -> None:
    """The receipts inside it stand in it, and their money is at its bank."""
    key = ask.of(invoice()).key
    inside = legacy_receipt("60", {key: "60"}, place="")
    said = ask.of(
        "<create_arpaymentbatch><batchtitle>Lockbox</batchtitle><bankaccountid>CHK-US</bankaccountid>"
        f"{date_block('datecreated', '2026-11-20')}{inside}</create_arpaymentbatch>"
    )
    assert said.errors == []
    assert standing(ask, "ARPYMT", "PRBATCH", "PRBATCHKEY") == [("Lockbox", said.key)]
    assert standing(ask, "GLDETAIL", "ACCOUNTNO", "AMOUNT")[2] == ("1000", "60")
    batches = ask.of('<get_list object="arpaymentbatch"/>')
    assert "Lockbox" in batches.texts(".//arpaymentbatch/batchtitle")
    unknown = ask.of(
        "<create_arpaymentbatch><batchtitle>X</batchtitle><bankaccountid>NO</bankaccountid></create_arpaymentbatch>"
    )
    assert unknown.errors == [("BL01001973", "Invalid Bank 'NO' specified.")]


def test_delete_arpayment_removes_a_draft(ask: Ask, company: Company) -> None:
    """And refuses a receipt that is complete."""
    key = ask.of(invoice()).key
    draft = ask.of(receipt(paid(key, 10), extra="<ACTION>Draft</ACTION>")).key
    complete = ask.of(receipt(paid(key, 10))).key
    assert ask.of(f'<delete_arpayment key="{draft}"/>').errors == []
    assert "can't be deleted" in ask.of(f'<delete_arpayment key="{complete}"/>').errors[0][1]
    assert [str(record.key) for record in company.records.where("ARPYMT")] == [complete]


def test_get_list_shows_what_is_applied_and_what_is_left(ask: Ask) -> None:
    """In the elements of the response DTD: paymentunapplied is the overpayment that is left."""
    key = ask.of(invoice(lines=line("100") + line("50"))).key
    received = ask.of(legacy_receipt("170", {key: "120"}, overpaid_at="US-NYC")).key
    shown = ask.of('<get_list object="arpayment"/>').root.find(".//arpayment")
    names = "customerid paymentamount paymentapplied paymentunapplied refid state key paymentmethod"
    assert [shown.findtext(name) for name in names.split()] == [
        *("C-1001", "170", "120", "50", "R-1", "C", received, "Printed Check"),
    ]
    assert [element.findtext("amount") for element in shown.find("arpaymentitemdetails")] == ["100", "20"]
    assert [element.findtext("invoicekey") for element in shown.find("arpaymentitems")] == [key, key]


def test_a_user_without_the_right_receives_nothing(ask: Ask) -> None:
    """The billing user may not manage payments."""
    key = ask.of(invoice()).key
    said = ask.of(legacy_receipt("10", {key: "10"}), user="argl_user", password="argl_user_secret")
    assert said.errors[0][0] == "PL04000005"


def test_online_payments_are_a_gap(ask: Ask) -> None:
    """Nothing here charges a card."""
    key = ask.of(invoice()).key
    card = (
        "<onlinecardpayment><cardnum>1</cardnum><expirydate><exp_month>1</exp_month><exp_year>2027</exp_year>"
        "</expirydate><cardtype>Visa</cardtype></onlinecardpayment></create_arpayment>"
    )
    said = ask.of(legacy_receipt("10", {key: "10"}).replace("</create_arpayment>", card))
    assert said.gaps == ("online payments",)
    assert standing(ask) == [("Posted", "0", "100")]
