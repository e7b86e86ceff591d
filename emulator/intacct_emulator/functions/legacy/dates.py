"""Dates of legacy elements: `year`, `month` and `day` inside an element of their own."""

from datetime import date

from lxml import etree

from intacct_emulator.catalogue.values import parse_date
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.functions.arguments import argument


def legacy_day(element: etree._Element, name: str) -> date | None:
    """The day that a child of that name holds; None when there is none, or it is empty.

    Raises GatewayError DATE_INVALID for a day that no calendar has.
    """
    block = element.find(name)
    if block is None:
        return None
    year, month, day = (argument(block, part) for part in ("year", "month", "day"))
    if not (year or month or day):
        return None
    found = parse_date(f"{month}/{day}/{year}")
    if found is None:
        raise GatewayError(transactions.DATE_INVALID, value=f"{month}/{day}/{year}")
    return found
