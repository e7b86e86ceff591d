"""Writes many documents and journal entries at once, and leaves the books that creating them one by one would leave.

How rows look is not decided here. For every combination of party, term, account and dimensions the writers of the books
check and complete one document; the rows it would be kept as become patterns, and further documents of the combination
fill their numbers, dates and amounts into copies of them. Combinations repeat by the thousand: that is what makes this
fast.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.storage.database import quoted
from intacct_emulator.tenancy.company import Company

from . import posting, summaries
from .document_kinds import DocumentKind, DocumentLine
from .documents import DocumentWriter
from .general_ledger import MODULE, JournalEntryWriter
from .payables import BILL
from .planned import (
    DocumentShape,
    LineShape,
    PlannedDocument,
    PlannedEntry,
    document_draft,
    document_line_draft,
    entry_line_draft,
)
from .posting import Batch, LedgerLine, Origin
from .receivables import INVOICE
from .room_for_sums import take_room
from .sheets import Counter, Row, Sheet

_NUMBERS_AT_ONCE = 500
_TOTAL = "TOTALENTERED"
_DOCUMENT_BLANKS = (
    *("RECORDNO", "RECORDID", "WHENCREATED", "WHENDUE", "WHENDISCOUNT", "DESCRIPTION", "PRBATCHKEY", "PRBATCH"),
    _TOTAL,
)
_LINE_BLANKS = ("RECORDNO", "RECORDKEY", "LINE_NO", "AMOUNT", "ENTRY_DATE")
_ENTRY_BLANKS = (
    *("RECORDNO", "BATCHNO", "LINE_NO", "ENTRY_DATE", "AMOUNT", "DOCUMENT", "DESCRIPTION"),
    *("PRRECORDKEY", "PRENTRYKEY"),
)
_ENTRY_STAMP = len(_ENTRY_BLANKS)
_SAME_AMOUNT = {"TRX_AMOUNT": "AMOUNT"}


@dataclass(slots=True)
class _Day:
    """A day of a subledger: its summary and journal entry, the counter of that entry's lines."""

    text: str
    summary: tuple[int, str] | None = None
    batch: Batch | None = None
    lines: Counter | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _LinePattern:
    """The rows of a document's line and of its two journal lines (none for a draft). `memo` is whether the line brings
    a text of its own, which its journal lines then have."""

    item: Row
    entries: tuple[Row, ...]
    memo: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """The row of a document without what differs, and what its lines need. Dates are shared by heads of one term."""

    row: Row
    values: dict[str, Python]
    party: Record | None
    term: Record | None
    posted: bool
    dates: dict[date, tuple[str | None, str | None]]
    debits: dict[LineShape, _LinePattern] = field(default_factory=dict)
    credits: dict[LineShape, _LinePattern] = field(default_factory=dict)


class _Documents(DocumentWriter):
    """Patterns of one kind of documents, and the documents that wait to be written."""

    def __init__(self, company: Company, kind: DocumentKind, ledger: Sheet) -> None:
        super().__init__(company)
        self.kind = kind
        definition = company.catalogue[kind.object]
        self.sheet = Sheet(definition, _DOCUMENT_BLANKS, {"WHENPOSTED": "WHENCREATED"} | self._same_totals())
        self.items = Sheet(company.catalogue[kind.line_object], _LINE_BLANKS, _SAME_AMOUNT)
        self.heads: dict[DocumentShape, _Head] = {}
        self.days: dict[date, _Day] = {}
        self._ledger = ledger
        self._dates: dict[str | None, dict[date, tuple[str | None, str | None]]] = {}
        self._numbers: list[tuple[str, ...]] = []

    def head(self, planned: PlannedDocument) -> _Head:
        """The pattern of a document's own row. Raises GatewayError where creating the document would."""
        shape = planned.shape
        draft = document_draft(self.company.catalogue, planned)
        submitted = not shape.draft
        values, party = self._header(draft, submitted)
        term = self._term(draft, party)
        shape_line, cents = planned.lines[0]
        line = self._line(self._line_draft(shape_line, cents), 1, party, submitted, planned.number)
        document = self._document(values, [line], submitted, (0, "") if submitted else None)
        row = self.sheet.pattern(self.records.new_row(self.sheet.definition, document))
        dates = self._dates.setdefault(term.id if term else None, {})
        head = self.heads[shape] = _Head(row, values, party, term, submitted, dates)
        return head

    def dates(self, head: _Head, planned: PlannedDocument) -> tuple[str | None, str | None]:
        """When a document of that day is due, and until when it has a discount."""
        draft = document_draft(self.company.catalogue, planned)
        due, discount = self._due(draft, planned.day, head.term), self._discount_day(planned.day, head.term)
        texts = (due.isoformat() if due else None, discount.isoformat() if discount else None)
        head.dates[planned.day] = texts
        return texts

    def summarise(self, head: _Head, day: date) -> _Day:
        """The day with its summary."""
        of_day = self.days.get(day)
        if of_day is None:
            of_day = self.days[day] = _Day(day.isoformat())
        if head.posted and of_day.summary is None:
            of_day.summary = self._summary({**head.values, "WHENPOSTED": day})
        return of_day

    def open_batch(self, of_day: _Day, day: date) -> Counter:
        """Finds or makes the journal entry that a day's summary posts to; the counter of its lines."""
        assert of_day.summary is not None
        currency = self.company.profile.base_currency
        of_day.batch = summaries.journal_entry_for(
            self.records,
            self.subledger,
            module=self.kind.module,
            summary=of_day.summary,
            day=day,
            currency=currency,
        )
        of_day.lines = Counter(self.records.sequences, posting.line_sequence(of_day.batch.key))
        return of_day.lines

    def line_pattern(self, head: _Head, planned: PlannedDocument, shape: LineShape, cents: int) -> _LinePattern:
        """The pattern of a line. Raises GatewayError where creating the document would."""
        draft = self._line_draft(shape, cents)
        line = self._line(draft, 1, head.party, head.posted, planned.number)
        item = self.items.pattern(
            self.records.new_row(self.items.definition, self._line_values(0, 1, head.values, line))
        )
        entries: tuple[Row, ...] = ()
        if head.posted:
            origins = [Origin(self.kind.record_type, 0, 0)] * 2
            batch = Batch(0, planned.day, self.company.profile.base_currency)
            entries = _entry_patterns(self.records, self._ledger, batch, self._pair(line, head.values), origins)
        pattern = _LinePattern(item, entries, draft.text("ENTRYDESCRIPTION") is not None)
        (head.debits if cents >= 0 else head.credits)[shape] = pattern
        return pattern

    def note_number(self, head: _Head, number: str) -> None:
        """Remembers a number, for `refuse_known_numbers`."""
        if self._numbered_per_party and head.party is not None:
            self._numbers.append((number, head.party.id))
        else:
            self._numbers.append((number,))

    def refuse_known_numbers(self) -> None:
        """Raises GatewayError when a waiting document has the number of another one. Forgets the numbers."""
        numbers, self._numbers = self._numbers, []
        known: set[tuple[str, ...]] = set()
        for part in _parts(numbers, _NUMBERS_AT_ONCE):
            known.update(self._kept(part))
        for identity in numbers:
            if identity in known:
                raise GatewayError(transactions.NUMBER_EXISTS, value=identity[0])
            known.add(identity)

    def _kept(self, identities: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        self.records.prepare(self.sheet.definition)
        columns = ("RECORDID", self.kind.party.id_field)[: len(identities[0])]
        marks = ", ".join("?" * len(identities))
        sql = f"SELECT {', '.join(columns)} FROM {quoted(self.kind.object)} WHERE RECORDID IN ({marks})"  # noqa: S608
        for row in self.records.database.execute(sql, [identity[0] for identity in identities]):
            yield tuple(row)

    def _same_totals(self) -> dict[str, str]:
        """The totals of a document that nobody has paid anything of: those that are not nothing."""
        definition = self.company.catalogue[self.kind.line_object]
        one = DocumentLine(RecordDraft(definition, {}), Decimal(1), None, None, None, {}, None)
        return {name: _TOTAL for name, amount in self._totals([one]).items() if amount and name != _TOTAL}

    def _line_draft(self, shape: LineShape, cents: int) -> RecordDraft:
        return document_line_draft(self.company.catalogue, self.kind.line_object, shape, cents)


class _Entries(JournalEntryWriter):
    """Patterns of journal lines."""

    def __init__(self, company: Company, ledger: Sheet) -> None:
        super().__init__(company)
        self._ledger = ledger
        self.debits: dict[LineShape, tuple[LedgerLine, Row, bool]] = {}
        self.credits: dict[LineShape, tuple[LedgerLine, Row, bool]] = {}

    def key_of(self, planned: PlannedEntry) -> int:
        """Makes the GLBATCH. Raises GatewayError for a journal that cannot be posted to."""
        journal = self._journal(planned.journal)
        return summaries.new_journal_entry(self.records, journal.id, planned.title, planned.day, MODULE)

    def line_pattern(self, planned: PlannedEntry, shape: LineShape, cents: int) -> tuple[LedgerLine, Row, bool]:
        """A checked line, its row, and whether it brings a text of its own. Raises GatewayError."""
        draft = entry_line_draft(self.company.catalogue, shape, cents)
        line = self._line(draft, 1, planned.title)
        batch = Batch(0, planned.day, self.company.profile.base_currency)
        (row,) = _entry_patterns(self.records, self._ledger, batch, [line], None)
        pattern = (line, row, draft.text("DESCRIPTION") is not None)
        (self.debits if cents >= 0 else self.credits)[shape] = pattern
        return pattern


class BulkWriter:
    """Adds planned documents and journal entries to a company's books.

    Rows wait until `flush`, which belongs into the same unit as the `add` calls before it; nobody else may write to the
    company in between. After an error the unit is undone and the writer thrown away.
    """

    def __init__(self, company: Company) -> None:
        self._records = company.records
        self._ledger = Sheet(company.catalogue["GLENTRY"], _ENTRY_BLANKS, _SAME_AMOUNT)
        self._kinds = {kind.object: _Documents(company, kind, self._ledger) for kind in (INVOICE, BILL)}
        self._entries = _Entries(company, self._ledger)
        sequences = company.records.sequences
        definition = company.catalogue[INVOICE.object]
        self._document_keys = Counter(sequences, definition.sequence)
        self._item_keys = Counter(sequences, company.catalogue[INVOICE.line_object].sequence)
        self._entry_keys = Counter(sequences, posting.ENTRY_SEQUENCE)
        self._open: dict[int, Counter] = {}
        self._posted = 0

    def add(self, planned: PlannedDocument) -> None:
        """Adds a document, and posts it unless it is a draft. Raises GatewayError where creating it would."""
        shape, number, day, description, lines = planned
        kind = self._kinds[shape.object]
        head = kind.heads.get(shape) or kind.head(planned)
        due, discount = head.dates.get(day) or kind.dates(head, planned)
        of_day = kind.days.get(day)
        if of_day is None or (head.posted and of_day.summary is None):
            of_day = kind.summarise(head, day)
        stamp = self._records.stamp
        keys = self._document_keys
        key = keys.next
        keys.next = key + 1
        row = head.row.copy()
        first_item = self._item_keys.next
        total = self._add_items(kind, head, planned, key=key, text=of_day.text, stamp=stamp)
        summary_key, title = (head.posted and of_day.summary) or (None, None)
        row[:10] = (key, number, of_day.text, due, discount, description, summary_key, title, total, stamp)
        kind.note_number(head, number)
        kind.sheet.rows.append(row)
        if self._records.observed:
            self._records.announce(kind.sheet.definition, key, kind.sheet.named(row))
        if not head.posted:
            return
        counter = of_day.lines or kind.open_batch(of_day, day)
        assert of_day.batch is not None
        batch_key = of_day.batch.key
        self._open[batch_key] = counter
        entry_key, line_number = self._entry_keys.next, counter.next
        entries = self._ledger.rows
        text = of_day.text
        for item_key, (line_shape, cents) in enumerate(lines, first_item):
            pattern = head.debits[line_shape] if cents >= 0 else head.credits[line_shape]
            amount = abs(cents)
            self._posted += amount * len(pattern.entries)
            for entry in pattern.entries:
                copy = entry.copy()
                memo = copy[6] if pattern.memo else description
                copy[:10] = (entry_key, batch_key, line_number, text, amount, number, memo, key, item_key, stamp)
                entries.append(copy)
                entry_key += 1
                line_number += 1
        self._entry_keys.next, counter.next = entry_key, line_number

    def add_entry(self, planned: PlannedEntry) -> None:
        """Adds a journal entry. Raises GatewayError where creating it would."""
        batch_key = self._entries.key_of(planned)
        text, stamp = planned.day.isoformat(), self._records.stamp
        entry_key, rows, checked = self._entry_keys.next, self._ledger.rows, []
        counter = self._open[batch_key] = Counter(self._records.sequences, posting.line_sequence(batch_key))
        for line_number, (shape, cents) in enumerate(planned.lines, counter.next):
            known = (self._entries.debits if cents >= 0 else self._entries.credits).get(shape)
            line, row, memo = known or self._entries.line_pattern(planned, shape, cents)
            amount = abs(cents)
            self._posted += amount
            checked.append(LedgerLine(line.account, line.side, Decimal(amount), line.dimensions, line.entity))
            copy = row.copy()
            copy[:5] = (entry_key, batch_key, line_number, text, amount)
            if not memo:
                copy[6] = planned.title
            copy[_ENTRY_STAMP] = stamp
            rows.append(copy)
            entry_key += 1
        posting.require_balance(self._records, checked)
        self._entry_keys.next = entry_key
        counter.next += len(planned.lines)

    def flush(self) -> None:
        """Writes what waits. Raises GatewayError for the number of a document that another one has."""
        for kind in self._kinds.values():
            kind.refuse_known_numbers()
            kind.sheet.write(self._records)
            kind.items.write(self._records)
        take_room(self._records, self._posted)
        self._posted = 0
        self._ledger.write(self._records)
        for counter in (self._document_keys, self._item_keys, self._entry_keys, *self._open.values()):
            counter.settle()
        self._open.clear()

    def _add_items(
        self, kind: _Documents, head: _Head, planned: PlannedDocument, *, key: int, text: str, stamp: str
    ) -> int:
        """Adds the lines of a document; their total."""
        item_key, total = self._item_keys.next, 0
        rows = kind.items.rows
        for index, (shape, cents) in enumerate(planned.lines, 1):
            pattern = (head.debits if cents >= 0 else head.credits).get(shape)
            if pattern is None:
                pattern = kind.line_pattern(head, planned, shape, cents)
            copy = pattern.item.copy()
            copy[:6] = (item_key, key, str(index), cents, text, stamp)
            rows.append(copy)
            item_key += 1
            total += cents
        self._item_keys.next = item_key
        return total


def _entry_patterns(
    records: Records, ledger: Sheet, batch: Batch, lines: Sequence[LedgerLine], origins: Sequence[Origin] | None
) -> tuple[Row, ...]:
    rows = posting.entry_rows(records, batch, lines, origins, first_key=0, first_number=0)
    return tuple(
        ledger.pattern(dict(zip(posting.COLUMNS, row, strict=True)) | posting.custom_columns(ledger.definition, line))
        for row, line in zip(rows, lines, strict=True)
    )


def _parts(items: Sequence[tuple[str, ...]], size: int) -> Iterator[Sequence[tuple[str, ...]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
