"""An answer's bytes to results or errors."""

import re
from pathlib import Path
from typing import Any

import pytest

from intacct_client import (
    AdditionalInfo,
    AlreadyExecutedError,
    AuthenticationError,
    ControlError,
    FunctionError,
    GatewayError,
    HttpStatusError,
    IntacctError,
    InvalidSessionError,
    MessageKey,
    ProtocolError,
    RateLimitError,
    TransactionAbortedError,
)
from intacct_client.responses import offender, parse

from .conftest import Envelopes


def parsed(answer: Any, expected: Any = 1, **more: Any) -> Any:
    return parse(answer.status, answer.body.encode(), expected=expected, **more)


def test_results_come_in_order_with_their_errors(envelopes: Envelopes) -> None:
    """One result per function; a failed one keeps its errors and the rows saved before it failed."""
    failed = "<data listtype='objects' count='1'><class><RECORDNO>5</RECORDNO></class></data>" + envelopes.errors(
        ("BL34000061", "Another Class with the given value(s) X  already exists [Support ID: a%7Eb]"), ("", "")
    )
    response = parsed(
        envelopes.response(
            envelopes.result("<key>35</key>", function="create_invoice"),
            envelopes.result(failed, function="create", status="failure", control_id="two"),
            timeout="2026-01-01T12:00:00+00:00",
        ),
        expected=2,
    )
    first, second = response.results
    assert first.ok
    assert first.key == "35"
    assert second.rows == [{"RECORDNO": "5"}]
    assert second.errors[0].support_id == "a~b"
    assert isinstance(second.error(), FunctionError)
    assert response.identity is not None
    assert response.identity.session_expires is not None
    assert response.identity.entity_id is None


def test_each_level_of_failure_has_its_type(envelopes: Envelopes) -> None:
    """Control, authentication, session, front door and rate limit are told apart."""
    cases = {
        ControlError: envelopes.bad_control(),
        AuthenticationError: envelopes.bad_login(),
        InvalidSessionError: envelopes.bad_session(),
        GatewayError: envelopes.front_door(),
        RateLimitError: envelopes.http(429),
    }
    for kind, answer in cases.items():
        with pytest.raises(IntacctError) as caught:
            parsed(answer)
        assert type(caught.value) is kind


def test_the_front_door_error_carries_its_number_and_request_id(envelopes: Envelopes) -> None:
    """GW-0011 comes in a body of four elements; that is enough."""
    with pytest.raises(GatewayError) as caught:
        parsed(envelopes.front_door())
    (error,) = caught.value.errors
    assert (caught.value.status_code, error.number, error.description, error.support_id) == (
        400,
        "GW-0011",
        "Invalid Request",
        "AC47C2BE:D9EE_63EBC07F.59",
    )


def test_an_old_sign_in_refusal_is_an_authentication_error(envelopes: Envelopes) -> None:
    """HTTP 401 with XMLGW_JPP0002 is how older gateways refuse a login."""
    with pytest.raises(AuthenticationError):
        parsed(envelopes.front_door(401, "XMLGW_JPP0002"))


def test_a_rate_limit_inside_an_http_200_is_one_too(envelopes: Envelopes) -> None:
    """The complaint is sometimes found in an ordinary answer."""
    with pytest.raises(RateLimitError):
        parsed(envelopes.bad_control("", "API rate limit exceeded"))


@pytest.mark.parametrize("body", ["", "<html><body>Bad gateway</body></html>", "{}", "<response", "<a/>"])
def test_a_body_that_is_no_answer_is_never_taken_for_one(envelopes: Envelopes, body: str) -> None:
    """HTML, JSON, nothing and half an answer are a protocol error with HTTP 200, a status error otherwise."""
    with pytest.raises(ProtocolError):
        parsed(envelopes.http(200, body))
    with pytest.raises(HttpStatusError) as caught:
        parsed(envelopes.http(502, body))
    assert caught.value.outcome_unknown


def test_an_answer_with_the_wrong_number_of_results_is_refused(envelopes: Envelopes) -> None:
    """Results are matched to functions by position, so none may be missing."""
    with pytest.raises(ProtocolError, match="2 functions asked, 1 results answered"):
        parsed(envelopes.response(envelopes.result()), expected=2)


def test_the_one_at_fault_in_a_rolled_back_transaction_is_found(envelopes: Envelopes) -> None:
    """Every result is aborted; the one with more than XL03000009 to say is at fault."""
    rolled_back = ("XL03000009", "The entire transaction in this operation has been rolled back due to an error.")
    response = parsed(
        envelopes.response(
            envelopes.result(envelopes.errors(rolled_back), status="aborted", function="create"),
            envelopes.result(
                envelopes.errors(("PL01000127", "Document Number is missing"), rolled_back),
                status="aborted",
                function="create_ictransaction",
            ),
        ),
        expected=2,
    )
    guilty = offender(response.results)
    assert guilty is not None
    assert guilty.function == "create_ictransaction"
    assert isinstance(guilty.error(), TransactionAbortedError)


@pytest.mark.parametrize(
    ("status", "text"),
    [("", ""), ("failure", "The function with control ID 'f' has already been executed.")],
)
def test_a_function_refused_as_repeated_is_told_apart(envelopes: Envelopes, status: str, text: str) -> None:
    """A missing status, or an error that quotes the control id as already executed, is not an ordinary failure."""
    errors = envelopes.errors(("XL03000006", text)) if text else ""
    (result,) = parsed(envelopes.response(envelopes.result(errors, status=status))).results
    assert isinstance(result.error(), AlreadyExecutedError)


def test_an_ordinary_duplicate_is_an_ordinary_failure(envelopes: Envelopes) -> None:
    """'already exists' says something of a record, not of a control id."""
    errors = envelopes.errors(("BL34000061", "Another Class with the given value(s) X  already exists"))
    (result,) = parsed(envelopes.response(envelopes.result(errors, status="failure"))).results
    assert type(result.error()) is FunctionError


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """An answer cannot make the client read a file."""
    (tmp_path / "secret").write_text("hunter2")
    body = f"<!DOCTYPE response [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]><response><control><status>failure"
    body += "</status></control><errormessage><error><errorno>&x;</errorno></error></errormessage></response>"
    with pytest.raises(IntacctError) as caught:
        parse(200, body.encode(), expected=1)
    assert "hunter2" not in str(caught.value)


def test_recorded_answers_are_understood(shared: Path) -> None:
    """Every answer of the reference material is read, or refused with an error of its own kind."""
    files = sorted((shared / "corpus" / "responses").glob("*.xml"))
    assert files
    for file in files:
        body = file.read_bytes()
        try:
            response = parse(200, body, expected=len(re.findall(b"<result[>/]", body)))
        except (ControlError, AuthenticationError):
            continue
        except ProtocolError:
            # Answers quoted in part: an acknowledgement, an empty result, or "..." where XML belongs.
            assert b"<operation>" not in body or b"<result/>" in body or b"..." in body, file.name
            continue
        for result in response.results:
            assert result.ok or isinstance(result.error(), FunctionError), file.name


ADDITIONAL = (
    "<additionalinfo><errorid>GL-0493</errorid><category>Duplication Prevention</category>"
    "<target domain='GL' requestinfo='a~b' object='GLACCOUNT' field='ACCOUNTNO' businessinfo=''/>"
    "<description><messageid>IA.DUPLICATE</messageid><target businessInfo=''/><placeholders/></description>"
    "<cdescription><messageid>IA.EXISTS</messageid><placeholders>"
    "<placeholder name='ACCOUNTNO' value='4000'/></placeholders></cdescription>"
    "<correction><messageid/><category/><placeholders/></correction></additionalinfo>"
)


def test_additional_error_info_is_typed(envelopes: Envelopes) -> None:
    """Number, category, object, field and message ids of an error, where the gateway was asked for them."""
    failed = envelopes.errors(("BL34000061", "exists")).replace("</error>", f"{ADDITIONAL}</error>")
    response = parsed(envelopes.response(envelopes.result(failed, function="create", status="failure")))
    (detail,) = response.results[0].errors
    assert detail.additional == AdditionalInfo(
        error_id="GL-0493",
        category="Duplication Prevention",
        object_name="GLACCOUNT",
        field_name="ACCOUNTNO",
        description=MessageKey("IA.DUPLICATE"),
        description2=MessageKey("IA.EXISTS", {"ACCOUNTNO": "4000"}),
        correction=MessageKey(""),
    )
    assert len({detail, detail}) == 1


def test_without_additional_info_there_is_none(envelopes: Envelopes) -> None:
    """An ordinary error has none."""
    failed = envelopes.errors(("BL34000061", "exists"))
    response = parsed(envelopes.response(envelopes.result(failed, function="create", status="failure")))
    assert response.results[0].errors[0].additional is None
