"""Schedules of journal entries, of money or of statistics, and the entries they make when their day has come.

A schedule is checked like the entry it will make. Entries are dated as scheduled (inferred), and tell the schedule they
are of (TEMPLATEKEY, inferred).
"""

from collections.abc import Sequence
from datetime import date

from intacct_emulator.books.ledger.journal_entries import JournalEntryWriter
from intacct_emulator.books.ledger.journals import active_journal
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .kept_schedules import begun, first_day, given, kept_draft, note_next, schedule_of

RECURRING_ENTRY = "RECURGLBATCH"
_LINE, _PARENT, _ENTRIES = "RECURGLENTRY", "RECORDKEY", "ENTRIES"
_HEAD = ("JOURNAL", "BATCH_TITLE", "REFERENCENO", "BASELOCATION_NO", "SUPDOCID")
_OWN = frozenset({"RECORDNO", _PARENT, "LINE_NO", "WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY"})


class RecurringEntryWriter:
    """Writes schedules of journal entries in one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records

    def create(self, draft: RecordDraft) -> Record:
        """Keeps a schedule. Raises GatewayError for what its entries would be refused for, and for a repetition without
        an interval."""
        company, lines = self._company, draft.lines.get(_ENTRIES, ())
        _refuse_unbuilt(lines)
        schedule = schedule_of(draft)
        journal = active_journal(self._records, draft.text("JOURNAL"))
        JournalEntryWriter(company).check(_entry_draft(company, draft, lines, first_day(schedule)))
        values = begun(draft, schedule) | {"STATISTICAL": journal.statistical}
        key = self._records.insert(RECURRING_ENTRY, values)
        for number, line in enumerate(lines, 1):
            own = line.stored_values(without=_OWN)
            self._records.insert(_LINE, {**own, _PARENT: key, "LINE_NO": number})
        note_next(company)
        kept = self._records.get(RECURRING_ENTRY, key)
        assert kept is not None
        return kept

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Raises GatewayError: no verb changes a schedule."""
        raise GatewayError(protocol.VERB_NOT_ALLOWED, operation="UPDATE", object=record.definition.name.lower())

    def delete(self, record: Record) -> None:
        """Removes a schedule; the entries it made stay."""
        self._records.delete_where(_LINE, RECORDKEY=record.key)
        self._records.delete(RECURRING_ENTRY, record.key)
        note_next(self._company)


def make_entry(company: Company, record: Record, lines: Sequence[RecordDraft], day: date, number: int) -> None:
    """Makes a schedule's entry of a day. Raises GatewayError for one that is refused."""
    made = JournalEntryWriter(company).create(_entry_draft(company, kept_draft(record), lines, day))
    company.records.update("GLBATCH", made.key, {"TEMPLATEKEY": record.key})


def _entry_draft(company: Company, head: RecordDraft, lines: Sequence[RecordDraft], day: date) -> RecordDraft:
    catalogue = company.catalogue
    values: dict[str, Python] = {name: head.values.get(name) for name in _HEAD}
    values["BATCH_DATE"] = day
    entries = tuple(RecordDraft(catalogue["GLENTRY"], given(line.stored_values(without=_OWN))) for line in lines)
    return RecordDraft(catalogue["GLBATCH"], given(values), {_ENTRIES: entries})


def _refuse_unbuilt(lines: Sequence[RecordDraft]) -> None:
    for line in lines:
        if line.parameters:
            what = ", ".join(line.parameters)
            raise EmulatorGap(f"recurring lines with {what}", protocol.NOT_BUILT, function=f"a line with {what}")
