"""Balances of accounts: what stood on them before a range of days, what the days added, what stands there after.

Amounts are signed with debits positive (documented). No closing entry is kept: an account that closes starts each
fiscal year at zero, and what it held before counts as opening balance of the account it closes into (inferred).
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.money import shown
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.masters.accounts import CLOSES
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import located
from intacct_emulator.storage.database import quoted

from .entry import POSTED

# What lines add, by when and by which kind of journal. Adjustments have columns of their own.
_SUMS: Mapping[str, str] = {
    "start": "SUM(CASE WHEN ENTRY_DATE < :first THEN TR_TYPE * {amount} ELSE 0 END)",
    "debits": "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = 1 AND ADJ = 'F' THEN {amount} ELSE 0 END)",
    "credits": "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = -1 AND ADJ = 'F' THEN {amount} ELSE 0 END)",
    "adjusting_debits": "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = 1 AND ADJ = 'T' THEN {amount} ELSE 0 END)",
    "adjusting_credits": "SUM(CASE WHEN ENTRY_DATE >= :first AND TR_TYPE = -1 AND ADJ = 'T' THEN {amount} ELSE 0 END)",
}
# Once sums of lines are summed up, there are few of them: only then it is asked which accounts close.
_CLOSED_INTO = (
    f"CASE WHEN former THEN ifnull((SELECT CLOSINGACCOUNTNO FROM GLACCOUNT "  # noqa: S608 - our own
    f"WHERE GLACCOUNT.ACCOUNTNO = parts.ACCOUNTNO AND CLOSINGTYPE = '{CLOSES}'), ACCOUNTNO) ELSE ACCOUNTNO END"
)


@dataclass(frozen=True, slots=True)
class BalanceRange:
    """The days a balance is asked for, and what of the ledger counts.

    `fiscal_year` is the day the fiscal year of `first` began. `within` maps columns of GLENTRY to the values that
    count; `apart` names columns whose values get balances of their own. `statistical` None takes both kinds of
    accounts, True the statistical ones alone. `entity` keeps to the lines of that entity (its RECORDNO).
    `foreign` counts the lines in other currencies than the base currency alone, in the amounts of their transactions.
    `adjustments` are the adjustment books that count, beside the main one unless that is left out.
    """

    first: date
    last: date
    fiscal_year: date
    within: Mapping[str, Collection[str | int]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    statistical: bool | None = None
    entity: int | None = None
    foreign: bool = False
    adjustments: tuple[str, ...] = ()
    main_book: bool = True


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


class Question(NamedTuple):
    """A statement and its parameters."""

    sql: str
    parameters: Mapping[str, Stored]


def balances(records: Records, asked: BalanceRange) -> list[Balance]:
    """The balances of all accounts with entries up to the last day, by account number and the values apart.

    An account that another one closes into has a balance, too, though it may have no entry.
    """
    question = balances_sql(records, asked)
    found = []
    for account, *rest in records.database.execute(question.sql, question.parameters):
        apart = tuple(str(value or "") for value in rest[: len(asked.apart)])
        amounts = (shown(int(value)) for value in rest[len(asked.apart) :])
        found.append(Balance(str(account), apart, *amounts))
    return sorted(found, key=lambda balance: (balance.account, balance.apart))


def balances_sql(records: Records, asked: BalanceRange, more: Mapping[str, str] | None = None) -> Question:
    """The statement that yields account, the values apart, and the five amounts of `Balance` in hundredths.

    `more` are further columns: aggregates over journal lines, by name, each of which is `min` or `max` of a column of
    that name (`{"WHENMODIFIED": "max"}`).
    """
    for name in ("GLENTRY", "GLACCOUNT"):
        records.prepare(records.definition(name))
    parameters: dict[str, Stored] = {
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "year": asked.fiscal_year.isoformat(),
        "state": POSTED,
    }
    conditions = ["STATE = :state", "ENTRY_DATE <= :last"]
    if asked.statistical is not None:
        conditions.append("STATISTICAL = :statistical")
        parameters["statistical"] = "T" if asked.statistical else "F"
    if asked.entity is not None:
        conditions.append(located("GLENTRY"))
        parameters["entity"] = asked.entity
    if asked.foreign:
        conditions.append("CURRENCY <> BASECURR")
    conditions.append(_of_books(asked))
    parameters["books"] = json.dumps(list(asked.adjustments))
    for index, (column, values) in enumerate(asked.within.items()):
        conditions.append(f"{quoted(column)} IN (SELECT value FROM json_each(:within{index}))")  # noqa: S608 - likewise
        parameters[f"within{index}"] = json.dumps(list(values))
    amount = "TRX_AMOUNT" if asked.foreign else "AMOUNT"
    return Question(_statement(asked.apart, conditions, more or {}, amount), parameters)


def _of_books(asked: BalanceRange) -> str:
    adjusting = "BOOKID IN (SELECT value FROM json_each(:books))"
    if not asked.main_book:
        return adjusting
    return f"(ADJ = 'F' OR {adjusting})" if asked.adjustments else "ADJ = 'F'"


def _statement(apart: tuple[str, ...], conditions: list[str], more: Mapping[str, str], amount: str) -> str:
    """Sums of lines per account, values apart, and whether they are of former fiscal years; then of those sums, where
    those of former years of an account that closes stand on the account it closes into."""
    names = [quoted(column) for column in apart]
    sums = [f"{sql.format(amount=amount)} AS {name}" for name, sql in _SUMS.items()]
    extremes = {quoted(name): function for name, function in more.items()}
    parts = [f"{function}({name}) AS {name}" for name, function in extremes.items()]
    lines = (
        f"SELECT ACCOUNTNO, ENTRY_DATE < :year AS former, {', '.join([*names, *sums, *parts])} FROM GLENTRY "  # noqa: S608
        f"WHERE {' AND '.join(conditions)} GROUP BY {', '.join(['ACCOUNTNO', *names, 'former'])}"
    )
    wanted = [*names, *(f"SUM({name}) AS {name}" for name in _SUMS)]
    wanted += (f"{function}({name}) AS {name}" for name, function in extremes.items())
    return (
        f"SELECT {_CLOSED_INTO} AS account, {', '.join(wanted)} FROM ({lines}) AS parts "  # noqa: S608 - likewise
        f"GROUP BY {', '.join(['account', *names])}"
    )
