"""Decodes the inside of `<query>` into a :class:`QueryCall`.

Shape and limits: documented (queries page, api.xsd). The schema has already refused unknown elements and operators;
meaningless requests it lets through are answered here with errors worded by us (inferred).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol

from .ast import (
    JUNCTIONS,
    MAX_LIST,
    MAX_NESTING,
    Aggregate,
    AggregateFunction,
    Column,
    Comparison,
    Filter,
    NullTest,
    Operator,
    OrderBy,
    Selection,
    nested_too_deep,
)
from .elements import children_of, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 2000

_OPERATORS = {
    "equalto": Operator.EQUAL,
    "notequalto": Operator.NOT_EQUAL,
    "lessthan": Operator.LESS,
    "lessthanorequalto": Operator.LESS_OR_EQUAL,
    "greaterthan": Operator.GREATER,
    "greaterthanorequalto": Operator.GREATER_OR_EQUAL,
    "like": Operator.LIKE,
    "notlike": Operator.NOT_LIKE,
    "in": Operator.IN,
    "notin": Operator.NOT_IN,
    "between": Operator.BETWEEN,
}
_NULL_TESTS = {"isnull": False, "isnotnull": True}
_FUNCTIONS = {function.value: function for function in AggregateFunction}
_FORMATS = ("xml", "json", "csv")
_FALSE = frozenset({"false", "f", "0", "no", "n"})


@dataclass(frozen=True, slots=True)
class QueryCall:
    """A decoded `<query>`. `object` is spelled as asked for: the answer repeats it."""

    object: str
    columns: tuple[Column | Aggregate, ...]
    filter: Filter | None = None
    order: tuple[OrderBy, ...] = ()
    case_insensitive: bool = False
    show_private: bool = False
    return_format: str = "xml"
    page_size: int = DEFAULT_PAGE_SIZE
    offset: int = 0
    docparid: str | None = None

    @property
    def selection(self) -> Selection:
        """The page of rows it asks for."""
        return Selection(self.columns, self.filter, self.order, self.case_insensitive, self.page_size, self.offset)


def decode_query(element: "_Element") -> QueryCall:
    """The call of a `<query>` element, its children in any order.

    Raises GatewayError: FILTER_EMPTY for an empty select, filter, orderby, field or object; PAGE_SIZE; TOO_MANY;
    FILTER_VALUE_INVALID for a wrong number of values, offset or return format.
    """
    parts = {name_of(child): child for child in children_of(element)}
    options = {name_of(child): child for child in children_of(parts["options"])} if "options" in parts else {}
    return QueryCall(
        object=_required(parts.get("object"), "object"),
        columns=_columns(parts.get("select")),
        filter=_filter(parts["filter"]) if "filter" in parts else None,
        order=_order(parts["orderby"]) if "orderby" in parts else (),
        case_insensitive=_flag(options.get("caseinsensitive")),
        show_private=_flag(options.get("showprivate")),
        return_format=_format(options.get("returnformat")),
        page_size=_page_size(text_of(parts.get("pagesize"))),
        offset=_offset(text_of(parts.get("offset"))),
        docparid=text_of(parts.get("docparid")) or None,
    )


def _columns(select: "_Element | None") -> tuple[Column | Aggregate, ...]:
    columns: list[Column | Aggregate] = []
    for child in children_of(select) if select is not None else ():
        field = _required(child, name_of(child))
        function = _FUNCTIONS.get(name_of(child))
        columns.append(Aggregate(function, field) if function else Column(field))
    if not columns:
        raise GatewayError(protocol.FILTER_EMPTY, element="select")
    return tuple(columns)


def _filter(element: "_Element") -> Filter:
    conditions = [_condition(child) for child in children_of(element)]
    if not conditions:
        raise GatewayError(protocol.FILTER_EMPTY, element="filter")
    if len(conditions) > 1:
        raise _not_expected(list(children_of(element))[1])
    if nested_too_deep(conditions[0]):
        raise GatewayError(protocol.TOO_MANY, what="nested conditions", limit=MAX_NESTING)
    return conditions[0]


def _condition(element: "_Element") -> Filter:
    name = name_of(element)
    if (junction := JUNCTIONS.get(name)) is not None:
        conditions = [_condition(child) for child in children_of(element)]
        if not conditions:
            raise GatewayError(protocol.FILTER_EMPTY, element=name)
        return junction(conditions)
    if (negated := _NULL_TESTS.get(name)) is not None:
        return NullTest(_field(element), negated)
    operator = _OPERATORS.get(name)
    if operator is None:
        raise _not_expected(element)
    field = _field(element)
    return Comparison(field, operator, _values(element, field, operator))


def _values(element: "_Element", field: str, operator: Operator) -> tuple[str, ...]:
    """The literals of an operator; a missing `<value>` is an empty one."""
    values = tuple(child.text or "" for child in children_of(element) if name_of(child) == "value")
    if operator in (Operator.IN, Operator.NOT_IN):
        if len(values) > MAX_LIST:
            raise GatewayError(protocol.TOO_MANY, what="values", limit=MAX_LIST)
        return values or ("",)
    expected = 2 if operator is Operator.BETWEEN else 1
    if len(values) != expected and not (expected == 1 and not values):
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=", ".join(values), field=field)
    return values or ("",)


def _order(element: "_Element") -> tuple[OrderBy, ...]:
    keys = []
    for order in children_of(element):
        parts = {name_of(child): child for child in children_of(order)}
        keys.append(OrderBy(_required(parts.get("field"), "field"), "descending" in parts))
    if not keys:
        raise GatewayError(protocol.FILTER_EMPTY, element="orderby")
    return tuple(keys)


def _field(element: "_Element") -> str:
    return _required(next((child for child in children_of(element) if name_of(child) == "field"), None), "field")


def _flag(element: "_Element | None") -> bool:
    """An option is on if its element is present, unless it says false: the vendor's SDKs write both forms."""
    return element is not None and text_of(element).lower() not in _FALSE


def _format(element: "_Element | None") -> str:
    asked = text_of(element).lower() or "xml"
    if asked not in _FORMATS:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=asked, field="returnformat")
    return asked


def _page_size(text: str) -> int:
    if not text:
        return DEFAULT_PAGE_SIZE
    size = whole_number(text)
    if size is None or not 1 <= size <= MAX_PAGE_SIZE:
        raise GatewayError(protocol.PAGE_SIZE, limit=MAX_PAGE_SIZE)
    return size


def _offset(text: str) -> int:
    offset = whole_number(text) if text else 0
    if offset is None:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=text, field="offset")
    return offset


def _required(element: "_Element | None", name: str) -> str:
    text = text_of(element)
    if not text:
        raise GatewayError(protocol.FILTER_EMPTY, element=name)
    return text


def _not_expected(element: "_Element") -> GatewayError:
    complaint = f"Error 1871: Element '{name_of(element)}': This element is not expected."
    line = element.sourceline or 1
    return GatewayError(protocol.XML_COMPLAINT, text=f"XML Parse schema error: {complaint}. Line: {line}, column: 0.")
