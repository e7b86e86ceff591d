"""The days that a reporting period's name stands for: one of the company's own, or one that the product knows by the
day it is."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from intacct_emulator.tenancy.company import Company

_MONTHS = 12
_QUARTER = 3
_BEGINNING = date(1900, 1, 1)


class Days(NamedTuple):
    """A first and a last day."""

    first: date
    last: date


def days_of(company: Company, name: str) -> Days | None:
    """The days of a reporting period; None for an unknown name.

    The company's own are records of REPORTINGPERIOD. What the others cover is inferred from their names.
    """
    record = company.records.find("REPORTINGPERIOD", name)
    if record is not None:
        first, last = record.day("START_DATE"), record.day("END_DATE")
        return Days(first, last) if first is not None and last is not None else None
    known = _KNOWN.get(name)
    return known(company.clock.today(), company.profile.first_fiscal_month) if known is not None else None


def a_year_before(days: Days) -> Days:
    """The same days of the year before; the last day of a month stays one."""
    return Days(_a_year_before(days.first), _a_year_before(days.last))


def _a_year_before(day: date) -> date:
    whole_month = day.day == monthrange(day.year, day.month)[1]
    last = monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, last if whole_month else min(day.day, last))


def _span(day: date, first_fiscal_month: int, months: int, back: int = 0) -> Days:
    """The span of so many months of the fiscal year that a day is in, or one `back` from it."""
    since_year_began = (day.month - first_fiscal_month) % _MONTHS
    start = day.year * _MONTHS + day.month - 1 - since_year_began % months - back * months
    first = date(start // _MONTHS, start % _MONTHS + 1, 1)
    following = start + months
    return Days(first, date(following // _MONTHS, following % _MONTHS + 1, 1) - timedelta(days=1))


def _spans(months: int, back: int) -> Callable[[date, int], Days]:
    return lambda day, first_month: _span(day, first_month, months, back)


def _to_date(months: int) -> Callable[[date, int], Days]:
    return lambda day, first_month: Days(_span(day, first_month, months).first, day)


_KNOWN: dict[str, Callable[[date, int], Days]] = {
    "Today": lambda day, _: Days(day, day),
    "Current Month": _spans(1, 0),
    "Prior Month": _spans(1, 1),
    "Current Month To Date": _to_date(1),
    "Current Quarter": _spans(_QUARTER, 0),
    "Prior Quarter": _spans(_QUARTER, 1),
    "Current Quarter To Date": _to_date(_QUARTER),
    "Current Year": _spans(_MONTHS, 0),
    "Prior Year": _spans(_MONTHS, 1),
    "Current Year To Date": _to_date(_MONTHS),
    "Inception To Date": lambda day, _: Days(_BEGINNING, day),
}
