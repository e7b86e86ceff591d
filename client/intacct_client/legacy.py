"""The 2.1 functions. Their children have a fixed order: a mapping is written in its own order, so give it in theirs.

Dates are written as ``<year/><month/><day/>``; field names are lower-case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from intacct_client.filters import Filter
from intacct_client.functions import Function
from intacct_client.paging import Page, Paging, by_offset
from intacct_client.responses import Result
from intacct_client.rows import Row, row_of
from intacct_client.selection import Order, append_sorts, orders_of
from intacct_client.values import Record, append_record, append_text


def create_invoice(record: Record) -> Function[str]:
    """Create an AR invoice (``customerid, datecreated, ..., invoiceitems``). Returns its key."""
    return _create("create_invoice", record)


def create_bill(record: Record) -> Function[str]:
    """Create an AP bill (``vendorid, datecreated, ..., billitems``). Returns its key."""
    return _create("create_bill", record)


def create_gltransaction(record: Record) -> Function[str]:
    """Create a journal entry (``journalid, datecreated, ..., gltransactionentries``). Returns its key."""
    return _create("create_gltransaction", record)


def create_customer(record: Record) -> Function[str]:
    """Create a customer (``customerid, name, ...``). Returns its key."""
    return _create("create_customer", record)


def create_vendor(record: Record) -> Function[str]:
    """Create a vendor (``vendorid, name, ...``). Returns its key."""
    return _create("create_vendor", record)


def get(object_name: str, key: str | int, fields: Iterable[str] = ()) -> Function[Row | None]:
    """Read one object by key, all fields or the given ones. ``None`` where the answer holds none."""
    element = etree.Element("get")
    append_record(element, {"@object": object_name, "@key": key})
    _append_fields(element, fields)
    return Function(element, _first_row, reads_only=True)


@dataclass(frozen=True, slots=True)
class _Listing:
    object_name: str
    where: Filter | None
    order_by: tuple[Order, ...]
    fields: tuple[str, ...]
    page_size: int
    show_private: bool

    def page(self, start: int) -> Function[Page]:
        element = etree.Element("get_list")
        attributes = {"@object": self.object_name, "@start": start, "@maxitems": self.page_size}
        append_record(element, attributes | ({"@showprivate": True} if self.show_private else {}))
        if self.where is not None:
            self.where.append_legacy_to(etree.SubElement(element, "filter"))
        append_sorts(element, self.order_by)
        _append_fields(element, self.fields)
        return Function(element, lambda result: _page(result, start), reads_only=True)


def get_list(
    object_name: str,
    where: Filter | None = None,
    *,
    order_by: str | Order | Iterable[str | Order] = (),
    fields: Iterable[str] = (),
    page_size: int = 1000,
    start: int = 0,
    show_private: bool = False,
) -> Paging:
    """List objects of a 2.1 type (``customer``, ``invoice`` ...), page after page.

    The order of filters and sorts on the wire is fixed by the schema; texts, dates and sizes are as elsewhere.
    """
    listing = _Listing(object_name, where, orders_of(order_by), tuple(fields), page_size, show_private)
    return by_offset(listing.page, start)


def _create(function: str, record: Record) -> Function[str]:
    element = etree.Element(function)
    append_record(element, record, split_dates=True)
    return Function(element, _key)


def _append_fields(parent: etree._Element, fields: Iterable[str]) -> None:
    names = tuple(fields)
    if names:
        element = etree.SubElement(parent, "fields")
        for name in names:
            append_text(element, "field", name)


def _key(result: Result) -> str:
    return result.key or ""


def _first_row(result: Result) -> Row | None:
    return row_of(result.data[0]) if result.data is not None and len(result.data) else None


def _page(result: Result, start: int) -> Page:
    rows = result.rows
    total = result.listing.get("total") if result.listing is not None else None
    if total is None or not total.isdigit():
        return Page(tuple(rows), offset=start, total=None, remaining=0)
    return Page(tuple(rows), offset=start, total=int(total), remaining=max(int(total) - start - len(rows), 0))
