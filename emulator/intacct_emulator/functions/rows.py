"""Runs selections and shapes what they give: XML tables, CSV, JSON."""

import csv
import io
import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from intacct_emulator.books.computed import ComputedFields
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.query.ast import And, Column, Comparison, Operator, Rownum, Selection, leaves
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.to_sql import Scope, Statement, compile_count, compile_select
from intacct_emulator.records.table_schema import table_schema
from intacct_emulator.tenancy.company import Company

from .context import Context
from .outcome import Naked

XML, JSON, CSV = RETURN_FORMATS = ("xml", "json", "csv")
FEW = 10_000
"""Rows that are sooner sorted than looked for in the order of their record numbers."""

_RANGES = frozenset(
    {
        Operator.LESS,
        Operator.LESS_OR_EQUAL,
        Operator.GREATER,
        Operator.GREATER_OR_EQUAL,
        Operator.BETWEEN,
    }
)


class Page(NamedTuple):
    """Rows of wire texts, and the names of their fields."""

    names: tuple[str, ...]
    rows: list[tuple[str, ...]]


class Plan(NamedTuple):
    """A compiled selection: the statement, the names of its fields, and how each becomes wire text."""

    statement: Statement
    names: tuple[str, ...]
    renderers: tuple[Callable[[Stored], str], ...]


def scope_of(context: Context, *, include_private: bool) -> Scope:
    """What the caller may see: an entity's rows and the shared ones, or at top level the shared ones or all."""
    return Scope(context.actor.entity_key, include_private)


def select(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> Page:
    """One page. Raises GatewayError for fields and values that cannot be queried."""
    if selection.offset or selection.after is not None:  # a page that nobody asks for twice
        return fetch(company, plan(company, definition, selection, scope, dialect))
    known_as = (definition.name, selection, scope, dialect)
    return fetch(company, known_plan(company, known_as, lambda: plan(company, definition, selection, scope, dialect)))


def plan(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> Plan:
    """How to read what is selected. Raises GatewayError for fields and values that cannot be queried."""
    statement = _compiled(compile_select, company, definition, selection, scope=scope, dialect=dialect)
    outputs = statement.outputs
    return Plan(statement, tuple(output.name for output in outputs), tuple(output.renderer for output in outputs))


def _compiled(
    compile_: Callable[..., Statement],
    company: Company,
    definition: ObjectDefinition,
    selection: Selection,
    *,
    scope: Scope,
    dialect: CodeDialect,
) -> Statement:
    return compile_(
        definition,
        company.catalogue,
        selection,
        scope=scope,
        dialect=dialect,
        computed=ComputedFields(company.catalogue),
        today=company.clock.today(),
    )


def known_plan(company: Company, known_as: Hashable, make: Callable[[], Plan]) -> Plan:
    """The plan that was made before under that name today, or the one that `make` gives. Names must tell apart all that
    a plan depends on."""
    name = (known_as, company.clock.today())
    found: Plan | None = company.plans.get(name)
    if found is None:
        found = make()
        company.plans.keep(name, found)
    return found


def fetch(company: Company, planned: Plan, bound: Mapping[str, Stored] | None = None) -> Page:
    """The rows of a plan; `bound` gives the parameters it left open."""
    return Page(planned.names, list(run(company, planned, bound)))


def run(company: Company, planned: Plan, bound: Mapping[str, Stored] | None = None) -> Iterator[tuple[str, ...]]:
    """The rows of a plan as wire text, read one by one: there may be any number of them."""
    renderers = planned.renderers
    rows = _run(company, planned.statement, bound)
    return (tuple([render(value) for render, value in zip(renderers, row, strict=True)]) for row in rows)


def select_at(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> Page:
    """One page, like `select`. When the page before it was read too, it is found by its last record and not by counting
    rows from the beginning: depth costs nothing."""
    key = _key_column(definition, selection)
    if key is None:
        return select(company, definition, selection, scope, dialect)
    asked = (definition.name, selection.filter, selection.case_insensitive, scope, dialect, company.clock.today())
    after = company.page_marks.find((asked, selection.offset)) if selection.offset else None
    few = _ranges_over_index(definition, selection) and count(company, definition, selection, scope, dialect) <= FEW
    wanted = replace(selection, columns=(*selection.columns, key), order=(), few=few)
    if after is not None:
        wanted = replace(wanted, offset=0, after=after)
    page = select(company, definition, wanted, scope, dialect)
    if page.rows:
        place = page.names.index(key.field)
        company.page_marks.keep((asked, selection.offset + len(page.rows)), int(page.rows[-1][place]))
    if any(isinstance(column, Column) and column.field.upper() == key.field.upper() for column in selection.columns):
        return page
    return Page(page.names[:-1], [row[:-1] for row in page.rows])


def _key_column(definition: ObjectDefinition, selection: Selection) -> Column | None:
    """The column of the record number for reads that come by it; None for others."""
    key = definition.find(definition.key)
    by_key = not selection.order or (
        len(selection.order) == 1
        and selection.order[0].field.upper() == definition.key.upper()
        and not selection.order[0].descending
    )
    plain = all(isinstance(column, Column) for column in selection.columns)
    numbered = any(isinstance(leaf, Rownum) for leaf in leaves(selection.filter))
    if key is None or not key.stored or not by_key or not plain or numbered:
        return None
    return Column(key.id)


def _ranges_over_index(definition: ObjectDefinition, selection: Selection) -> bool:
    """Whether the filter asks for a range of an indexed field. SQLite cannot tell how many rows are in it; counting
    them costs little, walking the table to find a few costs much."""
    condition = selection.filter
    parts = condition.conditions if isinstance(condition, And) else (condition,)
    indexed = {name for (name, *_) in table_schema(definition).indexes}
    return any(
        isinstance(part, Comparison) and part.operator in _RANGES and part.field.upper() in indexed for part in parts
    )


def count(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> int:
    """How many rows (or groups) the selection has over all pages."""

    def make() -> Plan:
        statement = _compiled(compile_count, company, definition, selection, scope=scope, dialect=dialect)
        return Plan(statement, (), ())

    whole = replace(selection, limit=None, offset=0) if selection.offset else selection
    statement = known_plan(company, ("count", definition.name, whole, scope, dialect), make).statement
    question = (statement.sql, tuple(statement.params.items()))
    known = company.page_marks.find(question)
    if known is None:
        known = int(next(iter(_run(company, statement)))[0] or 0)
        company.page_marks.keep(question, known)
    return known


def bare(page: Page, return_format: str) -> Naked:
    """Rows without an envelope (documented shapes): CSV with quotes only where needed, JSON with every value a text."""
    if return_format == CSV:
        return Naked(_csv(page.names, page.rows), "text/csv; charset=UTF-8")
    objects = [dict(zip(page.names, row, strict=True)) for row in page.rows]
    return Naked(json.dumps(objects, indent=4, ensure_ascii=False).encode(), "application/json; charset=UTF-8")


def _run(
    company: Company, statement: Statement, bound: Mapping[str, Stored] | None = None
) -> Iterable[Sequence[Stored]]:
    records = company.records
    for name in statement.tables:
        records.prepare(records.definition(name))
    params = {**statement.params, **bound} if bound else statement.params
    return records.database.execute(statement.sql, params)


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()
