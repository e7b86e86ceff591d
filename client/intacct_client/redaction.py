"""Keeps secrets out of logs and error texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

_MASK = "***"
_SECRET_ELEMENT = re.compile(r"(<([\w.:-]*(?:password|sessionid)[\w.:-]*)\b[^>/]*>)[^<]*", re.IGNORECASE)
_SHORTEST = 4
"""A shorter secret is masked in its element only: replacing it everywhere would garble ordinary words."""


class Redactor:
    """Masks known secrets wherever they stand, and whatever stands in a password or session id element."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets: frozenset[str] = frozenset()
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Mask this text too from now on."""
        if len(secret) >= _SHORTEST:
            self._secrets |= {secret, escape(secret)}

    def text(self, text: str) -> str:
        """The text with every known secret masked."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, _MASK)
        return text

    def body(self, body: bytes) -> str:
        """A request's or an answer's XML, fit for a log."""
        return self.text(_SECRET_ELEMENT.sub(rf"\g<1>{_MASK}", body.decode("utf-8", "replace")))
