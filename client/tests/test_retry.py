"""When a request is sent again."""

from typing import Any

import pytest

from intacct_client.errors import (
    ControlError,
    GatewayError,
    HttpStatusError,
    ProtocolError,
    RateLimitError,
    RequestTimeoutError,
    TransportError,
)
from intacct_client.retry import Repeatable, RetryPolicy, may_repeat

FREELY, GUARDED, NOT_AT_ALL = Repeatable.FREELY, Repeatable.GUARDED, Repeatable.NOT_AT_ALL


@pytest.mark.parametrize(
    ("error", "repeatable"),
    [
        (RateLimitError(429, ()), {FREELY, GUARDED, NOT_AT_ALL}),
        (TransportError("refused"), {FREELY, GUARDED, NOT_AT_ALL}),
        (HttpStatusError(500), {FREELY, GUARDED}),
        (HttpStatusError(503), {FREELY, GUARDED}),
        (GatewayError(500, ()), {FREELY, GUARDED}),
        (HttpStatusError(502), {FREELY}),
        (HttpStatusError(504), {FREELY}),
        (HttpStatusError(520), {FREELY}),
        (HttpStatusError(524), set()),
        (TransportError("broken", outcome_unknown=True), {FREELY}),
        (RequestTimeoutError("late", outcome_unknown=True), {FREELY}),
        (ProtocolError("html"), set()),
        (GatewayError(400, ()), set()),
        (HttpStatusError(404), set()),
        (ControlError("schema"), set()),
    ],
)
def test_what_may_be_repeated(error: Any, repeatable: Any) -> None:
    """A write is repeated only where the first attempt is known to be over or never to have begun."""
    assert {kind for kind in Repeatable if may_repeat(error, kind)} == repeatable


def test_waits_double_up_to_the_longest() -> None:
    """Without luck (jitter at its top) the waits double and then stay."""
    policy = RetryPolicy(attempts=6, first_wait=1, longest_wait=5, random=lambda: 1.0)
    assert [policy.wait(n, HttpStatusError(500), FREELY) for n in range(1, 7)] == [1, 2, 4, 5, 5, None]


def test_jitter_takes_off_up_to_half() -> None:
    """Two clients do not come back together, and neither comes back at once."""
    policy = RetryPolicy(first_wait=1, random=lambda: 0.0)
    assert policy.wait(1, HttpStatusError(500), FREELY) == 0.5


def test_retry_after_is_honoured_within_reason() -> None:
    """The gateway's own wish counts where it is longer; a wish beyond the longest wait ends the attempts."""
    policy = RetryPolicy(first_wait=1, longest_wait=60, random=lambda: 1.0)
    assert policy.wait(1, RateLimitError(429, (), retry_after=30), NOT_AT_ALL) == 30
    assert policy.wait(1, RateLimitError(429, (), retry_after=0), NOT_AT_ALL) == 1
    assert policy.wait(1, RateLimitError(429, (), retry_after=61), NOT_AT_ALL) is None


def test_a_policy_has_at_least_one_attempt() -> None:
    """Zero attempts would never send anything."""
    with pytest.raises(ValueError, match="attempts"):
        RetryPolicy(attempts=0)
