"""Saved reports: one is run, and its rows are fetched when it is ready."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from lxml import etree

from intacct_client.errors import IntacctError
from intacct_client.functions import Function
from intacct_client.responses import Result
from intacct_client.rows import Row, row_of
from intacct_client.values import append_record, append_text

DONE, PENDING = "DONE", "PENDING"


class ReportNotReadyError(IntacctError):
    """A report was still at work when the time for it was over. ``report_id`` fetches it later."""

    def __init__(self, report: str, report_id: str) -> None:
        super().__init__(f"the report {report} is not ready yet")
        self.report_id = report_id


@dataclass(frozen=True, slots=True)
class ReportRun:
    """A run of a report: the id its rows are fetched by, and whether they are ready."""

    report_id: str
    status: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Some rows of a run. While it is at work there are none."""

    rows: tuple[Row, ...]
    status: str
    remaining: int


def run_report(
    report: str,
    arguments: Mapping[str, object] | None = None,
    *,
    interactive: bool = False,
    page_size: int = 1000,
    wait: int = 0,
) -> Function[ReportRun]:
    """Run a saved report by its name, with values for its parameters. ``interactive`` says which writer made it,
    ``wait`` how many seconds the gateway may take before it answers."""
    element = etree.Element("readReport", {"type": "interactive"} if interactive else {})
    append_text(element, "report", report)
    if arguments:
        append_record(element, {"arguments": dict(arguments)})
    append_text(element, "waitTime", wait)
    append_text(element, "pagesize", page_size)
    append_text(element, "showStatusOnly", True)
    return Function(element, _run)


def read_report(report_id: str) -> Function[ReportPage]:
    """The next page of a run. The gateway forgets the run with its last page."""
    element = etree.Element("readMore")
    append_text(element, "reportId", report_id)
    return Function(element, _page)


def rows_when_ready(
    report: str, start: Function[ReportRun], patience: float
) -> Generator[Function[ReportRun] | Function[ReportPage] | float, object, list[Row]]:
    """Every row of a report: yields functions to call, and seconds to wait between them."""
    run = yield start
    assert isinstance(run, ReportRun)
    rows: list[Row] = []
    pause, waited = 0.5, 0.0
    while True:
        page = yield read_report(run.report_id)
        assert isinstance(page, ReportPage)
        if page.status == PENDING:
            if waited >= patience:
                raise ReportNotReadyError(report, run.report_id)
            yield pause
            waited += pause
            pause = min(2 * pause, 15.0)
            continue
        rows += page.rows
        if not page.remaining:
            return rows


def _run(result: Result) -> ReportRun:
    found = None if result.data is None else result.data.find("report_results")
    if found is None:
        return ReportRun("", "")
    return ReportRun(found.findtext("REPORTID") or "", found.findtext("STATUS") or "")


def _page(result: Result) -> ReportPage:
    data = result.data
    report = None if data is None else data.find("report")
    if data is None or report is None:
        return ReportPage((), DONE, 0)
    inside = report.findall("data")
    if any(one.findtext("STATUS") == PENDING and len(one) <= 2 for one in inside):
        return ReportPage((), PENDING, 0)
    return ReportPage(tuple(row_of(one) for one in inside), DONE, int(data.get("numremaining") or 0))
