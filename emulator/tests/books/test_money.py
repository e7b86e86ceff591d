"""Money: hundredths in two currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.books.money import Money, kept, kept_rate, nothing, shown


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
    rate = Decimal("1.25")
    total = Money(10000, 12500, "EUR", rate).plus(Money(2000, 2500, "EUR", rate))
    assert total == Money(12000, 15000, "EUR", rate)
    assert Money(-5, -6, "EUR", rate).absolute() == Money(5, 6, "EUR", rate)
    assert Money(-5, -6, "EUR", rate).negative
    assert not nothing("EUR").negative


def test_the_base_currency_needs_no_rate() -> None:
    """Both amounts are the same, and no rate is kept."""
    assert Money.in_base(Decimal("12.34"), "USD") == Money(1234, 1234, "USD", None)
    assert (kept_rate(None), kept_rate(Decimal("1.25"))) == (None, 125_000_000)
