"""Settling at another rate: control accounts are cleared at the document's, money counts at the payment's."""

from dataclasses import replace
from datetime import date

import pytest
from trading import CAD, Trader, advance, bill, invoice, memo, paid, payment, receipt, reversal

from intacct_emulator.books.settlement.as_of import due_on
from intacct_emulator.books.settlement.kinds import AR_PAYMENT

DUE = ("TRX_TOTALPAID", "TOTALPAID", "TRX_TOTALDUE", "TOTALDUE", "WHENPAID")


def test_a_receipt_at_a_higher_rate_is_a_gain(lakeshore: Trader) -> None:
    """100.00 billed at 0.73 and received at 0.735: 73.50 in the bank, 73.00 off the receivable, 0.50 gained."""
    key = lakeshore.made(invoice())
    received = lakeshore.made(receipt(paid(key, "100")))
    assert lakeshore.entries("rp", received) == [
        ("1010", "73.50", "100.00 CAD"),
        ("1200", "-73.00", "-100.00 CAD"),
        ("8080", "-0.50", "-0.50 USD"),
    ]
    assert lakeshore.row("ARINVOICE", key, *DUE) == ["100", "73", "0", "0", "02/10/2026"]
    fields = ("CURRENCY", "BASECURR", "EXCHANGE_RATE", "TRX_TOTALENTERED", "TOTALENTERED", "FINANCIALACCOUNTCURRENCY")
    assert lakeshore.row("ARPYMT", received, *fields) == ["CAD", "USD", "0.735", "100", "73.5", "CAD"]


def test_a_payment_at_a_higher_rate_is_a_loss(lakeshore: Trader) -> None:
    """100.00 owed at 0.73 and paid at 0.735: 73.50 leave the bank, 0.50 is lost."""
    key = lakeshore.made(bill("B-1"))
    made = lakeshore.made(payment(paid(key, "100")))
    assert lakeshore.entries("pp", made) == [
        ("1010", "-73.50", "-100.00 CAD"),
        ("2000", "73.00", "100.00 CAD"),
        ("8080", "0.50", "0.50 USD"),
    ]
    assert lakeshore.row("APBILL", key, *DUE) == ["100", "73", "0", "0", "02/10/2026"]
    assert lakeshore.row("APPYMT", made, "CURRENCY", "BASECURR", "EXCHANGE_RATE", "TOTALENTERED") == [
        *("CAD", "USD", "0.735", "73.5")
    ]


def test_details_tell_what_is_settled_and_lines_what_is_paid(lakeshore: Trader) -> None:
    """The detail has the document's worth, the payment's line that of the money (inferred)."""
    key = lakeshore.made(invoice())
    lakeshore.done(receipt(paid(key, "100")))
    (detail,) = lakeshore.company.records.where("ARPYMTDETAIL")
    (line,) = lakeshore.company.records.where("ARPYMTENTRY")
    assert lakeshore.row("ARPYMTDETAIL", detail.key, "TRX_PAYMENTAMOUNT", "PAYMENTAMOUNT") == ["100", "73"]
    assert lakeshore.row("ARPYMTENTRY", line.key, "TRX_AMOUNT", "AMOUNT", "EXCHANGE_RATE") == ["100", "73.5", "0.735"]


def test_parts_add_up_to_the_whole(lakeshore: Trader) -> None:
    """Thirds of 33.35 at 0.73 (24.35): 8.12 (8.1166), 8.12 (8.1166) and what is left, 8.11, so that nothing is due."""
    key = lakeshore.made(invoice("33.35"))
    for amount in ("11.12", "11.12", "11.11"):
        lakeshore.done(receipt(paid(key, amount)))
    assert lakeshore.row("ARINVOICE", key, *DUE[:4]) == ["33.35", "24.35", "0", "0"]
    # 11.12 at 0.735 are 8.17 (8.1732), and so are 11.11 (8.16585).
    assert str(lakeshore.balances("US")["1010"]) == "24.51"
    assert "1200" not in lakeshore.balances("US")


def test_money_of_several_lines_is_converted_once(lakeshore: Trader) -> None:
    """Three lines of 3.33 at 0.735: 9.99 are 7.34, not three times 2.45."""
    key = lakeshore.made(invoice("3.33 3.33 3.33"))
    received = lakeshore.made(receipt(paid(key, "9.99")))
    assert lakeshore.row("ARPYMT", received, "TOTALENTERED") == ["7.34"]
    banked = [base for account, base, _ in lakeshore.entries("rp", received) if account == "1010"]
    assert banked == ["2.45", "2.44", "2.45"]


def test_money_can_come_in_the_base_currency(lakeshore: Trader) -> None:
    """Into the US dollar account what 100.00 are worth by the day's rate, or what the bank really received."""
    first, second = lakeshore.made(invoice()), lakeshore.made(invoice())
    by_rate = lakeshore.made(receipt(paid(first, "100"), bank="US-USD"))
    assert lakeshore.entries("rp", by_rate) == [
        ("1000", "73.50", "73.50 USD"),
        ("1200", "-73.00", "-100.00 CAD"),
        ("8080", "-0.50", "-0.50 USD"),
    ]
    stated = lakeshore.made(receipt(paid(second, "100"), bank="US-USD", more=f"{CAD}<AMOUNTOPAY>71</AMOUNTOPAY>"))
    assert lakeshore.entries("rp", stated) == [
        ("1000", "71.00", "71.00 USD"),
        ("1200", "-73.00", "-100.00 CAD"),
        ("8080", "2.00", "2.00 USD"),
    ]
    assert lakeshore.row("ARPYMT", stated, "TRX_TOTALENTERED", "TOTALENTERED", "EXCHANGE_RATE") == ["100", "71", "0.71"]


def test_an_amount_to_pay_is_ignored_in_the_banks_own_currency(lakeshore: Trader) -> None:
    """It is of meaning only where the currencies differ (documented)."""
    key = lakeshore.made(bill("B-1"))
    made = lakeshore.made(payment(paid(key, "100"), more=f"{CAD}<AMOUNTTOPAY>9</AMOUNTTOPAY>"))
    assert lakeshore.row("APPYMT", made, "TOTALENTERED") == ["73.5"]


def test_a_payment_without_a_currency_is_in_that_of_what_it_pays(lakeshore: Trader) -> None:
    """Inferred: the payment's one currency can be no other."""
    key = lakeshore.made(invoice())
    received = lakeshore.made(receipt(paid(key, "40"), more=""))
    assert lakeshore.row("ARPYMT", received, "CURRENCY", "TRX_TOTALENTERED", "TOTALENTERED") == ["CAD", "40", "29.4"]


def test_a_reversed_payment_takes_back_its_gain(lakeshore: Trader) -> None:
    """Line by line at the rates it had; the invoice is due again as it was."""
    key = lakeshore.made(invoice("100 33.33"))
    received = lakeshore.made(receipt(paid(key, "120"), bank="US-USD"))
    lakeshore.done(reversal("arpayment", received, "06/15/2026"))
    assert [str(lakeshore.balances("US")[account]) for account in ("1200", "4000")] == ["97.33", "-97.33"]
    assert list(lakeshore.balances("US")) == ["1200", "4000"]
    assert lakeshore.row("ARINVOICE", key, *DUE) == ["0", "0", "133.33", "97.33", None]
    in_own = {place: own for place, (_, own) in lakeshore.in_each_currency().items() if own}
    assert {place[1:]: str(own) for place, own in in_own.items()} == {
        ("1200", "CAD"): "133.33",
        ("4000", "CAD"): "-133.33",
    }


def test_a_reversed_payment_of_bills_takes_back_its_loss(lakeshore: Trader) -> None:
    """The bill is owed again, and nothing else is left."""
    key = lakeshore.made(bill("B-1", "33.33"))
    made = lakeshore.made(payment(paid(key, "33.33")))
    lakeshore.done(reversal("appayment", made, "03/01/2026"))
    assert {account: str(amount) for account, amount in lakeshore.balances("US").items()} == {
        "2000": "-24.33",
        "5000": "24.33",
    }


def test_a_payment_that_waits_keeps_its_rate(lakeshore: Trader) -> None:
    """A check is asked for at the rate of its own day, and confirmed at that rate."""
    key = lakeshore.made(bill("B-1"))
    made = lakeshore.made(payment(paid(key, "100"), method="Printed Check"))
    assert lakeshore.row("APBILL", key, "TRX_TOTALSELECTED", "TOTALSELECTED", "TOTALDUE") == ["100", "73", "0"]
    keys = f"<appaymentkeys><appaymentkey>{made}</appaymentkey></appaymentkeys>"
    lakeshore.done(f"<confirm_appaymentrequest>{keys}</confirm_appaymentrequest>")
    assert str(lakeshore.balances("US")["1010"]) == "-73.50"
    assert "2000" not in lakeshore.balances("US")


def test_a_credit_at_another_rate_leaves_a_difference(lakeshore: Trader) -> None:
    """30.00 credited at 0.735 (22.05) against 30.00 of an invoice at 0.73 (21.90): 0.15 gained."""
    credit = lakeshore.made(memo("-30", "02/02/2026"))
    key = lakeshore.made(invoice())
    more = f"<ADJUSTMENTKEY>{credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>30</TRX_ADJUSTMENTAMOUNT>"
    applied = lakeshore.made(receipt(paid(key, more=more)))
    assert lakeshore.entries("rp", applied) == [
        ("1200", "22.05", "30.00 CAD"),
        ("1200", "-21.90", "-30.00 CAD"),
        ("8080", "-0.15", "-0.15 USD"),
    ]
    assert lakeshore.row("ARINVOICE", key, *DUE[:4]) == ["30", "21.9", "70", "51.1"]
    assert lakeshore.row("ARADJUSTMENT", credit, *DUE[:4]) == ["-30", "-22.05", "0", "0"]
    lakeshore.done(reversal("arpayment", applied, "03/01/2026"))
    assert lakeshore.row("ARADJUSTMENT", credit, *DUE[:4]) == ["0", "0", "-30", "-22.05"]


def test_an_advance_is_used_at_what_it_was_worth(lakeshore: Trader) -> None:
    """50.00 in advance at 0.73 (36.50), for an invoice at 0.74 (37.00): a loss of 0.50."""
    prepaid = lakeshore.made(advance("50"))
    key = lakeshore.made(invoice(when="03/05/2026"))
    more = f"<ADVANCEKEY>{prepaid}</ADVANCEKEY><TRX_POSTEDADVANCEAMOUNT>50</TRX_POSTEDADVANCEAMOUNT>"
    applied = lakeshore.made(receipt(paid(key, more=more), when="03/06/2026"))
    assert lakeshore.entries("rp", applied) == [
        ("2300", "36.50", "50.00 CAD"),
        ("1200", "-37.00", "-50.00 CAD"),
        ("8080", "0.50", "0.50 USD"),
    ]


def test_what_is_paid_too_much_is_kept_at_the_days_rate(lakeshore: Trader) -> None:
    """20.00 beyond an invoice of 100.00: 14.70 on the account of overpayments, later used at that."""
    key = lakeshore.made(invoice())
    more = f"{CAD}<OVERPAYMENTAMOUNT>20</OVERPAYMENTAMOUNT>"
    received = lakeshore.made(receipt(paid(key, "100"), more=more))
    assert lakeshore.entries("rp", received)[-2:] == [("1010", "14.70", "20.00 CAD"), ("2310", "-14.70", "-20.00 CAD")]
    assert lakeshore.row("ARPYMT", received, "TRX_TOTALENTERED", "TOTALENTERED", "TRX_TOTALDUE", "TOTALDUE") == [
        *("120", "88.2", "20", "14.7")
    ]
    later = lakeshore.made(invoice("20", when="03/05/2026"))
    used = f"<OVERPAYMENTKEY>{received}</OVERPAYMENTKEY><TRX_POSTEDOVERPAYMENTAMOUNT>20</TRX_POSTEDOVERPAYMENTAMOUNT>"
    lakeshore.done(receipt(paid(later, more=used), when="03/06/2026"))
    assert "2310" not in lakeshore.balances("US")
    assert str(lakeshore.balances("US")["8080"]) == "-0.40"  # 0.50 gained in February, 0.10 lost in March


def test_a_draft_takes_the_rate_of_the_day_it_is_submitted_for(lakeshore: Trader) -> None:
    """A draft keeps the type; what it is worth follows from the day it then has."""
    key = lakeshore.made(invoice())
    draft = lakeshore.made(receipt(paid(key, "100"), action="<ACTION>Draft</ACTION>"))
    change = "<RECEIPTDATE>03/10/2026</RECEIPTDATE><ACTION>Submit</ACTION>"
    lakeshore.done(f"<update><ARPYMT><RECORDNO>{draft}</RECORDNO>{change}</ARPYMT></update>")
    assert lakeshore.row("ARPYMT", draft, "EXCHANGE_RATE", "TOTALENTERED") == ["0.74", "74"]


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (
            receipt(paid(1, "5"), more="<CURRENCY>USD</CURRENCY>", bank="US-USD"),
            "A payment in USD can't pay or use a transaction in CAD",
        ),
        (receipt(paid(1, "5"), more="<CURRENCY>JPY</CURRENCY>"), "Invalid Currency 'JPY' specified."),
        (
            receipt(paid(1, "5"), bank="", more=f"{CAD}<UNDEPOSITEDACCOUNTNO>1050</UNDEPOSITEDACCOUNTNO>"),
            'You cannot make payment for foreign currency invoice for payment method "EFT" using Undeposited Fund '
            "Account.",
        ),
        (receipt(paid(1, "100.01")), "The payment amount 100.01 for '1' exceeds total amount due (100.00)"),
        (
            receipt(paid(1, "5"), bank="US-USD", more=f"{CAD}<AMOUNTOPAY>-1</AMOUNTOPAY>"),
            "Illegal format for AR payment : Amount to pay -1.",
        ),
    ],
)
def test_wrong_payments_are_refused(lakeshore: Trader, function: str, text: str) -> None:
    """Nothing is left behind."""
    lakeshore.made(invoice())
    before = lakeshore.entries()
    assert lakeshore.refused(function) == text
    assert lakeshore.entries() == before


@pytest.mark.parametrize("bank", ["CA-USD", "CA-CAD"])
def test_money_of_books_in_another_currency_is_a_gap(lakeshore: Trader, bank: str) -> None:
    """The other entity's account: between entities, and between base currencies."""
    key = lakeshore.made(invoice())
    said = lakeshore.of(receipt(paid(key, "5"), bank=bank))
    assert len(said.gaps) == 1
    assert lakeshore.row("ARINVOICE", key, "TOTALPAID") == ["0"]


def test_without_an_account_of_gains_a_payment_at_another_rate_is_refused(lakeshore: Trader) -> None:
    """The company has to name one (documented)."""
    profile = lakeshore.company.profile
    lakeshore.company.profile = replace(profile, receivables=replace(profile.receivables, gain_loss_account=None))
    key = lakeshore.made(invoice())
    assert "gains and losses of exchange" in lakeshore.refused(receipt(paid(key, "100")))
    lakeshore.made(receipt(paid(key, "100"), when="01/20/2026"))


def test_older_receipts_have_rates_too(lakeshore: Trader) -> None:
    """`exchrate` is the rate of the money, `translatedamount` is told as a gap."""
    key = lakeshore.made(invoice())
    function = (
        "<create_arpayment><customerid>C-200</customerid><paymentamount>100</paymentamount>{more}"
        "<bankaccountid>US-CAD</bankaccountid><datereceived><year>2026</year><month>02</month><day>10</day>"
        "</datereceived><paymentmethod>EFT</paymentmethod><basecurr>USD</basecurr><currency>CAD</currency>"
        "<exchrate>0.8</exchrate><arpaymentitem><invoicekey>{key}</invoicekey><amount>{amount}</amount></arpaymentitem>"
        "</create_arpayment>"
    )
    made = lakeshore.made(function.format(more="", key=key, amount="100"))
    assert lakeshore.row("ARPYMT", made, "TOTALENTERED", "EXCHANGE_RATE") == ["80", "0.8"]
    other = lakeshore.made(invoice())
    said = lakeshore.of(function.format(more="<translatedamount>9</translatedamount>", key=other, amount="100"))
    assert said.gaps == ("create_arpayment translatedamount",)


def test_an_amount_for_bills_pays_those_in_the_accounts_currency(lakeshore: Trader) -> None:
    """Of bills in two currencies the account of Canadian dollars pays the Canadian."""
    lakeshore.made(bill("B-1", "40", more="<CURRENCY>USD</CURRENCY>"))
    second = lakeshore.made(bill("B-2", "40"))
    made = lakeshore.made(
        "<create_paymentrequest><bankaccountid>US-CAD</bankaccountid><vendorid>V-200</vendorid>"
        "<paymentmethod>EFT</paymentmethod><paymentdate><year>2026</year><month>02</month><day>10</day></paymentdate>"
        "<paymentoption>vendor</paymentoption><paymentamount>40</paymentamount></create_paymentrequest>"
    )
    assert lakeshore.row("APPYMT", made, "CURRENCY", "TRX_TOTALENTERED", "TOTALENTERED") == ["CAD", "40", "29.4"]
    assert lakeshore.row("APBILL", second, "TOTALDUE") == ["0"]


def test_what_was_due_on_a_day_is_at_the_documents_rate(lakeshore: Trader) -> None:
    """Before and after a part payment, and with a credit at another rate."""
    key, credit = int(lakeshore.made(invoice())), int(lakeshore.made(memo("-30", "02/02/2026")))
    lakeshore.done(receipt(paid(key, "40"), when="02/10/2026"))
    more = f"<ADJUSTMENTKEY>{credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>20</TRX_ADJUSTMENTAMOUNT>"
    lakeshore.done(receipt(paid(key, more=more), when="03/10/2026"))
    due = [due_on(lakeshore.company.records, AR_PAYMENT, date(2026, month, 28)) for month in (1, 2, 3)]
    assert [one.get(key) for one in due] == [7300, 4380, 2920]
    assert [one.get(credit) for one in due] == [None, -2205, -735]


def test_a_terms_discount_is_taken_at_the_documents_rate(lakeshore: Trader) -> None:
    """2 % of 100.00 at 0.73 are 1.46 given; 98.00 at 0.73 come in, and nothing is due."""
    key = lakeshore.made(invoice(more=f"{CAD}<TERMNAME>2/10 Net 30</TERMNAME>"))
    detail = paid(key, "98", "<DISCOUNTDATE>01/20/2026</DISCOUNTDATE>")
    received = lakeshore.made(receipt(detail, when="01/20/2026"))
    assert lakeshore.entries("rp", received) == [
        ("4900", "1.46", "2.00 CAD"),
        ("1200", "-1.46", "-2.00 CAD"),
        ("1010", "71.54", "98.00 CAD"),
        ("1200", "-71.54", "-98.00 CAD"),
    ]
    assert lakeshore.row("ARINVOICE", key, *DUE[:4]) == ["100", "73", "0", "0"]


def test_records_of_the_subledger_tell_both_amounts(lakeshore: Trader) -> None:
    """ARRECORD and ARDETAIL show what the documents and their lines are in."""
    key = lakeshore.made(invoice())
    lakeshore.done(receipt(paid(key, "40")))
    fields = ("CURRENCY", "BASECURR", "TRX_TOTALENTERED", "TOTALENTERED", "TRX_TOTALDUE", "TOTALDUE")
    assert lakeshore.row("ARRECORD", key, *fields) == ["CAD", "USD", "100", "73", "60", "43.8"]
    (line,) = lakeshore.company.records.where("ARINVOICEITEM")
    assert lakeshore.row("ARDETAIL", line.key, "CURRENCY", "TRX_AMOUNT", "AMOUNT") == ["CAD", "100", "73"]
