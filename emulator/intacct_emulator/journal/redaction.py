"""Keeps passwords and sessions out of whatever is kept of a request: they are masked before anything is stored.

What cannot be searched for them is not kept at all.
"""

import codecs
import re
from collections.abc import Iterable
from html import unescape

MASK = "***"
_MASK = MASK.encode()
_HINTS = (b"password", b"sessionid", b"passwd", b"secret")
_ANY_HINT = (b"passw", b"sessionid", b"secret")
_SECRET_NAME = rb"[\w.:-]*(?:password|sessionid|passwd|secret)[\w.:-]*"
# CDATA and comments are inside; what has no end is masked to the end of the document.
_SECRET_ELEMENT = re.compile(
    rb"(<(?P<name>" + _SECRET_NAME + rb")(?:\s[^>]*)?(?<!/)>)(?P<value>.*?)(?=</(?P=name)\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_SECRET_ATTRIBUTE = re.compile(rb"(\s" + _SECRET_NAME + rb"\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_MARKUP = re.compile(rb"<!\[CDATA\[|\]\]>|<!--.*?-->|^\s+|\s+$", re.DOTALL)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_SEARCHABLE = re.compile(r"utf-?8|us-ascii|ascii|(iso-?)?8859-\d+|latin-?1|windows-125\d|cp125\d|utf-?16(le|be)?")
_SHORTEST = 6
"""A shorter secret is masked in its element only: masking it everywhere would garble ordinary words."""

# What nearly all clients send: the envelope's secrets in elements of this form, and none elsewhere. It is searched
# without patterns, in a tenth of the time.
_USUAL_STARTS = (b"<request", b'<?xml version="1.0" encoding="UTF-8"?>', b'<?xml version="1.0" encoding="utf-8"?>')
_USUAL = (
    (b"<password>", b"</password>", b"passw"),
    (b"<sessionid>", b"</sessionid>", b"sessionid"),
)
_CONTENT = b"<content"
_PLAIN_VALUE = re.compile(rb"[^<&\s]+").fullmatch


class Redacted:
    """A request and its answer, fit to be kept. `mask` does the same for texts that quote them."""

    __slots__ = ("_secrets", "_texts", "answer", "request")

    def __init__(self, request: bytes, answer: bytes) -> None:
        found: set[bytes] = set()
        masked_request = _usual_without_secrets(request, found) or _without_secrets(request, found)
        # An answer is the emulator's own: it is searchable, whether it is XML, JSON or CSV.
        masked_answer = _masked(answer, found)
        self._secrets = sorted(found, key=len, reverse=True) if len(found) > 1 else tuple(found)
        self._texts = [secret.decode("utf-8", "replace") for secret in self._secrets]
        self.request, self.answer = self._everywhere(masked_request), self._everywhere(masked_answer)

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """What is masked everywhere."""
        return tuple(self._secrets)

    def mask(self, text: str) -> str:
        """The text with every secret of the request and the answer masked."""
        for secret in self._texts:
            if secret in text:
                text = text.replace(secret, MASK)
        return text

    def _everywhere(self, body: bytes) -> bytes:
        for secret in self._secrets:
            body = body.replace(secret, _MASK)
        return body


def without_secrets(body: bytes) -> bytes:
    """One document with its secrets masked."""
    return Redacted(body, b"").request


def _usual_without_secrets(body: bytes, found: set[bytes]) -> bytes | None:
    """The body with its secrets masked, if it is of the usual form; else None."""
    if not body.startswith(_USUAL_STARTS):
        return None
    end = body.find(_CONTENT)
    values, elements = [], []
    for opening, closing, _ in _USUAL:
        number, start = 0, body.find(opening, 0, end)
        while start >= 0:
            start += len(opening)
            value = body[start : body.find(closing, start)]
            if len(value) < _SHORTEST or not _PLAIN_VALUE(value):
                return None
            values.append(value)
            number, start = number + 1, body.find(opening, start, end)
        elements.append(number)
    rest = body
    for value in sorted(values, key=len, reverse=True):
        rest = rest.replace(value, _MASK)
    lowered = rest.lower()
    # Each element has its name twice. Any other telling name is one too many.
    for number, (_, _, hint) in zip(elements, _USUAL, strict=True):
        if lowered.count(hint) != 2 * number:
            return None
    if b"secret" in lowered:
        return None
    found.update(values)
    return rest


def _without_secrets(body: bytes, found: set[bytes]) -> bytes:
    if not body:
        return body
    searchable = _searchable(body)
    if searchable is None:
        return b"(%d bytes that cannot be searched for passwords, and are not kept)" % len(body)
    return _masked(searchable, found)


def _masked(body: bytes, found: set[bytes]) -> bytes:
    lowered = body.lower()
    if not any(hint in lowered for hint in _ANY_HINT):
        return body
    hints = _hints(lowered)
    parts, done = [], 0
    # The patterns are slow, and tried only where a telling name stands.
    for hint in hints:
        if hint < done:
            continue
        tag = body.rfind(b"<", done, hint)
        element = _SECRET_ELEMENT.match(body, tag) if tag >= 0 else None
        if element is not None:
            value = element["value"]
            parts += [body[done : element.start("value")], _MASK if value else b""]
            plain = b"<" not in value and not value[:1].isspace() and not value[-1:].isspace()
            _learn((value,) if plain else (value, _MARKUP.sub(b"", value)), found)
            done = element.end()
        else:
            end = body.find(b">", hint) + 1 or len(body)
            parts.append(_without_attributes(body[done:end], found))
            done = end
    return b"".join((*parts, body[done:]))


def _hints(lowered: bytes) -> list[int]:
    """Where telling names stand."""
    places = []
    for hint in _HINTS:
        place = lowered.find(hint)
        while place >= 0:
            places.append(place)
            place = lowered.find(hint, place + 1)
    places.sort()
    return places


def _without_attributes(piece: bytes, found: set[bytes]) -> bytes:
    def hide(match: re.Match[bytes]) -> bytes:
        _learn((match[2] or match[3] or b"",), found)
        return match[1] + b'"' + _MASK + b'"'

    return _SECRET_ATTRIBUTE.sub(hide, piece)


def _learn(values: Iterable[bytes], found: set[bytes]) -> None:
    for value in values:
        if len(value) >= _SHORTEST and b"<" not in value:
            found.add(value)
            if b"&" in value:
                found.add(unescape(value.decode("utf-8", "replace")).encode())


def _searchable(body: bytes) -> bytes | None:
    """The body in an encoding whose tags are ASCII; None where that cannot be told."""
    text = _without_wide_letters(body)
    start = text.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith(b"<"):
        return None
    declared = _ENCODING.match(start)
    if declared and not _SEARCHABLE.fullmatch(declared[1].decode().lower()):
        return None
    return text


def _without_wide_letters(body: bytes) -> bytes:
    """A body in UTF-16 as UTF-8; any other as it is."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace").encode()
    for encoding, start in (("utf-16-le", b"<\0"), ("utf-16-be", b"\0<")):
        if body.startswith(start):
            return body.decode(encoding, "replace").encode()
    return body
