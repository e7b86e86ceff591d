"""The rows of a report over records, read one by one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from intacct_emulator.catalogue.values import Python, Stored, plain
from intacct_emulator.query.ast import Column as Selected
from intacct_emulator.query.ast import Filter, Selection, all_of
from intacct_emulator.query.from_words import order_of
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.outputs import Outputs
from intacct_emulator.work.access import Verb, require
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import plan, run, scope_of

from .definition import Ages, Column, Records

TextRow = tuple[str, ...]


def rows_of_records(context: Context, content: Records, conditions: Sequence[Filter]) -> Iterator[TextRow]:
    """The rows as texts, in the order of the report. The user has to be allowed to query the object (inferred).

    Raises GatewayError: NO_PERMISSION, and what a query with these conditions raises.
    """
    company = context.company
    definition = company.catalogue[content.object]
    require(context, definition, Verb.READ_BY_QUERY)
    names = [name for column in content.columns for name in _fields(column)]
    selection = Selection(
        tuple(Selected(name) for name in names),
        all_of(conditions) if conditions else None,
        tuple(order_of(name) for name in content.sort),
    )
    planned = plan(company, definition, selection, scope_of(context, include_private=True), CodeDialect.DISPLAY)
    places = {output.name.upper(): index for index, output in enumerate(planned.outputs)}
    today = company.clock.today()
    readers = [_reader(column, places, planned.outputs, today) for column in content.columns]
    return (tuple([read(row) for read in readers]) for row in run(company, planned))


def _fields(column: Column) -> tuple[str, ...]:
    aged = column.ages.counted_from if column.ages is not None else ""
    return tuple(filter(None, (column.field, column.less, aged)))


def _reader(column: Column, places: dict[str, int], outputs: Outputs, today: date) -> Callable[[Sequence[Stored]], str]:
    place = places[column.field.upper()]
    output = outputs[place]
    if not column.less and column.ages is None:
        return lambda row: output.renderer(row[place])
    less = places[column.less.upper()] if column.less else None
    is_old = _age_test(column.ages, places, today)

    def read(row: Sequence[Stored]) -> str:
        if not is_old(row):
            return plain(0, output.field.scale)
        taken = int(row[less] or 0) if less is not None else 0
        return plain(int(row[place] or 0) - taken, output.field.scale)

    return read


def _age_test(ages: Ages | None, places: dict[str, int], today: date) -> Callable[[Sequence[Stored]], bool]:
    if ages is None:
        return lambda row: True
    place, first, last = places[ages.counted_from.upper()], ages.first, ages.last

    def is_old(row: Sequence[Stored]) -> bool:
        age = max((today - _day(row[place], today)).days, 0)
        return first <= age and (last is None or age <= last)

    return is_old


def _day(stored: Python, otherwise: date) -> date:
    """The day of a stored date or moment. A record without one is not old yet."""
    return date.fromisoformat(str(stored)[:10]) if stored else otherwise
