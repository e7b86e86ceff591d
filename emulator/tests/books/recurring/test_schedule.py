"""The days of a schedule: counted from its start, ended by number or day."""

from datetime import date

import pytest

from intacct_emulator.books.recurring.schedule import Repeat, Schedule

START = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("repeat", "interval", "days"),
    [
        (Repeat.DAYS, 10, [date(2026, 1, 31), date(2026, 2, 10), date(2026, 2, 20)]),
        (Repeat.WEEKS, 2, [date(2026, 1, 31), date(2026, 2, 14), date(2026, 2, 28)]),
        (Repeat.MONTHS, 1, [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]),
        (Repeat.YEARS, 1, [date(2026, 1, 31), date(2027, 1, 31), date(2028, 1, 31)]),
    ],
)
def test_days_are_counted_from_the_start(repeat: Repeat, interval: int, days: list[date]) -> None:
    """A month without a 31st has its last day, and does not shorten the months after it."""
    schedule = Schedule(START, repeat, interval)
    assert [schedule.day(index) for index in range(3)] == days


def test_ends_of_months_are_ends_whatever_the_start() -> None:
    """From 10 January on: 31 January, 28 February, 31 March."""
    schedule = Schedule(date(2026, 1, 10), Repeat.MONTH_ENDS, 1)
    assert [schedule.day(index) for index in range(3)] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_a_leap_day_falls_on_the_last_of_february() -> None:
    """29 February 2028, then 28 February, then 29 February again in 2032."""
    schedule = Schedule(date(2028, 2, 29), Repeat.YEARS, 1)
    assert schedule.day(1) == date(2029, 2, 28)
    assert schedule.day(4) == date(2032, 2, 29)


def test_a_schedule_ends_by_number_by_day_or_at_once() -> None:
    """Twice; until a day that is still in it; once without repetition; and where dates end."""
    assert Schedule(START, Repeat.DAYS, 1, times=2).day(2) is None
    until = Schedule(START, Repeat.DAYS, 1, last=date(2026, 2, 1))
    assert (until.day(1), until.day(2)) == (date(2026, 2, 1), None)
    assert Schedule(START, Repeat.ONCE, 1).day(1) is None
    assert Schedule(START, Repeat.YEARS, 9000).day(1) is None
