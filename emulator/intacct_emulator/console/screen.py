"""What pages are asked and what they answer, without HTTP."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from intacct_emulator.settings import CONTROL_PREFIX

HOME = f"{CONTROL_PREFIX}/"
CONSOLE = f"{CONTROL_PREFIX}/console"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page. `path` holds the open parts of the address, `form` what a form sent; `origin` is scheme and
    host as the browser knows them."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""

    def text(self, name: str) -> str:
        """A part of the address's query, without spaces around it; empty when it is not there."""
        return self.query.get(name, "").strip()

    def whole(self, name: str, default: int = 0) -> int:
        """The same as a whole number that is not negative."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else default


@dataclass(frozen=True, slots=True)
class Screen:
    """A page: its template and what it shows."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """Another page is to be looked at."""

    address: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file to keep."""

    name: str
    content: bytes
    media_type: str


Shown = Screen | Redirect | Download
Handler = Callable[[Asked], Awaitable[Shown]]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """An address and what answers it."""

    path: str
    handle: Handler
    method: str = "GET"


def missing(what: str) -> Screen:
    """The page that says that something is not there."""
    return Screen("message.html", {"title": "Not found", "text": what}, 404)
