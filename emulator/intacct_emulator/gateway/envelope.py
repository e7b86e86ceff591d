"""`<request>` as frozen dataclasses. Nothing below this room sees the outer XML.

The schema has checked order and required children: what arrives here is valid.
"""

from typing import NamedTuple

from lxml import etree


class Control(NamedTuple):
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


class Login(NamedTuple):
    """`<login>`. A piped company id (`company|entity`, `console|client|entity`) is split when it is used."""

    userid: str
    companyid: str
    password: str
    clientid: str | None
    locationid: str | None


class SessionId(NamedTuple):
    """`<sessionid>`."""

    value: str


class FunctionCall(NamedTuple):
    """One `<function>`: its control id and the element that names it, which the function itself decodes."""

    controlid: str
    name: str
    element: etree._Element


class OperationBlock(NamedTuple):
    """One `<operation>`. `authentication` is None for an unsupported form (OAuth)."""

    authentication: Login | SessionId | None
    transaction: bool
    functions: tuple[FunctionCall, ...]


class Request(NamedTuple):
    """A whole request. An `offline` one is carried out by a job."""

    control: Control
    operations: tuple[OperationBlock, ...]
    offline: bool = False


def read_control(root: etree._Element | None) -> Control:
    """The control block, as far as present; also used to echo an invalid request."""
    control = root.find("control") if root is not None and root.tag == "request" else None
    return Control("", "", "", "", "", None, True, False) if control is None else _control(control)


def read_request(root: etree._Element) -> Request:
    """The dataclasses of a valid `<request>`."""
    control, *operations = root
    return Request(_control(control), tuple([_operation(element) for element in operations]))


def _control(element: etree._Element) -> Control:
    texts = _texts(element)
    return Control(
        senderid=texts.get("senderid", ""),
        password=texts.get("password", ""),
        controlid=texts.get("controlid", ""),
        uniqueid=texts.get("uniqueid") or "true",
        dtdversion=texts.get("dtdversion") or "3.0",
        policyid=texts.get("policyid") or None,
        includewhitespace=texts.get("includewhitespace", "").strip().lower() != "false",
        showadditionalerrorinfo=texts.get("showadditionalerrorinfo", "").strip().lower() == "true",
    )


def _operation(element: etree._Element) -> OperationBlock:
    authentication, *contents = element
    return OperationBlock(
        authentication=_authentication(authentication),
        transaction=element.get("transaction", "false").lower() == "true",
        functions=tuple([_function(function) for content in contents for function in content]),
    )


def _authentication(element: etree._Element) -> Login | SessionId | None:
    for child in element:
        if child.tag == "sessionid":
            return SessionId((child.text or "").strip())
        if child.tag == "login":
            texts = _texts(child)
            return Login(
                userid=texts.get("userid", ""),
                companyid=texts.get("companyid", ""),
                password=texts.get("password", ""),
                clientid=texts.get("clientid") or None,
                locationid=texts.get("locationid") or None,
            )
    return None


def _function(element: etree._Element) -> FunctionCall:
    call = next(child for child in element if isinstance(child.tag, str))
    return FunctionCall(element.get("controlid", ""), call.tag, call)


def _texts(element: etree._Element) -> dict[str, str]:
    return {child.tag: child.text or "" for child in element if isinstance(child.tag, str)}
