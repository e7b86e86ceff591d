"""Elements to rows."""

import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from intacct_client import FieldValueError, IntacctError, MissingFieldError, Row
from intacct_client.rows import is_plural, lines_of, row_of
from intacct_client.values import wire_text


def test_fields_are_texts_and_empty_ones_none() -> None:
    """Values come back as the gateway wrote them; an empty element is ``None``; dotted names stay."""
    row = row_of(etree.fromstring("<v><ID>1</ID><NAME/><JOURNAL.SYMBOL>GJ</JOURNAL.SYMBOL><C><D>x</D></C></v>"))
    assert row == {"ID": "1", "NAME": None, "JOURNAL.SYMBOL": "GJ", "C": {"D": "x"}}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_lines_have_one_shape_however_many_there_are(count: int) -> None:
    """A document with one line reads like one with several."""
    lines = "<arinvoiceitem><AMOUNT>5</AMOUNT></arinvoiceitem>" * count
    row = row_of(etree.fromstring(f"<v><ARINVOICEITEMS>{lines}</ARINVOICEITEMS></v>"))
    assert row == {"ARINVOICEITEMS": {"arinvoiceitem": [{"AMOUNT": "5"}] * count}}
    assert lines_of(row, "ARINVOICEITEMS") == [{"AMOUNT": "5"}] * count


def test_lines_of_a_document_without_lines_are_none() -> None:
    """An empty or absent container has no lines."""
    assert lines_of(row_of(etree.fromstring("<v><ITEMS/></v>")), "ITEMS") == []
    assert lines_of({}, "ITEMS") == []


def test_a_repeated_child_becomes_a_list_outside_plurals_too() -> None:
    """Nothing is overwritten when a name comes again."""
    assert row_of(etree.fromstring("<v><x>1</x><x>2</x><x>3</x></v>")) == {"x": ["1", "2", "3"]}


@pytest.mark.parametrize(
    ("name", "singular", "expected"),
    [
        ("entries", "glentry", True),
        ("gltransactionentries", "glentry", True),
        ("invoiceitems", "lineitem", True),
        ("policies", "policy", True),
        ("displaycontact", "mailaddress", False),
        ("billto", "contact", False),
    ],
)
def test_plurals(name: str, singular: str, expected: bool) -> None:
    """Line containers are told from nested records by their names."""
    assert is_plural(name, singular) is expected


ROW = row_of(
    etree.fromstring(
        "<invoice><RECORDNO>42</RECORDNO><TOTALDUE>-1200.50</TOTALDUE><NAME> Ada </NAME><NOTE/><WHENPAID/>"
        "<READ>2026-11-05</READ><QUERIED>11/05/2026</QUERIED><LEGACY><year>2026</year><month>11</month><day>5</day>"
        "</LEGACY><UNSET><year/><month/><day/></UNSET><YES>true</YES><NO>F</NO><MOMENT>2026-11-25T13:36:31Z</MOMENT>"
        "<QMOMENT>11/25/2026 13:36:31</QMOMENT><CONTACT><CITY>Ulm</CITY></CONTACT>"
        "<ITEMS><item><AMOUNT>5.10</AMOUNT></item></ITEMS><NOITEMS/></invoice>"
    )
)


def test_fields_are_read_as_what_they_are() -> None:
    """Each accessor gives the Python value; a date is one in all three forms it comes in."""
    assert ROW.text("NAME") == " Ada "
    assert ROW.text("NOTE") == ""
    assert ROW.integer("RECORDNO") == 42
    assert str(ROW.decimal("TOTALDUE")) == "-1200.50"
    assert {ROW.date(name) for name in ("READ", "QUERIED", "LEGACY")} == {date(2026, 11, 5)}
    assert ROW.timestamp("MOMENT") == datetime(2026, 11, 25, 13, 36, 31, tzinfo=UTC)
    assert ROW.timestamp("QMOMENT") == datetime.fromisoformat("2026-11-25T13:36:31")
    assert (ROW.flag("YES"), ROW.flag("NO")) == (True, False)
    assert ROW.row("CONTACT").text("CITY") == "Ulm"
    assert ROW.row("NOTE") == {}
    assert [line.decimal("AMOUNT") for line in ROW.lines("ITEMS")] == [Decimal("5.10")]
    assert ROW.lines("NOITEMS") == []


def test_a_default_stands_for_an_empty_field_only() -> None:
    """Without a default an empty field is an error; a wrong or absent one is an error with a default too."""
    assert ROW.date("WHENPAID", default=None) is None
    assert ROW.date("UNSET", None) is None
    assert ROW.decimal("WHENPAID", Decimal(0)) == 0
    for name in ("WHENPAID", "UNSET"):
        with pytest.raises(FieldValueError, match=name):
            ROW.date(name)
    with pytest.raises(FieldValueError, match=r"WHENPAID does not hold a value of type decimal: empty"):
        ROW.decimal("WHENPAID")
    with pytest.raises(FieldValueError):
        ROW.date("NAME", default=None)
    with pytest.raises(MissingFieldError):
        ROW.date("WHENPAYED", default=None)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[("decimal", text) for text in ("1,200.50", "NaN", "1_000", "ten", "1e9999")],
        *[("integer", text) for text in ("42.0", "4_2", "\u0664")],
        *[("date", text) for text in ("02/30/2026", "2026-13-01", "5.11.2026", "11/05/26", "2026-11-25T13:36:31Z")],
        *[("timestamp", text) for text in ("2026-11-05", "11/25/2026 25:00:00", "now")],
        *[("flag", text) for text in ("1", "yes", "active")],
    ],
)
def test_a_text_of_another_kind_is_refused_by_name(kind: Any, text: Any) -> None:
    """The error says which field, what it was to be, and what it is; it is a ValueError of this client."""
    with pytest.raises(FieldValueError) as caught:
        getattr(Row(FIELD=text), kind)("FIELD")
    assert isinstance(caught.value, IntacctError)
    assert isinstance(caught.value, ValueError)
    assert (caught.value.field, caught.value.kind, caught.value.value) == ("FIELD", kind, text)
    assert str(caught.value) == f"FIELD does not hold a value of type {kind}: {text!r}"


def test_rows_and_lines_are_not_taken_for_texts() -> None:
    """A nested row is no text, and a text has no lines."""
    for name, kind in (("CONTACT", "text"), ("CONTACT", "date"), ("NAME", "lines"), ("NAME", "row")):
        with pytest.raises(FieldValueError, match=f"{name} does not hold a value of type {kind}"):
            getattr(ROW, kind)(name)
    with pytest.raises(FieldValueError, match="a list of 2"):
        Row(A=["1", "2"]).text("A")


@pytest.mark.parametrize(("asked", "near"), [("totaldue", "TOTALDUE"), ("TOTALDEU", "TOTALDUE"), ("ZZZ", None)])
def test_an_absent_field_names_the_likely_one(asked: str, near: str | None) -> None:
    """Another letter case or a slip is recognised; the error is a LookupError with a readable message."""
    with pytest.raises(LookupError, match=f"^the row has no field {asked}" + (f"; .*{near}" if near else "$")):
        ROW.decimal(asked)


def test_a_row_is_a_dictionary() -> None:
    """It compares, subscripts, copies and turns into JSON as one."""
    row = Row(A="1", B=Row(C=None))
    assert row == {"A": "1", "B": {"C": None}}
    assert json.loads(json.dumps(row)) == row == pickle.loads(pickle.dumps(row))
    assert (row["A"], row.get("Z")) == ("1", None)


@given(st.dates())
def test_every_day_is_read_back_in_both_forms(day: Any) -> None:
    """What ``read`` and ``query`` write of a day is that day."""
    assert Row(D=day.isoformat()).date("D") == day == Row(D=wire_text(day)).date("D")


@given(st.datetimes().map(lambda moment: moment.replace(microsecond=0)))
def test_every_moment_is_read_back_in_both_forms(moment: Any) -> None:
    """So is a moment, and its zone where there is one."""
    assert Row(D=wire_text(moment)).timestamp("D") == moment
    assert Row(D=f"{moment.isoformat()}Z").timestamp("D") == moment.replace(tzinfo=UTC)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_every_amount_is_read_back_exactly(amount: Any) -> None:
    """No digit of an amount changes."""
    assert Row(D=wire_text(amount)).decimal("D") == amount
