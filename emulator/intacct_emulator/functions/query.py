"""`query`, `readByQuery` and `readMore`: rows by condition, in pages."""

from dataclasses import dataclass, replace

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import Column, Comparison, Filter, Operator, Rownum, Selection, all_of, leaves
from intacct_emulator.query.from_text import parse_query_text
from intacct_emulator.query.from_xml import QueryCall, decode_query
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.tenancy.result_sets import ResultSet

from .access import Operation, require
from .arguments import argument
from .brevity import small_table
from .context import Context
from .outcome import Data, Outcome, Table
from .registry import function
from .rows import FEW, XML, Page, bare, count, scope_of, select, select_at

DEFAULT_PAGE, LARGEST_PAGE = 100, 1000
MOST_KEYS = 100
_LONGEST_KEPT_QUERY = 4_096
_TRANSACTION_DEFINITION = "DOCPARID"


@dataclass(frozen=True, slots=True)
class QueryElement:
    """A `<query>` as it came. It is decoded when it is asked for the first time: clients repeat themselves."""

    element: etree._Element
    text: bytes

    @classmethod
    def of(cls, element: etree._Element) -> "QueryElement":
        """The element, not looked into yet."""
        return cls(element, etree.tostring(element, with_tail=False))


@function(
    "query",
    decode=QueryElement.of,
    evidence=Evidence.DOCUMENTED,
    source="queries page; recorded answers",
    brief=small_table,
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
    require(context, definition, Operation.QUERY)
    scope = scope_of(context, include_private=call.show_private)
    selection = of_transaction_definition(call.selection, definition, call.docparid)
    page = select_at(company, definition, selection, scope, CodeDialect.DISPLAY)
    if call.return_format != XML:
        return Outcome(naked=bare(page, call.return_format))
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
    return Outcome(Data(attributes, Table(definition.name, page.names, page.rows)))


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
    brief=small_table,
    reads=True,
)
def read_by_query(context: Context, call: ReadByQueryCall) -> Outcome:
    """The first page of rows that a text condition names. Record tags are lower case; `resultId` is empty when
    everything fits (recorded)."""
    definition = context.company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.QUERY_FAILED_OBJECT, object=call.object)
    require(context, definition, Operation.READ_BY_QUERY)
    condition = parse_query_text(call.query)
    names = call.fields if call.fields is not None else tuple(field.id for field in definition.visible_fields)
    asked = Selection(tuple(Column(name) for name in names), condition)
    selection = of_transaction_definition(asked, definition, call.docparid)
    return open_result(context, definition, selection, page_size=call.page_size, return_format=call.return_format)


def open_result(
    context: Context,
    definition: ObjectDefinition,
    selection: Selection,
    *,
    page_size: int,
    return_format: str,
    dialect: CodeDialect = CodeDialect.STORED,
    view: str = "",
) -> Outcome:
    """The first page of a selection; what is left can be had by `readMore`. Raises GatewayError."""
    scope = scope_of(context, include_private=False)
    total = count(context.company, definition, selection, scope, dialect)
    numbered = any(isinstance(leaf, Rownum) for leaf in leaves(selection.filter))
    result = ResultSet(
        owner=_owner(context), object=definition.name, selection=selection, scope=scope, total=total,
        page_size=page_size, return_format=return_format, by_key=not numbered and not selection.order,
        dialect=dialect, view=view,
    )  # fmt: skip
    page = _next_page(context, definition, result)
    result_id = ""
    if result.position < total:
        result_id = context.identifiers.result_id()
        context.result_sets.keep(result_id, result)
    return _paged(definition, page, result, result_id)


@dataclass(frozen=True, slots=True)
class ReadMoreCall:
    """`<readMore>`: exactly one of a resultId, an object, a view, a report id."""

    result_id: str | None
    object: str | None
    other: str | None

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadMoreCall":
        """The one child it has."""
        return cls(
            element.findtext("resultId"),
            element.findtext("object"),
            element.findtext("view") or element.findtext("reportId"),
        )


@function(
    "readMore",
    decode=ReadMoreCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded readMore answers",
    reads=True,
)
def read_more(context: Context, call: ReadMoreCall) -> Outcome:
    """The next page of an open result: by resultId, or the caller's latest of an object (older form)."""
    owner = _owner(context)
    if call.result_id is not None:
        result_id = call.result_id.strip()
        result = context.result_sets.find(result_id, owner)
    else:
        name = call.other if call.object is None else call.object.upper()
        result_id, result = context.result_sets.latest(owner, (name or "").strip())
    if result is None:
        named = call.result_id or call.object or call.other or ""
        raise GatewayError(protocol.READ_MORE_FAILED, result_id=named.strip())
    definition = context.company.catalogue[result.object]
    page = _next_page(context, definition, result)
    if result.position >= result.total:
        context.result_sets.drop(result_id)
    return _paged(definition, page, result, result_id)


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
    """xml, json or csv."""
    return (text or XML).strip().lower() or XML


def _next_page(context: Context, definition: ObjectDefinition, result: ResultSet) -> Page:
    """Reads on behind the last record of the page before, so that depth costs nothing; moves the result's position."""
    chosen = result.selection.columns
    few = result.selection.filter is not None and result.total <= FEW
    wanted = replace(result.selection, limit=result.page_size, few=few)
    if result.by_key:
        wanted = replace(wanted, columns=(*chosen, Column(definition.key)), after=result.after)
    else:
        wanted = replace(wanted, offset=result.position)
    page = select(context.company, definition, wanted, result.scope, result.dialect)
    if result.by_key and page.rows:
        key_column = page.names.index(definition.key)
        result.after = int(page.rows[-1][key_column])
        if not any(column.field.upper() == definition.key.upper() for column in chosen):
            page = Page(page.names[:-1], [row[:-1] for row in page.rows])
    # The total is of when the result was opened: rows may have come or gone since, and a short page is the last one.
    ended = len(page.rows) < result.page_size
    result.position = result.total if ended else min(result.position + len(page.rows), result.total)
    return page


def _paged(definition: ObjectDefinition, page: Page, result: ResultSet, result_id: str) -> Outcome:
    if result.return_format != XML:
        return Outcome(naked=bare(page, result.return_format))
    # Integration names of custom objects keep their letters (inferred).
    name = definition.name if definition.custom else definition.name.lower()
    attributes = (
        ("listtype", name),
        ("count", str(len(page.rows))),
        ("totalcount", str(result.total)),
        ("numremaining", str(result.total - result.position)),
        ("resultId", result_id),
    )
    return Outcome(Data(attributes, Table(name, page.names, page.rows)))


def _owner(context: Context) -> str:
    """A result belongs to the session, or, without one, to the user of the company."""
    if context.session is not None:
        return context.session.id
    return f"{context.company.id} {context.actor.login}"
