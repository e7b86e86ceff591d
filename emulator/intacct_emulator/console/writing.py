"""Writes pages out of templates. Everything that a template shows is escaped: customers' data is hostile."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intacct_emulator import __version__
from intacct_emulator.settings import CONTROL_PREFIX, GATEWAY_PATH

from .request_list import OUTCOMES
from .screen import CONSOLE, HOME, Screen

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

_TEMPLATES = Path(__file__).resolve().parent / "templates"


class Writer:
    """Writes the pages about one emulator."""

    def __init__(self, room: "ControlRoom") -> None:
        self._room = room
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= {"in_path": in_path, "money": money, "shown": shown_value, "size": size}
        self._environment.globals |= {
            "home": HOME,
            "console": CONSOLE,
            "control": CONTROL_PREFIX,
            "version": __version__,
            "outcome_words": OUTCOMES,
        }

    def page(self, screen: Screen, origin: str) -> str:
        """The HTML of a page. `origin` is scheme and host as the browser knows them."""
        clock = self._room.clock
        about = {"gateway_url": origin + GATEWAY_PATH, "now": clock.now(), "frozen": clock.frozen}
        values = {"active": "", **about, **screen.values}
        return self._environment.get_template(screen.template).render(values)


def in_path(text: object) -> str:
    """A text as one part of an address."""
    return quote(str(text), "")


def money(amount: Decimal | None) -> str:
    """An amount with its thousands apart; nothing for none."""
    return "" if amount is None else f"{amount:,.2f}"


def shown_value(value: object) -> str:
    """A value of a record as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def size(number: int) -> str:
    """A number of bytes."""
    for unit in _units():
        if number < 1024 or unit == "GB":
            return f"{number} {unit}"
        number = round(number / 1024)
    raise AssertionError("the last unit ends the loop")


def _units() -> Iterable[str]:
    return ("bytes", "KB", "MB", "GB")
