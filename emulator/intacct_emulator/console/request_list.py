"""The page of what came in: the latest exchanges, searched and filtered."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from intacct_emulator.journal.entry import JournalEntry
from intacct_emulator.journal.journal import Journal
from intacct_emulator.journal.wanted import Wanted

from .screen import Asked, Screen

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

_PAGE = 100
_FUNCTION = re.compile(rb"<function\b[^>]*>\s*<([\w.-]+)")
_FILTERS = ("q", "company", "function", "outcome")
OUTCOMES = {"success": "ok", "failure": "failed", "gap": "not built"}


class Row(NamedTuple):
    """An exchange in the list. `calls` are functions with their objects, those that were not run where none was;
    `effect` says what it did."""

    entry: JournalEntry
    outcome: str
    calls: tuple[str, ...]
    who: str
    effect: str


def request_list(room: "ControlRoom", asked: Asked) -> Screen:
    """The list, newest first."""
    journal = room.journal
    if journal is None:
        return Screen("journal_off.html", {"active": "requests"})
    changes = journal.changes  # taken first: what comes in while the page is made is then told to it
    given = {name: asked.text(name) for name in _FILTERS if asked.text(name)}
    shown, found = _found(journal, asked, given)
    older = urlencode(given | {"before": shown[-1].number}) if found > len(shown) else ""
    functions = {call.function for entry in shown for call in entry.calls} | (
        {given["function"]} if "function" in given else set()
    )
    return Screen(
        "requests.html",
        {
            "active": "requests",
            "rows": [row_of(entry) for entry in shown],
            "found": found,
            "kept": journal.kept,
            "changes": changes,
            "given": given,
            "query": urlencode(given),
            "older": older,
            "before": asked.text("before"),
            "functions": sorted(functions, key=str.lower),
            "companies": room.company_ids,
            "outcomes": OUTCOMES,
        },
    )


def _found(journal: Journal, asked: Asked, given: Mapping[str, str]) -> tuple[list[JournalEntry], int]:
    """The entries of the page, newest first, and how many fit. As long as nothing is looked for, only those of the page
    are touched: an open page must not slow down who sends many requests."""
    if not given and not asked.text("before"):
        return list(reversed(journal.find(most=_PAGE))), journal.kept
    fitting = [entry for entry in reversed(journal.find(_wanted(asked))) if _holds(entry, given.get("q", ""))]
    return fitting[:_PAGE], len(fitting)


def row_of(entry: JournalEntry) -> Row:
    """The line of an exchange."""
    calls = tuple(" ".join((call.function, *call.objects)) for call in entry.calls) or asked_for(entry)
    who = " / ".join(dict.fromkeys(part for one in entry.operations for part in (one.company, one.user) if part))
    return Row(entry, outcome_of(entry), calls, who, _effect(entry))


def asked_for(entry: JournalEntry) -> tuple[str, ...]:
    """The functions that a request names, run or not."""
    return tuple(name.decode("ascii", "replace") for name in _FUNCTION.findall(entry.request))


def outcome_of(entry: JournalEntry) -> str:
    """How an exchange ended: success, failure, or gap where something asked for is not built."""
    return "gap" if entry.gaps else "success" if entry.succeeded else "failure"


def _effect(entry: JournalEntry) -> str:
    written = sum(count for call in entry.calls for _, _, count in call.written)
    lines = sum(count for call in entry.calls for _, name, count in call.written if name == "GLENTRY")
    if not written:
        return ""
    said = f"{written} record{'s' if written > 1 else ''} written"
    return f"{said}, {lines} of them journal lines" if lines else said


def _wanted(asked: Asked) -> Wanted:
    outcome = asked.text("outcome")
    return Wanted(
        function=asked.text("function") or None,
        company=asked.text("company") or None,
        status=outcome if outcome in ("success", "failure") else None,
        gaps=True if outcome == "gap" else None,
        before=asked.whole("before") or None,
    )


def _holds(entry: JournalEntry, text: str) -> bool:
    """Whether a text is in an exchange: its ids, its errors, its documents; in any letter case."""
    if not text:
        return True
    wanted = text.lower()
    told = [entry.request_id, entry.sender, *(f"{one.company} {one.user} {one.entity}" for one in entry.operations)]
    told += [f"{call.function} {' '.join(call.objects)} {call.control_id}" for call in entry.calls]
    told += [f"{error.number} {error.text}" for error in entry.all_errors]
    if wanted in "\n".join(told).lower():
        return True
    return wanted.encode() in entry.request.lower() or wanted.encode() in entry.answer.lower()
