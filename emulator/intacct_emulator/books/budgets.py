"""What budgets say, as the ledger's lines would say it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.dimensions import dimensions_in
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.masters.budgets import BUDGET, LINE
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import found, sees
from intacct_emulator.tenancy.company import Company

_PLACES = {"DEPARTMENT": "DEPT_NO", "LOCATION": "LOCATION_NO"}


class BudgetedAmount(NamedTuple):
    """An amount of a budget for one reporting period. `values` are its dimensions, by column of a journal line."""

    account: str
    amount: Decimal
    values: Mapping[str, Stored]


def budget_named(company: Company, name: str | None) -> Record | None:
    """The budget of that id or, for None, the company's default budget; None if there is none."""
    if name is not None:
        return found(company.records, BUDGET, name)
    return next((one for one in company.records.where(BUDGET) if one.flag("DEFAULT_BUDGET")), None)


def budgeted(company: Company, budget: Record, first: date, last: date) -> Iterator[BudgetedAmount]:
    """The amounts of a budget for the reporting periods that lie between two days, whole (inferred)."""
    columns = {
        dimension.exact_column: _PLACES.get(dimension.object, dimension.id_field)
        for dimension in dimensions_in(company)
        if not dimension.needs
    }
    for line in company.records.where(LINE, BUDGETKEY=budget.key):
        period = company.records.find("REPORTINGPERIOD", str(line["PERIODNAME"]))
        start, end = (period.day("START_DATE"), period.day("END_DATE")) if period is not None else (None, None)
        if start is None or end is None or start < first or last < end or not sees(company.records, line):
            continue
        values = {column: line.stored.get(field) for column, field in columns.items()}
        yield BudgetedAmount(str(line["ACCT_NO"]), line.amount("AMOUNT") or Decimal(), values)
