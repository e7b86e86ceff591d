"""Every way a call can fail, as types; each carries the gateway's own errors where it gave any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from intacct_client.responses import Outcome, Result

_REFERENCE = re.compile(r"\s*\[(?:Support|Request) ID: (?P<id>[^\]]*)\]")

ROLLED_BACK = "XL03000009"
"""The number the gateway puts last on every result of a rolled-back transaction."""


@dataclass(frozen=True, slots=True)
class MessageKey:
    """One text of an error, as programs know it: the id of the sentence, and what was put into its places."""

    id: str
    placeholders: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class AdditionalInfo:
    """What ``additional_error_info=True`` adds to an error. Texts the gateway left empty are ``""``.

    ``error_id`` is the newer number (``GL-0493``), ``category`` its kind, ``object_name`` and ``field_name`` what it is
    about.
    """

    error_id: str
    category: str = ""
    object_name: str = ""
    field_name: str = ""
    description: MessageKey = MessageKey("")
    description2: MessageKey = MessageKey("")
    correction: MessageKey = MessageKey("")


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One ``<error>`` of an answer. ``additional`` is set if ``additional_error_info`` asked for it.

    ``number`` is usually a code such as ``BL01001973`` but the gateway also puts whole sentences there, or nothing.
    The ``[Support ID: ...]`` or ``[Request ID: ...]`` that ends a text is taken out into ``support_id``,
    URL-decoded, so that texts can be compared.
    """

    number: str
    description: str = ""
    description2: str = ""
    correction: str = ""
    support_id: str | None = None
    additional: AdditionalInfo | None = None

    @classmethod
    def from_texts(
        cls,
        number: str,
        description: str,
        description2: str,
        correction: str,
        additional: AdditionalInfo | None = None,
    ) -> ErrorDetail:
        """Build a detail from the four texts as they stand on the wire."""
        support_id: str | None = None
        texts = []
        for text in (description, description2):
            found = _REFERENCE.search(text)
            if found:
                support_id = unquote(found["id"])
            texts.append(_REFERENCE.sub("", text).strip())
        return cls(number, texts[0], texts[1], correction, support_id, additional)

    @property
    def text(self) -> str:
        """The most telling text: the second description, else the first, else the number (which may be a sentence)."""
        return self.description2 or self.description or self.number

    def __str__(self) -> str:
        parts = [self.number] if self.number and self.number != self.text else []
        parts.append(self.text or "no text given")
        line = ": ".join(parts)
        if self.correction:
            line = f"{line} ({self.correction})"
        return f"{line} [support id {self.support_id}]" if self.support_id else line


class IntacctError(Exception):
    """Base of everything this client raises about a call. ``errors`` is empty where the gateway gave none.

    ``outcome_unknown`` is true where the request may have been carried out although no usable answer came back:
    look before you repeat a write.  ``explanation`` is the address under which an emulator explains its answer; a real
    gateway gives none.
    """

    explanation: str | None = None

    def __init__(self, message: str, errors: Iterable[ErrorDetail] = (), *, outcome_unknown: bool = False) -> None:
        self.errors = tuple(errors)
        self.outcome_unknown = outcome_unknown
        super().__init__(describe(message, self.errors))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The error numbers in the gateway's order."""
        return tuple(error.number for error in self.errors)


class FieldError(IntacctError):
    """A row does not hold the requested field or type. ``field`` is the requested name."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class MissingFieldError(FieldError, LookupError):
    """The row has no such field. ``near`` holds the names it could be."""

    def __init__(self, field: str, near: Iterable[str] = ()) -> None:
        self.near = tuple(near)
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(field, f"the row has no field {field}{hint}")


class FieldValueError(FieldError, ValueError):
    """The field holds another type. ``kind`` is the requested type, ``value`` the text found, ``None`` when empty."""

    def __init__(self, field: str, kind: str, value: str | None) -> None:
        self.kind, self.value = kind, value
        found = "empty" if value is None else repr(value if len(value) <= 60 else f"{value[:60]}...")
        super().__init__(field, f"{field} does not hold a value of type {kind}: {found}")


class ConfigurationError(IntacctError, ValueError):
    """The client was given credentials or settings it cannot work with; nothing was sent."""


class TransportError(IntacctError):
    """No answer: the connection failed or broke."""


class RequestTimeoutError(TransportError, TimeoutError):
    """No answer in time. The gateway may still be working on the request."""


class ProtocolError(TransportError):
    """An answer came with HTTP 2xx but it is not a gateway answer, or it does not fit the request."""


class HttpStatusError(TransportError):
    """An HTTP error without a gateway answer in it, e.g. a proxy's error page."""

    def __init__(self, status_code: int, *, retry_after: float | None = None, outcome_unknown: bool = False) -> None:
        self.status_code = status_code
        self.retry_after = retry_after
        super().__init__(f"HTTP {status_code} without a gateway answer", outcome_unknown=outcome_unknown)


class GatewayError(IntacctError):
    """The gateway's front door refused the request (an HTTP error with ``GW-`` numbers), before any function ran."""

    def __init__(
        self,
        status_code: int,
        errors: Iterable[ErrorDetail],
        *,
        retry_after: float | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        self.status_code = status_code
        self.retry_after = retry_after
        super().__init__(f"gateway refused (HTTP {status_code})", errors, outcome_unknown=outcome_unknown)


class RateLimitError(GatewayError):
    """Too many requests: HTTP 429, or the same complaint inside an HTTP 200. Nothing was carried out."""


class ControlError(IntacctError):
    """The control block failed: wrong sender, or a request the schema refuses. No function ran."""


class AuthenticationError(IntacctError):
    """Login, session, entity or authorisation was refused. No function ran."""


class InvalidSessionError(AuthenticationError):
    """The session id is unknown or has expired, and could not be renewed."""


class FunctionError(IntacctError):
    """One function failed. ``result`` holds what came back, including rows saved before the failure."""

    def __init__(self, result: Result, message: str | None = None) -> None:
        self.result = result
        self.function = result.function
        self.control_id = result.control_id
        self.explanation = result.explanation
        super().__init__(message or f"{result.function} {result.status or 'without status'}", result.errors)


class AlreadyExecutedError(FunctionError):
    """The function's control id has been executed before (``uniqueid``).

    After a retry it means that an earlier attempt went through and only its answer was lost.
    """


class TransactionAbortedError(FunctionError):
    """A request with ``transaction=True`` was rolled back.

    ``result`` and ``errors`` are those of the function at fault; ``outcomes`` are all of them, in order.
    """

    def __init__(self, result: Result, outcomes: Iterable[Outcome[object]] = ()) -> None:
        self.outcomes = tuple(outcomes)
        super().__init__(result, f"transaction rolled back at {result.function}")


def describe(message: str, errors: tuple[ErrorDetail, ...]) -> str:
    """One line for a message and its errors: the first in full, the rest as a count."""
    if not errors:
        return message
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{message}: {errors[0]}{more}"
