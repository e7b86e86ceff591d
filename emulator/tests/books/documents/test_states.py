"""The states of documents as a table."""

import pytest

from intacct_emulator.books.documents.states import DRAFT, POSTED, Action, State, action_of, after, state_of


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
