"""A fault as a value: what happens, to which requests, how often."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """What happens to a request. Of all but `slow`, `truncated` and `lost answer`, nothing is carried out."""

    SERVER_ERROR = "server error"
    """HTTP 500, or another status, with an HTML page and no XML (seen by clients)."""
    RATE_LIMIT = "rate limit"
    """HTTP 429 with GW-0010."""
    INVALID_REQUEST = "invalid request"
    """HTTP 400 with GW-0011."""
    OFF_LINE = "off-line"
    """The gateway says that it is off-line, in an answer with HTTP 200."""
    SESSION_EXPIRED = "session expired"
    """The session of the request ends before it is looked at."""
    NO_ANSWER = "no answer"
    """Silence for so many seconds, then the connection is closed."""
    RESET = "reset"
    """The connection breaks at once."""
    TRUNCATED = "truncated"
    """The request is carried out, and half of the answer's body arrives."""
    SLOW = "slow"
    """The request is carried out so many seconds later."""
    LOST_ANSWER = "lost answer"
    """The request is carried out, and the connection breaks before the answer."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about, as far as faults tell requests apart."""

    functions: frozenset[str]
    objects: frozenset[str]
    company: str
    user: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One order. It meets requests with this function, object, company and user, None meaning any; the next `times` of
    them, None meaning all; each with a `probability`. `status` is that of a server error, `seconds` how long a slow
    answer and silence take."""

    kind: FaultKind
    function: str | None = None
    object: str | None = None
    company: str | None = None
    user: str | None = None
    times: int | None = 1
    probability: float = 1.0
    status: int = 500
    seconds: float = 1.0

    def meets(self, target: Target) -> bool:
        """Whether a request is one of those."""
        return (
            (self.function is None or self.function.lower() in target.functions)
            and (self.object is None or self.object.lower() in target.objects)
            and (self.company is None or self.company == target.company)
            and (self.user is None or self.user == target.user)
        )

    def as_json(self) -> Mapping[str, Any]:
        """As the control routes write it."""
        return asdict(self)
