"""Runs selections and shapes what they give: XML tables, CSV, JSON."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intacct_emulator.books.computed import ComputedFields
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.query.ast import Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.to_sql import Scope, Statement, compile_count, compile_select
from intacct_emulator.tenancy.company import Company

from .context import Context
from .outcome import Naked

XML, JSON, CSV = "xml", "json", "csv"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of wire texts, and the names of their fields."""

    names: tuple[str, ...]
    rows: list[tuple[str, ...]]


def scope_of(context: Context, *, include_private: bool) -> Scope:
    """What the caller may see: an entity's rows and the shared ones, or at top level the shared ones or all."""
    return Scope(context.actor.entity_key, include_private)


def select(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> Page:
    """One page. Raises GatewayError for fields and values that cannot be queried."""
    statement = compile_select(
        definition,
        company.catalogue,
        selection,
        scope=scope,
        dialect=dialect,
        computed=ComputedFields(company.catalogue),
        today=company.clock.today(),
    )
    rendered = [output.renderer for output in statement.outputs]
    rows = [
        tuple([render(value) for render, value in zip(rendered, row, strict=True)]) for row in _run(company, statement)
    ]
    return Page(tuple(output.name for output in statement.outputs), rows)


def count(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> int:
    """How many rows (or groups) the selection has over all pages."""
    statement = compile_count(
        definition,
        company.catalogue,
        selection,
        scope=scope,
        dialect=dialect,
        computed=ComputedFields(company.catalogue),
        today=company.clock.today(),
    )
    return int(next(iter(_run(company, statement)))[0] or 0)


def bare(page: Page, return_format: str) -> Naked:
    """Rows without an envelope (documented shapes): CSV with quotes only where needed, JSON with every value a text."""
    if return_format == CSV:
        return Naked(_csv(page.names, page.rows), "text/csv; charset=UTF-8")
    objects = [dict(zip(page.names, row, strict=True)) for row in page.rows]
    return Naked(json.dumps(objects, indent=4, ensure_ascii=False).encode(), "application/json; charset=UTF-8")


def _run(company: Company, statement: Statement) -> Iterable[Sequence[Stored]]:
    records = company.records
    for name in statement.tables:
        records.prepare(company.catalogue[name])
    return records.database.execute(statement.sql, statement.params)  # type: ignore[arg-type]


def _csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()
