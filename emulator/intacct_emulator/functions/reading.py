"""`read` and `readByName`: records by key, whole or some fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import Column, Comparison, Operator, Selection
from intacct_emulator.query.literals import CodeDialect

from .access import Operation, require
from .brevity import few_keys
from .context import Context
from .outcome import Data, Element, Outcome, Table, can_be_element
from .query import field_list, return_format
from .registry import function
from .rows import XML, Page, bare, scope_of, select

MOST_KEYS = 100


@dataclass(frozen=True, slots=True)
class ReadCall:
    """`<read>` or `<readByName>`. `fields` None is the whole record with its lines."""

    object: str
    keys: tuple[str, ...]
    fields: tuple[str, ...] | None
    return_format: str

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadCall":
        """The children in any order. Raises GatewayError for more than 100 keys."""
        keys = tuple(key.strip() for key in (element.findtext("keys") or "").split(",") if key.strip())
        if len(keys) > MOST_KEYS:
            raise GatewayError(protocol.TOO_MANY, what="keys", limit=MOST_KEYS)
        return cls(
            (element.findtext("object") or "").strip(),
            keys,
            field_list(element.findtext("fields")),
            return_format(element.findtext("returnFormat")),
        )


@function("read", decode=ReadCall.decode, evidence=Evidence.RECORDED, source="recorded read answers", brief=few_keys)
def read(context: Context, call: ReadCall) -> Outcome:
    """Records by RECORDNO. Keys that name nothing give fewer rows, not an error (client evidence)."""
    definition = _definition(context, call)
    require(context, definition, Operation.READ)
    return read_keys(context, call, definition, definition.key)


@function(
    "readByName",
    decode=ReadCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded readByName answers",
    brief=few_keys,
)
def read_by_name(context: Context, call: ReadCall) -> Outcome:
    """Records by their id, such as CUSTOMERID."""
    definition = _definition(context, call)
    require(context, definition, Operation.READ_BY_NAME)
    return read_keys(context, call, definition, definition.id_field or definition.key)


def _definition(context: Context, call: ReadCall) -> ObjectDefinition:
    definition = context.company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.READ_OBJECT_NOT_FOUND, object=call.object)
    return definition


def read_keys(context: Context, call: ReadCall, definition: ObjectDefinition, key_field: str) -> Outcome:
    """The records whose `key_field` is one of the call's keys, in the order of the keys."""
    whole = call.fields is None
    names = tuple(field.id for field in definition.visible_fields) if call.fields is None else call.fields
    columns = (*(Column(name) for name in names), Column(key_field), Column(definition.key))
    keys = tuple(key for key in call.keys if key_field != definition.key or key.isdigit())
    page = Page((), [])
    if keys:
        condition = Comparison(key_field, Operator.IN, keys)
        page = _select(context, definition, Selection(columns, condition), names)
    if call.return_format != XML:
        return Outcome(naked=bare(_only(page, len(names)), call.return_format))
    rows = _in_order_of_keys(page, keys, key_field)
    # The tag has the letters of the request (recorded), in upper case when it is the object's own name in any case.
    tag = call.object
    attributes = (("listtype", tag), ("count", str(len(rows))))
    if not whole:
        return Outcome(Data(attributes, Table(tag, page.names[: len(names)], [row[: len(names)] for row in rows])))
    key_column = page.names.index(definition.key) if page.rows else 0
    elements = [
        Element(tag, [*_nested(page.names, row, len(names)), *_lines(context, definition, row[key_column])])
        for row in rows
    ]
    return Outcome(Data(attributes, elements))


def _select(context: Context, definition: ObjectDefinition, selection: Selection, names: Sequence[str]) -> Page:
    scope = scope_of(context, include_private=True)
    try:
        return select(context.company, definition, selection, scope, CodeDialect.DISPLAY)
    except GatewayError as error:
        if error.stack[0].description2.startswith("The following fields cannot be queried"):
            raise GatewayError(protocol.INVALID_FIELDS_LIST, fields=",".join(names)) from None
        raise


def _only(page: Page, count: int) -> Page:
    return Page(page.names[:count], [row[:count] for row in page.rows])


def _in_order_of_keys(page: Page, keys: Sequence[str], key_field: str) -> list[tuple[str, ...]]:
    if not page.rows:
        return []
    column = page.names.index(key_field)
    by_key = {row[column]: row for row in page.rows}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]


def _nested(names: Sequence[str], row: Sequence[str], count: int) -> list[Element]:
    """Dotted fields as blocks: DISPLAYCONTACT.MAILADDRESS.CITY is inside MAILADDRESS inside DISPLAYCONTACT (client
    evidence)."""
    top: list[Element] = []
    blocks: dict[str, list[Element]] = {}
    for name, value in list(zip(names, row, strict=True))[:count]:
        if not can_be_element(name):
            continue
        *path, last = name.split(".")
        inside, prefix = top, ""
        for part in path:
            prefix = f"{prefix}{part}."
            if prefix not in blocks:
                blocks[prefix] = []
                inside.append(Element(part, blocks[prefix]))
            inside = blocks[prefix]
        inside.append(Element(last, value))
    return top


def _lines(context: Context, definition: ObjectDefinition, key: str) -> list[Element]:
    collections: list[Element] = []
    for collection in definition.lines:
        line = context.company.catalogue.find(collection.object)
        if line is None:
            continue
        columns = tuple(Column(field.id) for field in line.visible_fields)
        owned = Comparison(collection.parent_field, Operator.EQUAL, (key,))
        scope = scope_of(context, include_private=True)
        page = select(context.company, line, Selection(columns, owned), scope, CodeDialect.DISPLAY)
        items = [Element(collection.item.lower(), _nested(page.names, row, len(page.names))) for row in page.rows]
        collections.append(Element(collection.element, items))
    return collections
