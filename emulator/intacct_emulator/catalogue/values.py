"""Values of fields in their three forms: wire text, Python value, stored SQL value.

====================  ======================  =====================  ============================
type                  wire text               Python                 stored
====================  ======================  =====================  ============================
TEXT                  as is                   str                    TEXT
ENUM, BOOLEAN, values display spelling        str / bool             TEXT, the stored code
INTEGER               digits                  int                    INTEGER
DECIMAL, CURRENCY,    plain number            Decimal                INTEGER, scaled by 10**scale
PERCENT
DATE                  MM/DD/YYYY              date                   TEXT, YYYY-MM-DD
TIMESTAMP             MM/DD/YYYY HH:MM:SS     datetime (UTC)         TEXT, YYYY-MM-DD HH:MM:SS
====================  ======================  =====================  ============================

An empty wire text is None in Python and NULL in SQL. Wire formats are recorded (reference answers of live companies).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum

from .model import NUMERIC, DataType, Field

Python = str | int | bool | Decimal | date | datetime | None
Stored = str | int | None

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_TIMESTAMP = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?\Z", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_LARGEST = 2**63 - 1
_MOST_DIGITS = 18  # what every SQLite integer can hold
TRUE, FALSE = "T", "F"
SEPARATOR = "#~#"


class ValueFault(ValueError):  # noqa: N818 - a fault of the request, not of the program
    """A wire text that is not a value of its field. `reason` is one of: integer, number, date, timestamp, boolean,
    choice, length, range."""

    def __init__(self, field: Field, text: str, reason: str) -> None:
        super().__init__(f"{field.id}: {text!r} is not a valid {reason}")
        self.field = field
        self.text = text
        self.reason = reason


def parse(field: Field, text: str | None) -> Python:
    """The Python value of a wire text; None for an empty one. Raises ValueFault."""
    if text is None or not (stripped := text.strip()):
        return None
    if field.type is DataType.BOOLEAN:
        return _boolean(field, stripped)
    if field.values:
        return _choice(field, stripped)
    return _PARSERS[field.type](field, text if field.type is DataType.TEXT else stripped)


def pack(field: Field, value: Python) -> Stored:
    """The stored form of a Python value."""
    if value is None or type(value) is str or type(value) is int:  # most values; a bool is no int here
        return value
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, Decimal):
        return scaled(value, field.scale)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def unpack(field: Field, stored: Stored) -> Python:
    """The Python value of a stored one."""
    if stored is None:
        return None
    if field.type is DataType.BOOLEAN:
        return stored == TRUE
    if field.type in NUMERIC:
        return Decimal(stored).scaleb(-field.scale)
    if field.type is DataType.DATE:
        return date.fromisoformat(str(stored))
    if field.type is DataType.TIMESTAMP:
        return datetime.fromisoformat(str(stored)).replace(tzinfo=UTC)
    return stored


def store(field: Field, text: str | None) -> Stored:
    """The stored form of a wire text. Raises ValueFault."""
    return pack(field, parse(field, text))


class DateForm(Enum):
    """How a verb writes days and moments: month first, as 11/25/2026 13:36:31, or as 2026-11-25T13:36:31Z."""

    US = "US"
    ISO = "ISO"


def renderer(field: Field, dates: DateForm = DateForm.US) -> Callable[[Stored], str]:
    """A function from stored values of this field to wire text; NULL becomes the empty text."""
    if field.type is DataType.BOOLEAN:
        # Rows older than a custom checkbox hold nothing in it, and are read as false (documented).
        return _render_checkbox if field.custom else _render_boolean
    if field.codes:
        display = dict(zip(field.codes, field.values, strict=True))
        return lambda stored: "" if stored is None else display.get(str(stored), str(stored))
    if field.type in NUMERIC:
        scale = field.scale
        return lambda stored: "" if stored is None else plain(int(stored), scale)
    iso = field.iso or dates is DateForm.ISO
    if field.type is DataType.DATE and not iso:
        return _render_date
    if field.type is DataType.TIMESTAMP:
        return _render_moment if iso else _render_timestamp
    # A day is stored in ISO's form.
    return render_text


def scaled(value: Decimal, scale: int) -> int:
    """`value` times 10**scale, rounded half up (amounts over 2 decimals are rounded on input: documented)."""
    if not value:
        return 0
    return int(value.scaleb(scale).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def plain(stored: int, scale: int) -> str:
    """A scaled integer as a plain number without trailing zeros: (204017, 2) is 2040.17, (590000, 2) is 5900."""
    if not scale:
        return str(stored)
    sign = "-" if stored < 0 else ""
    whole, fraction = divmod(abs(stored), 10**scale)
    if not fraction:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{fraction:0{scale}d}".rstrip("0")


def whole_number(text: str) -> int | None:
    """The number a text of digits spells; None for any other text, or for more digits than a key or count can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def parse_date(text: str) -> date | None:
    """The date of MM/DD/YYYY (or M/D/YYYY, or YYYY-MM-DD); None for any other text."""
    if match := _DATE.match(text):
        month, day, year = match.groups()
    elif match := _ISO_DATE.match(text):
        year, month, day = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def wire_date(value: date | None) -> str:
    """MM/DD/YYYY, or the empty text."""
    return f"{value:%m/%d}/{value.year:04d}" if value else ""


def _text(field: Field, text: str) -> str:
    if field.length is not None and len(text) > field.length:
        raise ValueFault(field, text, "length")
    return text


def _integer(field: Field, text: str) -> int | str:
    try:
        number = int(_plain(text))
    except ValueError:
        if field.by_name:
            return text
        raise ValueFault(field, text, "integer") from None
    if abs(number) > _LARGEST:
        raise ValueFault(field, text, "range")
    return number


def _number(field: Field, text: str) -> Decimal:
    try:
        number = Decimal(_plain(text))
    except (InvalidOperation, ValueError):
        raise ValueFault(field, text, "number") from None
    if not number.is_finite():
        raise ValueFault(field, text, "number")
    if number.adjusted() > 17 - field.scale:
        raise ValueFault(field, text, "range")
    return number.quantize(Decimal(1).scaleb(-field.scale), rounding=ROUND_HALF_UP)


def _plain(text: str) -> str:
    """The text of a number, unchanged. Raises ValueError for texts that only Python reads as numbers: `1_000`, digits
    of other scripts."""
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return text


def _date(field: Field, text: str) -> date:
    value = parse_date(text)
    if value is None:
        moment = _moment(text)
        value = moment.date() if moment else None
    if value is None:
        raise ValueFault(field, text, "date")
    return value


def _timestamp(field: Field, text: str) -> datetime:
    value = _moment(text)
    if value is None:
        raise ValueFault(field, text, "timestamp")
    return value


def _moment(text: str) -> datetime | None:
    try:
        if match := _TIMESTAMP.match(text):
            month, day, year, hour, minute, second = match.groups(default="0")
            return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        if day_only := parse_date(text):
            return datetime(day_only.year, day_only.month, day_only.day, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def _boolean(field: Field, text: str) -> bool:
    lowered = text.lower()
    if lowered in ("true", "t", "1", "yes", "y"):
        return True
    if lowered in ("false", "f", "0", "no", "n"):
        return False
    raise ValueFault(field, text, "boolean")


def _choice(field: Field, text: str) -> str:
    """The stored code (or spelling) of a display spelling or a code, in any letter case."""
    lowered = text.lower()
    stored = field.codes or field.values
    for display, code in zip(field.values, stored, strict=True):
        if display.lower() == lowered:
            return code
    for code in stored:
        if code.lower() == lowered:
            return code
    if field.multiple:
        return _choices(field, text)
    raise ValueFault(field, text, "choice")


def _choices(field: Field, text: str) -> str:
    """Several choices, each once, in the order given. A comma between them is documented for custom objects."""
    given = text.split(SEPARATOR) if SEPARATOR in text else text.split(",")
    single = replace(field, multiple=False)
    chosen = (_choice(single, part.strip()) for part in given if part.strip())
    return SEPARATOR.join(dict.fromkeys(chosen))


_PARSERS: dict[DataType, Callable[[Field, str], Python]] = {
    DataType.TEXT: _text,
    DataType.ENUM: _text,
    DataType.INTEGER: _integer,
    DataType.DECIMAL: _number,
    DataType.CURRENCY: _number,
    DataType.PERCENT: _number,
    DataType.DATE: _date,
    DataType.TIMESTAMP: _timestamp,
}


def _render_boolean(stored: Stored) -> str:
    return "" if stored is None else "true" if stored == TRUE else "false"


def _render_checkbox(stored: Stored) -> str:
    return "true" if stored == TRUE else "false"


def _render_date(stored: Stored) -> str:
    if stored is None:
        return ""
    text = str(stored)
    return f"{text[5:7]}/{text[8:10]}/{text[:4]}"


def _render_timestamp(stored: Stored) -> str:
    if stored is None:
        return ""
    text = str(stored)
    return f"{text[5:7]}/{text[8:10]}/{text[:4]} {text[11:]}"


def _render_moment(stored: Stored) -> str:
    return "" if stored is None else f"{str(stored).replace(' ', 'T')}Z"


def render_text(stored: Stored) -> str:
    """The wire text of a value that is kept as it is written."""
    return "" if stored is None else str(stored)
