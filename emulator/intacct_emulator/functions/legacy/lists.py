"""`get_list` and `get`: records of the older objects, in their lower-case shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.errors import EmulatorGap, protocol
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.query.ast import Column, Comparison, Filter, Operator, Selection, all_of
from intacct_emulator.query.from_legacy import ListCall, decode_list
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import count, scope_of, select

from .answers import Row, columns_of, elements_of, rows_of
from .shapes import attachments, masters, parties, payments, receipts, transactions
from .shapes.model import CustomFields, Leaf, ListShape, Node
from .writing import find_record

SHAPES: Mapping[str, ListShape] = {
    **transactions.SHAPES,
    **receipts.SHAPES,
    **payments.SHAPES,
    **parties.SHAPES,
    **masters.SHAPES,
    **attachments.SHAPES,
}
# Not built: no company of the emulator has any. The answer is empty, and its header says why.
NOT_BUILT = frozenset({"expensereportbatch", "smarteventlog"})
# As for the other reading functions; what the gateway answers without `maxitems` is not evidenced (inferred).
DEFAULT_ITEMS = 100


def decode_get_list(element: etree._Element) -> ListCall:
    """The call of a `<get_list>` element; filters and sorts of a known object name its fields."""
    shape = SHAPES.get(element.get("object", ""))
    return decode_list(element, shape.filter_names() if shape is not None else {})


@dataclass(frozen=True, slots=True)
class GetCall:
    """`<get object="customer" key="C1">`. `fields` is empty when all are wanted."""

    object: str
    key: str
    external: bool
    fields: tuple[str, ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "GetCall":
        """The call of a `<get>` element."""
        names = ((field.text or "").strip() for field in element.iterfind("fields/field"))
        return cls(
            element.get("object", ""),
            element.get("key", "").strip(),
            element.get("externalkey", "").strip().lower() == "true",
            tuple(filter(None, names)),
        )


def listed_object(element: etree._Element) -> tuple[str, ...]:
    """The object behind the name that a `<get_list>` or `<get>` has for it."""
    name = element.get("object", "")
    shape = SHAPES.get(name)
    return (shape.object if shape is not None else name.upper(),)


@function(
    "get_list",
    decode=decode_get_list,
    objects=listed_object,
    evidence=Evidence.RECORDED,
    source="recorded answers for accounts, classes, invoices; response DTD for the rest",
    reads=True,
)
def get_list(context: Context, call: ListCall) -> Outcome:
    """Some of an object's records. `end` is the last one's position, counted from 0 (recorded)."""
    if call.object in NOT_BUILT:
        gaps = (f"get_list of {call.object}",)
        return Outcome(Data(), listtype=_list_type(call.object, call.start, call.start, 0), gaps=gaps)
    company, shape = context.company, _shape("get_list", call.object)
    definition = company.catalogue[shape.object]
    require_right(context, definition, Verb.READ)
    nodes = _wanted(shape, definition, call.fields)
    limit = call.max_items if call.max_items is not None else DEFAULT_ITEMS
    if shape.more:
        rows, total = _of_several(context, call, shape, nodes, limit)
    else:
        columns = columns_of(nodes, definition.key)
        selection = Selection(columns, _among(shape, call.filter), call.order, limit=limit, offset=call.start)
        scope = scope_of(context, include_private=call.show_private)
        page = select(company, definition, selection, scope, CodeDialect.DISPLAY)
        total = count(company, definition, selection, scope, CodeDialect.DISPLAY)
        rows = rows_of(page, columns)
    # An empty list ends where it starts (inferred).
    end = call.start + max(len(rows) - 1, 0)
    return Outcome(
        Data(content=elements_of(context, call.object, nodes, rows, definition.key)),
        listtype=_list_type(call.object, call.start, end, total),
    )


@function(
    "get",
    decode=GetCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="published schema; answer like get_list's",
    objects=listed_object,
    reads=True,
)
def get(context: Context, call: GetCall) -> Outcome:
    """One record, by its id or record number; a missing one is a success without a record (client: two clients test
    existence this way; an empty `data` is inferred). Records of another entity count as missing."""
    if call.object in NOT_BUILT:
        context.note_gap(f"get of {call.object}")
        return _none_of(call.object)
    company, shape = context.company, _shape("get", call.object)
    for name in (shape.object, *shape.more):
        definition = company.catalogue[name]
        require_right(context, definition, Verb.READ)
        record = find_record(company, definition, call.key, external=call.external)
        if record is not None:
            break
    else:
        return _none_of(call.object)
    nodes = _wanted(shape, definition, call.fields)
    columns = columns_of(nodes, definition.key)
    one = _among(shape, Comparison(definition.key, Operator.EQUAL, (str(record.key),)))
    selection = Selection(columns, one)
    page = select(company, definition, selection, scope_of(context, include_private=True), CodeDialect.DISPLAY)
    rows = rows_of(page, columns)
    if not rows:
        return _none_of(call.object)
    return Outcome(
        Data(content=elements_of(context, call.object, nodes, rows, definition.key)),
        listtype=_list_type(call.object, 0, 0, len(rows)),
    )


def _of_several(
    context: Context, call: ListCall, shape: ListShape, nodes: tuple[Node, ...], limit: int
) -> tuple[list[Row], int]:
    """A page of the records of all objects that a shape is of, and how many there are. They are few."""
    company, found = context.company, list[Row]()
    scope = scope_of(context, include_private=call.show_private)
    for name in (shape.object, *shape.more):
        definition = company.catalogue[name]
        require_right(context, definition, Verb.READ)
        columns = columns_of(nodes, definition.key)
        wanted = {column.field for column in columns}
        columns += tuple(Column(order.field) for order in call.order if order.field not in wanted)
        selection = Selection(columns, _among(shape, call.filter), call.order)
        found += rows_of(select(company, definition, selection, scope, CodeDialect.DISPLAY), columns)
    for order in reversed(call.order):
        found.sort(key=itemgetter(order.field), reverse=order.descending)
    return found[call.start : call.start + limit], len(found)


def _among(shape: ListShape, asked: Filter | None) -> Filter | None:
    """What is asked for, of the records that the shape is of."""
    own = [Comparison(name, Operator.EQUAL, (value,)) for name, value in shape.only.items()]
    conditions = [*own, *([asked] if asked is not None else [])]
    return all_of(conditions) if conditions else None


def _none_of(legacy_object: str) -> Outcome:
    return Outcome(Data(), listtype=_list_type(legacy_object, 0, 0, 0))


def _shape(name: str, legacy_object: str) -> ListShape:
    shape = SHAPES.get(legacy_object)
    if shape is None:
        raise EmulatorGap(f"{name} of {legacy_object}", protocol.NOT_BUILT, function=f"{name} {legacy_object}")
    return shape


def _wanted(shape: ListShape, definition: ObjectDefinition, fields: tuple[str, ...]) -> tuple[Node, ...]:
    """The elements that are asked for, in their usual order; fields the shape does not have follow (inferred)."""
    custom = tuple(field.id for field in definition.visible_fields if field.custom)
    nodes = tuple(
        CustomFields(node.name, custom) if isinstance(node, CustomFields) else node
        for node in shape.children
        if custom or not isinstance(node, CustomFields)
    )
    if not fields:
        return nodes
    asked = dict.fromkeys(name.lower() for name in fields)
    known = tuple(node for node in nodes if node.name in asked)
    others = asked.keys() - {node.name for node in known}
    return (*known, *(Leaf(name, name.upper()) for name in asked if name in others))


def _list_type(name: str, start: int, end: int, total: int) -> Element:
    return Element("listtype", name, (("start", str(start)), ("end", str(end)), ("total", str(total))))
