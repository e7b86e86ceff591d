"""`readReport`: runs a saved report, or tells its definition. The rows are fetched with `readMore` by reportId.

Shapes of definition, first answer and attributes are documented; rows as `data` inside `report`, and the status beside
or instead of them, are what two clients read. A run is ready a while after it was asked for, by the emulator's clock;
one that is ready within `waitTime` is DONE at once, and its rows are fetched like any others (inferred). A report of
the original writer that is run by an asynchronous request is answered when it is done, with its first page or, if so
asked, with its status alone (documented).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from lxml import etree

from intacct_emulator.catalogue.model import DataType, Evidence, Field
from intacct_emulator.catalogue.values import render_text, whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol
from intacct_emulator.query.outputs import Output, Outputs
from intacct_emulator.reports.arguments import PERIOD, Given, conditions_of, parameter_name, period_of, root_name
from intacct_emulator.reports.definition import Records, Report, Statement, Writer
from intacct_emulator.reports.record_rows import TextRow, rows_of_records
from intacct_emulator.reports.results import Result, find_result, keep_result, next_page
from intacct_emulator.reports.shelf import find_report
from intacct_emulator.reports.statement import statement_names, statement_rows
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import Page

from .arguments import argument
from .outcome import CSV, XML, Data, Element, Naked, Outcome, Table
from .query import page_size, return_format
from .registry import REGISTRY, function

PENDING, DONE = "PENDING", "DONE"
STANDARD = "STANDARD"
_STANDARD_REPORT = "get_accountbalancesbydimensions"
_STANDARD_SECONDS = 1
_WRITERS = {"": Writer.ORIGINAL, "interactive": Writer.INTERACTIVE}


@dataclass(frozen=True, slots=True)
class ReadReportCall:
    """`<readReport>`. `kind` is its attribute `type`. `report_id` is an id of the caller's own for the result; empty
    for a new one."""

    report: str
    kind: str
    definition_only: bool
    from_library: bool
    arguments: etree._Element | None
    wait_seconds: int
    page_size: int
    return_format: str
    separator: str
    report_id: str
    status_only: bool

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadReportCall":
        """The children in any order. Raises GatewayError (inferred): PAGE_SIZE; FILTER_VALUE_INVALID for a waiting time
        or separator that is none, and for an unknown kind of report."""
        kind = element.get("type", "").strip()
        if kind != STANDARD and kind not in _WRITERS:
            raise GatewayError(protocol.FILTER_VALUE_INVALID, value=kind, field="type")
        wait = argument(element, "waitTime")
        seconds = whole_number(wait or "0")
        if seconds is None:
            raise GatewayError(protocol.FILTER_VALUE_INVALID, value=wait, field="waitTime")
        separator = element.findtext("listSeparator") or ","
        if len(separator) != 1:
            raise GatewayError(protocol.FILTER_VALUE_INVALID, value=separator, field="listSeparator")
        return cls(
            report=argument(element, "report"),
            kind=kind,
            definition_only=element.get("returnDef", "").strip().lower() == "true",
            from_library=element.get("libraryReport", "").strip().lower() == "true",
            arguments=element.find("arguments"),
            wait_seconds=seconds,
            page_size=page_size(element.findtext("pagesize")),
            return_format=return_format(element.findtext("returnFormat")),
            separator=separator,
            report_id=argument(element, "reportId"),
            status_only=argument(element, "showStatusOnly").lower() in ("true", "1"),
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """What a report gives: its columns, its rows one by one, and how long it takes."""

    names: Sequence[str]
    rows: Iterator[TextRow]
    seconds: int


@function(
    "readReport",
    decode=ReadReportCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="custom reports and account balances pages; shape of rows from two clients",
)
def read_report(context: Context, call: ReadReportCall) -> Outcome:
    """Runs a report of the company's fixture, or tells its definition.

    Raises GatewayError: REPORT_NOT_FOUND, REPORT_ARGUMENT_UNKNOWN (both inferred), NO_PERMISSION, and what a query with
    the given values raises. Library reports are a gap.
    """
    if call.from_library:
        raise EmulatorGap("library reports", protocol.NOT_BUILT, function="readReport of a library report")
    if call.kind == STANDARD:
        return _started(context, call, _standard(context, call))
    report = find_report(context.company, call.report, _WRITERS[call.kind])
    if report is None:
        raise GatewayError(protocol.REPORT_NOT_FOUND, report=call.report)
    if call.definition_only:
        return Outcome(Data(content=(Element("report_definition", _definition(context.company, report)),)))
    return _started(context, call, _saved(context, report, _given(call.arguments)))


def read_more_of_report(context: Context, report_id: str) -> Outcome:
    """The status of a report's run while it is pending, then its rows, page by page. Raises GatewayError
    REPORT_RESULT_GONE (inferred)."""
    company = context.company
    with company.database.unit():
        result = find_result(company, report_id, context.actor.and_place)
        if result is None:
            raise GatewayError(protocol.REPORT_RESULT_GONE, report_id=report_id)
        if company.clock.now() < result.ready_at:
            return Outcome(Data(content=(Element("report", (Element("data", (Element("STATUS", PENDING),)),)),)))
        page = next_page(company, result)
    if result.return_format != XML:
        return Outcome(naked=_naked(result, page.rows))
    rows = [
        Element("data", [Element(name, text) for name, text in zip(result.names, row, strict=True)])
        for row in page.rows
    ]
    attributes = (
        ("listtype", "report"),
        ("count", str(len(rows))),
        ("totalcount", str(result.total)),
        ("numremaining", str(page.remaining)),
    )
    return Outcome(Data(attributes, (Element("report", (*rows, Element("STATUS", DONE))),)))


def _naked(result: Result, rows: list[TextRow]) -> Naked:
    outputs = Outputs(Output(name, render_text, Field(name, name, DataType.TEXT)) for name in result.names)
    return Naked(
        Page(outputs, list(rows)), result.return_format, result.separator if result.return_format == CSV else ","
    )


def _started(context: Context, call: ReadReportCall, run: _Run) -> Outcome:
    company = context.company
    delivered = context.offline and call.kind == ""
    status = DONE if delivered or call.wait_seconds >= run.seconds else PENDING
    now = company.clock.now()
    result = Result(
        id=call.report_id or context.identifiers.report_id(),
        owner=context.actor.and_place,
        names=tuple(run.names),
        page_size=call.page_size,
        return_format=call.return_format,
        separator=call.separator,
        ready_at=now if status == DONE else now + timedelta(seconds=run.seconds),
        total=0,
    )
    keep_result(company, call.report, result, run.rows)
    told = Element("report_results", (Element("REPORTID", result.id), Element("STATUS", status)))
    if not delivered or call.status_only or call.return_format != XML:
        return Outcome(Data(content=(told,)))
    first = read_more_of_report(context, result.id).data
    assert first is not None
    assert not isinstance(first.content, Table)
    return Outcome(Data(first.attributes, (told, *first.content)))


def _saved(context: Context, report: Report, given: Mapping[str, Given]) -> _Run:
    content = report.content
    if isinstance(content, Statement):
        days = period_of(context.company, report, given)
        names = statement_names(context.company, content)
        return _Run(names, statement_rows(context, content, days), report.seconds)
    conditions = conditions_of(context.company, report, given)
    names = tuple(column.name for column in content.columns)
    return _Run(names, rows_of_records(context, content, conditions), report.seconds)


def _standard(context: Context, call: ReadReportCall) -> _Run:
    """The one function that runs as a report, too (documented)."""
    if call.report != _STANDARD_REPORT:
        raise GatewayError(protocol.REPORT_NOT_FOUND, report=call.report)
    element = call.arguments.find(_STANDARD_REPORT) if call.arguments is not None else None
    balances = REGISTRY.find(_STANDARD_REPORT)
    if balances is None:
        raise EmulatorGap(f"function {_STANDARD_REPORT}", protocol.NOT_BUILT, function=_STANDARD_REPORT)
    outcome = balances.answer(context, element if element is not None else etree.Element(_STANDARD_REPORT))
    for gap in outcome.gaps:
        context.note_gap(gap)
    content = outcome.data.content if outcome.data is not None else ()
    assert not isinstance(content, Table)
    rows = [tuple((child.name, _text(child)) for child in row.content if isinstance(child, Element)) for row in content]
    names = tuple(dict.fromkeys(name for row in rows for name, _ in row))
    return _Run(names, (tuple(dict(row).get(name, "") for name in names) for row in rows), _STANDARD_SECONDS)


def _text(element: Element) -> str:
    return element.content if isinstance(element.content, str) else ""


def _given(arguments: etree._Element | None) -> dict[str, Given]:
    """The values of the arguments: a text each, or FROM_DATE and TO_DATE (documented for dates)."""
    found = {}
    for element in () if arguments is None else arguments.iterchildren(tag="*"):
        found[str(element.tag)] = Given(
            (element.text or "").strip(), argument(element, "FROM_DATE"), argument(element, "TO_DATE")
        )
    return found


def _definition(company: Company, report: Report) -> tuple[Element, ...]:
    content = report.content
    if isinstance(content, Records) and report.writer is Writer.INTERACTIVE:
        return _interactive_definition(company, report, content)
    kind = "summary" if isinstance(content, Statement) else "tabular"
    root = "GLACCOUNTBALANCE" if isinstance(content, Statement) else content.object
    sort = () if isinstance(content, Statement) else content.sort
    return (
        Element("REPORTNAME", report.name),
        Element("REPORTTYPE", kind),
        Element("ROOT", root),
        Element("PARAMETERS", _parameters(company, report)),
        Element("SORTBY", [_sort_key(root, name) for name in sort]),
    )


def _parameters(company: Company, report: Report) -> list[Element]:
    asked = report.content.parameters if isinstance(report.content, Records) else ()
    found = [
        Element(
            "PARAMETER",
            (
                Element("NAME", parameter_name(report, company.catalogue, parameter)),
                Element("label", parameter.label),
                Element("promptOnRun", str(int(parameter.prompt))),
            ),
        )
        for parameter in asked
    ]
    if report.takes_period:
        found.append(Element("PARAMETER", (Element("NAME", PERIOD),)))
    return found


def _sort_key(root: str, name: str) -> Element:
    direction = "desc" if name.startswith("-") else "asc"
    return Element(f"{root}.{name.removeprefix('-')}", (Element("dir", direction),))


def _interactive_definition(company: Company, report: Report, content: Records) -> tuple[Element, ...]:
    root = root_name(report, company.catalogue)
    columns = [
        Element("COLUMN", (Element("PATH", column.field), Element("FULLPATH", f"{root}.{column.field}")))
        for column in content.columns
    ]
    return (
        Element("REPORTNAME", report.name),
        Element("REPORTTYPE", "CRW"),
        Element("OBJECT", root),
        Element("DOCPARID"),
        Element("COLUMNS", columns),
    )
