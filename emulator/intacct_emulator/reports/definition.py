"""What a company's saved report is: columns over records, or a financial statement over account balances.

Kept in the company's database as JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from intacct_emulator.catalogue.customization import ViewCondition, ViewOperator


class Writer(StrEnum):
    """The report writer that a report was made with. `readReport` names a report by its writer and its name."""

    ORIGINAL = "original"
    INTERACTIVE = "interactive"


class Amount(StrEnum):
    """What of an account's balance a column shows. Debits are positive; `turnover` is debits less credits."""

    START = "start"
    DEBITS = "debits"
    CREDITS = "credits"
    TURNOVER = "turnover"
    END = "end"


class Span(StrEnum):
    """Which days a column of a statement covers, as seen from the period that the report is run for."""

    PERIOD = "period"
    YEAR_TO_DATE = "year to date"
    PRIOR_YEAR = "prior year"


class NormalBalance(StrEnum):
    """The side on which a line's balance is shown as a positive amount."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Ages:
    """The part of an amount that is so many days old: counted from a day of the record to the day of the run. `last`
    None does not end; what is not due yet is 0 days old."""

    counted_from: str
    first: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of records: a field, reached through relations too. `less` is a field that is subtracted from it, `ages`
    leaves the amount out unless it is of that age."""

    name: str
    field: str
    less: str = ""
    ages: Ages | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A condition whose value is given when the report is run. Without a value its `default` holds, and without that
    all rows do. `prompt` says that people are asked for it."""

    label: str
    condition: ViewCondition
    prompt: bool = True


@dataclass(frozen=True, slots=True)
class Records:
    """A report over the records of an object. `period` is the day that has to be in the reporting period of the run,
    if any; `default_period` holds when the run names none. `sort` names fields; one after `-` counts downwards."""

    object: str
    columns: tuple[Column, ...]
    conditions: tuple[ViewCondition, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    sort: tuple[str, ...] = ()
    period: str = ""
    default_period: str = ""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of a statement: the accounts in some ranges of numbers, or a sum of lines above by title, those after `-`
    subtracted. `each` makes a line of every account."""

    title: str
    accounts: tuple[tuple[str, str], ...] = ()
    normal: NormalBalance = NormalBalance.DEBIT
    sum: tuple[str, ...] = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """An amount of each line."""

    name: str
    amount: Amount = Amount.TURNOVER
    span: Span = Span.PERIOD


@dataclass(frozen=True, slots=True)
class Statement:
    """A financial statement. `by` is a dimension, or ENTITY, whose values have rows of their own; empty for none."""

    lines: tuple[StatementLine, ...]
    columns: tuple[StatementColumn, ...]
    by: str = ""
    default_period: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A saved report. A run of it is ready `seconds` after it was asked for."""

    name: str
    content: Records | Statement
    writer: Writer = Writer.ORIGINAL
    seconds: int = 1

    @property
    def takes_period(self) -> bool:
        """Whether a run may name a reporting period."""
        return isinstance(self.content, Statement) or bool(self.content.period)


def to_json(reports: tuple[Report, ...]) -> str:
    """The text kept in the company's database."""
    return json.dumps([asdict(report) for report in reports])


def from_json(text: str) -> tuple[Report, ...]:
    """The reports of a kept text."""
    return tuple(_report(entry) for entry in json.loads(text))


def _report(entry: Mapping[str, Any]) -> Report:
    content = entry["content"]
    built = _records(content) if "object" in content else _statement(content)
    return Report(entry["name"], built, Writer(entry["writer"]), entry["seconds"])


def _records(content: Mapping[str, Any]) -> Records:
    return Records(
        **{
            **content,
            "columns": tuple(_column(column) for column in content["columns"]),
            "conditions": tuple(_condition(entry) for entry in content["conditions"]),
            "parameters": tuple(
                Parameter(entry["label"], _condition(entry["condition"]), entry["prompt"])
                for entry in content["parameters"]
            ),
            "sort": tuple(content["sort"]),
        }
    )


def _column(entry: Mapping[str, Any]) -> Column:
    return Column(**{**entry, "ages": Ages(**entry["ages"]) if entry["ages"] else None})


def _condition(entry: Mapping[str, Any]) -> ViewCondition:
    return ViewCondition(entry["field"], ViewOperator(entry["operator"]), entry["value"])


def _statement(content: Mapping[str, Any]) -> Statement:
    lines = (
        StatementLine(
            **{
                **line,
                "accounts": tuple((first, last) for first, last in line["accounts"]),
                "normal": NormalBalance(line["normal"]),
                "sum": tuple(line["sum"]),
            }
        )
        for line in content["lines"]
    )
    columns = (
        StatementColumn(column["name"], Amount(column["amount"]), Span(column["span"])) for column in content["columns"]
    )
    return Statement(tuple(lines), tuple(columns), content["by"], content["default_period"])
