"""`read` and `readByName`: records by key, whole or some fields.

They write days and moments in ISO's form, where `readByQuery` and `query` write them month first (documented for
`read`; three clients parse both).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, LineCollection, ObjectDefinition
from intacct_emulator.catalogue.values import DateForm, whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import Column, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.outputs import Outputs
from intacct_emulator.query.to_sql import Statement
from intacct_emulator.records.visibility import Scope
from intacct_emulator.work.access import Verb, require
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import Page, fetch, known_plan, plan, scope_of

from .arguments import argument
from .inline import few_keys
from .outcome import XML, Data, Element, Naked, Outcome, Table
from .query import field_list, key_list, return_format
from .registry import function


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
        return cls(
            argument(element, "object"),
            key_list(element),
            field_list(element.findtext("fields")),
            return_format(element.findtext("returnFormat")),
        )


@function(
    "read",
    decode=ReadCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded read answers",
    inline=few_keys,
    reads=True,
)
def read(context: Context, call: ReadCall) -> Outcome:
    """Records by RECORDNO. Keys that name nothing give fewer rows, not an error (client evidence)."""
    definition = read_object(context, call)
    require(context, definition, Verb.READ)
    return read_keys(context, call, definition, definition.key)


@function(
    "readByName",
    decode=ReadCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded readByName answers",
    inline=few_keys,
    reads=True,
)
def read_by_name(context: Context, call: ReadCall) -> Outcome:
    """Records by their id, such as CUSTOMERID."""
    definition = read_object(context, call)
    require(context, definition, Verb.READ_BY_NAME)
    return read_keys(context, call, definition, definition.id_field or definition.key)


def read_object(context: Context, call: ReadCall) -> ObjectDefinition:
    """The object a call reads. Raises GatewayError READ_OBJECT_NOT_FOUND."""
    definition = context.company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.READ_OBJECT_NOT_FOUND, object=call.object)
    return definition


def read_keys(context: Context, call: ReadCall, definition: ObjectDefinition, key_field: str) -> Outcome:
    """The records whose `key_field` is one of the call's keys, in the order of the keys."""
    keys = tuple(key for key in call.keys if key_field != definition.key or whole_number(key) is not None)
    page = _fetch(context, call, definition, key_field, keys) if keys else Page(Outputs(), [])
    shown = _number_of_fields(call, definition)
    if call.return_format != XML:
        return Outcome(naked=Naked(page.first(shown), call.return_format))
    page = _in_order_of_keys(page, keys, key_field)
    # The tag has the letters of the request (recorded).
    tag = call.object
    attributes = (("listtype", tag), ("count", str(len(page.rows))))
    if call.fields is not None:
        return Outcome(Data(attributes, Table(tag, page.first(shown))))
    key_column = page.names.index(definition.key) if page.rows else 0
    lines = [_lines(context, definition, int(row[key_column] or 0)) for row in page.rows]
    return Outcome(Data(attributes, Table(tag, page.first(shown), blocks=True, lines=lines)))


def _fetch(
    context: Context, call: ReadCall, definition: ObjectDefinition, key_field: str, keys: tuple[str, ...]
) -> Page:
    scope = scope_of(context, include_private=True)

    def make() -> Statement:
        names = call.fields or tuple(field.id for field in definition.visible_fields)
        columns = (*(Column(name) for name in names), Column(key_field), Column(definition.key))
        selection = Selection(columns, keyed=(key_field, len(keys)))
        try:
            return plan(context.company, definition, selection, scope, CodeDialect.DISPLAY, dates=DateForm.ISO)
        except GatewayError as error:
            if error.entry is protocol.FIELDS_NOT_QUERYABLE:
                raise GatewayError(protocol.INVALID_FIELDS_LIST, fields=",".join(names)) from None
            raise

    known_as = ("read", definition.name, call.fields, key_field, len(keys), scope)
    bound = {f"key{index}": int(key) if key_field == definition.key else key for index, key in enumerate(keys)}
    return fetch(context.company, known_plan(context.company, known_as, make), bound)


def _number_of_fields(call: ReadCall, definition: ObjectDefinition) -> int:
    """How many fields are answered: each once, however often it was asked for."""
    if call.fields is None:
        return len(definition.visible_fields)
    return len({name.upper() for name in call.fields})


def _in_order_of_keys(page: Page, keys: Sequence[str], key_field: str) -> Page:
    if not page.rows:
        return page
    column = page.names.index(key_field)
    by_key = {str(row[column]): row for row in page.rows}
    return Page(page.outputs, [by_key[key] for key in dict.fromkeys(keys) if key in by_key])


def _lines(context: Context, definition: ObjectDefinition, key: int) -> list[Element]:
    company = context.company
    scope = scope_of(context, include_private=True)
    collections: list[Element] = []
    for collection in definition.lines:
        line = company.catalogue.find(collection.object)
        if line is None:
            continue
        known_as = ("lines", definition.name, collection.element, scope)
        planned = known_plan(company, known_as, _LinesOf(context, line, collection, scope))
        page = fetch(company, planned, {"key0": key})
        if collection.optional and not page.rows:
            continue
        collections.append(Element(collection.element, Table(collection.item.lower(), page, blocks=True)))
    return collections


@dataclass(frozen=True, slots=True)
class _LinesOf:
    """Makes the plan that reads the lines of one owner."""

    context: Context
    line: ObjectDefinition
    collection: LineCollection
    scope: Scope

    def __call__(self) -> Statement:
        columns = tuple(Column(field.id) for field in self.line.visible_fields)
        selection = Selection(columns, keyed=(self.collection.parent_field, 1))
        return plan(self.context.company, self.line, selection, self.scope, CodeDialect.DISPLAY, dates=DateForm.ISO)
