"""Who is calling: the sender (the application), and a login or a session (the user). Secrets never show themselves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import urlsplit

from intacct_client.errors import ConfigurationError

DEFAULT_ENDPOINT = "https://api.intacct.com/ia/xml/xmlgw.phtml"


class Secret:
    """A text that only ``reveal()`` shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Call it only where the wire is written."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class Sender:
    """The web-services sender: identifies the application, not the user."""

    id: str
    password: Secret


@dataclass(frozen=True, slots=True)
class Login:
    """A user of a company, at the top level or inside an entity (the wire's ``locationid``)."""

    company_id: str
    user_id: str
    password: Secret
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client needs to speak: sender, endpoint, and a login or a session id (or both)."""

    sender: Sender
    login: Login | None
    session_id: Secret | None = None
    endpoint_url: str = DEFAULT_ENDPOINT

    def secrets(self) -> tuple[str, ...]:
        """Every secret text, for redaction."""
        known = [self.sender.password.reveal()]
        if self.login:
            known.append(self.login.password.reveal())
        if self.session_id:
            known.append(self.session_id.reveal())
        return tuple(known)


class CredentialOptions(TypedDict, total=False):
    """The credentials a client accepts by name."""

    sender_id: str | None
    sender_password: str | None
    company_id: str | None
    user_id: str | None
    user_password: str | None
    entity_id: str | None
    session_id: str | None
    endpoint_url: str | None


ENVIRONMENT_NAMES: Mapping[str, str] = {
    "sender_id": "INTACCT_SENDER_ID",
    "sender_password": "INTACCT_SENDER_PASSWORD",
    "company_id": "INTACCT_COMPANY_ID",
    "user_id": "INTACCT_USER_ID",
    "user_password": "INTACCT_USER_PASSWORD",
    "entity_id": "INTACCT_ENTITY_ID",
    "session_id": "INTACCT_SESSION_ID",
    "endpoint_url": "INTACCT_ENDPOINT_URL",
}
"""Option -> environment name. All but ``INTACCT_SESSION_ID`` are the names of the vendor's SDKs."""


def from_environment(environ: Mapping[str, str] | None = None) -> CredentialOptions:
    """Read the credentials an environment holds; blank values count as absent.

    ``environ`` defaults to the process's own.
    """
    values = os.environ if environ is None else environ
    found = CredentialOptions()
    for option, name in ENVIRONMENT_NAMES.items():
        if values.get(name):
            found[option] = values[name]  # type: ignore[literal-required]
    return found


def resolve(options: CredentialOptions) -> Credentials:
    """Turn named options into credentials.

    Raises ``ConfigurationError`` naming what is missing, never repeating a value.
    """
    sender_id, sender_password = options.get("sender_id"), options.get("sender_password")
    if not sender_id or not sender_password:
        raise ConfigurationError(_missing(options, ("sender_id", "sender_password")))
    session_id = options.get("session_id")
    company_id, user_id, password = (options.get("company_id"), options.get("user_id"), options.get("user_password"))
    login: Login | None = None
    if company_id and user_id and password:
        login = Login(company_id, user_id, Secret(password), options.get("entity_id"))
    elif not session_id:
        raise ConfigurationError(_missing(options, ("company_id", "user_id", "user_password")) + ", or a session_id")
    return Credentials(
        sender=Sender(sender_id, Secret(sender_password)),
        login=login,
        session_id=Secret(session_id) if session_id else None,
        endpoint_url=_checked_endpoint(options.get("endpoint_url") or DEFAULT_ENDPOINT),
    )


def _missing(options: CredentialOptions, names: tuple[str, ...]) -> str:
    absent = [name for name in names if not options.get(name)]
    return "missing credentials: " + ", ".join(f"{name} ({ENVIRONMENT_NAMES[name]})" for name in absent)


def _checked_endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError("endpoint_url must be an http or https URL")
    if parts.username or parts.password:
        raise ConfigurationError("endpoint_url must not carry a user name or password")
    return url
