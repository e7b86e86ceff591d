"""What no request may do: exhaust SQLite, or reach SQL as text."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest

from intacct_emulator.catalogue.model import Relationship
from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import (
    MAX_NESTING,
    Aggregate,
    AggregateFunction,
    And,
    Comparison,
    Filter,
    Not,
    NullTest,
    Operator,
    Or,
    OrderBy,
    Selection,
    nested_too_deep,
)
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.to_sql import Statement, compile_select
from intacct_emulator.records.visibility import Scope

from .samples import BILL, CATALOGUE, TODAY, columns, count, database, run, select


@pytest.fixture
def books() -> Iterator[sqlite3.Connection]:
    """Four bills."""
    connection = database({"BILL": [{"RECORDNO": number, "RATE": 12345678} for number in range(1, 5)]})
    yield connection
    connection.close()


def _numbers(connection: sqlite3.Connection, condition: Filter, *, case_insensitive: bool = False) -> list[str]:
    selection = Selection(columns("RECORDNO"), condition, case_insensitive=case_insensitive)
    return [row[0] for row in run(connection, select(selection))]


def _refusal(selection: Selection, dialect: CodeDialect = CodeDialect.DISPLAY) -> tuple[str, str]:
    with pytest.raises(GatewayError) as caught:
        select(selection, dialect=dialect)
    return caught.value.stack[0].errorno, caught.value.stack[0].description2


@pytest.mark.parametrize("deep", [Comparison("RATE", Operator.NOT_LIKE, ("1%",)), Not(NullTest("STATE"))])
@pytest.mark.parametrize("kinds", [(And, Or), (Or, And), (Not, And)])
def test_deepest_filters_run(books: sqlite3.Connection, kinds: tuple[type, type], deep: Filter) -> None:
    """The deepest filters that are let through do not exhaust SQLite's parser, in any kind of statement."""
    leaf, condition = NullTest("RECORDNO"), deep
    for level in range(MAX_NESTING - 1 - isinstance(deep, Not)):
        kind = kinds[level % 2]
        condition = Not(condition) if kind is Not else kind((leaf, condition))
    assert not nested_too_deep(condition)
    assert nested_too_deep(Not(condition))
    paged = Selection(columns("RECORDNO", "VENDORNAME"), condition, (OrderBy("STATE"),), limit=1, offset=1)
    grouped = Selection(columns("VENDORNAME", Aggregate(AggregateFunction.COUNT, "RECORDNO")), condition)
    for statement in (select(paged), count(paged), select(grouped), count(grouped)):
        run(books, statement)


def test_longest_filters_run(books: sqlite3.Connection) -> None:
    """Thousands of conditions run; more than SQLite could take are refused in the dialect's way."""
    many = tuple(Comparison("RECORDNO", Operator.EQUAL, (str(number),)) for number in range(1, 9_000))
    assert _numbers(books, Or(many)) == ["1", "2", "3", "4"]
    assert _numbers(books, And(many)) == []
    letters = Or(tuple(Comparison("RECORDID", Operator.EQUAL, ("é" * 9,)) for _ in range(2_000)))
    assert _numbers(books, letters, case_insensitive=True) == []
    over = Selection(columns("RECORDNO"), Or(many + many))
    assert _refusal(over)[1] == "The number of filter values exceeds the maximum of 10000."
    assert _refusal(over, CodeDialect.STORED)[0] == "DL02000001"
    wide = Selection(columns("RECORDNO"), Comparison("RECORDID", Operator.LIKE, ("x" * 50_000,)))
    assert _refusal(wide)[0] == "XL03000006"


def test_widest_selects(books: sqlite3.Connection) -> None:
    """As many joins as SQLite takes run; fields beyond them cannot be queried, instead of failing inside SQLite."""
    relationships = tuple(
        Relationship(f"R{number}", "TERM", "", "MANY2ONE", "LINES", "RECORDNO", "LINES") for number in range(70)
    )
    hub = replace(BILL, relationships=relationships)
    names = [f"R{number}.NAME" for number in range(70)]

    def compiled(number: int) -> Statement:
        return compile_select(
            hub,
            CATALOGUE,
            Selection(columns(*names[:number])),
            scope=Scope(),
            dialect=CodeDialect.DISPLAY,
            today=TODAY,
        )

    assert len(run(books, compiled(60))) == 4
    with pytest.raises(GatewayError, match=r"\[R60\.NAME, R61\.NAME\]"):
        compiled(62)


HOSTILE = [
    "'; DROP TABLE BILL; --",
    '" OR 1=1 --',
    "' OR '1'='1",
    "\\' OR 1=1 --",
    "%' ESCAPE '",
    "x\u2019 OR \u2019\u2019=\u2019",
    ":p0",
    "{row}",
    "\U0001f4a3",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("dialect", list(CodeDialect))
def test_hostile_values_stay_values(value: str, dialect: CodeDialect) -> None:
    """No literal becomes SQL text, and each is found as the text it is."""
    connection = database({"BILL": [{"RECORDNO": 1, "RECORDID": value}, {"RECORDNO": 2, "RECORDID": "x"}]})
    for operator in (Operator.EQUAL, Operator.IN, Operator.GREATER_OR_EQUAL):
        selection = Selection(columns("RECORDNO"), Comparison("RECORDID", operator, (value,)))
        statement = select(selection, dialect=dialect)
        assert value not in statement.sql or value == ":p0"
        assert ["1"] in run(connection, statement)
    for name in ("RECORDNO\0", f"VENDOR.{value}", value):
        assert _refusal(Selection(columns(name), None), dialect)[0] in ("XL03000006", "DL02000001")
    connection.close()
