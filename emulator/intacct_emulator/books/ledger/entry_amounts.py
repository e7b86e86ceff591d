"""The amounts of journal entries written by hand: each line is in a currency of its own, and its books in the base
currency of its entity. Lines that balance in what they say may not balance to the cent once they are converted; the
difference is posted."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.dimensions import LOCATION, DimensionRules
from intacct_emulator.books.money import RATE_COLUMNS, Money
from intacct_emulator.errors import GatewayError, settlement
from intacct_emulator.errors import records as record_errors
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .entry import CREDIT, DEBIT, LedgerLine

_HALF = Decimal("0.5")


class EntryAmounts:
    """What lines of journal entries come to in one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._currencies = Currencies(company)
        self._rules = DimensionRules(company)

    def money(self, draft: RecordDraft, amount: Decimal, entity: Record | None, day: date) -> Money:
        """The amount of a line of an entity. `day` is the entry's, whose rate is taken unless the line names another.

        In a company with several currencies a line names its currency, and unless that is the base currency a rate or a
        type of rate (documented). Raises GatewayError.
        """
        currencies = self._currencies
        if currencies.several:
            self._require_rate(draft, currencies.base_of(entity))
        return currencies.exchange(draft, currencies.base_of(entity), day).money(amount)

    def balanced(self, lines: Sequence[LedgerLine], description: str) -> list[LedgerLine]:
        """The lines, and for every entity in which nothing but rounding keeps them from balancing a line more.

        Raises GatewayError where no account is set up for it.
        """
        if not self._currencies.several:
            return list(lines)
        by_entity: dict[int | None, list[LedgerLine]] = {}
        for line in lines:
            by_entity.setdefault(line.entity, []).append(line)
        added = [self._rounding(own, description) for own in by_entity.values() if _differ_by_rounding(own)]
        return [*lines, *added]

    def _require_rate(self, draft: RecordDraft, base: str) -> None:
        currency = draft.text("CURRENCY")
        if currency is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label=draft.definition.fields_by_id["CURRENCY"].label)
        if currency != base and all(draft.values.get(name) is None for name in RATE_COLUMNS[:2]):
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Exchange rate")

    def _rounding(self, lines: Sequence[LedgerLine], description: str) -> LedgerLine:
        """The line of what rounding left, in the base currency and at the location of the entity's first line (its
        currency and place are inferred)."""
        setup = self._company.profile.currencies
        number = setup.rounding_account if setup is not None else None
        if number is None:
            what = "rounding differences"
            raise GatewayError(settlement.ACCOUNT_NOT_SET_UP, what=what, application="General Ledger")
        account = active_account(self._company.records, number)
        first, left = lines[0], _total(lines)
        place = first.dimensions.get(LOCATION)
        dimensions = {LOCATION: place} if place is not None else {}
        self._rules.check_required(dimensions, (account,))
        amount = Money(abs(left), abs(left), first.amount.base_currency)
        return LedgerLine(account, CREDIT if left > 0 else DEBIT, amount, dimensions, first.entity, description)


def _total(lines: Sequence[LedgerLine]) -> int:
    return sum(line.side * line.amount.base for line in lines)


def _differ_by_rounding(lines: Sequence[LedgerLine]) -> bool:
    if not _total(lines):
        return False
    exact = sum((line.side * _exactly(line.amount) for line in lines), Decimal(0))
    return abs(exact) < _HALF


def _exactly(amount: Money) -> Decimal:
    return amount.transaction * (amount.rate.value if amount.rate is not None else Decimal(1))
