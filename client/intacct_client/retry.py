"""When to send a request again, and after how long.

A request that only reads may be repeated after anything that looks temporary.  A write may not: it could be done
twice.  So writes are sent with ``uniqueid`` true and the same control ids on every attempt, which makes the gateway
refuse a function it has *completed*; then a repetition is safe once the first attempt is known to be over. An HTTP 500
or 503 says so.  A timeout, a broken connection, a 502, 504 or 52x does not (the gateway may still be at work), and the
error is raised with ``outcome_unknown``.  What never reached a function (no connection, HTTP 429) is repeated for
writes too.  HTTP 524 is never repeated: the request runs longer than the edge will wait.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from random import SystemRandom

from intacct_client.errors import (
    GatewayError,
    HttpStatusError,
    IntacctError,
    ProtocolError,
    RateLimitError,
    TransportError,
)

_EDGE_TIMEOUT = 524
_ANSWERED_BY_THE_ORIGIN = frozenset({500, 503})


class Repeatable(Enum):
    """What a second sending of a request would do."""

    FREELY = "only reads"
    GUARDED = "writes, and the gateway refuses control ids it has executed"
    NOT_AT_ALL = "writes, unguarded"


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently to repeat. ``attempts=1`` never repeats.

    The wait doubles from ``first_wait`` up to ``longest_wait`` seconds, of which a random half is taken off so that
    many clients do not return together.  ``Retry-After`` is honoured where it is longer; where it exceeds
    ``longest_wait`` the error is raised at once.
    """

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60.0
    random: Callable[[], float] = field(default=SystemRandom().random, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError("attempts counts the first one: at least 1")

    def wait(self, attempt: int, error: IntacctError, repeatable: Repeatable) -> float | None:
        """Seconds to wait after failed attempt number ``attempt`` (from 1), or ``None`` to give up."""
        if attempt >= self.attempts or not may_repeat(error, repeatable):
            return None
        backoff: float = min(self.first_wait * 2 ** (attempt - 1), self.longest_wait)
        backoff *= 0.5 + self.random() / 2
        asked: float | None = getattr(error, "retry_after", None)
        if asked is None:
            return backoff
        return max(backoff, asked) if asked <= self.longest_wait else None


def may_repeat(error: IntacctError, repeatable: Repeatable) -> bool:
    """Whether sending the same request again is worth trying and cannot do harm."""
    if isinstance(error, RateLimitError):
        return True
    if isinstance(error, HttpStatusError | GatewayError):
        return _may_repeat_status(error.status_code, repeatable)
    if isinstance(error, TransportError) and not isinstance(error, ProtocolError):
        return repeatable is Repeatable.FREELY or not error.outcome_unknown
    return False


def _may_repeat_status(status_code: int, repeatable: Repeatable) -> bool:
    if status_code < 500 or status_code == _EDGE_TIMEOUT:
        return False
    if repeatable is Repeatable.GUARDED:
        return status_code in _ANSWERED_BY_THE_ORIGIN
    return repeatable is Repeatable.FREELY
