"""Rules that one kind of document has and others have not. A kind names its own."""

from collections.abc import Callable, Sequence

from intacct_emulator.books.money import Money
from intacct_emulator.errors import GatewayError, transactions

LineRule = Callable[[Sequence[Money]], None]
"""Is given the amounts of a document's lines before it is posted, and raises GatewayError."""


def any_amounts(_amounts: Sequence[Money]) -> None:
    """Lines of either sign go together."""


def one_sign(amounts: Sequence[Money]) -> None:
    """All lines of an AP adjustment have the same sign (documented)."""
    if any(amount.transaction > 0 for amount in amounts) and any(amount.negative for amount in amounts):
        raise GatewayError(transactions.MIXED_SIGNS)
