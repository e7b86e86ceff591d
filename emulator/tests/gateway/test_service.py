"""The gateway from request bytes to answer bytes, against a loaded company."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asking import Ask, envelope, invoice

from intacct_emulator.clock import Clock
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import Standing
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import copied

READ = "<read><object>DEPARTMENT</object><keys>1</keys><fields>DEPARTMENTID</fields></read>"


def test_unknown_company_is_refused_at_the_front_door(ask: Ask) -> None:
    """An unknown company gets HTTP 400 and the minimal GW-0011 body, without ids."""
    said = ask.of(READ, company="nowhere")
    assert said.status == 400
    assert said.text("errormessage/error/errorno") == "GW-0011"
    assert (said.text("errormessage/error/description") or "").startswith("Invalid Request [Request ID: ")
    assert said.root.find("control/senderid") is None
    assert said.root.find("errormessage/error/description2") is None


def test_inactive_sender_is_refused_at_the_front_door(ask: Ask, tenants: Tenants) -> None:
    """An inactive sender gets HTTP 400 and GW-0011."""
    tenants.add_sender("retired", "secret", active=False)
    said = ask.of(READ, sender="retired", sender_password="secret")
    assert (said.status, said.text("errormessage/error/errorno")) == (400, "GW-0011")


@pytest.mark.parametrize(("sender", "password"), [("local_sender", "wrong"), ("LOCAL_SENDER", "local_sender_secret")])
def test_wrong_sender_fails_in_control(ask: Ask, sender: str, password: str) -> None:
    """A wrong sender password, or id in other letters, fails the control block with the recorded text."""
    said = ask.of(READ, sender=sender, sender_password=password)
    assert said.status == 200
    assert said.text("control/status") == "failure"
    assert said.text("control/controlid") == "c-1"
    assert said.errors == [("XL03000006", "Incorrect Intacct XML Partner ID or password.")]
    assert said.root.find("operation") is None


def test_unauthorised_sender_fails_authentication(ask: Ask, tenants: Tenants) -> None:
    """A sender that the company has not authorised gets the recorded three texts beside a failed authentication."""
    tenants.add_sender("stranger", "secret")
    said = ask.of(READ, sender="stranger", sender_password="secret")
    assert said.text("control/status") == "success"
    assert said.text("operation/authentication/status") == "failure"
    assert said.text("operation/errormessage/error/description") == "Invalid Web Services Authorization"
    expected = "The sender ID 'stranger' is not authorized to make Web Services requests to company ID 'northfield'."
    assert said.errors == [("XL03000006", expected)]


@pytest.fixture
def closed(tenants: Tenants, company: Company) -> Callable[[Standing], str]:
    """Makes a copy of the company in another standing, and gives its id."""

    def make(standing: Standing) -> str:
        other = copied(tenants, company, standing.value)
        other.profile = replace(other.profile, standing=standing)
        tenants.add_company(other)
        return other.id

    return make


def test_an_expired_company_fails_control_without_any_id(ask: Ask, closed: Callable[[Standing], str]) -> None:
    """The recorded answer: PL04000055 in a control block whose sender and control id are empty, and no other ids."""
    said = ask.of(READ, company=closed(Standing.EXPIRED))
    assert said.status == 200
    control = [(element.tag, element.text) for element in said.root.find("control")]
    assert control == [("status", "failure"), ("senderid", None), ("controlid", None)]
    assert said.errors == [("PL04000055", "This company is a demo company and has expired.")]
    assert said.root.find("operation") is None


def test_a_company_without_subscription_fails_authentication(ask: Ask, closed: Callable[[Standing], str]) -> None:
    """The documented text beside a failed authentication with the ids echoed, whatever the password."""
    said = ask.of(READ, company=closed(Standing.UNSUBSCRIBED), password="wrong")
    assert said.text("control/status") == "success"
    authentication = [(element.tag, element.text) for element in said.root.find("operation/authentication")]
    assert authentication[:3] == [("status", "failure"), ("userid", "wsuser"), ("companyid", "unsubscribed")]
    assert authentication[3:] == [("locationid", None)]
    text = "This company is not authorized for XML transactions. Please subscribe to the XML Gateway."
    assert said.errors == [("XL03000006", text)]
    assert said.root.find("operation/result") is None


def test_an_inactive_company_is_refused_like_an_unknown_one(ask: Ask, closed: Callable[[Standing], str]) -> None:
    """HTTP 400 and the same minimal body as for a company that does not exist, but for the request id."""

    def shape(company: str) -> tuple[int, list[tuple[str, str]]]:
        said = ask.of(READ, company=company)
        leaves = [element for element in said.root.iter() if not len(element)]
        return said.status, [(element.tag, (element.text or "").split(" [Request ID")[0]) for element in leaves]

    refused = shape(closed(Standing.INACTIVE))
    assert refused == shape("nowhere")
    assert refused[0] == 400
    assert ("errorno", "GW-0011") in refused[1]


@pytest.mark.parametrize(
    ("standing", "status", "errorno"),
    [
        (Standing.EXPIRED, 200, "PL04000055"),
        (Standing.UNSUBSCRIBED, 200, "XL03000006"),
        (Standing.INACTIVE, 400, "GW-0011"),
    ],
)
def test_a_companys_standing_counts_for_sessions_too(
    ask: Ask, company: Company, standing: Standing, status: int, errorno: str
) -> None:
    """A session that was opened before is refused as a login is, and serves again when the company does."""
    session = ask.of("<getAPISession/>").text(".//sessionid") or ""
    before = company.profile
    company.profile = replace(before, standing=standing)
    said = ask.of(READ, session=session)
    assert (said.status, said.text(".//errorno")) == (status, errorno)
    assert said.root.find(".//result") is None
    company.profile = before
    assert ask.of(READ, session=session).errors == []


def test_a_company_refused_as_a_whole_lets_nothing_run(
    ask: Ask, company: Company, closed: Callable[[Standing], str]
) -> None:
    """An operation before the one that fails the control block or the door leaves nothing behind."""
    for other in (closed(Standing.EXPIRED), "nowhere"):
        one, two = envelope(invoice("A")), envelope(READ, company=other)
        operation = two[two.index("<operation>") : two.index("</request>")]
        said = ask.raw(one.replace("</request>", operation + "</request>").encode())
        assert said.text("control/status") == "failure"
        assert company.records.where("ARINVOICE") == []


@pytest.mark.parametrize(("user", "password"), [("wsuser", "wrong"), ("nobody", "wsuser_secret")])
def test_wrong_sign_in_has_one_text(ask: Ask, user: str, password: str) -> None:
    """A wrong user and a wrong password are answered alike, with the ids echoed and no result."""
    said = ask.of(READ, user=user, password=password)
    assert said.text("operation/authentication/userid") == user
    assert said.text("operation/authentication/companyid") == "northfield"
    assert said.errors == [("XL03000006", "Sign-in information is incorrect")]
    assert said.root.find("operation/result") is None


def test_unknown_entity_fails_authentication_with_the_location_echoed(ask: Ask) -> None:
    """A login into an entity that does not exist fails, echoing locationid."""
    said = ask.of(READ, location="ATLANTIS")
    assert said.text("operation/authentication/status") == "failure"
    assert said.text("operation/authentication/locationid") == "ATLANTIS"


@pytest.mark.parametrize("company", ["northfield|US", "console|northfield|US"])
def test_piped_company_ids_land_in_the_entity(ask: Ask, company: str) -> None:
    """`company|entity` and `console|client|entity` sign in to the entity."""
    said = ask.of(READ, company=company)
    assert said.text("operation/authentication/status") == "success"
    assert said.text("operation/authentication/locationid") == "US"


@pytest.mark.parametrize("console", ["console", "console|US"])
def test_a_console_signs_in_to_the_client_it_names(ask: Ask, console: str) -> None:
    """`<clientid>` in a login names the company, and is answered with its status after the location, as in the vendor's
    SDK test; the company id is echoed as sent."""
    entity = "US" if "|" in console else None
    login = "<password>wsuser_secret</password><clientid>northfield</clientid>"
    said = ask.raw(envelope(READ, company=console).replace("<password>wsuser_secret</password>", login).encode())
    authentication = [(element.tag, element.text) for element in said.root.find("operation/authentication")]
    assert authentication[:6] == [
        ("status", "success"),
        ("userid", "wsuser"),
        ("companyid", console),
        ("locationid", entity),
        ("clientid", "northfield"),
        ("clientstatus", "active"),
    ]
    assert [name for name, _ in authentication[6:]] == ["sessiontimestamp", "sessiontimeout"]
    assert said.errors == []


def test_a_client_that_is_unknown_is_refused_at_the_front_door(ask: Ask) -> None:
    """`<clientid>` decides which company is meant, even where `<companyid>` is one that exists."""
    login = "<password>wsuser_secret</password><clientid>nowhere</clientid>"
    said = ask.raw(envelope(READ).replace("<password>wsuser_secret</password>", login).encode())
    assert (said.status, said.text(".//errorno")) == (400, "GW-0011")


def test_only_a_named_client_is_answered(ask: Ask) -> None:
    """Without `<clientid>` the answer has neither it nor a client's status."""
    said = ask.of(READ, company="console|northfield|US")
    assert said.root.find("operation/authentication/clientid") is None
    assert said.root.find("operation/authentication/clientstatus") is None


def test_session_serves_later_requests(ask: Ask) -> None:
    """A session from getAPISession signs in, echoing user and company, and its answer names the caller's endpoint."""
    opened = ask.of("<getAPISession/>")
    session = opened.text(".//sessionid") or ""
    assert opened.text(".//endpoint") == "http://127.0.0.1:8080/ia/xml/xmlgw.phtml"
    assert opened.root.find(".//data").attrib == {}
    said = ask.of(READ, session=session)
    assert said.text("operation/authentication/userid") == "wsuser"
    assert said.text("operation/result/status") == "success"


def test_invalid_session_blanks_user_and_company(ask: Ask) -> None:
    """A session id that is not alive is answered with empty userid and companyid, and never echoed whole."""
    said = ask.of(READ, session="qwertyuiop-secret")
    assert said.text("operation/authentication/userid") == ""
    assert said.text("operation/authentication/companyid") == ""
    assert said.errors == [("XL03000006", "Invalid session q....")]
    assert b"qwertyuiop-secret" not in said.body


def test_sessions_expire_a_while_after_their_last_use() -> None:
    """Each use moves the expiry; an unused session dies."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    clock = Clock(lambda: moment)
    tenants = Tenants(clock=clock, seed=3, session_duration=timedelta(hours=1))
    session = tenants.sessions.open("company", "user", "sender", None)
    moment += timedelta(minutes=50)
    assert tenants.sessions.use(session.id) is session
    moment += timedelta(minutes=50)
    assert tenants.sessions.use(session.id) is session
    moment += timedelta(minutes=61)
    assert tenants.sessions.use(session.id) is None
    tenants.close()


def test_functions_are_independent_without_transaction(ask: Ask) -> None:
    """A failing function between two good ones fails alone."""
    bad = "<read><object>NOSUCH</object><keys>1</keys><fields>*</fields></read>"
    said = ask.of(READ, bad, READ)
    assert said.texts("operation/result/status") == ["success", "failure", "success"]
    assert said.errors == [("XXX", "Object definition NOSUCH not found")]


def test_transaction_rolls_all_back(ask: Ask, company: Company) -> None:
    """With transaction="true" one failure aborts every result, XL03000009 comes last, and nothing stays."""
    bad = invoice("B", customer="NOBODY")
    said = ask.of(invoice("A"), bad, invoice("C"), transaction="true")
    assert said.texts("operation/result/status") == ["aborted"] * 3
    stacks = [[error.text for error in result.iter("errorno")] for result in said.root.iter("result")]
    assert stacks[0] == stacks[2] == ["XL03000009"]
    assert stacks[1][-1] == "XL03000009"
    assert len(stacks[1]) > 1
    assert company.records.where("ARINVOICE") == []
    assert company.records.where("GLENTRY") == []


def test_repeated_control_id_is_refused_when_unique(ask: Ask, company: Company) -> None:
    """With uniqueid true (the default) a completed function's control id runs once; a failed one may be repeated."""
    once = "<dtdversion>3.0</dtdversion>"
    assert ask.of(invoice("A", customer="NOBODY"), control=once).text(".//result/status") == "failure"
    assert ask.of(invoice("A"), control=once).text(".//result/status") == "success"
    again = ask.of(invoice("B"), control=once)
    assert again.text(".//result/status") == "failure"
    assert [record.text("RECORDID") for record in company.records.where("ARINVOICE")] == ["A"]


def test_unbuilt_function_is_an_open_gap(ask: Ask) -> None:
    """A function of the schema that is not built fails its result and names the gap."""
    said = ask.of("<consolidate><bookid>B</bookid><reportingperiodname>P</reportingperiodname></consolidate>")
    assert said.text(".//result/status") == "failure"
    assert said.gaps == ("function consolidate",)


def test_unknown_function_fails_the_schema(ask: Ask) -> None:
    """A function the schema does not have is XL03000003 in control, with libxml2's words."""
    said = ask.of("<fooBar/>")
    assert said.text("control/status") == "failure"
    number, text = said.errors[0]
    assert number == "XL03000003"
    assert text.startswith("XML Parse schema error: Error 1871: Element 'fooBar': This element is not expected.")


def test_malformed_xml_echoes_the_control_block(ask: Ask) -> None:
    """A tag mismatch is answered with parser complaints and the control ids that could be read."""
    said = ask.raw(envelope(READ).replace("</keys>", "</key>").encode())
    assert said.text("control/status") == "failure"
    assert said.text("control/controlid") == "c-1"
    assert {number for number, _ in said.errors} == {"XL03000003"}
    assert "Opening and ending tag mismatch: keys line" in said.errors[0][1]


def test_policy_is_refused(ask: Ask) -> None:
    """A policyid that is no transport policy fails control with the recorded text."""
    control = "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><policyid>test</policyid>"
    assert ask.of(READ, control=control).errors == [("XL03000006", "test is not a valid transport policy.")]


def test_whitespace_can_be_switched_off(ask: Ask) -> None:
    """includewhitespace false gives one line after the declaration; the default is indented."""
    compact = "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><includewhitespace>false</includewhitespace>"
    assert ask.of(READ, control=compact).body.count(b"\n") == 1
    assert b"\n    <control>\n" in ask.of(READ).body


def test_additional_error_info_is_added_on_request(ask: Ask) -> None:
    """showadditionalerrorinfo adds an additionalinfo block to every error."""
    control = (
        "<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion><showadditionalerrorinfo>true</showadditionalerrorinfo>"
    )
    said = ask.of(invoice(customer="NOBODY"), control=control)
    assert said.errors
    assert all(error.find("additionalinfo") is not None for error in said.root.iter("error"))
    assert ask.of(invoice(customer="NOBODY")).root.find(".//additionalinfo") is None


def test_support_id_is_on_the_first_error_only(ask: Ask) -> None:
    """Only the first description2 of a stack carries a support id."""
    said = ask.of(invoice(customer="NOBODY"))
    marked = ["[Support ID: " in (error.findtext("description2") or "") for error in said.root.iter("error")]
    assert marked == [True, *[False] * (len(marked) - 1)]
    assert len(marked) > 1


def test_several_operations_answer_in_order(ask: Ask) -> None:
    """Two operations of one request are authenticated and answered one after the other."""
    one, two = envelope(READ), envelope(READ, password="wrong")
    operation = two[two.index("<operation>") : two.index("</request>")]
    said = ask.raw(one.replace("</request>", operation + "</request>").encode())
    assert said.texts("operation/authentication/status") == ["success", "failure"]


def test_a_bug_is_answered_as_a_gateway_error(
    ask: Ask, company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception inside a function is logged with its traceback, answered well-formed, and leaves nothing behind."""

    message = "boom"

    def explode(*_: object, **__: object) -> None:
        raise RuntimeError(message)

    monkeypatch.setattr("intacct_emulator.books.ledger.posting.require_balance", explode)
    ask.of(invoice())
    assert "in explode" in caplog.text
    assert "boom" not in caplog.text  # it may quote the request
    caplog.set_level("DEBUG")
    said = ask.of(invoice())
    assert said.text(".//result/status") == "failure"
    assert said.errors[0][0] == "XL03000009"
    assert "boom" in caplog.text
    assert company.records.where("ARINVOICE") == []


def test_an_operation_without_content_is_signed_in(ask: Ask) -> None:
    """The schema asks for no content: sender and user are checked, and there are no results."""
    body = envelope("").replace('<content><function controlid="f1"></function></content>', "")
    assert "<content>" not in body
    said = ask.raw(body.encode())
    assert (said.status, said.text("control/status")) == (200, "success")
    assert said.text("operation/authentication/status") == "success"
    assert said.texts("operation/result/status") == []


@pytest.mark.parametrize(
    "body",
    [
        b"<request><control><senderid>a&#1;b</senderid></control><b></request>",
        b"<request><control><senderid>a&#xD800;b</senderid></control><b></request>",
        "<request><control><senderid>a</senderid></control><b></request>".encode("utf-16"),
        b"<request><control\x01><senderid>a</senderid>",
    ],
    ids=["control character", "half a pair", "UTF-16", "name"],
)
def test_what_is_no_xml_is_answered_in_xml(ask: Ask, body: bytes) -> None:
    """Characters that XML cannot hold are not echoed, and the complaint is the parser's."""
    said = ask.raw(body)
    assert (said.status, said.text("control/status")) == (200, "failure")
    assert said.errors[0][0] == "XL03000003"


def test_passwords_never_reach_the_log(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Failing requests log no credential."""
    caplog.set_level("DEBUG")
    ask.of(READ, password="very-private")
    ask.of(READ, sender_password="also-private")
    assert "very-private" not in caplog.text
    assert "also-private" not in caplog.text


def test_same_seed_and_clock_answer_byte_for_byte() -> None:
    """Two emulators with one seed and clock give identical answers."""

    def run() -> list[bytes]:
        tenants = Tenants(clock=Clock(lambda: datetime(2026, 5, 1, tzinfo=UTC)), seed=42)
        gateway = XmlGateway(tenants)
        from intacct_emulator.world.loading import add_named_companies

        add_named_companies(tenants, ("blank",))
        asked = Ask(gateway)
        answers = [asked.of("<getAPISession/>", company="blank").body, asked.of("<fooBar/>").body]
        gateway.close()
        return answers

    assert run() == run()


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"password": "wrong"}, ""),
        ({"password": "wrong", "location": "CA"}, "CA"),
        ({"location": "NOWHERE"}, "NOWHERE"),
        ({"session": "bad"}, ""),
        ({"sender": "stranger", "sender_password": "secret"}, ""),
    ],
)
def test_a_failed_authentication_names_its_place(
    ask: Ask, tenants: Tenants, options: dict[str, str], place: str
) -> None:
    """`locationid` follows the company id in every refusal, empty where none was asked for: the vendor's SDK for Python
    reads it."""
    tenants.add_sender("stranger", "secret")
    said = ask.of(READ, **options)
    authentication = said.root.find("operation/authentication")
    assert [child.tag for child in authentication] == ["status", "userid", "companyid", "locationid"]
    assert (said.text("operation/authentication/status"), authentication[3].text or "") == ("failure", place)


def test_functions_without_control_id_are_not_repetitions(ask: Ask, company: Company) -> None:
    """With uniqueid an empty control id names nothing: each such function runs (a maintained client sends no other)."""

    def made(name: str) -> str:
        function = f"<create><CLASS><CLASSID>{name}</CLASSID><NAME>{name}</NAME></CLASS></create>"
        body = envelope(function, function.replace(f">{name}<", f">{name}2<"), control="<uniqueid>true</uniqueid>")
        return body.replace('controlid="f1"', 'controlid=""').replace('controlid="f2"', 'controlid=""')

    for name in ("A", "B"):
        assert ask.raw(made(name).encode()).errors == []
    assert [record.id for record in company.records.where("CLASS")][-4:] == ["A", "A2", "B", "B2"]
    again = envelope("<getAPISession/>", control="<uniqueid>true</uniqueid>").encode()
    assert ask.raw(again).errors == []
    assert "has already been executed" in ask.raw(again).errors[0][1]
