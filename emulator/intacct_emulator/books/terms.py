"""Due dates from payment terms."""

import calendar
from datetime import date, timedelta

from intacct_emulator.masters.terms import AFTER_END_OF_MONTH, EXTENDING_TO_END_OF_MONTH, FORM_CODES, months_forward


def due_date(document_date: date, days: int, due_from: str | None) -> date:
    """The date a document of `document_date` is due under a term of `days` counted as `due_from` says (documented).

    A day that a month does not have is its last day (inferred). An unknown or empty `due_from` counts from the date.
    """
    code = FORM_CODES.get(due_from or "")
    if code == AFTER_END_OF_MONTH:
        return _month_end(document_date) + timedelta(days=days)
    if code == EXTENDING_TO_END_OF_MONTH:
        return _month_end(document_date + timedelta(days=days))
    if (months := months_forward(due_from)) is not None:
        first = _first_of_month(document_date, int(months))
        return first.replace(day=min(max(days, 1), _month_end(first).day))
    return document_date + timedelta(days=days)


def _first_of_month(day: date, months_later: int) -> date:
    month = day.month - 1 + months_later
    return date(day.year + month // 12, month % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
