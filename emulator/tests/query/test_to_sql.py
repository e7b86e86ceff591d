"""Compiling selections: what they yield, whose rows they see, how they are refused."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import (
    Aggregate,
    AggregateFunction,
    And,
    Comparison,
    Filter,
    NullTest,
    Operator,
    Or,
    OrderBy,
    Selection,
)
from intacct_emulator.query.from_text import parse_query_text
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.paths import dead_ends
from intacct_emulator.query.to_sql import compile_count
from intacct_emulator.records.visibility import Scope

from .samples import BILL, CATALOGUE, TODAY, VENDOR, Row, columns, count, database, run, select

STORED = CodeDialect.STORED
ROWS: dict[str, list[Row]] = {
    "TERM": [{"RECORDNO": 1, "NAME": "Net 30", "DAYS": 30}],
    "VENDOR": [
        {"RECORDNO": 1, "VENDORID": "V1", "NAME": "Regal", "STATUS": "T", "CREDITLIMIT": 500000, "TERMKEY": 1},
        {"RECORDNO": 2, "VENDORID": "V2", "NAME": "Boffo", "STATUS": "F", "PARENTID": "V1", "MAILADDRESS.CITY": "Ulm"},
    ],
    "BILL": [
        {"RECORDNO": 3, "VENDORID": "V1", "TOTALDUE": 1001, "LINES": 1, "RAWSTATE": "P", "WHENDUE": "2024-03-20"},
        {"RECORDNO": 1, "VENDORID": "V2", "TOTALDUE": -350, "LINES": 2, "RAWSTATE": "D", "MEGAENTITYKEY": 7},
        {"RECORDNO": 2, "VENDORID": "V1", "TOTALDUE": 1000, "LINES": 2, "RAWSTATE": "C", "MEGAENTITYKEY": 8},
        {"RECORDNO": 4, "VENDORID": None, "TOTALDUE": None, "ONHOLD": "T", "STATUS": "T", "RATE": 12345678},
    ],
}


@pytest.fixture
def books() -> Iterator[sqlite3.Connection]:
    """The rows above."""
    connection = database(ROWS)
    yield connection
    connection.close()


def _numbers(connection: sqlite3.Connection, condition: Filter | None, **more: object) -> list[str]:
    dialect = more.pop("dialect", CodeDialect.DISPLAY)
    selection = Selection(columns("RECORDNO"), condition, **more)  # type: ignore[arg-type]
    return [row[0] for row in run(connection, select(selection, dialect=dialect))]  # type: ignore[arg-type]


def _refusal(selection: Selection, dialect: CodeDialect = CodeDialect.DISPLAY) -> tuple[str, str]:
    with pytest.raises(GatewayError) as caught:
        select(selection, dialect=dialect)
    return caught.value.stack[0].errorno, caught.value.stack[0].description2


def test_columns_from_everywhere(books: sqlite3.Connection) -> None:
    """Own columns, fields read through relationships, dotted names and formulas come as wire text, named as the
    catalogue spells them, each once, with one join for each path."""
    statement = select(
        Selection(
            columns(
                *[
                    "recordno",
                    "VENDORNAME",
                    "VendorTerm",
                    "PAYTO.MAILADDRESS.CITY",
                    "vendor.term.days",
                    "VENDOR.CREDITLIMIT",
                ],
                *["VENDOR.STATUS", "STATE", "DUE_IN_DAYS", "RATE", "ONHOLD", "RECORDNO", "NOT_BUILT", "NOWHERE"],
            )
        )
    )
    assert [output.name for output in statement.outputs] == [
        "RECORDNO",
        "VENDORNAME",
        "VENDORTERM",
        "PAYTO.MAILADDRESS.CITY",
        "VENDOR.TERM.DAYS",
        "VENDOR.CREDITLIMIT",
        "VENDOR.STATUS",
        "STATE",
        "DUE_IN_DAYS",
        "RATE",
        "ONHOLD",
        "NOT_BUILT",
        "NOWHERE",
    ]
    assert run(books, statement) == [
        ["1", "Boffo", "", "Ulm", "", "", "inactive", "Draft", "", "", "", "", ""],
        ["2", "Regal", "Net 30", "", "30", "5000", "active", "Paid", "", "", "", "", ""],
        ["3", "Regal", "Net 30", "", "30", "5000", "active", "Posted", "5", "", "", "", ""],
        ["4", "", "", "", "", "", "", "", "", "0.12345678", "true", "", ""],
    ]
    assert statement.sql.count("LEFT JOIN") == 3
    assert statement.tables == {"BILL", "VENDOR", "TERM"}
    assert statement.params["today"] == "2024-03-15"


def test_formulas_name_their_tables() -> None:
    """Tables that a formula reads are listed with those of the joins."""
    formula = """(SELECT count(*) FROM "TERM" JOIN "VENDOR" ON 1 WHERE "TERM"."NAME" <> {row}."RECORDID")"""
    fields = (replace(f, formula=formula) if f.id == "NOT_BUILT" else f for f in BILL.fields)
    statement = compile_count(
        replace(BILL, fields=tuple(fields)),
        CATALOGUE,
        Selection(columns("RECORDNO"), Comparison("NOT_BUILT", Operator.EQUAL, ("1",))),
        scope=Scope(include_private=True),
        dialect=CodeDialect.DISPLAY,
        today=TODAY,
    )
    assert statement.tables == {"BILL", "VENDOR", "TERM"}


def test_dead_ends_are_found() -> None:
    """The check of the data names the fields that can only read as empty."""
    assert list(dead_ends(BILL, CATALOGUE)) == ["NOT_BUILT", "NOWHERE"]
    assert list(dead_ends(VENDOR, CATALOGUE)) == []


@pytest.mark.parametrize(
    "name",
    ["VENDOR.PARENT.NAME", "VENDOR.PARENT.TERM.NAME", "PAYTO.NAME"],
)
def test_chains_that_are_followed(name: str) -> None:
    """A chain of relationships may take one hop up a hierarchy."""
    assert select(Selection(columns(name))).outputs[0].name == name


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        (["BASEUOM"], "BASEUOM"),
        (["RECORDNO", "PAYTOCONTACTNAME", "TOTALDUE", "x.Y"], "PAYTOCONTACTNAME, x.Y"),
        (["ACTION"], "ACTION"),
        (["*"], "*"),
        (["VENDOR"], "VENDOR"),
        (["VENDOR."], "VENDOR."),
        (["VENDOR.NOPE"], "VENDOR.NOPE"),
        (["VENDOR.PARENT.PARENT.NAME"], "VENDOR.PARENT.PARENT.NAME"),
        (["LINE.RECORDNO"], "LINE.RECORDNO"),
        (['RECORDNO" FROM sqlite_master --'], 'RECORDNO" FROM sqlite_master --'),
    ],
)
def test_unqueryable_fields(names: list[str], listed: str) -> None:
    """All unknown, write-only and unreachable selected fields are named in one error, for select and for orderby."""
    expected = ("XL03000006", f"The following fields cannot be queried: [ bill: [{listed}] ]")
    assert _refusal(Selection(columns(*names))) == expected
    assert _refusal(Selection(columns("RECORDNO"), order=tuple(OrderBy(name) for name in names))) == expected


def test_unknown_filter_fields() -> None:
    """The first unknown field of a filter is named, in the recorded text."""
    condition = And((NullTest("NOPE"), Or((NullTest("VENDOR.NOPE"), NullTest("NOPE"), NullTest("RECORDNO")))))
    expected = ("XL03000010", "Field requested is not valid: bill.NOPE")
    assert _refusal(Selection(columns("RECORDNO"), condition)) == expected


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("RECORDNO", Operator.EQUAL, "abc"),
        ("TOTALDUE", Operator.LESS, "1,000"),
        ("TOTALDUE", Operator.GREATER, ""),
        ("WHENDUE", Operator.EQUAL, "yesterday"),
        ("WHENMODIFIED", Operator.GREATER_OR_EQUAL, "31/12/2024"),
        ("ONHOLD", Operator.EQUAL, "maybe"),
        ("RECORDID", Operator.LIKE, ""),
        ("VENDOR.TERM.DAYS", Operator.IN, "x"),
    ],
)
def test_bad_literals(field: str, operator: Operator, value: str) -> None:
    """A literal that is no value of its field is refused by value and field."""
    assert _refusal(Selection(columns("RECORDNO"), Comparison(field, operator, (value,)))) == (
        "XL03000006",
        f"The value '{value}' is not valid for the field {field}.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "NOPE = 1",
        "RECORDNO = 'x'",
        "WHENDUE = '2024-01-01'",
        "WHENMODIFIED >= '2024-01-01T00:00:00Z'",
        "VENDOR.NAME = 'Regal'",
        "ACTION = 'x'",
        "A = 1",
        "TOTALDUE < ''",
        "rownum < 5 or RECORDNO = 1",
        "not rownum < 5",
    ],
)
def test_query_text_faults(text: str) -> None:
    """readByQuery has one answer for everything: bad fields, bad literals, conditions through joins, ISO dates."""
    expected = ("DL02000001", "There was an error processing the request.")
    assert _refusal(Selection(columns("RECORDNO"), parse_query_text(text)), STORED) == expected
    assert _refusal(Selection(columns("RECORDNO", "NOPE")), STORED) == expected
    assert _refusal(Selection(columns("VENDOR.NOPE")), STORED) == expected


def test_dialects_spell_codes_differently(books: sqlite3.Connection) -> None:
    """query filters by display spelling (or code), readByQuery by stored code, and STATE by the raw one behind it."""
    assert _numbers(books, parse_query_text("STATE = 'Paid'")) == ["2"]
    assert _numbers(books, parse_query_text("STATE = 'Paid'"), dialect=STORED) == []
    assert _numbers(books, parse_query_text("STATE = 'C'"), dialect=STORED) == ["2"]
    assert _numbers(books, parse_query_text("STATUS = 'active'")) == ["4"]
    assert _numbers(books, parse_query_text("STATUS = 'T'")) == ["4"]
    assert _numbers(books, parse_query_text("STATUS = 'active'"), dialect=STORED) == []
    assert _numbers(books, parse_query_text("STATUS = 'T'"), dialect=STORED) == ["4"]
    assert _numbers(books, parse_query_text("ONHOLD = 'TRUE'")) == ["4"]
    assert _numbers(books, parse_query_text("ONHOLD = 'T'"), dialect=STORED) == ["4"]
    assert _numbers(books, parse_query_text("VENDORNAME = 'Regal'"), dialect=STORED) == ["2", "3"]


def test_more_decimals_than_stored(books: sqlite3.Connection) -> None:
    """Literals are never rounded to the field: 10.005 lies between 10.00 and 10.01 and equals neither."""
    assert _numbers(books, parse_query_text("TOTALDUE < 10.005")) == ["1", "2"]
    assert _numbers(books, parse_query_text("TOTALDUE >= 10.005")) == ["3"]
    assert _numbers(books, parse_query_text("TOTALDUE = 10.005")) == []
    assert _numbers(books, parse_query_text("TOTALDUE <> 10.005")) == ["1", "2", "3"]
    assert _numbers(books, parse_query_text(f"TOTALDUE < {'9' * 300}")) == ["1", "2", "3"]
    assert _numbers(books, parse_query_text(f"TOTALDUE > -{'9' * 300}")) == ["1", "2", "3"]


def test_empty_rows_and_empty_values(books: sqlite3.Connection) -> None:
    """Empty fields satisfy no comparison but the one with the empty value."""
    assert _numbers(books, parse_query_text("VENDORID <> 'V1'")) == ["1"]
    assert _numbers(books, parse_query_text("not VENDORID = 'V1'")) == ["1"]
    assert _numbers(books, parse_query_text("VENDORID = ''")) == ["4"]
    assert _numbers(books, parse_query_text("VENDORID <> ''")) == ["1", "2", "3"]
    assert _numbers(books, parse_query_text("VENDORID in ('', 'V2')")) == ["1", "4"]
    assert _numbers(books, parse_query_text("VENDORID not in ('', 'V2')")) == ["2", "3"]


def test_letter_case(books: sqlite3.Connection) -> None:
    """Comparison and patterns mind letter case unless asked not to, beyond ASCII too."""
    books.execute("""UPDATE "BILL" SET "RECORDID" = 'CAFÉ*[1]' WHERE "RECORDNO" = 1""")
    for text in ("RECORDID = 'café*[1]'", "RECORDID like 'c_fé%]'", "RECORDID in ('x', 'Café*[1]')"):
        assert _numbers(books, parse_query_text(text)) == []
        assert _numbers(books, parse_query_text(text), case_insensitive=True) == ["1"]
    assert _numbers(books, parse_query_text("RECORDID like 'CAF_*[%'")) == ["1"]
    assert _numbers(books, parse_query_text("RECORDID like 'CAF_?[%'")) == []
    assert _numbers(books, parse_query_text("RECORDID not in ('é', 'b')"), case_insensitive=True) == ["1"]
    assert _numbers(books, parse_query_text("STATUS = 'ACTIVE'")) == []
    assert _numbers(books, parse_query_text("STATUS = 'ACTIVE'"), case_insensitive=True) == ["4"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), ["3", "4"]),
        (Scope(include_private=True), ["1", "2", "3", "4"]),
        (Scope(entity_key=7), ["1", "3", "4"]),
        (Scope(entity_key=7, include_private=True), ["1", "3", "4"]),
        (Scope(entity_key=9), ["3", "4"]),
    ],
)
def test_scope(books: sqlite3.Connection, scope: Scope, expected: list[str]) -> None:
    """Rows of entities are private at top level, unless asked for; an entity sees its own and the company's."""
    selection = Selection(columns("RECORDNO"))
    assert run(books, select(selection, scope=scope)) == [[number] for number in expected]
    assert run(books, count(selection, scope=scope)) == [[str(len(expected))]]
    widened = Selection(columns("RECORDNO"), Or((NullTest("RECORDNO"), NullTest("RECORDNO", negated=True))))
    assert run(books, select(widened, scope=scope)) == [[number] for number in expected]


def test_order(books: sqlite3.Connection) -> None:
    """Rows come by record number, or by the keys asked for, empty ones last (first when descending), record number
    deciding between equals."""
    assert _numbers(books, None) == ["1", "2", "3", "4"]
    assert _numbers(books, None, order=(OrderBy("TOTALDUE"),)) == ["1", "2", "3", "4"]
    assert _numbers(books, None, order=(OrderBy("TOTALDUE", descending=True),)) == ["4", "3", "2", "1"]
    assert _numbers(books, None, order=(OrderBy("VENDORNAME"), OrderBy("LINES"))) == ["1", "3", "2", "4"]
    assert _numbers(books, None, order=(OrderBy("LINES"),)) == ["3", "1", "2", "4"]
    assert _numbers(books, None, order=(OrderBy("VENDOR.NAME", descending=True),)) == ["4", "3", "2", "1"]


@pytest.mark.parametrize("names", [("RECORDNO",), ("RECORDNO", "VENDORNAME")])
@pytest.mark.parametrize("order", [(), (OrderBy("LINES"),), (OrderBy("VENDORNAME", descending=True),)])
@pytest.mark.parametrize("text", ["", "LINES <> 1 or LINES is null", "VENDORNAME <> 'x'"])
def test_pages_join_to_the_whole(
    books: sqlite3.Connection, names: tuple[str, ...], order: tuple[OrderBy, ...], text: str
) -> None:
    """Pages by offset, whatever the joins, are the whole cut in pieces; the count is that of the whole."""
    condition = parse_query_text(text)
    whole = run(books, select(Selection(columns(*names), condition, order)))
    pages = [
        row
        for offset in range(5)
        for row in run(books, select(Selection(columns(*names), condition, order, limit=1, offset=offset)))
    ]
    assert pages == whole
    deep = select(Selection(columns("RECORDNO", "VENDORNAME"), None, limit=1, offset=1))
    assert "IN (SELECT" in deep.sql, "joins are not made for the rows that are skipped"
    assert len(whole) > 1
    assert run(books, count(Selection(columns(*names), condition, order, limit=1, offset=2))) == [[str(len(whole))]]


def test_offset_without_limit_and_after(books: sqlite3.Connection) -> None:
    """An offset alone skips rows; a reader may go on behind a record number, which does not change the count."""
    assert _numbers(books, None, offset=3) == ["4"]
    assert _numbers(books, None, after=2, limit=1) == ["3"]
    assert run(books, count(Selection(columns("RECORDNO"), after=2))) == [["4"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rownum = 1", ["1"]),
        ("rownum < 3", ["1", "2"]),
        ("rownum > 2", ["3", "4"]),
        ("rownum >= 2 and rownum <= 3", ["2", "3"]),
        ("LINES = 2 and rownum <= 1", ["1"]),
        ("VENDORID = 'V1' and rownum = 2", ["3"]),
        ("rownum < 1", []),
        ("rownum > 999999999999999999", []),
        ("rownum < 2 and rownum > 5", []),
    ],
)
def test_rownum(books: sqlite3.Connection, text: str, expected: list[str]) -> None:
    """Row numbers count what the rest of the filter leaves; pages and counts stay inside their window."""
    condition = parse_query_text(text)
    assert _numbers(books, condition, dialect=STORED) == expected
    assert _numbers(books, condition, dialect=STORED, limit=1) == expected[:1]
    assert _numbers(books, condition, dialect=STORED, limit=5, offset=1) == expected[1:]
    selection = Selection(columns("RECORDNO"), condition, limit=1)
    assert run(books, count(selection, dialect=STORED)) == [[str(len(expected))]]


def test_aggregates(books: sqlite3.Connection) -> None:
    """Aggregates group by the plain columns, are exact, and count groups for the total."""
    selection = Selection(
        columns(
            "VENDORID",
            *(Aggregate(function, "totaldue") for function in AggregateFunction),
            Aggregate(AggregateFunction.AVG, "LINES"),
            Aggregate(AggregateFunction.MAX, "WHENDUE"),
            Aggregate(AggregateFunction.COUNT, "VENDOR.NAME"),
        )
    )
    statement = select(selection)
    assert [output.name for output in statement.outputs] == [
        "VENDORID",
        "COUNT.TOTALDUE",
        "AVG.TOTALDUE",
        "MIN.TOTALDUE",
        "MAX.TOTALDUE",
        "SUM.TOTALDUE",
        "AVG.LINES",
        "MAX.WHENDUE",
        "COUNT.VENDOR.NAME",
    ]
    assert run(books, statement) == [
        ["", "0", "", "", "", "", "", "", "0"],
        ["V1", "2", "10.01", "10", "10.01", "20.01", "1.5", "03/20/2024", "2"],
        ["V2", "1", "-3.5", "-3.5", "-3.5", "-3.5", "2", "", "1"],
    ]
    assert run(books, count(selection)) == [["3"]]


def test_aggregates_without_groups(books: sqlite3.Connection) -> None:
    """Without plain columns there is one group, of no rows too; a record number makes every row its own."""
    total = Aggregate(AggregateFunction.COUNT, "RECORDNO")
    none = parse_query_text("RECORDNO = 99")
    assert run(books, select(Selection((total,)))) == [["4"]]
    assert run(books, select(Selection((total,), none))) == [["0"]]
    assert run(books, count(Selection((total,), none))) == [["1"]]
    each = Selection(columns("RECORDNO", total), order=(OrderBy("TOTALDUE", descending=True),), limit=2, offset=1)
    assert run(books, select(each)) == [["3", "1"], ["2", "1"]]
    assert run(books, count(each)) == [["4"]]


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=6))
def test_sums_and_averages_are_exact(amounts: list[int]) -> None:
    """Sums are exact and averages rounded half up, at any size."""
    connection = database({"BILL": [{"RECORDNO": number, "TOTALDUE": a} for number, a in enumerate(amounts)]})
    statement = select(
        Selection((Aggregate(AggregateFunction.SUM, "TOTALDUE"), Aggregate(AggregateFunction.AVG, "TOTALDUE")))
    )
    ((total, average),) = run(connection, statement)
    connection.close()
    expected = Decimal(sum(amounts)) / 100
    assert Decimal(total) == expected
    assert Decimal(average) == (expected / len(amounts)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("field", ["RECORDID", "WHENDUE", "STATUS", "ONHOLD", "NOPE"])
def test_sums_of_what_has_none(field: str) -> None:
    """Only numbers can be summed or averaged."""
    for function in (AggregateFunction.SUM, AggregateFunction.AVG):
        assert _refusal(Selection((Aggregate(function, field),)))[1] == (
            f"The following fields cannot be queried: [ bill: [{field}] ]"
        )


def test_a_field_orders_once(books: sqlite3.Connection) -> None:
    """Thousands of keys that name one field again are one key, the first; the order is that of the first."""
    often = (OrderBy("LINES", descending=True), *[OrderBy("LINES")] * 3000, OrderBy("lines"))
    assert _numbers(books, None, order=often) == _numbers(books, None, order=(OrderBy("LINES", descending=True),))
