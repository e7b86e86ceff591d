"""Creates, changes and removes documents. What is right was decided by the checks; this only writes it.

Submitted, a document posts one pair of journal lines per line at once: the line's account against the subledger's
control account, both with the line's dimensions. A draft posts nothing; only its values are checked.
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from intacct_emulator.books.ledger import posting, summaries
from intacct_emulator.books.ledger.entry import Batch, LedgerLine, Origin
from intacct_emulator.books.ledger.inter_entity import BetweenEntities
from intacct_emulator.books.ledger.summaries import Frequency, Summary
from intacct_emulator.books.money import Exchange
from intacct_emulator.books.taxes.rules import is_taxed
from intacct_emulator.books.unsupported import refuse_unbuilt
from intacct_emulator.errors import GatewayError, cash, settlement, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.numbering import next_number
from intacct_emulator.records.draft import RECLASSIFIES, RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .changes import LineDraft, changed_header, changed_lines, kept_exchange, new_lines, rate_taken_back
from .checked import CheckedDocument
from .checks import DocumentChecks
from .kinds import DocumentKind
from .rows import SETTLEMENT, header_row, journal_pair, line_row
from .states import POSTED, REVERSAL, REVERSED, DocumentAction, DocumentState, action_of, after, state_of

if TYPE_CHECKING:
    from intacct_emulator.books.taxes.documents import DocumentTaxes

_NUMBER = "RECORDID"
LedgerLines = tuple[list[LedgerLine], list[Origin]]


class DocumentWriter:
    """Writes documents of one kind in one company."""

    def __init__(self, company: Company, kind: DocumentKind) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind
        self._checks = DocumentChecks(company, kind)
        self._definition = company.catalogue[kind.object]
        self._line_definition = company.catalogue[kind.line_object]

    def create(self, draft: RecordDraft) -> Record:
        """Creates a document and, unless it is a draft, posts it. Raises GatewayError with the recorded stack."""
        draft = self._numbered(draft)
        try:
            state = self._next(None, action_of(_action(draft)))
            lines, taxed = new_lines(self._company, self._kind, draft), is_taxed(self._records)
            if taxed:
                lines = self._taxes.with_taxes(draft, lines, ())
            document = self._checked(draft, lines, state)
            summary = self.summary(document, None)
            key = self._records.insert_row(self._kind.object, header_row(document, self._definition, summary))
            line_keys = self._write_lines(document, key)
            if state.posts:
                posting.post(self._records, self.batch(document, summary), *self._postings(document, key, line_keys))
            refuse_unbuilt(draft, taxed=taxed)
        except GatewayError as error:
            raise _explained(error, draft.text("RECORDID")) from None
        return Record(draft.definition, {draft.definition.key: key, "RECORDID": document.number})

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a document. Lines that stay keep their keys, and so do their journal lines.

        After any payment, even one that was reversed, only what does not post may change (documented). Raises
        GatewayError.
        """
        return self._change(record, draft, action_of(_action(draft)))

    def decide(self, record: Record, action: DocumentAction) -> Record:
        """Approves, declines or recalls a document that waits for approval. Raises GatewayError for one that does not,
        and for what keeps an approved one from being posted."""
        return self._change(record, RecordDraft(record.definition, {}), action)

    def _change(self, record: Record, draft: RecordDraft, action: DocumentAction | None) -> Record:
        records, kind = self._records, self._kind
        try:
            self._require_changeable(record)
            settled = self._is_settled(record)
            state = self._next(record, action)
            kept = records.where(kind.line_object, RECORDKEY=record.key)
            whole, taxed = changed_header(self._company, kind, record, draft), is_taxed(records)
            lines = self._changed_lines(record, kept, whole, draft)
            document = self._checked(whole, lines, state, record.key, kept_exchange(record, draft))
            summary = self.summary(document, record.integer("PRBATCHKEY"))
            row = rate_taken_back(record) | header_row(document, self._definition, summary)
            if settled:
                self._require_same_party(record, document)
                row = {name: value for name, value in row.items() if name not in SETTLEMENT}
            records.update_row(kind.object, record.key, row)
            line_keys = self._change_lines(document, record.key, kept, without=SETTLEMENT if settled else frozenset())
            if state.posts:
                batch, postings = self.batch(document, summary), self._postings(document, record.key, line_keys)
                if settled and not self._may_post(document, draft, batch, postings):
                    raise GatewayError(transactions.PAID_IS_FIXED, number=_number(record))
                posting.post_again(records, batch, *postings)
            refuse_unbuilt(draft, taxed=taxed)
        except GatewayError as error:
            raise _explained(error, draft.text("RECORDID") or record.text("RECORDID")) from None
        changed = records.get(kind.object, record.key)
        assert changed is not None
        return changed

    def delete(self, record: Record) -> None:
        """Removes an unpaid document with its lines and its journal lines. Raises GatewayError for a paid one."""
        self._require_changeable(record)
        if self._is_settled(record):
            raise GatewayError(transactions.ALREADY_PAID, number=_number(record))
        self._require_in_no_draft(record)
        posting.remove_lines_of_document(self._records, self._kind.record_type, record.key)
        self._records.delete_where(self._kind.line_object, RECORDKEY=record.key)
        self._records.delete(self._kind.object, record.key)
        summary = record.integer("PRBATCHKEY")
        if summary is not None and self._checks.frequency is Frequency.TRANSACTION and not self._by_hand(summary):
            summaries.remove_own(self._records, self._kind.series, summary)

    def summary(self, document: CheckedDocument, kept: int | None) -> Summary | None:
        """The summary a document is filed under, made when it is the first; None for a draft that names none. `kept` is
        the one it was under before."""
        if document.summary is not None:
            return Summary(document.summary.key, document.summary.id)
        day = document.dates.posted
        if not document.state.posts or day is None:
            return None
        series, frequency = document.series, self._checks.frequency
        if frequency is Frequency.TRANSACTION:
            return summaries.own_summary(self._records, series, day, document.number, kept)
        return summaries.summary_of_period(self._records, series, frequency, day)

    def batch(self, document: CheckedDocument, summary: Summary | None) -> Batch:
        """The journal entry a posted document's lines are written under."""
        day = document.dates.posted
        assert summary is not None
        assert day is not None
        return summaries.journal_entry_for(
            self._records,
            self._kind.journal(self._company.profile),
            module=self._kind.subledger.module,
            summary=summary,
            day=day,
        )

    @cached_property
    def _taxes(self) -> "DocumentTaxes":
        from intacct_emulator.books.taxes.documents import DocumentTaxes

        return DocumentTaxes(self._company, self._kind)

    def _changed_lines(
        self, record: Record, kept: Sequence[Record], header: RecordDraft, draft: RecordDraft
    ) -> list[LineDraft]:
        """The lines that a document will have, each followed by its taxes. Given lines bring all the taxes they will
        have (documented)."""
        taxes = [line for line in kept if line["DETAILKEY"] is not None]
        if draft.lines.get(self._kind.line_element) is None:
            lines = changed_lines(self._company, self._kind, record, kept, draft)
            return self._taxes.kept(lines) if taxes else lines
        own = [line for line in kept if line["DETAILKEY"] is None] if taxes else kept
        lines = changed_lines(self._company, self._kind, record, own, draft)
        return self._taxes.with_taxes(header, lines, taxes) if taxes or is_taxed(self._records) else lines

    def _numbered(self, draft: RecordDraft) -> RecordDraft:
        """The draft with the number that it leaves out, where the company has a sequence for it. Drafts of documents
        have one, too (inferred)."""
        if not self._company.profile.numbering or draft.text(_NUMBER) is not None:
            return draft
        number = next_number(self._company, self._kind.object, _NUMBER)
        return draft if number is None else replace(draft, values={**draft.values, _NUMBER: number})

    def _next(self, record: Record | None, action: DocumentAction | None) -> DocumentState:
        """The state that an action leads to. Raises GatewayError where it is not allowed."""
        approvals = self._kind.approvable and self._kind.subledger.setup(self._company.profile).approves_documents
        state = after(state_of(record["RAWSTATE"]) if record is not None else None, action, approvals=approvals)
        if state is None:
            assert record is not None
            number = record.text("RECORDID") or record.key
            raise GatewayError(transactions.WRONG_STATE, number=number, action=action.value if action else "update")
        return state

    def _checked(
        self,
        draft: RecordDraft,
        lines: Sequence[LineDraft],
        state: DocumentState,
        own_key: int | None = None,
        exchange: Exchange | None = None,
    ) -> CheckedDocument:
        """The document as the checks find it. One that waits for approval must be as right as a posted one."""
        if not state.waits:
            return self._checks.document(draft, lines, state, own_key, exchange)
        return self._checks.document(draft, lines, POSTED, own_key, exchange)._replace(state=state)

    def _postings(self, document: CheckedDocument, key: int, line_keys: Sequence[int]) -> LedgerLines:
        lines = list(chain.from_iterable(journal_pair(document, line) for line in document.lines))
        record_type = self._kind.record_type
        origins = [Origin(record_type, key, line_key) for line_key in line_keys for _ in range(2)]
        if document.money is None:
            return lines, origins
        return BetweenEntities(self._company).of_document(lines, origins)

    def _write_lines(self, document: CheckedDocument, key: int) -> list[int]:
        definition = self._line_definition
        rows = [line_row(document, line, number, key, definition) for number, line in enumerate(document.lines, 1)]
        return self._with_taxes_linked(document, self._records.insert_rows(definition.name, rows))

    def _with_taxes_linked(self, document: CheckedDocument, keys: list[int]) -> list[int]:
        """The keys of a document's lines, after the lines of taxes were told which line they are of."""
        parent = None
        for line, key in zip(document.lines, keys, strict=True):
            if line.tax is None:
                parent = key
            elif line.kept is None or line.kept.integer("PARENTENTRY") != parent:
                self._records.update_row(self._kind.line_object, key, {"PARENTENTRY": parent})
        return keys

    def _change_lines(
        self, document: CheckedDocument, key: int, kept: Sequence[Record], *, without: Set[str]
    ) -> list[int]:
        """Writes the lines of a document there is, except the columns `without`; their keys, in order."""
        records, name = self._records, self._kind.line_object
        keys = []
        for number, line in enumerate(document.lines, 1):
            row = line_row(document, line, number, key, self._line_definition)
            if line.kept is None:
                keys.append(records.insert_row(name, row))
                continue
            keys.append(line.kept.key)
            there = line.kept
            row = rate_taken_back(there) | row
            changed = {field: value for field, value in row.items() if field not in without and there[field] != value}
            if changed:
                records.update_row(name, there.key, changed)
        for line_record in kept:
            if line_record.key not in keys:
                records.delete(name, line_record.key)
        return self._with_taxes_linked(document, keys)

    def _is_settled(self, record: Record) -> bool:
        """Whether anything of a document is paid or selected, or ever was."""
        if any(record.amount(name) for name in ("TOTALPAID", "TOTALSELECTED")):
            return True
        from intacct_emulator.books.settlement import history, kinds

        payments = kinds.of_subledger(self._kind.subledger)
        return history.is_touched(self._records, payments, self._kind.record_type, record.key)

    def _require_in_no_draft(self, record: Record) -> None:
        """Raises GatewayError for a document that a draft payment is to settle (inferred)."""
        from intacct_emulator.books.settlement import history, kinds

        payments = kinds.of_subledger(self._kind.subledger)
        if history.is_in_draft(self._records, payments, self._kind.record_type, record.key):
            raise GatewayError(record_errors.IN_USE, label=self._definition.label, value=_number(record))

    def _may_post(self, document: CheckedDocument, draft: RecordDraft, batch: Batch, postings: LedgerLines) -> bool:
        """Whether a settled document may be posted as it will be: as it was, or, when it is reclassified, with the same
        control accounts in the same entities, against which its payments are posted (inferred)."""
        if RECLASSIFIES not in draft.inputs:
            return not posting.posts_otherwise(self._records, batch, *postings)
        return all(
            line.kept is not None
            and line.control is not None
            and line.control.id == line.kept.text("OFFSETGLACCOUNTNO")
            and line.entity == line.kept.integer("BASELOCATION")
            and line.amount.base == line.kept["AMOUNT"]
            for line in document.lines
        )

    def _require_same_party(self, record: Record, document: CheckedDocument) -> None:
        party = document.party
        if party is None or party.id != record.text(self._kind.subledger.party.id_field):
            raise GatewayError(transactions.PAID_IS_FIXED, number=_number(record))

    def _by_hand(self, summary: int) -> bool:
        record = self._records.get(self._kind.series.object, summary)
        return record is not None and summaries.made_by_hand(record)

    def _require_changeable(self, record: Record) -> None:
        if record["RAWSTATE"] in (REVERSED.code, REVERSAL.code):
            raise GatewayError(settlement.REVERSED_IS_FIXED, number=_number(record))
        # Money that went on to the bank, or that the bank has confirmed, stays as it is (inferred).
        if self._kind.brings_money and (record["DEPOSITKEY"] is not None or record["CLEARED"] == "T"):
            raise GatewayError(cash.NOT_OPEN, number=_number(record), action="changed")
        key = record.integer("PRBATCHKEY")
        summary = self._records.get(self._kind.series.object, key) if key is not None else None
        if summary is not None:
            summaries.require_open(summary)


def _action(draft: RecordDraft) -> str | None:
    action = draft.inputs.get("ACTION")
    return action if isinstance(action, str) else None


def _number(record: Record) -> str | int:
    return record.text("RECORDID") or record.key


def _explained(error: GatewayError, number: str | None) -> GatewayError:
    return error.then(transactions.CANNOT_CREATE_TRANSACTION, name=f" '{number}'." if number else "")
