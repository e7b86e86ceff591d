"""Measures what volume costs: filling a company, and reading a million journal lines page by page.

    python benchmarks/volume.py --data DIR            make the company in DIR if it is not there, print the tables
    python benchmarks/volume.py --data DIR --write    and put them into docs/volume.md

The emulator must be installed with its `generate` extra. The company needs half a gigabyte in
DIR and half a minute to be made; reading takes another minute.
"""

import argparse
import asyncio
import platform
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar
from xml.sax.saxutils import escape

import messages
import report

from intacct_emulator.books.bulk.templates import DocumentTemplate, LineTemplate, PlannedDocument
from intacct_emulator.books.bulk.writer import BulkWriter
from intacct_emulator.gateway.messages import InboundRequest
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.generate import Order, generate, generate_company
from intacct_emulator.world.loading import add_named_companies, begin_company
from intacct_emulator.world.progress import Progress

PAGE = Path(__file__).resolve().parent.parent / "docs" / "volume.md"
BEGIN = "<!-- measured: begin (python benchmarks/volume.py --write) -->"
MILLION = Order(invoices=140_000, bills=70_000, journals=26_000, customers=500, vendors=200)
FILLED = 60_000
READ_AIM, FILL_AIM = 2.0, 20_000
ROUNDS = 5

ENDPOINT = "http://127.0.0.1/ia/xml/xmlgw.phtml"

_ENTRY = (
    *("RECORDNO", "BATCHNO", "LINE_NO", "ENTRY_DATE", "AMOUNT", "TRX_AMOUNT", "ACCOUNTNO", "DOCUMENT", "DESCRIPTION"),
    *("CURRENCY", "DEPARTMENT", "LOCATION", "CUSTOMERID", "VENDORID", "PROJECTID", "WHENCREATED", "WHENMODIFIED"),
)
_INVOICE = (
    *("RECORDNO", "RECORDID", "CUSTOMERID", "WHENCREATED", "WHENDUE", "TOTALENTERED", "TOTALDUE", "TERMNAME"),
    *("DESCRIPTION", "CURRENCY", "AUWHENCREATED", "WHENMODIFIED"),
)
_AMOUNTS = frozenset({"AMOUNT", "TRX_AMOUNT", "TOTALENTERED", "TOTALDUE"})
_DAYS = frozenset({"ENTRY_DATE", "WHENDUE"})
_MOMENTS = frozenset({"WHENMODIFIED", "AUWHENCREATED"})


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """A page of 2,000: the query that asks for it and the condition by which raw SQL finds the same rows."""

    name: str
    object: str
    fields: Sequence[str]
    filter: str = ""
    where: str = "1"
    order: str = "RECORDNO"
    offset: int = 0


def _is(operator: str, field: str, *values: object) -> str:
    given = "".join(f"<value>{value}</value>" for value in values)
    return f"<filter><{operator}><field>{field}</field>{given}</{operator}></filter>"


CASES = (
    Case("GLENTRY, no filter", "GLENTRY", _ENTRY),
    Case("RECORDNO > 900000", "GLENTRY", _ENTRY, _is("greaterthan", "RECORDNO", 900_000), "RECORDNO > 900000"),
    Case(
        "WHENMODIFIED in one day",
        "GLENTRY",
        _ENTRY,
        _is("between", "WHENMODIFIED", "03/03/2026 00:00:00", "03/03/2026 23:59:59"),
        "WHENMODIFIED BETWEEN '2026-03-03 00:00:00' AND '2026-03-03 23:59:59'",
    ),
    Case(
        "WHENMODIFIED since, in its order",
        "GLENTRY",
        _ENTRY,
        _is("greaterthanorequalto", "WHENMODIFIED", "03/03/2026 00:00:00"),
        "WHENMODIFIED >= '2026-03-03 00:00:00'",
        "WHENMODIFIED",
    ),
    Case("BATCHNO (parent key)", "GLENTRY", _ENTRY, _is("between", "BATCHNO", 500, 520), "BATCHNO BETWEEN 500 AND 520"),
    Case("CUSTOMERID", "GLENTRY", _ENTRY, _is("equalto", "CUSTOMERID", "C-1030"), "CUSTOMERID = 'C-1030'"),
    Case(
        "ENTRY_DATE in a week",
        "GLENTRY",
        _ENTRY,
        _is("between", "ENTRY_DATE", "03/02/2026", "03/08/2026"),
        "ENTRY_DATE BETWEEN '2026-03-02' AND '2026-03-08'",
    ),
    Case("offset 500000", "GLENTRY", _ENTRY, offset=500_000),
    Case(
        "ARINVOICE, WHENCREATED in two weeks",
        "ARINVOICE",
        _INVOICE,
        _is("between", "WHENCREATED", "03/02/2026", "03/15/2026"),
        "WHENCREATED BETWEEN '2026-03-02' AND '2026-03-15'",
    ),
    Case(
        "ARINVOICE, WHENDUE in two weeks",
        "ARINVOICE",
        _INVOICE,
        _is("between", "WHENDUE", "03/02/2026", "03/15/2026"),
        "WHENDUE BETWEEN '2026-03-02' AND '2026-03-15'",
    ),
    Case(
        "ARINVOICE, CUSTOMERID", "ARINVOICE", _INVOICE, _is("equalto", "CUSTOMERID", "C-1030"), "CUSTOMERID = 'C-1030'"
    ),
)


class Gateway:
    """The emulator in this process: what is measured is everything but HTTP."""

    def __init__(self, data: Path) -> None:
        tenants = Tenants(folder=data)
        self._gateway = XmlGateway(tenants)
        add_named_companies(tenants, ("northfield",))
        company = tenants.company("northfield")
        assert company is not None
        self.company = company
        self._loop = asyncio.new_event_loop()

    def ask(self, function: str) -> str:
        """The answer to a function."""
        body = messages.request(function).encode()
        request = InboundRequest(body, ENDPOINT, "POST", "volume")
        return self._loop.run_until_complete(self._gateway.answer(request)).body.decode()

    def page(self, case: Case, size: int = 2000) -> str:
        """One page of a case."""
        fields = "".join(f"<field>{name}</field>" for name in case.fields)
        order = f"<orderby><order><field>{case.order}</field><ascending/></order></orderby>"
        return self.ask(
            f"<query><object>{case.object}</object><select>{fields}</select>{case.filter}{order}"
            f"<options><showprivate>true</showprivate></options><pagesize>{size}</pagesize>"
            f"<offset>{case.offset}</offset></query>"
        )

    def close(self) -> None:
        """Ends it."""
        self._gateway.close()
        self._loop.close()


def raw(connection: sqlite3.Connection, case: Case) -> str:
    """The floor: the rows of a page by hand-written SQL, as the same XML text."""
    columns = ", ".join(case.fields)
    tie = "" if case.order == "RECORDNO" else ", RECORDNO"
    limit = f"LIMIT 2000 OFFSET {case.offset}"
    sql = f"SELECT {columns} FROM {case.object} WHERE {case.where} ORDER BY {case.order}{tie} {limit}"
    before = [f"                    <{name}>" for name in case.fields]
    after = [f"</{name}>\n" for name in case.fields]
    shapes = [_shape(name, case.object) for name in case.fields]
    parts = []
    for row in connection.execute(sql):
        parts.append(f"                <{case.object}>\n")
        for start, shape, value, end in zip(before, shapes, row, after, strict=True):
            parts.append(f"{start}{'' if value is None else shape(value)}{end}")
        parts.append(f"                </{case.object}>\n")
    return "".join(parts)


def _shape(name: str, object_name: str) -> Callable[..., str]:
    if name in _AMOUNTS:
        return lambda cents: f"{cents // 100}.{cents % 100:02d}".rstrip("0").rstrip(".")
    if name in _DAYS or (name == "WHENCREATED" and object_name == "ARINVOICE"):
        return lambda text: f"{text[5:7]}/{text[8:10]}/{text[:4]}"
    if name in _MOMENTS or name == "WHENCREATED":
        return lambda text: f"{text[5:7]}/{text[8:10]}/{text[:4]} {text[11:]}"
    return lambda value: escape(value) if isinstance(value, str) else str(value)


def rows_of(answer: str) -> str:
    """The rows of an answer, without what is around them."""
    start = answer.index("\n", answer.index("<data")) + 1
    return answer[start : answer.index("            </data>")]


def reading(gateway: Gateway, database: Path) -> Iterator[str]:
    """The table of pages."""
    yield "| Page of up to 2,000 rows | Rows | Total counted ms | Total known ms | Raw SQL and text ms | Ratio | Aim |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    connection = sqlite3.connect(database)
    for case in CASES:
        expected, answer = raw(connection, case), gateway.page(case)
        if rows_of(answer).replace("&#039;", "'") != expected:
            raise SystemExit(f"{case.name}: the emulator and the floor disagree about the rows")
        counted, known, floor = [], [], []
        for _ in range(ROUNDS):
            gateway.company.page_marks.clear()
            counted.append(_timed(partial(gateway.page, case))[0])
            known.append(_timed(partial(gateway.page, case))[0])
            floor.append(_timed(partial(raw, connection, case))[0])
        rows = answer.count(f"<{case.object}>")
        yield (
            f"| {case.name} | {rows:,} | {min(counted) * 1000:.1f} | {min(known) * 1000:.1f} | {min(floor) * 1000:.1f} "
            f"| {min(known) / min(floor):.2f} | {READ_AIM:.0f} |"
        )
    connection.close()


def full_reads(gateway: Gateway) -> Iterator[str]:
    """The table of reading everything."""
    yield "| Every GLENTRY, by | Rows | Pages | Seconds | Rows a second | First 50, median ms | Last 50 | Memory grew |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, pages, object_name in (
        ("query with offset, 2,000 a page", _by_offset(gateway), "<GLENTRY>"),
        ("readByQuery and readMore, 1,000 a page", _by_result(gateway), "<glentry>"),
    ):
        times, rows = [], 0
        memory = 0
        begun = time.perf_counter()
        while True:
            took, answer = _timed(partial(next, pages, None))
            if answer is None:
                break
            times.append(took)
            rows += answer.count(object_name)
            if len(times) == 20:
                memory = _memory()
        seconds = time.perf_counter() - begun
        first, last = (statistics.median(part) * 1000 for part in (times[:50], times[-50:]))
        yield (
            f"| {name} | {rows:,} | {len(times):,} | {seconds:.1f} | {rows / seconds:,.0f} | {first:.1f} | {last:.1f} "
            f"| {max(_memory() - memory, 0) / 1024:.1f} MB |"
        )


def _by_offset(gateway: Gateway) -> Iterator[str]:
    offset = 0
    while True:
        answer = gateway.page(Case("", "GLENTRY", _ENTRY, offset=offset))
        yield answer
        offset += 2000
        if 'numremaining="0"' in answer:
            return


def _by_result(gateway: Gateway) -> Iterator[str]:
    fields = ",".join(_ENTRY)
    answer = gateway.ask(
        f"<readByQuery><object>GLENTRY</object><fields>{fields}</fields><query/><pagesize>1000</pagesize></readByQuery>"
    )
    while True:
        yield answer
        if 'numremaining="0"' in answer:
            return
        start = answer.index('resultId="') + len('resultId="')
        result_id = answer[start : answer.index('"', start)]
        answer = gateway.ask(f"<readMore><resultId>{result_id}</resultId></readMore>")


def filling() -> Iterator[str]:
    """The table of filling a company."""
    yield "| Into SQLite | Documents | Seconds | CPU seconds | Documents a second | by CPU time | Aim |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for place in ("memory", "a file"):
        with tempfile.TemporaryDirectory() as folder:
            tenants = Tenants(folder=Path(folder) if place == "a file" else None)
            company = begin_company(tenants, "northfield", "northfield")
            shape = DocumentTemplate("ARINVOICE", {"CUSTOMERID": "C-1001"})
            dimensions = {"DEPARTMENTID": "11", "LOCATIONID": "US-NYC"}
            lines = [LineTemplate({"ACCOUNTNO": number, **dimensions}) for number in ("4000", "4010")]
            planned = [
                PlannedDocument(
                    shape,
                    f"V-{number}",
                    date(2026, 1, 1) + timedelta(days=number * 365 // FILLED),
                    "Work done",
                    [(lines[0], 10_050), (lines[1], 5_000)],
                )
                for number in range(FILLED)
            ]

            yield _filled(f"invoices of two lines, planned before, into {place}", partial(_write, company, planned))
            order = Order(invoices=FILLED, customers=200)
            yield _filled(
                f"`company generate`: customers, and invoices of 1 to 6 lines, into {place}",
                partial(generate, company, order),
            )
            company.close()
            tenants.close()


def _write(company: Company, planned: Sequence[PlannedDocument]) -> None:
    writer = BulkWriter(company)
    for start in range(0, len(planned), 10_000):
        with company.database.unit():
            for document in planned[start : start + 10_000]:
                writer.add(document)
            writer.flush()


def _filled(name: str, write: Callable[[], None]) -> str:
    begun, cpu = time.perf_counter(), time.process_time()
    write()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    rates = f"{FILLED / seconds:,.0f} | {FILLED / cpu:,.0f}"
    return f"| {name} | {FILLED:,} | {seconds:.1f} | {cpu:.1f} | {rates} | {FILL_AIM:,} |"


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    result = call()
    return time.perf_counter() - begun, result


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the company with a million journal lines")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/volume.md")
    arguments = parser.parse_args()
    database = arguments.data / "northfield.company.db"
    if not database.exists():
        generate_company(arguments.data, "northfield", "northfield", MILLION, Progress())
    gateway = Gateway(arguments.data)
    lines = [*reading(gateway, database), "", *full_reads(gateway)]
    gateway.close()
    system = f"{platform.system()} {platform.machine()}"
    lines += ["", *filling(), "", f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {system}."]
    text = "\n".join(lines)
    print(f"\n{text}\n")
    if arguments.write:
        report.write(PAGE, BEGIN, text)


if __name__ == "__main__":
    main()
