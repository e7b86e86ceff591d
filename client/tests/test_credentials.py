"""Credentials: complete or refused, and never shown."""

from typing import Any, cast

import pytest

from intacct_client import Client, ConfigurationError, Secret
from intacct_client.credentials import DEFAULT_ENDPOINT, CredentialOptions, from_environment, resolve

FULL = {
    "INTACCT_SENDER_ID": "s",
    "INTACCT_SENDER_PASSWORD": "sender-secret",
    "INTACCT_COMPANY_ID": "acme",
    "INTACCT_USER_ID": "u",
    "INTACCT_USER_PASSWORD": "user-secret",
    "INTACCT_ENTITY_ID": "100",
}


def test_the_environment_names_are_the_vendors() -> None:
    """A full environment makes full credentials."""
    credentials = resolve(from_environment(FULL))
    assert credentials.sender.id == "s"
    assert credentials.login is not None
    assert (credentials.login.company_id, credentials.login.entity_id) == ("acme", "100")
    assert credentials.endpoint_url == DEFAULT_ENDPOINT
    assert set(credentials.secrets()) == {"sender-secret", "user-secret"}


def test_options_go_before_the_environment() -> None:
    """What the caller says wins over the environment."""
    with Client.from_env(FULL, user_id="other") as client:
        assert "other@acme in 100" in repr(client)


def test_missing_names_are_told_and_values_are_not() -> None:
    """The error helps, and leaks nothing."""
    incomplete = {name: value for name, value in FULL.items() if name != "INTACCT_USER_ID"} | {"INTACCT_USER_ID": ""}
    with pytest.raises(ConfigurationError, match=r"user_id \(INTACCT_USER_ID\)") as caught:
        Client.from_env(incomplete)
    assert "secret" not in str(caught.value)
    with pytest.raises(ConfigurationError, match="INTACCT_SENDER_PASSWORD"):
        Client(sender_id="s")


def test_a_session_id_replaces_the_login() -> None:
    """A session id is enough to speak."""
    assert resolve({"sender_id": "s", "sender_password": "p", "session_id": "x"}).login is None
    with pytest.raises(ConfigurationError, match="use_session"):
        Client(sender_id="s", sender_password="p", session_id="x", use_session=False)


@pytest.mark.parametrize("url", ["ftp://x/y", "xmlgw.phtml", "https://u:p@api.intacct.com/"])
def test_an_endpoint_must_be_a_plain_http_url(url: str) -> None:
    """Other schemes and URLs with a password in them are refused."""
    with pytest.raises(ConfigurationError, match="endpoint_url"):
        resolve({"sender_id": "s", "sender_password": "p", "session_id": "x", "endpoint_url": url})


def test_secrets_do_not_show(login: dict[str, Any]) -> None:
    """No repr, str or format shows a password."""
    secret = Secret("hunter2")
    assert secret == Secret("hunter2")
    with Client(**login) as client:
        shown = f"{secret} {secret!r} {secret!s} {[secret]} {client!r} {vars(client)!r}"
        shown += repr(resolve(cast(CredentialOptions, login)))
    assert "hunter2" not in shown
    assert "pass" not in shown.replace("password=", "")
