"""Binds literals of a filter, still text, to the type of the field they are compared with.

Numbers and moments are bound as a floor: the largest stored value not above the literal, and whether the two are equal.
So `< 10.005` on a field of two decimals keeps 10.00 and drops 10.01, and no literal is rounded.

=========  ==========================================================  ===================================
dialect    dates and times                                             fields with codes, booleans
=========  ==========================================================  ===================================
DISPLAY    MM/DD/YYYY, MM/DD/YYYY HH:MM:SS, MM-DD-YYYY, ISO 8601        display spelling or code
STORED     MM/DD/YYYY, MM/DD/YYYY HH:MM:SS, MM-DD-YYYY                  the stored code only
=========  ==========================================================  ===================================

A date compared with a TIMESTAMP is its midnight, so `equalto 01/31/2024` is that instant and not the day (inferred:
what SQL does with a date). A time of day compared with a DATE is compared with the date's midnight.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum

from intacct_emulator.catalogue.model import NUMERIC, DataType, Field

_NUMBER = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?\Z", re.ASCII)
_MOMENT = re.compile(
    r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\Z",
    re.ASCII,
)
_ISO_SHORT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_LARGEST = 2**63 - 1
_TRUE = frozenset({"true", "t"})
_FALSE = frozenset({"false", "f"})


class CodeDialect(Enum):
    """Which spelling of values a filter uses: `query` and `get_list` the display one, `readByQuery` the stored one."""

    DISPLAY = "display"
    STORED = "stored"


class LiteralKind(StrEnum):
    """How values of a field compare."""

    TEXT = "text"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    NUMBER = "number"
    DATE = "date"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, slots=True)
class Floor:
    """The largest stored value that is not above a literal, and whether it equals the literal."""

    value: str | int
    exact: bool


def kind_of(field: Field, dialect: CodeDialect) -> LiteralKind:
    """How the stored values of a field compare with literals of that dialect: stored codes are plain text."""
    if field.type is DataType.BOOLEAN:
        return LiteralKind.BOOLEAN if dialect is CodeDialect.DISPLAY else LiteralKind.TEXT
    if field.codes:
        return LiteralKind.CHOICE if dialect is CodeDialect.DISPLAY else LiteralKind.TEXT
    if field.type is DataType.INTEGER or field.type in NUMERIC:
        return LiteralKind.NUMBER
    if field.type is DataType.DATE:
        return LiteralKind.DATE
    if field.type is DataType.TIMESTAMP:
        return LiteralKind.TIMESTAMP
    return LiteralKind.TEXT


def floor_of(field: Field, kind: LiteralKind, text: str, dialect: CodeDialect) -> Floor | None:
    """The floor of a literal of kind NUMBER, DATE or TIMESTAMP; None if the text is not such a literal."""
    text = text.strip()
    if kind is LiteralKind.NUMBER:
        return _number(text, 0 if field.type is DataType.INTEGER else field.scale)
    moment = _moment(text, dialect)
    if moment is None:
        return None
    if kind is LiteralKind.DATE:
        return Floor(moment.date().isoformat(), not (moment.hour or moment.minute or moment.second))
    return Floor(moment.isoformat(" ", "seconds"), not moment.microsecond)


def truth(text: str) -> bool | None:
    """The boolean a literal of `query` spells (true, false, T, F in any letter case), or None."""
    lowered = text.strip().lower()
    return True if lowered in _TRUE else False if lowered in _FALSE else None


def choices(field: Field) -> tuple[tuple[str, str], ...]:
    """Display spelling and stored code of each value a field can have."""
    if field.type is DataType.BOOLEAN:
        return (("true", "T"), ("false", "F"))
    return tuple(zip(field.values, field.codes, strict=True))


def glob(pattern: str, *, fold: bool) -> str:
    """The GLOB pattern of a LIKE pattern with `%` and `_`; with `fold`, for matching against lower(column).

    SQLite's LIKE ignores the case of ASCII letters and its lower() knows no others; GLOB is exact, and a class such as
    `[éÉ]` stands for the letters lower() leaves alone.
    """
    return "".join(_GLOB.get(character) or (_folded(character) if fold else character) for character in pattern)


def glob_text(text: str) -> str:
    """The GLOB pattern that any letter case of one text matches, against lower(column)."""
    return "".join(_GLOB_LITERAL.get(character) or _folded(character) for character in text)


def lower(text: str) -> str:
    """A text as SQLite's lower() returns it: only ASCII letters change."""
    return text.translate(_LOWER)


def matches(pattern: str, text: str) -> bool:
    """Whether a LIKE pattern matches the whole of a text, letter case included; time is bounded by their product."""
    at, star, mark, position = 0, -1, 0, 0
    while position < len(text):
        if at < len(pattern) and pattern[at] == "%":
            star, mark = at, position
            at += 1
        elif at < len(pattern) and pattern[at] in ("_", text[position]):
            at += 1
            position += 1
        elif star >= 0:
            mark += 1
            at, position = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("%")


_GLOB_LITERAL = {"*": "[*]", "?": "[?]", "[": "[[]"}
_GLOB = {**_GLOB_LITERAL, "%": "*", "_": "?"}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _folded(character: str) -> str:
    if character.isascii():
        return lower(character)
    small, capital = character.lower(), character.upper()
    variants = {v for v in (character, small, capital) if len(v) == 1}
    return character if len(variants) == 1 else f"[{''.join(sorted(variants))}]"


def _number(text: str, scale: int) -> Floor | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    sign, whole, fraction = match[1], match[2].lstrip("0"), match[3] or ""
    if not (match[2] or fraction):
        return None
    negative = sign == "-"
    if len(whole) + scale > 25:
        return Floor(-_LARGEST - 1 if negative else _LARGEST, exact=False)
    magnitude = int((whole + fraction[:scale].ljust(scale, "0")) or "0")
    exact = not fraction[scale:].strip("0")
    value = -magnitude - (not exact) if negative else magnitude
    if value > _LARGEST:
        return Floor(_LARGEST, exact=False)
    if value < -_LARGEST:
        return Floor(-_LARGEST - 1, exact=False)
    return Floor(value, exact)


def _moment(text: str, dialect: CodeDialect) -> datetime | None:
    """The moment, in UTC and without time zone, that a literal spells."""
    try:
        if match := _MOMENT.match(text):
            month, _, day, year, hour, minute, second = match.groups(default="0")
            return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
        if dialect is CodeDialect.STORED:
            return None
        if match := _ISO_SHORT.match(text):
            return datetime(int(match[1]), int(match[2]), int(match[3]))  # noqa: DTZ001
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None
