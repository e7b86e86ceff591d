"""`readView`: the records of a list view that the company has defined, narrowed down further."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.customization import ViewCondition, ViewOperator
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import Column, Filter, Selection, all_of, any_of
from intacct_emulator.query.from_words import filter_of, order_of
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.work.access import Verb, require
from intacct_emulator.work.context import Context
from intacct_emulator.work.paging import open_result

from .arguments import argument
from .outcome import Outcome
from .query import page_size, paged, return_format
from .registry import function

_ALL, _ANY = "AND", "OR"
_OPERATORS = {operator.value: operator for operator in ViewOperator}


@dataclass(frozen=True, slots=True)
class ReadViewCall:
    """`<readView>`: `OBJECT#originalId`, and conditions of the request's own, of which all or any have to hold."""

    view: str
    conditions: tuple[ViewCondition, ...]
    match_any: bool
    page_size: int
    return_format: str

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadViewCall":
        """The children in any order.

        Raises GatewayError (inferred): PAGE_SIZE; FILTER_VALUE_INVALID for an operator, or a condition other than AND
        and OR, that is not known.
        """
        junction = argument(element, "filters/filterCondition").upper() or _ALL
        if junction not in (_ALL, _ANY):
            raise GatewayError(protocol.FILTER_VALUE_INVALID, value=junction, field="filterCondition")
        return cls(
            view=argument(element, "view"),
            conditions=tuple(_condition(entry) for entry in element.iterfind("filters/filterExpression")),
            match_any=junction == _ANY,
            page_size=page_size(element.findtext("pagesize")),
            return_format=return_format(element.findtext("returnFormat")),
        )


@function(
    "readView", decode=ReadViewCall.decode, evidence=Evidence.DOCUMENTED, source="views page; shape as readByQuery"
)
def read_view(context: Context, call: ReadViewCall) -> Outcome:
    """The first page of a view's records. The answer has the form of `readByQuery` (inferred), and `readMore` goes on
    by resultId or by the view's name.

    Raises GatewayError: VIEW_NOT_FOUND (inferred), and what `query` raises for fields and values.
    """
    view = context.company.customization.view(call.view)
    if view is None:
        raise GatewayError(protocol.VIEW_NOT_FOUND, view=call.view)
    definition = context.company.catalogue[view.object]
    require(context, definition, Verb.READ_BY_QUERY)
    names = view.fields or tuple(field.id for field in definition.visible_fields)
    parts = (_joined(view.conditions, match_any=view.match_any), _joined(call.conditions, match_any=call.match_any))
    conditions = [part for part in parts if part is not None]
    selection = Selection(
        tuple(Column(name) for name in names),
        all_of(conditions) if conditions else None,
        tuple(order_of(name) for name in view.order),
    )
    found = open_result(
        context,
        definition,
        selection,
        page_size=call.page_size,
        return_format=call.return_format,
        dialect=CodeDialect.DISPLAY,
        view=call.view,
    )
    return paged(found)


def _condition(element: etree._Element) -> ViewCondition:
    operator = argument(element, "operator").lower()
    if operator not in _OPERATORS:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=operator, field="operator")
    field = argument(element, "field")
    return ViewCondition(field, _OPERATORS[operator], element.findtext("value") or "")


def _joined(conditions: Sequence[ViewCondition], *, match_any: bool) -> Filter | None:
    if not conditions:
        return None
    filters = [filter_of(condition) for condition in conditions]
    return any_of(filters) if match_any else all_of(filters)
