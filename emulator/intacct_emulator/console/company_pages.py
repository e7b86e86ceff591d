"""The pages of companies: all of them, one of them, its records, its trial balance and its aging."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from intacct_emulator.catalogue.model import READ, ObjectDefinition
from intacct_emulator.catalogue.page import MODULES
from intacct_emulator.errors import GatewayError
from intacct_emulator.query.ast import Column, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.records.visibility import EVERYTHING
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.rows import count

from .record_table import PAGE_SIZE, Order, lines_of, record_table, whole_record
from .screen import Asked, Screen, missing

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom


class ObjectLine(NamedTuple):
    """An object with how many records there are of it."""

    definition: ObjectDefinition
    records: int


def company_list(room: "ControlRoom", _: Asked) -> Screen:
    """All companies, and the form for a new one."""
    companies = room.companies
    values = {"active": "companies", "companies": companies.list(), "templates": companies.templates}
    return Screen("companies.html", values)


def company_page(room: "ControlRoom", asked: Asked) -> Screen:
    """One company: how to sign in to it, and its objects."""
    company = room.gateway.tenants.company(asked.path["company_id"])
    if company is None:
        return _no_company(asked)
    filled = list(_filled(company))
    counts = {line.definition.name: line for line in filled}
    others = [name for name in company.catalogue.names() if name not in counts]
    by_module = [(title, [one for one in filled if one.definition.module == name]) for name, title in MODULES.items()]
    return Screen(
        "company.html",
        {
            "active": "companies",
            "company": company,
            "summary": next(one for one in room.companies.list() if one.company_id == company.id),
            "access": room.companies.access(company.id),
            "logins": company.users.logins,
            "modules": [(title, lines) for title, lines in by_module if lines],
            "others": others,
        },
    )


def records_page(room: "ControlRoom", asked: Asked) -> Screen:
    """The records of one object."""
    company = room.gateway.tenants.company(asked.path["company_id"])
    if company is None:
        return _no_company(asked)
    definition = company.catalogue.find(asked.path["object"])
    if definition is None:
        return missing(f"There is no object {asked.path['object']}.")
    order = Order(
        asked.text("where"),
        asked.text("sort"),
        asked.text("desc") == "1",
        asked.whole("page"),
        asked.text("all") == "1",
    )
    table = record_table(company, definition, order)
    return Screen(
        "records.html",
        {
            "active": "companies",
            "company": company,
            "definition": definition,
            "level": definition.level_of(READ).value,
            "order": order,
            "table": table,
            "pages": -(-table.total // PAGE_SIZE),
            "first": order.page * PAGE_SIZE + 1,
        },
    )


def record_page(room: "ControlRoom", asked: Asked) -> Screen:
    """One record with its lines."""
    company = room.gateway.tenants.company(asked.path["company_id"])
    if company is None:
        return _no_company(asked)
    definition = company.catalogue.find(asked.path["object"])
    key = asked.path["key"]
    record = whole_record(company, definition, key) if definition is not None and key.isdigit() else None
    if definition is None or record is None:
        return missing(f"There is no {asked.path['object']} {key} in {company.id}.")
    return Screen(
        "record.html",
        {
            "active": "companies",
            "company": company,
            "definition": definition,
            "key": key,
            "filled": {name: value for name, value in record.items() if value is not None and value != ""},
            "empty": [name for name, value in record.items() if value is None or value == ""],
            "lines": lines_of(company, definition, key),
        },
    )


def _filled(company: Company) -> Iterator[ObjectLine]:
    """The objects that have records. Only tables that are there are looked at: looking must make none. Between two
    objects the company is left to those who work in it."""
    with company.lock:
        there = {str(name) for (name,) in company.database.all("SELECT name FROM sqlite_master")}
    for definition in company.catalogue:
        if definition.table not in there and definition.name not in there:
            continue
        selection = Selection((Column(definition.key),))
        try:
            with company.lock:
                records = count(company, definition, selection, EVERYTHING, CodeDialect.DISPLAY)
        except GatewayError:
            continue
        if records:
            yield ObjectLine(definition, records)


def _no_company(asked: Asked) -> Screen:
    return missing(f"There is no company {asked.path['company_id']}.")
