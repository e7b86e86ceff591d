"""Decoding the inside of get_list."""

import pytest
from lxml import etree

from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import And, Comparison, NullTest, Operator, Or, OrderBy
from intacct_emulator.query.from_legacy import ListCall, decode_list

NAMES = {"billno": "RECORDID", "status": "STATUS", "datedue": "WHENDUE"}


def _decode(inside: str, attributes: str = "") -> ListCall:
    return decode_list(etree.fromstring(f'<get_list object="bill"{attributes}>{inside}</get_list>'), NAMES)


def _expression(field: str, operator: str, value: str) -> str:
    operator = operator.replace("<", "&lt;")
    return f"<expression><field>{field}</field><operator>{operator}</operator><value>{value}</value></expression>"


def test_everything() -> None:
    """Filter, sorts, fields and attributes are decoded, names mapped to field ids where the map has them."""
    logical = (
        '<logical logical_operator="and">'
        + _expression("billno", "=", "BILL-1")
        + '<logical logical_operator="or">'
        + _expression("Status", " like ", "act%")
        + _expression("datedue", "IS  NULL", "")
        + _expression("other", "<=", "5")
        + "</logical></logical>"
    )
    call = _decode(
        f"<filter>{logical}</filter><fields><field>billno</field><field>status</field></fields>"
        '<sorts><sortfield order="desc">datedue</sortfield><sortfield order="asc">x</sortfield></sorts>',
        ' start="10" maxitems="5" showprivate="true"',
    )
    either = Or(
        (
            Comparison("STATUS", Operator.LIKE, ("act%",)),
            NullTest("WHENDUE"),
            Comparison("other", Operator.LESS_OR_EQUAL, ("5",)),
        )
    )
    assert call == ListCall(
        object="bill",
        filter=And((Comparison("RECORDID", Operator.EQUAL, ("BILL-1",)), either)),
        order=(OrderBy("WHENDUE", descending=True), OrderBy("x")),
        fields=("billno", "status"),
        start=10,
        max_items=5,
        show_private=True,
    )


def test_nothing() -> None:
    """An empty get_list is all rows, all fields."""
    assert _decode("") == ListCall("bill")


def test_expressions_side_by_side() -> None:
    """Several expressions in a filter must all hold."""
    both = _expression("billno", "!=", "1") + _expression("status", ">", "2")
    assert _decode(f"<filter>{both}</filter>").filter == And(
        (Comparison("RECORDID", Operator.NOT_EQUAL, ("1",)), Comparison("STATUS", Operator.GREATER, ("2",)))
    )


@pytest.mark.parametrize(
    ("inside", "attributes", "text"),
    [
        ("<filter/>", "", "The filter element must not be empty."),
        ('<filter><logical logical_operator="and"/></filter>', "", "The logical element must not be empty."),
        (f"<filter>{_expression('', '=', '1')}</filter>", "", "The field element must not be empty."),
        (f"<filter>{_expression('a', '~', '1')}</filter>", "", "The value '~' is not valid for the field operator."),
        ("", ' start="-1"', "The value '-1' is not valid for the field start."),
        ("", ' maxitems="x"', "The value 'x' is not valid for the field maxitems."),
    ],
)
def test_faults(inside: str, attributes: str, text: str) -> None:
    """What means nothing is refused with the reason."""
    with pytest.raises(GatewayError) as caught:
        _decode(inside, attributes)
    assert caught.value.stack[0].description2 == text
