"""Why a kept exchange failed, with the lines of the request that its errors are about."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from intacct_emulator.explanation.explain import Failed, Reason, explain
from intacct_emulator.journal.entry import JournalEntry

from .documents import ShownDocument

if TYPE_CHECKING:
    from intacct_emulator.tenancy.tenants import Tenants

GRADES = {
    "recorded": "A published answer of a live company says so.",
    "documented": "The vendor's reference pages or schemas say so.",
    "client": "Public client programs send, expect or work around it.",
    "inferred": "A guess by analogy: the real gateway may answer otherwise.",
}


class ShownReason(NamedTuple):
    """An error and why it is answered. `line` is that of the shown request, None where no element is to blame; `after`
    are errors that only follow from it."""

    reason: Reason
    line: int | None
    grade: str
    after: tuple[Reason, ...] = ()


def reasons_of(entry: JournalEntry, tenants: "Tenants", request: ShownDocument) -> tuple[ShownReason, ...]:
    """The reasons of every error, in the order of the answer."""
    company = next((found for one in entry.operations if (found := tenants.company(one.company))), None)
    shown: list[ShownReason] = []
    for failed in _failures(entry):
        for reason in explain(entry.request, (failed,), (), company, tenants).reasons:
            if reason.wrapper and shown:
                shown[-1] = shown[-1]._replace(after=(*shown[-1].after, reason))
            else:
                line = request.line_of(reason.place, failed.call)
                shown.append(ShownReason(reason, line, GRADES.get(reason.evidence, "")))
    return tuple(shown)


def _failures(entry: JournalEntry) -> Iterator[Failed]:
    yield Failed([error.detail for error in entry.errors])
    number = 0
    for operation in entry.operations:
        yield Failed([error.detail for error in operation.errors])
        for call in operation.calls:
            yield Failed([error.detail for error in call.errors], number, call.function)
            number += 1
