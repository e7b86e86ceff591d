"""Wire texts to Python values. Each function returns ``None`` for any other text."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_US_DATE: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS: Final = {"true": True, "t": True, "false": False, "f": False}


def decimal_of(text: str) -> Decimal | None:
    """An exact number, without thousands separators."""
    return Decimal(text.strip()) if _DECIMAL.fullmatch(text.strip()) else None


def integer_of(text: str) -> int | None:
    """A whole number."""
    return int(text.strip()) if _INTEGER.fullmatch(text.strip()) else None


def flag_of(text: str) -> bool | None:
    """``true`` or ``T``, ``false`` or ``F``."""
    return _FLAGS.get(text.strip().lower())


def date_of(text: str) -> date | None:
    """``2026-11-05`` or ``11/05/2026``, a day that exists."""
    text = text.strip()
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
        if found := _US_DATE.fullmatch(text):
            month, day, year = (int(part) for part in found.groups())
            return date(year, month, day)
    except ValueError:
        pass
    return None


def timestamp_of(text: str) -> datetime | None:
    """``2026-11-25T13:36:31Z`` or ``11/25/2026 13:36:31``; with a zone only where the text names one."""
    day, _, time = text.strip().replace("T", " ", 1).partition(" ")
    found = date_of(day)
    if found is None or not time:
        return None
    try:
        return datetime.fromisoformat(f"{found.isoformat()}T{time}")
    except ValueError:
        return None
