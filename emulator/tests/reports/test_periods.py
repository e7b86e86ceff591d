"""Reporting periods by name: the company's own, and those that depend on the day."""

from dataclasses import replace
from datetime import date

import pytest

from intacct_emulator.reports.periods import Days, a_year_before, days_of
from intacct_emulator.tenancy.company import Company


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Month Ended November 2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("Today", date(2026, 11, 20), date(2026, 11, 20)),
        ("Current Month", date(2026, 11, 1), date(2026, 11, 30)),
        ("Prior Month", date(2026, 10, 1), date(2026, 10, 31)),
        ("Current Month To Date", date(2026, 11, 1), date(2026, 11, 20)),
        ("Current Quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("Prior Quarter", date(2026, 7, 1), date(2026, 9, 30)),
        ("Current Year", date(2026, 1, 1), date(2026, 12, 31)),
        ("Prior Year", date(2025, 1, 1), date(2025, 12, 31)),
        ("Current Year To Date", date(2026, 1, 1), date(2026, 11, 20)),
        ("Inception To Date", date(1900, 1, 1), date(2026, 11, 20)),
    ],
)
def test_a_name_stands_for_days(company: Company, name: str, first: date, last: date) -> None:
    """On 20 November 2026, in a company whose fiscal year is the calendar's."""
    assert days_of(company, name) == Days(first, last)


def test_years_and_quarters_are_fiscal(company: Company) -> None:
    """A fiscal year from July has November in its second quarter."""
    company.profile = replace(company.profile, first_fiscal_month=7)
    assert days_of(company, "Current Year") == Days(date(2026, 7, 1), date(2027, 6, 30))
    assert days_of(company, "Current Quarter") == Days(date(2026, 10, 1), date(2026, 12, 31))


def test_an_unknown_name_has_no_days(company: Company) -> None:
    """Nothing is guessed from the words of a name."""
    assert days_of(company, "Month Ended Never") is None


@pytest.mark.parametrize(
    ("days", "before"),
    [
        (Days(date(2026, 11, 1), date(2026, 11, 30)), Days(date(2025, 11, 1), date(2025, 11, 30))),
        (Days(date(2025, 2, 1), date(2025, 2, 28)), Days(date(2024, 2, 1), date(2024, 2, 29))),
        (Days(date(2024, 2, 1), date(2024, 2, 29)), Days(date(2023, 2, 1), date(2023, 2, 28))),
        (Days(date(2026, 11, 1), date(2026, 11, 20)), Days(date(2025, 11, 1), date(2025, 11, 20))),
    ],
)
def test_the_year_before_keeps_the_ends_of_months(days: Days, before: Days) -> None:
    """A whole February is compared with a whole February."""
    assert a_year_before(days) == before
