"""The life of a payment to a vendor, as a table: what leads from one state to the next, and what each does.

A request goes as far as it can by itself: submitting one approves it too where payments need no approval, and an
approved one is confirmed at once where its method only records what was paid elsewhere.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class PaymentState(NamedTuple):
    """A state: its stored code (RAWSTATE) and its word (DISPLAYSTATE, recorded). `selects` is whether what it pays is
    selected, `posts` whether it is in the ledger."""

    code: str
    word: str
    selects: bool = False
    posts: bool = False


class PaymentEvent(StrEnum):
    """What happens to a payment. CHANGE keeps a draft one."""

    CHANGE = "change"
    SUBMIT = "submit"
    APPROVE = "approve"
    DECLINE = "decline"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    VOID = "void"
    REVERSE = "reverse"
    DELETE = "delete"


DRAFT = PaymentState("D", "Draft", selects=True)
SUBMITTED = PaymentState("S", "Submitted", selects=True)
APPROVED = PaymentState("A", "Approved", selects=True)
DECLINED = PaymentState("U", "Declined")
DELIVERED = PaymentState("P", "Delivered", selects=True)
CONFIRMED = PaymentState("C", "Confirmed", posts=True)
VOIDED = PaymentState("V", "Voided")
DELETED = PaymentState("X", "Deleted")
"""Nothing is kept of a deleted payment."""

STATES: Mapping[str, PaymentState] = {
    state.code: state for state in (DRAFT, SUBMITTED, APPROVED, DECLINED, DELIVERED, CONFIRMED, VOIDED)
}
"""The states that rows are in, by their code. Partially Approved (PA), Print Voided (VP) and Quick Delivery (Q) are not
reached: one approval is enough here, and nothing is printed."""

PAYMENT_STATES: Mapping[tuple[PaymentState | None, PaymentEvent], PaymentState] = {
    (None, PaymentEvent.CHANGE): DRAFT,
    (None, PaymentEvent.SUBMIT): SUBMITTED,
    (DRAFT, PaymentEvent.CHANGE): DRAFT,
    (DRAFT, PaymentEvent.SUBMIT): SUBMITTED,
    (DRAFT, PaymentEvent.VOID): VOIDED,
    (DRAFT, PaymentEvent.DELETE): DELETED,
    (SUBMITTED, PaymentEvent.APPROVE): APPROVED,
    (SUBMITTED, PaymentEvent.DECLINE): DECLINED,
    (SUBMITTED, PaymentEvent.VOID): VOIDED,
    (SUBMITTED, PaymentEvent.DELETE): DELETED,
    (APPROVED, PaymentEvent.DELIVER): DELIVERED,
    (APPROVED, PaymentEvent.CONFIRM): CONFIRMED,
    (APPROVED, PaymentEvent.VOID): VOIDED,
    (APPROVED, PaymentEvent.DELETE): DELETED,
    (DELIVERED, PaymentEvent.CONFIRM): CONFIRMED,
    (DELIVERED, PaymentEvent.VOID): VOIDED,
    (DECLINED, PaymentEvent.VOID): VOIDED,
    (DECLINED, PaymentEvent.DELETE): DELETED,
    (CONFIRMED, PaymentEvent.VOID): VOIDED,
    (CONFIRMED, PaymentEvent.REVERSE): VOIDED,
}
"""What follows on what; None is a payment that is new. What is not here is refused.

That only drafts change is documented; no function prints a check, so that confirming works on approved ones (inferred,
needed); what has been delivered is voided, not deleted (inferred)."""


def state_of(code: object) -> PaymentState:
    """The state of a stored code. Raises KeyError for one that no row is in."""
    return STATES[str(code)]


def after(state: PaymentState | None, event: PaymentEvent) -> PaymentState | None:
    """The state an event leads to; None where it is not allowed."""
    return PAYMENT_STATES.get((state, event))
