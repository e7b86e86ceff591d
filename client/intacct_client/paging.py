"""Long answers: one page, how to ask for the next, and iterators that do so by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from intacct_client.filters import Filter
from intacct_client.functions import Function
from intacct_client.responses import Result
from intacct_client.rows import Row
from intacct_client.selection import Aggregate, Order, append_order, append_select, orders_of
from intacct_client.values import append_text, comma_separated


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a longer answer. ``total`` is ``None`` where the gateway does not say."""

    rows: tuple[Row, ...]
    offset: int
    total: int | None
    remaining: int
    result_id: str | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """How to fetch an answer page by page: the first, and the one that follows a page (``None`` at the end)."""

    first: Function[Page]
    following: Callable[[Page], Function[Page] | None]


def by_offset(page: Callable[[int], Function[Page]], start: int) -> Paging:
    """Pages that are asked for by the offset of their first row, from ``start`` on."""

    def following(known: Page) -> Function[Page] | None:
        return page(known.offset + len(known.rows)) if known.rows and known.remaining else None

    return Paging(page(start), following)


class Rows:
    """The rows of an answer, fetched page by page while you iterate. Iterating again asks the gateway again."""

    def __init__(self, call: Callable[[Function[Page]], Page], paging: Paging) -> None:
        self._call = call
        self._paging = paging

    def pages(self) -> Iterator[Page]:
        """The pages, each fetched when asked for."""
        following: Function[Page] | None = self._paging.first
        while following is not None:
            page = self._call(following)
            yield page
            following = self._paging.following(page)

    def __iter__(self) -> Iterator[Row]:
        for page in self.pages():
            yield from page.rows

    def all(self) -> list[Row]:
        """Every row, in a list."""
        return list(self)

    def first(self) -> Row | None:
        """The first row, or ``None``; asks for one page at most."""
        return next(iter(self), None)


class AsyncRows:
    """The rows of an answer, fetched page by page while you iterate. Iterating again asks the gateway again."""

    def __init__(self, call: Callable[[Function[Page]], Awaitable[Page]], paging: Paging) -> None:
        self._call = call
        self._paging = paging

    async def pages(self) -> AsyncIterator[Page]:
        """The pages, each fetched when asked for."""
        following: Function[Page] | None = self._paging.first
        while following is not None:
            page = await self._call(following)
            yield page
            following = self._paging.following(page)

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for page in self.pages():
            for row in page.rows:
                yield row

    async def all(self) -> list[Row]:
        """Every row, in a list."""
        return [row async for row in self]

    async def first(self) -> Row | None:
        """The first row, or ``None``; asks for one page at most."""
        page = await self._call(self._paging.first)
        return page.rows[0] if page.rows else None


@dataclass(frozen=True, slots=True)
class _Query:
    object_name: str
    select: tuple[str | Aggregate, ...]
    where: Filter | None
    order_by: tuple[Order, ...]
    page_size: int
    case_insensitive: bool
    show_private: bool
    docparid: str | None

    def page(self, offset: int) -> Function[Page]:
        element = etree.Element("query")
        append_text(element, "object", self.object_name)
        append_select(element, self.select)
        if self.docparid is not None:
            append_text(element, "docparid", self.docparid)
        if self.where is not None:
            self.where.append_to(etree.SubElement(element, "filter"))
        append_order(element, self.order_by)
        if self.case_insensitive or self.show_private:
            options = etree.SubElement(element, "options")
            if self.case_insensitive:
                append_text(options, "caseinsensitive", True)
            if self.show_private:
                append_text(options, "showprivate", True)
        append_text(element, "pagesize", self.page_size)
        append_text(element, "offset", offset)
        return Function(element, lambda result: _page(result, offset), reads_only=True)


def query(
    object_name: str,
    select: str | Iterable[str | Aggregate],
    where: Filter | None = None,
    *,
    order_by: str | Order | Iterable[str | Order] = (),
    page_size: int = 1000,
    offset: int = 0,
    case_insensitive: bool = False,
    show_private: bool = False,
    docparid: str | None = None,
) -> Paging:
    """Find records: fields and aggregates of an object, filtered and sorted, page after page (up to 2,000 rows each).

    Without ``order_by`` the gateway promises no order, and every page is a separate query: pass one (such as
    ``RECORDNO``) if the result may exceed a page, or rows may be repeated or missed.
    """
    columns = (select,) if isinstance(select, str) else tuple(select)
    description = _Query(
        object_name, columns, where, orders_of(order_by), page_size, case_insensitive, show_private, docparid
    )
    return by_offset(description.page, offset)


def read_by_query(
    object_name: str,
    where: str = "",
    fields: str | Iterable[str] = "*",
    *,
    page_size: int = 1000,
    docparid: str | None = None,
) -> Paging:
    """Find records by the older text filter (``"STATUS = 'T' AND NAME like 'A%'"``), page after page.

    Values are stored codes and dates ``'MM/DD/YYYY'``.  The pages belong to the session that asked for the first.
    """
    element = etree.Element("readByQuery")
    append_text(element, "object", object_name)
    append_text(element, "fields", comma_separated(fields if isinstance(fields, str) else tuple(fields)))
    append_text(element, "query", where)
    append_text(element, "pagesize", page_size)
    if docparid is not None:
        append_text(element, "docparid", docparid)
    return Paging(Function(element, _page, reads_only=True), _more)


def read_more(result_id: str) -> Function[Page]:
    """The next page of a ``read_by_query``, by the ``result_id`` of the page before."""
    element = etree.Element("readMore")
    append_text(element, "resultId", result_id)
    # Each call moves the gateway's cursor: repeating one whose answer was lost would skip a page.
    return Function(element, _page, reads_only=False)


def _more(page: Page) -> Function[Page] | None:
    return read_more(page.result_id) if page.result_id and page.rows and page.remaining else None


def _page(result: Result, offset: int = 0) -> Page:
    rows = tuple(result.rows)
    counts = etree.Element("data") if result.data is None else result.data
    return Page(
        rows,
        offset,
        total=_number(counts.get("totalcount")),
        remaining=_number(counts.get("numremaining")) or 0,
        result_id=counts.get("resultId") or None,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None
