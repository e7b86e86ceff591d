"""Due dates from terms."""

from datetime import date

import pytest

from intacct_emulator.books.terms import due_date


@pytest.mark.parametrize(
    ("document_date", "days", "due_from", "expected"),
    [
        (date(2012, 4, 1), 30, "from invoice/bill date", date(2012, 5, 1)),
        (date(2026, 1, 31), 0, "from invoice/bill date", date(2026, 1, 31)),
        (date(2026, 2, 10), 25, "of the month of invoice/bill date", date(2026, 2, 25)),
        (date(2026, 2, 10), 31, "of the month of invoice/bill date", date(2026, 2, 28)),
        (date(2026, 12, 10), 15, "of next month from invoice/bill date", date(2027, 1, 15)),
        (date(2026, 11, 30), 10, "of 2nd month from invoice/bill date", date(2027, 1, 10)),
        (date(2026, 11, 30), 30, "of 3rd month from invoice/bill date", date(2027, 2, 28)),
        (date(2026, 1, 1), 1, "of 4th month from invoice/bill date", date(2026, 5, 1)),
        (date(2026, 1, 1), 1, "of 5th month from invoice/bill date", date(2026, 6, 1)),
        (date(2026, 1, 1), 1, "of 6th month from invoice/bill date", date(2026, 7, 1)),
        (date(2026, 1, 15), 10, "after end of month of invoice/bill date", date(2026, 2, 10)),
        (date(2026, 1, 15), 20, "from invoice/bill date extending to eom", date(2026, 2, 28)),
        (date(2026, 1, 15), 30, None, date(2026, 2, 14)),
    ],
)
def test_due_date(document_date: date, days: int, due_from: str | None, expected: date) -> None:
    """Every way of counting gives the documented day, clamped to the month's last where it has no such day."""
    assert due_date(document_date, days, due_from) == expected
