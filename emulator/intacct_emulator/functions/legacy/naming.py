"""How legacy functions about money name records and days."""

from datetime import date

from lxml import etree

from intacct_emulator.catalogue.values import parse_date, whole_number
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.functions.arguments import argument
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.targets import record_of_number

_DATE_PARTS = ("year", "month", "day")


def numbered(company: Company, name: str, key: str) -> Record | None:
    """The record of an object with that RECORDNO; None when there is none the caller may see, or it is no number."""
    number = whole_number(key)
    return record_of_number(company, company.catalogue[name], number) if number is not None else None


def required_day(day: date | None) -> date:
    """A day that has to be given. Raises GatewayError."""
    if day is None:
        raise GatewayError(transactions.DATE_INVALID, value="")
    return day


def day_of(element: etree._Element, name: str) -> date | None:
    """The day in an element of `year`, `month` and `day`; None when there is none, or it is empty. Raises GatewayError
    for one that no calendar has."""
    block = element.find(name)
    if block is None:
        return None
    year, month, day = (argument(block, part) for part in _DATE_PARTS)
    if not (year or month or day):
        return None
    found = parse_date(f"{month}/{day}/{year}")
    if found is None:
        raise GatewayError(transactions.DATE_INVALID, value=f"{month}/{day}/{year}")
    return found
