"""`<request>` as frozen dataclasses. Nothing below this room sees the outer XML.

The order of children and the required ones are the schema's business: what arrives here is valid.
"""

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Control:
    """`<control>`. Texts that are echoed are kept as written."""

    senderid: str
    password: str
    controlid: str
    uniqueid: str
    dtdversion: str
    policyid: str | None
    includewhitespace: bool
    showadditionalerrorinfo: bool

    @property
    def unique(self) -> bool:
        """Whether functions may run once per control id only: true by default (documented)."""
        return self.uniqueid.lower() != "false"


@dataclass(frozen=True, slots=True)
class Login:
    """`<login>`. A piped company id (`company|entity`, `console|client|entity`) is split when it is used."""

    userid: str
    companyid: str
    password: str
    clientid: str | None
    locationid: str | None


@dataclass(frozen=True, slots=True)
class SessionId:
    """`<sessionid>`."""

    value: str


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """One `<function>`: its control id and the element that names it, which the function itself decodes."""

    controlid: str
    name: str
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Operation:
    """One `<operation>`. `authentication` is None for a form we know and do not offer (OAuth)."""

    authentication: Login | SessionId | None
    transaction: bool
    functions: tuple[FunctionCall, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request."""

    control: Control
    operations: tuple[Operation, ...]


def read_control(root: etree._Element | None) -> Control:
    """The control block, as far as it is there: also used to echo a request that is not valid."""
    control = root.find("control") if root is not None and root.tag == "request" else None

    def text(name: str) -> str | None:
        return None if control is None else control.findtext(name)

    return Control(
        senderid=text("senderid") or "",
        password=text("password") or "",
        controlid=text("controlid") or "",
        uniqueid=text("uniqueid") or ("true" if control is not None else ""),
        dtdversion=text("dtdversion") or ("3.0" if control is not None else ""),
        policyid=text("policyid") or None,
        includewhitespace=(text("includewhitespace") or "true").strip().lower() != "false",
        showadditionalerrorinfo=(text("showadditionalerrorinfo") or "").strip().lower() == "true",
    )


def read_request(root: etree._Element) -> Request:
    """The dataclasses of a valid `<request>`."""
    return Request(read_control(root), tuple(_operation(element) for element in root.iterfind("operation")))


def _operation(element: etree._Element) -> Operation:
    return Operation(
        authentication=_authentication(element.find("authentication")),
        transaction=element.get("transaction", "false").lower() == "true",
        functions=tuple(_function(function) for function in element.iterfind("content/function")),
    )


def _authentication(element: etree._Element | None) -> Login | SessionId | None:
    if element is None:
        return None
    login = element.find("login")
    if login is not None:
        return Login(
            userid=login.findtext("userid") or "",
            companyid=login.findtext("companyid") or "",
            password=login.findtext("password") or "",
            clientid=login.findtext("clientid") or None,
            locationid=login.findtext("locationid") or None,
        )
    session = element.findtext("sessionid")
    return SessionId(session.strip()) if session is not None else None


def _function(element: etree._Element) -> FunctionCall:
    call = next(child for child in element if isinstance(child.tag, str))
    return FunctionCall(element.get("controlid", ""), call.tag, call)
