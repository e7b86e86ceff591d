"""Patterns of the rows of journal lines."""

from collections.abc import Sequence

from intacct_emulator.books.ledger import summaries
from intacct_emulator.books.ledger.entry import (
    Batch,
    LedgerLine,
    Origin,
    dimensions_on,
    entry_columns,
    entry_rows,
    further_columns,
)
from intacct_emulator.books.ledger.journal_entries import MODULE, JournalEntryWriter
from intacct_emulator.books.ledger.journals import Journal, active_journal
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.company import Company

from .row_buffer import Row, RowBuffer
from .templates import LineTemplate, PlannedEntry, entry_line_draft


class EntryPatterns(JournalEntryWriter):
    """Journal entries that are added in bulk: what makes them, and the patterns of their lines."""

    def __init__(self, company: Company, ledger: RowBuffer) -> None:
        super().__init__(company)
        self._ledger = ledger
        self.debits: dict[LineTemplate, tuple[LedgerLine, Row, bool]] = {}
        self.credits: dict[LineTemplate, tuple[LedgerLine, Row, bool]] = {}

    def key_of(self, planned: PlannedEntry) -> int:
        """Makes the GLBATCH. Raises GatewayError for a journal that cannot be posted to."""
        journal = self._journal(planned)
        return summaries.new_journal_entry(self.records, journal.symbol, planned.title, planned.day, MODULE)

    def _journal(self, planned: PlannedEntry) -> Journal:
        journal = active_journal(self.records, planned.journal)
        if journal.statistical:
            raise GatewayError(transactions.JOURNAL_INVALID, value=planned.journal)
        return journal

    def line_pattern(self, planned: PlannedEntry, template: LineTemplate, cents: int) -> tuple[LedgerLine, Row, bool]:
        """A checked line, its row, and whether it brings a text of its own. Raises GatewayError."""
        draft = entry_line_draft(self.company.catalogue, template, cents)
        line = self.lines.line(draft, 1, planned.title, self._journal(planned), planned.day)
        batch = Batch(0, planned.day)
        (row,) = entry_patterns(self.records, self._ledger, batch, [line], None)
        pattern = (line, row, draft.text("DESCRIPTION") is not None)
        (self.debits if cents >= 0 else self.credits)[template] = pattern
        return pattern


def entry_patterns(
    records: Records, ledger: RowBuffer, batch: Batch, lines: Sequence[LedgerLine], origins: Sequence[Origin] | None
) -> tuple[Row, ...]:
    """The rows that journal lines would be kept as, with blanks for their numbers."""
    dimensions = dimensions_on(lines)
    columns = entry_columns(dimensions)
    rows = entry_rows(records, batch, lines, origins, dimensions, first_key=0, first_number=0)
    return tuple(
        ledger.pattern(dict(zip(columns, row, strict=True)) | further_columns(ledger.definition, line))
        for row, line in zip(rows, lines, strict=True)
    )
