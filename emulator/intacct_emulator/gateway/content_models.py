"""What elements may hold, written as a DTD would: the content models behind the complaints of dtdversion 2.1.

They are derived from the same schema that requests are checked against. Groups of the schema are spelled out, as a DTD
has none.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

_XS = "{http://www.w3.org/2001/XMLSchema}"
_LONGEST = 5_000
"""Characters of a content model in a complaint; libxml2 has no more room for it."""
_INDEX = re.compile(r"\[\d+\]")
_OCCURRENCES = {(True, False): "", (False, False): "?", (False, True): "*", (True, True): "+"}
_JOINED = {f"{_XS}sequence": " , ", f"{_XS}choice": " | "}


class ContentModels:
    """The content models of a schema, by the path of an element in a request."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        roots = [etree.fromstring(text, parser) for text in files.values()]
        self._types = {str(one.get("name")): one for root in roots for one in root.iterfind(f"{_XS}complexType")}
        self._groups = {str(one.get("name")): one for root in roots for one in root.iterfind(f"{_XS}group")}
        self._top = {str(one.get("name")): one for root in roots for one in root.iterfind(f"{_XS}element")}
        self._declared = {str(one.get("name")) for root in roots for one in root.iter(f"{_XS}element")}

    def declares(self, name: str) -> bool:
        """Whether any element of a request may have that name."""
        return name in self._declared

    def of(self, path: str) -> str | None:
        """The content model of the element at a path such as `/request/control`; None where a DTD could not say what
        the schema says, or where the path leads nowhere."""
        names = _INDEX.sub("", path).strip("/").split("/")
        element = self._top.get(names[0])
        for name in names[1:]:
            element = None if element is None else self._child(element, name)
        content = None if element is None else self._content(element)
        if content is None:
            return None
        model = self._written(content)
        if model is not None and not model.startswith("("):
            model = f"({model})"
        return model if model is None or len(model) <= _LONGEST else f"{model[:_LONGEST]} ..."

    def _child(self, element: etree._Element, name: str) -> etree._Element | None:
        content = self._content(element)
        return (
            None if content is None else next((one for one in self._elements(content) if one.get("name") == name), None)
        )

    def _elements(self, part: etree._Element) -> Iterator[etree._Element]:
        for child in part:
            if child.tag == f"{_XS}element":
                yield child
            elif child.tag == f"{_XS}group":
                yield from self._elements(self._groups[str(child.get("ref"))])
            else:
                yield from self._elements(child)

    def _content(self, element: etree._Element) -> etree._Element | None:
        """The particle of an element's type: a sequence, a choice or an unordered group."""
        named = self._types.get(str(element.get("type")))
        declared = named if named is not None else element.find(f"{_XS}complexType")
        if declared is None:
            return None
        return next((child for child in declared if child.tag in (*_JOINED, f"{_XS}all", f"{_XS}group")), None)

    def _written(self, part: etree._Element) -> str | None:
        """A particle as a DTD spells it, its own occurrence included."""
        if part.tag == f"{_XS}element":
            return f"{part.get('name')}{_occurrence(part)}"
        if part.tag == f"{_XS}group":
            group = self._groups[str(part.get("ref"))]
            inner = self._written(next(child for child in group if child.tag in _JOINED))
            return inner and f"{inner}{_occurrence(part)}"
        if part.tag not in _JOINED:
            return None
        parts = [self._written(child) for child in part if child.tag in (*_JOINED, f"{_XS}element", f"{_XS}group")]
        if not parts or None in parts:
            return None
        flat = [self._flattened(child, text or "", part.tag) for child, text in zip(part, parts, strict=False)]
        return f"({_JOINED[str(part.tag)].join(flat)}){_occurrence(part)}"

    def _flattened(self, child: etree._Element, text: str, outer: object) -> str:
        """A particle inside another of its kind needs no brackets unless it may repeat or be left out."""
        kind = child
        if child.tag == f"{_XS}group":
            kind = next(one for one in self._groups[str(child.get("ref"))] if one.tag in _JOINED)
        plain = text.startswith("(") and text.endswith(")") and kind.tag == outer
        return text[1:-1] if plain else text


def _occurrence(part: etree._Element) -> str:
    needed = part.get("minOccurs", "1") != "0"
    repeated = part.get("maxOccurs", "1") != "1"
    return _OCCURRENCES[needed, repeated]
