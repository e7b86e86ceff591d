"""The lines of a journal entry written by hand: what each names must exist, and a posted one must be complete."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.allocations import JOURNAL_LINE, shares_of
from intacct_emulator.books.dimensions import DimensionRules, LineDimensions
from intacct_emulator.books.money import RATE_COLUMNS, Exchange, kept, shown
from intacct_emulator.books.taxes.rules import TaxRules, entries_of
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .entry import CREDIT, DEBIT, FURTHER, LedgerLine
from .entry_amounts import EntryAmounts
from .journals import Journal

_FEWEST_LINES = 2


class LooseLine(NamedTuple):
    """A line of a draft, as far as it goes: all of it may be missing."""

    account: Record | None
    side: int | None
    cents: int | None
    dimensions: LineDimensions
    entity: int | None
    description: str | None
    document: str | None
    further: dict[str, Python]
    exchange: dict[str, Python]


class EntryLines:
    """The rules of journal lines in one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self._rules = DimensionRules(company)
        self._amounts = EntryAmounts(company)

    def complete(
        self,
        drafts: Sequence[RecordDraft],
        title: str,
        journal: Journal,
        day: date,
        taxes: TaxRules | None = None,
    ) -> list[LedgerLine]:
        """The lines as they are posted, allocations carried out, each followed by its taxes, and at last what rounding
        leaves where they are in several currencies.

        Raises GatewayError for the first that is wrong, and for too few: two, or one of statistics (documented).
        """
        if len(drafts) < (1 if journal.statistical else _FEWEST_LINES):
            entry = transactions.STATISTICAL_LINES if journal.statistical else transactions.JOURNAL_LINES
            raise GatewayError(entry)
        lines: list[LedgerLine] = []
        for index, draft in enumerate(drafts, start=1):
            for share in shares_of(self._company, draft, JOURNAL_LINE):
                line = self.line(share, index, title, journal, day)
                lines += (line, *(self._taxes(line, share, taxes) if taxes is not None else ()))
        return lines if journal.statistical else self._amounts.balanced(lines, title)

    def _taxes(self, line: LedgerLine, draft: RecordDraft, taxes: TaxRules) -> list[LedgerLine]:
        """The taxes of a line, on its side and at its place."""
        entries = entries_of(draft)
        if entries and draft.text("ALLOCATION") is not None:
            what = "taxes of allocated journal lines"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
        return [
            line._replace(
                account=tax.account or line.account,
                side=line.side if tax.cents >= 0 else -line.side,
                amount=Exchange(line.amount.currency, line.amount.rate).money(shown(abs(tax.cents))),
                further={
                    "TAXDETAILKEY": tax.detail.key,
                    **{name: value for name, value in (line.further or {}).items() if name == "BOOKID"},
                },
            )
            for tax in taxes.on_top(line.amount.transaction, entries).taxes
        ]

    def line(self, draft: RecordDraft, index: int, title: str, journal: Journal, day: date) -> LedgerLine:
        """One line of a posted entry, counted from 1. Raises GatewayError for what is wrong with it or missing."""
        draft = with_names(self._company, draft)
        account = self._account(draft, journal)
        if account is None:
            raise GatewayError(transactions.ACCOUNT_MISSING, line=index, transaction=title)
        amount = _amount(draft)
        if amount is None:
            raise GatewayError(transactions.AMOUNT_MISSING, line=index)
        side = self._side(draft)
        if side is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="TR type")
        if amount < 0:
            side, amount = -side, -amount
        dimensions = self._rules.resolve_entry(draft.values)
        self._rules.check_required(dimensions, (account,))
        entity = self._rules.entity(dimensions)
        money = Exchange("").money(amount) if journal.statistical else self._amounts.money(draft, amount, entity, day)
        return LedgerLine(
            account,
            side,
            money,
            dimensions,
            entity.key if entity else None,
            draft.text("DESCRIPTION") or title,
            draft.text("DOCUMENT"),
            _further(draft, journal) or None,
        )

    def loose(self, draft: RecordDraft, title: str, journal: Journal) -> LooseLine:
        """A line of a draft: what it names must exist, nothing need be there (documented)."""
        draft = with_names(self._company, draft)
        dimensions = self._rules.named_entry(draft.values)
        entity, amount = self._rules.entity(dimensions), _amount(draft)
        return LooseLine(
            self._account(draft, journal),
            self._side(draft),
            None if amount is None else kept(amount),
            dimensions,
            entity.key if entity else None,
            draft.text("DESCRIPTION") or title,
            draft.text("DOCUMENT"),
            _further(draft, journal),
            {name: value for name in ("CURRENCY", *RATE_COLUMNS) if (value := draft.values.get(name)) is not None},
        )

    def _account(self, draft: RecordDraft, journal: Journal) -> Record | None:
        number, key = draft.text("ACCOUNTNO"), draft.inputs.get("ACCOUNTKEY")
        if number is None and isinstance(key, int):
            named = self._records.get(journal.accounts, key)
            number = named.id if named is not None else str(key)
        if number is None:
            return None
        account = active_account(self._records, number, journal.accounts)
        if account.flag("SUBLEDGERCONTROLON"):
            raise GatewayError(transactions.DIRECT_POSTING_REFUSED, value=number)
        return account

    @staticmethod
    def _side(draft: RecordDraft) -> int | None:
        given = draft.values.get("TR_TYPE")
        if given is None:
            return None
        return DEBIT if given in (DEBIT, str(DEBIT)) else CREDIT


def _amount(draft: RecordDraft) -> Decimal | None:
    amount = draft.amount("TRX_AMOUNT")
    return draft.amount("AMOUNT") if amount is None else amount


def _further(draft: RecordDraft, journal: Journal) -> dict[str, Python]:
    book: dict[str, Python] = {"BOOKID": journal.book} if journal.book is not None else {}
    own = {name: draft.values[name] for name in FURTHER if draft.values.get(name)}
    return own | draft.custom_values | book
