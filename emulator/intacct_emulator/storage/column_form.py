"""How the values of a column are read. Without it, `1250` could be 1250, 12.50 or 0.125."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

Json = str | Mapping[str, str]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\Z", re.ASCII)
_MIDNIGHT = " 00:00:00"
_SEPARATOR = "#~#"
_LARGEST = 2**63 - 1


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"


class UnreadableValueError(ValueError):
    """A value that the other form cannot express."""


class ColumnForm(NamedTuple):
    """Numbers are whole, scaled by 10**`scale`. `codes` pairs each meaning with its code."""

    kind: ColumnKind
    scale: int = 0
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def json(self) -> Json:
        """The form as it is kept: `text`, `number 2`, or codes by what they mean."""
        if self.codes:
            return dict(self.codes)
        return f"{self.kind} {self.scale}" if self.scale else str(self.kind)

    @classmethod
    def from_json(cls, kept: Json) -> "ColumnForm":
        """The form of what was kept."""
        if isinstance(kept, str):
            kind, _, scale = kept.partition(" ")
            return cls(ColumnKind(kind), int(scale or 0))
        return cls(ColumnKind.TEXT, codes=tuple(kept.items()))


TEXT = ColumnForm(ColumnKind.TEXT)
WHOLE = ColumnForm(ColumnKind.NUMBER)


def converted(value: str | int | None, old: ColumnForm, new: ColumnForm) -> str | int | None:
    """The value in another form. Raises UnreadableValueError rather than changing its meaning."""
    if value is None or old == new:
        return value
    if new.kind is ColumnKind.NUMBER:
        return _number(value, old, new.scale)
    text = _text(value, old)
    if new.codes:
        return _code(str(value), text, new)
    if new.kind is ColumnKind.DATE:
        return _date(text)
    if new.kind is ColumnKind.MOMENT:
        return _moment(text)
    return text


def _number(value: str | int, old: ColumnForm, scale: int) -> int:
    try:
        number = (
            Decimal(value).scaleb(scale - old.scale) if old.kind is ColumnKind.NUMBER else Decimal(value).scaleb(scale)
        )
        whole = int(number)
    except (InvalidOperation, ValueError, OverflowError):
        raise UnreadableValueError(f"{value!r} is not a number") from None
    if whole != number:
        raise UnreadableValueError(f"{number.scaleb(-scale):f} does not fit into {scale} decimal places")
    if abs(whole) > _LARGEST:
        raise UnreadableValueError(f"{number.scaleb(-scale):f} is too large for {scale} decimal places")
    return whole


def _text(value: str | int, old: ColumnForm) -> str:
    if old.kind is ColumnKind.NUMBER:
        text = f"{Decimal(value).scaleb(-old.scale):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if old.codes:
        shown = {code: meaning for meaning, code in old.codes}
        return _SEPARATOR.join(shown.get(part, part) for part in str(value).split(_SEPARATOR))
    return str(value)


def _code(value: str, text: str, new: ColumnForm) -> str:
    codes = dict(new.codes)
    known = set(codes.values())
    parts = []
    for stored, meaning in zip(value.split(_SEPARATOR), text.split(_SEPARATOR), strict=True):
        code = codes.get(meaning, stored if stored in known else None)
        if code is None:
            raise UnreadableValueError(f"{meaning!r} is not one of {', '.join(codes)}")
        parts.append(code)
    return _SEPARATOR.join(parts)


def _date(text: str) -> str:
    day = text.removesuffix(_MIDNIGHT)
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise UnreadableValueError(f"{text!r} is not a date") from None


def _moment(text: str) -> str:
    if _MOMENT.match(text):
        return text
    return _date(text) + _MIDNIGHT
