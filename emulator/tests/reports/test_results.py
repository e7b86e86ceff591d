"""Results that wait to be fetched: how long, and at which cost."""

import tracemalloc
from datetime import timedelta

from intacct_emulator.reports.results import Result, find_result, keep_result, next_page
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants

ROWS = 60_000
PAGE = 1_000


def result(company: Company, number: str) -> Result:
    """A result that is ready at once."""
    return Result(number, "wsuser", ("NUMBER", "TEXT"), PAGE, "xml", ",", company.clock.now(), 0)


def test_a_long_report_is_kept_and_paged_in_constant_memory(tenants: Tenants) -> None:
    """Sixty thousand rows of fifty characters never take more than a few pages of memory, neither when they are made
    nor when they are fetched."""
    company = tenants.company("northfield")
    assert company is not None
    tracemalloc.start()
    keep_result(company, "Long", result(company, "long"), ((str(row), "x" * 50) for row in range(ROWS)))
    fetched = 0
    while (found := find_result(company, "long", "wsuser")) is not None:
        page = next_page(company, found)
        assert page.rows[0][0] == str(fetched)
        fetched += len(page.rows)
        assert page.remaining == ROWS - fetched
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fetched == ROWS
    assert most < 2_000_000


def test_what_nobody_fetches_is_forgotten_with_a_later_run(tenants: Tenants) -> None:
    """After a day the next run takes the place; until then the result can be fetched."""
    company = tenants.company("northfield")
    assert company is not None
    keep_result(company, "Old", result(company, "old"), [("1", "a")])
    tenants.clock.advance(timedelta(days=1))
    keep_result(company, "New", result(company, "new"), [("1", "a")])
    assert find_result(company, "old", "wsuser") is not None
    tenants.clock.advance(timedelta(seconds=1))
    keep_result(company, "Newer", result(company, "newer"), [("1", "a")])
    assert find_result(company, "old", "wsuser") is None
