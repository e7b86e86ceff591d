"""Builds companies out of fixtures, through the same writers that requests use."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from lxml import etree

from intacct_emulator.books.ledger.closing import ClosingError, close_books
from intacct_emulator.catalogue.customization import CustomizationFault
from intacct_emulator.catalogue.model import Level
from intacct_emulator.errors import GatewayError
from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.masters.roles import USER, add_group, add_role, assign
from intacct_emulator.reports.checks import faults_of
from intacct_emulator.reports.shelf import keep_reports
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import CompanyProfile, SubledgerProfile
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.context import Actor, Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.unit import AtWork
from intacct_emulator.work.writers import writer_for

from .fixtures import COMPANY_FILE, CompanyFixture, RecordBatch, RequestBatch, SubledgerSetup
from .people import People, RightsFrom, UserFixture
from .toml_table import FixtureError

_PLACE = re.compile(r", line \d+, column \d+\Z")

LOADER = Actor(0, "Intacct", None)


def build_company(tenants: Tenants, company: Company, fixture: CompanyFixture) -> None:
    """Fills an empty company from a fixture. Raises FixtureError for a record that the company refuses."""
    context = Context.among(tenants, company, LOADER)
    with AtWork(context), company.records.unwatched(), company.database.unit():
        company.profile = _profile(fixture)
        _customize(company, fixture)
        for code in fixture.currencies.transaction if fixture.currencies else (fixture.base_currency,):
            company.records.insert("TRXCURRENCIES", {"CODE": code, "STATUS": "T"})
        _add_people(company, fixture.people)
        for batch in fixture.batches:
            if isinstance(batch, RecordBatch):
                _load_records(company, batch)
            else:
                _run_requests(context, batch)
        _save_reports(company, fixture)
        _close_books(company, fixture)
        company.mark_made()


def _customize(company: Company, fixture: CompanyFixture) -> None:
    if fixture.customization:
        try:
            company.customization = fixture.customization
        except CustomizationFault as fault:
            raise FixtureError(fixture.folder / COMPANY_FILE, None, str(fault)) from fault


def _save_reports(company: Company, fixture: CompanyFixture) -> None:
    for file in fixture.reports:
        for fault in faults_of(company, file.report):
            raise file.fault(*fault)
    if fixture.reports:
        keep_reports(company, (file.report for file in fixture.reports))


def _close_books(company: Company, fixture: CompanyFixture) -> None:
    for setup in fixture.closed_books:
        try:
            close_books(company.records, setup.closed_through, setup.entity, setup.modules or None)
        except ClosingError as fault:
            raise FixtureError(fixture.folder / COMPANY_FILE, None, f"closed_books: {fault}") from fault


def _profile(fixture: CompanyFixture) -> CompanyProfile:
    return CompanyProfile(
        id=fixture.id,
        title=fixture.title,
        base_currency=fixture.base_currency,
        multi_entity=fixture.multi_entity,
        receivables=_subledger(fixture.receivables),
        payables=_subledger(fixture.payables),
        first_fiscal_month=fixture.first_fiscal_month,
        receipts_journal=fixture.cash.receipts_journal,
        disbursements_journal=fixture.cash.disbursements_journal,
        general_journal=fixture.general_journal,
        undeposited_account=fixture.cash.undeposited_account,
        employee_expenses=_subledger(fixture.employee_expenses) if fixture.employee_expenses else None,
        dimensions=(*fixture.dimensions, *(own.name for own in fixture.customization.dimensions)),
        terminology=dict(fixture.terminology),
        authorized_senders=tuple(sender.id for sender in fixture.senders),
        standing=fixture.standing,
        inter_entity=fixture.inter_entity,
        currencies=fixture.currencies,
        numbering=dict(fixture.numbering),
        rights_by_role=fixture.people.rights_from is RightsFrom.ROLES,
    )


def _subledger(setup: SubledgerSetup) -> SubledgerProfile:
    return SubledgerProfile(**{**asdict(setup), "summary_frequency": str(setup.summary_frequency)})


def _add_people(company: Company, people: People) -> None:
    for role in people.roles:
        add_role(company, role.name, role.description, role.permissions)
    keys = {user.login: _add_user(company, user) for user in people.users}
    for group in people.groups:
        add_group(company, group.name, group.description, [keys[login] for login in group.members], group.roles)


def _add_user(company: Company, user: UserFixture) -> int:
    key = company.records.insert(
        "USERINFO",
        {"LOGINID": user.login, "DESCRIPTION": user.name, "LOGINDISABLED": True, "STATUS": "T"},
    )
    company.users.add(user.login, key, user.password, user.permissions, user.entities)
    for role in user.roles:
        assign(company, role, USER, key, user.login)
    return key


def _load_records(company: Company, batch: RecordBatch) -> None:
    definition = company.catalogue.find(batch.object_name)
    if definition is None:
        raise FixtureError(batch.path, None, f"there is no object {batch.object_name}")
    if definition.level_of("create") is Level.NOT_BUILT:
        raise FixtureError(batch.path, None, f"create {batch.object_name} is not built")
    writer = writer_for(company, definition)
    for row, line in zip(batch.rows, batch.lines, strict=True):
        given: dict[str, str | None] = {name: text for name, text in row.items() if text is not None}
        try:
            writer.create(draft_from_texts(given, definition))
        except GatewayError as error:
            raise _refused(batch.path, line, error) from error


def _run_requests(context: Context, batch: RequestBatch) -> None:
    for call in _calls(batch.path):
        function = REGISTRY.find(call.tag)
        if function is None:
            raise FixtureError(batch.path, _line(call), f"there is no function {call.tag}")
        try:
            function.answer(context, call)
        except GatewayError as error:
            raise _refused(batch.path, _line(call), error) from error


def _calls(path: Path) -> Iterator[etree._Element]:
    """The element in each function of a file of requests."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except OSError as fault:
        raise FixtureError(path, None, f"it cannot be read: {fault.strerror or fault}") from fault
    except etree.XMLSyntaxError as fault:
        raise FixtureError(path, fault.lineno, f"not XML: {_PLACE.sub('', fault.msg or '')}") from fault
    for element in root.iterfind("function"):
        call = next((child for child in element if isinstance(child.tag, str)), None)
        if call is None:
            raise FixtureError(path, _line(element), "the function is empty")
        yield call


def _refused(path: Path, line: int | None, error: GatewayError) -> FixtureError:
    return FixtureError(path, line, "; ".join(detail.description2 or detail.errorno for detail in error.stack))


def _line(element: etree._Element) -> int | None:
    return element.sourceline if isinstance(element.sourceline, int) else None
