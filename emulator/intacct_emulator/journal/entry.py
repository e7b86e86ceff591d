"""One exchange as the journal keeps it: redacted, and without the rows themselves.

Many are made at once when somebody looks, so these are tuples and not dataclasses.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import ErrorDetail
from intacct_emulator.records.written import Change, Writing, Written
from intacct_emulator.work.exchange import CallReport, Exchange, OperationReport

from .redaction import Redacted

_LEDGER_LINE = "GLENTRY"
_DEBIT = 1
_LINE_COLUMNS = ("ACCOUNTNO", "TR_TYPE", "AMOUNT", "LOCATION", "DEPARTMENT")
_MOST_LINES = 200
"""So many journal lines of a call are kept; of all that was written, the numbers."""


class JournalLine(NamedTuple):
    """A line that a call wrote into the general ledger. `change` tells whether it came or went."""

    change: str
    account: str
    side: str
    amount: Decimal
    location: str
    department: str

    def as_json(self) -> dict[str, str]:
        """With the amount as a text: JSON numbers are floats."""
        return {name: str(value) for name, value in self._asdict().items()}


class KeptError(NamedTuple):
    """An error with its catalogue entry. `detail` has the entry; its texts are masked like these."""

    number: str
    text: str
    correction: str
    evidence: str
    source: str
    detail: ErrorDetail

    def as_json(self) -> dict[str, str]:
        """What the catalogue says of it."""
        return {
            "number": self.number,
            "text": self.text,
            "correction": self.correction,
            "evidence": self.evidence,
            "source": self.source,
        }


class KeptCall(NamedTuple):
    """One function of a request. `written` counts records by (change, object)."""

    function: str
    objects: tuple[str, ...]
    control_id: str
    status: str
    errors: tuple[KeptError, ...]
    gaps: tuple[str, ...]
    written: tuple[tuple[str, str, int], ...]
    ledger: tuple[tuple[str, Sequence[tuple[Stored, ...]]], ...]
    """The journal lines as they were stored, by what happened to them; see `journal_lines`."""
    money_scale: int

    @property
    def journal_lines(self) -> tuple[JournalLine, ...]:
        """The lines that came into the general ledger, or went."""
        scale = self.money_scale
        return tuple([_line(change, stored, scale) for change, lines in self.ledger for stored in lines])

    def as_json(self) -> dict[str, Any]:
        """As the control routes write it."""
        return {
            "function": self.function,
            "objects": list(self.objects),
            "control_id": self.control_id,
            "status": self.status,
            "errors": [error.as_json() for error in self.errors],
            "gaps": list(self.gaps),
            "written": [{"change": change, "object": name, "records": count} for change, name, count in self.written],
            "journal_lines": [line.as_json() for line in self.journal_lines],
        }


class KeptOperation(NamedTuple):
    """What was done in one company for one user. `errors` are those of signing in."""

    company: str
    user: str
    entity: str
    errors: tuple[KeptError, ...]
    calls: tuple[KeptCall, ...]

    def as_json(self) -> dict[str, Any]:
        """As the control routes write it."""
        return {
            "company": self.company,
            "user": self.user,
            "entity": self.entity,
            "errors": [error.as_json() for error in self.errors],
            "calls": [call.as_json() for call in self.calls],
        }


class JournalEntry(NamedTuple):
    """One request and its answer. `number` counts up; `duration` is in seconds, `status` that of HTTP. The repr leaves
    the documents out."""

    number: int
    request_id: str
    moment: datetime
    duration: float
    sender: str
    status: int
    errors: tuple[KeptError, ...]
    operations: tuple[KeptOperation, ...]
    request: bytes
    answer: bytes

    def __repr__(self) -> str:
        return f"JournalEntry({', '.join(repr(value) for value in self[:-2])})"

    @property
    def calls(self) -> tuple[KeptCall, ...]:
        """The functions of all operations."""
        return tuple(call for operation in self.operations for call in operation.calls)

    @property
    def all_errors(self) -> tuple[KeptError, ...]:
        """The errors of every level, in the order of the answer."""
        inner = [
            error
            for operation in self.operations
            for error in (*operation.errors, *(error for call in operation.calls for error in call.errors))
        ]
        return (*self.errors, *inner)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What was asked for and is not built, each once."""
        return tuple(dict.fromkeys(gap for call in self.calls for gap in call.gaps))

    @property
    def succeeded(self) -> bool:
        """Whether nothing of it failed."""
        return not self.all_errors and all(call.status == "success" for call in self.calls)

    @property
    def size(self) -> int:
        """The bytes of its documents."""
        return len(self.request) + len(self.answer)

    def as_json(self, *, documents: bool = False) -> dict[str, Any]:
        """As the control routes write it, with or without request and answer."""
        shown = {
            "number": self.number,
            "request_id": self.request_id,
            "time": self.moment.isoformat(),
            "milliseconds": round(1000 * self.duration, 3),
            "sender": self.sender,
            "http_status": self.status,
            "status": "success" if self.succeeded else "failure",
            "errors": [error.as_json() for error in self.errors],
            "gaps": list(self.gaps),
            "operations": [operation.as_json() for operation in self.operations],
        }
        if documents:
            shown["request"] = self.request.decode("utf-8", "replace")
            shown["answer"] = self.answer.decode("utf-8", "replace")
        return shown


class Effects(NamedTuple):
    """What a call did to the books: how many records of each object were written, and the journal lines as stored."""

    written: tuple[tuple[str, str, int], ...] = ()
    ledger: tuple[tuple[str, Sequence[tuple[Stored, ...]]], ...] = ()


NO_EFFECTS = Effects()


def entry_of(exchange: Exchange, effects: Sequence[Effects], number: int, money_scale: int) -> JournalEntry:
    """The entry of an exchange. `effects` are those of its calls, in order; `money_scale` is the number of decimals
    that ledger amounts are stored with."""
    redacted = Redacted(exchange.request, exchange.answer)
    left = iter(effects)
    return JournalEntry(
        number,
        exchange.request_id,
        exchange.moment,
        exchange.duration,
        redacted.mask(exchange.sender),
        exchange.status,
        _errors(exchange.errors, redacted),
        tuple([_operation(operation, left, redacted, money_scale) for operation in exchange.operations]),
        redacted.request,
        redacted.answer,
    )


def effects_of(writings: Sequence[Writing]) -> Effects:
    """The effects of what a call wrote."""
    counts: dict[tuple[str, str], int] = {}
    ledger: list[tuple[str, Sequence[tuple[Stored, ...]]]] = []
    room = _MOST_LINES
    for writing in writings:
        if isinstance(writing, Written):
            change, name, _, row = writing
            # Hashing and reading members of an Enum costs more than all the rest of this loop.
            kind = "create" if change is Change.CREATE else "update" if change is Change.UPDATE else "delete"
            records = 1
            lines = [tuple([row.get(column) for column in _LINE_COLUMNS])] if name == _LEDGER_LINE else None
        else:
            kind, name, records = "create", writing.object, len(writing.rows)
            lines = writing.values(_LINE_COLUMNS) if name == _LEDGER_LINE else None
        counts[kind, name] = counts.get((kind, name), 0) + records
        if lines is not None and kind != "update" and room > 0:
            ledger.append((kind, tuple(lines[:room])))
            room -= len(lines)
    return Effects(tuple([(kind, name, records) for (kind, name), records in counts.items()]), tuple(ledger))


def _operation(operation: OperationReport, effects: Iterator[Effects], redacted: Redacted, scale: int) -> KeptOperation:
    company, user, entity, errors, calls = operation
    kept = tuple([_call(call, next(effects), redacted, scale) for call in calls])
    return KeptOperation(company, redacted.mask(user), entity or "", _errors(errors, redacted), kept)


def _call(call: CallReport, effects: Effects, redacted: Redacted, scale: int) -> KeptCall:
    errors = _errors(call.errors, redacted)
    control_id = redacted.mask(call.control_id)
    return KeptCall(call.function, call.objects, control_id, call.status, errors, call.gaps, *effects, scale)


def _line(change: str, stored: Sequence[Any], scale: int) -> JournalLine:
    account, sign, amount, location, department = stored
    side = "debit" if sign == _DEBIT else "credit"
    worth = Decimal(int(amount or 0)).scaleb(-scale)
    return JournalLine(change, str(account or ""), side, worth, str(location or ""), str(department or ""))


def _errors(details: tuple[ErrorDetail, ...], redacted: Redacted) -> tuple[KeptError, ...]:
    mask = redacted.mask
    return tuple(
        KeptError(
            mask(detail.errorno),
            mask(detail.description2 or detail.description or detail.errorno),
            mask(detail.correction),
            detail.entry.evidence.value,
            detail.entry.source,
            _masked(detail, redacted),
        )
        for detail in details
    )


def _masked(detail: ErrorDetail, redacted: Redacted) -> ErrorDetail:
    slots = {name: redacted.mask(value) if isinstance(value, str) else value for name, value in detail.slots.items()}
    return detail.entry.fill(**slots)
