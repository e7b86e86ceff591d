"""A year of a group with books in two currencies. The figures are worked out by hand, from the rates of the fixture:

| from | CAD to USD | USD to CAD (reciprocal) | EUR to USD | EUR to CAD |
|---|---:|---:|---:|---:|
| January | 0.73 | 1.36986301 | 1.08 | 1.48 |
| February | 0.735 | 1.36054422 | 1.10 | 1.48 |
| March | 0.74 | 1.35135135 | 1.12 | 1.50 |
| June | 0.72 | 1.38888889 | 1.15 | 1.60 |
| November | 0.71 | 1.40845070 | 1.16 | 1.60 |
"""

from collections.abc import Callable
from datetime import date

import pytest
from trading import EUR, Trader, bill, entry, invoice, journal, memo, paid, payment, receipt, reversal

from intacct_emulator.books.ledger.closing import close_books

USD = "<CURRENCY>USD</CURRENCY>"
MONTH = "<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>"
OWN_RATE = "<EXCHANGE_RATE>0.7133</EXCHANGE_RATE>"


def texts(balances: dict[str, object]) -> dict[str, str]:
    """Balances as the tests write them."""
    return {account: str(amount) for account, amount in balances.items()}


@pytest.fixture
def year(lakeshore: Trader) -> Trader:
    """The group at the end of its year."""
    close, made, done = closing(lakeshore), lakeshore.made, lakeshore.done
    # January: 1,000.00 CAD at 0.73 are 730.00; 500.00 EUR at 1.08 are 540.00; 100.00 CAD at the month's 0.74 are 74.00.
    ours = made(invoice("1000"))
    theirs = made(bill("B-1", "500", EUR, when="01/20/2026"))
    done(journal(entry("6500", "100", "CAD", more=MONTH), entry("2100", "-74"), when="01/31/2026"))
    close(1, 31)
    # February: of 400.00 CAD 294.00 come in (0.735) for 292.00: 2.00 gained. In Canada 2,000.00 USD are 2,721.09 CAD.
    early = made(receipt(paid(ours, "400"), "02/10/2026"))
    canadian = made(invoice("2000", USD, "CA", "02/12/2026", customer="C-100"))
    credit = made(memo("-100", "02/20/2026"))
    # March: the memo's 73.50 for 73.00 of the invoice: 0.50 gained. 300.00 EUR at 1.12 are 336.00 for 324.00: 12.00
    # lost. In Canada 1,500.00 USD come in as 2,027.03 CAD for 2,040.82: 13.79 lost.
    used = f"<ADJUSTMENTKEY>{credit}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>100</TRX_ADJUSTMENTAMOUNT>"
    done(receipt(paid(ours, more=used), "03/05/2026"))
    done(payment(paid(theirs, "300"), "03/15/2026", "US-USD", EUR))
    done(receipt(paid(canadian, "1500"), "03/20/2026", "CA-USD", USD, "C-100"))
    close(3, 31)
    # June: the rest of 500.00 CAD comes in US dollars, 360.00 (0.72) for 365.00: 5.00 lost. February's receipt bounced,
    # and came again as 288.00 for 292.00: 4.00 lost.
    done(receipt(paid(ours, "500"), "06/10/2026", "US-USD"))
    done(reversal("arpayment", early, "06/15/2026"))
    done(receipt(paid(ours, "400"), "06/20/2026"))
    # July: in Canada 200.00 EUR at 1.60 are 320.00 CAD.
    foreign = made(bill("B-2", "200", EUR, "CA", "07/01/2026"))
    # November: 200.00 EUR at 1.16 are 232.00 for 216.00: 16.00 lost. In Canada 500.00 USD are 704.23 CAD for 680.27:
    # 23.96 gained.
    done(payment(paid(theirs, "200"), "11/15/2026", "US-USD", EUR))
    done(receipt(paid(canadian, "500"), "11/20/2026", "CA-USD", USD, "C-100"))
    # December: 320.00 CAD for as much; three times 33.33 CAD at 0.7133 are 71.31 (23.77 each), 99.99 are 71.32.
    done(payment(paid(foreign, "200"), "12/31/2026", "CA-CAD", EUR))
    third = entry("6500", "33.33", "CAD", more=OWN_RATE)
    done(journal(third, third, third, entry("2100", "-99.99", "CAD", more=OWN_RATE), when="12/31/2026"))
    return lakeshore


def closing(trader: Trader) -> Callable[[int, int], None]:
    """Closes the books of the year up to a day."""

    def close(month: int, day: int) -> None:
        with trader.company.database.unit():
            close_books(trader.company.records, date(2026, month, day))

    return close


def test_each_entitys_books_are_as_worked_out(year: Trader) -> None:
    """Every account of both entities, each in its base currency; both balance."""
    assert texts({**year.balances("US")}) == {
        "1000": "-208.00",
        "1010": "288.00",
        "2100": "-145.32",
        "4000": "-656.50",
        "5000": "540.00",
        "6500": "145.31",
        "8080": "36.50",
        "8090": "0.01",
    }
    assert texts({**year.balances("CA")}) == {
        "1020": "-320.00",
        "1030": "2731.26",
        "4000": "-2721.09",
        "5000": "320.00",
        "8080": "-10.17",
    }
    for entity in ("US", "CA"):
        assert not sum(year.balances(entity).values())


def test_balances_by_currency_are_what_was_traded(year: Trader) -> None:
    """What is in the banks in their own currency, what was sold in which; nothing foreign is left to be settled."""
    own = {
        place: f"{own} {place[2]}"
        for place, (base, own) in year.in_each_currency().items()
        if (base or own) and place[1] not in ("8080", "8090")
    }
    assert {f"{entity} {account} {currency}": amount for (entity, account, currency), amount in own.items()} == {
        "US 1000 USD": "-208.00 USD",
        "US 1010 CAD": "400.00 CAD",
        "US 2100 CAD": "-99.99 CAD",
        "US 2100 USD": "-74.00 USD",
        "US 4000 CAD": "-900.00 CAD",
        "US 5000 EUR": "500.00 EUR",
        "US 6500 CAD": "199.99 CAD",
        "CA 1020 CAD": "-320.00 CAD",
        "CA 1030 USD": "2000.00 USD",
        "CA 4000 USD": "-2000.00 USD",
        "CA 5000 EUR": "200.00 EUR",
    }


@pytest.mark.parametrize(
    ("location", "currency", "ends"),
    [
        ("US", "USD", {"1000": "-208", "1010": "288", "1200": "0", "8080": "36.5"}),
        ("CA", "CAD", {"1020": "-320", "1030": "2731.26", "1200": "0", "8080": "-10.17"}),
    ],
)
def test_the_trial_balance_of_an_entity_is_in_its_currency(
    year: Trader, location: str, currency: str, ends: dict[str, str]
) -> None:
    """The accounts' balances agree with the ledger, and debits with credits."""
    days = (
        "<startdate><year>2026</year><month>1</month><day>1</day></startdate>"
        "<enddate><year>2026</year><month>12</month><day>31</day></enddate>"
    )
    for function, row in (("get_trialbalance", "trialbalance"), ("get_accountbalances", "accountbalance")):
        said = year.of(f"<{function}>{days}<locationid>{location}</locationid></{function}>")
        assert (said.errors, set(said.texts(f".//{row}/currency"))) == ([], {currency})
        found = dict(zip(said.texts(f".//{row}/glaccountno"), said.texts(f".//{row}/endbalance"), strict=True))
        assert {account: found[account] for account in ends} == ends
        assert year.refused(f"<{function}>{days}</{function}>") == "Required field Location is missing"


def test_receivables_age_at_the_documents_rate(year: Trader) -> None:
    """At the end of May 500.00 CAD of the invoice are due, 365.00; and in June, when the receipt bounced, 292.00."""
    for day, due in (("<month>5</month><day>31</day>", "365"), ("<month>6</month><day>18</day>", "292")):
        as_of = f"<asofdate><year>2026</year>{day}</asofdate>"
        said = year.of(f"<get_araging><customerid>C-200</customerid><locationid>US</locationid>{as_of}</get_araging>")
        assert [text for text in said.texts(".//aging/totalamount") if text != "0"] == [due]


def test_a_closed_month_takes_nothing_and_an_old_document_can_be_paid(year: Trader) -> None:
    """Nothing is dated in March any more; June's receipts of January's invoice show that the rest goes."""
    assert "closed" in year.refused(invoice(when="03/31/2026")).lower()
    assert "closed" in year.refused(journal(entry("6500", "1"), entry("2100", "-1"), when="01/31/2026")).lower()


def test_everything_can_be_taken_back(year: Trader) -> None:
    """Payments first, then documents: no balance is left but those of journal entries."""
    records = year.company.records
    for name, function in (("ARPYMT", "arpayment"), ("APPYMT", "appayment")):
        for record in records.where(name, RAWSTATE="C"):
            year.done(reversal(function, record.key, "12/31/2026"))
    for name, function in (("ARINVOICE", "invoice"), ("APBILL", "bill")):
        for record in records.where(name, RAWSTATE="A"):
            year.done(reversal(function, record.key, "12/31/2026"))
    # The memo cannot be reversed: 100.00 CAD at 0.735.
    assert texts({**year.balances("US")}) == {
        "1200": "-73.50",
        "2100": "-145.32",
        "4000": "73.50",
        "6500": "145.31",
        "8090": "0.01",
    }
    assert year.balances("CA") == {}
