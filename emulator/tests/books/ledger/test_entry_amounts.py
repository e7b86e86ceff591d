"""Journal entries whose lines are in several currencies."""

from dataclasses import replace

import pytest
from trading import Trader, entry, journal

from intacct_emulator.books.ledger.balances import BalanceRange, balances, fiscal_year_of

MONTH = "<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>"


def test_each_line_has_a_currency_and_a_rate_of_its_own(lakeshore: Trader) -> None:
    """100.00 Canadian dollars at the month's 0.74 against 74.00 US dollars; the rate is that of the entry's day."""
    lakeshore.done(journal(entry("6500", "100", "CAD", more=MONTH), entry("2100", "-74")))
    assert lakeshore.entries() == [("6500", "74.00", "100.00 CAD"), ("2100", "-74.00", "-74.00 USD")]
    (first, second) = lakeshore.company.records.where("GLENTRY")
    fields = ("CURRENCY", "BASECURR", "EXCHANGE_RATE", "EXCH_RATE_TYPE_ID", "EXCH_RATE_DATE")
    assert lakeshore.row("GLENTRY", first.key, *fields) == ["CAD", "USD", "0.74", "Month rate", "01/31/2026"]
    assert lakeshore.row("GLENTRY", second.key, *fields) == ["USD", "USD", None, None, None]


def test_what_rounding_leaves_is_posted(lakeshore: Trader) -> None:
    """Thirds of 10.00 Canadian dollars at 0.74: three times 3.33 are 7.38 (2.4642 each), 0.01 is 0.01, and 10.00 are
    7.40; 0.01 is left."""
    third = entry("6500", "3.33", "CAD", more=MONTH)
    lakeshore.done(
        journal(third, third, third, entry("6300", "0.01", "CAD", more=MONTH), entry("2100", "-10", "CAD", more=MONTH))
    )
    assert lakeshore.entries()[-2:] == [("2100", "-7.40", "-10.00 CAD"), ("8090", "0.01", "0.01 USD")]


def test_more_than_rounding_is_out_of_balance(lakeshore: Trader) -> None:
    """Lines that do not balance before they are converted are refused as ever."""
    said = lakeshore.of(journal(entry("6500", "100", "CAD", more=MONTH), entry("2100", "-73.99")))
    assert said.errors[0][1] == "Transactions do not balance for Location US"
    assert lakeshore.entries() == []


def test_books_of_two_currencies_balance_each_by_itself(lakeshore: Trader) -> None:
    """One entry for both entities, each in its base currency."""
    lakeshore.done(
        journal(
            *(entry("6500", "50"), entry("2100", "-50")),
            *(entry("6500", "80", "CAD", "CA"), entry("2100", "-80", "CAD", "CA")),
        )
    )
    assert [str(amount) for amount in lakeshore.balances("US").values()] == ["-50.00", "50.00"]
    assert [str(amount) for amount in lakeshore.balances("CA").values()] == ["-80.00", "80.00"]
    assert lakeshore.of(journal(entry("6500", "50"), entry("2100", "-50", "CAD", "CA"))).errors, (
        "equal numbers of two currencies are no balance"
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (entry("6500", "10", "").replace("<CURRENCY></CURRENCY>", ""), "Required field Txn currency is missing"),
        (entry("6500", "10", "CAD"), "Required field Exchange rate is missing"),
        (entry("6500", "10", "JPY", more=MONTH), "Invalid Currency 'JPY' specified."),
        (
            entry("6500", "10", "EUR", more=MONTH),
            "There is no exchange rate of type 'Month rate' from EUR to USD on 01/31/2026",
        ),
    ],
)
def test_lines_need_a_currency_and_foreign_ones_a_rate(lakeshore: Trader, line: str, text: str) -> None:
    """Both are required in a company with several currencies (documented)."""
    assert lakeshore.refused(journal(line, entry("2100", "-10"))) == text


def test_a_rounding_difference_needs_its_account(lakeshore: Trader) -> None:
    """Without one the entry is refused."""
    profile = lakeshore.company.profile
    assert profile.currencies is not None
    lakeshore.company.profile = replace(profile, currencies=replace(profile.currencies, rounding_account=None))
    third = entry("6500", "3.33", "CAD", more=MONTH)
    text = lakeshore.refused(journal(third, third, third, entry("2100", "-9.99", "CAD", more=MONTH)))
    assert "rounding differences" in text


def test_a_reversing_entry_takes_back_both_amounts(lakeshore: Trader) -> None:
    """At the rate of the entry it reverses."""
    lakeshore.done(
        journal(
            entry("6500", "33.33", "EUR", more="<EXCHANGE_RATE>1.0847</EXCHANGE_RATE>"),
            entry("2100", "-33.33", "EUR", more="<EXCHANGE_RATE>1.0847</EXCHANGE_RATE>"),
            more="<REVERSEDATE>02/01/2026</REVERSEDATE>",
        )
    )
    assert lakeshore.balances("US") == {}
    assert len(lakeshore.entries()) == 4


def test_older_entries_have_rates_too(lakeshore: Trader) -> None:
    """`exchratetype` of a line is its rate's type."""
    line = (
        "<glentry><trtype>{side}</trtype><amount>100</amount><glaccountno>{account}</glaccountno>"
        "<locationid>US</locationid><currency>CAD</currency><exchratetype>Month rate</exchratetype></glentry>"
    )
    lakeshore.done(
        "<create_gltransaction><journalid>GJ</journalid><datecreated><year>2026</year><month>02</month><day>03</day>"
        "</datecreated><description>Older</description><gltransactionentries>"
        + line.format(side="debit", account="6500")
        + line.format(side="credit", account="2100")
        + "</gltransactionentries></create_gltransaction>"
    )
    assert lakeshore.entries() == [("6500", "72.00", "100.00 CAD"), ("2100", "-72.00", "-100.00 CAD")]


def test_balances_can_be_told_by_currency(lakeshore: Trader) -> None:
    """What a balance is made of, currency by currency: lines have what is needed."""
    lakeshore.done(journal(entry("6500", "100", "CAD", more=MONTH), entry("2100", "-74")))
    (day,) = {row.day("ENTRY_DATE") for row in lakeshore.company.records.where("GLENTRY")}
    assert day is not None
    asked = BalanceRange(day, day, fiscal_year_of(day, 1), apart=("CURRENCY",))
    found = [(one.account, one.apart, str(one.end)) for one in balances(lakeshore.company.records, asked)]
    assert found == [("2100", ("USD",), "-74.00"), ("6500", ("CAD",), "74.00")]
