"""Card transactions, other receipts, deposits and bank accounts in other currencies."""

from cash_requests import (
    card_item,
    charge,
    deposit,
    feed,
    in_bank,
    receipt_item,
    reconciliation,
    reversed_charge,
    transaction,
)
from cash_requests import receipt as other_receipt
from trading import Trader

EURO = "<currency>EUR</currency><exchratetype>Intacct Daily Rate</exchratetype>"
NO_DEPARTMENT = "<departmentid>20</departmentid>"


def spent(head: str = "") -> str:
    """A charge of 100.00 for travel, on 3 November."""
    return charge(card_item("100", place="US"), head=head)


def got(place: str, head: str = "", amount: str = "100") -> str:
    """An other receipt of 4 November."""
    return other_receipt(receipt_item(amount, "4100", "US"), place, head)


def test_a_charge_in_another_currency_is_converted(lakeshore: Trader) -> None:
    """100.00 euros at 1.16; the card is owed as much."""
    key = lakeshore.made(spent(EURO))
    assert lakeshore.entries("ci", key) == [("2060", "-116.00", "-100.00 EUR"), ("6300", "116.00", "100.00 EUR")]
    assert lakeshore.row("CCTRANSACTION", key, "CURRENCY", "TRX_TOTALENTERED", "TOTALENTERED") == ["EUR", "100", "116"]


def test_a_receipt_is_in_its_accounts_currency(lakeshore: Trader) -> None:
    """What says nothing goes into the account of Canadian dollars as Canadian dollars, at 0.71."""
    key = lakeshore.made(got(in_bank("US-CAD")))
    assert lakeshore.entries("cr", key) == [("1010", "71.00", "100.00 CAD"), ("4100", "-71.00", "-100.00 CAD")]
    fields = ("CURRENCY", "BASECURR", "EXCHANGE_RATE", "BANKACCOUNTCURR", "TRX_TOTALENTERED", "TOTALENTERED")
    assert lakeshore.row("OTHERRECEIPTS", key, *fields) == ["CAD", "USD", "0.71", "CAD", "100", "71"]
    said = lakeshore.of(got(in_bank("US-CAD"), EURO))
    assert said.gaps == ("money in another currency than the bank account's",)


def test_an_undeposited_receipt_may_be_in_any_currency(lakeshore: Trader) -> None:
    """It is deposited at what it was worth, into an account of its currency."""
    key = lakeshore.made(got("<undepglaccountno>1050</undepglaccountno>", EURO.replace("EUR", "CAD")))
    assert lakeshore.entries("cr", key)[0] == ("1050", "71.00", "100.00 CAD")
    wrong = lakeshore.of(deposit(key).replace("CHK-US", "US-USD"))
    assert wrong.gaps == ("money in another currency than the bank account's",)
    lakeshore.made(deposit(key).replace("CHK-US", "US-CAD"))
    assert {account: str(amount) for account, amount in lakeshore.balances("US").items()} == {
        "1010": "71.00",
        "4100": "-71.00",
    }


def test_a_changed_receipt_keeps_its_rate(lakeshore: Trader) -> None:
    """A new description changes no amount; a rate does."""
    key = lakeshore.made(got(in_bank("US-CAD")))
    lakeshore.done(f'<update_otherreceipt key="{key}"><description>x</description></update_otherreceipt>')
    assert lakeshore.row("OTHERRECEIPTS", key, "EXCHANGE_RATE", "TOTALENTERED") == ["0.71", "71"]
    change = "<description>x</description><currency>CAD</currency><exchrate>0.8</exchrate>"
    lakeshore.done(f'<update_otherreceipt key="{key}">{change}</update_otherreceipt>')
    assert lakeshore.row("OTHERRECEIPTS", key, "EXCHANGE_RATE", "TOTALENTERED") == ["0.8", "80"]
    assert lakeshore.entries("cr", key)[0] == ("1010", "80.00", "100.00 CAD")


def test_a_reversed_charge_takes_back_both_amounts(lakeshore: Trader) -> None:
    """The twin has the amounts with the other sign."""
    key = lakeshore.made(spent(EURO))
    lakeshore.done(reversed_charge(key))
    assert lakeshore.balances("US") == {}


def test_accounts_are_in_the_currency_of_their_entity_unless_they_say_otherwise(lakeshore: Trader) -> None:
    """A new account of the Canadian entity is in Canadian dollars."""
    account = (
        "<create_checkingaccount><bankaccountid>{id}</bankaccountid><locationid>CA</locationid>"
        "<bankname>Ontario Shore Bank</bankname>{more}<glaccountno>1020</glaccountno></create_checkingaccount>"
    )
    lakeshore.done(account.format(id="CA-2", more=""), account.format(id="CA-3", more="<currency>EUR</currency>"))
    records = lakeshore.company.records
    found = [record["CURRENCY"] for name in ("CA-2", "CA-3") if (record := records.find("CHECKINGACCOUNT", name))]
    assert found == ["CAD", "EUR"]
    assert "JPY" in lakeshore.refused(account.format(id="CA-4", more="<currency>JPY</currency>"))


def test_a_statement_is_in_the_accounts_currency(lakeshore: Trader) -> None:
    """100.00 Canadian dollars on the statement match 100.00 in the books, whatever they are worth there."""
    lakeshore.made(got(in_bank("US-CAD")))
    lakeshore.done(feed(transaction("100"), account="US-CAD"))
    assert lakeshore.of(reconciliation("71").replace("CHK-US", "US-CAD")).errors
    lakeshore.done(reconciliation("100").replace("CHK-US", "US-CAD"))
