"""A line in the log for each request, made of the journal's entries: what they mask is masked here too."""

import logging
import re
from typing import Any

from .entry import JournalEntry

log = logging.getLogger("intacct_emulator.requests")

_SUPPORT_ID = re.compile(rb"\[Support ID: ([^\]<]+)\]")
_LARGEST_BODY = 64 * 1024
_LONGEST = 300


class RequestLog:
    """Writes the lines; with `bodies`, requests and answers as well, up to 64 KB of each."""

    def __init__(self, *, bodies: bool) -> None:
        self._bodies = bodies

    def write(self, entry: JournalEntry) -> None:
        """One request. The record's `exchange` holds the facts for those who want no sentence."""
        facts = facts_of(entry)
        if self._bodies:
            facts |= {"request": _body(entry.request), "answer": _body(entry.answer)}
        log.info("%s", in_one_line(facts), extra={"exchange": facts})


def facts_of(entry: JournalEntry) -> dict[str, Any]:
    """What there is to say of a request, as JSON values."""
    operations = entry.operations
    return {
        "request_id": entry.request_id,
        "support_ids": _support_ids(entry),
        "http_status": entry.status,
        "status": "success" if entry.succeeded else "failure",
        "milliseconds": round(1000 * entry.duration, 3),
        "sender": entry.sender,
        "companies": list(dict.fromkeys(one.company for one in operations if one.company)),
        "users": list(dict.fromkeys(one.user for one in operations if one.user)),
        "calls": [
            {"function": call.function, "objects": list(call.objects), "status": call.status} for call in entry.calls
        ],
        "errors": [{"number": error.number, "text": error.text} for error in entry.all_errors],
        "gaps": list(entry.gaps),
        "records_written": sum(count for call in entry.calls for _, _, count in call.written),
    }


def in_one_line(facts: dict[str, Any]) -> str:
    """The same for people: what was asked, how it ended, where, how long, and the ids to look it up by."""
    calls = [" ".join((call["function"], *call["objects"])) for call in facts["calls"]]
    parts = [", ".join(calls) or "no function", facts["status"]]
    if facts["http_status"] != 200:
        parts[-1] += f" HTTP {facts['http_status']}"
    if facts["errors"]:
        first = facts["errors"][0]
        parts.append(" ".join(part for part in (first["number"], first["text"]) if part))
    parts += [f"not built: {gap}" for gap in facts["gaps"]]
    who = "/".join((*facts["companies"], *facts["users"]))
    parts += [who] if who else []
    parts += [f"{facts['milliseconds']:.1f} ms", f"request {facts['request_id']}"]
    parts += [f"support {found}" for found in facts["support_ids"]]
    return "  ".join(_printable(part) for part in parts)


def _support_ids(entry: JournalEntry) -> list[str]:
    if not entry.all_errors:
        return []
    found = dict.fromkeys(_SUPPORT_ID.findall(entry.answer))
    return [support_id.decode("utf-8", "replace") for support_id in found]


def _printable(text: str) -> str:
    """Text of a request in a line of its own: nothing in it may end the line or reach the terminal's controls."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 3] + "..."


def _body(body: bytes) -> str:
    text = body[:_LARGEST_BODY].decode("utf-8", "replace")
    return text if len(body) <= _LARGEST_BODY else f"{text}... ({len(body)} bytes)"
