"""Schedules as they are kept: what a request says of one, what is read of it, and when the next is due."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .schedule import FREQUENCIES, Repeat, Schedule

ACTIVE = "T"
SCHEDULED = ("ARRECURINVOICE", "APRECURBILL", "RECURGLBATCH")
"""The objects of schedules."""


def schedule_of(draft: RecordDraft) -> Schedule:
    """The repetition that a draft asks for. Raises GatewayError for one without a start or an interval."""
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


def first_day(schedule: Schedule) -> date:
    """The day of the first occurrence. Raises GatewayError for a schedule that ends before it begins."""
    first = schedule.day(0)
    if first is None:
        raise GatewayError(records.PERIOD_DATES)
    return first


def begun(draft: RecordDraft, schedule: Schedule) -> dict[str, Python]:
    """What is kept of a schedule that has made nothing yet."""
    values = draft.stored_values(without=frozenset({"RECORDNO"}))
    return values | {
        "STATUS": draft.values.get("STATUS") or ACTIVE,
        "REPEATBY": schedule.repeat.value,
        "REPEATINTERVAL": schedule.interval,
        "FREQUENCY": FREQUENCIES[schedule.repeat],
        "EXECCOUNT": 0,
        "NEXTEXECDATE": schedule.day(0),
    }


def kept_draft(record: Record) -> RecordDraft:
    """A kept record as it would be given again."""
    values = {field.id: record.python(field.id) for field in record.definition.stored_fields}
    return RecordDraft(record.definition, given(values))


def given(values: Mapping[str, Python]) -> dict[str, Python]:
    """The values that are there."""
    return {name: value for name, value in values.items() if value is not None}


def active_schedules(company: Company, names: Iterable[str] = SCHEDULED) -> Iterable[Record]:
    """The schedules that still make something."""
    for name in names:
        yield from company.records.where(name, STATUS=ACTIVE)


def note_next(company: Company, not_before: date | None = None) -> None:
    """Tells the company on which day it has something to make."""
    days = (record.day("NEXTEXECDATE") for record in active_schedules(company))
    first = min((day for day in days if day is not None), default=None)
    company.next_recurrence = max(first, not_before) if first is not None and not_before is not None else first


def tomorrow(today: date) -> date:
    """The day after."""
    return today + timedelta(days=1)
