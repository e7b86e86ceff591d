"""`query`, `readByQuery` and `readMore`: rows by condition, in pages."""

from dataclasses import dataclass, replace

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import Column, Comparison, Filter, Operator, Selection, all_of
from intacct_emulator.query.from_text import parse_query_text
from intacct_emulator.query.from_xml import QueryCall, decode_query
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.work.access import Verb, require
from intacct_emulator.work.context import Context
from intacct_emulator.work.paging import ResultPage, next_page, open_result, select_at
from intacct_emulator.work.rows import count, scope_of

from .arguments import argument
from .inline import small_table
from .outcome import RETURN_FORMATS, XML, Data, Naked, Outcome, Table
from .registry import function

DEFAULT_PAGE, LARGEST_PAGE = 100, 1000
MOST_KEYS = 100
_LONGEST_KEPT_QUERY = 4_096
_TRANSACTION_DEFINITION = "DOCPARID"


@dataclass(frozen=True, slots=True)
class QueryElement:
    """A `<query>` as received, decoded on first use, because clients repeat the same ones."""

    element: etree._Element
    text: bytes

    @classmethod
    def of(cls, element: etree._Element) -> "QueryElement":
        """The element, not decoded yet."""
        return cls(element, etree.tostring(element, with_tail=False))


@function(
    "query",
    decode=QueryElement.of,
    evidence=Evidence.DOCUMENTED,
    source="queries page; recorded answers",
    inline=small_table,
    reads=True,
)
def query(context: Context, asked: QueryElement) -> Outcome:
    """One page of rows. Record tags are upper case, attributes have `offset` and no resultId (recorded)."""
    company = context.company
    call: QueryCall | None = company.queries.get(asked.text)
    if call is None:
        call = decode_query(asked.element)
        if len(asked.text) <= _LONGEST_KEPT_QUERY:
            company.queries.keep(asked.text, call)
    definition = company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.FUNCTION_OBJECT_NOT_FOUND, object=call.object)
    require(context, definition, Verb.QUERY)
    if definition.beyond_query:
        _refuse_beyond_query(definition, call)
    scope = scope_of(context, include_private=call.show_private)
    selection = of_transaction_definition(call.selection, definition, call.docparid)
    page = select_at(company, definition, selection, scope, CodeDialect.DISPLAY)
    if call.return_format != XML:
        return Outcome(naked=Naked(page, call.return_format))
    shown = len(page.rows)
    total = call.offset + shown
    if shown == call.page_size or (shown == 0 and call.offset):
        total = count(company, definition, selection, scope, CodeDialect.DISPLAY)
    attributes = (
        ("listtype", definition.name),
        ("totalcount", str(total)),
        ("offset", str(call.offset)),
        ("count", str(shown)),
        ("numremaining", str(max(total - call.offset - shown, 0))),
    )
    return Outcome(Data(attributes, Table(definition.name, page)))


def _refuse_beyond_query(definition: ObjectDefinition, call: QueryCall) -> None:
    """Raises GatewayError FIELDS_NOT_QUERYABLE for fields that other functions answer, but not `query` (recorded for
    select; orderby is inferred)."""
    named = [*(column.field for column in call.columns), *(key.field for key in call.order)]
    refused = [name for name in dict.fromkeys(named) if name.upper() in definition.beyond_query]
    if refused:
        fields = ", ".join(refused)
        raise GatewayError(protocol.FIELDS_NOT_QUERYABLE, object=definition.name.lower(), fields=fields)


@dataclass(frozen=True, slots=True)
class ReadByQueryCall:
    """`<readByQuery>`. `fields` None is all of them."""

    object: str
    fields: tuple[str, ...] | None
    query: str
    page_size: int
    return_format: str
    docparid: str | None

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadByQueryCall":
        """The children in any order; empty ones count as absent (clients send them)."""
        return cls(
            argument(element, "object"),
            field_list(element.findtext("fields")),
            element.findtext("query") or "",
            page_size(element.findtext("pagesize")),
            return_format(element.findtext("returnFormat")),
            argument(element, "docparid") or None,
        )


@function(
    "readByQuery",
    decode=ReadByQueryCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded readByQuery answers",
    inline=small_table,
    reads=True,
)
def read_by_query(context: Context, call: ReadByQueryCall) -> Outcome:
    """The first page of rows that a text condition names. Record tags are lower case; `resultId` is empty when
    everything fits (recorded)."""
    definition = context.company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.QUERY_FAILED_OBJECT, object=call.object)
    require(context, definition, Verb.READ_BY_QUERY)
    condition = parse_query_text(call.query)
    names = call.fields if call.fields is not None else tuple(field.id for field in definition.visible_fields)
    asked = Selection(tuple(Column(name) for name in names), condition)
    selection = of_transaction_definition(asked, definition, call.docparid)
    return paged(
        open_result(context, definition, selection, page_size=call.page_size, return_format=call.return_format)
    )


@dataclass(frozen=True, slots=True)
class ReadMoreCall:
    """`<readMore>`: exactly one of a resultId, an object, a view, a report id."""

    result_id: str | None
    object: str | None
    view: str | None
    report_id: str | None

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadMoreCall":
        """The one child it has."""
        return cls(
            element.findtext("resultId"),
            element.findtext("object"),
            element.findtext("view"),
            element.findtext("reportId"),
        )


@function(
    "readMore",
    decode=ReadMoreCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded readMore answers",
    reads=True,
)
def read_more(context: Context, call: ReadMoreCall) -> Outcome:
    """The next page of an open result: by resultId, or the caller's latest of an object (older form); or of a report's
    run."""
    if call.report_id is not None:
        from .reports import read_more_of_report

        return read_more_of_report(context, call.report_id.strip())
    if call.result_id is not None:
        found = next_page(context, result_id=call.result_id.strip())
    else:
        name = call.view if call.object is None else call.object.upper()
        found = next_page(context, name=(name or "").strip())
    if found is None:
        named = call.result_id or call.object or call.view or ""
        raise GatewayError(protocol.READ_MORE_FAILED, result_id=named.strip())
    return paged(found)


def paged(found: ResultPage) -> Outcome:
    """A page of an open result as it is answered."""
    page, result = found.page, found.result
    if result.return_format != XML:
        return Outcome(naked=Naked(page, result.return_format))
    # Integration names of custom objects keep their letters (inferred).
    name = found.definition.name if found.definition.custom else found.definition.name.lower()
    attributes = (
        ("listtype", name),
        ("count", str(len(page.rows))),
        ("totalcount", str(result.total)),
        ("numremaining", str(found.remaining)),
        ("resultId", found.result_id),
    )
    return Outcome(Data(attributes, Table(name, page)))


def of_transaction_definition(selection: Selection, definition: ObjectDefinition, docparid: str | None) -> Selection:
    """The selection among the documents of one transaction definition (documented for SODOCUMENT, PODOCUMENT and
    INVDOCUMENT). Objects that have none are not narrowed."""
    if docparid is None or definition.find(_TRANSACTION_DEFINITION) is None:
        return selection
    condition: Filter = Comparison(_TRANSACTION_DEFINITION, Operator.EQUAL, (docparid,))
    if selection.filter is not None:
        condition = all_of((selection.filter, condition))
    return replace(selection, filter=condition)


def field_list(text: str | None) -> tuple[str, ...] | None:
    """Names of a comma list; None for `*`, empty or absent."""
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    return None if not names or "*" in names else names


def key_list(element: etree._Element) -> tuple[str, ...]:
    """The keys of a comma list in the `keys` child. Raises GatewayError TOO_MANY for more than 100."""
    keys = tuple(key.strip() for key in (element.findtext("keys") or "").split(",") if key.strip())
    if len(keys) > MOST_KEYS:
        raise GatewayError(protocol.TOO_MANY, what="keys", limit=MOST_KEYS)
    return keys


def page_size(text: str | None) -> int:
    """A page size between 1 and 1000, 100 when absent. Raises GatewayError (the schema leaves it open: inferred)."""
    stripped = (text or "").strip()
    if not stripped:
        return DEFAULT_PAGE
    size = whole_number(stripped)
    if size is None or not 1 <= size <= LARGEST_PAGE:
        raise GatewayError(protocol.PAGE_SIZE, limit=LARGEST_PAGE)
    return size


def return_format(text: str | None) -> str:
    """xml, json or csv; xml for an empty one. Raises GatewayError FILTER_VALUE_INVALID for another word (inferred)."""
    asked = (text or "").strip().lower() or XML
    if asked not in RETURN_FORMATS:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=asked, field="returnFormat")
    return asked
