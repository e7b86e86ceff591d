"""Money: an amount as the books hold it, from the decoded request to the journal line.

Amounts are whole hundredths, so that sums are exact and nothing is rounded twice: a request's number becomes hundredths
once, half up (documented), and the same whole number is what the rows keep. All columns of amounts have this scale.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

SCALE = 2
"""Decimals of every amount."""
RATE_SCALE = 8
"""Decimals of an exchange rate."""


class Rate(NamedTuple):
    """What one unit of a transaction's currency is worth in the base currency `base`, by which type of rate, on which
    day. `type` and `day` are None where neither was asked for or found: an amount that was given in both currencies."""

    value: Decimal
    base: str
    type: str | None = None
    day: date | None = None

    def of(self, hundredths: int) -> int:
        """What an amount is worth, in hundredths of the base currency, rounded half up."""
        return int((hundredths * self.value).to_integral_value(ROUND_HALF_UP))


class Money(NamedTuple):
    """An amount in the currency of the transaction and in the base currency, both in hundredths.

    `rate` is what the one was multiplied by to give the other; None where both are the same currency.
    """

    transaction: int
    base: int
    currency: str
    rate: Rate | None = None

    @property
    def base_currency(self) -> str:
        """The currency of the books the amount is in."""
        return self.currency if self.rate is None else self.rate.base

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


class Exchange(NamedTuple):
    """What the amounts of a document are in, and how they become amounts of the books. `rate` is None where the
    document is in the base currency."""

    currency: str
    rate: Rate | None = None

    @property
    def base(self) -> str:
        """The currency of the books."""
        return self.currency if self.rate is None else self.rate.base

    def money(self, amount: Decimal) -> Money:
        """An amount of the document's currency."""
        hundredths = kept(amount)
        if self.rate is None:
            return Money(hundredths, hundredths, self.currency)
        return Money(hundredths, self.rate.of(hundredths), self.currency, self.rate)

    def nothing(self) -> Money:
        """No money at all, where sums begin."""
        return Money(0, 0, self.currency, self.rate)


def kept(amount: Decimal) -> int:
    """An amount in hundredths, rounded half up."""
    return int(amount.scaleb(SCALE).to_integral_value(ROUND_HALF_UP))


def kept_rate(rate: Rate | None) -> tuple[int | None, str | None, str | None]:
    """An exchange rate as the columns EXCHANGE_RATE, EXCH_RATE_TYPE_ID and EXCH_RATE_DATE hold it."""
    if rate is None:
        return None, None, None
    value = int(rate.value.scaleb(RATE_SCALE).to_integral_value(ROUND_HALF_UP))
    return value, rate.type, rate.day.isoformat() if rate.day else None


RATE_COLUMNS = ("EXCHANGE_RATE", "EXCH_RATE_TYPE_ID", "EXCH_RATE_DATE")
"""The columns of a rate, in the order of `kept_rate`."""


def rate_columns(rate: Rate | None) -> dict[str, int | str | None]:
    """What a row tells of the rate its amounts were converted at: nothing in the base currency."""
    return {} if rate is None else dict(zip(RATE_COLUMNS, kept_rate(rate), strict=True))


def shown(hundredths: int) -> Decimal:
    """An amount in hundredths as a number of its currency."""
    return Decimal(hundredths).scaleb(-SCALE)
