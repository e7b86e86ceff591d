"""What holds for a cash document: where its money moves, when, and what its lines are for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books import accounts
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.dimensions import DimensionRules
from intacct_emulator.books.documents.changes import LineDraft, values_of
from intacct_emulator.books.documents.checked import CheckedLine
from intacct_emulator.books.documents.line_checks import require_customers_project
from intacct_emulator.books.money import Exchange, Money
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, cash, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.masters.key_references import with_names
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .financial_accounts import card
from .kinds import CARD_TRANSACTION, OTHER_RECEIPT, CashKind
from .tender import Tender, at_bank, not_deposited

_DERIVED = frozenset(
    {
        *("RECORDNO", "RECORDTYPE", "RAWSTATE", "PRBATCHKEY", "DEPOSITKEY", "CURRENCY", "BASECURR"),
        *("EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID", "EXCHANGE_RATE", "CLEARED", "RECON_DATE"),
        *("TOTALENTERED", "TRX_TOTALENTERED", "BANKACCOUNTNAME", "BANKACCOUNTCURR", "PARENTPAYMENT"),
    }
)
_DERIVED_OF_LINES = frozenset(
    {
        *("RECORDNO", "RECORDKEY", "RECORDTYPE", "LINE_NO", "LINEITEM", "BASELOCATION", "AMOUNT", "TRX_AMOUNT"),
        *("EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID", "EXCHANGE_RATE", "TOTALEXPENSED"),
        *("TOTALPAID", "TRX_TOTALPAID", "TOTALSELECTED", "TRX_TOTALSELECTED", "FINANCIALENTITY"),
    }
)


class CheckedCash(NamedTuple):
    """A cash document that was found right, ready to be written and posted."""

    kind: CashKind
    own: Mapping[str, Python]
    number: str | None
    description: str | None
    day: date
    place: Tender
    exchange: Exchange
    lines: tuple[CheckedLine, ...]

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        total = self.exchange.nothing()
        for line in self.lines:
            total = total.plus(line.amount)
        return total


class CashChecks:
    """The rules of cash documents of one kind in one company."""

    def __init__(self, company: Company, kind: CashKind) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind
        self._rules = DimensionRules(company)
        self._currencies = Currencies(company)

    def document(self, draft: RecordDraft, lines: Sequence[LineDraft], exchange: Exchange | None = None) -> CheckedCash:
        """The document that a draft comes to; `exchange` is the currency and the rate it keeps of what it was. Raises
        GatewayError for the first thing that is wrong."""
        kind = self._kind
        place = self.place(draft)
        require_attachment(self._records, draft.text("SUPDOCID"))
        if kind is OTHER_RECEIPT and draft.text("PAYMETHOD") is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Payment method")
        day = next((found for name in kind.day_fields if (found := draft.day(name)) is not None), None)
        if day is None:
            raise GatewayError(transactions.DATE_INVALID, value=draft.parameter(kind.day_fields[-1]) or "")
        if not lines:
            raise GatewayError(transactions.NO_LINES)
        exchange = exchange or self._exchange(draft, place, lines, day)
        place.require_currency(exchange.currency)
        checked = tuple(self.line(line, index, place, draft, exchange) for index, line in enumerate(lines, 1))
        if not any(line.amount.transaction for line in checked):
            raise GatewayError(cash.NO_AMOUNT)
        return CheckedCash(
            kind,
            {**draft.stored_values(without=_DERIVED), **self._of_bank(place)},
            draft.text(kind.number_field),
            draft.text("DESCRIPTION"),
            day,
            place,
            exchange,
            checked,
        )

    def place(self, draft: RecordDraft) -> Tender:
        """Where the money of a document moves: a card, a bank account, or an account of undeposited funds.

        Raises GatewayError for one that does not exist.
        """
        if self._kind is CARD_TRANSACTION:
            found = card(self._company, draft.text("FINANCIALENTITY") or "")
            entity = found.entity.key if found.entity is not None else None
            called = f"Card-{found.record.id}"
            return Tender(found.gl_account, entity, called, found.record, by_card=True, location=found.location)
        bank, undeposited = draft.text("BANKACCOUNTID"), draft.text("UNDEPOSITEDACCOUNTNO")
        if bank is not None:
            return at_bank(self._company, bank)
        if undeposited is None:
            raise GatewayError(cash.NO_PLACE)
        return not_deposited(self._company, undeposited)

    def place_of(self, record: Record) -> Tender:
        """Where the money of a kept document moved. Raises GatewayError when that is closed meanwhile."""
        return self.place(RecordDraft(record.definition, values_of(record)))

    def _of_bank(self, place: Tender) -> Mapping[str, Python]:
        """What an other receipt shows of its bank account."""
        if self._kind is not OTHER_RECEIPT:
            return {}
        name = place.bank.text("BANKNAME") if place.bank is not None else None
        return {"BANKACCOUNTNAME": name, "BANKACCOUNTCURR": place.currency}

    def _exchange(self, draft: RecordDraft, place: Tender, lines: Sequence[LineDraft], day: date) -> Exchange:
        """What a document is in: what it says, or else the account's currency (inferred)."""
        currencies = self._currencies
        if not currencies.several:
            return currencies.exchange(draft, self._company.profile.base_currency, day)
        if place.entity is not None:
            base = currencies.base_of(self._records.get("LOCATIONENTITY", place.entity))
        else:
            names = [with_names(self._company, line.draft).text("LOCATIONID") for line in lines]
            base = currencies.base_for(draft, names)
        if draft.text("CURRENCY") is None and place.currency not in (None, base):
            draft = replace(draft, values={**draft.values, "CURRENCY": place.currency})
        return currencies.exchange(draft, base, day)

    def line(
        self, given: LineDraft, index: int, place: Tender, document: RecordDraft, exchange: Exchange
    ) -> CheckedLine:
        """The line that a draft comes to, counted from 1. Raises GatewayError for what is wrong."""
        draft = with_names(self._company, given.draft)
        amount = exchange.money(_amount(draft))
        account = self._account(draft)
        if account is None:
            number = document.text(self._kind.number_field) or ""
            raise GatewayError(transactions.ACCOUNT_MISSING, line=index, transaction=number)
        accounts.refuse_kept_account(
            self._records, account, place.account, index, document.text(self._kind.number_field)
        )
        resolved = self._rules.resolve(draft.values)
        require_customers_project(resolved)
        dimensions = {one: resolved[one] for one in self._rules.dimensions if one in resolved}
        self._rules.check_required(dimensions, (account, place.account))
        entity = self._rules.entity(dimensions)
        entity_key = entity.key if entity else None
        self._currencies.require_same_base(entity, exchange.base)
        beside = place.beside(self._records, dimensions, entity_key)
        own = draft.stored_values(without=_DERIVED_OF_LINES)
        memo = draft.text("DESCRIPTION")
        return CheckedLine(given.kept, own, amount, account, place.account, dimensions, entity_key, memo, beside)

    def _account(self, draft: RecordDraft) -> Record | None:
        name = draft.text("ACCOUNTLABEL")
        label = accounts.active_label(self._records, self._kind.label_object, name) if name else None
        number = draft.text("ACCOUNTNO") or (label.text("GLACCOUNTNO") if label else None)
        return accounts.active_account(self._records, number) if number else None


def _amount(draft: RecordDraft) -> Decimal:
    amount = draft.amount("TRX_AMOUNT")
    if amount is None:
        given = draft.inputs.get("AMOUNT")
        amount = given if isinstance(given, Decimal) else None
    if amount is None:
        raise GatewayError(transactions.LINE_WITHOUT_AMOUNT)
    return amount
