"""Random rows, random filters, and both written grammars of a filter."""

import random
from collections.abc import Callable
from datetime import date, datetime
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from intacct_emulator.catalogue.model import DataType
from intacct_emulator.query.ast import (
    And,
    Comparison,
    Filter,
    Not,
    NullTest,
    Operator,
    Or,
    Rownum,
    all_of,
    any_of,
    negation,
)

from .naive import field_named
from .samples import Row

LETTERS = "aAbBéÉüÜ'\"%_*?[]\\;-) 1"
TEXTS = st.text(alphabet=LETTERS, min_size=1, max_size=4).filter(lambda text: bool(text.strip()))
HOSTILE = st.sampled_from(
    ["'; DROP TABLE BILL; --", '" OR 1=1 --', "\\'", "') OR ('1'='1", "x\u2028y", "\U0001f600", "0x1F", ":p0", "?1"]
)
DATES = st.dates(date(2023, 12, 30), date(2024, 1, 3))
MOMENTS = st.builds(
    lambda day, hour, second: datetime(day.year, day.month, day.day, hour, 0, second),  # noqa: DTZ001
    DATES,
    st.sampled_from([0, 12, 23]),
    st.sampled_from([0, 1, 59]),
)
_MAYBE = st.none()


def _row(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({name: _MAYBE | strategy for name, strategy in fields.items()})


BILL_ROW = _row(
    RECORDID=TEXTS,
    VENDORID=st.sampled_from(["V1", "V2", "V9"]),
    STATUS=st.sampled_from(["T", "F"]),
    RAWSTATE=st.sampled_from(["D", "P", "C"]),
    ONHOLD=st.sampled_from(["T", "F"]),
    KIND=st.sampled_from(["Goods", "Services"]),
    TOTALDUE=st.integers(-1002, 1002),
    RATE=st.integers(-(10**8) - 1, 10**8 + 1),
    LINES=st.integers(-2, 3),
    WHENDUE=DATES.map(date.isoformat),
    WHENMODIFIED=MOMENTS.map(lambda moment: moment.isoformat(" ")),
)
VENDOR_ROW = _row(
    NAME=TEXTS,
    STATUS=st.sampled_from(["T", "F"]),
    CREDITLIMIT=st.integers(-1002, 1002),
    TERMKEY=st.sampled_from([1, 2, 3]),
)
TERM_ROW = _row(NAME=TEXTS, DAYS=st.integers(0, 3))


@st.composite
def companies(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Rows of all three tables, whose references sometimes lead nowhere."""
    bills = draw(st.lists(BILL_ROW, max_size=8))
    vendors = draw(st.lists(VENDOR_ROW, max_size=2))
    terms = draw(st.lists(TERM_ROW, max_size=2))
    return {
        "BILL": [{"RECORDNO": number, **row} for number, row in enumerate(bills, 1)],  # type: ignore[dict-item]
        "VENDOR": [
            {"RECORDNO": number, "VENDORID": f"V{number}", **row}  # type: ignore[dict-item]
            for number, row in enumerate(vendors, 1)
        ],
        "TERM": [{"RECORDNO": number, **row} for number, row in enumerate(terms, 1)],  # type: ignore[dict-item]
    }


OWN_FIELDS = [
    "RECORDNO",
    "RECORDID",
    "VENDORID",
    "VENDORNAME",
    "VENDORTERM",
    "STATUS",
    "STATE",
    "RAWSTATE",
    "DUE_IN_DAYS",
    "ONHOLD",
    "KIND",
    "TOTALDUE",
    "RATE",
    "LINES",
    "WHENDUE",
    "WHENMODIFIED",
]
RELATED_FIELDS = ["VENDOR.NAME", "VENDOR.STATUS", "VENDOR.CREDITLIMIT", "VENDOR.TERM.NAME", "VENDOR.TERM.DAYS"]
_NUMBERS = st.sampled_from(
    ["0", "1", "-1", "10", "10.0", "10.00", "10.005", "-10.005", "+10.01", ".5", "1.00000001", "1.000000005", "2."]
) | st.decimals(-11, 11, places=3).map(lambda number: f"{number:f}")


def _literals(name: str, *, display: bool) -> st.SearchStrategy[str]:
    field = field_named(name)
    if field.type is DataType.BOOLEAN:
        return st.sampled_from(["true", "FALSE", "T", "f"] if display else ["T", "F", "true"])
    if name.endswith("STATUS"):
        return st.sampled_from(["active", "inactive", "T", "F", "other"])
    if name in ("STATE", "RAWSTATE"):
        return st.sampled_from(["Draft", "Posted", "Paid", "D", "P", "C"])
    if name == "KIND":
        return st.sampled_from(["Goods", "Services", "goods"])
    if field.type in (DataType.CURRENCY, DataType.DECIMAL, DataType.INTEGER):
        return _NUMBERS
    if field.type in (DataType.DATE, DataType.TIMESTAMP):
        forms = ["%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%m-%d-%Y"]
        forms += ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"] if display else []
        return st.builds(lambda moment, form: moment.strftime(form), MOMENTS, st.sampled_from(forms))
    return TEXTS | HOSTILE


@st.composite
def comparisons(draw: st.DrawFn, *, display: bool) -> Filter:
    """A condition on one field, of any type."""
    name = draw(st.sampled_from(OWN_FIELDS + (RELATED_FIELDS if display else [])))
    if draw(st.integers(0, 7)) == 0:
        return NullTest(name, draw(st.booleans()))
    operators = [operator for operator in Operator if display or operator is not Operator.BETWEEN]
    operator = draw(st.sampled_from(operators))
    literal = _literals(name, display=display)
    if operator in (Operator.LIKE, Operator.NOT_LIKE):
        pattern = literal | st.builds(lambda text, at: text[:at] + "%" + text[at + 1 :], literal, st.integers(0, 6))
        return Comparison(name, operator, (draw(pattern),))
    if operator in (Operator.IN, Operator.NOT_IN):
        return Comparison(name, operator, tuple(draw(st.lists(literal | st.just(""), min_size=1, max_size=3))))
    if operator in (Operator.EQUAL, Operator.NOT_EQUAL):
        literal |= st.just("")
    return Comparison(name, operator, tuple(draw(literal) for _ in range(1 + (operator is Operator.BETWEEN))))


def filters(*, display: bool) -> st.SearchStrategy[Filter]:
    """Trees of conditions; only the text grammar can write NOT."""

    def joined(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
        several = st.lists(inner, min_size=2, max_size=3)
        both = several.map(all_of) | several.map(any_of)
        return both if display else both | inner.map(negation)

    return st.recursive(comparisons(display=display), joined, max_leaves=6)


_ELEMENTS = {
    Operator.EQUAL: "equalto",
    Operator.NOT_EQUAL: "notequalto",
    Operator.LESS: "lessthan",
    Operator.LESS_OR_EQUAL: "lessthanorequalto",
    Operator.GREATER: "greaterthan",
    Operator.GREATER_OR_EQUAL: "greaterthanorequalto",
    Operator.LIKE: "like",
    Operator.NOT_LIKE: "notlike",
    Operator.IN: "in",
    Operator.NOT_IN: "notin",
    Operator.BETWEEN: "between",
}


def to_xml(condition: Filter) -> str:
    """A condition as `<query>` writes it."""
    if isinstance(condition, And | Or):
        name = "and" if isinstance(condition, And) else "or"
        return f"<{name}>{''.join(map(to_xml, condition.conditions))}</{name}>"
    assert not isinstance(condition, Not | Rownum)
    field = f"<field>{condition.field}</field>"
    if isinstance(condition, NullTest):
        name = "isnotnull" if condition.negated else "isnull"
        return f"<{name}>{field}</{name}>"
    values = "".join(f"<value>{escape(value)}</value>" for value in condition.values)
    name = _ELEMENTS[condition.operator]
    return f"<{name}>{field}{values}</{name}>"


def to_text(condition: Filter, seed: int) -> str:
    """A condition as `readByQuery` writes it, keywords and blanks as the seed has them."""
    chance = random.Random(seed)
    return _text(condition, lambda *choices: chance.choice(choices))


def _text(condition: Filter, pick: Callable[..., str]) -> str:
    if isinstance(condition, And | Or):
        word = pick("and", "AND", "And") if isinstance(condition, And) else pick("or", "OR", "Or")
        return f" {word} ".join(f"({_text(child, pick)})" for child in condition.conditions)
    if isinstance(condition, Not):
        return f"{pick('not', 'NOT')} ({_text(condition.condition, pick)})"
    assert not isinstance(condition, Rownum)
    if isinstance(condition, NullTest):
        return f"{condition.field} {pick('is', 'IS')} {pick('not', 'NOT') + ' ' if condition.negated else ''}null"
    literals = [_quoted(value, pick) for value in condition.values]
    word = pick(condition.operator.value, condition.operator.value.upper())
    if condition.operator in (Operator.IN, Operator.NOT_IN):
        return f"{condition.field} {word}{pick('', ' ')}({pick(',', ', ').join(literals)})"
    blank = " " if word.replace(" ", "").isalpha() else pick("", " ")
    return f"{condition.field}{blank}{word}{blank}{literals[0]}"


def _quoted(value: str, pick: Callable[..., str]) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", pick("\\'", "''")) + "'"
