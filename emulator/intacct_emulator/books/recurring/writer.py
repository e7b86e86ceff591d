"""Schedules of invoices and bills, and the documents they make when their day has come.

A schedule is checked like the document it will make. The documents are dated as scheduled, also those whose day had
passed when the schedule was made (inferred), and numbered after the schedule and their place in it (inferred).
"""

from collections.abc import Sequence
from datetime import date

from intacct_emulator.books.documents.changes import new_lines
from intacct_emulator.books.documents.checks import DocumentChecks
from intacct_emulator.books.documents.states import POSTED
from intacct_emulator.books.documents.writer import DocumentWriter
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .kept_schedules import begun, first_day, given, kept_draft, note_next, schedule_of
from .kinds import KINDS, RecurringKind

_HEAD = ("TERMNAME", "DESCRIPTION", "DOCNUMBER", "SUPDOCID")
_LINE = ("ACCOUNTLABEL", "TRX_AMOUNT", "ENTRYDESCRIPTION", "FORM1099", "BILLABLE")


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
        schedule = schedule_of(draft)
        first = first_day(schedule)
        asked = _document_draft(company, kind, draft, draft.lines.get(kind.line_element, ()), first, 1)
        checked = DocumentChecks(company, kind.document).document(
            asked, new_lines(company, kind.document, asked), POSTED
        )
        if checked.exchange.rate is not None:
            raise EmulatorGap("recurring documents in foreign currencies", transactions.FOREIGN_CURRENCY)
        total, currencies = checked.total, {"CURRENCY": checked.exchange.currency, "BASECURR": checked.exchange.base}
        values = begun(draft, schedule)
        values |= {"MODULEKEY": kind.document.subledger.module, **currencies}
        key = self._records.insert(kind.object, values)
        amounts = {"TOTALENTERED": total.base, "TRX_TOTALENTERED": total.transaction}
        self._records.update_row(kind.object, key, dict(amounts))
        for number, (line, good) in enumerate(zip(draft.lines[kind.line_element], checked.lines, strict=True), 1):
            own = line.stored_values(without=frozenset({"RECORDNO", "RECORDKEY"}))
            own |= {"RECORDKEY": key, "LINE_NO": str(number), **currencies}
            line_key = self._records.insert(kind.line_object, own)
            self._records.update_row(kind.line_object, line_key, {"AMOUNT": good.amount.base})
        note_next(company)
        return self._read(key)

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Raises GatewayError: no verb changes a schedule."""
        raise GatewayError(protocol.VERB_NOT_ALLOWED, operation="UPDATE", object=record.definition.name.lower())

    def delete(self, record: Record) -> None:
        """Removes a schedule; the documents it made stay."""
        self._records.delete_where(self._kind.line_object, RECORDKEY=record.key)
        self._records.delete(self._kind.object, record.key)
        note_next(self._company)

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


def make_document(company: Company, record: Record, lines: Sequence[RecordDraft], day: date, number: int) -> None:
    """Makes a schedule's document of a day. Raises GatewayError for one that is refused."""
    kind = KINDS[record.definition.name]
    draft = _document_draft(company, kind, kept_draft(record), lines, day, number)
    DocumentWriter(company, kind.document).create(draft)


def _document_draft(  # noqa: PLR0917 - a schedule, its lines, and which of its documents is meant
    company: Company,
    kind: RecurringKind,
    head: RecordDraft,
    lines: Sequence[RecordDraft],
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
    return RecordDraft(catalogue[document.object], given(values), {document.line_element: items})


def _line_values(line: RecordDraft) -> dict[str, Python]:
    from intacct_emulator.catalogue.dimensions import DIMENSIONS

    names = (*_LINE, *(dimension.id_field for dimension in DIMENSIONS))
    values: dict[str, Python] = {name: line.values.get(name) for name in names}
    return given(values | {"ACCOUNTNO": line.values.get("GLACCOUNTNO")})
