"""Due dates from payment terms."""

import calendar
from datetime import date, timedelta

_MONTHS_LATER = {
    "of the month of invoice/bill date": 0,
    "of next month from invoice/bill date": 1,
    "of 2nd month from invoice/bill date": 2,
    "of 3rd month from invoice/bill date": 3,
    "of 4th month from invoice/bill date": 4,
    "of 5th month from invoice/bill date": 5,
    "of 6th month from invoice/bill date": 6,
}
FROM_DATE = "from invoice/bill date"
AFTER_END_OF_MONTH = "after end of month of invoice/bill date"
EXTENDING_TO_END_OF_MONTH = "from invoice/bill date extending to eom"


def due_date(document_date: date, days: int, due_from: str | None) -> date:
    """The date a document of `document_date` is due under a term of `days` counted as `due_from` says (documented).

    A day that a month does not have is its last day (inferred). An unknown or empty `due_from` counts from the date.
    """
    if due_from == AFTER_END_OF_MONTH:
        return _month_end(document_date) + timedelta(days=days)
    if due_from == EXTENDING_TO_END_OF_MONTH:
        return _month_end(document_date + timedelta(days=days))
    if due_from in _MONTHS_LATER:
        first = _first_of_month(document_date, _MONTHS_LATER[due_from])
        return first.replace(day=min(max(days, 1), _month_end(first).day))
    return document_date + timedelta(days=days)


def _first_of_month(day: date, months_later: int) -> date:
    month = day.month - 1 + months_later
    return date(day.year + month // 12, month % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
