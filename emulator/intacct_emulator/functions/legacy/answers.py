"""Reads records and writes them in the shapes of legacy answers."""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from intacct_emulator.catalogue.values import SEPARATOR, parse_date, wire_date
from intacct_emulator.functions.outcome import Element
from intacct_emulator.masters.terms import months_forward
from intacct_emulator.query.ast import Column, Comparison, Operator, OrderBy, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import Page, scope_of, select

from .shapes.model import Block, CustomFields, Files, Form, Leaf, Lines, Node, Several, TermDay

Row = Mapping[str, str]
_SIDES = {"1": "debit", "-1": "credit"}
_DELIVERY = {"Print": "print", "E-Mail": "email"}
_MOST_PARENTS = 1000


def columns_of(nodes: Sequence[Node], key: str) -> tuple[Column, ...]:
    """The fields that some elements need, and the record's key."""
    return tuple(Column(name) for name in dict.fromkeys([*_fields(nodes), key]))


def rows_of(page: Page, columns: Sequence[Column]) -> list[Row]:
    """The rows of a page by the names they were asked for."""
    asked = [column.field for column in columns]
    return [dict(zip(asked, row, strict=True)) for row in page.texts()]


def elements_of(context: Context, name: str, nodes: Sequence[Node], rows: Sequence[Row], key: str) -> list[Element]:
    """Records as elements, their lines read for all of them at once."""
    keys = [row[key] for row in rows]
    owned = {node.name: _owned(context, node, keys) for node in nodes if isinstance(node, Lines | Files)}
    elements: list[Element] = []
    for row in rows:
        children = [
            Element(node.name, owned[node.name].get(row[key], [])) if node.name in owned else _element(node, row)
            for node in nodes
        ]
        elements.append(Element(name, children))
    return elements


def _owned(context: Context, node: Lines | Files, keys: Sequence[str]) -> Mapping[str, list[Element]]:
    return _files(context, node, keys) if isinstance(node, Files) else _lines(context, node, keys)


def _files(context: Context, node: Files, keys: Sequence[str]) -> Mapping[str, list[Element]]:
    from intacct_emulator.masters.attachments import AttachedFiles

    files = AttachedFiles(context.company.records)
    return {
        key: [
            Element(
                node.item,
                (
                    Element("attachmentname", file.name),
                    Element("attachmenttype", file.type),
                    Element("attachmentdata", base64.b64encode(file.content or b"").decode()),
                ),
            )
            for file in files.of(int(key), contents=True)
        ]
        for key in keys
    }


def _lines(context: Context, node: Lines, keys: Sequence[str]) -> Mapping[str, list[Element]]:
    company = context.company
    definition = company.catalogue[node.object]
    columns = columns_of(node.children, node.parent_field)
    found: dict[str, list[Element]] = {}
    for start in range(0, len(keys), _MOST_PARENTS):
        owned = Comparison(node.parent_field, Operator.IN, tuple(keys[start : start + _MOST_PARENTS]))
        selection = Selection(columns, owned, (OrderBy(definition.key),))
        page = select(company, definition, selection, scope_of(context, include_private=True), CodeDialect.DISPLAY)
        for row in rows_of(page, columns):
            children = [_element(child, row) for child in node.children]
            found.setdefault(row[node.parent_field], []).append(Element(node.item, children))
    return found


def _element(node: Node, row: Row) -> Element:
    if isinstance(node, Leaf):
        return _FORMS[node.form](node, row)
    if isinstance(node, Several):
        values = [value for value in row[node.field].split(SEPARATOR) if value]
        return Element(node.name, [Element(node.item, _DELIVERY.get(value, value)) for value in values])
    if isinstance(node, TermDay):
        return _term_day(node, row)
    if isinstance(node, CustomFields):
        return Element(node.name, [_custom_field(name, row[name]) for name in node.fields])
    assert isinstance(node, Block)
    if node.needs and not row[node.needs]:
        return Element(node.name)
    return Element(node.name, [_element(child, row) for child in node.children])


def _plain(leaf: Leaf, row: Row) -> Element:
    text = row[leaf.field] if leaf.field else ""
    if leaf.less and text:
        amount = Decimal(text) - sum((Decimal(row[name] or 0) for name in leaf.less), Decimal(0))
        text = f"{amount.normalize():f}"
    return Element(leaf.name, text)


def _date(leaf: Leaf, row: Row) -> Element:
    day = parse_date(row[leaf.field][: len("MM/DD/YYYY")])
    if day is None:
        return Element(leaf.name)
    parts = wire_date(day).split("/")
    month, day_of_month, year = parts
    return Element(leaf.name, (Element("year", year), Element("month", month), Element("day", day_of_month)))


def _side(leaf: Leaf, row: Row) -> Element:
    return Element(leaf.name, _SIDES.get(row[leaf.field], row[leaf.field]))


def _term_day(node: TermDay, row: Row) -> Element:
    """In days forward, or as a day of a month. Forms that end with the month count as days forward (inferred)."""
    day = row[node.day]
    if not day:
        return Element(node.name)
    months = months_forward(row[node.counted])
    when = (
        [Element("daysforward", day)]
        if months is None
        else [Element("dayofmonth", day), Element("monthsforward", months)]
    )
    return Element(node.name, [*when, *(_element(child, row) for child in node.rest)])


def _custom_field(name: str, text: str) -> Element:
    return Element("customfield", (Element("customfieldname", name), Element("customfieldvalue", text)))


def _fields(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Leaf):
            yield from (name for name in (node.field, *node.less) if name)
        elif isinstance(node, Several):
            yield node.field
        elif isinstance(node, CustomFields):
            yield from node.fields
        elif isinstance(node, TermDay):
            yield from (node.day, node.counted, *_fields(node.rest))
        elif isinstance(node, Block):
            if node.needs:
                yield node.needs
            yield from _fields(node.children)


_FORMS: Mapping[Form, Callable[[Leaf, Row], Element]] = {Form.PLAIN: _plain, Form.DATE: _date, Form.SIDE: _side}
