"""The states of a document, and what leads from one to the next."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class State(NamedTuple):
    """A state: its stored code (RAWSTATE), and whether a document in it is in the ledger."""

    code: str
    posts: bool


class Action(StrEnum):
    """What a request does to a document."""

    SUBMIT = "submit"
    DRAFT = "draft"
    REVERSE = "reverse"


DRAFT = State("D", posts=False)
POSTED = State("A", posts=True)
REVERSED = State("R", posts=True)
REVERSAL = State("V", posts=True)

_STATES = {state.code: state for state in (DRAFT, POSTED, REVERSED, REVERSAL)}
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


def after(state: State | None, action: Action | None) -> State:
    """The state an action leads to; `state` is None for a new document."""
    return NEXT[state, action]
