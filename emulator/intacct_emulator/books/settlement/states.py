"""The states of receipts, as a table: what a request makes of a receipt in each of them."""

from collections.abc import Mapping

from intacct_emulator.books.documents.states import REVERSED, DocumentAction, DocumentState

DRAFT = DocumentState("D", posts=False)
COMPLETE = DocumentState("C", posts=True)

RECEIPT_STATES: Mapping[tuple[DocumentState | None, DocumentAction | None], DocumentState] = {
    (None, None): COMPLETE,
    (None, DocumentAction.SUBMIT): COMPLETE,
    (None, DocumentAction.DRAFT): DRAFT,
    (DRAFT, None): DRAFT,
    (DRAFT, DocumentAction.DRAFT): DRAFT,
    (DRAFT, DocumentAction.SUBMIT): COMPLETE,
    (COMPLETE, DocumentAction.REVERSE): REVERSED,
}
"""What follows on what; None is a receipt that is new. A complete one is not changed any more, only reversed
(documented)."""
