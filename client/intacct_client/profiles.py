"""Credentials from a profiles file, as the vendor's SDKs keep them: ``~/.intacct/credentials.ini``.

::

    [default]
    sender_id = acme_sender
    sender_password = ...
    company_id = acme
    user_id = wsuser
    user_password = ...
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from intacct_client.credentials import ENVIRONMENT_NAMES, CredentialOptions, from_environment
from intacct_client.errors import ConfigurationError

DEFAULT_PROFILE: Final = "default"
PROFILE_VARIABLE: Final = "INTACCT_PROFILE"
"""The environment name of the profile to use, as in the vendor's SDKs."""

_SENDER: Final = frozenset({"sender_id", "sender_password"})
_LOGIN: Final = frozenset({"company_id", "user_id", "user_password", "session_id"})
# Not configparser's own [DEFAULT], whose values would leak into every profile.
_NO_COMMON_SECTION: Final = "\0"
_QUOTES: Final = ('"', "'")


def default_file() -> Path:
    """``.intacct/credentials.ini`` in the user's home."""
    return Path.home() / ".intacct" / "credentials.ini"


def from_profile(
    name: str | None = None, *, file: str | Path | None = None, environ: Mapping[str, str] | None = None
) -> CredentialOptions:
    """The credentials of a profile, under those of the environment.

    ``name`` is by default what ``INTACCT_PROFILE`` says, else ``default``; ``file`` is ``default_file()``.  Sender and
    login are each taken whole from one place, the environment if it has any part of them: a user is never joined with
    another's password.  The endpoint goes by itself, and so does the environment's entity.
    Raises ``ConfigurationError`` for a file that cannot be read, or that lacks a profile that was asked for.
    """
    values = os.environ if environ is None else environ
    wanted = name or values.get(PROFILE_VARIABLE)
    over = from_environment(values)
    under = _profile(wanted, Path(file) if file is not None else None)
    for group in (_SENDER, _LOGIN):
        if group & over.keys():
            dropped = group | {"entity_id"} if group is _LOGIN else group
            under = {option: text for option, text in under.items() if option not in dropped}
    merged: CredentialOptions = {**under, **over}  # type: ignore[typeddict-item]
    return merged


def _profile(wanted: str | None, given: Path | None) -> dict[str, str]:
    file = given or default_file()
    if wanted is None and given is None and not file.exists():
        return {}
    parser = configparser.RawConfigParser(default_section=_NO_COMMON_SECTION, strict=True)
    try:
        parser.read_string(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigurationError(f"cannot read the profiles of {file}: {reason}") from None
    except configparser.Error as error:
        # Their texts quote the line, which may hold a password.
        raise ConfigurationError(f"{file} is not a profiles file{_line_of(error)}") from None
    section = wanted or DEFAULT_PROFILE
    if not parser.has_section(section):
        if wanted is None and given is None:
            return {}
        raise ConfigurationError(f"{file} has no profile [{section}]")
    found = {option: _unquoted(text) for option, text in parser.items(section) if option in ENVIRONMENT_NAMES}
    return {option: text for option, text in found.items() if text}


def _line_of(error: configparser.Error) -> str:
    line = getattr(error, "lineno", None)
    if line is None and isinstance(error, configparser.ParsingError):
        line = error.errors[0][0]
    return f" (line {line})"


def _unquoted(text: str) -> str:
    # The vendor's readers take quotes round a value away.
    return text[1:-1] if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0] else text
