"""The legacy functions about paying vendors: requests (create_paymentrequest, delete_paymentrequest), decisions
(approve_appaymentrequest, decline_appaymentrequest, send_appaymentrequest, confirm_appaymentrequest,
void_appaymentrequest), manual payments (create_appayment), reversals, and how they are read."""

import pytest
from asking import Ask
from disbursing import (
    decide,
    deleted_request,
    legacy_request,
    manual_payment,
    payment,
    pays,
    request_item,
    reversed_,
    vendor_advance,
)
from paperwork import adjustment_line, ap_adjustment, bill_line, payable, query

from intacct_emulator.tenancy.company import Company


def standing(ask: Ask, name: str, *fields: str) -> list[tuple[str | None, ...]]:
    """Fields of all records of an object."""
    return [tuple(row.values()) for row in ask.of(query(name, *fields)).rows()]


def posted(company: Company, record_type: str = "pp") -> list[tuple[object, ...]]:
    """Account and signed amount, in hundredths, of the journal lines of payments."""
    sql = "SELECT ACCOUNTNO, TR_TYPE * AMOUNT FROM GLENTRY WHERE PRRECORDTYPE = ? ORDER BY RECORDNO"
    return [tuple(row) for row in company.database.all(sql, (record_type,))]


def test_a_request_is_a_payment(ask: Ask) -> None:
    """It answers the key of an APPYMT that waits for delivery; header, amount and bill are those of the request."""
    key = ask.of(payable()).key
    said = ask.of(legacy_request(request_item(key, "80.25")))
    assert said.errors == []
    fields = ("RECORDNO", "STATE", "TOTALENTERED", "WHENCREATED", "PAYMENTMETHOD", "DOCNUMBER", "DESCRIPTION")
    expected = (said.key, "A", "80.25", "11/20/2026", "Printed Check", "10000", "Run")
    assert standing(ask, "APPYMT", *fields) == [expected]
    assert standing(ask, "APBILL", "STATE") == [("Selected",)]


def test_credits_that_are_named(ask: Ask, company: Company) -> None:
    """As documented: two adjustments of 5 and 1 and 94 in money pay a bill of 100."""
    bill = ask.of(payable(lines=bill_line("100"))).key
    five, one = (ask.of(ap_adjustment(adjustment_line(amount, "6300"))).key for amount in ("-5", "-1"))
    items = request_item(five, "5") + request_item(one, "1") + request_item(bill, "94", credit="6")
    assert ask.of(legacy_request(items, method="EFT")).errors == []
    assert standing(ask, "APBILL", "STATE", "TOTALPAID") == [("Paid", "100")]
    assert standing(ask, "APADJUSTMENT", "STATE") == [("Paid",), ("Paid",)]
    assert [line for line in posted(company) if line[0] == "1000"] == [("1000", -9400)]


def test_credits_that_are_not_named(ask: Ask) -> None:
    """Debit memos are taken first, then advances; what there is not is refused, and so is a named one left over."""
    bill, memo, held = ask.of(payable()).key, ask.of(ap_adjustment()).key, ask.of(vendor_advance()).key
    assert ask.of(legacy_request(request_item(bill, "10", credit="70.01"))).errors[0][1] == (
        "The credit 70.01 taken from 'B-1' exceeds total amount due (70.00)"
    )
    left_over = ask.of(legacy_request(request_item(memo, "30") + request_item(bill, "10", credit="20")))
    assert left_over.errors[0][1] == f"The credit '{memo}' is not applied: 10.00 of it is left"
    assert standing(ask, "APPYMT", "RECORDNO") == []
    assert ask.of(legacy_request(request_item(bill, "10", credit="35"), method="EFT")).errors == []
    assert standing(ask, "APADJUSTMENT", "TOTALDUE") == [("0",)]
    assert standing(ask, "APADVANCE", "RECORDNO", "TOTALDUE") == [(held, "35")]


def test_a_discount_by_amount(ask: Ask, company: Company) -> None:
    """`discounttoapply` needs no term: 79 in money and 1.25 of discount pay 80.25."""
    bill = ask.of(payable()).key
    assert ask.of(legacy_request(request_item(bill, "79", discount="1.25"), method="EFT")).errors == []
    assert standing(ask, "APBILL", "STATE") == [("Paid",)]
    assert posted(company) == [("8010", -125), ("2000", 125), ("1000", -7900), ("2000", 7900)]


def test_one_amount(ask: Ask) -> None:
    """Without items the bills that are due first are paid, as far as the money goes; not more than is due."""
    later = "<WHENDUE>12/24/2026</WHENDUE>"
    ask.of(payable("B-1").replace("<WHENDUE>12/02/2026</WHENDUE>", later), payable("B-2"))
    assert ask.of(legacy_request(amount="160.51")).errors[0][1].endswith("exceeds total amount due (160.50)")
    assert ask.of(legacy_request(amount="100", method="Cash")).errors == []
    assert standing(ask, "APBILL", "TOTALPAID") == [("19.75",), ("80.25",)]


@pytest.mark.parametrize(("option", "payments"), [("", 1), ("vendor", 1), ("bill", 2), ("vendorpref", 1)])
def test_merge_options(ask: Ask, option: str, payments: int) -> None:
    """A vendor's bills are one payment unless the request says otherwise."""
    keys = [ask.of(payable(number)).key for number in ("B-1", "B-2")]
    ask.of(legacy_request("".join(request_item(key, "10") for key in keys), option=option))
    assert len(standing(ask, "APPYMT", "RECORDNO")) == payments


def test_a_charge_card(ask: Ask, company: Company) -> None:
    """`Charge Card` is the legacy word; the liability of the card is credited."""
    bill = ask.of(payable()).key
    place = "<chargecardid>CARD-US</chargecardid>"
    assert ask.of(legacy_request(request_item(bill, "80.25"), method="Charge Card", place=place)).errors == []
    assert posted(company) == [("2060", -8025), ("2000", 8025)]


def test_decisions_are_all_or_nothing(ask: Ask) -> None:
    """Of two payments one of which cannot be confirmed, none is; an unknown key is told."""
    bill = ask.of(payable()).key
    good, voided = (ask.of(legacy_request(request_item(bill, "10"))).key for _ in range(2))
    ask.of(decide("void", voided))
    said = ask.of(decide("confirm", good, voided))
    assert said.errors[0][1] == "The payment '10000' is Voided. Action confirm is not possible."
    assert standing(ask, "APPYMT", "STATE") == [("A",), ("V",)]
    assert ask.of(decide("confirm", "404")).errors == [("DL03000005", "No record exits for the recordkey 404")]
    assert ask.of(deleted_request("404")).errors[0][0] == "DL03000005"
    assert ask.of(deleted_request(good)).errors == []
    assert standing(ask, "APPYMT", "STATE") == [("V",)]


@pytest.mark.parametrize(
    ("place", "account", "method"),
    [
        ("<bankaccountid>CHK-US</bankaccountid>", "1000", "Printed Check"),
        ("<chargecardid>CARD-US</chargecardid>", "2060", "Credit Card"),
    ],
)
def test_a_manual_payment(ask: Ask, company: Company, place: str, account: str, method: str) -> None:
    """Expense against bank or card at once, without a bill; its reversal takes both back."""
    key = ask.of(manual_payment(place=place)).key
    fields = ("RECORDNO", "STATE", "TOTALENTERED", "TOTALPAID", "WHENCREATED", "DOCNUMBER", "PAYMENTMETHOD")
    expected = (key, "C", "19.99", "19.99", "11/18/2026", "50", method)
    assert standing(ask, "APPYMT", *fields) == [expected]
    assert posted(company) == [(account, -1999), ("6300", 1999)]
    assert standing(ask, "APPYMTENTRY", "ACCOUNTNO", "AMOUNT", "LOCATIONID") == [("6300", "19.99", "US-NYC")]
    assert ask.of(reversed_("appayment", key)).errors == []
    assert posted(company)[2:] == [(account, 1999), ("6300", -1999)]


@pytest.mark.parametrize(
    ("request_body", "expected"),
    [
        (manual_payment(account="9999"), "Account 9999 is not valid"),
        (manual_payment(amount="-1"), "The amount -1.00 for the transaction '' must be greater than zero"),
        (manual_payment(location="MOON"), "The location 'MOON' is invalid."),
        (manual_payment(place="<bankaccountid>NONE</bankaccountid>"), "Invalid Bank 'NONE' specified."),
        (manual_payment().replace("V-2001", "V-2009"), "Vendor 'V-2009' is on hold."),
        (manual_payment().replace("V-2001", "NOBODY"), "Vendor 'NOBODY' specified is not valid."),
    ],
)
def test_wrong_manual_payments(ask: Ask, company: Company, request_body: str, expected: str) -> None:
    """What is wrong with a line, a bank or a vendor is told, and nothing is kept."""
    assert ask.of(request_body).errors[0][1] == expected
    assert standing(ask, "APPYMT", "RECORDNO") == []
    assert company.records.where("GLENTRY") == []


def test_advances(ask: Ask, company: Company) -> None:
    """An advance is paid at once to the account for advances; unused it can be reversed, in use it cannot."""
    held = ask.of(vendor_advance()).key
    assert posted(company, "pr") == [("1000", -4000), ("1310", 4000)]
    bill = ask.of(payable()).key
    used = f"<ADVANCEKEY>{held}</ADVANCEKEY><TRX_POSTEDADVANCEAMOUNT>40</TRX_POSTEDADVANCEAMOUNT>"
    applied = ask.of(payment(pays(bill, more=used), method="", place="")).key
    assert ask.of(reversed_("appayment", held)).errors[0][1].endswith("Reverse these first.")
    assert ask.of(reversed_("appayment", applied)).errors == []
    assert ask.of(reversed_("appayment", held)).errors == []
    assert standing(ask, "APADVANCE", "STATE", "TOTALDUE") == [("Reversed", "0"), ("Reversal", "0")]


def test_a_reversed_bill(ask: Ask, company: Company) -> None:
    """The twin is `Reversed - ` and the number, both are settled; one with a payment is refused, and so is an early
    date."""
    key = ask.of(payable()).key
    made = ask.of(payment(pays(key, "10"))).key
    assert ask.of(reversed_("bill", key)).errors
    ask.of(decide("void", made))
    assert ask.of(reversed_("bill", key, "2026-11-01")).errors[0][1].startswith("The reversal date")
    assert ask.of(reversed_("bill", key)).errors == []
    assert standing(ask, "APBILL", "RECORDID", "STATE", "TOTALENTERED", "TOTALPAID", "TOTALDUE", "WHENPAID") == [
        ("B-1", "Reversed", "80.25", "80.25", "0", "11/25/2026"),
        ("Reversed - B-1", "Reversal", "-80.25", "-80.25", "0", "11/25/2026"),
    ]
    assert posted(company, "pi") == [("2000", -8025), ("6300", 8025), ("2000", 8025), ("6300", -8025)]


def test_how_they_are_listed(ask: Ask) -> None:
    """`get_list` of payments and of requests, in the shapes of the response DTD."""
    key = ask.of(payable()).key
    made = ask.of(payment(pays(key, "50.25"), method="EFT")).key
    listed = ask.of('<get_list object="appayment"/>').root.find(".//data/appayment")
    assert [listed.findtext(name) for name in ("key", "vendorid", "paymentamount", "transactionstate")] == [
        *(made, "V-2001", "50.25", "C"),
    ]
    item = listed.find("appaymentitems/appaymentitem")
    assert [item.findtext(name) for name in ("billkey", "billno", "lineitemkey", "glaccountno", "amount")] == [
        *(key, "B-1", "1", "6300", "50.25"),
    ]
    said = ask.of(f'<get object="appaymentrequest" key="{made}"/>')
    paths = [f".//appaymentrequest/{name}" for name in ("recordno", "paymenttype", "paymentamount", "bankaccountid")]
    assert [said.text(path) for path in paths] == [made, "EFT", "50.25", "CHK-US"]
    assert said.text(".//appaymentrequest/vendordue") == "30"


@pytest.mark.parametrize("name", ["APPAYMENT", "APPAYMENTREQUEST"])
def test_older_objects_are_views(ask: Ask, name: str) -> None:
    """The predecessors of APPYMT show the same payments under their own names."""
    key = ask.of(payable()).key
    made = ask.of(payment(pays(key, "50.25"), method="EFT", extra="<DOCNUMBER>7</DOCNUMBER>")).key
    fields = ("RECORDNO", "STATE", "PAYMENTTYPE", "PAYMENTAMOUNT", "PAYMENTDATE", "DOCUMENTNUMBER", "FINANCIALACCOUNT")
    assert standing(ask, name, *fields) == [(made, "C", "EFT", "50.25", "11/20/2026", "7", "CHK-US")]
