"""What a query selects and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from intacct_client.values import append_text


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A computed column; the plain fields beside it are what it is grouped by."""

    function: Literal["count", "sum", "avg", "min", "max"]
    field: str


@dataclass(frozen=True, slots=True)
class Order:
    """One sort field and its direction."""

    field: str
    descending: bool = False


def count(field: str) -> Aggregate:
    """How many values ``field`` has."""
    return Aggregate("count", field)


def total(field: str) -> Aggregate:
    """The sum of ``field`` (the wire's ``sum``)."""
    return Aggregate("sum", field)


def average(field: str) -> Aggregate:
    """The mean of ``field`` (the wire's ``avg``)."""
    return Aggregate("avg", field)


def lowest(field: str) -> Aggregate:
    """The smallest ``field`` (the wire's ``min``)."""
    return Aggregate("min", field)


def highest(field: str) -> Aggregate:
    """The largest ``field`` (the wire's ``max``)."""
    return Aggregate("max", field)


def ascending(field: str) -> Order:
    """Sort by ``field``, smallest first."""
    return Order(field)


def descending(field: str) -> Order:
    """Sort by ``field``, largest first."""
    return Order(field, descending=True)


def append_select(parent: etree._Element, select: Iterable[str | Aggregate]) -> None:
    """Append ``<select>``. A plain text is a field."""
    element = etree.SubElement(parent, "select")
    for item in select:
        if isinstance(item, Aggregate):
            append_text(element, item.function, item.field)
        else:
            append_text(element, "field", item)


def append_order(parent: etree._Element, orders: Sequence[Order]) -> None:
    """Append ``<orderby>``, or nothing if no order is given."""
    if not orders:
        return
    element = etree.SubElement(parent, "orderby")
    for order in orders:
        one = etree.SubElement(element, "order")
        append_text(one, "field", order.field)
        etree.SubElement(one, "descending" if order.descending else "ascending")


def append_sorts(parent: etree._Element, orders: Sequence[Order]) -> None:
    """Append ``<sorts>``, the order as ``get_list`` wants it, or nothing."""
    if not orders:
        return
    element = etree.SubElement(parent, "sorts")
    for order in orders:
        append_text(element, "sortfield", order.field).set("order", "desc" if order.descending else "asc")


def orders_of(order_by: str | Order | Iterable[str | Order]) -> tuple[Order, ...]:
    """One sort field or several, as texts or orders, as a tuple of orders. A plain text sorts upwards."""
    several = [order_by] if isinstance(order_by, str | Order) else order_by
    return tuple(order if isinstance(order, Order) else Order(order) for order in several)
