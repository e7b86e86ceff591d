"""Balances of accounts: what stood on them before a range of days, what the days added, what stands there after.

Amounts are signed with debits positive (documented). No closing entry is kept: an account that closes starts each
fiscal year at zero, and what it held before counts as opening balance of the account it closes into (inferred).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from intacct_emulator.books.money import shown
from intacct_emulator.masters.accounts import CLOSES
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import EVERYTHING, Scope, condition
from intacct_emulator.storage.database import quoted

from .entry import POSTED

# What an entry adds, by when and by which kind of journal. Adjustments have columns of their own.
_SUMS = (
    "SUM(CASE WHEN ENTRY_DATE < :first THEN TR_TYPE * AMOUNT ELSE 0 END)",
    "SUM(CASE WHEN ENTRY_DATE < :year THEN TR_TYPE * AMOUNT ELSE 0 END)",
    "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = 1 AND ADJ = 'F' THEN AMOUNT ELSE 0 END)",
    "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = -1 AND ADJ = 'F' THEN AMOUNT ELSE 0 END)",
    "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = 1 AND ADJ = 'T' THEN AMOUNT ELSE 0 END)",
    "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = -1 AND ADJ = 'T' THEN AMOUNT ELSE 0 END)",
)


@dataclass(frozen=True, slots=True)
class BalanceRange:
    """The days a balance is asked for, and what of the ledger counts.

    `fiscal_year` is the day the fiscal year of `first` began. `within` maps columns of GLENTRY to the values that
    count; `apart` names columns whose values get balances of their own. `statistical` None takes both kinds of
    accounts, True the statistical ones alone. `scope` says whose lines count.
    """

    first: date
    last: date
    fiscal_year: date
    within: Mapping[str, Collection[str | int]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    statistical: bool | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of an account, for one combination of the values `apart`."""

    account: str
    apart: tuple[str, ...]
    start: Decimal
    debits: Decimal
    credits: Decimal
    adjusting_debits: Decimal
    adjusting_credits: Decimal

    @property
    def end(self) -> Decimal:
        """What stands on the account after the last day."""
        return self.start + self.debits - self.credits + self.adjusting_debits - self.adjusting_credits

    @property
    def empty(self) -> bool:
        """Whether nothing stood on the account and nothing moved."""
        return not any((self.start, self.debits, self.credits, self.adjusting_debits, self.adjusting_credits))


def fiscal_year_of(day: date, first_month: int) -> date:
    """The first day of the fiscal year a day is in."""
    return date(day.year - (day.month < first_month), first_month, 1)


def balances(records: Records, asked: BalanceRange) -> list[Balance]:
    """The balances of all accounts with entries up to the last day, by account number and the values apart.

    An account that another one closes into has a balance, too, though it may have no entry.
    """
    closing = {
        account.id: account.text("CLOSINGACCOUNTNO")
        for account in records.where("GLACCOUNT", CLOSINGTYPE=CLOSES)
        if account.text("CLOSINGACCOUNTNO")
    }
    sums: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(lambda: [0] * 5)
    for account, apart, (before, former_years, *moved) in _sums(records, asked):
        own = sums[account, apart]
        own[0] += before
        into = closing.get(account)
        if into is not None and former_years:
            own[0] -= former_years
            sums[into, apart][0] += former_years
        for index, amount in enumerate(moved, 1):
            own[index] += amount
    return [Balance(*place, *(shown(amount) for amount in sums[place])) for place in sorted(sums)]


def _sums(records: Records, asked: BalanceRange) -> Iterator[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    definition = records.catalogue["GLENTRY"]
    records.prepare(definition)
    groups = ("ACCOUNTNO", *asked.apart)
    parameters: dict[str, str | int] = {
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "year": asked.fiscal_year.isoformat(),
        "state": POSTED,
    }
    conditions = ["STATE = :state", "ENTRY_DATE <= :last"]
    if asked.statistical is not None:
        conditions.append("STATISTICAL = :statistical")
        parameters["statistical"] = "T" if asked.statistical else "F"
    seen = condition(definition, records.catalogue, "line", asked.scope)
    if seen is not None:
        for name in seen.objects:
            records.prepare(records.definition(name))
        conditions.append(seen.sql)
        parameters["entity"] = asked.scope.entity_key or 0
    for index, (column, values) in enumerate(asked.within.items()):
        conditions.append(f"{quoted(column)} IN (SELECT value FROM json_each(:within{index}))")  # noqa: S608 - likewise
        parameters[f"within{index}"] = json.dumps(list(values))
    names = ", ".join(quoted(column) for column in groups)
    sql = (
        f"SELECT {names}, {', '.join(_SUMS)} FROM GLENTRY AS line "  # noqa: S608 - columns of the catalogue, values bound
        f"WHERE {' AND '.join(conditions)} GROUP BY {names}"
    )
    for row in records.database.execute(sql, parameters):
        account, *apart = (str(value or "") for value in row[: len(groups)])
        yield account, tuple(apart), tuple(int(value) for value in row[len(groups) :])
