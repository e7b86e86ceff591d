"""Timesheets are kept while they are drafts."""

import pytest
from asking import Ask

CREATE = "<create><TIMESHEET><EMPLOYEEID>E-01</EMPLOYEEID><BEGINDATE>11/02/2026</BEGINDATE>{}</TIMESHEET></create>"


@pytest.mark.parametrize("state", ["", "<STATE>Draft</STATE>", "<STATE>Saved</STATE>"])
def test_a_draft_is_kept(ask: Ask, state: str) -> None:
    """A timesheet without a state is a draft."""
    assert ask.of(CREATE.format(state)).errors == []


def test_a_submitted_timesheet_is_not_built(ask: Ask) -> None:
    """Neither made nor reached by an update: approval and cost would follow, and the answer says that they do not."""
    refused = ask.of(CREATE.format("<STATE>Submitted</STATE>"))
    assert refused.gaps == ("submitting TIMESHEET",)
    key = ask.of(CREATE.format("")).key
    update = f"<update><TIMESHEET><RECORDNO>{key}</RECORDNO><STATE>Submitted</STATE></TIMESHEET></update>"
    assert ask.of(update).gaps == ("submitting TIMESHEET",)
    read = f"<read><object>TIMESHEET</object><keys>{key}</keys><fields>STATE</fields></read>"
    assert ask.of(read).rows() == [{"STATE": "Draft"}]
