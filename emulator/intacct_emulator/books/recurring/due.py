"""Makes what schedules are due to make."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import as_its_owner
from intacct_emulator.tenancy.company import Company

from .entries import RECURRING_ENTRY, make_entry
from .kept_schedules import active_schedules, kept_draft, note_next, schedule_of, tomorrow
from .kinds import KINDS
from .writer import make_document

log = logging.getLogger(__name__)

Maker = Callable[[Company, Record, Sequence[RecordDraft], date, int], None]
_MAKERS: Mapping[str, Maker] = {**dict.fromkeys(KINDS, make_document), RECURRING_ENTRY: make_entry}


def make_due(company: Company, today: date) -> None:
    """Makes everything of all schedules whose day has come. What is refused stays due and is tried again the next day;
    the log says why."""
    for name, make in _MAKERS.items():
        for record in active_schedules(company, (name,)):
            _make(company, record, make, today)
    note_next(company, not_before=tomorrow(today))


def _make(company: Company, record: Record, make: Maker, today: date) -> None:
    definition = record.definition
    (collection,) = definition.lines
    schedule, done = schedule_of(kept_draft(record)), record.integer("EXECCOUNT") or 0
    lines = [
        kept_draft(line) for line in company.records.where(collection.object, **{collection.parent_field: record.key})
    ]
    while (day := schedule.day(done)) is not None and day <= today:
        try:
            with company.database.unit(), as_its_owner(company.records, record):
                make(company, record, lines, day, done + 1)
                done += 1
                told: dict[str, Python] = {"EXECCOUNT": done, "LASTEXECDATE": day, "NEXTEXECDATE": schedule.day(done)}
                company.records.update(definition.name, record.key, told)
        except GatewayError as error:
            log.warning("%s %s of %s makes nothing: %s", definition.name, record.key, day, error)
            return
