"""The states of a document, and what leads from one to the next."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class State(NamedTuple):
    """A state: its stored code (RAWSTATE), and whether a document in it is in the ledger. `waits` is whether it is
    complete, and somebody has yet to approve it."""

    code: str
    posts: bool
    waits: bool = False


class Action(StrEnum):
    """What a request does to a document."""

    SUBMIT = "submit"
    DRAFT = "draft"
    REVERSE = "reverse"
    APPROVE = "approve"
    DECLINE = "decline"
    RECALL = "recall"


DRAFT = State("D", posts=False)
POSTED = State("A", posts=True)
SUBMITTED = State("S", posts=False, waits=True)
DECLINED = State("U", posts=False)
REVERSED = State("R", posts=True)
REVERSAL = State("V", posts=True)

_STATES = {state.code: state for state in (DRAFT, SUBMITTED, DECLINED, POSTED, REVERSED, REVERSAL)}
NEXT: Mapping[tuple[State | None, Action | None], State] = {
    (None, None): POSTED,
    (None, Action.SUBMIT): POSTED,
    (None, Action.DRAFT): DRAFT,
    (DRAFT, None): DRAFT,
    (DRAFT, Action.SUBMIT): POSTED,
    (DRAFT, Action.DRAFT): DRAFT,
    (POSTED, None): POSTED,
    (POSTED, Action.SUBMIT): POSTED,
    # A posted document is not taken back (inferred: only reversing undoes a posting).
    (POSTED, Action.DRAFT): POSTED,
    (POSTED, Action.REVERSE): REVERSED,
    # A submitted one is decided on or recalled; a declined one can be changed and submitted again (documented).
    (SUBMITTED, Action.APPROVE): POSTED,
    (SUBMITTED, Action.DECLINE): DECLINED,
    (SUBMITTED, Action.RECALL): DRAFT,
    (DECLINED, None): DECLINED,
    (DECLINED, Action.DRAFT): DRAFT,
    (DECLINED, Action.SUBMIT): POSTED,
}
"""What follows on what; None is a document that is new, or a request that names no action."""


def state_of(code: object) -> State:
    """The state of a stored code. Raises KeyError for one that documents here cannot be in."""
    return _STATES[str(code)]


def action_of(text: str | None) -> Action | None:
    """The action of a request's ACTION; whatever is not `Draft` submits (inferred). None when nothing is said."""
    if text is None:
        return None
    return Action.DRAFT if text.strip().lower() == Action.DRAFT else Action.SUBMIT


def after(state: State | None, action: Action | None, *, approvals: bool = False) -> State | None:
    """The state an action leads to, None where it is not allowed; `state` is None for a new document. With `approvals`
    what would be posted waits for somebody to approve it first (documented for bills)."""
    following = NEXT.get((state, action))
    if approvals and following is POSTED and state is not POSTED and action is not Action.APPROVE:
        return SUBMITTED
    return following
