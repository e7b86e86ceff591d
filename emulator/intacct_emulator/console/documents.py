"""Requests and answers as lines of coloured words: indented one element to a line, or as they are where that fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from intacct_emulator.explanation.place import DocumentPlace, Element, RequestText, line_number

_LARGEST = 512 * 1024
_MOST_LINES = 4000
_DEEPEST = 150
_GOOD, _BAD = ("success", "active"), ("failure", "aborted")


class Word(NamedTuple):
    """A piece of a line. `kind` is what it is: tag, name, value, text, good, bad, note; empty for nothing special."""

    kind: str
    text: str


class ShownLine(NamedTuple):
    """A line, indented by so many steps."""

    depth: int
    words: tuple[Word, ...]


@dataclass(frozen=True)
class ShownDocument:
    """A document to look at. `note` says what is not shown of it."""

    lines: tuple[ShownLine, ...]
    note: str = ""
    text: RequestText | None = field(default=None, repr=False)
    where: tuple[tuple[Element, int], ...] = field(default=(), repr=False)

    def line_of(self, place: DocumentPlace | None, call: int | None = None) -> int | None:
        """The line on which the element of a place is shown, from 1. `call` is the number of its function."""
        if place is None:
            return None
        if self.text is None:
            return place.line if 0 < place.line <= len(self.lines) else None
        name = place.path.rpartition("/")[2]
        inside = self._inside(call)
        for element, line in self.where:
            if element.tag == name and line_number(element) == place.line and (inside is None or element in inside):
                exact = not place.value or self.text.place(element)[::3] == place[::3]
                if exact:
                    return line
        return None

    def _inside(self, call: int | None) -> frozenset[Element] | None:
        functions = [element for element, _ in self.where if element.tag == "function"]
        if call is None or call >= len(functions):
            return None
        return frozenset(functions[call].iter())


def shown_document(body: bytes) -> ShownDocument:
    """A request or an answer as it is looked at."""
    if not body:
        return ShownDocument((), "Nothing was sent.")
    if len(body) > _LARGEST:
        return _as_it_is(body[:_LARGEST], f"The first {_LARGEST // 1024} KB of {len(body) // 1024} KB.")
    root = _root(body)
    if root is None:
        return _as_it_is(body)
    lines: list[ShownLine] = []
    where: list[tuple[Element, int]] = []
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        lines.append(
            ShownLine(
                0, (Word("note", body[body.find(b"<?xml") :].partition(b"?>")[0].decode("ascii", "replace") + "?>"),)
            )
        )
    for line, element in _lines(root, 0):
        if len(lines) >= _MOST_LINES:
            return ShownDocument(tuple(lines), f"The first {_MOST_LINES} lines.", RequestText(body), tuple(where))
        lines.append(line)
        if element is not None:
            where.append((element, len(lines)))
    return ShownDocument(tuple(lines), "", RequestText(body), tuple(where))


def _root(body: bytes) -> Element | None:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None
    try:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _as_it_is(body: bytes, note: str = "") -> ShownDocument:
    written = body.decode("utf-8", "replace").splitlines()
    if len(written) > _MOST_LINES:
        note = f"The first {_MOST_LINES} lines of {len(written)}."
    return ShownDocument(tuple(ShownLine(0, (Word("", line),)) for line in written[:_MOST_LINES]), note)


def _lines(element: Element, depth: int) -> Iterator[tuple[ShownLine, Element | None]]:
    """The lines of an element; with the first of them, the element itself."""
    if not isinstance(element.tag, str):
        yield ShownLine(depth, (Word("note", etree.tostring(element, with_tail=False, encoding="unicode")),)), None
    elif len(element) == 0 or depth > _DEEPEST:
        yield ShownLine(depth, _leaf(element)), element
    else:
        yield ShownLine(depth, (*_start(element), Word("tag", ">"), *_texts(element.text))), element
        for child in element:
            yield from _lines(child, depth + 1)
            if child.tail and child.tail.strip():
                yield ShownLine(depth + 1, _texts(child.tail)), None
        yield ShownLine(depth, (Word("tag", f"</{element.tag}>"),)), None


def _leaf(element: Element) -> tuple[Word, ...]:
    text = "".join(map(str, element.itertext()))
    if not text:
        return (*_start(element), Word("tag", "/>"))
    kind = "good" if text in _GOOD else "bad" if text in _BAD else "text"
    kind = kind if "status" in str(element.tag) else "text"
    return (*_start(element), Word("tag", ">"), Word(kind, text), Word("tag", f"</{element.tag}>"))


def _start(element: Element) -> tuple[Word, ...]:
    words = [Word("tag", f"<{element.tag}")]
    for name, value in element.attrib.items():
        words += [Word("name", f" {name!s}"), Word("tag", "="), Word("value", f'"{value!s}"')]
    return tuple(words)


def _texts(text: str | None) -> tuple[Word, ...]:
    return (Word("text", text.strip()),) if text and text.strip() else ()
