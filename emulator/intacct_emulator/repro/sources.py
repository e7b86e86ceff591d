"""Requests and answers out of what a support engineer is sent: XML, a curl command, a HAR, a log."""

import base64
import binascii
import json
import re
import shlex
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from intacct_emulator.failure import CannotRunError

_DOCUMENT = re.compile(r"(?:<\?xml[^>]*\?>\s*)?<(request|response)\b(?:\s[^>]*)?>.*?</\1\s*>", re.DOTALL)
_BROKEN_REQUEST = re.compile(r"(?:<\?xml[^>]*\?>\s*)?<request\b.*", re.DOTALL)
_DATA_FLAGS = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode")
_FORM_FIELD = "xmlrequest="
_COMMAND = re.compile(r"\s*(?:\$\s*)?curl\s")


class Saved(NamedTuple):
    """One exchange as somebody saved it; without an answer, where only the request was."""

    request: bytes
    answer: bytes | None = None


def saved_exchanges(content: bytes, folder: Path | None = None) -> tuple[Saved, ...]:
    """The exchanges in a file's content, in order. Files that a curl command names lie in `folder`.

    Raises CannotRunError where there is none.
    """
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")) and content.count(b"<request") <= 1:
        return (Saved(content),)
    text = content.decode("utf-8-sig", "replace")
    if _COMMAND.match(text):
        found = _of_curl(text, folder)
    elif start.startswith(b"{") and (har := _har(text)) is not None:
        found = tuple(_of_har(har))
    else:
        found = _of_log(text)
    if not found:
        raise CannotRunError(
            "there is no request in it: an XML request, a curl command, a HAR and a log with whole requests can be read"
        )
    return found


def _of_curl(text: str, folder: Path | None) -> tuple[Saved, ...]:
    try:
        words = shlex.split(text.replace("\\\n", " ").replace("\\\r\n", " ").replace("$'", "'"))
    except ValueError as fault:
        raise CannotRunError(f"the curl command cannot be read: {fault}") from None
    pieces = []
    for flag, value in pairwise(words):
        if flag in _DATA_FLAGS:
            pieces.append(_data_of(value.removeprefix(_FORM_FIELD), folder, form=flag == "--data-urlencode"))
    pieces += [_data_of(word.partition("=")[2], folder) for word in words if word.startswith("--data") and "=" in word]
    return tuple(Saved(_document(piece)) for piece in pieces if piece.strip())


def _data_of(value: str, folder: Path | None, *, form: bool = False) -> str:
    if not value.startswith("@"):
        return value.replace("\\n", "\n") if "\n" not in value and not form else value
    path = (folder or Path()) / value[1:]
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as fault:
        raise CannotRunError(f"the curl command sends {value[1:]}: {fault.strerror or fault}") from fault


def _har(text: str) -> dict[str, Any] | None:
    try:
        whole = json.loads(text)
    except ValueError:
        return None
    log = whole.get("log") if isinstance(whole, dict) else None
    return log if isinstance(log, dict) and isinstance(log.get("entries"), list) else None


def _of_har(log: dict[str, Any]) -> Iterator[Saved]:
    for entry in log["entries"]:
        posted = ((entry.get("request") or {}).get("postData")) or {}
        text = posted.get("text") or next(
            (one.get("value", "") for one in posted.get("params") or () if one.get("name") == "xmlrequest"), ""
        )
        if "<request" not in text and "request" not in text:
            continue
        content = (entry.get("response") or {}).get("content") or {}
        yield Saved(_document(text), _content(content))


def _content(content: dict[str, Any]) -> bytes | None:
    text = content.get("text")
    if not text:
        return None
    if content.get("encoding") != "base64":
        return str(text).encode()
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return None


def _document(text: str) -> bytes:
    """The XML of a post, whose form field is undone."""
    if text.lstrip().startswith("<"):
        return text.encode()
    return dict(parse_qsl(text)).get("xmlrequest", text).encode()


def _of_log(text: str) -> tuple[Saved, ...]:
    """Each request with the answer that follows it; lines of JSON and escaped XML are undone first."""
    found: list[Saved] = []
    for document in _documents(text):
        if document[1] == "request":
            found.append(Saved(document[0].encode()))
        elif found and found[-1].answer is None:
            found[-1] = found[-1]._replace(answer=document[0].encode())
    return tuple(found)


def _documents(text: str) -> list[tuple[str, str]]:
    for plain in (text, "\n".join(_strings(text)), unescape(text)):
        found = [(one[0], one[1]) for one in _DOCUMENT.finditer(plain) if "\\n" not in one[0] and '\\"' not in one[0]]
        if any(kind == "request" for _, kind in found):
            return found
    broken = _BROKEN_REQUEST.search(text)
    return [(broken[0], "request")] if broken else []


def _strings(text: str) -> Iterator[str]:
    """The texts in lines of JSON."""
    for line in text.splitlines():
        start = line.find("{")
        if start < 0:
            continue
        try:
            yield from _texts_in(json.loads(line[start:]))
        except ValueError:
            continue


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
