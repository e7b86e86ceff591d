"""Journal entries written by hand: balanced or refused."""

from collections.abc import Sequence
from datetime import date

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.dimensions import DimensionRules
from intacct_emulator.books.money import Money
from intacct_emulator.books.unsupported import refuse_unbuilt
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import posting
from .entry import CREDIT, DEBIT, DRAFT, POSTED, Batch, LedgerLine
from .inter_entity import BetweenEntities
from .summaries import new_journal_entry

MODULE = "2.GL"
_ENTRIES, _SOURCE = "ENTRIES", "BASELOCATION_NO"
_FEWEST_LINES = 2


class JournalEntryWriter:
    """Writes GLBATCH with its lines. Updating replaces all lines (documented)."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.records = company.records
        self.rules = DimensionRules(company)
        self._between = BetweenEntities(company)

    def create(self, draft: RecordDraft) -> Record:
        """Creates a journal entry, and its reversal if one is asked for. Raises GatewayError if it does not balance."""
        try:
            draft = with_names(self.company, draft)
            journal = self._journal(draft.text("JOURNAL"))
            day, title = self._day(draft), self._title(draft)
            require_attachment(self.records, draft.text("SUPDOCID"))
            lines = self._settled(self._lines(draft, title), self._source(draft.text(_SOURCE)))
            key = self._write(draft, journal, day, lines)
            self._reverse(draft, journal, lines, key)
            refuse_unbuilt(draft)
        except GatewayError as error:
            raise error.then(record_errors.COULD_NOT_CREATE_PERIOD, name="GLBatch") from None
        return self._read(key)

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a journal entry; lines that are given replace the ones it has."""
        try:
            self._require_own(record)
            day = draft.day("BATCH_DATE") or record.day("BATCH_DATE")
            title = draft.text("BATCH_TITLE") or record.text("BATCH_TITLE") or ""
            assert day is not None
            changed: dict[str, Python] = {
                "BATCH_DATE": day,
                "BATCH_TITLE": title,
                "MODIFIED": self.records.moment,
                "MODIFIEDBYID": self.records.author.login,
                **draft.custom_values,
            }
            require_attachment(self.records, draft.text("SUPDOCID"))
            for name in ("REFERENCENO", "SUPDOCID"):
                if draft.given(name):
                    changed[name] = draft.values[name]
            state = self._state(draft) if draft.given("STATE") else str(record["STATE"])
            changed["STATE"] = state
            self.records.update("GLBATCH", record.key, changed)
            batch = Batch(record.key, day, self.company.profile.base_currency, state)
            if draft.given(_SOURCE) and draft.values[_SOURCE] != record[_SOURCE]:
                self._change_source(record, draft)
            if _ENTRIES in draft.lines:
                source = draft.text(_SOURCE) if draft.given(_SOURCE) else record.text(_SOURCE)
                lines = self._settled(self._lines(draft, title), self._source(source))
                posting.remove_lines_of_batch(self.records, record.key)
                posting.post(self.records, batch, lines, called=self.company.profile.term("Location"))
            else:
                posting.move_lines(self.records, batch)
            refuse_unbuilt(draft)
        except GatewayError as error:
            raise error.then(record_errors.COULD_NOT_UPDATE, name="GLBatch") from None
        return self._read(record.key)

    def delete(self, record: Record) -> None:
        """Removes a journal entry and its lines. Raises GatewayError for one that another application posted."""
        self._require_own(record)
        posting.remove_lines_of_batch(self.records, record.key)
        self.records.delete("GLBATCH", record.key)

    def _journal(self, symbol: str | None) -> Record:
        journal = self.records.find("JOURNAL", symbol) if symbol else None
        if journal is None or not journal.active:
            if symbol and self.records.find("STATJOURNAL", symbol) is not None:
                raise EmulatorGap("statistical journals", transactions.JOURNAL_INVALID, value=symbol)
            raise GatewayError(transactions.JOURNAL_INVALID, value=symbol or "")
        return journal

    def _day(self, draft: RecordDraft) -> date:
        day = draft.day("BATCH_DATE")
        if day is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Posting date")
        return day

    def _title(self, draft: RecordDraft) -> str:
        title = draft.text("BATCH_TITLE")
        if title is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Description")
        return title

    def _state(self, draft: RecordDraft) -> str:
        return DRAFT if draft.text("STATE") == DRAFT else POSTED

    def _lines(self, draft: RecordDraft, title: str) -> list[LedgerLine]:
        drafts = draft.lines.get(_ENTRIES, ())
        if len(drafts) < _FEWEST_LINES:
            raise GatewayError(transactions.JOURNAL_LINES)
        return [self._line(line, index, title) for index, line in enumerate(drafts, start=1)]

    def _line(self, draft: RecordDraft, index: int, title: str) -> LedgerLine:
        draft = with_names(self.company, draft)
        number = draft.text("ACCOUNTNO")
        if number is None:
            raise GatewayError(transactions.ACCOUNT_MISSING, line=index, transaction=title)
        account = active_account(self.records, number)
        if account.flag("SUBLEDGERCONTROLON"):
            raise GatewayError(transactions.DIRECT_POSTING_REFUSED, value=number)
        amount = draft.amount("TRX_AMOUNT")
        if amount is None:
            amount = draft.amount("AMOUNT")
        if amount is None:
            raise GatewayError(transactions.AMOUNT_MISSING, line=index)
        currency = draft.text("CURRENCY")
        if currency not in (None, self.company.profile.base_currency):
            raise GatewayError(transactions.FOREIGN_CURRENCY)
        side = DEBIT if draft.values.get("TR_TYPE") in (DEBIT, str(DEBIT)) else CREDIT
        if draft.values.get("TR_TYPE") is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="TR type")
        if amount < 0:
            side, amount = -side, -amount
        dimensions = self.rules.resolve_entry(draft.values)
        self.rules.check_required(dimensions, (account,))
        entity = self.rules.entity(dimensions)
        return LedgerLine(
            account,
            side,
            Money.in_base(amount, self.company.profile.base_currency),
            dimensions,
            entity.key if entity else None,
            draft.text("DESCRIPTION") or title,
            draft.text("DOCUMENT"),
            draft.custom_values,
        )

    def _write(self, draft: RecordDraft, journal: Record, day: date, lines: Sequence[LedgerLine]) -> int:
        state = self._state(draft)
        key = new_journal_entry(
            self.records,
            journal.id,
            self._title(draft),
            day,
            MODULE,
            state=state,
            reference=draft.text("REFERENCENO"),
        )
        more = draft.custom_values
        for name in ("SUPDOCID", _SOURCE):
            if text := draft.text(name):
                more[name] = text
        if more:
            self.records.update("GLBATCH", key, more)
        batch = Batch(key, day, self.company.profile.base_currency, state)
        posting.post(self.records, batch, lines, called=self.company.profile.term("Location"))
        return key

    def _source(self, named: str | None) -> Record | None:
        """The entity that an entry names as its source. Raises GatewayError for one that is none, or another's."""
        if named is None:
            return None
        source = self.records.find("LOCATIONENTITY", named)
        own = self.records.author.entity_key
        if source is None or not source.active or (own is not None and own != source.key):
            raise GatewayError(transactions.SOURCE_ENTITY_INVALID, value=named)
        return source

    def _settled(self, lines: list[LedgerLine], source: Record | None) -> list[LedgerLine]:
        """The lines with those between entities, if the entry names a source entity: without one it must balance in
        each entity (documented)."""
        return lines if source is None else self._between.of_entry(lines, source)

    def _change_source(self, record: Record, draft: RecordDraft) -> None:
        if _ENTRIES not in draft.lines:
            what = "another source entity for the lines there are"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
        self.records.update("GLBATCH", record.key, {_SOURCE: draft.text(_SOURCE)})

    def _reverse(self, draft: RecordDraft, journal: Record, lines: Sequence[LedgerLine], key: int) -> None:
        asked = draft.inputs.get("REVERSEDATE") or draft.values.get("REVERSED")
        reversal_day = asked if isinstance(asked, date) else None
        if reversal_day is None:
            return
        if reversal_day <= self._day(draft):
            raise GatewayError(transactions.REVERSAL_BEFORE_DATE)
        mirrored = [line._replace(side=-line.side) for line in lines]
        reversing = self._write(draft, journal, reversal_day, mirrored)
        self.records.update("GLBATCH", key, {"REVERSED": reversal_day, "REVERSEDKEY": reversing})
        self.records.update("GLBATCH", reversing, {"REVERSEDFROM": str(key)})

    def _require_own(self, record: Record) -> None:
        if record.text("MODULE") != MODULE:
            raise GatewayError(transactions.SUBLEDGER_BATCH)

    def _read(self, key: int) -> Record:
        record = self.records.get("GLBATCH", key)
        assert record is not None
        return record
