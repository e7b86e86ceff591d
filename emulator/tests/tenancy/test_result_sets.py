"""Open results: whose they are, how long they live, and how many are kept."""

from datetime import UTC, datetime, timedelta

from intacct_emulator.clock import Clock
from intacct_emulator.query.ast import Column, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.records.visibility import Scope
from intacct_emulator.tenancy.result_sets import LIFETIME, MOST_KEPT, ResultSet, ResultSets

START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def result(owner: str) -> ResultSet:
    """A result of CLASS."""
    return ResultSet(owner, "CLASS", Selection((Column("RECORDNO"),)), Scope(), 9, 3, "xml", True, CodeDialect.STORED)


def test_a_result_is_its_owners_for_half_an_hour_after_its_last_use() -> None:
    """Nobody else finds it; each use keeps it alive, silence ends it."""
    moment = START
    results = ResultSets(Clock(lambda: moment))
    results.keep("R", result("one"))
    assert results.find("R", "other") is None
    moment += LIFETIME
    assert results.find("R", "one") is not None
    moment += LIFETIME + timedelta(seconds=1)
    assert results.find("R", "one") is None
    moment = START
    assert results.find("R", "one") is None


def test_the_oldest_result_makes_room() -> None:
    """One more than may be kept, and the first is gone."""
    results = ResultSets(Clock(lambda: START))
    for number in range(MOST_KEPT + 1):
        results.keep(str(number), result("one"))
    assert results.find("0", "one") is None
    assert results.find("1", "one") is not None
