"""Elements of an answer to plain rows."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Value: TypeAlias = "str | Row | list[str | Row | None] | None"
"""What a field of a row holds: text, ``None`` when empty, a nested row, or a list of them."""

Row: TypeAlias = "dict[str, Value]"
"""One record of an answer: field name as the gateway wrote it -> value."""


def row_of(element: etree._Element) -> Row:
    """The children of an element as a row.

    A repeated child becomes a list, and so does a child inside its own plural (``ARINVOICEITEMS/arinvoiceitem``,
    ``ENTRIES/GLENTRY``), however many there are: a document with one line and one with two have the same shape.
    Attributes are left out.
    """
    row: Row = {}
    plural = str(element.tag).lower()
    for child in element:
        name, value = str(child.tag), _value_of(child)
        present = row.get(name)
        if name not in row:
            row[name] = [value] if is_plural(plural, name.lower()) else value
        elif isinstance(present, list):
            present.append(value)
        else:
            row[name] = [present, value]
    return row


def rows_of(data: etree._Element | None) -> list[Row]:
    """The records directly under ``<data>``; none where there is no data."""
    return [] if data is None else [row_of(record) for record in data]


def lines_of(row: Row, container: str) -> list[Row]:
    """The lines of a document: the rows inside ``row[container]``, one or many, or none where it is empty or absent."""
    inside = row.get(container)
    if not isinstance(inside, dict):
        return []
    lines: list[Row] = []
    for value in inside.values():
        lines += [line for line in (value if isinstance(value, list) else [value]) if isinstance(line, dict)]
    return lines


def is_plural(name: str, singular: str) -> bool:
    """Whether an element's name is a plural of its child's, prefixes aside (``entries`` of ``glentry``)."""
    plural = singular[:-1] + "ies" if singular.endswith("y") else singular + "s"
    if name.endswith(plural) or plural.endswith(name):
        return True
    return any(
        name.endswith(many) and singular.endswith(one) for many, one in (("items", "item"), ("entries", "entry"))
    )


def _value_of(element: etree._Element) -> str | Row | None:
    if len(element):
        return row_of(element)
    return element.text or None
