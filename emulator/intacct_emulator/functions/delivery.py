"""The data delivery service: `getDdsObjects`, `getDdsDdl`, `runDdsJob`.

A job runs at once and writes its files to a local folder that stands for the cloud storage; it then appears in DDSJOB
and JOBQUEUERECORD like a queued one.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from lxml import etree

from intacct_emulator.books.ledger.period_balances import PERIOD
from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import Python, parse_date, whole_number
from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.masters.periods import FOR_BUDGETS
from intacct_emulator.query.ast import Column, Comparison, Filter, NullTest, Operator, Selection, all_of
from intacct_emulator.query.from_xml import QueryCall, decode_query
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.to_sql import Statement
from intacct_emulator.records.audit_trail import deletions_since
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.computed import make_readable
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import count, plan, run, scope_of

from .arguments import argument
from .company import PlainCall
from .delivery_files import READ_TIME, FileFormat, delivered_fields, line_end, safe_name, table_definition, write_files
from .outcome import Data, Element, Outcome
from .registry import function

ALL, CHANGE = "all", "change"
MAX_SYNCHRONIZED = 5
# It becomes the name of a folder.
_LONGEST_CLOUD_DELIVERY = 200
_JOB, _QUEUE = "DDSJOB", "JOBQUEUERECORD"
_NOT_SYNCHRONIZED = frozenset({"GLACCOUNTBALANCE", "GLRESOLVE"})
# Aggregates that the service knows under names of its own; what they hold is inferred.
_AGGREGATES = {"APBILLPAYMENT": "APPYMTDETAIL", "ARINVOICEPAYMENT": "ARPYMTDETAIL"}
_CREATION_STAMPS = ("AUWHENCREATED", "WHENCREATED")
_TRUE = frozenset({"true", "1", "t"})
_MOMENT = "%m/%d/%Y %H:%M:%S"


@dataclass(frozen=True, slots=True)
class DdlCall:
    """`<getDdsDdl>`: an object."""

    object: str

    @classmethod
    def decode(cls, element: etree._Element) -> "DdlCall":
        """The call of a `<getDdsDdl>` element."""
        return cls(argument(element, "object"))


@dataclass(frozen=True, slots=True)
class JobCall:
    """`<runDdsJob>`: objects, where to deliver, all rows or only changes, since when, how to write the files.

    `queries` narrow objects down; an object that only a query names is delivered too. `periods` are the first and last
    day of the reporting periods whose balances are delivered, where the request says so.
    """

    objects: tuple[str, ...]
    cloud_delivery: str
    job_type: str
    since: datetime | None
    synchronized: bool
    queries: tuple[QueryCall, ...]
    file_format: FileFormat
    periods: tuple[date | None, date | None] = (None, None)

    @classmethod
    def decode(cls, element: etree._Element) -> "JobCall":
        """The call of a `<runDdsJob>` element.

        Raises GatewayError, all inferred: REQUIRED_FIELD, TOO_LONG, NOT_A_CHOICE for a job type, time stamp or file
        format that is none, TOO_MANY for more than five synchronized objects; and what decoding a query raises.
        """
        named = [*element.iterfind("object"), *element.iterfind("objects/object")]
        queries = tuple(decode_query(query) for query in element.iterfind("query") if query.find("select") is not None)
        objects = [text for child in named if (text := (child.text or "").strip())]
        objects += [query.object for query in queries]
        objects += [text for query in element.iterfind("query") if (text := argument(query, "object"))]
        call = cls(
            objects=tuple(dict.fromkeys(name.upper() for name in objects)),
            cloud_delivery=argument(element, "cloudDelivery"),
            job_type=argument(element, "jobType"),
            since=_moment(argument(element, "timeStamp")),
            synchronized=argument(element, "synchronized").lower() in _TRUE,
            queries=queries,
            file_format=_file_format(element.find("fileConfiguration")),
            periods=(_parameter_day(element, "PERIODSTARTDATE"), _parameter_day(element, "PERIODENDDATE")),
        )
        _check(call)
        return call


@dataclass(frozen=True, slots=True)
class Delivery:
    """What to deliver of one object: the rows of a plan. `since` is None for all rows; `chosen` tells whether
    the request names the fields."""

    name: str
    definition: ObjectDefinition
    since: datetime | None
    selection: Selection
    chosen: bool
    planned: Statement


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a job found for one object."""

    files: tuple[str, ...]
    created: int
    updated: int
    deleted: int
    fields: tuple[str, ...]


@function(
    "getDdsObjects",
    decode=PlainCall.decode,
    evidence=Evidence.CLIENT,
    source="shape from a client of the vendor's staff; which objects is inferred",
)
def get_dds_objects(context: Context, _: PlainCall) -> Outcome:
    """The objects that can be delivered: all that can be queried."""
    names = {entry.name for entry in context.company.catalogue if "query" in entry.verbs}
    objects = tuple(Element("Object", name) for name in sorted(names | set(_AGGREGATES)))
    return Outcome(Data(content=(Element("DdsObjects", (Element("Objects", objects),)),)))


@function(
    "getDdsDdl", decode=DdlCall.decode, evidence=Evidence.DOCUMENTED, source="data delivery objects page with sample"
)
def get_dds_ddl(context: Context, call: DdlCall) -> Outcome:
    """The table an object's files fit into. Raises FUNCTION_OBJECT_NOT_FOUND (inferred)."""
    ddl = table_definition(_definition(context.company, call.object))
    return Outcome(Data(content=(Element("DdsDdl", (Element("Ddl", f"\n{ddl}"),)),)))


@function(
    "runDdsJob",
    decode=JobCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="data delivery jobs page; answer from a client of the vendor's staff",
)
def run_dds_job(context: Context, call: JobCall) -> Outcome:
    """Delivers, and answers one job per object.

    Raises FUNCTION_OBJECT_NOT_FOUND (inferred), NO_PERMISSION, DELIVERY_FAILED (inferred), and what compiling a query
    raises.
    """
    return deliver(context, call)


def deliver(context: Context, call: JobCall, folder: Path | None = None) -> Outcome:
    """Runs a job with its files in `folder`: by default one per cloud delivery, see :func:`delivery_folder`."""
    company = context.company
    definitions = [_definition(company, name) for name in call.objects]
    for definition in definitions:
        require_right(context, definition, Verb.READ)
    # Everything that can be refused is refused before the first file is written.
    prepared = [
        _prepare(context, call, name, definition) for name, definition in zip(call.objects, definitions, strict=True)
    ]
    try:
        target = folder or delivery_folder(company) / safe_name(call.cloud_delivery)
        return Outcome(Data(content=[_run(context, call, delivery, target) for delivery in prepared]))
    except OSError as error:
        raise GatewayError(records.DELIVERY_FAILED, reason=error.strerror or type(error).__name__) from error


def delivery_folder(company: Company) -> Path:
    """The folder of a company's deliveries: beside its kept file or, for a company in memory, a temporary folder
    removed with it.

    Raises OSError if it cannot be made.
    """
    path = company.database.path
    return path.parent / "deliveries" / safe_name(company.id) if path else company.scratch.path / "deliveries"


def _prepare(context: Context, call: JobCall, name: str, definition: ObjectDefinition) -> Delivery:
    company = context.company
    since = (call.since or _last_delivery(company, name)) if call.job_type == CHANGE else None
    query = next((query for query in call.queries if query.object.upper() == name), None)
    chosen = query.columns if query else ()
    columns = chosen or tuple(Column(field.id) for field in delivered_fields(definition))
    narrowed = query.filter if query else None
    if definition.name in company.computed:
        narrowed = _both(narrowed, _of_periods(company, call))
    selection = Selection(
        columns,
        _both(narrowed, _at_least(definition, ("WHENMODIFIED",), since)),
        query.order if query else (),
        query.case_insensitive if query else False,
    )
    planned = plan(company, definition, selection, scope_of(context, include_private=True), CodeDialect.DISPLAY)
    return Delivery(name, definition, since, selection, bool(chosen), planned)


def _run(context: Context, call: JobCall, delivery: Delivery, folder: Path) -> Element:
    company, name = context.company, delivery.name
    now = company.clock.now()
    number = company.records.sequences.take(company.catalogue[_JOB].sequence)
    place = folder / f"{name}.{call.job_type}.{now:%Y%m%dT%H%M%SZ}.{number}"
    found = _deliver_rows(context, delivery, place, call.file_format)
    values: dict[str, Python] = {
        "OBJECT": name,
        "JOBTYPE": call.job_type,
        "QUEUETIME": now,
        "STARTTIME": now,
        "ENDTIME": company.clock.now(),
        "RECORDSCREATED": found.created,
        "RECORDSUPDATED": found.updated,
        "RECORDSDELETED": found.deleted,
        "STATUS": "Completed",
        "FILELIST": ",".join(found.files),
        "FIELDS": ",".join(found.fields),
    }
    company.records.insert(_JOB, values, key=number)
    company.records.insert(
        _QUEUE,
        {
            "TIMEQUEUED": now,
            "JOBTYPE": "DDS job",
            "ACTION": delivery.definition.label,
            "DETAILS": "All data" if call.job_type == ALL else "Changed data",
            "USERS": context.actor.login,
            "STATE": "Delivered",
            "ACTIVETIME": "0:00:00",
            "WAITINQUEUE": "0:00:00",
            "TIMESTARTED": now,
        },
    )
    return _answer(company, number, values)


def _answer(company: Company, number: int, values: dict[str, Python]) -> Element:
    shown: dict[str, str] = {"RECORDNO": str(number)}
    for field_id, value in values.items():
        shown[field_id] = value.strftime(_MOMENT) if isinstance(value, datetime) else str(value)
    fields = company.catalogue[_JOB].visible_fields
    return Element("ddsjob", tuple(Element(field.id, shown.get(field.id, "")) for field in fields))


def _deliver_rows(context: Context, delivery: Delivery, place: Path, file_format: FileFormat) -> Delivered:
    company, definition, since = context.company, delivery.definition, delivery.since
    make_readable(company, definition, delivery.selection)
    outputs = delivery.planned.outputs
    names = list(outputs.names)
    stamp: tuple[str, ...] = ()
    if not delivery.chosen:
        names.append(READ_TIME)
        stamp = (company.clock.now().strftime(_MOMENT),)
    rows = ((*outputs.texts(row), *stamp) for row in run(company, delivery.planned))
    files, total = write_files(place, names, rows, file_format, announce=lambda path: _undo_with(company, path))
    created = total
    if since is not None:
        fresh = _at_least(definition, _CREATION_STAMPS, since)
        created = _count(context, definition, _both(delivery.selection.filter, fresh)) if fresh else 0
    deleted = deletions_since(company.records, definition, since) if since else 0
    return Delivered(files, created, total - created, deleted, tuple(names) if delivery.chosen else ())


def _undo_with(company: Company, path: Path) -> None:
    def remove() -> None:
        # A file that cannot be removed was not written either.
        with contextlib.suppress(OSError):
            path.unlink()

    company.database.if_undone(remove)


def _count(context: Context, definition: ObjectDefinition, condition: Filter | None) -> int:
    selection = Selection((Column(definition.key),), condition)
    scope = scope_of(context, include_private=True)
    return count(context.company, definition, selection, scope, CodeDialect.DISPLAY)


def _last_delivery(company: Company, name: str) -> datetime | None:
    jobs = company.records.where(_JOB, OBJECT=name, STATUS="Completed")
    started = jobs[-1].python("STARTTIME") if jobs else None
    return started if isinstance(started, datetime) else None


def _at_least(definition: ObjectDefinition, names: Sequence[str], since: datetime | None) -> Filter | None:
    """Rows with a stamp from `since` on, by the first of the fields that the object has as a stamp."""
    field = next((field for name in names if (field := definition.find(name)) and field.type == "TIMESTAMP"), None)
    if since is None or field is None:
        return None
    return Comparison(field.id, Operator.GREATER_OR_EQUAL, (since.strftime(_MOMENT),))


def _of_periods(company: Company, call: JobCall) -> Filter:
    """The balances of the reporting periods for budgets that lie between the days a request gives (documented)."""
    first, last = call.periods
    names = []
    for period in company.records.where("REPORTINGPERIOD", BUDGETING=FOR_BUDGETS):
        start, end = period.day("START_DATE"), period.day("END_DATE")
        if start and end and (first is None or first <= start) and (last is None or end <= last):
            names.append(period.id)
    return Comparison(PERIOD, Operator.IN, tuple(names)) if names else NullTest(PERIOD)


def _both(first: Filter | None, second: Filter | None) -> Filter | None:
    conditions = [condition for condition in (first, second) if condition is not None]
    return all_of(conditions) if conditions else None


def _definition(company: Company, name: str) -> ObjectDefinition:
    definition = company.catalogue.find(_AGGREGATES.get(name.upper(), name))
    if definition is None:
        raise GatewayError(protocol.FUNCTION_OBJECT_NOT_FOUND, object=name)
    return definition


def _check(call: JobCall) -> None:
    for label, given in (("object", call.objects), ("cloudDelivery", call.cloud_delivery), ("jobType", call.job_type)):
        if not given:
            raise GatewayError(records.REQUIRED_FIELD, label=label)
    if len(call.cloud_delivery) > _LONGEST_CLOUD_DELIVERY:
        raise GatewayError(records.TOO_LONG, label="cloudDelivery", limit=_LONGEST_CLOUD_DELIVERY)
    if call.job_type not in (ALL, CHANGE):
        raise GatewayError(records.NOT_A_CHOICE, value=call.job_type, label="jobType")
    if call.synchronized:
        if call.job_type != CHANGE:
            raise GatewayError(records.NOT_A_CHOICE, value=call.job_type, label="jobType")
        if len(call.objects) > MAX_SYNCHRONIZED:
            raise GatewayError(protocol.TOO_MANY, what="objects", limit=MAX_SYNCHRONIZED)
        for name in _NOT_SYNCHRONIZED.intersection(call.objects):
            raise GatewayError(records.NOT_A_CHOICE, value=name, label="object")


def _file_format(element: etree._Element | None) -> FileFormat:
    if element is None:
        return FileFormat()
    ending = line_end(argument(element, "fileFormat") or "unix")
    if ending is None:
        raise GatewayError(records.NOT_A_CHOICE, value=argument(element, "fileFormat"), label="fileFormat")
    # As they are: a tab or a blank means itself.
    delimiter, enclosure = element.findtext("delimiter") or ",", element.findtext("enclosure") or '"'
    for label, text in (("delimiter", delimiter), ("enclosure", enclosure)):
        if len(text) != 1 or text in "\r\n":
            raise GatewayError(records.NOT_A_CHOICE, value=text, label=label)
    if delimiter == enclosure:
        raise GatewayError(records.NOT_A_CHOICE, value=enclosure, label="enclosure")
    asked_size = argument(element, "splitSize") or "100000"
    size = whole_number(asked_size)
    if size is None:
        raise GatewayError(records.NOT_A_CHOICE, value=asked_size, label="splitSize")
    return FileFormat(
        delimiter=delimiter,
        enclosure=enclosure,
        headers=argument(element, "includeHeaders").lower() in _TRUE,
        line_end=ending,
        split_size=min(max(size, 10_000), 100_000),
        compressed=argument(element, "compress").lower() in _TRUE,
    )


def _parameter_day(element: etree._Element, name: str) -> date | None:
    for parameter in element.iterfind("additional_parameters/parameter"):
        if argument(parameter, "name").upper() == name:
            text = argument(parameter, "value")
            day = parse_date(text)
            if day is None:
                raise GatewayError(records.NOT_A_CHOICE, value=text, label=name)
            return day
    return None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        raise GatewayError(records.NOT_A_CHOICE, value=text, label="timeStamp") from None
