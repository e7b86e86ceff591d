"""The records of an object as a table that is filtered, sorted and paged: read by the same room as requests read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from intacct_emulator.catalogue.model import DataType, Field, ObjectDefinition
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import Column, Comparison, Filter, Operator, OrderBy, Selection, any_of
from intacct_emulator.query.from_text import parse_query_text
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.records.visibility import EVERYTHING
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.rows import Page, count, select

PAGE_SIZE = 50
_FEW = 9
_CONDITION = re.compile(r"[=<>]|\b(?:like|in|is)\b\s*(?:['(]|null|not)", re.IGNORECASE)
# What tells records apart at a glance, in the order it is looked for.
_TELLING = (
    *("RECORDID", "NAME", "TITLE", "BATCH_TITLE", "DESCRIPTION", "STATE", "STATUS", "CUSTOMERID", "VENDORID"),
    *("WHENCREATED", "WHENDUE", "BATCH_DATE", "ENTRY_DATE", "TOTALENTERED", "TOTALDUE", "ACCOUNTNO", "AMOUNT"),
    *("DEBITAMOUNT", "CREDITAMOUNT", "LOCATIONID", "DEPARTMENTID", "CURRENCY"),
)
_NUMBERS = frozenset({DataType.CURRENCY, DataType.DECIMAL, DataType.PERCENT})


class Order(NamedTuple):
    """What is looked at: a condition or words to look for, a field to sort by, a page from 0, few or all fields."""

    condition: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 0
    all_fields: bool = False


class RecordTable(NamedTuple):
    """A page of records. `keys` has the record numbers of the rows; `fault` says what is wrong with the condition."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Python, ...], ...]
    keys: tuple[Python, ...]
    total: int
    fault: str = ""

    def numeric(self, field: Field) -> bool:
        """Whether a column is set to the right."""
        return field.type in _NUMBERS


def record_table(company: Company, definition: ObjectDefinition, order: Order) -> RecordTable:
    """One page. What cannot be read is said in `fault`."""
    fields = _fields(definition, everything=order.all_fields)
    columns = tuple(Column(field.id) for field in fields)
    if definition.find(definition.key) is not None:
        columns = (*columns, Column(definition.key))
    selection = Selection(columns, case_insensitive=True, limit=PAGE_SIZE, offset=order.page * PAGE_SIZE)
    try:
        selection = replace(
            selection, filter=_condition(definition, fields, order.condition), order=_sorted_by(definition, order)
        )
        with company.lock:
            total = count(company, definition, replace(selection, order=()), EVERYTHING, CodeDialect.DISPLAY)
            page = select(company, definition, selection, EVERYTHING, CodeDialect.DISPLAY)
    except GatewayError as error:
        first = error.stack[0]
        return RecordTable(fields, (), (), 0, first.description2 or first.description or first.errorno)
    return _table(definition, fields, page, total)


def _table(definition: ObjectDefinition, fields: tuple[Field, ...], page: Page, total: int) -> RecordTable:
    names = page.names
    places = [names.index(field.id) for field in fields]
    key = names.index(definition.key) if definition.key in names else None
    values = list(page.values())
    rows = tuple(
        tuple(in_words(field, row[place]) for field, place in zip(fields, places, strict=True)) for row in values
    )
    keys = tuple(row[key] for row in values) if key is not None else ()
    return RecordTable(fields, rows, keys, total)


def whole_record(company: Company, definition: ObjectDefinition, key: str) -> dict[str, Python] | None:
    """Every visible field of the record of that number; None where there is none."""
    columns = tuple(Column(field.id) for field in definition.visible_fields)
    selection = Selection(columns, Comparison(definition.key, Operator.EQUAL, (key,)), limit=1)
    try:
        with company.lock:
            page = select(company, definition, selection, EVERYTHING, CodeDialect.DISPLAY)
    except GatewayError:
        return None
    found = next(iter(page.values()), None)
    if found is None:
        return None
    named = zip(page.outputs, found, strict=True)
    return {output.name: in_words(output.field, value) for output, value in named}


def in_words(field: Field, value: Python) -> Python:
    """A value as the product shows it: the word of a choice in place of its code."""
    if isinstance(value, str) and value in field.codes:
        return field.values[field.codes.index(value)]
    return value


def lines_of(company: Company, definition: ObjectDefinition, key: str) -> list[tuple[ObjectDefinition, RecordTable]]:
    """The lines that a record owns, by their objects."""
    found = []
    for collection in definition.lines:
        owned = company.catalogue.find(collection.object)
        if owned is None or owned.find(collection.parent_field) is None:
            continue
        table = record_table(company, owned, Order(f"{collection.parent_field} = '{key}'"))
        if table.rows:
            found.append((owned, table))
    return found


def _fields(definition: ObjectDefinition, *, everything: bool) -> tuple[Field, ...]:
    visible = definition.visible_fields
    if everything:
        return visible
    wanted = [definition.key, *([definition.id_field] if definition.id_field else []), *_TELLING]
    known = {field.id: field for field in visible}
    chosen = [known[name] for name in dict.fromkeys(wanted) if name in known][:_FEW]
    plain = [field for field in visible if "." not in field.id and field not in chosen]
    return (*chosen, *plain[: max(_FEW - len(chosen), 0)])


def _condition(definition: ObjectDefinition, fields: Sequence[Field], text: str) -> Filter | None:
    """A condition in the language of `readByQuery`; words that are none are looked for in the texts shown."""
    if not text or _CONDITION.search(text):
        return parse_query_text(text)
    texts = [field.id for field in fields if field.type is DataType.TEXT and field.stored]
    if not texts:
        return parse_query_text(text)
    return any_of([Comparison(name, Operator.LIKE, (f"%{text}%",)) for name in texts])


def _sorted_by(definition: ObjectDefinition, order: Order) -> tuple[OrderBy, ...]:
    field = definition.find(order.sort) if order.sort else None
    return (OrderBy(field.id, order.descending),) if field is not None else ()
