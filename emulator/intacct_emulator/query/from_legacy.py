"""Decodes the inside of legacy `<get_list>` (filter, sorts, fields) into the same conditions as the other grammars.

Shape: documented (DTD 2.1, api.xsd). Legacy functions have lower-case field names of their own; the caller passes what
they mean. Several conditions side by side in `<filter>` must all hold (inferred: the schema allows them).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol

from .ast import (
    JUNCTIONS,
    MAX_NESTING,
    Comparison,
    Filter,
    NullTest,
    Operator,
    OrderBy,
    all_of,
    nested_too_deep,
)
from .elements import children_of, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPERATORS = {
    "=": Operator.EQUAL,
    "!=": Operator.NOT_EQUAL,
    "<>": Operator.NOT_EQUAL,
    "<": Operator.LESS,
    "<=": Operator.LESS_OR_EQUAL,
    ">": Operator.GREATER,
    ">=": Operator.GREATER_OR_EQUAL,
    "like": Operator.LIKE,
}
_IS_NULL = "is null"


@dataclass(frozen=True, slots=True)
class ListCall:
    """A decoded `<get_list>`. `object` and `fields` are the legacy names, `filter` and `order` name field ids.

    `fields` is empty when all are wanted; `max_items` None when the call sets no limit.
    """

    object: str
    filter: Filter | None = None
    order: tuple[OrderBy, ...] = ()
    fields: tuple[str, ...] = ()
    start: int = 0
    max_items: int | None = None
    show_private: bool = False


def decode_list(element: "_Element", names: Mapping[str, str]) -> ListCall:
    """The call of a `<get_list>` element. `names` maps legacy field names in lower case to field ids; a name it lacks
    stands for the field id of the same letters.

    Raises GatewayError: FILTER_EMPTY, TOO_MANY, FILTER_VALUE_INVALID (operator, start or maxitems).
    """
    parts = {name_of(child): child for child in children_of(element)}
    return ListCall(
        object=element.get("object", ""),
        filter=decode_filter(parts["filter"], names) if "filter" in parts else None,
        order=decode_sorts(parts["sorts"], names) if "sorts" in parts else (),
        fields=tuple(filter(None, map(text_of, children_of(parts["fields"])))) if "fields" in parts else (),
        start=_number(element, "start") or 0,
        max_items=_number(element, "maxitems"),
        show_private=element.get("showprivate", "").strip().lower() == "true",
    )


def decode_filter(element: "_Element", names: Mapping[str, str]) -> Filter:
    """The condition of a legacy `<filter>`. Raises GatewayError: FILTER_EMPTY, TOO_MANY, FILTER_VALUE_INVALID."""
    conditions = [_condition(child, names) for child in children_of(element)]
    if not conditions:
        raise GatewayError(protocol.FILTER_EMPTY, element="filter")
    condition = all_of(conditions)
    if nested_too_deep(condition):
        raise GatewayError(protocol.TOO_MANY, what="nested conditions", limit=MAX_NESTING)
    return condition


def decode_sorts(element: "_Element", names: Mapping[str, str]) -> tuple[OrderBy, ...]:
    """The order a legacy `<sorts>` asks for; ascending unless it says `order="desc"`."""
    return tuple(
        OrderBy(_field_id(text_of(child), names), child.get("order", "asc").strip().lower() == "desc")
        for child in children_of(element)
    )


def _condition(element: "_Element", names: Mapping[str, str]) -> Filter:
    if name_of(element) == "logical":
        conditions = [_condition(child, names) for child in children_of(element)]
        junction = JUNCTIONS.get(element.get("logical_operator", "").strip().lower())
        if junction is None or not conditions:
            raise GatewayError(protocol.FILTER_EMPTY, element="logical")
        return junction(conditions)
    parts = {name_of(child): child for child in children_of(element)}
    field = _field_id(text_of(parts.get("field")), names)
    if not field:
        raise GatewayError(protocol.FILTER_EMPTY, element="field")
    written = " ".join(text_of(parts.get("operator")).lower().split())
    if written == _IS_NULL:
        return NullTest(field)
    operator = _OPERATORS.get(written)
    if operator is None:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=written, field="operator")
    value = parts.get("value")
    return Comparison(field, operator, ((value.text or "") if value is not None else "",))


def _field_id(name: str, names: Mapping[str, str]) -> str:
    return names.get(name.lower(), name)


def _number(element: "_Element", attribute: str) -> int | None:
    text = element.get(attribute, "").strip()
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=text, field=attribute)
    return number
