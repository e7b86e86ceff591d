"""Runs selections: rows of typed values. Each wire renders them in its own way."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import DateForm, Python, Stored, renderer, unpack
from intacct_emulator.query.ast import Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.outputs import Output, Outputs
from intacct_emulator.query.to_sql import Statement, compile_count, compile_select
from intacct_emulator.records.visibility import Scope
from intacct_emulator.tenancy.company import Company

from .computed import make_readable
from .context import Context

StoredRow = tuple[Stored, ...]


class Page(NamedTuple):
    """Some rows in stored form, and what their columns are.

    A wire that writes texts uses `texts`; a wire that writes values uses `values`.
    """

    outputs: Outputs
    rows: list[StoredRow]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.outputs.names

    def values(self) -> Iterator[tuple[Python, ...]]:
        """The rows as Python values: Decimal, date, datetime, bool, int, str; None for an empty one."""
        return (
            tuple([_value(output, stored) for output, stored in zip(self.outputs, row, strict=True)])
            for row in self.rows
        )

    def texts(self) -> Iterator[list[str]]:
        """The rows as wire texts."""
        return map(self.outputs.texts, self.rows)

    def first(self, columns: int) -> "Page":
        """The page with only its first columns."""
        if columns == len(self.outputs):
            return self
        return Page(self.outputs.first(columns), [row[:columns] for row in self.rows])


def _value(output: Output, stored: Stored) -> Python:
    return unpack(output.field, output.whole(stored) if output.whole else stored)


def scope_of(context: Context, *, include_private: bool) -> Scope:
    """The rows the caller may see: an entity's and the shared ones or, at top level, the shared ones or all."""
    return Scope(context.actor.entity_key, include_private)


def select(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> Page:
    """One page. Raises GatewayError for fields and values that cannot be queried."""
    if company.computed:
        make_readable(company, definition, selection)
    if selection.offset or selection.after is not None:  # a page that nobody asks for twice
        return fetch(company, plan(company, definition, selection, scope, dialect))
    known_as = (definition.name, selection, scope, dialect)
    return fetch(company, known_plan(company, known_as, lambda: plan(company, definition, selection, scope, dialect)))


def plan(
    company: Company,
    definition: ObjectDefinition,
    selection: Selection,
    scope: Scope,
    dialect: CodeDialect,
    *,
    dates: DateForm = DateForm.US,
) -> Statement:
    """How to read what is selected. Raises GatewayError for fields and values that cannot be queried."""
    statement = _compiled(compile_select, company, definition, selection, scope=scope, dialect=dialect)
    if dates is DateForm.US:
        return statement
    outputs = Outputs(output._replace(renderer=renderer(output.field, dates)) for output in statement.outputs)
    return statement._replace(outputs=outputs)


def known_plan(company: Company, known_as: Hashable, make: Callable[[], Statement]) -> Statement:
    """The plan made earlier today under that name, or a new one from `make`. The name must include all that a plan
    depends on."""
    name = (known_as, company.clock.today())
    found: Statement | None = company.plans.get(name)
    if found is None:
        found = make()
        company.plans.keep(name, found)
    return found


def fetch(company: Company, planned: Statement, bound: Mapping[str, Stored] | None = None) -> Page:
    """The rows of a plan; `bound` gives its open parameters."""
    return Page(planned.outputs, list(run(company, planned, bound)))


def run(company: Company, planned: Statement, bound: Mapping[str, Stored] | None = None) -> Iterable[StoredRow]:
    """The rows of a plan, read one by one, in any number."""
    records = company.records
    for name in planned.tables:
        records.prepare(records.definition(name))
    params = {**planned.params, **bound} if bound else planned.params
    return records.database.execute(planned.sql, params)


def count(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> int:
    """How many rows (or groups) the selection has over all pages."""
    if company.computed:
        make_readable(company, definition, selection)

    def make() -> Statement:
        return _compiled(compile_count, company, definition, selection, scope=scope, dialect=dialect)

    whole = replace(selection, limit=None, offset=0) if selection.offset else selection
    statement = known_plan(company, ("count", definition.name, whole, scope, dialect), make)
    question = (statement.sql, tuple(statement.params.items()))
    known = company.page_marks.find(question)
    if known is None:
        known = int(next(iter(run(company, statement)))[0] or 0)
        company.page_marks.keep(question, known)
    return known


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
        today=company.clock.today(),
    )
