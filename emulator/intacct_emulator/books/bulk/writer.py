"""Writes many documents and journal entries at once, and leaves the books that creating them one by one would leave.

How rows look is not decided here. For every combination of party, term, account and dimensions the checks of single
documents check one; the rows it would be kept as become patterns, and further documents of the combination fill their
numbers, dates and amounts into copies of them. Combinations repeat by the thousand: that is what makes this fast.
Documents that have a summary each, no due date, or a day in closed books are few, and created like any other; so are
those of a company with several currencies.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from intacct_emulator.books.documents.changes import LineDraft
from intacct_emulator.books.documents.checked import CheckedDocument, CheckedLine, Dates
from intacct_emulator.books.documents.checks import DocumentChecks
from intacct_emulator.books.documents.kinds import KINDS, DocumentKind, NumberedPer
from intacct_emulator.books.documents.rows import header_row, journal_pair, line_row, totals
from intacct_emulator.books.documents.rules import any_amounts
from intacct_emulator.books.documents.states import DRAFT, POSTED
from intacct_emulator.books.documents.writer import DocumentWriter
from intacct_emulator.books.ledger import posting
from intacct_emulator.books.ledger.closed_books import may_be_closed, require_open
from intacct_emulator.books.ledger.entry import (
    Batch,
    Origin,
)
from intacct_emulator.books.ledger.summaries import Frequency, Summary
from intacct_emulator.books.money import Money
from intacct_emulator.books.room_for_sums import take_room
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.storage.database import quoted
from intacct_emulator.tenancy.company import Company

from .entries import EntryPatterns, entry_patterns
from .row_buffer import Counter, Row, RowBuffer
from .templates import (
    DocumentTemplate,
    LineTemplate,
    PlannedDocument,
    PlannedEntry,
    document_draft,
    document_line_draft,
    entry_draft,
)

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
_GROUPED_BY_TIME = (Frequency.DAILY, Frequency.MONTHLY)


@dataclass(slots=True)
class _Day:
    """A day of a kind of document: its summary and journal entry, the counter of that entry's lines."""

    text: str
    summary: Summary | None = None
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
    document: CheckedDocument
    posted: bool
    party: str
    dates: dict[date, tuple[str | None, str | None]]
    debits: dict[LineTemplate, _LinePattern] = field(default_factory=dict)
    credits: dict[LineTemplate, _LinePattern] = field(default_factory=dict)


class _Documents:
    """Patterns of one kind of documents, and the documents that wait to be written."""

    def __init__(self, company: Company, kind: DocumentKind, ledger: RowBuffer) -> None:
        self.kind = kind
        self.checks = DocumentChecks(company, kind)
        self.writer = DocumentWriter(company, kind)
        one_currency = company.profile.currencies is None
        self.fast = kind.falls_due and self.checks.frequency in _GROUPED_BY_TIME and one_currency
        self.checks_each = kind.requires_number is not None or kind.line_rule is not any_amounts
        self.documents = RowBuffer(
            company.catalogue[kind.object], _DOCUMENT_BLANKS, {"WHENPOSTED": "WHENCREATED"} | _same_totals()
        )
        self.items = RowBuffer(company.catalogue[kind.line_object], _LINE_BLANKS, _SAME_AMOUNT)
        self.heads: dict[DocumentTemplate, _Head] = {}
        self.days: dict[date, _Day] = {}
        self._company = company
        self._records = company.records
        self._ledger = ledger
        self._dates: dict[str | None, dict[date, tuple[str | None, str | None]]] = {}
        self._numbers: list[tuple[str, ...]] = []

    def head(self, planned: PlannedDocument) -> _Head:
        """The pattern of a document's own row. Raises GatewayError where creating the document would."""
        template = planned.template
        state = DRAFT if template.draft else POSTED
        document = self.checks.header(document_draft(self._company.catalogue, planned), state)
        summary = Summary(0, "") if state.posts else None
        definition = self.documents.definition
        row = self._records.complete_row(definition, header_row(document, definition, summary))
        dates = self._dates.setdefault(document.term.id if document.term else None, {})
        party = document.party.id if document.party else ""
        pattern = self.documents.pattern(row)
        head = self.heads[template] = _Head(pattern, document, state.posts, party, dates)
        return head

    def dates(self, head: _Head, planned: PlannedDocument) -> tuple[str | None, str | None]:
        """When a document of that day is due, and until when it has a discount. Raises GatewayError."""
        checked = self.checks.header(document_draft(self._company.catalogue, planned), head.document.state).dates
        texts = (
            checked.due.isoformat() if checked.due else None,
            checked.discount.isoformat() if checked.discount else None,
        )
        head.dates[planned.day] = texts
        return texts

    def check(self, planned: PlannedDocument, head: _Head) -> None:
        """Raises GatewayError for what can be wrong with each document of a template that is right."""
        if not head.posted:
            return
        if not planned.lines:
            raise GatewayError(transactions.NO_LINES)
        if self.checks_each:
            currency = head.document.exchange.currency
            self.checks.together(planned.number, [Money(cents, cents, currency) for _, cents in planned.lines])

    def summarise(self, head: _Head, day: date) -> _Day:
        """The day with its summary."""
        of_day = self.days.get(day)
        if of_day is None:
            of_day = self.days[day] = _Day(day.isoformat())
        if head.posted and of_day.summary is None:
            of_day.summary = self.writer.summary(_on(head, day), None)
        return of_day

    def open_batch(self, head: _Head, of_day: _Day, day: date) -> Counter:
        """Finds or makes the journal entry that a day's summary posts to; the counter of its lines."""
        of_day.batch = self.writer.batch(_on(head, day), of_day.summary)
        of_day.lines = Counter(self._records.sequences, posting.line_sequence(of_day.batch.key))
        return of_day.lines

    def line_pattern(self, head: _Head, planned: PlannedDocument, template: LineTemplate, cents: int) -> _LinePattern:
        """The pattern of a line. Raises GatewayError where creating the document would."""
        draft = document_line_draft(self._company.catalogue, self.kind.line_object, template, cents)
        line = self.checks.lines.line(LineDraft(draft), 1, head.document)
        definition = self.items.definition
        row = line_row(head.document, line, 1, 0, definition)
        item = self.items.pattern(self._records.complete_row(definition, row))
        entries = self._entries(head, planned.day, line) if head.posted else ()
        pattern = _LinePattern(item, entries, line.memo is not None)
        (head.debits if cents >= 0 else head.credits)[template] = pattern
        return pattern

    def note_number(self, head: _Head, number: str) -> None:
        """Remembers a number, for `refuse_known_numbers`."""
        per_party = self.kind.numbered_per is NumberedPer.PARTY and head.party
        self._numbers.append((number, head.party) if per_party else (number,))

    def refuse_known_numbers(self) -> None:
        """Raises GatewayError when a waiting document has the number of another one. Forgets the numbers."""
        numbers, self._numbers = [identity for identity in self._numbers if identity[0]], []
        known: set[tuple[str, ...]] = set()
        for part in _parts(numbers, _NUMBERS_AT_ONCE):
            known.update(self._kept(part))
        for identity in numbers:
            if identity in known:
                raise GatewayError(transactions.NUMBER_EXISTS, value=identity[0])
            known.add(identity)

    def _entries(self, head: _Head, day: date, line: CheckedLine) -> tuple[Row, ...]:
        origins = [Origin(self.kind.record_type, 0, 0)] * 2
        batch = Batch(0, day)
        return entry_patterns(self._records, self._ledger, batch, journal_pair(head.document, line), origins)

    def _kept(self, identities: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        definition = self.documents.definition
        self._records.prepare(definition)
        columns = ("RECORDID", self.kind.subledger.party.id_field)[: len(identities[0])]
        marks = ", ".join("?" * len(identities))
        sql = (
            f"SELECT {', '.join(columns)} FROM {quoted(definition.table)} "  # noqa: S608 - names of the catalogue
            f"WHERE RECORDID IN ({marks}) AND +RECORDTYPE = ?"
        )
        parameters = [*(identity[0] for identity in identities), self.kind.record_type]
        for row in self._records.database.execute(sql, parameters):
            yield tuple(row)


class BulkWriter:
    """Adds planned documents and journal entries to a company's books.

    Rows wait until `flush`, which belongs into the same unit as the `add` calls before it; nobody else may write to the
    company in between. After an error the unit is undone and the writer thrown away.
    """

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self._ledger = RowBuffer(company.catalogue["GLENTRY"], _ENTRY_BLANKS, _SAME_AMOUNT)
        self._kinds: dict[str, _Documents] = {}
        self._entries = EntryPatterns(company, self._ledger)
        sequences = company.records.sequences
        self._document_keys = Counter(sequences, "PRRECORD")
        self._item_keys = Counter(sequences, "PRENTRY")
        self._entry_keys = Counter(sequences, posting.ENTRY_SEQUENCE)
        self._open: dict[int, Counter] = {}
        self._posted = 0

    def add(self, planned: PlannedDocument) -> None:
        """Adds a document, and posts it unless it is a draft. Raises GatewayError where creating it would."""
        template, number, day, description, lines = planned
        kind = self._kinds.get(template.object) or self._kind(template.object)
        if not kind.fast or may_be_closed(self._records, day):
            self._singly(lambda: kind.writer.create(document_draft(self._company.catalogue, planned)))
            return
        head = kind.heads.get(template) or kind.head(planned)
        kind.check(planned, head)
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
        summary_key, title = of_day.summary[:2] if head.posted and of_day.summary else (None, None)
        row[:10] = (key, number or None, of_day.text, due, discount, description, summary_key, title, total, stamp)
        kind.note_number(head, number)
        kind.documents.rows.append(row)
        if self._records.observed:
            self._records.announce(kind.documents.definition, key, kind.documents.named(row))
        if not head.posted:
            return
        counter = of_day.lines or kind.open_batch(head, of_day, day)
        assert of_day.batch is not None
        batch_key = of_day.batch.key
        self._open[batch_key] = counter
        entry_key, line_number = self._entry_keys.next, counter.next
        entries = self._ledger.rows
        text = of_day.text
        for item_key, (line_template, cents) in enumerate(lines, first_item):
            pattern = head.debits[line_template] if cents >= 0 else head.credits[line_template]
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
        if self._company.profile.currencies is not None:
            self._singly(lambda: self._entries.create(entry_draft(self._company.catalogue, planned)))
            return
        batch_key = self._entries.key_of(planned)
        text, stamp = planned.day.isoformat(), self._records.stamp
        entry_key, rows, checked = self._entry_keys.next, self._ledger.rows, []
        counter = self._open[batch_key] = Counter(self._records.sequences, posting.line_sequence(batch_key))
        currency = self._company.profile.base_currency
        for line_number, (template, cents) in enumerate(planned.lines, counter.next):
            known = (self._entries.debits if cents >= 0 else self._entries.credits).get(template)
            line, row, memo = known or self._entries.line_pattern(planned, template, cents)
            amount = abs(cents)
            self._posted += amount
            checked.append(line._replace(amount=Money(amount, amount, currency)))
            copy = row.copy()
            copy[:5] = (entry_key, batch_key, line_number, text, amount)
            if not memo:
                copy[6] = planned.title
            copy[_ENTRY_STAMP] = stamp
            rows.append(copy)
            entry_key += 1
        posting.require_balance(self._records, checked)
        require_open(self._records, batch_key, planned.day, {line.entity for line in checked})
        self._entry_keys.next = entry_key
        counter.next += len(planned.lines)

    def flush(self) -> None:
        """Writes what waits. Raises GatewayError for the number of a document that another one has."""
        for kind in self._kinds.values():
            kind.refuse_known_numbers()
            kind.documents.write(self._records)
            kind.items.write(self._records)
        take_room(self._records, self._posted)
        self._posted = 0
        self._ledger.write(self._records)
        for counter in (self._document_keys, self._item_keys, self._entry_keys, *self._open.values()):
            counter.settle()
        self._open.clear()

    def _kind(self, object_name: str) -> _Documents:
        kind = self._kinds[object_name] = _Documents(self._company, KINDS[object_name], self._ledger)
        return kind

    def _singly(self, create: Callable[[], Record]) -> None:
        """Creates something as a request does, after all that waits."""
        self.flush()
        create()
        for counter in (self._document_keys, self._item_keys, self._entry_keys):
            counter.resume()
        for of_kind in self._kinds.values():
            for day in of_kind.days.values():
                day.lines = None

    def _add_items(
        self, kind: _Documents, head: _Head, planned: PlannedDocument, *, key: int, text: str, stamp: str
    ) -> int:
        """Adds the lines of a document; their total."""
        item_key, total = self._item_keys.next, 0
        rows = kind.items.rows
        for index, (template, cents) in enumerate(planned.lines, 1):
            pattern = (head.debits if cents >= 0 else head.credits).get(template)
            if pattern is None:
                pattern = kind.line_pattern(head, planned, template, cents)
            copy = pattern.item.copy()
            copy[:6] = (item_key, key, str(index), cents, text, stamp)
            rows.append(copy)
            item_key += 1
            total += cents
        self._item_keys.next = item_key
        return total


def _on(head: _Head, day: date) -> CheckedDocument:
    """The head of a document of another day."""
    return head.document._replace(dates=Dates(day, day))


def _same_totals() -> dict[str, str]:
    """The totals of a document that nobody has paid anything of: those that are not nothing."""
    return {name: _TOTAL for name, amount in totals(Money(1, 1, "")).items() if amount and name != _TOTAL}


def _parts(items: Sequence[tuple[str, ...]], size: int) -> Iterator[Sequence[tuple[str, ...]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
