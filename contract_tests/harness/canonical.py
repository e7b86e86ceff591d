"""Compares answers as a reader of XML would: layout does not matter, order and text do, and what differs every time
is written `...` in the expectation."""

import difflib

from lxml import etree

ANY = "..."
_NO_SPACES = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)


def parsed(text: str | bytes) -> etree._Element:
    """The root of a document, without the white space between its elements."""
    return etree.fromstring(text.encode() if isinstance(text, str) else text, _NO_SPACES)


def lines(element: etree._Element, depth: int = 0) -> list[str]:
    """An element as one line per element: name, attributes in the order of their names, text."""
    attributes = "".join(f' {name}="{value}"' for name, value in sorted((str(n), str(v)) for n, v in element.items()))
    text = (element.text or "").strip()
    shown = [f"{'  ' * depth}<{element.tag}{attributes}>{text}"]
    for child in element.iterchildren(tag=etree.Element):
        shown += lines(child, depth + 1)
    return shown


def difference(actual: etree._Element, expected: str) -> str:
    """How an answer differs from an expectation, as a diff; empty when it does not.

    A text or attribute value `...` in the expectation stands for anything.
    """
    wanted = parsed(expected)
    masked = parsed(etree.tostring(actual))
    _mask(masked, wanted)
    if lines(masked) == lines(wanted):
        return ""
    return "\n".join(difflib.unified_diff(lines(wanted), lines(masked), "expected", "actual", lineterm="", n=50))


def _mask(actual: etree._Element, expected: etree._Element) -> None:
    if (expected.text or "").strip() == ANY and not len(actual):
        actual.text = ANY
    for name, value in expected.attrib.items():
        if value == ANY and name in actual.attrib:
            actual.set(name, ANY)
    for own, other in zip(actual, expected, strict=False):
        _mask(own, other)
