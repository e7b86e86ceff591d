"""The page of one exchange: both documents side by side, why it failed, what it did to the books."""

from typing import TYPE_CHECKING, NamedTuple

from intacct_emulator.journal.entry import JournalEntry, KeptCall, KeptOperation
from intacct_emulator.journal.journal import Journal

from .documents import shown_document
from .reasons import reasons_of
from .replay import objection_to_replay
from .request_list import asked_for, outcome_of
from .screen import Asked, Download, Screen, Shown, missing
from .t_accounts import LedgerChange, account_titles, ledger_change

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom


class ShownCall(NamedTuple):
    """A call, who made it, and what it did."""

    call: KeptCall
    operation: KeptOperation
    ledger: LedgerChange


def request_page(room: "ControlRoom", asked: Asked) -> Shown:
    """The exchange that the address names."""
    entry = _entry(room.journal, asked)
    if entry is None:
        return _gone()
    tenants = room.gateway.tenants
    request, answer = shown_document(entry.request), shown_document(entry.answer)
    return Screen(
        "request.html",
        {
            "active": "requests",
            "entry": entry,
            "outcome": outcome_of(entry),
            "asked_for": asked_for(entry),
            "request_document": request,
            "answer_document": answer,
            "reasons": reasons_of(entry, tenants, request),
            "calls": _calls(room, entry),
            "no_replay": objection_to_replay(room, entry),
        },
    )


def document_of(room: "ControlRoom", asked: Asked) -> Shown:
    """One of the two documents as the journal has it."""
    entry = _entry(room.journal, asked)
    if entry is None:
        return _gone()
    which = asked.path["document"]
    if which not in ("request", "answer"):
        return missing("There are two documents, request and answer.")
    content = entry.request if which == "request" else entry.answer
    return Download(f"{which}-{entry.number}.xml", content, "application/xml")


def _entry(journal: Journal | None, asked: Asked) -> JournalEntry | None:
    return journal.entry(asked.path["request_id"]) if journal is not None else None


def _gone() -> Screen:
    return missing("The journal has no such request. It keeps the latest ones, and only while it is on.")


def _calls(room: "ControlRoom", entry: JournalEntry) -> list[ShownCall]:
    shown = []
    for operation in entry.operations:
        titles = account_titles(room.gateway.tenants.company(operation.company), operation.calls)
        shown += [ShownCall(call, operation, ledger_change(call, titles)) for call in operation.calls]
    return shown
