"""Python values on the wire."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from lxml import etree

from intacct_client.values import append_record, comma_separated, wire_text


class Status(Enum):
    ACTIVE = "active"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("a & b", "a & b"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (date(2026, 3, 9), "03/09/2026"),
        (date(26, 3, 9), "03/09/0026"),
        (datetime(2026, 3, 9, 7, 5, 1), "03/09/2026 07:05:01"),  # noqa: DTZ001
        (Status.ACTIVE, "active"),
    ],
)
def test_a_value_has_one_text_on_the_wire(value: Any, text: str) -> None:
    """Each kind of value is written the way the gateway reads it."""
    assert wire_text(value) == text


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1.5, TypeError),
        (b"x", TypeError),
        (Decimal("NaN"), ValueError),
        (datetime(2026, 1, 1, tzinfo=UTC), ValueError),
        ("bell \x07", ValueError),
    ],
)
def test_a_value_without_an_exact_text_is_refused(value: Any, kind: Any) -> None:
    """Floats, bytes, NaN, zoned times and control characters never reach the wire."""
    with pytest.raises(kind):
        wire_text(value)


def test_an_error_names_the_field_and_not_the_value() -> None:
    """Somebody's data does not end up in a traceback."""
    with pytest.raises(ValueError, match=r"^PASSWORD: ") as caught:
        append_record(etree.Element("x"), {"PASSWORD": "hunter2\x00"})
    assert "hunter2" not in str(caught.value)


def test_a_record_keeps_its_order_nests_and_repeats() -> None:
    """Order is the mapping's, lists repeat their element, ``@`` is an attribute, markup is escaped."""
    element = etree.Element("create")
    record = {"@key": 1, "B": "x<y", "A": None, "LINES": {"LINE": [{"N": 1}, {"N": 2}]}}
    append_record(element, {"T": record})
    assert etree.tostring(element).decode() == (
        '<create><T key="1"><B>x&lt;y</B><A/><LINES><LINE><N>1</N></LINE><LINE><N>2</N></LINE></LINES></T></create>'
    )


def test_legacy_dates_are_split() -> None:
    """The 2.1 functions take a date as three elements."""
    element = etree.Element("x")
    append_record(element, {"datecreated": date(2026, 3, 9)}, split_dates=True)
    assert etree.tostring(element).decode() == (
        "<x><datecreated><year>2026</year><month>03</month><day>09</day></datecreated></x>"
    )


@pytest.mark.parametrize("name", ["{ns}a", "a:b", "", "a b", "<x>"])
def test_a_name_that_is_no_element_is_refused(name: str) -> None:
    """A field name cannot smuggle in markup or a namespace."""
    with pytest.raises(ValueError):  # noqa: PT011
        append_record(etree.Element("x"), {name: "v"})


def test_keys_are_joined_by_commas_unless_one_holds_a_comma() -> None:
    """A list of keys cannot silently become a different list."""
    assert comma_separated([1, "A"]) == "1,A"
    assert comma_separated("NAME,ID") == "NAME,ID"
    with pytest.raises(ValueError, match="comma"):
        comma_separated(["Smith, John"])
