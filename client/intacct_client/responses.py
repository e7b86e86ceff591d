"""An answer's bytes to results, or to the error they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from lxml import etree

from intacct_client.errors import (
    ROLLED_BACK,
    AdditionalInfo,
    AlreadyExecutedError,
    AuthenticationError,
    ControlError,
    ErrorDetail,
    FunctionError,
    GatewayError,
    HttpStatusError,
    InvalidSessionError,
    MessageKey,
    ProtocolError,
    RateLimitError,
    TransactionAbortedError,
)
from intacct_client.rows import Row, rows_of

T_co = TypeVar("T_co", covariant=True)

Scrub: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Result:
    """One ``<result>``: what the gateway says of one function.

    ``status`` is ``success``, ``failure``, ``aborted`` (rolled back), or ``None`` where the gateway left it out.
    ``key`` is the key a legacy function answers; ``data`` the data element; ``listing`` the legacy ``<listtype>``.
    ``explanation`` is the address under which an emulator explains the answer.
    """

    function: str
    control_id: str
    status: str | None
    errors: tuple[ErrorDetail, ...] = ()
    key: str | None = None
    data: etree._Element | None = field(default=None, repr=False, compare=False)
    listing: etree._Element | None = field(default=None, repr=False, compare=False)
    explanation: str | None = field(default=None, compare=False)

    @property
    def ok(self) -> bool:
        """Whether the function succeeded."""
        return self.status == "success"

    @property
    def rows(self) -> list[Row]:
        """The records under ``<data>``; also those saved before a failure."""
        return rows_of(self.data)

    def says_nothing(self) -> bool:
        """Whether the element was empty: neither a success nor a failure."""
        return self.status is None and not (self.function or self.control_id or self.errors)

    def error(self) -> FunctionError | None:
        """The error this result means, or ``None`` for a success."""
        if self.ok:
            return None
        if self._refused_as_repeated():
            return AlreadyExecutedError(self)
        if self.status == "aborted":
            return TransactionAbortedError(self)
        return FunctionError(self)

    def _refused_as_repeated(self) -> bool:
        # The gateway refuses a control id it has executed (uniqueid) with a result that has no status; the number and
        # text are not published, so an error that quotes the id as "already" used counts as well.
        if self.status is None:
            return True
        texts = [f"{error.description} {error.description2}" for error in self.errors]
        return bool(self.control_id) and any(self.control_id in text and "already" in text for text in texts)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """The outcome of one function among several: its value, or its errors."""

    result: Result
    _decode: Callable[[Result], T_co] = field(repr=False, compare=False)

    @property
    def ok(self) -> bool:
        """Whether the function succeeded."""
        return self.result.ok

    @property
    def errors(self) -> tuple[ErrorDetail, ...]:
        """The function's errors; empty for a success."""
        return self.result.errors

    @property
    def value(self) -> T_co:
        """What the function returns on its own; raises its ``FunctionError`` where it failed."""
        error = self.result.error()
        if error:
            raise error
        return self._decode(self.result)


@dataclass(frozen=True, slots=True)
class Identity:
    """The ``<authentication>`` of an answer: who the gateway took the caller for, and how long the session lasts."""

    user_id: str
    company_id: str
    entity_id: str | None
    session_expires: datetime | None


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer: who asked, and one result per function in the request's order."""

    control_id: str
    identity: Identity | None
    results: tuple[Result, ...]


def parse(
    status_code: int,
    body: bytes,
    *,
    expected: int,
    retry_after: float | None = None,
    explanation: str | None = None,
    scrub: Scrub = str,
) -> Response:
    """Read an answer to a request of ``expected`` functions.

    Raises ``HttpStatusError`` (an HTTP error not from the gateway), ``GatewayError`` or ``RateLimitError`` (one from
    the gateway), ``ProtocolError`` (HTTP 2xx without a gateway answer), ``ControlError`` and ``AuthenticationError``. A
    function's own failure is not raised: it is in its result.  ``scrub`` takes secrets out of error texts.
    """
    root = _root(body)
    failed_on_the_way = status_code >= 500
    if not 200 <= status_code < 300:
        errors = _errors(root.find("errormessage"), scrub) if root is not None else ()
        if status_code == 429:
            raise RateLimitError(status_code, errors, retry_after=retry_after)
        if not errors:
            raise HttpStatusError(status_code, retry_after=retry_after, outcome_unknown=failed_on_the_way)
        if status_code == 401:
            raise AuthenticationError("sign-in refused (HTTP 401)", errors)
        raise GatewayError(status_code, errors, retry_after=retry_after, outcome_unknown=failed_on_the_way)
    if root is None:
        raise ProtocolError(f"HTTP {status_code} with a body that is not a gateway answer", outcome_unknown=True)
    control = root.find("control")
    if control is None or _text(control, "status") != "success":
        _raise_control_failure(root, retry_after, scrub)
    results: list[Result] = []
    identity: Identity | None = None
    for operation in root.findall("operation"):
        identity = _identity(operation, scrub)
        results += [_result(element, explanation, scrub) for element in operation.findall("result")]
    if len(results) != expected:
        message = f"{expected} functions asked, {len(results)} results answered"
        raise ProtocolError(message, outcome_unknown=True)
    if any(result.says_nothing() for result in results):
        raise ProtocolError("a result without status, function or errors", outcome_unknown=True)
    return Response(_text(control, "controlid"), identity, tuple(results))


def offender(results: tuple[Result, ...]) -> Result | None:
    """The result at fault in a rolled-back transaction, or ``None`` where every function succeeded.

    Every result is ``aborted``, the innocent ones with nothing but ``XL03000009``; the one at fault has more to say.
    """
    failed = [result for result in results if not result.ok]
    for result in failed:
        if any(error.number != ROLLED_BACK for error in result.errors):
            return result
    return failed[0] if failed else None


def _root(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.tag == "response" else None


def _raise_control_failure(root: etree._Element, retry_after: float | None, scrub: Scrub) -> None:
    errors = _errors(root.find("errormessage"), scrub)
    if any(error.number == "GW-0010" or "rate limit exceeded" in error.text.lower() for error in errors):
        raise RateLimitError(429, errors, retry_after=retry_after)
    raise ControlError("control block refused", errors)


def _identity(operation: etree._Element, scrub: Scrub) -> Identity | None:
    authentication = operation.find("authentication")
    if authentication is None:
        return None
    if _text(authentication, "status") != "success":
        errors = _errors(operation.find("errormessage"), scrub)
        # An invalid session is told by its text, and by a user and company the gateway could not name.
        nameless = not _text(authentication, "userid") and not _text(authentication, "companyid")
        invalid = nameless or any("invalid session" in error.text.lower() for error in errors)
        raise (InvalidSessionError if invalid else AuthenticationError)("authentication refused", errors)
    return Identity(
        user_id=_text(authentication, "userid"),
        company_id=_text(authentication, "companyid"),
        entity_id=_text(authentication, "locationid") or None,
        session_expires=_moment(_text(authentication, "sessiontimeout")),
    )


def _result(element: etree._Element, explanation: str | None, scrub: Scrub) -> Result:
    key = _text(element, "key")
    return Result(
        function=_text(element, "function"),
        control_id=_text(element, "controlid"),
        status=_text(element, "status") or None,
        errors=_errors(element.find("errormessage"), scrub),
        key=key or None,
        data=element.find("data"),
        listing=element.find("listtype"),
        explanation=explanation,
    )


def _errors(message: etree._Element | None, scrub: Scrub) -> tuple[ErrorDetail, ...]:
    if message is None:
        return ()
    return tuple(
        ErrorDetail.from_texts(
            scrub(_text(error, "errorno")),
            scrub(_text(error, "description")),
            scrub(_text(error, "description2")),
            scrub(_text(error, "correction")),
            _additional(error.find("additionalinfo"), scrub),
        )
        for error in message.iterfind("error")
    )


def _additional(info: etree._Element | None, scrub: Scrub) -> AdditionalInfo | None:
    if info is None:
        return None
    target = info.find("target")
    about = {} if target is None else {str(name): str(text) for name, text in target.attrib.items()}
    return AdditionalInfo(
        error_id=_text(info, "errorid"),
        category=_text(info, "category"),
        object_name=about.get("object", ""),
        field_name=about.get("field", ""),
        description=_message(info.find("description"), scrub),
        description2=_message(info.find("cdescription"), scrub),
        correction=_message(info.find("correction"), scrub),
    )


def _message(message: etree._Element | None, scrub: Scrub) -> MessageKey:
    places = [] if message is None else message.iterfind("placeholders/placeholder")
    return MessageKey(
        _text(message, "messageid"), {place.get("name", ""): scrub(place.get("value", "")) for place in places}
    )


def _text(parent: etree._Element | None, name: str) -> str:
    return "" if parent is None else (parent.findtext(name) or "").strip()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
