"""Reads page after page, so that the thousandth costs no more than the first."""

from dataclasses import replace
from typing import NamedTuple

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.query.ast import And, Column, Comparison, Operator, Rownum, Selection, leaves
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.records.table_schema import table_schema
from intacct_emulator.records.visibility import Scope
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.result_sets import ResultSet

from .context import Context
from .rows import Page, count, scope_of, select

FEW = 10_000
"""Up to this many matches, sort; beyond it, walk the table in key order."""

_RANGES = frozenset(
    {
        Operator.LESS,
        Operator.LESS_OR_EQUAL,
        Operator.GREATER,
        Operator.GREATER_OR_EQUAL,
        Operator.BETWEEN,
    }
)


class ResultPage(NamedTuple):
    """A page of an open result. `result_id` names the remaining rows; empty if there are none."""

    definition: ObjectDefinition
    page: Page
    result: ResultSet
    result_id: str

    @property
    def remaining(self) -> int:
        """How many rows are left."""
        return self.result.total - self.result.position


def open_result(
    context: Context,
    definition: ObjectDefinition,
    selection: Selection,
    *,
    page_size: int,
    return_format: str,
    dialect: CodeDialect = CodeDialect.STORED,
    view: str = "",
) -> ResultPage:
    """The first page of a selection. `next_page` gives the rest, in the same `return_format`, which is the wire's own
    word. Raises GatewayError."""
    scope = scope_of(context, include_private=False)
    total = count(context.company, definition, selection, scope, dialect)
    numbered = any(isinstance(leaf, Rownum) for leaf in leaves(selection.filter))
    result = ResultSet(
        owner=_owner(context), object=definition.name, selection=selection, scope=scope, total=total,
        page_size=page_size, return_format=return_format, by_key=not numbered and not selection.order,
        dialect=dialect, view=view,
    )  # fmt: skip
    page = _read_on(context.company, definition, result)
    result_id = ""
    if result.position < total:
        result_id = context.identifiers.result_id()
        context.result_sets.keep(result_id, result)
    return ResultPage(definition, page, result, result_id)


def next_page(context: Context, *, result_id: str | None = None, name: str = "") -> ResultPage | None:
    """The next page of the caller's result of that id, or else of the latest of an object or view; None if there is
    none."""
    owner = _owner(context)
    if result_id is not None:
        result = context.result_sets.find(result_id, owner)
    else:
        result_id, result = context.result_sets.latest(owner, name)
    if result is None:
        return None
    definition = context.company.catalogue[result.object]
    page = _read_on(context.company, definition, result)
    if result.position >= result.total:
        context.result_sets.drop(result_id)
    return ResultPage(definition, page, result, result_id)


def select_at(
    company: Company, definition: ObjectDefinition, selection: Selection, scope: Scope, dialect: CodeDialect
) -> Page:
    """One page, like `select`. If the previous page was read, it continues after its last record instead of counting
    rows from the beginning."""
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
        company.page_marks.keep((asked, selection.offset + len(page.rows)), int(page.rows[-1][place] or 0))
    if any(isinstance(column, Column) and column.field.upper() == key.field.upper() for column in selection.columns):
        return page
    return page.first(len(page.outputs) - 1)


def _read_on(company: Company, definition: ObjectDefinition, result: ResultSet) -> Page:
    """Reads on after the last record of the previous page, and moves the result's position."""
    chosen = result.selection.columns
    few = result.selection.filter is not None and result.total <= FEW
    wanted = replace(result.selection, limit=result.page_size, few=few)
    if result.by_key:
        wanted = replace(wanted, columns=(*chosen, Column(definition.key)), after=result.after)
    else:
        wanted = replace(wanted, offset=result.position)
    page = select(company, definition, wanted, result.scope, result.dialect)
    if result.by_key and page.rows:
        key_column = page.names.index(definition.key)
        result.after = int(page.rows[-1][key_column] or 0)
        if not any(column.field.upper() == definition.key.upper() for column in chosen):
            page = page.first(len(page.outputs) - 1)
    # The total dates from when the result was opened; rows may have changed since, so a short page is the last one.
    ended = len(page.rows) < result.page_size
    result.position = result.total if ended else min(result.position + len(page.rows), result.total)
    return page


def _owner(context: Context) -> str:
    """A result belongs to the session, or, without one, to the user of the company at the level they work at."""
    if context.session is not None:
        return context.session.id
    return f"{context.company.id} {context.actor.and_place}"


def _key_column(definition: ObjectDefinition, selection: Selection) -> Column | None:
    """The column of the record number for reads ordered by it; None for others."""
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
