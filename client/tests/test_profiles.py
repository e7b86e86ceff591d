"""Profiles: the vendor's file, under the environment, under what the caller says."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from intacct_client import AsyncClient, Client, ConfigurationError
from intacct_client.profiles import default_file, from_profile

FILE = """\
; kept by the vendor's SDKs too
[default]
sender_id = file_sender
sender_password = "100% = sure; #1"
company_id = file_company
user_id = file_user
user_password = 'user secret'
entity_id = 100
endpoint_url = http://127.0.0.1:8080/ia/xml/xmlgw.phtml

[other]
sender_id=other_sender
sender_password=other sender secret
company_id=
unknown=ignored
"""
IN_THE_ENVIRONMENT = {
    "INTACCT_COMPANY_ID": "env_company",
    "INTACCT_USER_ID": "env_user",
    "INTACCT_USER_PASSWORD": "env secret",
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profiles file in a home of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    file = default_file()
    file.parent.mkdir()
    file.write_text(FILE, encoding="utf-8")
    return file


def test_a_profile_is_read_as_it_stands(file: Path) -> None:
    """Quotes come off; percent signs, semicolons, number signs and equal signs inside a value stay."""
    assert from_profile(environ={}) == {
        "sender_id": "file_sender",
        "sender_password": "100% = sure; #1",
        "company_id": "file_company",
        "user_id": "file_user",
        "user_password": "user secret",
        "entity_id": "100",
        "endpoint_url": "http://127.0.0.1:8080/ia/xml/xmlgw.phtml",
    }


def test_a_profile_is_chosen_by_name_then_by_the_environment(file: Path) -> None:
    """No profile inherits from another; empty values and unknown names count as absent."""
    other = {"sender_id": "other_sender", "sender_password": "other sender secret"}
    assert from_profile("other", environ={}) == other
    assert from_profile(environ={"INTACCT_PROFILE": "other"}) == other
    assert from_profile("default", environ={"INTACCT_PROFILE": "other"})["sender_id"] == "file_sender"


def test_what_the_caller_says_goes_first_then_the_environment_then_the_file(file: Path) -> None:
    """All three at once, in both clients."""
    options: dict[str, Any] = {"user_id": "my_user"}
    shown = "my_user@env_company at http://127.0.0.1:8080/ia/xml/xmlgw.phtml"
    with Client.from_profile(environ=IN_THE_ENVIRONMENT, **options) as client:
        assert shown in repr(client)

    async def scenario() -> None:
        async with AsyncClient.from_profile(environ=IN_THE_ENVIRONMENT, **options) as client:
            assert shown in repr(client)

    asyncio.run(scenario())


def test_a_user_is_never_joined_with_anothers_password(file: Path) -> None:
    """A login, and a sender, come whole from one place; what is missing there is missing."""
    found = from_profile(environ={"INTACCT_USER_ID": "env_user", "INTACCT_SENDER_ID": "env_sender"})
    assert found == {
        "user_id": "env_user",
        "sender_id": "env_sender",
        "endpoint_url": "http://127.0.0.1:8080/ia/xml/xmlgw.phtml",
    }
    with pytest.raises(ConfigurationError, match=r"company_id \(INTACCT_COMPANY_ID\)"):
        Client.from_profile(environ={"INTACCT_USER_ID": "env_user"})
    assert "company_id" not in from_profile(environ={"INTACCT_SESSION_ID": "s"})


def test_the_environment_may_choose_entity_and_endpoint_alone(file: Path) -> None:
    """They belong to no secret."""
    found = from_profile(environ={"INTACCT_ENTITY_ID": "200", "INTACCT_ENDPOINT_URL": "http://localhost/x"})
    assert (found["entity_id"], found["endpoint_url"]) == ("200", "http://localhost/x")
    assert found["user_id"] == "file_user"


def test_without_a_file_the_environment_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default file and its default profile need not exist; one that was asked for must."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert from_profile(environ=IN_THE_ENVIRONMENT)["user_id"] == "env_user"
    with pytest.raises(ConfigurationError, match=r"cannot read the profiles of .*credentials\.ini: No such file"):
        from_profile("emulator", environ={})
    with pytest.raises(ConfigurationError, match=r"mine\.ini"):
        from_profile(file=tmp_path / "mine.ini", environ={})
    (tmp_path / "mine.ini").write_text("[a]\n")
    with pytest.raises(ConfigurationError, match=r"mine\.ini has no profile \[default\]"):
        from_profile(file=tmp_path / "mine.ini", environ={})
    default_file().parent.mkdir()
    default_file().write_text("[a]\n")
    assert from_profile(environ={}) == {}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("sender_password = hunter2\n", "line 1"),
        ("[default]\nuser_id = u\nhunter2\n", "line 3"),
        ("[default]\nuser_id = u\nuser_id = hunter2\n", "line 3"),
        ("[default]\n[default]\nuser_password = hunter2\n", "line 2"),
    ],
)
def test_a_broken_file_is_told_by_line_and_not_quoted(file: Path, text: str, where: str) -> None:
    """The error helps, and leaks nothing, not in what caused it either."""
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=where) as caught:
        from_profile(environ={})
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_file_that_is_no_text_is_refused(file: Path) -> None:
    """A mark in front of UTF-8 is taken; other encodings are told."""
    file.write_text(FILE, encoding="utf-8-sig")
    assert from_profile(environ={})["user_id"] == "file_user"
    file.write_bytes(b"[default]\nuser_id = \xff\n")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        from_profile(environ={})
