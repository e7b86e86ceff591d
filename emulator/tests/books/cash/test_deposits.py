"""Deposits: undeposited receipts go to the bank, each once."""

import pytest
import receiving
from asking import Ask, invoice, line
from cash_requests import deposit, in_bank, ledger, read, receipt, receipt_item

from intacct_emulator.tenancy.company import Company


def test_a_deposit_takes_every_line_to_the_bank(ask: Ask) -> None:
    """Bank in debit, undeposited funds in credit, per line of the receipts, with its location."""
    first = ask.of(receipt(receipt_item("50.00") + receipt_item("7.50", place="US-CHI"))).key
    second = ask.of(receipt(receipt_item("2.25"))).key
    said = ask.of(deposit(first, second))
    assert said.errors == []
    assert ledger(ask, "ACCOUNTNO", "AMOUNT", "LOCATIONID", "ENTRY_DATE", "RECORDTYPE")[6:] == [
        ("1000", "50", "US-NYC", "11/06/2026", "Deposit"),
        ("1050", "-50", "US-NYC", "11/06/2026", "Deposit"),
        ("1000", "7.5", "US-CHI", "11/06/2026", "Deposit"),
        ("1050", "-7.5", "US-CHI", "11/06/2026", "Deposit"),
        ("1000", "2.25", "US-NYC", "11/06/2026", "Deposit"),
        ("1050", "-2.25", "US-NYC", "11/06/2026", "Deposit"),
    ]
    found = read(ask, "DEPOSIT", said.key)
    told = ("FINANCIALENTITY", "DEPOSITID", "TOTALENTERED", "STATE", "BANKNAME", "WHENCREATED", "DESCRIPTION")
    assert [found[name] for name in told] == [
        "CHK-US",
        "Slip 2026-11-06",
        "59.75",
        "A",
        "Hudson Mercantile Bank",
        "2026-11-06",
        "Tuesday",
    ]
    assert read(ask, "OTHERRECEIPTS", first)["STATE"] == "Deposited"
    lines = ask.of(
        "<query><object>DEPOSITENTRY</object><select><field>ACCOUNTNO</field><field>AMOUNT</field></select></query>"
    ).rows()
    assert [tuple(line.values()) for line in lines] == [("1050", "50"), ("1050", "7.5"), ("1050", "2.25")]


def test_whole_receipts_are_recorded_in_passing(ask: Ask, company: Company) -> None:
    """A deposit that describes its receipts records them, undeposited for a moment."""
    said = ask.of(deposit(receipts=receipt(name="receipt")))
    assert said.errors == []
    (record,) = company.records.where("OTHERRECEIPTS")
    assert str(record["DEPOSITKEY"]) == said.key
    assert [row[:2] for row in ledger(ask, "ACCOUNTNO", "AMOUNT")] == [
        ("1050", "50.99"),
        ("8000", "-50.99"),
        ("1000", "50.99"),
        ("1050", "-50.99"),
    ]


def test_a_deposited_receipt_is_not_deposited_again_changed_or_deleted(ask: Ask, company: Company) -> None:
    """Each of the three is refused, and the books stay as they are."""
    key = ask.of(receipt()).key
    ask.of(deposit(key))
    before = ledger(ask, "RECORDNO", "AMOUNT")
    for request in (
        deposit(key),
        f'<update_otherreceipt key="{key}"><payee>Other</payee></update_otherreceipt>',
        f'<delete_otherreceipt key="{key}"/>',
    ):
        assert ask.of(request).errors != []
    assert ledger(ask, "RECORDNO", "AMOUNT") == before
    assert len(company.records.where("DEPOSIT")) == 1


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ("{key} {key}", "The receipt '{key}' is named twice"),
        ("{key} 4711", "Invalid receipt '4711' specified."),
        ("{key} many", "Invalid receipt 'many' specified."),
        ("{key} {banked}", "Invalid receipt '{banked}' specified."),
    ],
)
def test_receipts_that_cannot_be_deposited_are_told(ask: Ask, company: Company, request_: str, text: str) -> None:
    """Named twice, unknown, no number, already in a bank: refused, and nothing of the deposit stays."""
    names = {"key": ask.of(receipt()).key, "banked": ask.of(receipt(place=in_bank())).key}
    said = ask.of(deposit(*request_.format(**names).split()))
    assert said.errors[0][1] == text.format(**names)
    assert not company.records.where("DEPOSIT")
    assert company.records.where("OTHERRECEIPTS")[0]["DEPOSITKEY"] is None


def test_a_deposit_is_not_earlier_than_its_receipts(ask: Ask) -> None:
    """A day before the receipt was received is refused."""
    key = ask.of(receipt()).key
    assert "cannot be earlier" in ask.of(deposit(key, date="2026-11-03")).errors[0][1]


def test_an_unknown_bank_is_told(ask: Ask, company: Company) -> None:
    """Nothing is deposited nowhere; receipts recorded in passing are gone with it."""
    assert ask.of(deposit(bank="BA1145", receipts=receipt(name="receipt"))).errors[0][1] == (
        "Invalid Bank 'BA1145' specified."
    )
    assert not company.records.where("OTHERRECEIPTS")


def test_receipts_of_customers_are_deposited_beside_others(ask: Ask, company: Company) -> None:
    """A payment of two invoice lines, an advance and an other receipt: nothing stays undeposited; the customer stays on
    the lines; none of them is deposited again, and the payment can no longer be reversed."""
    owed = ask.of(invoice("INV-1", lines=line("60.00") + line("40.00", location="US-CHI"))).key
    paid = ask.of(receiving.receipt(receiving.paid(owed, "100.00"), when="11/04/2026")).key
    advance = ask.of(receiving.advance("25", place=receiving.UNDEPOSITED, when="11/05/2026")).key
    other = ask.of(receipt(receipt_item("2.25"))).key
    said = ask.of(deposit(paid, advance, other))
    assert said.errors == []
    rows = ask.of(
        "<query><object>GLDETAIL</object><select><field>ACCOUNTNO</field><field>AMOUNT</field><field>LOCATIONID</field>"
        "<field>CUSTOMERID</field></select><filter><equalto><field>RECORDTYPE</field><value>Deposit</value></equalto>"
        "</filter><orderby><order><field>RECORDNO</field></order></orderby></query>"
    ).rows()
    assert [tuple(row.values()) for row in rows] == [
        ("1000", "60", "US-NYC", "C-1001"),
        ("1050", "-60", "US-NYC", "C-1001"),
        ("1000", "40", "US-CHI", "C-1001"),
        ("1050", "-40", "US-CHI", "C-1001"),
        ("1000", "25", "US-NYC", "C-1001"),
        ("1050", "-25", "US-NYC", "C-1001"),
        ("1000", "2.25", "US-NYC", None),
        ("1050", "-2.25", "US-NYC", None),
    ]
    assert company.database.scalar("SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE ACCOUNTNO = '1050'") == 0
    for key in (paid, advance):
        assert ask.of(deposit(key)).errors[0][1] == f"Invalid receipt '{key}' specified."
    assert ask.of(receiving.reversal("arpayment", paid)).errors != []


def test_a_reversed_payment_is_not_deposited(ask: Ask) -> None:
    """What is taken back is no money."""
    owed = ask.of(invoice("INV-1")).key
    paid = ask.of(receiving.receipt(receiving.paid(owed, "10.00"), when="11/04/2026")).key
    twin = ask.of(receiving.reversal("arpayment", paid, "2026-11-05")).key
    for key in (paid, twin):
        assert ask.of(deposit(key)).errors != []
