"""Python values to wire texts, and plain mappings to elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

from lxml import etree

Record: TypeAlias = Mapping[str, object]
"""A record to send: field -> scalar, nested mapping, or a list (a repeated element)."""

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def wire_text(value: object) -> str:
    """A scalar as the gateway reads it.

    Dates are ``MM/DD/YYYY``, timestamps ``MM/DD/YYYY HH:MM:SS``, decimals plain digits, booleans ``true``/``false``,
    ``None`` the empty text (which clears a field).  Floats are refused: money is exact.  Raises ``TypeError`` for a
    float or anything else that has no exact text, ``ValueError`` for a time with a zone (the wire has none), a
    non-finite decimal, or a character XML cannot carry.
    """
    if value is None:
        return ""
    if isinstance(value, Enum):
        return wire_text(value.value)
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if isinstance(value, float):
        raise TypeError("floats are not exact: give a Decimal or a str")
    raise TypeError(f"cannot write a {type(value).__name__} as a field value")


def _text_of_str(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise ValueError("the text holds a control character that XML cannot carry")
    return str(value)


def _text_of_bool(value: bool) -> str:
    return "true" if value else "false"


def _text_of_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("a decimal must be finite")
    return format(value, "f")


def _text_of_date(value: date) -> str:
    # Not %Y: it leaves out the leading zeros of early years on some platforms.
    return f"{value:%m/%d/}{value.year:04}"


def _text_of_datetime(value: datetime) -> str:
    if value.tzinfo is not None:
        raise ValueError("the wire carries no time zone: give a naive datetime in the company's time")
    return f"{_text_of_date(value)}{value: %H:%M:%S}"


# The first match counts: bool is an int, datetime is a date.
_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, _text_of_str),
    (bool, _text_of_bool),
    (int, str),
    (Decimal, _text_of_decimal),
    (datetime, _text_of_datetime),
    (date, _text_of_date),
)


def append_text(parent: etree._Element, name: str, value: object) -> etree._Element:
    """Append ``<name>value</name>``; an error names the element, never the value."""
    child = etree.SubElement(parent, _checked_name(name))
    try:
        child.text = wire_text(value) or None
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None
    return child


def append_record(parent: etree._Element, record: Record, *, split_dates: bool = False) -> None:
    """Append a mapping's fields in the mapping's own order (legacy functions insist on theirs).

    A key ``@name`` becomes an attribute and ``#text`` the element's text.  ``split_dates`` writes dates the legacy
    way, as ``<year/><month/><day/>``.
    """
    for name, value in record.items():
        if name.startswith("@"):
            parent.set(_checked_name(name[1:]), wire_text(value))
        elif name == "#text":
            parent.text = wire_text(value)
        elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
            for item in value:
                _append(parent, name, item, split_dates)
        else:
            _append(parent, name, value, split_dates)


def _append(parent: etree._Element, name: str, value: object, split_dates: bool) -> None:
    if isinstance(value, Mapping):
        append_record(etree.SubElement(parent, _checked_name(name)), value, split_dates=split_dates)
    elif split_dates and isinstance(value, date) and not isinstance(value, datetime):
        child = etree.SubElement(parent, _checked_name(name))
        for part, text in (("year", f"{value.year:04}"), ("month", f"{value:%m}"), ("day", f"{value:%d}")):
            etree.SubElement(child, part).text = text
    else:
        append_text(parent, name, value)


def comma_separated(values: object) -> str:
    """One value or several as the gateway's comma-separated list.

    Raises ``ValueError`` where a value holds a comma itself: the list has no way to escape it.
    """
    several = values if isinstance(values, Sequence) and not isinstance(values, str) else [values]
    texts = [wire_text(value) for value in several]
    if len(texts) > 1 or not isinstance(values, str):
        for text in texts:
            if "," in text:
                raise ValueError("a key or field name with a comma cannot be part of a list")
    return ",".join(texts)


def _checked_name(name: str) -> str:
    # lxml reads "{a}b" as a namespace, which no gateway element has.
    if not name or "{" in name or ":" in name:
        raise ValueError(f"not an element name: {name!r}")
    return name
