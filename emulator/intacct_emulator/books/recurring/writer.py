"""Schedules of invoices and bills, and the documents they make when their day has come.

A schedule is checked like the document it will make. The documents are dated as scheduled, also those whose day had
passed when the schedule was made (inferred), and numbered after the schedule and their place in it (inferred).
"""

import logging
from collections.abc import Mapping
from datetime import date, timedelta

from intacct_emulator.books.documents.changes import new_lines
from intacct_emulator.books.documents.checks import DocumentChecks
from intacct_emulator.books.documents.states import POSTED
from intacct_emulator.books.documents.writer import DocumentWriter
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import as_its_owner
from intacct_emulator.tenancy.company import Company

from .kinds import KINDS, RecurringKind
from .schedule import FREQUENCIES, Repeat, Schedule

log = logging.getLogger(__name__)

_HEAD = ("TERMNAME", "DESCRIPTION", "DOCNUMBER", "SUPDOCID")
_LINE = ("ACCOUNTLABEL", "TRX_AMOUNT", "ENTRYDESCRIPTION", "FORM1099", "BILLABLE")
_ACTIVE = "T"


class RecurringWriter:
    """Writes schedules of one kind in one company."""

    def __init__(self, company: Company, kind: RecurringKind) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind

    def create(self, draft: RecordDraft) -> Record:
        """Keeps a schedule. Raises GatewayError for what its documents would be refused for, and for a repetition
        without an interval; EmulatorGap for payments that recur with it."""
        kind, company = self._kind, self._company
        self._refuse_unbuilt(draft)
        schedule = _schedule(draft)
        first = schedule.day(0)
        if first is None:
            raise GatewayError(records.PERIOD_DATES)
        asked = _document_draft(company, kind, draft, draft.lines.get(kind.line_element, ()), first, 1)
        checked = DocumentChecks(company, kind.document).document(asked, new_lines(kind.document, asked), POSTED)
        total, currency = checked.total, company.profile.base_currency
        values: dict[str, Python] = draft.stored_values(without=frozenset({"RECORDNO"}))
        values |= {
            "STATUS": draft.values.get("STATUS") or _ACTIVE,
            "MODULEKEY": kind.document.subledger.module,
            "CURRENCY": currency,
            "BASECURR": currency,
            "REPEATBY": schedule.repeat.value,
            "REPEATINTERVAL": schedule.interval,
            "FREQUENCY": FREQUENCIES[schedule.repeat],
            "EXECCOUNT": 0,
            "NEXTEXECDATE": first,
        }
        key = self._records.insert(kind.object, values)
        amounts = {"TOTALENTERED": total.base, "TRX_TOTALENTERED": total.transaction}
        self._records.update_row(kind.object, key, dict(amounts))
        for number, (line, good) in enumerate(zip(draft.lines[kind.line_element], checked.lines, strict=True), 1):
            own = line.stored_values(without=frozenset({"RECORDNO", "RECORDKEY"}))
            own |= {"RECORDKEY": key, "LINE_NO": str(number), "CURRENCY": currency, "BASECURR": currency}
            line_key = self._records.insert(kind.line_object, own)
            self._records.update_row(kind.line_object, line_key, {"AMOUNT": good.amount.base})
        _note_next(company)
        return self._read(key)

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Raises GatewayError: no verb changes a schedule."""
        raise GatewayError(protocol.VERB_NOT_ALLOWED, operation="UPDATE", object=record.definition.name.lower())

    def delete(self, record: Record) -> None:
        """Removes a schedule; the documents it made stay."""
        self._records.delete_where(self._kind.line_object, RECORDKEY=record.key)
        self._records.delete(self._kind.object, record.key)
        _note_next(self._company)

    def _refuse_unbuilt(self, draft: RecordDraft) -> None:
        if (draft.text("PAYMETHOD") or "None") != "None":
            raise EmulatorGap("recurring payments", protocol.NOT_BUILT, function="a recurring payment")
        for line in draft.lines.get(self._kind.line_element, ()):
            if line.parameters:
                what = ", ".join(line.parameters)
                raise EmulatorGap(f"recurring lines with {what}", protocol.NOT_BUILT, function=f"a line with {what}")

    def _read(self, key: int) -> Record:
        record = self._records.get(self._kind.object, key)
        assert record is not None
        return record


def make_due(company: Company, today: date) -> None:
    """Makes the documents of all schedules whose day has come. One that is refused stays due and is tried again the
    next day; the log says why."""
    for kind in KINDS.values():
        for record in company.records.where(kind.object, STATUS=_ACTIVE):
            _make_documents(company, kind, record, today)
    _note_next(company, not_before=today + timedelta(days=1))


def _make_documents(company: Company, kind: RecurringKind, record: Record, today: date) -> None:
    schedule, done = _schedule(_kept_draft(record)), record.integer("EXECCOUNT") or 0
    lines = [_kept_draft(line) for line in company.records.where(kind.line_object, RECORDKEY=record.key)]
    while (day := schedule.day(done)) is not None and day <= today:
        try:
            with company.database.unit(), as_its_owner(company.records, record):
                draft = _document_draft(company, kind, _kept_draft(record), lines, day, done + 1)
                DocumentWriter(company, kind.document).create(draft)
                done += 1
                told: dict[str, Python] = {"EXECCOUNT": done, "LASTEXECDATE": day, "NEXTEXECDATE": schedule.day(done)}
                company.records.update(kind.object, record.key, told)
        except GatewayError as error:
            log.warning("%s %s of %s makes no document: %s", kind.object, record.key, day, error)
            return


def _note_next(company: Company, not_before: date | None = None) -> None:
    """Tells the company on which day it has documents to make."""
    days = [
        day
        for kind in KINDS.values()
        for record in company.records.where(kind.object, STATUS=_ACTIVE)
        if (day := record.day("NEXTEXECDATE")) is not None
    ]
    first = min(days, default=None)
    company.next_recurrence = max(first, not_before) if first is not None and not_before is not None else first


def _schedule(draft: RecordDraft) -> Schedule:
    start = draft.day("STARTDATE")
    if start is None:
        raise GatewayError(records.REQUIRED_FIELD, label="Start date")
    repeat = Repeat(draft.text("REPEATBY") or Repeat.ONCE)
    if repeat is Repeat.MONTHS and (draft.parameter("EOM") or "").lower() in ("true", "t"):
        repeat = Repeat.MONTH_ENDS
    interval, times = (draft.values.get(name) for name in ("REPEATINTERVAL", "REPEATCOUNT"))
    if repeat is not Repeat.ONCE and not (isinstance(interval, int) and interval > 0):
        raise GatewayError(records.REQUIRED_FIELD, label="Interval")
    steps = interval if isinstance(interval, int) else 1
    return Schedule(start, repeat, steps, times if isinstance(times, int) else None, draft.day("ENDDATE"))


def _document_draft(  # noqa: PLR0917 - a schedule, its lines, and which of its documents is meant
    company: Company,
    kind: RecurringKind,
    head: RecordDraft,
    lines: "list[RecordDraft] | tuple[RecordDraft, ...]",
    day: date,
    number: int,
) -> RecordDraft:
    document, catalogue = kind.document, company.catalogue
    party = document.subledger.party.id_field
    values: dict[str, Python] = {name: head.values.get(name) for name in (*_HEAD, party, "CURRENCY")}
    values |= {field: head.values.get(name) for name, field in kind.contacts.items()}
    values["WHENCREATED"] = day
    name = head.text("RECORDID")
    values["RECORDID"] = f"{name}-{number}" if name is not None else None
    items = tuple(RecordDraft(catalogue[document.line_object], _line_values(line)) for line in lines)
    return RecordDraft(catalogue[document.object], _given(values), {document.line_element: items})


def _line_values(line: RecordDraft) -> dict[str, Python]:
    from intacct_emulator.catalogue.dimensions import DIMENSIONS

    names = (*_LINE, *(dimension.id_field for dimension in DIMENSIONS))
    values: dict[str, Python] = {name: line.values.get(name) for name in names}
    return _given(values | {"ACCOUNTNO": line.values.get("GLACCOUNTNO")})


def _given(values: Mapping[str, Python]) -> dict[str, Python]:
    return {name: value for name, value in values.items() if value is not None}


def _kept_draft(record: Record) -> RecordDraft:
    values = {field.id: record.python(field.id) for field in record.definition.stored_fields}
    return RecordDraft(record.definition, _given(values))
