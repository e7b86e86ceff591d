"""Parsing readByQuery's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import And, Comparison, Filter, Not, NullTest, Operator, Or, Rownum
from intacct_emulator.query.from_text import parse_query_text


def _equal(field: str, value: str) -> Comparison:
    return Comparison(field, Operator.EQUAL, (value,))


A, B, C = _equal("A", "1"), _equal("B", "2"), _equal("C", "3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (" \n\t", None),
        ("RECORDNO = '1'", _equal("RECORDNO", "1")),
        ("RECORDNO < 2", Comparison("RECORDNO", Operator.LESS, ("2",))),
        ("OBJ_ID = -10006", _equal("OBJ_ID", "-10006")),
        ("RATE>=+1.50", Comparison("RATE", Operator.GREATER_OR_EQUAL, ("+1.50",))),
        ("CONTRACTID='CTRC-001'", _equal("CONTRACTID", "CTRC-001")),
        ("A <> 'x'", Comparison("A", Operator.NOT_EQUAL, ("x",))),
        ("A!='x'", Comparison("A", Operator.NOT_EQUAL, ("x",))),
        ("A LiKe 'B%'", Comparison("A", Operator.LIKE, ("B%",))),
        ("A not  LIKE 'B%'", Comparison("A", Operator.NOT_LIKE, ("B%",))),
        ("A in('1',2 , '3')", Comparison("A", Operator.IN, ("1", "2", "3"))),
        ("A NOT IN ('1')", Comparison("A", Operator.NOT_IN, ("1",))),
        ("A is null", NullTest("A")),
        ("A IS NOT NULL", NullTest("A", negated=True)),
        ("MAILADDRESS.CITY = ''", _equal("MAILADDRESS.CITY", "")),
        (r"NAME = 'O\'Neil'", _equal("NAME", "O'Neil")),
        ("NAME = 'O''Neil'", _equal("NAME", "O'Neil")),
        ("NAME = ''''", _equal("NAME", "'")),
        (r"NAME = 'C:\\'", _equal("NAME", "C:\\")),
        (r"NAME = 'a\b'", _equal("NAME", r"a\b")),
        ("NAME = 'a AND b) -- \n'", _equal("NAME", "a AND b) -- \n")),
        ("A = 1 and B = 2 AND C = 3", And((A, B, C))),
        ("A = 1 or B = 2 and C = 3", Or((A, And((B, C))))),
        ("A = 1 and B = 2 or C = 3", Or((And((A, B)), C))),
        ("(A = 1 or B = 2) and C = 3", And((Or((A, B)), C))),
        ("A = 1 and (B = 2 and (C = 3))", And((A, B, C))),
        ("not A = 1 and B = 2", And((Not(A), B))),
        ("not (A = 1 and B = 2)", Not(And((A, B)))),
        ("NOT NOT A = 1", A),
        ("A = 1 or not B = 2 or C = 3", Or((A, Not(B), C))),
        ("rownum = 1", Rownum(1, 1)),
        ("ROWNUM < 5", Rownum(1, 4)),
        ("rownum <= '5'", Rownum(1, 5)),
        ("rownum > 5", Rownum(6)),
        ("rownum >= 5 and A = 1", And((Rownum(5), A))),
    ],
)
def test_grammar(text: str, expected: Filter | None) -> None:
    """Each form of the grammar has its tree."""
    assert parse_query_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SAMPLE",
        "A",
        "A =",
        "= 1",
        "A = B",
        "A == 1",
        "A = 'x",
        r"A = 'x\'",
        'A = "x"',
        "A = 1 B = 2",
        "A = 1 AND",
        "AND A = 1",
        "A = 1 AND OR B = 2",
        "(A = 1",
        "A = 1)",
        "()",
        "A in ()",
        "A in ('1'",
        "A in '1'",
        "A in ('1',)",
        "A like",
        "A is 1",
        "A not null",
        "A not = 1",
        "A = NULL",
        "A = 1 ORDER BY A",
        "A = 1; DROP TABLE BILL",
        "A = 1 -- x",
        "A = 1e5",
        "A = 0x1F",
        "1A = 1",
        "A between 1 and 2",
        "rownum like '1'",
        "rownum = 'x'",
        "rownum <> 1",
        "rownum = -1",
        "A = 1 /* x */",
    ],
)
def test_faults(text: str) -> None:
    """Every fault of the text has the one recorded answer."""
    with pytest.raises(GatewayError) as caught:
        parse_query_text(text)
    error = caught.value.stack
    assert error == (protocol.QUERY_TEXT_ERROR.fill(),)
    assert (error[0].errorno, error[0].description) == ("DL02000001", "Error")
    assert error[0].description2 == "There was an error processing the request."


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + "A = 1" + ")" * 100_000,
        "(" * 100_000,
        "NOT (" * 5_000 + "A = 1" + ")" * 5_000,
        "A = 1 OR (B = 1 AND (" * 40 + "A = 1" + "))" * 40,
        "A in (" + ",".join(["1"] * 1001) + ")",
    ],
)
def test_hostile_depth(text: str) -> None:
    """Depth and length without bounds are a fault of the text, not of the program."""
    with pytest.raises(GatewayError, match="There was an error processing the request"):
        parse_query_text(text)


def test_harmless_depth() -> None:
    """Parentheses that query builders wrap around every step of a long chain are no depth."""
    assert parse_query_text("(" * 300 + "A = 1" + " and B = 2)" * 300) == And((A, *[B] * 300))
    assert parse_query_text("NOT " * 10_001 + "A = 1") == Not(A)


@given(st.text(alphabet="AB=<>'\\() ,1.\nandorti NOLKE", max_size=40))
def test_any_text_parses_or_faults(text: str) -> None:
    """No text makes the parser fail in another way than the documented one."""
    try:
        parse_query_text(text)
    except GatewayError as error:
        errorno = error.stack[0].errorno
    else:
        errorno = "DL02000001"
    assert errorno == "DL02000001"
