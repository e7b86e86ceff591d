"""Binding literals to fields."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.catalogue.model import DataType, Field
from intacct_emulator.query.literals import CodeDialect, Floor, LiteralKind, floor_of, matches

AMOUNT = Field("A", "A", DataType.CURRENCY)
DAY = Field("D", "D", DataType.DATE)
MOMENT = Field("M", "M", DataType.TIMESTAMP)
LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("10", Floor(1000, exact=True)),
        ("10.000", Floor(1000, exact=True)),
        ("10.005", Floor(1000, exact=False)),
        ("-10.005", Floor(-1001, exact=False)),
        ("-0", Floor(0, exact=True)),
        ("-.001", Floor(-1, exact=False)),
        ("+0010.5", Floor(1050, exact=True)),
        ("9" * 500, Floor(LARGEST, exact=False)),
        ("-" + "9" * 500, Floor(-LARGEST - 1, exact=False)),
        ("92233720368547758.07", Floor(LARGEST, exact=True)),
        ("92233720368547758.08", Floor(LARGEST, exact=False)),
        *[(text, None) for text in ("", ".", "1,000", "1e3", "1_0", "abc", "NaN", "\u0661", "1 0", "--1", "0x1")],
    ],
)
def test_numbers(text: str, floor: Floor | None) -> None:
    """Numbers bind to the largest stored amount not above them, however long they are; others do not bind."""
    assert floor_of(AMOUNT, LiteralKind.NUMBER, text, CodeDialect.DISPLAY) == floor


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("1/2/2024", Floor("2024-01-02", exact=True), Floor("2024-01-02 00:00:00", exact=True)),
        ("01-02-2024", Floor("2024-01-02", exact=True), Floor("2024-01-02 00:00:00", exact=True)),
        ("01/02/2024 10:11:12", Floor("2024-01-02", exact=False), Floor("2024-01-02 10:11:12", exact=True)),
        ("01/02/2024 00:00:00", Floor("2024-01-02", exact=True), Floor("2024-01-02 00:00:00", exact=True)),
        *[(text, None, None) for text in ("13/01/2024", "01/02/24", "01/02-2024", "2024", "today", "01/02/2024x")],
    ],
)
@pytest.mark.parametrize("dialect", list(CodeDialect))
def test_dates(text: str, day: Floor | None, moment: Floor | None, dialect: CodeDialect) -> None:
    """The formats of the gateway bind in both dialects; a date is its midnight."""
    assert floor_of(DAY, LiteralKind.DATE, text, dialect) == day
    assert floor_of(MOMENT, LiteralKind.TIMESTAMP, text, dialect) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-02", "2024-01-02 00:00:00"),
        ("2024-1-2", "2024-01-02 00:00:00"),
        ("2024-01-02T10:11:12Z", "2024-01-02 10:11:12"),
        ("2024-01-02T10:11:12+02:00", "2024-01-02 08:11:12"),
    ],
)
def test_iso_dates(text: str, moment: str) -> None:
    """ISO forms are understood by query only: readByQuery refuses them (recorded)."""
    assert floor_of(MOMENT, LiteralKind.TIMESTAMP, text, CodeDialect.DISPLAY) == Floor(moment, exact=True)
    assert floor_of(MOMENT, LiteralKind.TIMESTAMP, text, CodeDialect.STORED) is None


def test_dates_at_the_edge_of_time() -> None:
    """A time zone that leads out of the calendar is no moment instead of a crash."""
    assert floor_of(MOMENT, LiteralKind.TIMESTAMP, "0001-01-01T00:00:00+05:00", CodeDialect.DISPLAY) is None


@given(st.text("ab%_", max_size=6), st.text("ab", max_size=6))
def test_matching_agrees_with_sqlite(pattern: str, text: str) -> None:
    """Patterns against display spellings match as SQLite's LIKE does."""
    with sqlite3.connect(":memory:") as connection:
        (expected,) = connection.execute("SELECT ? LIKE ?", (text, pattern)).fetchone()
    connection.close()
    assert matches(pattern, text) is bool(expected)


def test_matching_hostile_patterns_ends() -> None:
    """A pattern of many wildcards does not take exponential time."""
    assert not matches("%a" * 200 + "b", "a" * 2000)
