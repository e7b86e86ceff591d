"""Sessions: expiry and endpoints."""

from datetime import UTC, datetime, timedelta

import pytest

from intacct_client.credentials import Secret
from intacct_client.session import Session, may_follow

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_a_session_ends_a_little_before_its_time() -> None:
    """A request that would arrive too late is not sent."""
    session = Session(Secret("x"), "", expires=NOW)
    assert not session.expired(NOW - timedelta(minutes=1))
    assert session.expired(NOW - timedelta(seconds=10))
    assert not Session(Secret("x"), "").expired(NOW)


def test_an_expiry_in_the_past_is_not_believed() -> None:
    """The session has just been used, so only the clocks can differ: it must not be renewed before every call."""
    session = Session(Secret("x"), "")
    assert session.seen(NOW + timedelta(hours=1), NOW).expires == NOW + timedelta(hours=1)
    assert session.seen(NOW - timedelta(days=90), NOW).expires is None


@pytest.mark.parametrize(
    ("configured", "offered", "allowed"),
    [
        ("https://api.intacct.com/x", "https://na12.intacct.com/x", True),
        ("https://api.intacct.com/x", "https://na12.intacct.com./x", True),
        ("https://api.intacct.com/x", "http://api.intacct.com/x", False),
        ("https://api.intacct.com/x", "https://evil.example/x", False),
        ("https://api.intacct.com/x", "https://evilintacct.com/x", False),
        ("https://api.intacct.com/x", "https://api.intacct.com.evil.example/x", False),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:9090/y", True),
        ("http://127.0.0.1:8080/x", "file:///etc/passwd", False),
        ("http://127.0.0.1:8080/x", "", False),
    ],
)
def test_credentials_follow_only_to_hosts_that_may_have_them(configured: str, offered: str, allowed: bool) -> None:
    """The offered endpoint is followed within the configured host or the vendor's domain, never down to http."""
    assert may_follow(configured, offered) is allowed
