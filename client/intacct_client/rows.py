"""Turns elements of an answer into rows with typed fields: text, amount, date, lines."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeAlias, TypeVar, overload

from lxml import etree

from intacct_client import texts
from intacct_client.errors import FieldValueError, MissingFieldError

Value: TypeAlias = "str | Row | list[str | Row | None] | None"
"""What a field of a row holds: text, ``None`` when empty, a nested row, or a list of them."""

Default = TypeVar("Default")


class _Nothing:
    """Stands for a default that was not given, since ``None`` is one."""


_NOTHING: Final = _Nothing()


class Row(dict[str, Value]):
    """One record of an answer: field name as the gateway wrote it -> value. It is a ``dict``.

    The methods read a field with its type. They raise ``MissingFieldError`` for a field that the row does not have
    (it was not selected, or is misspelt) and ``FieldValueError`` for a value of another type. An empty field is an
    error too, unless a ``default`` is given; an empty text is ``""``.
    """

    __slots__ = ()

    def text(self, name: str) -> str:
        """The text of a field, ``""`` where it is empty."""
        return self._scalar(name, "text") or ""

    @overload
    def decimal(self, name: str) -> Decimal: ...
    @overload
    def decimal(self, name: str, default: Default) -> Decimal | Default: ...
    def decimal(self, name: str, default: object = _NOTHING) -> object:
        """An amount, a quantity, a rate: exact."""
        return self._read(name, "decimal", texts.decimal_of, default)

    @overload
    def integer(self, name: str) -> int: ...
    @overload
    def integer(self, name: str, default: Default) -> int | Default: ...
    def integer(self, name: str, default: object = _NOTHING) -> object:
        """A whole number, such as ``RECORDNO``."""
        return self._read(name, "integer", texts.integer_of, default)

    @overload
    def flag(self, name: str) -> bool: ...
    @overload
    def flag(self, name: str, default: Default) -> bool | Default: ...
    def flag(self, name: str, default: object = _NOTHING) -> object:
        """A yes or no: ``true`` and ``false``, or ``T`` and ``F``."""
        return self._read(name, "flag", texts.flag_of, default)

    @overload
    def date(self, name: str) -> datetime.date: ...
    @overload
    def date(self, name: str, default: Default) -> datetime.date | Default: ...
    def date(self, name: str, default: object = _NOTHING) -> object:
        """A day: ``2026-11-05`` (as ``read`` writes it), ``11/05/2026`` (``query``), or its three parts (legacy)."""
        value = self._held(name)
        if isinstance(value, Row) and value.keys() == {"year", "month", "day"}:
            year, month, day = (value.text(part) for part in ("year", "month", "day"))
            found = texts.date_of(f"{month}/{day}/{year}") if year or month or day else None
            if found is None and (year or month or day or default is _NOTHING):
                raise FieldValueError(name, "date", f"{year}-{month}-{day}")
            return default if found is None else found
        return self._read(name, "date", texts.date_of, default)

    @overload
    def timestamp(self, name: str) -> datetime.datetime: ...
    @overload
    def timestamp(self, name: str, default: Default) -> datetime.datetime | Default: ...
    def timestamp(self, name: str, default: object = _NOTHING) -> object:
        """A moment: ``2026-11-25T13:36:31Z`` (as ``read`` writes it) or ``11/25/2026 13:36:31`` (``query``).

        It has a time zone only where the text names one.
        """
        return self._read(name, "timestamp", texts.timestamp_of, default)

    def row(self, name: str) -> Row:
        """A nested row, such as ``DISPLAYCONTACT``; an empty row where it is empty."""
        value = self._held(name)
        if value is None:
            return Row()
        if isinstance(value, Row):
            return value
        raise FieldValueError(name, "row", _shown(value))

    def lines(self, container: str) -> list[Row]:
        """The lines of a document, one or many: the rows inside ``container``; none where it is empty."""
        value = self._held(container)
        if value is None:
            return []
        if not isinstance(value, Row):
            raise FieldValueError(container, "lines", _shown(value))
        return lines_of(self, container)

    def _read(self, name: str, kind: str, convert: Callable[[str], object], default: object) -> object:
        text = self._scalar(name, kind)
        if text is None:
            if default is _NOTHING:
                raise FieldValueError(name, kind, None)
            return default
        value = convert(text)
        if value is None:
            raise FieldValueError(name, kind, text)
        return value

    def _scalar(self, name: str, kind: str) -> str | None:
        value = self._held(name)
        if value is None or isinstance(value, str):
            return value
        raise FieldValueError(name, kind, _shown(value))

    def _held(self, name: str) -> Value:
        if name not in self:
            same = [known for known in self if known.lower() == name.lower()]
            raise MissingFieldError(name, same or difflib.get_close_matches(name, self, n=3))
        return self[name]


def row_of(element: etree._Element) -> Row:
    """The children of an element as a row.

    A repeated child becomes a list, and so does a child inside its own plural (``ARINVOICEITEMS/arinvoiceitem``,
    ``ENTRIES/GLENTRY``), however many there are: a document with one line and one with two have the same shape.
    Attributes are left out.
    """
    row = Row()
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
    """The records directly under ``<data>``; none if there is no data."""
    return [] if data is None else [row_of(record) for record in data]


def lines_of(row: Mapping[str, Value], container: str) -> list[Row]:
    """The lines of a document: the rows inside ``row[container]``, one or many, or none where it is empty or absent."""
    inside = row.get(container)
    if not isinstance(inside, dict):
        return []
    lines: list[Row] = []
    for value in inside.values():
        lines += [line for line in (value if isinstance(value, list) else [value]) if isinstance(line, Row)]
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


def _shown(value: Row | list[str | Row | None] | str) -> str:
    if isinstance(value, str):
        return value
    return f"a list of {len(value)}" if isinstance(value, list) else f"a row of {', '.join(value)}"
