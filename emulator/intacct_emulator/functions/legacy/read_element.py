"""Reads a legacy element by its shape: texts by field id, and the parts the emulator cannot honour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from intacct_emulator.catalogue.values import SEPARATOR
from intacct_emulator.functions.arguments import argument

from .write_shape import CONTACT_FIELDS, CONTACT_NAME, LinesShape, WriteShape

_CUSTOM_FIELDS = "customfields"
_DATE_PARTS = ("year", "month", "day")
# Options that are switched off are ignored: `<nogl>false</nogl>`.
_ASKS_NOTHING = frozenset({"false", "f"})


@dataclass(frozen=True, slots=True)
class LineReading:
    """A line: a new one, or what changes of the stored line `number` (counted from 1). `parts` are the texts of its
    parts, each under what the object's line calls it."""

    texts: Mapping[str, str]
    number: str | None = None
    parts: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The request of an element, in texts that are not yet values.

    `emptied` holds fields that were given without content. `lines` is None when none are given. `contacts` are
    described contacts by field id. `refused` and `noted` name elements the emulator cannot honour.
    """

    texts: dict[str, str] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    lines: tuple[LineReading, ...] | None = None
    contacts: tuple[Mapping[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


def read_element(element: etree._Element, shape: WriteShape) -> Reading:
    """The request of a create or update element."""
    head = _ElementReader(shape)
    lines: list[LineReading] | None = None
    described: list[Mapping[str, str]] = []
    for child in _children(element):
        name = str(child.tag)
        if shape.lines is not None and name in (shape.lines.block, shape.lines.changed_block):
            lines = [_line(item, shape.lines, head) for item in _children(child)]
        elif name in shape.contacts:
            described.extend(_contact(child, shape.contacts[name], head))
        else:
            head.read(child, name)
    return Reading(
        head.texts,
        head.emptied,
        tuple(lines) if lines is not None else None,
        tuple(described),
        tuple(head.refused),
        tuple(head.noted),
    )


class _ElementReader:
    """Collects the texts of one element; its lines add to what is refused."""

    def __init__(
        self,
        shape: WriteShape | LinesShape,
        refused: dict[str, None] | None = None,
    ) -> None:
        self._fields = shape.fields
        self._spellings = shape.spellings
        self._noted = shape.noted if isinstance(shape, WriteShape) else frozenset()
        self._without_effect = shape.without_effect
        self.texts: dict[str, str] = {}
        self.emptied: list[str] = []
        self.refused: dict[str, None] = {} if refused is None else refused
        self.noted: dict[str, None] = {}

    def read(self, element: etree._Element, path: str) -> None:
        if path == _CUSTOM_FIELDS:
            for custom in element.iter("customfield"):
                name = argument(custom, "customfieldname").upper()
                self._keep(name, custom.findtext("customfieldvalue") or "")
            return
        children = list(_children(element))
        if not children:
            self._leaf(path, element.text or "")
        elif all(child.tag in _DATE_PARTS for child in children):
            self._leaf(path, _date(element))
        else:
            for child in children:
                self.read(child, f"{path}/{child.tag}")

    def _leaf(self, path: str, text: str) -> None:
        field_id = self._fields.get(path)
        stripped = text.strip()
        if field_id is not None:
            self._keep(field_id, self._spellings.get(path, {}).get(stripped.lower(), text))
            return
        name = path.partition("/")[0]
        if not stripped or stripped.lower() in _ASKS_NOTHING or name in self._without_effect:
            return
        (self.noted if name in self._noted else self.refused)[name] = None

    def _keep(self, field_id: str, text: str) -> None:
        if not text.strip():
            self.emptied.append(field_id)
        elif field_id in self.texts:
            self.texts[field_id] += SEPARATOR + text
        else:
            self.texts[field_id] = text


def _line(element: etree._Element, shape: LinesShape, head: _ElementReader) -> LineReading:
    reader = _ElementReader(shape, head.refused)
    blocks = {path.partition("/")[0] for path in shape.parts}
    for child in _children(element):
        if child.tag not in blocks:
            reader.read(child, str(child.tag))
    number = element.get("line_num") if element.tag == shape.changed_item else None
    return LineReading(reader.texts, number, tuple(_parts(element, shape)))


def _parts(element: etree._Element, shape: LinesShape) -> Iterator[tuple[str, Mapping[str, str]]]:
    for path, (name, fields) in shape.parts.items():
        for part in element.iterfind(path):
            yield name, {fields[str(one.tag)]: one.text or "" for one in _children(part) if one.tag in fields}


def _contact(block: etree._Element, field_id: str, head: _ElementReader) -> Iterator[Mapping[str, str]]:
    described = block.find("contact")
    if described is None:
        head.texts[field_id] = argument(block, CONTACT_NAME)
        return
    reader = _ElementReader(_CONTACT, head.refused)
    for child in _children(described):
        reader.read(child, str(child.tag))
    head.texts[field_id] = reader.texts.get("CONTACTNAME", "")
    yield reader.texts


_CONTACT = WriteShape("CONTACT", CONTACT_NAME, CONTACT_FIELDS)


def _date(element: etree._Element) -> str:
    """MM/DD/YYYY of the three parts as they are written; empty when all are."""
    year, month, day = (argument(element, part) for part in _DATE_PARTS)
    return f"{month}/{day}/{year}" if year or month or day else ""


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterchildren(tag="*")
