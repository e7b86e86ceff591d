"""Card transactions: what they post, how they change, how they are taken back."""

from typing import Any

import pytest
from asking import Ask
from cash_requests import (
    card_item,
    changed_charge,
    charge,
    day,
    ledger,
    read,
    receipt,
    receipt_item,
    reversed_charge,
)

from intacct_emulator.tenancy.company import Company


def test_a_charge_posts_the_card_before_each_line(ask: Ask) -> None:
    """Per line: the card's liability in credit, the line's account in debit, both with the line's dimensions."""
    items = card_item("100.00") + card_item("54.32", "6310", "US-CHI", "<billable>true</billable>")
    said = ask.of(charge(items, head="<referenceno>R-1</referenceno><payee>Costco</payee>"))
    assert said.errors == []
    assert ledger(ask, "ACCOUNTNO", "DEBITAMOUNT", "CREDITAMOUNT", "LOCATIONID", "RECORDTYPE", "SYMBOL") == [
        ("2060", "0", "100", "US-NYC", "Charge Card Transaction", "CDJ"),
        ("6300", "100", "0", "US-NYC", "Charge Card Transaction", "CDJ"),
        ("2060", "0", "54.32", "US-CHI", "Charge Card Transaction", "CDJ"),
        ("6310", "54.32", "0", "US-CHI", "Charge Card Transaction", "CDJ"),
    ]
    found = read(ask, "CCTRANSACTION", said.key)
    assert (found["FINANCIALENTITY"], found["STATE"], found["RECORDID"], found["DESCRIPTION2"]) == (
        "CARD-US",
        "Posted",
        "R-1",
        "Costco",
    )
    assert (found["TOTALENTERED"], found["TOTALDUE"], found["TOTALPAID"]) == ("154.32", "154.32", "0")


def test_the_lines_of_a_charge_are_objects_of_their_own(ask: Ask) -> None:
    """CCTRANSACTIONENTRY has a row per line, and an AP bill's lines are none of it."""
    key = ask.of(charge(card_item("1.00", more="<billable>true</billable>"))).key
    rows = ask.of(
        "<query><object>CCTRANSACTIONENTRY</object><select><field>RECORDKEY</field><field>LINE_NO</field>"
        "<field>ACCOUNTNO</field><field>AMOUNT</field><field>BILLABLE</field><field>FINANCIALENTITY</field></select>"
        "</query>"
    ).rows()
    assert [tuple(row.values()) for row in rows] == [(key, "1", "6300", "1", "true", "CARD-US")]
    assert not ask.of("<query><object>APBILLITEM</object><select><field>RECORDNO</field></select></query>").rows()


def test_a_change_keeps_the_lines_it_does_not_name(ask: Ask) -> None:
    """Line 1 gets another amount, a new line is added; line 2 and its journal lines stay as they are."""
    key = ask.of(charge(card_item("10.00") + card_item("20.00", "6310"))).key
    before = ledger(ask, "RECORDNO", "ACCOUNTNO", "AMOUNT")
    items = '<updateccpayitem line_num="1"><paymentamount>11.00</paymentamount></updateccpayitem>' + card_item(
        "5.00", "6120"
    )
    said = ask.of(changed_charge(key, day("paymentdate", "2026-11-04") + "<payee>Staples</payee>", items))
    assert said.errors == []
    after = ledger(ask, "RECORDNO", "ACCOUNTNO", "AMOUNT")
    assert [row[1:] for row in after] == [
        ("2060", "-11"),
        ("6300", "11"),
        ("2060", "-20"),
        ("6310", "20"),
        ("2060", "-5"),
        ("6120", "5"),
    ]
    assert [row[0] for row in after[:4]] == [row[0] for row in before]
    assert set(ledger(ask, "ENTRY_DATE")) == {("11/04/2026",)}
    assert read(ask, "CCTRANSACTION", key)["TOTALDUE"] == "36"


def test_a_reversal_takes_everything_back(ask: Ask, company: Company) -> None:
    """The twin has the opposite amounts, all accounts return to nothing, both count as settled."""
    key = ask.of(charge(card_item("10.00") + card_item("-2.50", "6310"), head="<referenceno>R-9</referenceno>")).key
    said = ask.of(reversed_charge(key, memo="Wrong card used"))
    assert said.errors == []
    twin = read(ask, "CCTRANSACTION", said.key)
    assert (twin["STATE"], twin["RECORDID"], twin["TOTALENTERED"], twin["TOTALDUE"]) == (
        "Reversal",
        "Reversed - R-9",
        "-7.5",
        "0",
    )
    assert (twin["REVERSEDKEY"], twin["WHENCREATED"], twin["DESCRIPTION"]) == (key, "2026-11-10", "Wrong card used")
    original = read(ask, "CCTRANSACTION", key)
    assert (original["STATE"], original["REVERSALKEY"], original["TOTALPAID"], original["WHENPAID"]) == (
        "Reversed",
        said.key,
        "7.5",
        "2026-11-10",
    )
    balances = company.database.all("SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY ACCOUNTNO")
    assert [balance for _, balance in balances] == [0, 0, 0]


@pytest.mark.parametrize("again", [reversed_charge, changed_charge])
def test_what_is_reversed_stays_so(ask: Ask, again: Any) -> None:
    """A reversed charge is neither reversed again nor changed nor deleted; the books stay as they are."""
    key = ask.of(charge()).key
    ask.of(reversed_charge(key))
    before = ledger(ask, "RECORDNO", "AMOUNT")
    assert ask.of(again(key)).errors != []
    assert ask.of(f"<delete><object>CCTRANSACTION</object><keys>{key}</keys></delete>").errors != []
    assert ledger(ask, "RECORDNO", "AMOUNT") == before


def test_a_reversal_is_not_earlier_than_the_charge(ask: Ask) -> None:
    """A day before the charge is refused."""
    key = ask.of(charge(date="2026-11-03")).key
    assert ask.of(reversed_charge(key, "2026-11-02")).errors[0][1] == (
        "The reversal date cannot be earlier than the date of the transaction"
    )


def test_a_deleted_charge_is_gone_from_the_books(ask: Ask, company: Company) -> None:
    """Document, lines and journal lines."""
    key = ask.of(charge()).key
    assert ask.of(f"<delete><object>CCTRANSACTION</object><keys>{key}</keys></delete>").errors == []
    for name in ("GLENTRY", "CCTRANSACTION", "CCTRANSACTIONENTRY"):
        assert not company.records.where(name)


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (charge(card="AMEX1234"), "Invalid Credit card 'AMEX1234' specified."),
        (charge(card="CHK-US"), "Invalid Credit card 'CHK-US' specified."),
        (charge(card_item(account="9999")), "Account 9999 is not valid"),
        (charge(card_item(place="")), "Location"),
        (charge(card_item(account="6200").replace("<departmentid>20</departmentid>", "")), "Department"),
        (charge(head="<currency>EUR</currency><exchrate>1.1</exchrate>"), "Enable foreign-currency transactions"),
        (charge(head="<supdocid>NONE</supdocid>"), "NONE"),
    ],
)
def test_what_is_wrong_with_a_charge_is_told(ask: Ask, company: Company, request_: str, text: str) -> None:
    """Unknown card, account, place, dimension, currency, attachment: refused, and nothing stays."""
    said = ask.of(request_)
    assert text in " ".join(error[1] for error in said.errors)
    assert said.gaps == ()
    for name in ("CCTRANSACTION", "CCTRANSACTIONENTRY", "GLENTRY", "GLBATCH"):
        assert not company.records.where(name)


def test_taxes_included_are_a_gap(ask: Ask) -> None:
    """Inclusive taxes are not built."""
    assert ask.of(charge(head="<inclusivetax>true</inclusivetax>")).gaps != ()


def test_the_card_balance_is_the_sum_of_its_charges(ask: Ask, company: Company) -> None:
    """Two charges and a refund stand on the liability account."""
    for amount in ("100.10", "0.05", "-40"):
        assert ask.of(charge(card_item(amount))).errors == []
    owed = company.database.scalar("SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE ACCOUNTNO = '2060'")
    assert owed == -6015


def test_a_charge_of_nothing_is_refused(ask: Ask, company: Company) -> None:
    """It would have no effect."""
    said = ask.of(charge(card_item("0")))
    assert said.errors[0][1] == "Enter an amount for the transaction"
    assert company.records.where("CCTRANSACTION") == []


def test_a_charge_in_the_older_lists(ask: Ask) -> None:
    """`get_list` and `get` of a cctransaction have the card, the payee and the lines."""
    key = ask.of(charge(head="<referenceno>R-1</referenceno><payee>Costco</payee>")).key
    for request in ('<get_list object="cctransaction"/>', f'<get object="cctransaction" key="{key}"/>'):
        (found,) = ask.of(request).root.find(".//data")
        assert [found.findtext(name) for name in ("record", "chargecardid", "payee", "referenceno")] == [
            *(key, "CARD-US", "Costco", "R-1"),
        ]
        assert found.findtext("ccpayitems/ccpayitem/paymentamount") == "154.32"


def test_the_tax_method_can_be_queried_though_lookup_does_not_list_it(ask: Ask) -> None:
    """A public client asks for it with every charge."""
    ask.of(charge())
    fields = "<field>RECORDNO</field><field>TAXMETHOD</field>"
    said = ask.of(f"<query><object>CCTRANSACTION</object><select>{fields}</select></query>")
    assert said.rows() == [{"RECORDNO": "1", "TAXMETHOD": None}]


@pytest.mark.parametrize(
    ("account", "text"),
    [
        ("1000", "The account number 1000 is associated to the Bank account CHK-US"),
        ("1200", "The account 1200 is a control account and can't be posted to directly"),
        ("2060", "The account 2060 is a control account and can't be posted to directly"),
    ],
)
def test_a_line_is_not_on_an_account_that_others_keep(ask: Ask, company: Company, account: str, text: str) -> None:
    """A bank's, a subledger's, the card's own: refused of charges and of other receipts, as of invoices and bills."""
    assert ask.of(charge(card_item("10", account))).errors[0][1] == text
    if account != "2060":
        assert ask.of(receipt(receipt_item("10", account))).errors[0][1] == text
    assert company.records.where("GLENTRY") == []
