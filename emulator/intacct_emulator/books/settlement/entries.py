"""The lines of a payment: one for each application, and what each posts to the ledger.

The account that belongs to the payment itself comes first in a pair, the line's own second (recorded): the bank's row
before the control account's.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from intacct_emulator.books.cash.tender import Tender
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.books.dimensions import (
    LOCATION,
    Dimension,
    DimensionRules,
    LineDimensions,
    line_values,
    read_dimensions,
)
from intacct_emulator.books.kept_money import money_in
from intacct_emulator.books.ledger.entry import CREDIT, DEBIT, LedgerLine
from intacct_emulator.books.money import Money, rate_columns
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import GatewayError, settlement
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .application import Application, Means
from .kinds import SettlementKind
from .open_items import LineKey


class Entry(NamedTuple):
    """A line of a payment. `account` is the line's own, `counter` the payment's: a bank's, that of discounts, or the
    one a credit lies on. `amount` is as the paid document counts it, `counter_amount` as its source does; where rates
    of exchange make them differ in the base currency, `difference` is the account of gains and losses. `moves_money` is
    whether it counts in the payment's total, `counter_in_base` whether that moves in the base currency; `open` whether
    the amount is yet to be applied: an overpayment."""

    account: Record
    counter: Record
    amount: Money
    counter_amount: Money
    dimensions: Mapping[Dimension, Record]
    counter_dimensions: Mapping[Dimension, Record]
    entity: int | None
    counter_entity: int | None
    memo: str | None
    moves_money: bool
    open: bool = False
    difference: Record | None = None
    counter_in_base: bool = False

    def reversed(self) -> "Entry":
        """What undoes it; nothing of that is open."""
        amount, counter = self.amount.reversed(), self.counter_amount.reversed()
        return self._replace(amount=amount, counter_amount=counter, open=False)


class Overpayment(NamedTuple):
    """Money beyond what is applied, and the department and location it is received in."""

    amount: Money
    location: str | None
    department: str | None


class EntryMaker:
    """Makes the lines of payments of one kind in one company."""

    def __init__(self, company: Company, kind: SettlementKind) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind
        self._setup = kind.subledger.setup(company.profile)
        self._rules = DimensionRules(company)
        self._currencies = Currencies(company)

    def entry(self, application: Application, tender: Tender | None) -> Entry:
        """The line of an application. Raises GatewayError for an account that is missing or wants a dimension the line
        does not have."""
        line = self._line(application.paid)
        dimensions: LineDimensions = read_dimensions(self._company, line)
        entity = line.integer("BASELOCATION")
        account = self._account(line.text("OFFSETGLACCOUNTNO"))
        counter_dimensions, counter_entity = dimensions, entity
        if application.credit is not None:
            credit = self._line(application.credit)
            # What was paid before lies on the account it was booked to; other credits are in the subledger.
            name = "ACCOUNTNO" if application.credit.kept.record_type in _PREPAID else "OFFSETGLACCOUNTNO"
            counter = self._account(credit.text(name))
            counter_dimensions, counter_entity = read_dimensions(self._company, credit), credit.integer("BASELOCATION")
        elif application.source is Means.DISCOUNT:
            counter = self._discount_account()
        else:
            assert tender is not None
            counter = tender.account
            beside = tender.beside(self._records, dimensions, entity)
            counter_dimensions, counter_entity = beside or (dimensions, entity)
        self._rules.check_required(counter_dimensions, (counter,))
        return Entry(
            account=account,
            counter=counter,
            amount=application.amount,
            counter_amount=application.taken,
            dimensions=dimensions,
            counter_dimensions=counter_dimensions,
            entity=entity,
            counter_entity=counter_entity,
            memo=line.text("ENTRYDESCRIPTION"),
            moves_money=application.source is Means.CASH,
            difference=self._difference(application),
            counter_in_base=application.source is Means.CASH and _in_base(tender, application.taken),
        )

    def _difference(self, application: Application) -> Record | None:
        """The account of the gain or loss that an application makes; None when it makes none. Raises GatewayError."""
        if application.amount.base == application.taken.base:
            return None
        number = self._setup.gain_loss_account
        account = self._records.find("GLACCOUNT", number) if number is not None else None
        if account is None:
            what = "gains and losses of exchange"
            raise GatewayError(settlement.ACCOUNT_NOT_SET_UP, what=what, application=self._kind.application)
        return account

    def overpaid(self, overpayment: Overpayment, tender: Tender, party: Record, beside: Sequence[Entry]) -> Entry:
        """The line of what is paid too much: it lies on the account that is set up for it (documented), at the location
        that is named, the bank's, or that of the first line paid (inferred).

        Raises GatewayError for a place that does not exist or is missing.
        """
        location = overpayment.location or (tender.bank.text("LOCATIONID") if tender.bank is not None else None)
        if location is None and beside:
            place = beside[0].dimensions.get(LOCATION)
            location = place.id if place is not None else None
        named = {"LOCATIONID": location, "DEPARTMENTID": overpayment.department}
        dimensions = {**self._rules.resolve(named), self._kind.subledger.party: party}
        number = self._setup.overpayment_account
        account = self._records.find("GLACCOUNT", number) if number is not None else None
        if account is None:
            entry = settlement.ACCOUNT_NOT_SET_UP
            raise GatewayError(entry, what="overpayments", application=self._kind.application)
        self._rules.check_required(dimensions, (account, tender.account))
        place = self._rules.entity(dimensions)
        entity = place.key if place is not None else None
        counter_dimensions, counter_entity = tender.beside(self._records, dimensions, entity) or (dimensions, entity)
        self._currencies.require_same_base(place, overpayment.amount.base_currency)
        return Entry(
            account=account,
            counter=tender.account,
            amount=overpayment.amount,
            counter_amount=overpayment.amount,
            dimensions=dimensions,
            counter_dimensions=counter_dimensions,
            entity=entity,
            counter_entity=counter_entity,
            memo=None,
            moves_money=True,
            open=True,
            counter_in_base=_in_base(tender, overpayment.amount),
        )

    def kept_application(self, application: Application, row: Record) -> Entry:
        """The line an application made, as it was written: with the accounts it had then."""
        counter = self._account(row.text("PRENTRYOFFSETACCOUNTNO"))
        bank = Tender(counter, None, "", None)
        return self.entry(application, bank)._replace(counter=counter)

    def kept(self, row: Record) -> Entry:
        """A line as it was written, of what was paid too much."""
        dimensions, entity = read_dimensions(self._company, row), row.integer("BASELOCATION")
        amount = money_in(row, "AMOUNT")
        return Entry(
            account=self._account(row.text("ACCOUNTNO")),
            counter=self._account(row.text("PRENTRYOFFSETACCOUNTNO")),
            amount=amount,
            counter_amount=amount,
            dimensions=dimensions,
            counter_dimensions=dimensions,
            entity=entity,
            counter_entity=entity,
            memo=None,
            moves_money=True,
        )

    def _line(self, key: LineKey) -> Record:
        line = self._records.get(key.kept.line_object, key.line)
        assert line is not None
        return line

    def _account(self, number: str | None) -> Record:
        account = self._records.find("GLACCOUNT", number) if number is not None else None
        assert account is not None, "posted lines have accounts"
        return account

    def _discount_account(self) -> Record:
        number = self._setup.discount_account
        account = self._records.find("GLACCOUNT", number) if number is not None else None
        if account is None:
            raise GatewayError(settlement.ACCOUNT_NOT_SET_UP, what="discounts", application=self._kind.application)
        return account


_PREPAID = frozenset({"rr", "pr", "rp"})


def _in_base(tender: Tender | None, amount: Money) -> bool:
    """Whether money moves in the base currency, though the amount it pays is in another."""
    return tender is not None and tender.currency is not None and tender.currency != amount.currency


def journal_lines(kind: SettlementKind, entry: Entry, number: str | None) -> list[LedgerLine]:
    """What a line posts: the payment's account, then its own, then the gain or loss, in the base currency (inferred). A
    negative line, in a reversal, turns all around."""
    side = -kind.bank_side if entry.amount.negative else kind.bank_side
    amount, counter = entry.amount.absolute(), entry.counter_amount.absolute()
    left = side * (counter.base - amount.base)
    if entry.counter_in_base:
        counter = Money(counter.base, counter.base, counter.base_currency)
    memo = entry.memo
    lines = [
        LedgerLine(entry.counter, side, counter, entry.counter_dimensions, entry.counter_entity, memo, number),
        LedgerLine(entry.account, -side, amount, entry.dimensions, entry.entity, memo, number),
    ]
    if left:
        assert entry.difference is not None, "amounts at two rates have an account for what is between them"
        gained = Money(abs(left), abs(left), amount.base_currency)
        against = CREDIT if left > 0 else DEBIT
        lines.append(LedgerLine(entry.difference, against, gained, entry.dimensions, entry.entity, memo, number))
    return lines


def entry_row(
    entry: Entry, definition: ObjectDefinition, *, number: int, key: int, day: str, state: str, selected: bool
) -> dict[str, Stored]:
    """The row of a line. `number` is its place, `key` the payment's RECORDNO, `day` the payment's date.

    Its amount is as its source counts it: `selected` while the payment is not complete, and paid then, but for an
    overpayment."""
    row: dict[str, Stored] = {
        **line_values(entry.dimensions),
        "RECORDKEY": key,
        "LINE_NO": str(number),
        "ACCOUNTNO": entry.account.id,
        "OFFSETGLACCOUNTNO": entry.account.id,
        "PRENTRYOFFSETACCOUNTNO": entry.counter.id,
        "AMOUNT": entry.counter_amount.base,
        "TRX_AMOUNT": entry.counter_amount.transaction,
        "ENTRY_DATE": day,
        "BASECURR": entry.counter_amount.base_currency,
        "CURRENCY": entry.counter_amount.currency,
        **rate_columns(entry.counter_amount.rate),
        "LINEITEM": "T" if entry.moves_money else "F",
        "STATE": state,
        "BASELOCATION": entry.entity,
        **dict.fromkeys(("TOTALPAID", "TRX_TOTALPAID", "TOTALSELECTED", "TRX_TOTALSELECTED"), 0),
    }
    if not entry.open:
        column = "TOTALSELECTED" if selected else "TOTALPAID"
        row |= {column: entry.counter_amount.base, f"TRX_{column}": entry.counter_amount.transaction}
    if entry.memo is not None:
        row["ENTRYDESCRIPTION"] = entry.memo
    return {name: value for name, value in row.items() if name in definition.stored_ids}


def paid_row(row: Record, state: str) -> dict[str, Stored]:
    """What of a selected line's row changes when the payment is complete."""
    changed: dict[str, Stored] = {"STATE": state}
    for prefix in ("", "TRX_"):
        changed |= {f"{prefix}TOTALPAID": row[f"{prefix}AMOUNT"], f"{prefix}TOTALSELECTED": 0}
    return changed
