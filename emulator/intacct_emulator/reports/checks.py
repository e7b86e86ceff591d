"""Whether a report's definition makes sense in a company: its object, fields, values, lines."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from intacct_emulator.catalogue.dimensions import dimensions_of
from intacct_emulator.catalogue.model import NUMERIC, DataType, ObjectDefinition
from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import Column as Selected
from intacct_emulator.query.ast import Filter, Selection
from intacct_emulator.query.from_words import filter_of
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.paths import Paths, Place
from intacct_emulator.query.to_sql import compile_select
from intacct_emulator.records.visibility import Scope
from intacct_emulator.tenancy.company import Company

from .definition import Records, Report, Statement
from .periods import days_of
from .statement import ENTITY

Where = tuple[str | int, ...]
_DAYS = (DataType.DATE, DataType.TIMESTAMP)


class ReportFault(NamedTuple):
    """What is wrong with a definition, and where: the tables that lead there, as `columns`, 2, and the key in the last
    one."""

    where: Where
    key: str
    reason: str


def faults_of(company: Company, report: Report) -> Iterator[ReportFault]:
    """All that is wrong with a report in this company."""
    content = report.content
    yield from _of_period(company, content.default_period)
    if isinstance(content, Statement):
        yield from _of_statement(company, content)
        return
    definition = company.catalogue.find(content.object)
    if definition is None:
        yield ReportFault((), "object", f"there is no object {content.object!r}")
        return
    yield from _OfRecords(company, definition, content).faults()


def _of_period(company: Company, name: str) -> Iterator[ReportFault]:
    if name and days_of(company, name) is None:
        yield ReportFault((), "period", f"there is no reporting period {name!r}")


class _OfRecords:
    def __init__(self, company: Company, definition: ObjectDefinition, content: Records) -> None:
        self._company = company
        self._definition = definition
        self._content = content
        self._paths = Paths(definition, company.catalogue)

    def faults(self) -> Iterator[ReportFault]:
        content = self._content
        names = [column.name for column in content.columns]
        for index, column in enumerate(content.columns):
            place = ("columns", index)
            if column.name in names[:index]:
                yield ReportFault(place, "name", f"{column.name} is there twice")
            yield from self._unknown(place, "field", column.field)
            amounts = (column.field, column.less) if column.less or column.ages else ()
            for key, name in zip(("field", "less"), filter(None, amounts), strict=False):
                yield from self._not_of(place, key, name, NUMERIC, "a number")
            if column.ages is not None:
                yield from self._not_of(place, "aged_from", column.ages.counted_from, _DAYS, "a day")
        for index, condition in enumerate(content.conditions):
            yield from self._of_filter(("filters", index), condition.field, filter_of(condition))
        for index, parameter in enumerate(content.parameters):
            condition = parameter.condition
            shown = filter_of(condition) if condition.value else None
            yield from self._of_filter(("parameters", index), condition.field, shown)
        for name in content.sort:
            yield from self._unknown((), "sort", name.removeprefix("-"))
        if content.period:
            yield from self._not_of((), "period_field", content.period, _DAYS, "a day")

    def _unknown(self, where: Where, key: str, name: str) -> Iterator[ReportFault]:
        if self._place(name) is None:
            yield ReportFault(where, key, f"{self._definition.name} has no field {name!r}")

    def _not_of(
        self, where: Where, key: str, name: str, types: Sequence[DataType] | frozenset[DataType], what: str
    ) -> Iterator[ReportFault]:
        place = self._place(name)
        if place is None:
            yield ReportFault(where, key, f"{self._definition.name} has no field {name!r}")
        elif place.field.type not in types:
            yield ReportFault(where, key, f"{name} is not {what}")

    def _of_filter(self, where: Where, name: str, condition: Filter | None) -> Iterator[ReportFault]:
        if self._place(name) is None:
            yield ReportFault(where, "field", f"{self._definition.name} has no field {name!r}")
        elif condition is not None and not self._compiles(condition):
            yield ReportFault(where, "value", f"is no value of {name}")

    def _compiles(self, condition: Filter) -> bool:
        selection = Selection((Selected(self._definition.key),), condition)
        catalogue, today = self._company.catalogue, self._company.clock.today()
        try:
            compile_select(
                self._definition, catalogue, selection, scope=Scope(), dialect=CodeDialect.DISPLAY, today=today
            )
        except GatewayError:
            return False
        return True

    def _place(self, name: str) -> Place | None:
        return self._paths.find(name)


def _of_statement(company: Company, statement: Statement) -> Iterator[ReportFault]:
    values = {dimension.object for dimension in dimensions_of(company.catalogue)} | {ENTITY}
    if statement.by and statement.by not in values:
        yield ReportFault((), "by", f"{statement.by!r} is no dimension; there are {', '.join(sorted(values))}")
    names = [column.name for column in statement.columns]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield ReportFault(("columns", index), "name", f"{name} is there twice")
    single: set[str] = set()
    for index, line in enumerate(statement.lines):
        where = ("lines", index)
        if line.title in single:
            yield ReportFault(where, "title", f"{line.title!r} is there twice")
        if bool(line.accounts) == bool(line.sum):
            yield ReportFault(where, "accounts", "a line has either accounts or a sum")
        for name in line.sum:
            if name.removeprefix("-") not in single:
                yield ReportFault(where, "sum", f"no line above has the title {name.removeprefix('-')!r}")
        if not line.each:
            single.add(line.title)
