"""Decoding <query>."""

import pytest
from lxml import etree

from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import (
    Aggregate,
    AggregateFunction,
    And,
    Column,
    Comparison,
    NullTest,
    Operator,
    Or,
    OrderBy,
)
from intacct_emulator.query.from_xml import QueryCall, decode_query


def _decode(inside: str, *, select: str = "<select><field>A</field></select>") -> QueryCall:
    return decode_query(etree.fromstring(f"<query><object>Bill</object>{select}{inside}</query>"))


def _refusal(inside: str, **more: str) -> tuple[str, str]:
    with pytest.raises(GatewayError) as caught:
        _decode(inside, **more)
    return caught.value.stack[0].errorno, caught.value.stack[0].description2


def test_everything_in_any_order() -> None:
    """All children are understood wherever they stand, comments and blanks between them."""
    call = decode_query(
        etree.fromstring(
            """<query>
            <offset>40</offset><pagesize> 20 </pagesize>
            <options><returnformat>JSON</returnformat><showprivate/><caseinsensitive>true</caseinsensitive></options>
            <orderby><order><field>A</field></order><order><descending/><field>B</field></order>
              <order><field>C</field><ascending/></order></orderby>
            <!-- a remark --><filter><and><isnull><field>A</field></isnull><or>
              <between><field>B</field><value>1</value><value>2</value></between>
              <in><value>x</value><field>C</field><value/></in></or></and></filter>
            <docparid>Sales Order</docparid><object>Bill</object>
            <select><field>A</field><sum>B</sum><count>A</count><avg>B</avg><min>B</min><max>B</max></select>
            </query>"""
        )
    )
    assert call == QueryCall(
        object="Bill",
        columns=(
            Column("A"),
            Aggregate(AggregateFunction.SUM, "B"),
            Aggregate(AggregateFunction.COUNT, "A"),
            Aggregate(AggregateFunction.AVG, "B"),
            Aggregate(AggregateFunction.MIN, "B"),
            Aggregate(AggregateFunction.MAX, "B"),
        ),
        filter=And(
            (
                NullTest("A"),
                Or((Comparison("B", Operator.BETWEEN, ("1", "2")), Comparison("C", Operator.IN, ("x", "")))),
            )
        ),
        order=(OrderBy("A"), OrderBy("B", descending=True), OrderBy("C")),
        case_insensitive=True,
        show_private=True,
        return_format="json",
        page_size=20,
        offset=40,
        docparid="Sales Order",
    )


def test_defaults() -> None:
    """A query of object and select alone is the first hundred rows, case-sensitive, without private ones, as XML."""
    assert _decode("") == QueryCall("Bill", (Column("A"),))
    assert _decode("").page_size == 100


@pytest.mark.parametrize(
    ("written", "expected"),
    [("<caseinsensitive/>", True), ("<caseinsensitive>true</caseinsensitive>", True), ("", False)]
    + [(f"<caseinsensitive>{text}</caseinsensitive>", False) for text in ("false", "False", " F ", "0")],
)
def test_flags(written: str, expected: bool) -> None:
    """A flag is on as an empty element or as any text but a false one."""
    assert _decode(f"<options>{written}</options>").case_insensitive is expected


@pytest.mark.parametrize(
    ("inside", "select", "element"),
    [
        ("<filter/>", "<select><field>A</field></select>", "filter"),
        ("<filter> </filter>", "<select><field>A</field></select>", "filter"),
        ("", "<select/>", "select"),
        ("", "", "select"),
        ("", "<select><field/></select>", "field"),
        ("<filter><and/></filter>", "<select><field>A</field></select>", "and"),
        ("<filter><isnull/></filter>", "<select><field>A</field></select>", "field"),
        ("<orderby/>", "<select><field>A</field></select>", "orderby"),
    ],
)
def test_empty_elements(inside: str, select: str, element: str) -> None:
    """Elements that mean nothing when empty, some of which public clients send, are refused by name."""
    assert _refusal(inside, select=select) == ("XL03000006", f"The {element} element must not be empty.")


@pytest.mark.parametrize("size", ["0", "2001", "-1", "abc", "9" * 40])
def test_page_size_bounds(size: str) -> None:
    """A page has 1 to 2000 rows."""
    assert _refusal(f"<pagesize>{size}</pagesize>") == ("XL03000006", "The page size must be between 1 and 2000.")


def test_wrong_numbers_of_values() -> None:
    """between takes two values, other comparisons one, in at most a thousand."""
    one = "<filter><between><field>B</field><value>1</value></between></filter>"
    assert _refusal(one) == ("XL03000006", "The value '1' is not valid for the field B.")
    two = "<filter><equalto><field>B</field><value>1</value><value>2</value></equalto></filter>"
    assert _refusal(two)[1] == "The value '1, 2' is not valid for the field B."
    many = f"<filter><in><field>B</field>{'<value>1</value>' * 1001}</in></filter>"
    assert _refusal(many)[1] == "The number of values exceeds the maximum of 1000."


def test_missing_value_is_an_empty_one() -> None:
    """A comparison without a value element compares with the empty value."""
    call = _decode("<filter><equalto><field>B</field></equalto></filter>")
    assert call.filter == Comparison("B", Operator.EQUAL, ("",))


def test_wrong_offset_and_format() -> None:
    """Offsets are digits and formats are xml, json or csv."""
    assert _refusal("<offset>-1</offset>")[1] == "The value '-1' is not valid for the field offset."
    options = "<options><returnformat>yaml</returnformat></options>"
    assert _refusal(options)[1] == "The value 'yaml' is not valid for the field returnformat."


def test_unknown_operator_and_two_conditions() -> None:
    """What the schema should have refused is answered as the schema does."""
    expected = "XML Parse schema error: Error 1871: Element 'foo': This element is not expected.. Line: 1, column: 0."
    assert _refusal("<filter><foo/></filter>") == ("XL03000003", expected)
    assert _refusal("<filter><isnull><field>A</field></isnull><foo><field>A</field></foo></filter>")[0] == "XL03000003"
    two = "<isnull><field>A</field></isnull>" * 2
    assert "'isnull'" in _refusal(f"<filter>{two}</filter>")[1]


def test_nesting_is_bounded() -> None:
    """Conditions that alternate deeper than anyone needs are refused instead of exhausting the machine."""
    leaf = "<isnull><field>A</field></isnull>"
    for level in range(40):
        name = "or" if level % 2 else "and"
        leaf = f"<{name}><isnull><field>A</field></isnull>{leaf}</{name}>"
    assert _refusal(f"<filter>{leaf}</filter>")[1] == "The number of nested conditions exceeds the maximum of 16."
