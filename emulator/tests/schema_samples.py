"""Elements drawn from our own schema files: what the schema permits, chosen at random."""

from collections.abc import Iterator
from random import Random
from typing import Any

from lxml import etree
from sample_values import Values

from intacct_emulator.resources import xsd_folder

_XS = "{http://www.w3.org/2001/XMLSchema}"
_DEEPEST = 9
_BOOLEANS = ("true", "false", "1", "0")


class SchemaSamples:
    """Draws valid elements; texts are those of `values`. Filters nest without end, so at some depth only what is
    required is drawn, and one level further nothing."""

    def __init__(self, random: Random, values: Values) -> None:
        self._random, self._values = random, values
        self._types: dict[str, Any] = {}
        self._groups: dict[str, Any] = {}
        for path in sorted(xsd_folder().glob("*.xsd")):
            for part in etree.parse(path).getroot():
                if part.tag in (f"{_XS}complexType", f"{_XS}simpleType"):
                    self._types[part.get("name", "")] = part
                elif part.tag == f"{_XS}group":
                    self._groups[part.get("name", "")] = part
        self.functions = {one.get("name", ""): one for one in self._types["Function"].iter(f"{_XS}element")}

    def function(self, name: str) -> "etree._Element":
        """The element of a function."""
        return self._element(self.functions[name], 0)

    def _element(self, declared: Any, depth: int) -> "etree._Element":
        element = etree.Element(declared.get("name"))
        type_name = declared.get("type", "")
        kind = self._types.get(type_name)
        if kind is None:
            kind = next((child for child in declared if child.tag != f"{_XS}annotation"), None)
        if kind is None:
            element.text = self._plain(type_name, element.tag)
        elif kind.tag == f"{_XS}simpleType":
            element.text = self._restricted(kind, element.tag)
        else:
            self._fill(element, kind, depth)
        return element

    def _fill(self, element: "etree._Element", kind: Any, depth: int) -> None:
        for part in kind:
            if part.tag == f"{_XS}attribute":
                if part.get("use") == "required" or self._random.random() < 0.3:
                    element.set(part.get("name"), self._attribute(part))
            elif part.tag != f"{_XS}anyAttribute":
                element.extend(self._particle(part, depth + 1))
        if kind.get("mixed") == "true" and not len(element):
            element.text = self._values.of_name(str(element.tag))

    def _attribute(self, declared: Any) -> str:
        kind = self._types.get(declared.get("type", ""))
        inner = declared.find(f"{_XS}simpleType")
        kind = inner if inner is not None else kind
        name = declared.get("name")
        return self._plain(declared.get("type", ""), name) if kind is None else self._restricted(kind, name)

    def _particle(self, part: Any, depth: int) -> Iterator["etree._Element"]:
        for _ in range(self._times(part, depth)):
            yield from self._once(part, depth)

    def _once(self, part: Any, depth: int) -> Iterator["etree._Element"]:
        if part.tag == f"{_XS}element":
            if depth <= _DEEPEST + 2:
                yield self._element(part, depth)
        elif part.tag == f"{_XS}any":
            yield etree.Element(self._random.choice(self._values.objects))
        elif part.tag == f"{_XS}group":
            for inner in self._groups[part.get("ref")]:
                yield from self._particle(inner, depth)
        elif part.tag == f"{_XS}choice":
            yield from self._particle(self._random.choice(list(part)), depth)
        else:
            parts = list(part)
            if part.tag == f"{_XS}all":
                self._random.shuffle(parts)
            for inner in parts:
                yield from self._particle(inner, depth)

    def _times(self, part: Any, depth: int) -> int:
        least, most = int(part.get("minOccurs", 1)), part.get("maxOccurs", "1")
        if depth > _DEEPEST:
            return least
        if most == "1":
            return 1 if least or self._random.random() < 0.4 / depth**0.5 else 0
        ceiling = 3 if most == "unbounded" else min(int(most), 3)
        return self._random.randint(least, max(least, ceiling if least or self._random.random() < 0.5 else 0))

    def _plain(self, type_name: str, name: Any) -> str:
        if type_name == "xs:boolean":
            return self._random.choice(_BOOLEANS)
        return self._values.of_name(str(name))

    def _restricted(self, kind: Any, name: Any) -> str:
        choices = [one.get("value") for one in kind.iter(f"{_XS}enumeration")]
        if choices:
            return str(self._random.choice(choices))
        lowest, highest = (kind.find(f".//{_XS}{facet}") for facet in ("minInclusive", "maxInclusive"))
        if lowest is None:
            return self._values.of_name(str(name))[:256]
        least = int(lowest.get("value"))
        return str(
            self._random.randint(least, min(least + 120, 10**9 if highest is None else int(highest.get("value"))))
        )
