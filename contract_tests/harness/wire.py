"""Raw XML over HTTP, for contracts about the wire itself: written out by hand, and not decoded when it comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.sax.saxutils import escape

import httpx2
from lxml import etree

from contract_tests.harness.journal import Guarded, Journal
from contract_tests.harness.target import Credentials, Target
from intacct_client.errors import ErrorDetail
from intacct_client.redaction import Redactor

_TIMEOUT = 120.0


def xml(template: str, **values: object) -> str:
    """A piece of XML with values put where `{name}` stands, escaped."""
    return template.format(**{name: escape(str(value)) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the functions of a request. None leaves an element out."""

    sender_id: str
    sender_password: str
    control_id: str = "contract"
    unique: bool | None = False
    whitespace: bool | None = None
    additional_info: bool | None = None
    authentication: str = ""
    transaction: bool | None = None

    def around(self, functions: Mapping[str, str]) -> str:
        """The request that calls `functions`, given by their control ids."""
        calls = "".join(
            xml('<function controlid="{id}">', id=name) + function + "</function>"
            for name, function in functions.items()
        )
        control = xml(
            "<senderid>{sender}</senderid><password>{password}</password><controlid>{id}</controlid>",
            sender=self.sender_id,
            password=self.sender_password,
            id=self.control_id,
        )
        control += _switch("uniqueid", self.unique) + "<dtdversion>3.0</dtdversion>"
        control += _switch("includewhitespace", self.whitespace)
        control += _switch("showadditionalerrorinfo", self.additional_info)
        attribute = "" if self.transaction is None else f' transaction="{str(self.transaction).lower()}"'
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><request><control>{control}</control><operation{attribute}>'
            f"<authentication>{self.authentication}</authentication><content>{calls}</content></operation></request>"
        )


def login(credentials: Credentials, *, entity_id: str | None = None, **changed: str) -> str:
    """A `<login>`; `changed` replaces user_id, company_id or user_password."""
    place = "" if entity_id is None else xml("<locationid>{id}</locationid>", id=entity_id)
    return (
        xml(
            "<login><userid>{user}</userid><companyid>{company}</companyid><password>{password}</password>",
            user=changed.get("user_id", credentials.user_id),
            company=changed.get("company_id", credentials.company_id),
            password=changed.get("user_password", credentials.user_password),
        )
        + place
        + "</login>"
    )


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `root` parses it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    redactor: Redactor = field(repr=False)

    def __repr__(self) -> str:
        return f"<Answer HTTP {self.status}\n{self.redactor.body(self.body)}>"

    @cached_property
    def root(self) -> etree._Element:
        """The `<response>`."""
        return etree.fromstring(self.body)

    @property
    def control(self) -> etree._Element:
        """The `<control>`."""
        return _child(self.root, "control")

    @property
    def authentication(self) -> etree._Element:
        """The first `<authentication>`."""
        return _child(self.root, "operation/authentication")

    @property
    def results(self) -> list[etree._Element]:
        """Every `<result>`, in order."""
        return self.root.findall("operation/result")

    @property
    def result(self) -> etree._Element:
        """The only `<result>`."""
        assert len(self.results) == 1, f"one result was expected: {self!r}"
        return self.results[0]

    @property
    def data(self) -> etree._Element:
        """The `<data>` of the only result, which must have succeeded."""
        assert self.result.findtext("status") == "success", f"success was expected: {self!r}"
        return _child(self.result, "data")


def errors(element: etree._Element) -> list[ErrorDetail]:
    """The errors of an element that has an `<errormessage>` child; support ids are taken out of the texts."""
    found = element.findall("errormessage/error")
    return [
        ErrorDetail.from_texts(
            error.findtext("errorno") or "",
            error.findtext("description") or "",
            error.findtext("description2") or "",
            error.findtext("correction") or "",
        )
        for error in found
    ]


class Wire:
    """Posts requests to a target; `journal` notes them."""

    def __init__(self, target: Target, redactor: Redactor, journal: Journal) -> None:
        self.target = target
        self._redactor = redactor
        self._http = httpx2.Client(timeout=_TIMEOUT, transport=Guarded(journal, may_write=target.may_write))

    def post(self, body: str | bytes, *, content_type: str = "application/xml") -> Answer:
        """Send a body as it is."""
        content = body.encode() if isinstance(body, str) else body
        response = self._http.post(self.target.url, content=content, headers={"Content-Type": content_type})
        return Answer(response.status_code, response.headers, response.content, self._redactor)

    def call(self, *functions: str, session: str | None = None, **changed: object) -> Answer:
        """Call functions (control ids f1, f2 ...), signed in with the target's login or with a session."""
        named = {f"f{number}": function for number, function in enumerate(functions, start=1)}
        return self.call_named(named, session=session, **changed)

    def call_named(self, functions: Mapping[str, str], *, session: str | None = None, **changed: object) -> Answer:
        """Call functions under control ids of one's own; `changed` are parts of the Envelope."""
        return self.post(self.envelope(session=session, **changed).around(functions))

    def envelope(self, *, session: str | None = None, **changed: object) -> Envelope:
        """The envelope a request would have, for those who change it further."""
        who = self.target.credentials
        signed = login(who) if session is None else xml("<sessionid>{id}</sessionid>", id=session)
        parts: dict[str, object] = {
            "sender_id": who.sender_id,
            "sender_password": who.sender_password,
            "authentication": signed,
            **changed,
        }
        return Envelope(**parts)  # type: ignore[arg-type]

    def open_session(self, entity: str = "") -> str:
        """The id of a new session; `entity` is the function's body, such as `<locationid>X</locationid>`."""
        answer = self.call(f"<getAPISession>{entity}</getAPISession>")
        session = answer.data.findtext("api/sessionid") or ""
        self._redactor.learn(session)
        return session

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _switch(name: str, value: bool | None) -> str:
    return "" if value is None else f"<{name}>{str(value).lower()}</{name}>"


def _child(element: etree._Element, path: str) -> etree._Element:
    found = element.find(path)
    assert found is not None, f"no <{path}> in {etree.tostring(element, encoding='unicode')}"
    return found
