"""Journal entries written by hand: balanced or refused, unless they are drafts.

A draft needs journal, date and description; its lines may be missing, incomplete and out of balance, and are no part of
the ledger (documented). Posting it is when everything is checked.
"""

from collections.abc import Sequence
from datetime import date

from intacct_emulator.books.allocations import CUSTOM, JOURNAL_LINE, shares_of
from intacct_emulator.books.taxes.rules import PURCHASE, SALE, TaxRules, entries_of, is_taxed
from intacct_emulator.books.unsupported import refuse_unbuilt
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import draft_lines, posting
from .entry import DRAFT, POSTED, Batch, LedgerLine
from .entry_lines import EntryLines
from .inter_entity import BetweenEntities
from .journals import EITHER, Journal, active_journal, journal_of
from .kept_lines import lines_of_entry, mirrored
from .summaries import new_journal_entry

MODULE = "2.GL"
_ENTRIES, _SOURCE = "ENTRIES", "BASELOCATION_NO"
_CHANGEABLE = ("REFERENCENO", "SUPDOCID")
_TAX_FIELDS = ("TAXIMPLICATIONS", "VATVENDORID", "VATCUSTOMERID", "VATCONTACTID", "TAXSOLUTIONID")
_TAX_TYPES = {"Inbound": PURCHASE, "Outbound": SALE}


class JournalEntryWriter:
    """Writes GLBATCH with its lines. Updating replaces all lines (documented)."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.records = company.records
        self.lines = EntryLines(company)
        self._between = BetweenEntities(company)

    def create(self, draft: RecordDraft) -> Record:
        """Creates a journal entry, and its reversal if one is asked for. Raises GatewayError for one that is not right,
        such as one that does not balance."""
        try:
            draft = self._with_names(draft)
            journal = active_journal(self.records, draft.text("JOURNAL"))
            day, title, state = self._day(draft), self._title(draft), _state(draft)
            require_attachment(self.records, draft.text("SUPDOCID"))
            lines = draft.lines.get(_ENTRIES, ())
            taxes, source = self._taxes(draft, lines), self._source(draft.text(_SOURCE))
            checked: Sequence[LedgerLine] = ()
            if state != DRAFT:
                checked = self._settled(self.lines.complete(lines, title, journal, day, taxes), journal, source)
            key = self._new(draft, journal, title, day, state)
            if state == DRAFT:
                self._keep_draft(self._batch(key, day, journal, state), lines, title, journal)
            else:
                self._post(self._batch(key, day, journal, state), checked)
            self._reverse(self._read(key), _reversal_day(draft))
            refuse_unbuilt(draft, taxed=is_taxed(self.records))
        except GatewayError as error:
            raise error.then(record_errors.COULD_NOT_CREATE_PERIOD, name="GLBatch") from None
        return self._read(key)

    def check(self, draft: RecordDraft) -> None:
        """Raises GatewayError for an entry that could not be posted. Nothing is written."""
        draft = self._with_names(draft)
        journal = active_journal(self.records, draft.text("JOURNAL"))
        day = self._day(draft)
        require_attachment(self.records, draft.text("SUPDOCID"))
        drafts = draft.lines.get(_ENTRIES, ())
        lines = self.lines.complete(drafts, self._title(draft), journal, day, self._taxes(draft, drafts))
        settled = self._settled(lines, journal, self._source(draft.text(_SOURCE)))
        if not journal.statistical:
            posting.require_balance(self.records, settled, called=self._called)

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a journal entry; lines that are given replace the ones it has, and its reversal follows it
        (inferred). Raises GatewayError as `create` does."""
        try:
            self._require_own(record)
            self._refuse_reversal(record)
            draft = self._with_names(draft)
            self._refuse_other_journal(record, draft)
            require_attachment(self.records, draft.text("SUPDOCID"))
            state = _state(draft) if draft.text("STATE") else str(record["STATE"])
            if draft.given(_SOURCE) and draft.values[_SOURCE] != record[_SOURCE]:
                self._change_source(record, draft)
            self._change_header(record, draft, state)
            self._change_lines(self._read(record.key), draft, was=str(record["STATE"]))
            asked = _asks_for_reversal(draft)
            self._reverse(self._read(record.key), _reversal_day(draft) if asked else record.day("REVERSED"))
            refuse_unbuilt(draft, taxed=is_taxed(self.records))
        except GatewayError as error:
            raise error.then(record_errors.COULD_NOT_UPDATE, name="GLBatch") from None
        return self._read(record.key)

    def delete(self, record: Record) -> None:
        """Removes a journal entry with its lines and its reversal (inferred). Raises GatewayError for one that another
        application posted."""
        self._require_own(record)
        self._refuse_reversal(record)
        if (reversal := self._reversal_of(record)) is not None:
            self._remove(reversal)
        self._remove(record)

    # -- what a request says

    def _with_names(self, draft: RecordDraft) -> RecordDraft:
        """The draft with ids in place of its keys. JOURNALKEY may name a journal of either kind."""
        key = draft.values.get("JOURNALKEY")
        if isinstance(key, int) and draft.text("JOURNAL") is None:
            journal = self.records.get(EITHER, key)
            if journal is not None:
                draft = RecordDraft(
                    draft.definition,
                    {**draft.values, "JOURNAL": journal.id},
                    draft.lines,
                    draft.parameters,
                    draft.inputs,
                )
        return with_names(self.company, draft)

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

    def _refuse_other_journal(self, record: Record, draft: RecordDraft) -> None:
        """The page's sample repeats the journal; that another one can be named is not documented."""
        named = draft.text("JOURNAL")
        if named is not None and named != record.text("JOURNAL"):
            active_journal(self.records, named)
            what = "moving a journal entry to another journal"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)

    def _taxes(self, header: RecordDraft, lines: Sequence[RecordDraft]) -> TaxRules | None:
        """The rules of taxes on an entry's lines; None in a company without taxes. Raises GatewayError for taxes on an
        entry that does not say whether it buys or sells (inferred), and for a vendor or customer that is not there."""
        if not is_taxed(self.records):
            return None
        for name, party in (("VATVENDORID", "VENDOR"), ("VATCUSTOMERID", "CUSTOMER")):
            named = header.text(name)
            if named is not None and self.records.find(party, named) is None:
                label = self.company.profile.term(party.title())
                raise GatewayError(transactions.INVALID_DIMENSION, label=label, value=named)
        tax_type = _TAX_TYPES.get(header.text("TAXIMPLICATIONS") or "")
        if tax_type is None:
            if any(entries_of(line) for line in lines):
                raise GatewayError(record_errors.REQUIRED_FIELD, label="Tax implications")
            return None
        return TaxRules(self.records, tax_type, header.text("TAXSOLUTIONID"))

    # -- what is written

    def _new(self, draft: RecordDraft, journal: Journal, title: str, day: date, state: str) -> int:
        reference = draft.text("REFERENCENO")
        key = new_journal_entry(
            self.records,
            journal.symbol,
            title,
            day,
            MODULE,
            state=state,
            reference=reference,
            statistical=journal.statistical,
        )
        more: dict[str, Python] = draft.custom_values
        more |= {name: value for name in _TAX_FIELDS if (value := draft.values.get(name)) is not None}
        more |= {name: text for name in ("SUPDOCID", _SOURCE) if (text := draft.text(name))}
        if more:
            self.records.update("GLBATCH", key, more)
        return key

    def _batch(self, key: int, day: date, journal: Journal, state: str) -> Batch:
        return Batch(key, day, state, journal.statistical, journal.adjusting)

    def _batch_of(self, record: Record) -> tuple[Batch, Journal]:
        day, journal = record.day("BATCH_DATE"), self.records.find(EITHER, record.text("JOURNAL") or "")
        assert day is not None
        assert journal is not None
        return self._batch(record.key, day, journal_of(journal), str(record["STATE"])), journal_of(journal)

    def _change_header(self, record: Record, draft: RecordDraft, state: str) -> None:
        changed: dict[str, Python] = {
            "STATE": state,
            "MODIFIED": self.records.moment,
            "MODIFIEDBYID": self.records.author.login,
            **draft.custom_values,
        }
        changed |= {name: value for name in ("BATCH_DATE", "BATCH_TITLE") if (value := draft.values.get(name))}
        changed |= {name: draft.values[name] for name in (*_CHANGEABLE, *_TAX_FIELDS) if draft.given(name)}
        self.records.update("GLBATCH", record.key, changed)

    def _change_lines(self, record: Record, draft: RecordDraft, *, was: str) -> None:
        batch, journal = self._batch_of(record)
        given, title = draft.lines.get(_ENTRIES), record.text("BATCH_TITLE") or ""
        if batch.state == DRAFT:
            if given is not None:
                posting.remove_lines_of_batch(self.records, record.key)
                self._keep_draft(batch, given, title, journal)
                return
        elif given is not None or was == DRAFT:
            kept = draft_lines.kept(self.records, record.key) if given is None else given
            header = _with_values_of(record, draft, _TAX_FIELDS)
            lines = self.lines.complete(kept, title, journal, batch.day, self._taxes(header, kept))
            self._post_over(batch, self._settled(lines, journal, self._source(record.text(_SOURCE))))
            return
        posting.move_lines(self.records, batch)

    def _keep_draft(self, batch: Batch, lines: Sequence[RecordDraft], title: str, journal: Journal) -> None:
        """An allocation is carried out when the draft is posted; shares that a line brings are kept as its lines.

        Raises EmulatorGap for taxes, which nothing keeps until then.
        """
        if any(entries_of(line) for line in lines):
            what = "taxes of a draft"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
        shares = (
            shares_of(self.company, line, JOURNAL_LINE) if line.text("ALLOCATION") == CUSTOM else (line,)
            for line in lines
        )
        loose = [self.lines.loose(share, title, journal) for several in shares for share in several]
        only = None if journal.statistical or self.company.profile.currencies is not None else self._base
        draft_lines.keep(self.records, batch, loose, only)

    def _source(self, named: str | None) -> Record | None:
        """The entity that an entry names as its source. Raises GatewayError for one that is none, or another's."""
        if named is None:
            return None
        source = self.records.find("LOCATIONENTITY", named)
        own = self.records.author.entity_key
        if source is None or not source.active or (own is not None and own != source.key):
            raise GatewayError(transactions.SOURCE_ENTITY_INVALID, value=named)
        return source

    def _settled(self, lines: list[LedgerLine], journal: Journal, source: Record | None) -> list[LedgerLine]:
        """The lines with those between entities, if the entry names a source entity: without one it must balance in
        each entity (documented). Nothing is owed in a statistical journal."""
        return lines if source is None or journal.statistical else self._between.of_entry(lines, source)

    def _change_source(self, record: Record, draft: RecordDraft) -> None:
        if _ENTRIES not in draft.lines and record["STATE"] != DRAFT:
            what = "another source entity for the lines there are"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
        self.records.update("GLBATCH", record.key, {_SOURCE: draft.text(_SOURCE)})

    def _post(self, batch: Batch, lines: Sequence[LedgerLine]) -> None:
        posting.post(self.records, batch, lines, called=self._called)

    def _post_over(self, batch: Batch, lines: Sequence[LedgerLine]) -> None:
        posting.post_over(self.records, batch, lines, called=self._called)

    @property
    def _base(self) -> str:
        return self.company.profile.base_currency

    @property
    def _called(self) -> str:
        """The company's word for a location."""
        return self.company.profile.term("Location")

    # -- reversals

    def _reverse(self, record: Record, day: date | None) -> None:
        """Makes the entry that takes this one back on a day, or makes the one there is follow it. A draft only keeps
        the day: it has nothing that could be taken back."""
        batch, journal = self._batch_of(record)
        if day is not None and day <= batch.day:
            raise GatewayError(transactions.REVERSAL_BEFORE_DATE)
        reversal = self._reversal_of(record)
        if day is None or batch.state == DRAFT:
            if reversal is not None:
                self._remove(reversal)
            if reversal is not None or day != record.day("REVERSED"):
                self.records.update("GLBATCH", record.key, {"REVERSED": day, "REVERSEDKEY": None})
            return
        lines = [mirrored(line) for line in lines_of_entry(self.company, record.key)]
        if reversal is None:
            key = self._new_reversal(record, journal, day)
        else:
            key = reversal.key
            self._follow(reversal, record, day)
        self._post_over(self._batch(key, day, journal, POSTED), lines)
        self.records.update("GLBATCH", record.key, {"REVERSED": day, "REVERSEDKEY": key})

    def _new_reversal(self, record: Record, journal: Journal, day: date) -> int:
        title, reference = record.text("BATCH_TITLE") or "", record.text("REFERENCENO")
        key = new_journal_entry(
            self.records, journal.symbol, title, day, MODULE, reference=reference, statistical=journal.statistical
        )
        self.records.update("GLBATCH", key, {**_carried_on(record), "REVERSEDFROM": str(record.key)})
        return key

    def _follow(self, reversal: Record, record: Record, day: date) -> None:
        followed = {name: record.python(name) for name in ("BATCH_TITLE", "REFERENCENO")}
        self.records.update("GLBATCH", reversal.key, {**_carried_on(record), **followed, "BATCH_DATE": day})

    def _reversal_of(self, record: Record) -> Record | None:
        key = record.integer("REVERSEDKEY")
        return None if key is None else self.records.get("GLBATCH", key)

    def _remove(self, record: Record) -> None:
        posting.remove_lines_of_batch(self.records, record.key)
        self.records.delete("GLBATCH", record.key)

    def _require_own(self, record: Record) -> None:
        if record.text("MODULE") != MODULE:
            raise GatewayError(transactions.SUBLEDGER_BATCH)

    def _refuse_reversal(self, record: Record) -> None:
        """Raises EmulatorGap for an entry that takes another one back: it follows that one, and what would become of
        changes of its own is not documented."""
        original = record.integer("REVERSEDFROM")
        if original is not None and self.records.get("GLBATCH", original) is not None:
            what = "changing a reversing entry by itself"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)

    def _read(self, key: int) -> Record:
        record = self.records.get("GLBATCH", key)
        assert record is not None
        return record


def _state(draft: RecordDraft) -> str:
    """Posted where nothing is said or that; every other state makes a draft (documented)."""
    return POSTED if draft.text("STATE") in (None, POSTED) else DRAFT


def _with_values_of(record: Record, draft: RecordDraft, names: Sequence[str]) -> RecordDraft:
    """The draft with what is kept of those fields where it says nothing of them."""
    values = {name: draft.values[name] if draft.given(name) else record.python(name) for name in names}
    return RecordDraft(draft.definition, values)


def _asks_for_reversal(draft: RecordDraft) -> bool:
    return "REVERSEDATE" in draft.inputs or draft.given("REVERSED")


def _reversal_day(draft: RecordDraft) -> date | None:
    asked = draft.inputs.get("REVERSEDATE") or draft.values.get("REVERSED")
    return asked if isinstance(asked, date) else None


def _carried_on(record: Record) -> dict[str, Python]:
    """What of its original a reversal has as well."""
    names = ("SUPDOCID", _SOURCE, *(field.id for field in record.definition.custom_fields))
    return {name: value for name in names if (value := record.python(name)) is not None}
