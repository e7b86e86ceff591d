"""Which calls run inline, on the thread that received the request: those that are cheap whatever the company's size."""

from lxml import etree

from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.tenancy.company import Company

from .arguments import argument

_FEW_KEYS = 5
_FEW_OBJECTS = 3
_SHORT_PAGE = 100
_SMALL_TABLE = 5_000


def always(_company: Company, _call: etree._Element) -> bool:
    """For functions whose work is constant."""
    return True


def few_keys(_company: Company, call: etree._Element) -> bool:
    """For reads by key: each is one index look-up."""
    return (call.findtext("keys") or "").count(",") < _FEW_KEYS


def few_objects(_company: Company, call: etree._Element) -> bool:
    """For `create`: nothing it does grows with the company."""
    return len(call) <= _FEW_OBJECTS


def small_table(company: Company, call: etree._Element) -> bool:
    """For reads by condition of small tables, where even a full scan is fast. Views over other objects never count as
    small."""
    page = argument(call, "pagesize")
    if page and (whole_number(page) or _SHORT_PAGE + 1) > _SHORT_PAGE:
        return False
    definition = company.catalogue.find(argument(call, "object"))
    if definition is None or definition.name in company.computed:
        return False
    return company.records.is_smaller(definition, _SMALL_TABLE)
