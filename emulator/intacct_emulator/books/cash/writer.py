"""Creates, changes and removes card transactions and other receipts.

Each line posts a pair at once: the account that money moves through against the line's own (documented for cards),
both with the line's dimensions.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from intacct_emulator.books.currencies import without_rate
from intacct_emulator.books.documents.changes import (
    LineDraft,
    kept_exchange,
    lines_over_kept,
    rate_taken_back,
    values_of,
)
from intacct_emulator.books.documents.rows import journal_pair
from intacct_emulator.books.ledger import posting
from intacct_emulator.books.ledger.entry import LedgerLine, Origin
from intacct_emulator.books.ledger.inter_entity import BetweenEntities
from intacct_emulator.books.unsupported import refuse_unbuilt
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import states
from .batches import batch_of
from .checks import CashChecks, CheckedCash
from .kinds import CashKind
from .rows import header_row, line_row
from .states import CashAction

# Money is in a bank or undeposited: naming the one takes back the other.
_PLACES = {"BANKACCOUNTID": ("UNDEPOSITEDACCOUNTNO",), "UNDEPOSITEDACCOUNTNO": ("BANKACCOUNTID", "DEPOSITDATE")}


class CashWriter:
    """Writes cash documents of one kind in one company."""

    def __init__(self, company: Company, kind: CashKind) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind
        self._checks = CashChecks(company, kind)
        self._definition = company.catalogue[kind.object]
        self._line_definition = company.catalogue[kind.line_object]

    def create(self, draft: RecordDraft) -> Record:
        """Creates a document and posts it. Raises GatewayError."""
        kind = self._kind
        try:
            lines = [LineDraft(line) for line in draft.lines.get(kind.line_element, ())]
            document = self._checks.document(draft, lines)
            batch, summary = batch_of(self._company, kind, document.place.called, document.day)
            key = self._records.insert_row(kind.object, header_row(document, self._definition, summary))
            line_keys = self._write_lines(document, key, ())
            posting.post(self._records, batch, *self._postings(document, key, line_keys))
            refuse_unbuilt(draft)
        except GatewayError as error:
            raise explained(error, draft.text(kind.number_field)) from None
        return self._read(key)

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a document. Lines that stay keep their keys, and so do their journal lines. Raises GatewayError."""
        kind = self._kind
        try:
            states.require(record, CashAction.CHANGE)
            kept = self._records.where(kind.line_object, RECORDKEY=record.key)
            lines = lines_over_kept(self._company, kept, draft.lines.get(kind.line_element))
            document = self._checks.document(_changed_header(record, draft), lines, kept_exchange(record, draft))
            batch, summary = batch_of(self._company, kind, document.place.called, document.day)
            row = rate_taken_back(record) | header_row(document, self._definition, summary)
            self._records.update_row(kind.object, record.key, row)
            line_keys = self._write_lines(document, record.key, kept)
            posting.post_again(self._records, batch, *self._postings(document, record.key, line_keys))
            refuse_unbuilt(draft)
        except GatewayError as error:
            raise explained(error, draft.text(kind.number_field) or record.text(kind.number_field)) from None
        return self._read(record.key)

    def delete(self, record: Record) -> None:
        """Removes a document with its lines and its journal lines. Raises GatewayError unless it is open."""
        states.require(record, CashAction.DELETE)
        posting.remove_lines_of_document(self._records, self._kind.record_type, record.key)
        self._records.delete_where(self._kind.line_object, RECORDKEY=record.key)
        self._records.delete(self._kind.object, record.key)

    def _postings(
        self, document: CheckedCash, key: int, line_keys: Sequence[int]
    ) -> tuple[list[LedgerLine], list[Origin]]:
        lines = list(chain.from_iterable(journal_pair(document, line) for line in document.lines))
        record_type = self._kind.record_type
        origins = [Origin(record_type, key, line_key) for line_key in line_keys for _ in range(2)]
        return BetweenEntities(self._company).of_document(lines, origins)

    def _write_lines(self, document: CheckedCash, key: int, kept: Sequence[Record]) -> list[int]:
        """Writes a document's lines over those it has; their keys, in order."""
        records, name = self._records, self._kind.line_object
        keys = []
        for number, line in enumerate(document.lines, 1):
            row = line_row(document, line, number, key, self._line_definition)
            if line.kept is None:
                keys.append(records.insert_row(name, row))
                continue
            keys.append(line.kept.key)
            row = rate_taken_back(line.kept) | row
            changed = {field: value for field, value in row.items() if line.kept[field] != value}
            if changed:
                records.update_row(name, line.kept.key, changed)
        for gone in kept:
            if gone.key not in keys:
                records.delete(name, gone.key)
        return keys

    def _read(self, key: int) -> Record:
        record = self._records.get(self._kind.object, key)
        assert record is not None
        return record


def explained(error: GatewayError, number: str | None) -> GatewayError:
    """The error with the level of the document around it."""
    return error.then(transactions.CANNOT_CREATE_TRANSACTION, name=f" '{number}'." if number else "")


def _changed_header(record: Record, draft: RecordDraft) -> RecordDraft:
    values: dict[str, Python] = without_rate(values_of(record)) | dict(draft.values)
    for name, others in _PLACES.items():
        if draft.text(name) is not None:
            values.update((other, None) for other in others if draft.text(other) is None)
    return replace(draft, values=values)
