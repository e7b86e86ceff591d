"""Rules that one kind of document has and others have not. A kind names its own."""

from collections.abc import Callable, Sequence

from intacct_emulator.books.money import Money, shown
from intacct_emulator.errors import GatewayError, settlement, transactions

LineRule = Callable[[Sequence[Money]], None]
"""Is given the amounts of a document's lines before it is posted, and raises GatewayError."""


def any_amounts(_amounts: Sequence[Money]) -> None:
    """Lines of either sign go together."""


def one_sign(amounts: Sequence[Money]) -> None:
    """All lines of an AP adjustment have the same sign (documented)."""
    if any(amount.transaction > 0 for amount in amounts) and any(amount.negative for amount in amounts):
        raise GatewayError(transactions.MIXED_SIGNS)


def above_zero(amounts: Sequence[Money]) -> None:
    """Money that is received in advance is more than nothing (inferred)."""
    for amount in amounts:
        if amount.transaction <= 0:
            raise GatewayError(settlement.AMOUNT_NOT_POSITIVE, amount=shown(amount.transaction), number="")
