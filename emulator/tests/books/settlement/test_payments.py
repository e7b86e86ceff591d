"""Payments to vendors: what they select, pay and post, by which method; credits, discounts, refusals."""

from dataclasses import replace

import pytest
from asking import Ask
from disbursing import (
    CARD,
    changed_payment,
    decide,
    payment,
    pays,
    reversed_,
    sets_off,
    vendor_advance,
)
from paperwork import adjustment_line, ap_adjustment, bill_line, payable, query

from intacct_emulator.tenancy.company import Company

TOTALS = ("TOTALENTERED", "TOTALPAID", "TOTALSELECTED", "TOTALDUE")


def standing(ask: Ask, name: str, *fields: str) -> list[tuple[str | None, ...]]:
    """Fields of all records of an object."""
    return [tuple(row.values()) for row in ask.of(query(name, *fields)).rows()]


def ledger(company: Company) -> list[tuple[object, ...]]:
    """Account and signed amount, in hundredths, of every journal line of payments."""
    sql = "SELECT ACCOUNTNO, TR_TYPE * AMOUNT FROM GLENTRY WHERE PRRECORDTYPE = 'pp' ORDER BY RECORDNO"
    return [tuple(row) for row in company.database.all(sql)]


def balances(company: Company) -> dict[object, object]:
    """What each account holds, in hundredths, without those that hold nothing."""
    sql = "SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY ACCOUNTNO"
    return {account: held for account, held in company.database.all(sql) if held}


def owes(ask: Ask, vendor: str = "V-2001") -> str | None:
    """What is owed to a vendor."""
    read = f"<readByName><object>VENDOR</object><keys>{vendor}</keys><fields>TOTALDUE</fields></readByName>"
    return ask.of(read).text(".//TOTALDUE")


def test_a_month_of_payables(ask: Ask, company: Company) -> None:
    """Bills of 100 + 50 and 80.25, a vendor credit of 30, an advance of 40, a check run and an EFT, a void before and
    one after confirmation, a reversal. Payables (2000) end with what is owed, the bank (1000) with what was paid."""
    first = ask.of(payable("B-1", lines=bill_line("100") + bill_line("50", "6310"))).key
    second = ask.of(payable("B-2")).key
    credit, held = ask.of(ap_adjustment()).key, ask.of(vendor_advance()).key
    # 150 + 80.25 - 30 owed; 40 of it paid in advance.
    assert (owes(ask), balances(company)["2000"], balances(company)["1310"]) == ("200.25", -20025, 4000)

    # The check: 80 in money, 30 of credit, 40 of advance; the first bill is paid in full once it is confirmed.
    details = sets_off(first, "ADJUSTMENT", credit, "30") + sets_off(first, "ADVANCE", held, "40")
    check = ask.of(payment(details + pays(first, "80"))).key
    assert standing(ask, "APBILL", "STATE", *TOTALS)[0] == ("Selected", "150", "0", "150", "0")
    assert standing(ask, "APADVANCE", "STATE", *TOTALS) == [("Selected", "40", "0", "40", "0")]
    assert ledger(company) == []
    assert ask.of(decide("send", check)).errors == []
    assert ask.of(decide("confirm", check)).errors == []
    assert standing(ask, "APBILL", "STATE", "WHENPAID", *TOTALS)[0] == ("Paid", "11/20/2026", "150", "150", "0", "0")
    assert standing(ask, "APADVANCE", "STATE", *TOTALS) == [("Fully applied", "40", "40", "0", "0")]
    assert standing(ask, "APADJUSTMENT", "STATE", *TOTALS) == [("Paid", "-30", "-30", "0", "0")]
    # Credit against the control account itself, advance account against it, bank against it: line by line.
    assert ledger(company) == [
        *(("2000", -3000), ("2000", 3000)),
        *(("1310", -4000), ("2000", 4000)),
        *(("1000", -3000), ("2000", 3000)),
        *(("1000", -5000), ("2000", 5000)),
    ]
    assert (owes(ask), balances(company)["2000"], balances(company)["1000"]) == ("80.25", -8025, -12000)

    # A record transfer is confirmed at once.
    transfer = ask.of(payment(pays(second, "30.25"), method="EFT")).key
    assert standing(ask, "APBILL", "STATE", *TOTALS)[1] == ("Partially Paid", "80.25", "30.25", "0", "50")
    # A check that is voided before it is confirmed leaves no trace in the ledger.
    lost = ask.of(payment(pays(second, "50"))).key
    assert (owes(ask), standing(ask, "APBILL", "STATE")[1]) == ("0", ("Selected",))
    assert ask.of(decide("void", lost)).errors == []
    assert (owes(ask), standing(ask, "APBILL", "STATE")[1]) == ("50", ("Partially Paid",))
    # Voided after confirmation, the check's bill and credits are as they were.
    assert ask.of(decide("void", check)).errors == []
    assert standing(ask, "APBILL", "STATE", "WHENPAID", *TOTALS)[0] == ("Posted", None, "150", "0", "0", "150")
    assert standing(ask, "APADVANCE", "STATE", *TOTALS) == [("Posted", "40", "0", "0", "40")]
    assert standing(ask, "APADJUSTMENT", "STATE", *TOTALS) == [("Posted", "-30", "0", "0", "-30")]
    assert (owes(ask), balances(company)["2000"]) == ("170", -17000)
    assert ask.of(reversed_("appayment", transfer)).errors == []
    assert (owes(ask), balances(company)["2000"], balances(company)["1000"]) == ("200.25", -20025, -4000)
    states = [state for (state,) in standing(ask, "APPYMT", "DISPLAYSTATE")]
    assert states == ["Voided"] * 5


@pytest.mark.parametrize(
    ("method", "place", "state", "account"),
    [
        ("Printed Check", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "A", None),
        ("Check Delivery", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "A", None),
        ("ACH", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "A", None),
        ("WF Check", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "A", None),
        ("WF Domestic ACH", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "A", None),
        ("WF USD Wire", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "A", None),
        ("Cash", "<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", "C", "1000"),
        ("EFT", "<FINANCIALENTITY>SAV-US</FINANCIALENTITY>", "C", "1030"),
        ("Credit Card", CARD, "C", "2060"),
    ],
)
def test_methods(ask: Ask, company: Company, method: str, place: str, state: str, account: str | None) -> None:
    """What waits for a printer or a bank stops at Approved and posts nothing; what records an outside payment is
    confirmed at once, from the account that was named, the bank's row first."""
    key = ask.of(payable()).key
    assert ask.of(payment(pays(key, "80.25"), method=method, place=place)).errors == []
    assert standing(ask, "APPYMT", "STATE", "PAYMENTMETHOD") == [(state, method)]
    assert ledger(company) == ([] if account is None else [(account, -8025), ("2000", 8025)])


def test_rows_of_a_payment_in_the_ledger(ask: Ask) -> None:
    """A payable row per paid line behind the bank's; the payment's header on each (as recorded)."""
    key = ask.of(payable(lines=bill_line("100") + bill_line("50", "6310"))).key
    ask.of(payment(pays(key, "150"), method="EFT"))
    fields = ("RECORDTYPE", "ACCOUNTNO", "DEBITAMOUNT", "CREDITAMOUNT", "TRX_DEBITAMOUNT", "TOTALENTERED", "TOTALPAID")
    dates = ("TOTALDUE", "WHENCREATED", "WHENDUE", "WHENPAID", "VENDORID", "SYMBOL", "LINE_NO")
    header = ("150", "150", "0", "11/20/2026", "11/20/2026", "11/20/2026", "V-2001", "CDJ")
    found = [row for row in standing(ask, "GLDETAIL", *fields, *dates) if row[0] == "AP Payment"]
    assert found == [
        ("AP Payment", "1000", "0", "100", "0", *header, "1"),
        ("AP Payment", "2000", "100", "0", "100", *header, "2"),
        ("AP Payment", "1000", "0", "50", "0", *header, "3"),
        ("AP Payment", "2000", "50", "0", "50", *header, "4"),
    ]


def test_details_and_lines(ask: Ask) -> None:
    """Each application is a detail that names the line it pays and the payment's line it made."""
    key = ask.of(payable(lines=bill_line("100") + bill_line("50", "6310"))).key
    made = ask.of(payment(pays(key, "120"))).key
    fields = ("RECORDKEY", "ENTRYKEY", "PAYMENTKEY", "PAYMENTENTRYKEY", "PAYMENTAMOUNT", "STATE")
    assert standing(ask, "APPYMTDETAIL", *fields) == [
        (key, "1", made, "3", "100", "A"),
        (key, "2", made, "4", "20", "A"),
    ]
    lines = ("RECORDNO", "RECORDKEY", "ACCOUNTNO", "AMOUNT", "TOTALPAID", "TOTALSELECTED", "STATE", "LINE_NO")
    assert standing(ask, "APPYMTENTRY", *lines) == [
        ("3", made, "2000", "100", "0", "100", "A", "1"),
        ("4", made, "2000", "20", "0", "20", "A", "2"),
    ]
    ask.of(decide("confirm", made))
    assert [row[-4:-1] for row in standing(ask, "APPYMTENTRY", *lines)] == [("100", "0", "C"), ("20", "0", "C")]
    items = ("TOTALPAID", "TOTALSELECTED", "TRX_TOTALPAID")
    assert standing(ask, "APBILLITEM", *items) == [("100", "0", "100"), ("20", "0", "20")]


def test_a_line_is_paid_by_itself(ask: Ask) -> None:
    """With ENTRYKEY the first line stays due."""
    key = ask.of(payable(lines=bill_line("100") + bill_line("50", "6310"))).key
    ask.of(payment(pays(key, "50", "<ENTRYKEY>2</ENTRYKEY>"), method="EFT"))
    assert standing(ask, "APBILLITEM", "TOTALPAID") == [("0",), ("50",)]


def test_discount_by_term(ask: Ask, company: Company) -> None:
    """2% of 300 is 6: 294 within ten days pay the bill whole, 6 are the discount's (8010). A cent less takes none."""
    term = "<TERMNAME>2/10 Net 30</TERMNAME>"
    key = ask.of(payable(lines=bill_line("300"), extra=term)).key
    day = "<DISCOUNTDATE>11/12/2026</DISCOUNTDATE>"
    assert ask.of(payment(pays(key, "293.99", day), method="EFT", when="11/12/2026")).errors == []
    assert standing(ask, "APBILL", "STATE", "TOTALDUE") == [("Partially Paid", "6.01")]
    other = ask.of(payable("B-2", lines=bill_line("300"), extra=term)).key
    assert ask.of(payment(pays(other, "294", day), method="EFT", when="11/12/2026")).errors == []
    assert standing(ask, "APBILL", "STATE", "TOTALDUE")[1] == ("Paid", "0")
    assert ledger(company)[2:] == [("8010", -600), ("2000", 600), ("1000", -29400), ("2000", 29400)]
    assert standing(ask, "APPYMT", "TOTALENTERED") == [("293.99",), ("294",)]


def test_a_late_discount_is_not_taken(ask: Ask) -> None:
    """The eleventh day is too late: 294 leave 6 due."""
    key = ask.of(payable(lines=bill_line("300"), extra="<TERMNAME>2/10 Net 30</TERMNAME>")).key
    ask.of(payment(pays(key, "294", "<DISCOUNTDATE>11/13/2026</DISCOUNTDATE>"), method="EFT"))
    assert standing(ask, "APBILL", "STATE", "TOTALDUE") == [("Partially Paid", "6")]


def test_credits_alone(ask: Ask, company: Company) -> None:
    """A payment of credits needs no bank and no method; it is confirmed at once and moves no money."""
    key, credit = ask.of(payable()).key, ask.of(ap_adjustment()).key
    assert ask.of(payment(sets_off(key, "ADJUSTMENT", credit, "30"), method="", place="")).errors == []
    assert standing(ask, "APPYMT", "STATE", "TOTALENTERED", "FINANCIALENTITY") == [("C", "0", None)]
    assert ledger(company) == [("2000", -3000), ("2000", 3000)]
    assert standing(ask, "APBILL", "TOTALPAID", "TOTALDUE") == [("30", "50.25")]


def test_a_credit_memo_is_paid(ask: Ask, company: Company) -> None:
    """POSADJKEY: a positive adjustment is owed like a bill; a debit memo pays part of it."""
    memo = ask.of(ap_adjustment(adjustment_line("25", "6300"))).key
    debit = ask.of(ap_adjustment(adjustment_line("-10", "6300"))).key
    credit = f"<ADJUSTMENTKEY>{debit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>10</TRX_ADJUSTMENTAMOUNT>"
    details = pays(memo, "15", field="POSADJKEY") + pays(memo, more=credit, field="POSADJKEY")
    assert ask.of(payment(details, method="EFT")).errors == []
    assert standing(ask, "APADJUSTMENT", "STATE", *TOTALS) == [
        ("Paid", "25", "25", "0", "0"),
        ("Paid", "-10", "-10", "0", "0"),
    ]
    assert ledger(company) == [("1000", -1500), ("2000", 1500), ("2000", -1000), ("2000", 1000)]


def test_a_negative_bill_pays_another(ask: Ask) -> None:
    """INLINEKEY: a bill of -70 and 8.80 in money pay 78.80."""
    key = ask.of(payable("B-1", lines=bill_line("78.80"))).key
    negative = ask.of(payable("B-2", lines=bill_line("-70"))).key
    more = f"<INLINEKEY>{negative}</INLINEKEY><TRX_INLINEAMOUNT>70</TRX_INLINEAMOUNT>"
    assert ask.of(payment(pays(key, "8.80", more), method="Cash")).errors == []
    assert standing(ask, "APBILL", "STATE", "TOTALPAID") == [("Paid", "78.8"), ("Paid", "-70")]


@pytest.mark.parametrize(
    ("grouping", "amounts"),
    [("", ["130.25"]), ("vendorpref", ["130.25"]), ("vendor", ["130.25"]), ("bill", ["80.25", "50"])],
)
def test_how_many_payments(ask: Ask, grouping: str, amounts: list[str]) -> None:
    """By vendor two bills are one payment; by bill two, of which the first is answered."""
    first, second = ask.of(payable("B-1")).key, ask.of(payable("B-2")).key
    extra = f"<PAYMENTREQUESTMETHOD>{grouping}</PAYMENTREQUESTMETHOD>" if grouping else ""
    said = ask.of(payment(pays(first, "80.25") + pays(second, "50"), extra=extra))
    found = standing(ask, "APPYMT", "RECORDNO", "TOTALENTERED")
    assert [amount for _, amount in found] == amounts
    assert found[0][0] == said.key


def test_by_contact_and_by_preference(ask: Ask) -> None:
    """`payto` makes a payment per contact that bills are paid to; a vendor whose payments are not merged has one a
    bill."""
    contact = "<BILLTOPAYTOCONTACTNAME>Ellis Okafor Consulting(VV-2008)</BILLTOPAYTOCONTACTNAME>"
    keys = [
        ask.of(payable("B-1")).key,
        ask.of(payable("B-2", extra=contact)).key,
        ask.of(payable("B-3")).key,
    ]
    details = "".join(pays(key, "10") for key in keys)
    by_contact = "<PAYMENTREQUESTMETHOD>payto</PAYMENTREQUESTMETHOD>"
    assert ask.of(payment(details, extra=by_contact)).errors == []
    assert standing(ask, "APPYMT", "TOTALENTERED", "BILLTOPAYTOCONTACTNAME") == [
        ("20", "Harbor Point Properties(VV-2001)"),
        ("10", "Ellis Okafor Consulting(VV-2008)"),
    ]
    ask.of("<update><VENDOR><VENDORID>V-2001</VENDORID><MERGEPAYMENTREQ>false</MERGEPAYMENTREQ></VENDOR></update>")
    ask.of(payment(details))
    assert len(standing(ask, "APPYMT", "RECORDNO")) == 5


def test_a_draft_is_replaced(ask: Ask) -> None:
    """An update has the payment anew: what its details leave out is due again, what the header leaves out stays; it is
    submitted unless it says Draft. Without details there is nothing left to pay."""
    first, second = ask.of(payable("B-1")).key, ask.of(payable("B-2")).key
    key = ask.of(payment(pays(first, "10"), extra="<DOCNUMBER>7</DOCNUMBER><ACTION>Draft</ACTION>")).key
    changed = changed_payment(key, pays(second, "20"), "<WHENCREATED>11/23/2026</WHENCREATED><ACTION>Draft</ACTION>")
    assert ask.of(changed).errors == []
    fields = ("STATE", "TOTALENTERED", "WHENCREATED", "DOCNUMBER", "FINANCIALENTITY")
    assert standing(ask, "APPYMT", *fields) == [("D", "20", "11/23/2026", "7", "CHK-US")]
    assert standing(ask, "APBILL", "TOTALSELECTED") == [("0",), ("20",)]
    emptied = ask.of(changed_payment(key))
    assert emptied.errors[0] == ("BL01001973", "No line items found")
    assert standing(ask, "APBILL", "TOTALSELECTED") == [("0",), ("20",)]
    assert ask.of(changed_payment(key, pays(second, "25"))).errors == []
    assert standing(ask, "APPYMT", "STATE", "TOTALENTERED") == [("A", "25")]
    assert ask.of(changed_payment(key, pays(second, "30"))).errors[0][0] == "BL01001973"


def test_a_joint_check(ask: Ask) -> None:
    """It pays one bill, names a payee that the bill has, and takes neither credits nor discounts."""
    key = ask.of(payable()).key
    payee = (
        f"<create><APBILLJOINTPAYEE><APBILLKEY>{key}</APBILLKEY><JOINTPAYEENAME>Slate Ltd</JOINTPAYEENAME>"
        "<JOINTPAYEEPRINTAS>Slate and Harbor</JOINTPAYEEPRINTAS></APBILLJOINTPAYEE></create>"
    )
    assert ask.of(payee).errors == []
    named = "<JOINTPAYEEPRINTAS>Slate and Harbor</JOINTPAYEEPRINTAS>"
    by_bill = "<PAYMENTREQUESTMETHOD>bill</PAYMENTREQUESTMETHOD>"
    assert ask.of(payment(pays(key, "10", named), method="Joint Check")).errors
    unknown = pays(key, "10", "<JOINTPAYEEPRINTAS>Nobody</JOINTPAYEEPRINTAS>")
    assert ask.of(payment(unknown, method="Joint Check", extra=by_bill)).errors
    discounted = pays(key, "10", f"{named}<DISCOUNTDATE>11/02/2026</DISCOUNTDATE>")
    assert ask.of(payment(discounted, method="Joint Check", extra=by_bill)).errors
    assert standing(ask, "APPYMT", "RECORDNO") == []
    assert ask.of(payment(pays(key, "10", named), method="Joint Check", extra=by_bill)).errors == []
    fields = ("STATE", "JOINTPAYEENAME", "JOINTPAYEEPRINTAS")
    assert standing(ask, "APPYMT", *fields) == [("A", "Slate Ltd", "Slate and Harbor")]


@pytest.mark.parametrize("what", ["credit memos", "credits"])
def test_a_joint_check_neither_pays_nor_takes_credits(ask: Ask, what: str) -> None:
    """A credit memo cannot be paid by it, and a debit memo cannot be set off: refused, and the bill stays due."""
    key, owed = ask.of(payable()).key, ask.of(ap_adjustment(adjustment_line("25", account="6300"))).key
    held = ask.of(ap_adjustment()).key
    details = pays(owed, "10", field="POSADJKEY") if what == "credit memos" else sets_off(key, "ADJUSTMENT", held, "10")
    by_bill = "<PAYMENTREQUESTMETHOD>bill</PAYMENTREQUESTMETHOD>"
    said = ask.of(payment(details, method="Joint Check", extra=by_bill))
    assert said.errors[0] == ("BL01001973", f"A joint check can't be used with {what}")
    assert standing(ask, "APPYMT", "RECORDNO") == []
    assert standing(ask, "APBILL", "TOTALSELECTED", "TOTALDUE") == [("0", "80.25")]


@pytest.mark.parametrize(
    ("request_body", "expected"),
    [
        (payment(pays(1, "80.26")), "The payment amount 80.26 for 'B-1' exceeds total amount due (80.25)"),
        (payment(pays(404, "1")), "Oops, we can't find this transaction"),
        (payment(pays(1, "1"), vendor="V-2002"), "The transaction 'B-1' does not belong to Vendor 'V-2002'"),
        (payment(pays(1, "1"), vendor="NOBODY"), "Vendor 'NOBODY' specified is not valid."),
        (payment(pays(1, "1"), place="<FINANCIALENTITY>NONE</FINANCIALENTITY>"), "Invalid Bank 'NONE' specified."),
        (payment(pays(1, "1"), place=""), "Required field Financial entity is missing"),
        (payment(pays(1, "1"), method=""), "Required field Payment method is missing"),
        (payment(pays(1, "1"), method="Barter"), "Invalid value 'Barter' for Payment method."),
        (payment(pays(1, "1"), when=""), "Required field Payment date is missing"),
        (payment(""), "No line items found"),
        (
            payment(pays(1, "1"), place=CARD),
            "A payment by credit card needs a credit card account, and other payments a bank account",
        ),
        (payment(pays(1, "1"), vendor="V-2009"), "Vendor 'V-2009' is on hold."),
    ],
)
def test_refusals(ask: Ask, company: Company, request_body: str, expected: str) -> None:
    """What cannot be paid is refused as a whole, and leaves nothing behind."""
    assert ask.of(payable()).key == "1"
    said = ask.of(request_body)
    assert said.errors[0][1] == expected
    assert said.errors[-1][1] == "Could not create APPYMT record!"
    assert standing(ask, "APPYMT", "RECORDNO") == []
    assert standing(ask, "APPYMTDETAIL", "RECORDNO") == []
    assert standing(ask, "APBILL", "STATE", "TOTALSELECTED", "TOTALDUE") == [("Posted", "0", "80.25")]


def test_what_is_paid_or_selected_is_not_payable(ask: Ask) -> None:
    """The second payment of a bill finds nothing due, whether the first is confirmed or waits."""
    for number, method in (("B-1", "EFT"), ("B-2", "Printed Check")):
        key = ask.of(payable(number)).key
        ask.of(payment(pays(key, "80.25"), method=method))
        said = ask.of(payment(pays(key, "1")))
        assert said.errors[0] == ("BL03000130", f"There is no due on the bill '{number}'")


def test_a_bill_on_hold_is_not_selected(ask: Ask) -> None:
    """ONHOLD blocks payment until it is taken off."""
    key = ask.of(payable(extra="<ONHOLD>true</ONHOLD>")).key
    assert ask.of(payment(pays(key, "1"))).errors[0][1] == "The bill 'B-1' is on hold, and can't be paid"
    ask.of(f"<update><APBILL><RECORDNO>{key}</RECORDNO><ONHOLD>false</ONHOLD></APBILL></update>")
    assert ask.of(payment(pays(key, "1"))).errors == []


def test_a_user_specified_summary(ask: Ask, company: Company) -> None:
    """Where summaries are chosen, a payment names its own, and posts under it."""
    key = ask.of(payable()).key
    by_hand = replace(company.profile.payables, summary_frequency="User-specified")
    company.profile = replace(company.profile, payables=by_hand)
    assert ask.of(payment(pays(key, "1"), method="EFT")).errors[0][1] == "Required field Summary is missing"
    summary = company.records.insert(
        "APBILLBATCH", {"TITLE": "Run 1", "RECORDTYPE": "pp", "OPEN": "Open", "STATUS": "T"}
    )
    said = ask.of(payment(pays(key, "1"), method="EFT", extra=f"<PRBATCHKEY>{summary}</PRBATCHKEY>"))
    assert said.errors == []
    assert standing(ask, "APPYMT", "PRBATCH") == [("Run 1",)]


def test_a_bill_is_not_paid_before_its_date(ask: Ask, company: Company) -> None:
    """Northfield wants payments dated no earlier than their bills; nothing is selected."""
    key = ask.of(payable()).key
    said = ask.of(payment(pays(key, "10"), when="11/01/2026"))
    assert said.errors[0][1] == "Payment date cannot be before Bill creation date"
    assert company.records.where("APPYMT") == []
