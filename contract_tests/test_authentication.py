"""Who may speak: sender, login, session, entity, and how each is refused."""

from datetime import datetime
from typing import Any

import pytest

from contract_tests.harness import canonical
from contract_tests.harness.facts import Facts
from contract_tests.harness.present import present
from contract_tests.harness.target import Target
from contract_tests.harness.wire import Wire, errors, login, xml
from intacct_client import AuthenticationError, Client, ControlError, GatewayError

READ = "<readByQuery><object>DEPARTMENT</object><fields>RECORDNO</fields><query/><pagesize>1</pagesize></readByQuery>"


@pytest.mark.recorded(source="jfcote87/intacct; vendor SDK response fixtures; developer.intacct.com responses")
def test_a_login_is_confirmed(wire: Wire) -> None:
    """status, userid, companyid, an empty locationid at the top level, and when the session began and ends."""
    who = wire.target.credentials
    answer = wire.call(READ)
    expected = xml(
        "<authentication><status>success</status><userid>{user}</userid><companyid>{company}</companyid><locationid/>"
        "<sessiontimestamp>...</sessiontimestamp><sessiontimeout>...</sessiontimeout></authentication>",
        user=who.user_id,
        company=who.company_id,
    )
    assert not canonical.difference(answer.authentication, expected)


@pytest.mark.recorded(source="developer.intacct.com responses; red-coracle/pyintacct parses both with an offset")
def test_session_times_have_an_offset(wire: Wire) -> None:
    """Both are ISO 8601 with a numeric offset, and the end lies after the beginning."""
    answer = wire.call(READ)
    began, ends = (answer.authentication.findtext(name) for name in ("sessiontimestamp", "sessiontimeout"))
    for text in (began, ends):
        assert present(text)[19] in "+-"
        assert present(text)[22] == ":"
        assert len(present(text)) == 25
    assert datetime.fromisoformat(present(began)) < datetime.fromisoformat(present(ends))


@pytest.mark.parametrize("wrong", [{"sender_password": "wrong"}, {"sender_id": "no_such_sender_of_ours"}])
@pytest.mark.recorded(source="vendor SDK fixtures; several client reports")
def test_a_wrong_sender_is_a_control_failure(wire: Wire, wrong: dict[str, str]) -> None:
    """Wrong sender id or password: the same text, at control level, and nothing runs."""
    answer = wire.call(READ, **wrong)
    assert answer.root.find("operation") is None
    assert answer.control.findtext("status") == "failure"
    (error,) = errors(answer.root)
    assert (error.number, error.description2) == ("XL03000006", "Incorrect Intacct XML Partner ID or password.")


@pytest.mark.documented(source="developer.intacct.com requests: senderid and password are case-sensitive")
def test_the_sender_password_is_case_sensitive(wire: Wire) -> None:
    """The right password in the other letter case is a wrong one."""
    answer = wire.call(READ, sender_password=wire.target.credentials.sender_password.swapcase())
    assert answer.control.findtext("status") == "failure"


@pytest.mark.parametrize("wrong", [{"user_password": "wrong"}, {"user_id": "no_such_user"}])
@pytest.mark.recorded(source="vendor SDK fixtures; several client reports")
def test_a_wrong_login_is_an_authentication_failure(wire: Wire, wrong: dict[str, str]) -> None:
    """Unknown user and wrong password read alike; the errors stand beside `<authentication>`, which echoes the ids."""
    who = wire.target.credentials
    answer = wire.call(READ, authentication=login(who, **wrong))
    assert answer.control.findtext("status") == "success"
    assert [child.tag for child in present(answer.root.find("operation"))] == ["authentication", "errormessage"]
    authentication = answer.authentication
    assert authentication.findtext("status") == "failure"
    assert authentication.findtext("userid") == wrong.get("user_id", who.user_id)
    assert authentication.findtext("companyid") == who.company_id
    (error,) = errors(present(answer.root.find("operation")))
    assert (error.number, error.description2) == ("XL03000006", "Sign-in information is incorrect")


@pytest.mark.documented(source="developer.intacct.com error handling: GW-0011; two Singer taps handle HTTP 400 with it")
def test_an_unknown_company_is_refused_at_the_door(wire: Wire) -> None:
    """HTTP 400 with a minimal body: no ids, no operation, GW-0011 and a request id."""
    answer = wire.call(READ, authentication=login(wire.target.credentials, company_id="no-such-company-of-ours"))
    assert answer.status == 400
    expected = (
        "<response><control><status>failure</status></control><errormessage><error><errorno>GW-0011</errorno>"
        "<description>...</description></error></errormessage></response>"
    )
    assert not canonical.difference(answer.root, expected)
    assert present(answer.root.findtext("errormessage/error/description")).startswith("Invalid Request [Request ID: ")


@pytest.mark.recorded(source="jfcote87/intacct sessionInvalid.xml")
def test_an_invalid_session_echoes_nobody(wire: Wire) -> None:
    """XL03000006 `Invalid session`, with userid and companyid empty."""
    answer = wire.call(READ, session="q0-this-is-no-session-id..")
    assert answer.control.findtext("status") == "success"
    assert answer.authentication.findtext("status") == "failure"
    assert [answer.authentication.findtext(name) for name in ("userid", "companyid")] == ["", ""]
    (error,) = errors(present(answer.root.find("operation")))
    assert error.number == "XL03000006"
    assert error.description2.startswith("Invalid session q")


@pytest.mark.recorded(source="craibuc/PsIntacct Create-Session.Response.xml; intacct-sdk-js reads locationid")
def test_get_api_session_gives_id_endpoint_and_entity(wire: Wire) -> None:
    """`<data>` has no attributes; `<api>` holds sessionid, endpoint and locationid."""
    data = wire.call("<getAPISession/>").data
    expected = "<data><api><sessionid>...</sessionid><endpoint>...</endpoint><locationid/></api></data>"
    assert not canonical.difference(data, expected)
    assert present(data.findtext("api/endpoint")).endswith("/ia/xml/xmlgw.phtml")


@pytest.mark.documented(source="developer.intacct.com sessions")
def test_a_session_stands_for_its_login(wire: Wire) -> None:
    """With the session id alone, the answer names the user and the company of the login."""
    answer = wire.call(READ, session=wire.open_session())
    assert answer.result.findtext("status") == "success"
    who = wire.target.credentials
    assert answer.authentication.findtext("userid") == who.user_id
    assert answer.authentication.findtext("companyid") == who.company_id


@pytest.mark.documented(source="developer.intacct.com sessions: each call moves the expiry")
def test_using_a_session_never_shortens_it(wire: Wire) -> None:
    """sessiontimeout slides with every use."""
    session = wire.open_session()
    ends = [
        datetime.fromisoformat(present(wire.call(READ, session=session).authentication.findtext("sessiontimeout")))
        for _ in range(2)
    ]
    assert ends[0] <= ends[1]


@pytest.mark.documented(source="developer.intacct.com sessions: locationid in getAPISession")
def test_a_session_can_be_opened_inside_an_entity(wire: Wire, facts: Facts) -> None:
    """getAPISession with a locationid gives a session of that entity, and so say the answers it is used for."""
    entity = xml("<locationid>{id}</locationid>", id=facts.entity_id)
    data = wire.call(f"<getAPISession>{entity}</getAPISession>").data
    assert data.findtext("api/locationid") == facts.entity_id
    answer = wire.call(READ, session=wire.open_session(entity))
    assert answer.authentication.findtext("locationid") == facts.entity_id


@pytest.mark.documented(source="developer.intacct.com sessions: locationid in getAPISession")
def test_where_a_session_opens_another(wire: Wire, facts: Facts) -> None:
    """From inside an entity: without a locationid the new session stays there, with an empty one it is at the top."""
    inside = wire.open_session(xml("<locationid>{id}</locationid>", id=facts.entity_id))
    staying = wire.call("<getAPISession/>", session=inside).data.findtext("api/locationid")
    leaving = wire.call("<getAPISession><locationid/></getAPISession>", session=inside).data.findtext("api/locationid")
    assert (staying, leaving) == (facts.entity_id, "")


@pytest.mark.documented(source="developer.intacct.com: login locationid; piped company id in the vendor's SDKs")
@pytest.mark.parametrize("way", ["locationid", "piped company id"])
def test_a_login_can_name_an_entity(wire: Wire, facts: Facts, way: str) -> None:
    """Either way, the answer's locationid is the entity."""
    who = wire.target.credentials
    if way == "locationid":
        authentication = login(who, entity_id=facts.entity_id)
    else:
        authentication = login(who, company_id=f"{who.company_id}|{facts.entity_id}")
    answer = wire.call(READ, authentication=authentication)
    assert answer.authentication.findtext("status") == "success"
    assert answer.authentication.findtext("locationid") == facts.entity_id


@pytest.mark.client(source="docs.cloud-elements.com tips quote a provider answer, cut off behind XL")
def test_an_unknown_entity_is_an_authentication_failure(wire: Wire) -> None:
    """A locationid nobody knows: the control block is fine, the authentication is not."""
    answer = wire.call(READ, authentication=login(wire.target.credentials, entity_id="NO-SUCH-ENTITY"))
    assert answer.control.findtext("status") == "success"
    assert answer.authentication.findtext("status") == "failure"
    assert errors(present(answer.root.find("operation")))[0].number.startswith("X")
    assert not answer.results


@pytest.mark.documented(source="developer.intacct.com responses and error handling: three levels of failure")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"sender_password": "wrong"}, ControlError),
        ({"user_password": "wrong"}, AuthenticationError),
        ({"company_id": "no-such-company-of-ours"}, GatewayError),
    ],
)
def test_the_three_levels_can_be_told_apart(target: Target, changed: dict[str, str], expected: Any) -> None:
    """Sender, login and company fail at three levels, and the client raises three types."""
    who = target.credentials
    options: dict[str, Any] = {
        "sender_id": who.sender_id,
        "sender_password": who.sender_password,
        "company_id": who.company_id,
        "user_id": who.user_id,
        "user_password": who.user_password,
        **changed,
    }
    with Client(endpoint_url=target.url, **options) as client, pytest.raises(expected):
        client.get_dimensions()


@pytest.mark.recorded(source="a client's log: READ_BY_QUERY on arinvoice without the right")
def test_a_missing_right_is_a_function_failure(wire: Wire, facts: Facts) -> None:
    """Signed in, but not allowed: PL04000005 names the operation and the object in lower case."""
    who = login(wire.target.credentials, user_id=facts.limited_user_id, user_password=facts.limited_user_password)
    answer = wire.call(
        "<readByQuery><object>VENDOR</object><fields>*</fields><query/></readByQuery>", authentication=who
    )
    assert answer.authentication.findtext("status") == "success"
    (error,) = errors(answer.result)
    assert error.number == "PL04000005"
    assert error.description2 == "You do not have permission for API operation READ_BY_QUERY on objects of type vendor"
