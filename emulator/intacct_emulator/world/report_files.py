"""Reads the saved reports of a company's fixture: files named `NAME.report.toml` in its folder."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from intacct_emulator.catalogue.customization import ViewCondition, ViewOperator
from intacct_emulator.reports.definition import (
    Ages,
    Amount,
    Column,
    NormalBalance,
    Parameter,
    Records,
    Report,
    Span,
    Statement,
    StatementColumn,
    StatementLine,
    Writer,
)

from .toml_table import FixtureError, TomlTable

SUFFIX = ".report.toml"
T = TypeVar("T")

_ELEMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report, and the table it was read from, which knows the lines of its keys."""

    report: Report
    root: TomlTable

    def fault(self, where: tuple[str | int, ...], key: str, reason: str) -> FixtureError:
        """The error for a key of the table that `where` leads to."""
        table, path = self.root, [*where]
        while path:
            name = str(path.pop(0))
            table = table.tables(name)[int(path.pop(0))] if path and isinstance(path[0], int) else table.table(name)
        return table.fault(key, reason)


def read_report_files(folder: Path) -> tuple[ReportFile, ...]:
    """The reports of a folder, in the order of their files' names. Raises FixtureError."""
    found: list[ReportFile] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        read = _read(path)
        if any(_same(read.report, other.report) for other in found):
            raise read.root.fault("name", f"there is another {read.report.writer} report {read.report.name!r}")
        found.append(read)
    return tuple(found)


def _same(report: Report, other: Report) -> bool:
    return (report.name, report.writer) == (other.name, other.writer)


def _read(path: Path) -> ReportFile:
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = TomlTable(path, text, (), tomllib.loads(text))
    except UnicodeDecodeError:
        raise FixtureError(path, None, "not UTF-8") from None
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"at line (\d+)", str(fault))
        raise FixtureError(path, int(place[1]) if place else None, f"not TOML: {fault}") from None
    report = Report(
        name=root.text("name"),
        writer=root.choice("writer", Writer, Writer.ORIGINAL),
        seconds=_seconds(root),
        content=_records(root) if "object" in root.data else _statement(root),
    )
    root.finish()
    if report.writer is Writer.INTERACTIVE and isinstance(report.content, Statement):
        raise root.fault("writer", "statements are made with the original writer")
    return ReportFile(report, root)


def _seconds(root: TomlTable) -> int:
    seconds = root.value("seconds", int, "a whole number", 1)
    if seconds < 0:
        raise root.fault("seconds", "must not be negative")
    return seconds


def _records(root: TomlTable) -> Records:
    if "period" in root.data and "period_field" not in root.data:
        raise root.fault("period", "needs a period_field, the day that has to be in it")
    return Records(
        object=root.text("object"),
        columns=_some(root, "columns", (_column(table) for table in root.tables("columns"))),
        conditions=tuple(_closed(table, _condition(table, optional=False)) for table in root.tables("filters")),
        parameters=tuple(_parameter(table) for table in root.tables("parameters")),
        sort=root.texts("sort"),
        period=root.optional_text("period_field") or "",
        default_period=root.optional_text("period") or "",
    )


def _column(table: TomlTable) -> Column:
    field = table.text("field")
    ages = _ages(table) if "aged_from" in table.data else None
    column = Column(_element_name(table, field), field, table.optional_text("less") or "", ages)
    table.finish()
    return column


def _ages(table: TomlTable) -> Ages:
    first = table.value("first_day", int, "a number of days", 0)
    last = table.value("last_day", int, "a number of days") if "last_day" in table.data else None
    if last is not None and last < first:
        raise table.fault("last_day", "is before the first day")
    return Ages(table.text("aged_from"), first, last)


def _condition(table: TomlTable, *, optional: bool) -> ViewCondition:
    operator = table.choice("operator", ViewOperator, ViewOperator.EQUALS)
    valued = operator not in (ViewOperator.IS_NULL, ViewOperator.IS_NOT_NULL)
    if optional and "value" not in table.data:
        valued = False
    return ViewCondition(table.text("field"), operator, table.text("value") if valued else "")


def _parameter(table: TomlTable) -> Parameter:
    condition = _condition(table, optional=True)
    parameter = Parameter(
        table.text("label", condition.field), condition, table.value("prompt", bool, "true or false", True)
    )
    return _closed(table, parameter)


def _statement(root: TomlTable) -> Statement:
    return Statement(
        lines=_some(root, "lines", (_line(table) for table in root.tables("lines"))),
        columns=_some(root, "columns", (_statement_column(table) for table in root.tables("columns"))),
        by=root.optional_text("by") or "",
        default_period=root.optional_text("period") or "",
    )


def _line(table: TomlTable) -> StatementLine:
    line = StatementLine(
        title=table.text("title"),
        accounts=tuple(_range(table, text) for text in table.texts("accounts")),
        normal=table.choice("normal", NormalBalance, NormalBalance.DEBIT),
        sum=table.texts("sum"),
        each=table.flag("each"),
    )
    return _closed(table, line)


def _range(table: TomlTable, text: str) -> tuple[str, str]:
    """A range `4000..4999`, or one account."""
    first, dots, last = text.partition("..")
    if not first or (dots and last < first):
        raise table.fault("accounts", f"{text!r} is no account and no range such as 4000..4999")
    return first, last if dots else first


def _statement_column(table: TomlTable) -> StatementColumn:
    column = StatementColumn(
        _element_name(table, ""),
        table.choice("amount", Amount, Amount.TURNOVER),
        table.choice("span", Span, Span.PERIOD),
    )
    return _closed(table, column)


def _element_name(table: TomlTable, otherwise: str) -> str:
    """The name of a column: it becomes an element of the answer."""
    name = table.text("name", otherwise or None)
    if not _ELEMENT_NAME.match(name):
        raise table.fault("name", f"{name!r} cannot be the name of an element")
    return name


def _some(root: TomlTable, key: str, entries: Iterator[T]) -> tuple[T, ...]:
    found = tuple(entries)
    if not found:
        raise root.fault(key, "at least one is needed")
    return found


def _closed(table: TomlTable, read: T) -> T:
    table.finish()
    return read
