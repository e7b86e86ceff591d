"""How log records are written to standard error: for people, in colour on a terminal, or for machines."""

import json
import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intacct_emulator.settings import Settings

_RED, _GREEN, _YELLOW, _GREY, _PLAIN = "\033[31m", "\033[32m", "\033[33m", "\033[2m", "\033[0m"


def set_up_logs(settings: "Settings") -> None:
    """Makes the process log to standard error as the settings say, unless something else has set logging up."""
    form = ForMachines() if settings.log_format == "json" else ForPeople(colour=_colour_is_welcome())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(form)
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])


def _colour_is_welcome() -> bool:
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class ForPeople(logging.Formatter):
    """A line for a record: time, level and logger before its message; of a request its time alone."""

    def __init__(self, *, colour: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._colour = colour

    def format(self, record: logging.LogRecord) -> str:
        """The text of a record."""
        exchange: dict[str, Any] | None = getattr(record, "exchange", None)
        if exchange is None:
            text = super().format(record)
            return self._painted(text, _RED if record.levelno >= logging.ERROR else "")
        line = self._painted(record.getMessage(), _colour_of(exchange))
        lines = [f"{self._painted(time.strftime('%H:%M:%S', time.localtime(record.created)), _GREY)} {line}"]
        for name in ("request", "answer"):
            if exchange.get(name):
                lines += [f"  {self._painted(f'{name}:', _GREY)}", *_indented(exchange[name])]
        return "\n".join(lines)

    def _painted(self, text: str, code: str) -> str:
        return f"{code}{text}{_PLAIN}" if self._colour and code else text


class ForMachines(logging.Formatter):
    """A JSON object in a line for each record. The facts of a request are its members."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of a record."""
        shown: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        exchange = getattr(record, "exchange", None)
        shown |= exchange if exchange is not None else {"message": record.getMessage()}
        if record.exc_info:
            shown["trace"] = self.formatException(record.exc_info)
        return json.dumps(shown, ensure_ascii=False)


def _colour_of(exchange: dict[str, Any]) -> str:
    if exchange["gaps"]:
        return _YELLOW
    return _GREEN if exchange["status"] == "success" else _RED


def _indented(body: str) -> list[str]:
    # Line ends and tabs are the document's own; other controls must not reach the terminal.
    shown = "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in body)
    return [f"    {line}" for line in shown.splitlines()]
