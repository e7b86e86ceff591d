"""What a document will be after an update: what the request says over what is kept.

The lines an update gives are the lines the document will have (documented). One that names a kept line, by RECORDNO or
LINE_NO, is that line with what changes of it; one that names none is new (documented). Without lines all stay.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from intacct_emulator.books.allocations import DOCUMENT_LINE, shares_of
from intacct_emulator.books.cash.tender import place_left
from intacct_emulator.books.currencies import without_rate
from intacct_emulator.books.kept_money import exchange_in
from intacct_emulator.books.ledger.summaries import made_by_hand
from intacct_emulator.books.money import RATE_COLUMNS, Exchange
from intacct_emulator.books.terms import due_date
from intacct_emulator.catalogue.values import Python, Stored
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import WITHIN_SUMMARY, RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .kinds import CONTACTS, DocumentKind

# The line's account is what was last said of it: a label or a number. The control account follows from it.
_FOLLOWERS = {"ACCOUNTNO": ("ACCOUNTLABEL", "OFFSETGLACCOUNTNO"), "ACCOUNTLABEL": ("ACCOUNTNO", "OFFSETGLACCOUNTNO")}


class LineDraft(NamedTuple):
    """A line as it will be, and the line it was; `kept` is None for a new one. `tax` is the tax detail of a line that
    is the tax of the line before it."""

    draft: RecordDraft
    kept: Record | None = None
    tax: Record | None = None


def new_lines(company: Company, kind: DocumentKind, draft: RecordDraft) -> list[LineDraft]:
    """The lines of a new document, allocations carried out. Raises GatewayError for one that cannot be."""
    given = draft.lines.get(kind.line_element, ())
    return [LineDraft(share) for line in given for share in shares_of(company, line, DOCUMENT_LINE)]


def changed_header(company: Company, kind: DocumentKind, record: Record, draft: RecordDraft) -> RecordDraft:
    """The header as it will be. Dates that followed from what changes are found anew."""
    kept = values_of(record)
    values = without_rate(kept) | dict(draft.values)
    if kind.brings_money:
        values |= place_left(draft)
    if not draft.given("WHENDUE") and (
        draft.given("TERMNAME") or (draft.given("WHENCREATED") and _due_by_term(company, kind, record))
    ):
        values["WHENDUE"] = None
    posted_when_created = kept.get("WHENPOSTED") == kept.get("WHENCREATED")
    if draft.given("WHENCREATED") and not draft.given("WHENPOSTED") and posted_when_created:
        values["WHENPOSTED"] = None
    if party_changes(kind, record, draft):
        for name_field, _ in CONTACTS:
            values[name_field] = draft.values.get(name_field)
    inputs = dict(draft.inputs)
    if inputs.get("PRBATCHKEY") is None and not draft.given("PRBATCH"):
        inputs["PRBATCHKEY"] = record.integer("PRBATCHKEY")
    key = record.integer("PRBATCHKEY")
    summary = company.records.get(kind.series.object, key) if key is not None else None
    if summary is not None and made_by_hand(summary):
        inputs.setdefault(WITHIN_SUMMARY, key)
    return RecordDraft(draft.definition, values, draft.lines, draft.parameters, inputs)


def kept_exchange(record: Record, draft: RecordDraft) -> Exchange | None:
    """The currency and the rate that a document keeps when a change says nothing else of them (inferred); None when it
    does."""
    if any(draft.values.get(name) is not None for name in RATE_COLUMNS):
        return None
    kept = exchange_in(record)
    same = (draft.text("CURRENCY") or kept.currency, draft.text("BASECURR") or kept.base) == (kept.currency, kept.base)
    return kept if same else None


def rate_taken_back(record: Record) -> dict[str, Stored]:
    """The columns of a rate that a changed row may have no more."""
    return dict.fromkeys(RATE_COLUMNS) if record["EXCHANGE_RATE"] is not None else {}


def _due_by_term(company: Company, kind: DocumentKind, record: Record) -> bool:
    """Whether a document is due when its term says; a due date of its own stays when its date changes."""
    created, name = record.day("WHENCREATED"), record.text("TERMNAME") if kind.falls_due else None
    term = company.records.find(kind.subledger.term_object, name) if name is not None else None
    if created is None or term is None:
        return False
    return record.day("WHENDUE") == due_date(created, term.integer("DUEDATE") or 0, term.text("DUEFROM"))


def changed_lines(
    company: Company, kind: DocumentKind, record: Record, kept: Sequence[Record], draft: RecordDraft
) -> list[LineDraft]:
    """The lines as they will be. Raises GatewayError for a RECORDNO or LINE_NO that none of the lines has."""
    lines = lines_over_kept(company, kept, draft.lines.get(kind.line_element))
    if not party_changes(kind, record, draft):
        return lines
    return [_for_new_party(kind, record, line) for line in lines]


def lines_over_kept(company: Company, kept: Sequence[Record], given: Sequence[RecordDraft] | None) -> list[LineDraft]:
    """The given lines over those that are kept, allocations carried out; without given ones, all that are kept. Raises
    GatewayError."""
    if given is None:
        return [LineDraft(RecordDraft(line.definition, values_of(line)), line) for line in kept]
    left = list(kept)
    return [share for line in given for share in _allocated(company, _changed_line(company, line, left))]


def _allocated(company: Company, line: LineDraft) -> list[LineDraft]:
    """The shares of a line, of which the first stays the line it was. A share is not split again: it names the
    allocation it is from."""
    draft, kept = line.draft, line.kept
    if kept is not None and kept.text("ALLOCATION") == draft.text("ALLOCATION"):
        return [line]
    first, *others = shares_of(company, draft, DOCUMENT_LINE)
    return [LineDraft(first, kept), *(LineDraft(share) for share in others)]


def _for_new_party(kind: DocumentKind, record: Record, line: LineDraft) -> LineDraft:
    """What came from the old party does not follow to the new one: itself as a dimension, its control account."""
    if line.kept is None:
        return line
    party = kind.subledger.party.id_field
    was = {party: record.text(party), "OFFSETGLACCOUNTNO": line.kept.text("OFFSETGLACCOUNTNO")}
    emptied = {name: None for name, value in was.items() if line.draft.values.get(name) == value}
    return line._replace(draft=replace(line.draft, values={**line.draft.values, **emptied}))


def _changed_line(company: Company, line: RecordDraft, left: list[Record]) -> LineDraft:
    kept = _named(line, left)
    if kept is None:
        return LineDraft(line)
    left.remove(kept)
    given = with_names(company, line)
    values = values_of(kept)
    for name, value in given.values.items():
        if value is not None:
            values.update((follower, None) for follower in _FOLLOWERS.get(name, ()) if not given.given(follower))
    if given.inputs.get("AMOUNT") is not None:
        values.pop("TRX_AMOUNT", None)
    return LineDraft(replace(given, values={**values, **given.values}), kept)


def _named(line: RecordDraft, left: Sequence[Record]) -> Record | None:
    """The kept line that a line names, None for one that names none. Raises GatewayError where there is none of that
    RECORDNO or LINE_NO (inferred: only a blank LINE_NO is documented to add a line)."""
    key, number = line.values.get(line.definition.key), line.inputs.get("LINE_NO")
    field, value = ("RECORDNO", key) if key is not None else ("LINE_NO", number)
    if value is None:
        return None
    for kept in left:
        if kept.text(field) == str(value):
            return kept
    raise GatewayError(records.CANNOT_UPDATE_MISSING, object=line.definition.name, field=field, value=value)


def party_changes(kind: DocumentKind, record: Record, draft: RecordDraft) -> bool:
    """Whether an update is for another party than the document was."""
    field = kind.subledger.party.id_field
    return draft.given(field) and draft.values[field] != record.python(field)


def values_of(record: Record) -> dict[str, Python]:
    """What a record holds in its own columns."""
    values = {field.id: record.python(field.id) for field in record.definition.stored_fields}
    return {name: value for name, value in values.items() if value is not None}
