"""Where in a request the element stands that an error is about."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

Element = etree._Element


class DocumentPlace(NamedTuple):
    """An element: its path below the function, its line and column in the request (from 1; 0 where unknown), its
    text."""

    path: str
    line: int
    column: int
    value: str


class RequestText:
    """A request that can be searched. A document that is broken is read as far as it goes; without one, nothing is
    found."""

    def __init__(self, body: bytes) -> None:
        self._lines = body.decode("utf-8", "replace").splitlines()
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
        try:
            self.root: Element | None = etree.fromstring(body, parser) if body.strip() else None
        except (etree.XMLSyntaxError, ValueError):
            self.root = None

    def function(self, number: int) -> Element | None:
        """The element of the call of that number, from 0, over all operations."""
        if self.root is None:
            return None
        calls = list(self.root.iter("function"))
        return next(_elements(calls[number]), None) if number < len(calls) else None

    def holding(self, within: Element | None, value: str) -> tuple[Element, ...]:
        """The innermost elements below one whose text is that value."""
        if within is None or not value:
            return ()
        wanted = value.strip()
        return tuple(one for one in _elements_below(within) if len(one) == 0 and (one.text or "").strip() == wanted)

    def named(self, within: Element | None, names: Iterable[str]) -> tuple[Element, ...]:
        """The elements below one with one of those names, whatever their case."""
        wanted = {name.lower() for name in names}
        return (
            tuple(one for one in _elements_below(within) if str(one.tag).lower() in wanted)
            if within is not None
            else ()
        )

    def place(self, element: Element) -> DocumentPlace:
        """Where an element stands."""
        names: list[str] = []
        for one in (element, *element.iterancestors()):
            if one.tag in ("function", "content"):
                break
            names.append(str(one.tag))
        line = line_number(element)
        text = (element.text or "").strip()
        return DocumentPlace("/".join(reversed(names)), line, self._column(line, str(element.tag), text), text)

    def text_of_line(self, line: int) -> str:
        """A line of the request, from 1; empty where there is none."""
        return self._lines[line - 1].strip() if 0 < line <= len(self._lines) else ""

    def _column(self, line: int, tag: str, text: str) -> int:
        if not 0 < line <= len(self._lines):
            return 0
        written = self._lines[line - 1]
        start = re.escape(f"<{tag}")
        exact = re.search(rf"{start}[^>]*>\s*{re.escape(text)}\s*<", written) if text else None
        found = exact or re.search(rf"{start}[\s/>]", written)
        return found.start() + 1 if found else 0


def line_number(element: Element) -> int:
    """The line of the document that an element begins on; 0 where it is unknown."""
    return element.sourceline if isinstance(element.sourceline, int) else 0


def _elements(parent: Element) -> Iterator[Element]:
    return (child for child in parent if isinstance(child.tag, str))


def _elements_below(top: Element) -> Iterator[Element]:
    return (one for one in top.iter() if isinstance(one.tag, str))
