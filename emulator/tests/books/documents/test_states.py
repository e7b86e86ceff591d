"""The states of documents as a table."""

import pytest

from intacct_emulator.books.documents.states import (
    DECLINED,
    DRAFT,
    POSTED,
    SUBMITTED,
    Action,
    State,
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
def test_what_leads_where(state: State | None, text: str | None, next_state: State) -> None:
    """A new document is posted unless it says otherwise; a draft stays one until it is submitted."""
    assert after(state, action_of(text)) is next_state


def test_codes_are_those_of_rawstate() -> None:
    """Stored codes lead back to their states, and only posted documents are in the ledger."""
    assert (state_of("A"), state_of("D")) == (POSTED, DRAFT)
    assert (POSTED.posts, DRAFT.posts) == (True, False)
    assert action_of("Submit") is Action.SUBMIT


@pytest.mark.parametrize(
    ("state", "action", "next_state"),
    [
        (None, None, SUBMITTED),
        (DRAFT, Action.SUBMIT, SUBMITTED),
        (DRAFT, None, DRAFT),
        (SUBMITTED, Action.APPROVE, POSTED),
        (SUBMITTED, Action.DECLINE, DECLINED),
        (SUBMITTED, Action.RECALL, DRAFT),
        (SUBMITTED, None, None),
        (DECLINED, None, DECLINED),
        (DECLINED, Action.SUBMIT, SUBMITTED),
        (POSTED, None, POSTED),
        (POSTED, Action.APPROVE, None),
        (DRAFT, Action.DECLINE, None),
    ],
)
def test_with_approvals(state: State | None, action: Action | None, next_state: State | None) -> None:
    """What would be posted waits first, what is posted stays so, and only what waits is decided on."""
    assert after(state, action, approvals=True) is next_state
