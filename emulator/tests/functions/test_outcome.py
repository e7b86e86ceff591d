"""What answers cannot say."""

import pytest
from asking import Ask

REPORTING_PERIOD = "<object>REPORTINGPERIOD</object>"


@pytest.mark.parametrize(
    ("request_body", "others"),
    [
        (f"<read>{REPORTING_PERIOD}<keys>1</keys><fields>*</fields></read>", {"RECORDNO", "NAME"}),
        (f"<readByQuery>{REPORTING_PERIOD}<fields>*</fields><query/></readByQuery>", {"RECORDNO", "NAME"}),
        (
            f"<query>{REPORTING_PERIOD}<select><field>RECORD#</field><field>NAME</field></select></query>",
            {"NAME"},
        ),
    ],
)
def test_names_that_cannot_be_elements_are_left_out(ask: Ask, request_body: str, others: set[str]) -> None:
    """`lookup` lists fields such as RECORD#; an answer with such an element would not be XML."""
    (first, *_) = ask.of(request_body).rows()
    assert "RECORD#" not in first
    assert first.keys() >= others


def test_bare_rows_have_every_name(ask: Ask) -> None:
    """JSON and CSV can say what XML cannot."""
    body = f"<readByQuery>{REPORTING_PERIOD}<fields>RECORD#,NAME</fields><query/><returnFormat>csv</returnFormat>"
    assert ask.of(f"{body}</readByQuery>").body.splitlines()[0] == b"RECORD#,NAME"
