"""The states of a document, and what leads from one to the next."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from intacct_emulator.errors import GatewayError, records


class DocumentState(NamedTuple):
    """A state: its stored code (RAWSTATE), and whether a document in it is in the ledger. `waits` is whether it is
    complete, and somebody has yet to approve it."""

    code: str
    posts: bool
    waits: bool = False


class DocumentAction(StrEnum):
    """What a request does to a document."""

    SUBMIT = "submit"
    DRAFT = "draft"
    REVERSE = "reverse"
    APPROVE = "approve"
    DECLINE = "decline"
    RECALL = "recall"


DRAFT = DocumentState("D", posts=False)
POSTED = DocumentState("A", posts=True)
SUBMITTED = DocumentState("S", posts=False, waits=True)
DECLINED = DocumentState("U", posts=False)
REVERSED = DocumentState("R", posts=True)
REVERSAL = DocumentState("V", posts=True)

_STATES = {state.code: state for state in (DRAFT, SUBMITTED, DECLINED, POSTED, REVERSED, REVERSAL)}
NEXT: Mapping[tuple[DocumentState | None, DocumentAction | None], DocumentState] = {
    (None, None): POSTED,
    (None, DocumentAction.SUBMIT): POSTED,
    (None, DocumentAction.DRAFT): DRAFT,
    (DRAFT, None): DRAFT,
    (DRAFT, DocumentAction.SUBMIT): POSTED,
    (DRAFT, DocumentAction.DRAFT): DRAFT,
    (POSTED, None): POSTED,
    (POSTED, DocumentAction.SUBMIT): POSTED,
    # A posted document is not taken back (inferred: only reversing undoes a posting).
    (POSTED, DocumentAction.DRAFT): POSTED,
    (POSTED, DocumentAction.REVERSE): REVERSED,
    # A submitted one is decided on or recalled; a declined one can be changed and submitted again (documented).
    (SUBMITTED, DocumentAction.APPROVE): POSTED,
    (SUBMITTED, DocumentAction.DECLINE): DECLINED,
    (SUBMITTED, DocumentAction.RECALL): DRAFT,
    (DECLINED, None): DECLINED,
    (DECLINED, DocumentAction.DRAFT): DRAFT,
    (DECLINED, DocumentAction.SUBMIT): POSTED,
}
"""What follows on what; None is a document that is new, or a request that names no action."""


def state_of(code: object) -> DocumentState:
    """The state of a stored code. Raises KeyError for one that documents here cannot be in."""
    return _STATES[str(code)]


def action_of(text: str | None) -> DocumentAction | None:
    """The action of a request's ACTION, `Draft` or `Submit` in any case (documented; the case is inferred). None when
    nothing is said. Raises GatewayError for another word (inferred)."""
    word = text.strip().lower() if text is not None else ""
    if word in ("", DocumentAction.DRAFT, DocumentAction.SUBMIT):
        return DocumentAction(word) if word else None
    raise GatewayError(records.NOT_A_CHOICE, value=text, label="Action")


def after(
    state: DocumentState | None, action: DocumentAction | None, *, approvals: bool = False
) -> DocumentState | None:
    """The state an action leads to, None where it is not allowed; `state` is None for a new document. With `approvals`
    what would be posted waits for somebody to approve it first (documented for bills)."""
    following = NEXT.get((state, action))
    if approvals and following is POSTED and state is not POSTED and action is not DocumentAction.APPROVE:
        return SUBMITTED
    return following
