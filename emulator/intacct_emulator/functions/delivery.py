"""The data delivery service: `getDdsObjects`, `getDdsDdl`, `runDdsJob`.

A job runs at once and writes its files to a local folder that stands for the cloud storage; it is then to be seen in
DDSJOB and JOBQUEUERECORD like one that was queued.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from intacct_emulator.books.computed import ComputedFields
from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import Python, whole_number
from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.query.ast import Column, Comparison, Filter, Operator, Selection, all_of
from intacct_emulator.query.from_xml import QueryCall, decode_query
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.to_sql import Output, compile_select
from intacct_emulator.tenancy.company import Company

from .access import Operation, require_right
from .audit import DELETED, HISTORY
from .company import PlainCall
from .context import Context
from .delivery_files import READ_TIME, FileFormat, delivered_fields, line_end, safe_name, table_definition, write_files
from .outcome import Data, Element, Outcome
from .registry import function
from .rows import count, scope_of

ALL, CHANGE = "all", "change"
MAX_SYNCHRONIZED = 5
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
        return cls((element.findtext("object") or "").strip())


@dataclass(frozen=True, slots=True)
class JobCall:
    """`<runDdsJob>`: objects, where to deliver, all rows or only changes, since when, how to write the files.

    `queries` narrow objects down; an object that only a query names is delivered too.
    """

    objects: tuple[str, ...]
    cloud_delivery: str
    job_type: str
    since: datetime | None
    synchronized: bool
    queries: tuple[QueryCall, ...]
    file_format: FileFormat

    @classmethod
    def decode(cls, element: etree._Element) -> "JobCall":
        """The call of a `<runDdsJob>` element.

        Raises GatewayError, all inferred: REQUIRED_FIELD, NOT_A_CHOICE for a job type, time stamp or file format that
        is none, TOO_MANY for more than five synchronized objects; and what decoding a query raises.
        """
        named = [*element.iterfind("object"), *element.iterfind("objects/object")]
        queries = tuple(decode_query(query) for query in element.iterfind("query") if query.find("select") is not None)
        objects = [text for child in named if (text := (child.text or "").strip())]
        objects += [query.object for query in queries]
        objects += [text for query in element.iterfind("query") if (text := _text(query, "object"))]
        call = cls(
            objects=tuple(dict.fromkeys(name.upper() for name in objects)),
            cloud_delivery=_text(element, "cloudDelivery"),
            job_type=_text(element, "jobType"),
            since=_moment(_text(element, "timeStamp")),
            synchronized=_text(element, "synchronized").lower() in _TRUE,
            queries=queries,
            file_format=_file_format(element.find("fileConfiguration")),
        )
        _check(call)
        return call


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

    Raises FUNCTION_OBJECT_NOT_FOUND (inferred), NO_PERMISSION, and what compiling a query raises.
    """
    return deliver(context, call)


def deliver(context: Context, call: JobCall, folder: Path | None = None) -> Outcome:
    """Runs a job with its files in `folder`: by default one per cloud delivery, see :func:`delivery_folder`."""
    company = context.company
    definitions = [_definition(company, name) for name in call.objects]
    for definition in definitions:
        require_right(context, definition, Operation.READ)
    target = folder or delivery_folder(company) / safe_name(call.cloud_delivery)
    jobs = [
        _run(context, call, name, definition, target)
        for name, definition in zip(call.objects, definitions, strict=True)
    ]
    return Outcome(Data(content=jobs))


def delivery_folder(company: Company) -> Path:
    """Where a company's deliveries go: beside its kept file; for a company in memory, the system's temporary folder."""
    path = company.database.path
    base = path.parent if path else Path(tempfile.gettempdir()) / "intacct-emulator"
    return base / "deliveries" / safe_name(company.id)


def _run(context: Context, call: JobCall, name: str, definition: ObjectDefinition, folder: Path) -> Element:
    company = context.company
    now = company.clock.now()
    since = (call.since or _last_delivery(company, name)) if call.job_type == CHANGE else None
    query = next((query for query in call.queries if query.object.upper() == name), None)
    number = company.records.sequences.take(company.catalogue[_JOB].sequence)
    place = folder / f"{name}.{call.job_type}.{now:%Y%m%dT%H%M%SZ}.{number}"
    found = _deliver_rows(context, definition, since, query, place=place, file_format=call.file_format)
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
            "ACTION": definition.label,
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


def _deliver_rows(
    context: Context,
    definition: ObjectDefinition,
    since: datetime | None,
    query: QueryCall | None,
    *,
    place: Path,
    file_format: FileFormat,
) -> Delivered:
    chosen = query.columns if query else ()
    columns = chosen or tuple(Column(field.id) for field in delivered_fields(definition))
    changed = _at_least(definition, ("WHENMODIFIED",), since)
    selection = Selection(
        columns,
        _both(query.filter if query else None, changed),
        query.order if query else (),
        query.case_insensitive if query else False,
    )
    company = context.company
    outputs, rows = _rows(context, definition, selection)
    names = [output.name for output in outputs]
    stamp: tuple[str, ...] = ()
    if not chosen:
        names.append(READ_TIME)
        stamp = (company.clock.now().strftime(_MOMENT),)
    files, total = write_files(place, names, ((*row, *stamp) for row in rows), file_format)
    created = total
    if since is not None:
        fresh = _at_least(definition, _CREATION_STAMPS, since)
        created = _count(context, definition, _both(selection.filter, fresh)) if fresh else 0
    deleted = _deletions(company, definition, since) if since else 0
    return Delivered(files, created, total - created, deleted, tuple(names) if chosen else ())


def _rows(
    context: Context, definition: ObjectDefinition, selection: Selection
) -> tuple[Sequence[Output], Iterator[list[str]]]:
    """The rows of a selection as wire text, read one by one: a delivery may be of any size."""
    company = context.company
    statement = compile_select(
        definition,
        company.catalogue,
        selection,
        scope=scope_of(context, include_private=True),
        dialect=CodeDialect.DISPLAY,
        computed=ComputedFields(company.catalogue),
        today=company.clock.today(),
    )
    for name in statement.tables:
        company.records.prepare(company.catalogue[name])
    renderers = [output.renderer for output in statement.outputs]
    cursor = company.database.execute(statement.sql, statement.params)
    rows = ([render(value) for render, value in zip(renderers, row, strict=True)] for row in cursor)
    return statement.outputs, rows


def _count(context: Context, definition: ObjectDefinition, condition: Filter | None) -> int:
    selection = Selection((Column(definition.key),), condition)
    scope = scope_of(context, include_private=True)
    return count(context.company, definition, selection, scope, CodeDialect.DISPLAY)


def _deletions(company: Company, definition: ObjectDefinition, since: datetime) -> int:
    company.records.prepare(company.catalogue[HISTORY])
    sql = f"SELECT count(*) FROM {HISTORY} WHERE OBJECTTYPE = ? AND ACCESSMODE = ? AND ACCESSTIME >= ?"  # noqa: S608
    return int(company.database.scalar(sql, (definition.name.lower(), DELETED, f"{since:%Y-%m-%d %H:%M:%S}")) or 0)


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
    ending = line_end(_text(element, "fileFormat") or "unix")
    if ending is None:
        raise GatewayError(records.NOT_A_CHOICE, value=_text(element, "fileFormat"), label="fileFormat")
    delimiter, enclosure = _text(element, "delimiter") or ",", _text(element, "enclosure") or '"'
    for label, text in (("delimiter", delimiter), ("enclosure", enclosure)):
        if len(text) != 1:
            raise GatewayError(records.NOT_A_CHOICE, value=text, label=label)
    asked_size = _text(element, "splitSize") or "100000"
    size = whole_number(asked_size)
    if size is None:
        raise GatewayError(records.NOT_A_CHOICE, value=asked_size, label="splitSize")
    return FileFormat(
        delimiter=delimiter,
        enclosure=enclosure,
        headers=_text(element, "includeHeaders").lower() in _TRUE,
        line_end=ending,
        split_size=min(max(size, 10_000), 100_000),
        compressed=_text(element, "compress").lower() in _TRUE,
    )


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise GatewayError(records.NOT_A_CHOICE, value=text, label="timeStamp") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
