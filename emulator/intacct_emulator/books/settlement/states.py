"""The states of receipts, as a table: what a request makes of a receipt in each of them."""

from collections.abc import Mapping

from intacct_emulator.books.documents.states import REVERSED, Action, State

DRAFT = State("D", posts=False)
COMPLETE = State("C", posts=True)

RECEIPT_STATES: Mapping[tuple[State | None, Action | None], State] = {
    (None, None): COMPLETE,
    (None, Action.SUBMIT): COMPLETE,
    (None, Action.DRAFT): DRAFT,
    (DRAFT, None): DRAFT,
    (DRAFT, Action.DRAFT): DRAFT,
    (DRAFT, Action.SUBMIT): COMPLETE,
    (COMPLETE, Action.REVERSE): REVERSED,
}
"""What follows on what; None is a receipt that is new. A complete one is not changed any more, only reversed
(documented)."""
