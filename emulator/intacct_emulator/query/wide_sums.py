"""Sums that are exact at any size. SQLite's own fail beyond 64 bits.

A value is split into its upper part and its lower 32 bits; the sums of both cannot overflow in any table that fits on a
disk. A sum of 64 bits is a number again; a larger one is a text of its two parts, which `whole_sum` reads.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

from intacct_emulator.catalogue.values import Stored

_LOW = 0xFFFFFFFF
_BITS = 32
_HALF = 2**31
_DIGITS = 80

Whole = Callable[[Stored], Stored]


def sum_sql(value: str) -> str:
    """The expression of the sum of an integer expression: a number, or `upper:lower`."""
    upper, lower = _parts(value)
    fits = f"{upper} BETWEEN {-_HALF} AND {_HALF - 1}"
    return f"CASE WHEN {fits} THEN ({upper} << {_BITS}) | {lower} ELSE {upper} || ':' || {lower} END"


def average_sql(value: str) -> str:
    """The expression of an average's parts, `upper:lower/number`; NULL without values."""
    upper, lower = _parts(value)
    return f"{upper} || ':' || {lower} || '/' || count({value})"


def whole_sum(stored: Stored) -> Stored:
    """The number that `sum_sql` yields."""
    return _whole(stored) if isinstance(stored, str) else stored


def whole_average(factor: int) -> Whole:
    """The number of what `average_sql` yields, rounded half up; `factor` gives it further decimals."""

    def average(stored: Stored) -> Stored:
        if stored is None:
            return None
        total, _, number = str(stored).partition("/")
        with localcontext(prec=_DIGITS):
            mean = Decimal(_whole(total) * factor) / int(number)
            return int(mean.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    return average


def _parts(value: str) -> tuple[str, str]:
    low = f"sum(({value}) & {_LOW})"
    return f"(sum(({value}) >> {_BITS}) + ({low} >> {_BITS}))", f"({low} & {_LOW})"


def _whole(parts: str) -> int:
    upper, _, lower = parts.partition(":")
    return (int(upper) << _BITS) | int(lower)
