"""How an amount is spread over lines: the one place that decides which line is paid how much.

Amounts here are sizes: what is open of a line, whichever its sign, and what is taken of it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from intacct_emulator.books.money import Money


class Open(NamedTuple):
    """A line, by its place in a list, and what is open of it; above zero."""

    place: int
    left: Money


class Share(NamedTuple):
    """What a line gets of an amount."""

    place: int
    amount: Money


class Pairing(NamedTuple):
    """An amount of one line that is set off against a line of the other side, each as its own line counts it."""

    paid: int
    credit: int
    amount: Money
    taken: Money


def total(lines: Sequence[Open]) -> int:
    """What is open of all the lines, in the currency of the transaction."""
    return sum(line.left.transaction for line in lines)


def waterfall(lines: Sequence[Open], amount: int) -> list[Share]:
    """An amount spread over lines in their order, each filled before the next one begins (documented).

    `amount` is in hundredths of the transaction's currency and at most what is open.
    """
    shares = []
    for line in lines:
        taken = min(amount, line.left.transaction)
        if taken <= 0:
            continue
        shares.append(Share(line.place, part_of(line.left, taken)))
        amount -= taken
    assert amount <= 0, "more than is open"
    return shares


def paired(paid: Sequence[Open], credits: Sequence[Open], amount: int) -> list[Pairing]:
    """The amount spread over both sides at once: each pairing is of one line of either side."""
    pairings: list[Pairing] = []
    left, right = waterfall(paid, amount), waterfall(credits, amount)
    while left and right:
        size = min(left[0].amount.transaction, right[0].amount.transaction)
        one, other = part_of(left[0].amount, size), part_of(right[0].amount, size)
        pairings.append(Pairing(left[0].place, right[0].place, one, other))
        left, right = _without(left, one), _without(right, other)
    return pairings


def _without(shares: list[Share], amount: Money) -> list[Share]:
    """The shares after an amount was taken of the first."""
    first, *rest = shares
    remaining = first.amount.less(amount)
    return [Share(first.place, remaining), *rest] if remaining.transaction else rest


def part_of(whole: Money, transaction: int) -> Money:
    """A part of an amount at the rate of the whole; the last part takes what rounding left."""
    if transaction == whole.transaction:
        return whole
    if whole.base == whole.transaction:
        return Money(transaction, transaction, whole.currency, whole.rate)
    base = (whole.base * transaction * 2 + whole.transaction) // (2 * whole.transaction)
    return Money(transaction, base, whole.currency, whole.rate)
