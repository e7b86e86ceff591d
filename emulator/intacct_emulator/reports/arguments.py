"""The values that a run gives a report's parameters."""

from collections.abc import Mapping
from typing import NamedTuple

from intacct_emulator.catalogue.customization import ViewCondition, ViewOperator
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.values import wire_date
from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.query.ast import Comparison, Filter, Operator
from intacct_emulator.query.from_words import filter_of
from intacct_emulator.tenancy.company import Company

from .definition import Parameter, Records, Report, Writer
from .periods import Days, days_of

PERIOD = "PERIOD"
_PERIOD_NAMES = ("REPORTINGPERIOD", PERIOD)


class Given(NamedTuple):
    """The value of one argument: a text, or a range of which either end may be open."""

    value: str = ""
    first: str = ""
    last: str = ""


def root_name(report: Report, catalogue: Catalogue) -> str:
    """What the paths of a report's fields begin with: the object's name, or for the interactive writer its label in
    capitals (`AP_DETAIL`: documented for two objects, inferred for the others)."""
    assert isinstance(report.content, Records)
    definition = catalogue[report.content.object]
    if report.writer is Writer.INTERACTIVE:
        return definition.label.upper().replace(" ", "_")
    return definition.name


def parameter_name(report: Report, catalogue: Catalogue, parameter: Parameter) -> str:
    """The name of the element that gives a parameter its value."""
    return f"{root_name(report, catalogue)}.{parameter.condition.field}"


def conditions_of(company: Company, report: Report, given: Mapping[str, Given]) -> list[Filter]:
    """The conditions of a run over records: the report's own, and those of its parameters and its period.

    Raises GatewayError REPORT_ARGUMENT_UNKNOWN, INVALID_REFERENCE for a reporting period.
    """
    content = report.content
    assert isinstance(content, Records)
    left = dict(given)
    found = [filter_of(condition) for condition in content.conditions]
    for parameter in content.parameters:
        value = left.pop(parameter_name(report, company.catalogue, parameter), None)
        condition = _of_parameter(parameter.condition, value)
        if condition is not None:
            found.append(condition)
    days = _taken_period(company, report, left, content.default_period)
    if days is not None:
        bounds = (wire_date(days.first), wire_date(days.last))
        found.append(Comparison(content.period, Operator.BETWEEN, bounds))
    _refuse_others(report, left)
    return found


def period_of(company: Company, report: Report, given: Mapping[str, Given]) -> Days:
    """The days of a statement's run. Raises GatewayError REPORT_ARGUMENT_UNKNOWN, INVALID_REFERENCE for a period that
    is not known, or that neither the run nor the report names."""
    left = dict(given)
    days = _taken_period(company, report, left, report.content.default_period)
    _refuse_others(report, left)
    if days is None:
        raise GatewayError(records.INVALID_REFERENCE, label="Reporting period", value="")
    return days


def _of_parameter(condition: ViewCondition, given: Given | None) -> Filter | None:
    if given is None:
        return filter_of(condition) if condition.value else None
    if given.first and given.last:
        return Comparison(condition.field, Operator.BETWEEN, (given.first, given.last))
    if given.first or given.last:
        operator = Operator.GREATER_OR_EQUAL if given.first else Operator.LESS_OR_EQUAL
        return Comparison(condition.field, operator, (given.first or given.last,))
    valued = condition.operator not in (ViewOperator.IS_NULL, ViewOperator.IS_NOT_NULL)
    if valued and not given.value:
        return None
    return filter_of(ViewCondition(condition.field, condition.operator, given.value))


def _taken_period(company: Company, report: Report, left: dict[str, Given], default: str) -> Days | None:
    names = [name for name in _PERIOD_NAMES if name in left] if report.takes_period else []
    asked = [left.pop(name).value for name in names]
    name = next(filter(None, asked), default)
    if not name:
        return None
    days = days_of(company, name)
    if days is None:
        raise GatewayError(records.INVALID_REFERENCE, label="Reporting period", value=name)
    return days


def _refuse_others(report: Report, left: Mapping[str, Given]) -> None:
    for name in left:
        raise GatewayError(protocol.REPORT_ARGUMENT_UNKNOWN, argument=name, report=report.name)
