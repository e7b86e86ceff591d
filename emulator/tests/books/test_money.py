"""Money: hundredths in two currencies."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.books.money import Exchange, Money, Rate, kept, kept_rate, rate_columns, shown


@pytest.mark.parametrize(("amount", "hundredths"), [("10.005", 1001), ("-10.005", -1001), ("0.014", 1), ("7", 700)])
def test_amounts_are_rounded_half_up(amount: str, hundredths: int) -> None:
    """Half a cent counts as one, away from zero (documented)."""
    assert kept(Decimal(amount)) == hundredths


@given(st.integers(-(10**15), 10**15))
def test_what_is_kept_is_what_is_shown(hundredths: int) -> None:
    """No amount is lost between row and value."""
    assert kept(shown(hundredths)) == hundredths


def test_money_adds_up_in_both_currencies() -> None:
    """100.00 at 1.25 and 20.00 at 1.25 are 120.00 and 150.00."""
    rate = Rate(Decimal("1.25"), "USD", "Intacct Daily Rate", date(2026, 11, 2))
    total = Money(10000, 12500, "EUR", rate).plus(Money(2000, 2500, "EUR", rate))
    assert total == Money(12000, 15000, "EUR", rate)
    assert Money(-5, -6, "EUR", rate).absolute() == Money(5, 6, "EUR", rate)
    assert Money(-5, -6, "EUR", rate).negative
    assert not Exchange("EUR").nothing().negative


def test_the_base_currency_needs_no_rate() -> None:
    """Both amounts are the same, and no rate is kept."""
    assert Exchange("USD").money(Decimal("12.34")) == Money(1234, 1234, "USD", None)
    assert (kept_rate(None), rate_columns(None)) == ((None, None, None), {})


def test_a_rate_is_kept_with_its_type_and_day() -> None:
    """Eight decimals, and where they are from."""
    rate = Rate(Decimal("1.25"), "USD", "Custom", date(2026, 11, 2))
    assert kept_rate(rate) == (125_000_000, "Custom", "2026-11-02")
    assert rate_columns(rate) == {
        "EXCHANGE_RATE": 125_000_000,
        "EXCH_RATE_TYPE_ID": "Custom",
        "EXCH_RATE_DATE": "2026-11-02",
    }


def test_amounts_are_converted_once_and_rounded_half_up() -> None:
    """33.33 Canadian dollars at 0.735 are 24.50 (24.49755), and what is taken back is exactly the opposite."""
    exchange = Exchange("CAD", Rate(Decimal("0.735"), "USD"))
    money = exchange.money(Decimal("33.33"))
    assert (money.transaction, money.base, money.currency, money.base_currency) == (3333, 2450, "CAD", "USD")
    assert exchange.money(Decimal("-33.33")) == money.reversed()
    assert (exchange.base, Exchange("USD").base) == ("USD", "USD")
