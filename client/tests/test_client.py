"""The synchronous client against a real server that answers from a script."""

import logging
import ssl
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from intacct_client import (
    AlreadyExecutedError,
    AuthenticationError,
    Client,
    ControlError,
    FunctionError,
    GatewayError,
    HttpStatusError,
    IntacctError,
    InvalidSessionError,
    RateLimitError,
    RequestTimeoutError,
    Result,
    RetryPolicy,
    TransactionAbortedError,
    TransportError,
    functions,
)
from intacct_client.transport import verification

from .conftest import Envelopes, Gateway
from .present import present

ROW = "<data listtype='CLASS' count='1'><CLASS><RECORDNO>1</RECORDNO></CLASS></data>"
SAVED = "<data listtype='objects' count='1'><class><RECORDNO>1</RECORDNO></class></data>"


@pytest.fixture
def client(login: dict[str, Any], pauses: list[float]) -> Iterator[Client]:
    with Client(**login, sleep=pauses.append) as client:
        yield client


def test_the_first_call_opens_a_session_and_the_next_uses_it(
    gateway: Gateway, envelopes: Envelopes, client: Client
) -> None:
    """Login once, then the session id: the password does not travel again."""
    gateway.answers(
        envelopes.session(), envelopes.response(envelopes.result(ROW)), envelopes.response(envelopes.result())
    )
    assert client.read("CLASS", 1) == [{"RECORDNO": "1"}]
    assert client.read("CLASS", 2) == []
    opening, first, second = gateway.requests
    assert gateway.functions() == ["getAPISession", "read", "read"]
    assert opening.findtext(".//login/password") == "user-pass<&>word"
    assert [element.tag for element in present(opening.find("operation/authentication/login"))] == [
        "userid",
        "companyid",
        "password",
    ]
    assert first.findtext(".//sessionid") == second.findtext(".//sessionid") == "session-one.."
    assert first.find(".//login") is None


def test_an_entity_is_part_of_the_login(gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]) -> None:
    """Working inside an entity is asked for when logging in."""
    gateway.answers(envelopes.session())
    with Client(**login, entity_id="100") as client:
        client.session()
    assert gateway.requests[0].findtext(".//login/locationid") == "100"


def test_requests_go_on_to_the_endpoint_of_the_session(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]
) -> None:
    """The gateway says where the session lives, and the client goes there unless told to stay."""
    elsewhere = gateway.url.replace("/ia/", "/elsewhere/")
    for follow, path in ((True, "/elsewhere/xml/xmlgw.phtml"), (False, "/ia/xml/xmlgw.phtml")):
        gateway.answers(envelopes.session(endpoint=elsewhere), envelopes.response(envelopes.result()))
        with Client(**login, follow_endpoint=follow) as client:
            client.read("CLASS", 1)
        assert gateway.paths[-1] == path


def test_a_foreign_endpoint_is_not_followed(
    gateway: Gateway, envelopes: Envelopes, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer cannot lead the sender's password to somebody else."""
    gateway.answers(
        envelopes.session(endpoint="http://evil.example/ia/xml/xmlgw.phtml"), envelopes.response(envelopes.result())
    )
    client.read("CLASS", 1)
    assert len(gateway.requests) == 2
    assert "evil.example" in caplog.text


def test_an_invalid_session_is_renewed_once_and_the_call_repeated(
    gateway: Gateway, envelopes: Envelopes, client: Client
) -> None:
    """Nothing was executed under a dead session, so even a write is sent again, under the same control ids."""
    gateway.answers(
        envelopes.session(),
        envelopes.bad_session(),
        envelopes.session("session-two.."),
        envelopes.response(envelopes.result(SAVED)),
    )
    assert client.create("CLASS", {"CLASSID": "A"}) == {"RECORDNO": "1"}
    assert gateway.functions() == ["getAPISession", "create", "getAPISession", "create"]
    assert gateway.requests[3].findtext(".//sessionid") == "session-two.."
    first, second = (present(gateway.requests[n].find(".//function")).get("controlid") for n in (1, 3))
    assert first == second


def test_a_session_that_stays_invalid_is_an_error(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """The client does not log in for ever."""
    gateway.answers(envelopes.session(), envelopes.bad_session(), envelopes.session("two.."), envelopes.bad_session())
    with pytest.raises(InvalidSessionError):
        client.read("CLASS", 1)
    assert len(gateway.requests) == 4


def test_a_session_without_a_login_cannot_be_renewed(gateway: Gateway, envelopes: Envelopes) -> None:
    """With only a session id, its end is the caller's to handle."""
    gateway.answers(envelopes.bad_session())
    with (
        Client(sender_id="s", sender_password="p", session_id="session-x..", endpoint_url=gateway.url) as client,
        pytest.raises(InvalidSessionError),
    ):
        client.read("CLASS", 1)


def test_a_session_that_has_run_out_is_renewed_before_it_is_used(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]
) -> None:
    """No call is wasted on a session whose time is known to be over; each answer moves that time on."""
    now = [datetime(2026, 1, 1, 12, 0, tzinfo=UTC)]
    gateway.answers(
        envelopes.session(timeout="2026-01-01T13:00:00+00:00"),
        envelopes.response(envelopes.result(), timeout="2026-01-01T14:00:00+00:00"),
        envelopes.response(envelopes.result(), timeout="2026-01-01T14:00:00+00:00"),
        envelopes.session("session-two.."),
        envelopes.response(envelopes.result()),
    )
    with Client(**login, clock=lambda: now[0]) as client:
        client.read("CLASS", 1)
        now[0] = datetime(2026, 1, 1, 13, 30, tzinfo=UTC)
        client.read("CLASS", 1)
        now[0] = datetime(2026, 1, 1, 14, 0, tzinfo=UTC)
        client.read("CLASS", 1)
    assert gateway.functions() == ["getAPISession", "read", "read", "getAPISession", "read"]


def test_threads_share_one_session(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """Eight first calls at once log in once."""

    def answer(request: etree._Element) -> Any:
        opening = request.find(".//getAPISession") is not None
        return envelopes.session() if opening else envelopes.response(envelopes.result())

    gateway.answers(*[answer] * 9)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: client.read("CLASS", n), range(8)))
    assert gateway.functions().count("getAPISession") == 1


def test_without_a_session_every_request_carries_the_login(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]
) -> None:
    """``use_session=False`` spares the opening call."""
    gateway.answers(envelopes.response(envelopes.result(ROW)))
    with Client(**login, use_session=False) as client:
        client.read("CLASS", 1)
    assert gateway.functions() == ["read"]
    assert gateway.requests[0].findtext(".//login/userid") == "wsuser"


def test_a_refused_login_is_raised(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """A wrong password is not tried again."""
    gateway.answers(envelopes.bad_login())
    with pytest.raises(AuthenticationError, match="Sign-in information is incorrect"):
        client.read("CLASS", 1)
    assert len(gateway.requests) == 1


def test_reads_are_repeated_after_trouble(
    gateway: Gateway, envelopes: Envelopes, client: Client, pauses: list[float]
) -> None:
    """A read outlives a server error, a proxy error and a cut connection, with growing waits."""
    gateway.answers(
        envelopes.session(),
        envelopes.http(500),
        envelopes.http(502, "<html/>"),
        envelopes.broken(),
        envelopes.response(envelopes.result(ROW)),
    )
    assert client.read("CLASS", 1) == [{"RECORDNO": "1"}]
    assert len(pauses) == 3
    assert 0.25 <= pauses[0] <= 0.5 <= pauses[1] <= 1 <= pauses[2] <= 2


def test_a_rate_limit_is_waited_out_as_told(
    gateway: Gateway, envelopes: Envelopes, client: Client, pauses: list[float]
) -> None:
    """HTTP 429 with Retry-After is obeyed, for writes too: nothing was executed."""
    gateway.answers(
        envelopes.session(),
        envelopes.front_door(429, "GW-0010", {"Retry-After": "7"}),
        envelopes.response(envelopes.result(SAVED)),
    )
    client.create("CLASS", {"CLASSID": "A"})
    assert pauses == [7.0]


def test_retry_after_can_be_a_date(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any], pauses: list[float]
) -> None:
    """The header's other form is understood."""
    gateway.answers(
        envelopes.session(),
        envelopes.http(429, headers={"Retry-After": "Thu, 01 Jan 2026 12:00:09 GMT"}),
        envelopes.response(envelopes.result()),
    )
    with Client(**login, sleep=pauses.append, clock=lambda: datetime(2026, 1, 1, 12, tzinfo=UTC)) as client:
        client.read("CLASS", 1)
    assert pauses == [9.0]


def test_patience_ends(gateway: Gateway, envelopes: Envelopes, login: dict[str, Any], pauses: list[float]) -> None:
    """After the last attempt the error is raised, saying how many there were."""
    gateway.answers(envelopes.session(), envelopes.http(429), envelopes.http(429))
    with (
        Client(**login, sleep=pauses.append, retry=RetryPolicy(attempts=2)) as client,
        pytest.raises(RateLimitError) as caught,
    ):
        client.read("CLASS", 1)
    assert caught.value.__notes__ == ["after 2 attempts"]
    assert len(pauses) == 1


def test_a_write_is_repeated_under_the_gateways_guard(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """After an HTTP 500 a write goes out again byte for byte: uniqueid true, the same control ids."""
    gateway.answers(envelopes.session(), envelopes.http(500), envelopes.response(envelopes.result(SAVED)))
    client.create("CLASS", {"CLASSID": "A"})
    first, second = (etree.tostring(request) for request in gateway.requests[1:])
    assert first == second
    assert gateway.requests[1].findtext("control/uniqueid") == "true"


def test_a_read_is_not_guarded(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """A repeated read must be answered, not refused as executed already."""
    gateway.answers(envelopes.session(), envelopes.response(envelopes.result()))
    client.read("CLASS", 1)
    assert gateway.requests[1].findtext("control/uniqueid") == "false"


def test_a_write_whose_answer_was_lost_says_so(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """When the second attempt is refused as repeated, the first one went through."""
    gateway.answers(
        envelopes.session(), envelopes.http(500), envelopes.response(envelopes.result(status="", function="create"))
    )
    with pytest.raises(AlreadyExecutedError):
        client.create("CLASS", {"CLASSID": "A"})


@pytest.mark.parametrize("status", [502, 504, 524])
def test_a_write_that_may_still_be_running_is_not_repeated(
    gateway: Gateway, envelopes: Envelopes, client: Client, status: int
) -> None:
    """Nobody knows whether it was executed, and the error says so."""
    gateway.answers(envelopes.session(), envelopes.http(status))
    with pytest.raises(HttpStatusError) as caught:
        client.create("CLASS", {"CLASSID": "A"})
    assert caught.value.outcome_unknown
    assert len(gateway.requests) == 2


def test_a_write_over_a_broken_connection_is_not_repeated(
    gateway: Gateway, envelopes: Envelopes, client: Client
) -> None:
    """A cut connection leaves the outcome unknown."""
    gateway.answers(envelopes.session(), envelopes.broken())
    with pytest.raises(TransportError) as caught:
        client.create_invoice({"customerid": "C"})
    assert caught.value.outcome_unknown
    assert len(gateway.requests) == 2


def test_an_unguarded_write_is_not_repeated_after_a_server_error(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]
) -> None:
    """``unique_writes=False`` means uniqueid false and no repetition."""
    gateway.answers(envelopes.session(), envelopes.http(500))
    with Client(**login, unique_writes=False) as client, pytest.raises(HttpStatusError):
        client.create("CLASS", {"CLASSID": "A"})
    assert gateway.requests[1].findtext("control/uniqueid") == "false"
    assert len(gateway.requests) == 2


def test_no_connection_is_tried_again_even_for_a_write(login: dict[str, Any], pauses: list[float]) -> None:
    """Where nothing was sent nothing was executed."""
    login["endpoint_url"] = "http://127.0.0.1:9/"
    with Client(**login, sleep=pauses.append, use_session=False) as client, pytest.raises(TransportError) as caught:
        client.create("CLASS", {"CLASSID": "A"})
    assert not caught.value.outcome_unknown
    assert len(pauses) == 3


def test_a_silent_gateway_is_a_timeout(gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]) -> None:
    """Waiting ends, with an error that is a ``TimeoutError`` too."""

    def slow(_request: etree._Element) -> Any:
        import time

        time.sleep(0.3)
        return envelopes.session()

    gateway.answers(slow)
    with (
        Client(**login, timeout=0.05, retry=RetryPolicy(attempts=1)) as client,
        pytest.raises(RequestTimeoutError) as caught,
    ):
        client.session()
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.outcome_unknown


def test_the_front_door_is_not_tried_twice(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """An unknown company stays unknown."""
    gateway.answers(envelopes.front_door())
    with pytest.raises(GatewayError, match="GW-0011"):
        client.session()
    assert len(gateway.requests) == 1


def test_several_functions_have_an_outcome_each(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """One failure does not hide the others; its value raises when asked for."""
    gateway.answers(
        envelopes.session(),
        envelopes.response(
            envelopes.result(SAVED, function="create"),
            envelopes.result(envelopes.errors(("BL1", "no")), function="create", status="failure"),
            envelopes.result(ROW),
        ),
    )
    good, bad, read = client.execute(
        [functions.create("CLASS", {"A": 1}), functions.create("CLASS", {}), functions.read("CLASS", 1)]
    )
    assert good.value == {"RECORDNO": "1"}
    assert not bad.ok
    assert bad.errors[0].number == "BL1"
    with pytest.raises(FunctionError, match="BL1: no"):
        _ = bad.value
    assert read.value == [{"RECORDNO": "1"}]
    assert present(gateway.requests[1].find("operation")).get("transaction") == "false"
    assert len({element.get("controlid") for element in gateway.requests[1].iter("function")}) == 3


def test_a_transaction_is_all_or_an_error(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """A rolled-back transaction raises what was wrong, and keeps every outcome."""
    rolled_back = ("XL03000009", "The entire transaction in this operation has been rolled back due to an error.")
    gateway.answers(
        envelopes.session(),
        envelopes.response(
            envelopes.result(envelopes.errors(rolled_back), status="aborted", function="create"),
            envelopes.result(envelopes.errors(("BL1", "no"), rolled_back), status="aborted", function="create_bill"),
        ),
    )
    with pytest.raises(TransactionAbortedError, match="create_bill: BL1: no") as caught:
        client.execute([functions.create("CLASS", {}), functions.create("APBILL", {})], transaction=True)
    assert [outcome.ok for outcome in caught.value.outcomes] == [False, False]
    assert present(gateway.requests[1].find("operation")).get("transaction") == "true"


def test_any_function_can_be_called(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """An element, or a name with children, goes out as it is; the result comes back bare."""
    gateway.answers(envelopes.session(), *[envelopes.response(envelopes.result("<key>7</key>"))] * 2)
    element = etree.fromstring("<create_supdoc><supdocid>1</supdocid></create_supdoc>")
    bare = client.call(element)
    named = client.call(functions.raw("reverse_invoice", {"reason": "x"}, attributes={"key": 5}))
    assert isinstance(bare, Result)
    assert (bare.key, named.key) == ("7", "7")
    assert etree.tostring(present(gateway.requests[1].find(".//create_supdoc"))) == etree.tostring(element)
    assert etree.tostring(present(gateway.requests[2].find(".//function/*"))) == (
        b'<reverse_invoice key="5"><reason>x</reason></reverse_invoice>'
    )


def test_secrets_are_in_no_log_no_error_and_no_repr(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Everything is logged at DEBUG, nothing secret with it, even where the gateway echoes the session id."""
    caplog.set_level(logging.DEBUG)
    gateway.answers(
        envelopes.session("very-secret-session.."),
        envelopes.bad_session("Invalid session very-secret-session.."),
        envelopes.session("next-secret-session.."),
        envelopes.bad_session("Invalid session next-secret-session.."),
    )
    record = {"PASSWORD": "new-user-pass"}
    with Client(**login) as client, pytest.raises(IntacctError) as caught:
        client.create("USERINFO", record)
    shown = caplog.text + "".join(traceback.format_exception(caught.value)) + repr(client)
    shown += "".join(map(repr, vars(client).values()))
    assert "POST http://127.0.0.1" in shown
    assert "Invalid session ***" in shown
    for secret in ("sender-pass-word", "user-pass", "very-secret", "next-secret", "new-user-pass"):
        assert secret not in shown


def test_nothing_is_logged_above_debug_when_all_is_well(
    gateway: Gateway, envelopes: Envelopes, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """A quiet client."""
    caplog.set_level(logging.INFO, logger="intacct_client")
    gateway.answers(envelopes.session(), envelopes.response(envelopes.result()))
    client.read("CLASS", 1)
    assert [record for record in caplog.records if record.name == "intacct_client"] == []


def test_a_method_tells_what_it_does() -> None:
    """Documentation and parameters are there for help() and editors."""
    import inspect

    assert "by ``RECORDNO``" in str(Client.read.__doc__)
    with Client(sender_id="s", sender_password="p", session_id="x") as client:
        assert list(inspect.signature(client.read).parameters) == ["object_name", "keys", "fields", "docparid"]
        assert client.read.__name__ == "read"


def test_additional_error_info_is_asked_for_on_request(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]
) -> None:
    """The option writes the element where the schema wants it, last in the control block."""
    gateway.answers(envelopes.response(envelopes.result()), envelopes.response(envelopes.result()))
    for asked in (False, True):
        with Client(**login, use_session=False, additional_error_info=asked) as client:
            client.read("CLASS", 1)
    plain, full = ([child.tag for child in present(request.find("control"))] for request in gateway.requests)
    assert [*plain, "showadditionalerrorinfo"] == full


def test_an_emulators_explanation_is_kept(gateway: Gateway, envelopes: Envelopes, client: Client) -> None:
    """Whatever the error, it carries the address that the answer's header names; without the header, nothing."""
    named = {"X-Intacct-Emulator-Explain": "http://127.0.0.1:8080/_emulator/explain/7"}
    failure = envelopes.response(envelopes.result(envelopes.errors(("A", "no")), status="failure")).body
    refused = envelopes.bad_control().body
    gateway.answers(envelopes.session(), envelopes.http(200, failure, named), envelopes.http(200, refused, named))
    gateway.answers(envelopes.http(200, failure))
    with pytest.raises(FunctionError) as failed:
        client.read("CLASS", 1)
    with pytest.raises(ControlError) as control:
        client.read("CLASS", 1)
    with pytest.raises(FunctionError) as plain:
        client.read("CLASS", 1)
    assert [caught.value.explanation for caught in (failed, control, plain)] == [
        "http://127.0.0.1:8080/_emulator/explain/7",
        "http://127.0.0.1:8080/_emulator/explain/7",
        None,
    ]


def test_clients_share_what_the_machine_trusts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is read once, again when a variable names other certificates, and never in place of a wanted context."""
    own = ssl.create_default_context()
    first = verification(True)
    assert verification(True) is first
    assert (verification(own), verification(False)) == (own, False)
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    monkeypatch.setenv("SSL_CERT_DIR", str(certificates))
    assert verification(True) is not first
