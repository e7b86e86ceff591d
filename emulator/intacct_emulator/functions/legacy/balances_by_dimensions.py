"""`get_accountbalancesbydimensions`: balances of accounts for each combination of the dimensions that are named.

Actual amounts are debits less credits (documented by the sample). Where budgets are shown, all amounts are those of an
account's normal balance, as in the documented sample, in which income is positive (inferred).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intacct_emulator.books.budgets import BudgetedAmount, budget_named, budgeted
from intacct_emulator.books.dimensions import dimensions_in
from intacct_emulator.books.ledger.balances import Balance
from intacct_emulator.catalogue.dimensions import Dimension
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.records.record import Record
from intacct_emulator.work.context import Context

from .asked_balances import BalancesCall, accounts_asked, balances_asked, days_asked, require_balances, within_asked
from .balances import currency_of, shown_amount

_ACTUAL, _BUDGET, _BOTH = "actual", "budget", "actual and budget"
_ACTUAL_FIRST = "actual minus budget"
_CREDIT = "-1"

Place = tuple[str, tuple[str, ...]]
"""An account and the values of the dimensions that are grouped by."""


@dataclass(frozen=True, slots=True)
class _Grouping:
    """The dimensions grouped by, and how what lines hold of them is shown."""

    dimensions: Sequence[Dimension]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dimension.exact_column for dimension in self.dimensions)

    def shown(self, context: Context, values: Sequence[str]) -> list[Element]:
        """The id and the name of each value; both are empty where lines have none."""
        told = []
        for dimension, value in zip(self.dimensions, values, strict=True):
            record = _record(context, dimension, value)
            name = dimension.object.lower()
            number = "" if record is None else str(record.key) if dimension.user_defined else record.id
            told.append(Element(f"{name}id", number))
            told.append(Element(f"{name}name", "" if record is None else record.text(dimension.name_field) or ""))
        return told


@function(
    "get_accountbalancesbydimensions",
    decode=BalancesCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="account balances page with samples; amounts beside budgets inferred from the sample",
    reads=True,
)
def get_account_balances_by_dimensions(context: Context, call: BalancesCall) -> Outcome:
    """One row per account and combination of dimensions: what is posted, what is budgeted, or both.

    An account whose balance ends at nothing is left out, unless `showzerowithactivity` asks for it.
    """
    require_balances(context)
    selection = call.options.get("contentselection", _ACTUAL).lower()
    if selection not in (_ACTUAL, _BUDGET, _BOTH):
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=selection, field="contentselection")
    grouping = _grouping(context, call)
    # The sample does not show which elements the details are.
    gaps = ("periodbalancedetail",) if call.flag("showperiodbalancedetail", False) else ()
    rows = _actual(context, call, grouping) if selection == _ACTUAL else _beside_budget(context, call, grouping)
    return Outcome(Data(content=tuple(Element("accountbalance", row) for row in rows)), gaps=gaps)


def _actual(context: Context, call: BalancesCall, grouping: _Grouping) -> list[tuple[Element, ...]]:
    zeros = call.flag("showzerowithactivity", False)
    currency = currency_of(context, call)
    return [
        (
            Element("glaccountno", balance.account),
            Element("startbalance", shown_amount(balance.start)),
            Element("periodbalance", shown_amount(balance.end - balance.start)),
            Element("endbalance", shown_amount(balance.end)),
            currency,
            *grouping.shown(context, balance.apart),
        )
        for balance in _posted(context, call, grouping)
        if balance.end or (zeros and not balance.empty)
    ]


def _beside_budget(context: Context, call: BalancesCall, grouping: _Grouping) -> list[tuple[Element, ...]]:
    both = call.options.get("contentselection", "").lower() == _BOTH
    sides = _normal_sides(context)
    actual: dict[Place, Decimal] = {}
    if both:
        for balance in _posted(context, call, grouping):
            actual[balance.account, balance.apart] = (balance.end - balance.start) * sides.get(balance.account, 1)
    planned = _planned(context, call, grouping)
    currency, rows = currency_of(context, call), []
    for account, values in sorted({*actual, *planned}):
        budget, posted = planned.get((account, values), Decimal()), actual.get((account, values), Decimal())
        if not budget and not posted:
            continue
        comparison = call.options.get("budgetcomparison", "").lower()
        difference = posted - budget if comparison == _ACTUAL_FIRST else budget - posted
        amounts = [Element("budgetbalance", shown_amount(budget))]
        if both:
            amounts.append(Element("periodbalance", shown_amount(posted)))
            amounts.append(Element("difference", shown_amount(difference)))
        rows.append((Element("glaccountno", account), *amounts, currency, *grouping.shown(context, values)))
    return rows


def _posted(context: Context, call: BalancesCall, grouping: _Grouping) -> list[Balance]:
    return balances_asked(context, call, grouping.columns, statistical="exclude", with_reporting_book=False)


def _planned(context: Context, call: BalancesCall, grouping: _Grouping) -> Mapping[Place, Decimal]:
    """What the budget has for the periods that lie within the days asked for, by place."""
    name = call.options.get("budgetid")
    budget = budget_named(context.company, name)
    if budget is None:
        raise GatewayError(records.INVALID_REFERENCE, label="Budget", value=name or "default")
    first, last = days_asked(context, call)
    counts, within = accounts_asked(context, call), within_asked(context, call)
    found: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for amount in budgeted(context.company, budget, first, last):
        if counts(amount.account) and _lies_within(amount, within):
            values = tuple(str(amount.values.get(column) or "") for column in grouping.columns)
            found[amount.account, values] += amount.amount
    return found


def _lies_within(amount: BudgetedAmount, within: Mapping[str, Sequence[str | int]]) -> bool:
    return all(amount.values.get(column) in values for column, values in within.items())


def _normal_sides(context: Context) -> Mapping[str, int]:
    accounts = context.company.records.where("GLACCOUNT")
    return {account.id: -1 if account["NORMALBALANCE"] == _CREDIT else 1 for account in accounts}


def _grouping(context: Context, call: BalancesCall) -> _Grouping:
    """The dimensions that `groupby` names, each once. Raises GatewayError for a word that is none of the company's."""
    known = {dimension.object.lower(): dimension for dimension in dimensions_in(context.company)}
    named = [word.strip().lower() for word in call.options.get("groupby", "").split(",") if word.strip()]
    for word in named:
        if word not in known:
            raise GatewayError(protocol.FILTER_VALUE_INVALID, value=word, field="groupby")
    return _Grouping([known[word] for word in dict.fromkeys(named)])


def _record(context: Context, dimension: Dimension, value: str) -> Record | None:
    if not value:
        return None
    store = context.company.records
    if dimension.user_defined or dimension.needs:
        return store.get(dimension.object, int(value))
    return store.find(dimension.object, value)
