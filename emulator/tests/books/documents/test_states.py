"""The states of documents as a table."""

import pytest

from intacct_emulator.books.documents.states import (
    DECLINED,
    DRAFT,
    POSTED,
    SUBMITTED,
    DocumentAction,
    DocumentState,
    action_of,
    after,
    state_of,
)


@pytest.mark.parametrize(
    ("state", "text", "next_state"),
    [
        (None, None, POSTED),
        (None, "Draft", DRAFT),
        (None, "Submit", POSTED),
        (DRAFT, None, DRAFT),
        (DRAFT, " draft ", DRAFT),
        (DRAFT, "Submit", POSTED),
        (POSTED, None, POSTED),
        (POSTED, "Draft", POSTED),
    ],
)
def test_what_leads_where(state: DocumentState | None, text: str | None, next_state: DocumentState) -> None:
    """A new document is posted unless it says otherwise; a draft stays one until it is submitted."""
    assert after(state, action_of(text)) is next_state


def test_codes_are_those_of_rawstate() -> None:
    """Stored codes lead back to their states, and only posted documents are in the ledger."""
    assert (state_of("A"), state_of("D")) == (POSTED, DRAFT)
    assert (POSTED.posts, DRAFT.posts) == (True, False)
    assert action_of("Submit") is DocumentAction.SUBMIT


@pytest.mark.parametrize(
    ("state", "action", "next_state"),
    [
        (None, None, SUBMITTED),
        (DRAFT, DocumentAction.SUBMIT, SUBMITTED),
        (DRAFT, None, DRAFT),
        (SUBMITTED, DocumentAction.APPROVE, POSTED),
        (SUBMITTED, DocumentAction.DECLINE, DECLINED),
        (SUBMITTED, DocumentAction.RECALL, DRAFT),
        (SUBMITTED, None, None),
        (DECLINED, None, DECLINED),
        (DECLINED, DocumentAction.SUBMIT, SUBMITTED),
        (POSTED, None, POSTED),
        (POSTED, DocumentAction.APPROVE, None),
        (DRAFT, DocumentAction.DECLINE, None),
    ],
)
def test_with_approvals(
    state: DocumentState | None, action: DocumentAction | None, next_state: DocumentState | None
) -> None:
    """What would be posted waits first, what is posted stays so, and only what waits is decided on."""
    assert after(state, action, approvals=True) is next_state
