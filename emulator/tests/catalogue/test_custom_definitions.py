"""Custom fields as fields of the catalogue: their types, and what their texts become."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from intacct_emulator.catalogue.custom_definitions import custom_field
from intacct_emulator.catalogue.customization import CHOICES, CustomField, FieldKind
from intacct_emulator.catalogue.model import DataType, Field
from intacct_emulator.catalogue.values import ValueFault, parse, renderer, store


def field(kind: FieldKind, **more: object) -> Field:
    values = ("Red", "Green", "Deep blue") if kind in CHOICES else ()
    return custom_field(CustomField("CUSTOMER", "OWN", "Own", kind, values=values, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "type_", "text", "value"),
    [
        (FieldKind.TEXT, DataType.TEXT, "a b", "a b"),
        (FieldKind.TEXT_AREA, DataType.TEXT, "a\nb", "a\nb"),
        (FieldKind.EMAIL, DataType.TEXT, "a@b.example", "a@b.example"),
        (FieldKind.URL, DataType.TEXT, "x", "x"),
        (FieldKind.PHONE, DataType.TEXT, "5", "5"),
        (FieldKind.TIME, DataType.TEXT, "12:01:01", "12:01:01"),
        (FieldKind.INTEGER, DataType.INTEGER, "12", 12),
        (FieldKind.NUMBER, DataType.DECIMAL, "1.255", Decimal("1.26")),
        (FieldKind.CURRENCY, DataType.CURRENCY, "4.99", Decimal("4.99")),
        (FieldKind.PERCENT, DataType.PERCENT, "50.01", Decimal("50.01")),
        (FieldKind.DATE, DataType.DATE, "05/26/2009", date(2009, 5, 26)),
        (FieldKind.CHECKBOX, DataType.BOOLEAN, "true", True),
        (FieldKind.PICKLIST, DataType.ENUM, "green", "Green"),
        (FieldKind.MULTIPICK, DataType.ENUM, "green#~#RED", "Green#~#Red"),
        (FieldKind.MULTIPICK, DataType.ENUM, "red,green", "Red#~#Green"),
        (FieldKind.MULTIPICK, DataType.ENUM, "Deep blue", "Deep blue"),
        (FieldKind.MULTIPICK, DataType.ENUM, "Red#~#Red", "Red"),
    ],
)
def test_each_kind_has_a_type_and_its_values(kind: Any, type_: Any, text: str, value: Any) -> None:
    """The data type lookup reports, and what a wire text of the kind becomes."""
    own = field(kind)
    assert own.custom
    assert own.type is type_
    assert parse(own, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.INTEGER, "1.5"),
        (FieldKind.CURRENCY, "much"),
        (FieldKind.DATE, "13/45/2020"),
        (FieldKind.TIMESTAMP, "noon"),
        (FieldKind.CHECKBOX, "maybe"),
        (FieldKind.PICKLIST, "Yellow"),
        (FieldKind.PICKLIST, "Red#~#Green"),
        (FieldKind.MULTIPICK, "Red#~#Yellow"),
    ],
)
def test_a_text_of_another_type_is_refused(kind: Any, text: str) -> None:
    """Custom fields are checked like all others."""
    with pytest.raises(ValueFault):
        parse(field(kind), text)


def test_length_and_decimals_are_kept() -> None:
    """A text may be bounded; numbers keep the decimals they are defined with."""
    with pytest.raises(ValueFault):
        parse(field(FieldKind.TEXT, length=3), "four")
    precise = field(FieldKind.NUMBER, decimals=4)
    assert renderer(precise)(store(precise, "10.3844")) == "10.3844"


def test_an_empty_checkbox_reads_as_false() -> None:
    """Rows older than the field hold nothing and are read as false (documented)."""
    assert renderer(field(FieldKind.CHECKBOX))(None) == "false"
    assert renderer(Field("A", "A", DataType.BOOLEAN))(None) == ""


def test_a_key_that_may_be_a_name_is_let_through_as_text() -> None:
    """Which record it names is found out where records are; other integers have no such way."""
    assert parse(Field("RX", "X", DataType.INTEGER, by_name=True), "West") == "West"
    assert parse(Field("RX", "X", DataType.INTEGER, by_name=True), "7") == 7
    with pytest.raises(ValueFault):
        parse(Field("RX", "X", DataType.INTEGER), "West")
