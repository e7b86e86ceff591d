"""Transport policies: what may be one, and where it leads."""

import pytest

from intacct_emulator.tenancy.policies import TransportPolicy


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("a=http://127.0.0.1:9000/x", True),
        ("a=http://localhost/", True),
        ("a=https://[::1]:9000/", True),
        ("a=http://10.0.0.1/", False),
        ("a=https://client.example.com/answers", False),
        ("a=http://localhost.example.com/", False),
    ],
)
def test_a_policy_leads_to_this_machine_or_elsewhere(text: str, local: bool) -> None:
    """Only what cannot be another machine counts as this one."""
    assert TransportPolicy.of(text).is_local is local


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "=http://127.0.0.1/",
        "a=ftp://127.0.0.1/",
        "a=http:///x",
        "a=http://127.0.0.1:port/",
        "a" * 41 + "=http://h/",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    """An id, and an address of HTTP."""
    with pytest.raises(ValueError):  # noqa: PT011 - a part of the reasons is the library's
        TransportPolicy.of(text)
