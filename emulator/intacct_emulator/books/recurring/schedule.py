"""When something recurs: from a day on, every so many days, weeks, months or years, until a day or so many times."""

import calendar
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class Repeat(StrEnum):
    """What a schedule counts in, as its code (REPEATBY)."""

    ONCE = "N"
    DAYS = "D"
    WEEKS = "W"
    MONTHS = "M"
    MONTH_ENDS = "E"
    YEARS = "Y"


FREQUENCIES = {
    Repeat.ONCE: "None",
    Repeat.DAYS: "Days",
    Repeat.WEEKS: "Weeks",
    Repeat.MONTHS: "Months",
    Repeat.MONTH_ENDS: "End Of Month",
    Repeat.YEARS: "Years",
}
"""What FREQUENCY calls them."""


class Schedule(NamedTuple):
    """A repetition. `times` and `last` None do not end it."""

    start: date
    repeat: Repeat
    interval: int
    times: int | None = None
    last: date | None = None

    def day(self, index: int) -> date | None:
        """The day of an occurrence, counted from 0; None when the schedule has ended by then.

        All days are counted from the start, so that a month without a 31st does not shorten those after it. A day that
        a month does not have is its last (inferred).
        """
        if (self.times is not None and index >= self.times) or (self.repeat is Repeat.ONCE and index):
            return None
        try:
            day = self._counted(index * self.interval)
        except (OverflowError, ValueError):
            return None
        return None if self.last is not None and day > self.last else day

    def _counted(self, steps: int) -> date:
        if self.repeat in (Repeat.ONCE, Repeat.DAYS):
            return self.start + timedelta(days=steps)
        if self.repeat is Repeat.WEEKS:
            return self.start + timedelta(weeks=steps)
        months = steps * 12 if self.repeat is Repeat.YEARS else steps
        month = self.start.year * 12 + self.start.month - 1 + months
        year, month = month // 12, month % 12 + 1
        length = calendar.monthrange(year, month)[1]
        return date(year, month, length if self.repeat is Repeat.MONTH_ENDS else min(self.start.day, length))
