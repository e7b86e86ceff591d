"""Parser complaints as libxml2 2.9 would have made them.

Recorded are the tag mismatches only: their text, and that one wrong tag gives two complaints. The rest is inferred
from libxml2 2.9.14, which the gateway's recorded complaints agree with word for word.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from .schema_complaint import Complaint

START_TAG_EXPECTED: Final = Complaint("Fatal Error", 4, "Start tag expected, '<' not found", 1, 1)
"""The complaint about a body without any element."""

_BROKEN_ATTRIBUTES: Final = {
    "Unescaped '<' not allowed in attributes values",
    "invalid character in attribute value",
    "error parsing attribute name",
}
_NOT_CLOSED: Final = (45, 63, 76)
_SECTIONS: Final = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))


def as_version_2_9(found: list[Complaint], body: bytes) -> tuple[Complaint, ...]:
    """The complaints about `body` in the older words: one or two.

    One wrong tag makes every enclosing tag wrong too; the recorded answer to that holds two complaints and no more.
    """
    if not found:
        return (START_TAG_EXPECTED,)
    first, *others = found
    reworded = _REWORDED.get(first.code, _unchanged)(first, body)
    if reworded is not first:
        return (reworded,)
    second = others[0] if others else None
    if first.message in _BROKEN_ATTRIBUTES:
        second = replace(first, code=65, message="attributes construct error")
    elif second is None and (first.code in _NOT_CLOSED or first.message.startswith("Couldn't find end of Start Tag")):
        second = _at_the_end(body.replace(b"\0", b""))  # so that UTF-16 is read, too
    return (first,) if second is None else (first, second)


def position_after(text: bytes) -> tuple[int, int]:
    """Line and column of what follows `text`."""
    last_line = text[text.rfind(b"\n") + 1 :]
    return text.count(b"\n") + 1, len(last_line.decode(errors="replace")) + 1


def _unchanged(complaint: Complaint, _body: bytes) -> Complaint:
    return complaint


def _no_start_tag(complaint: Complaint, _body: bytes) -> Complaint:
    return replace(complaint, message=START_TAG_EXPECTED.message)


def _character(complaint: Complaint, _body: bytes) -> Complaint:
    prefix = "Invalid character: "
    if not complaint.message.startswith(prefix):
        return complaint
    return replace(complaint, message=complaint.message.removeprefix(prefix))


def _unknown_encoding(complaint: Complaint, _body: bytes) -> Complaint:
    return replace(complaint, message=complaint.message.replace("encoding: ", "encoding "))


def _declaration(complaint: Complaint, body: bytes) -> Complaint:
    if complaint.message != "Blank needed here" or b"utf-16" not in body[: complaint.column].lower():
        return complaint
    return replace(complaint, code=81, message="Document labelled UTF-16 but has UTF-8 content")


def _not_utf8(complaint: Complaint, body: bytes) -> Complaint:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        sample = " ".join(f"0x{byte:02X}" for byte in body[error.start : error.start + 4])
        message = f"Input is not proper UTF-8, indicate encoding !\nBytes: {sample}"
        return replace(complaint, code=9, message=message)
    return complaint


def _too_deep(complaint: Complaint, _body: bytes) -> Complaint:
    return replace(complaint, code=1, message=complaint.message.replace(", use", " use"), column=complaint.column + 1)


_REWORDED: Final[dict[int, Callable[[Complaint, bytes], Complaint]]] = {
    4: _no_start_tag,
    9: _character,
    32: _unknown_encoding,
    65: _declaration,
    81: _not_utf8,
    114: _too_deep,
}


def _at_the_end(body: bytes) -> Complaint | None:
    """What libxml2 2.9 adds at the end of a document: an element is still open, or something follows the root.

    An end tag closes the innermost element whatever its name, as in the parser. Linear in the body.
    """
    open_tags: list[tuple[bytes, int]] = []
    position, line, counted = 0, 1, 0
    while (start := body.find(b"<", position)) >= 0:
        end_mark = next((end for mark, end in _SECTIONS if body.startswith(mark, start)), b">")
        end = body.find(end_mark, start)
        if end < 0:
            break
        position = end + len(end_mark)
        if end_mark != b">":
            continue
        line, counted = line + body.count(b"\n", counted, end), end
        tag = body[start + 1 : end].strip()
        if tag.startswith(b"/"):
            del open_tags[-1:]
            if not open_tags:
                return _after_the_root(body, position)
        elif tag and not tag.endswith(b"/"):
            open_tags.append((tag.split(None, 1)[0], line))
    if not open_tags:
        return None
    name, opened = open_tags[-1]
    message = f"Premature end of data in tag {name.decode(errors='replace')} line {opened}"
    return Complaint("Fatal Error", 77, message, *position_after(body))


def _after_the_root(body: bytes, position: int) -> Complaint | None:
    rest = body[position:].lstrip()
    if not rest:
        return None
    line, column = position_after(body[: len(body) - len(rest)])
    return Complaint("Fatal Error", 5, "Extra content at the end of the document", line, column)
