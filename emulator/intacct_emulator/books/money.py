"""Money: an amount as the books hold it, from the decoded request to the journal line.

Amounts are whole hundredths, so that sums are exact and nothing is rounded twice: a request's number becomes hundredths
once, half up (documented), and the same whole number is what the rows keep. All columns of amounts have this scale.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

SCALE = 2
"""Decimals of every amount."""
RATE_SCALE = 8
"""Decimals of an exchange rate."""


class Money(NamedTuple):
    """An amount in the currency of the transaction and in the base currency, both in hundredths.

    `rate` is what the one was multiplied by to give the other; None where both are the same currency.
    """

    transaction: int
    base: int
    currency: str
    rate: Decimal | None = None

    @classmethod
    def in_base(cls, amount: Decimal, currency: str) -> "Money":
        """An amount of the base currency."""
        hundredths = kept(amount)
        return cls(hundredths, hundredths, currency)

    @property
    def negative(self) -> bool:
        """Whether the amount is below zero."""
        return self.transaction < 0

    def absolute(self) -> "Money":
        """The amount without its sign."""
        return Money(abs(self.transaction), abs(self.base), self.currency, self.rate)

    def plus(self, other: "Money") -> "Money":
        """The sum with another amount of the same currency."""
        return Money(self.transaction + other.transaction, self.base + other.base, self.currency, self.rate)

    def less(self, other: "Money") -> "Money":
        """What another amount of the same currency leaves of this one."""
        return self.plus(other.reversed())

    def reversed(self) -> "Money":
        """The amount with the other sign."""
        return Money(-self.transaction, -self.base, self.currency, self.rate)


def nothing(currency: str) -> Money:
    """No money at all, where sums begin."""
    return Money(0, 0, currency)


def kept(amount: Decimal) -> int:
    """An amount in hundredths, rounded half up."""
    return int(amount.scaleb(SCALE).to_integral_value(ROUND_HALF_UP))


def kept_rate(rate: Decimal | None) -> int | None:
    """An exchange rate as its column holds it."""
    return None if rate is None else int(rate.scaleb(RATE_SCALE).to_integral_value(ROUND_HALF_UP))


def shown(hundredths: int) -> Decimal:
    """An amount in hundredths as a number of its currency."""
    return Decimal(hundredths).scaleb(-SCALE)
