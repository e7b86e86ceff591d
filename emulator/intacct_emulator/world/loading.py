"""Makes companies out of fixtures, through the same writers that requests use."""

from dataclasses import replace

from lxml import etree

from intacct_emulator.books.ledger_view import define_ledger_detail
from intacct_emulator.catalogue.customization import CustomizationFault
from intacct_emulator.errors import GatewayError
from intacct_emulator.functions.audit import attach_audit_trail
from intacct_emulator.functions.context import Actor, Context
from intacct_emulator.functions.record_xml import draft_from_texts
from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.functions.writers import writer_for
from intacct_emulator.records.store import Author
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import CompanyProfile, Subledger
from intacct_emulator.tenancy.tenants import Tenants

from .fixtures import (
    COMPANY_FILE,
    CompanyFixture,
    RecordBatch,
    RequestBatch,
    SubledgerSetup,
    UserFixture,
    available_companies,
    read_company,
)
from .toml_table import FixtureError

LOADER = Author(0, "Intacct")
_ORIGIN = "origin"


def add_companies(tenants: Tenants, fixture: CompanyFixture) -> None:
    """Makes a fixture's company and its mirrors reachable: opened from the data folder if they were kept there, else
    made. Raises FixtureError for a record that the company refuses."""
    for sender in fixture.senders:
        tenants.add_sender(sender.id, sender.password)
    original = _opened(tenants, fixture.id)
    if not original.made:
        _make(tenants, original, fixture)
    _open_for_business(tenants, original)
    for mirror_id in fixture.mirrors:
        mirror = _opened(tenants, mirror_id)
        if not mirror.made:
            mirror.close()
            mirror = copied(tenants, original, mirror_id)
        _open_for_business(tenants, mirror)


def add_named_companies(tenants: Tenants, names: tuple[str, ...]) -> None:
    """Makes the fixtures of those names (or folders) reachable."""
    for name in names:
        if not _add_kept(tenants, name):
            add_companies(tenants, read_company(name))


def begin_company(tenants: Tenants, company_id: str, source: str) -> Company:
    """The company kept under that id in the data folder, or a new one like the fixture `source`; not reachable, and
    nobody watches it. It is opened by its id from then on. Raises FixtureError."""
    company = _opened(tenants, company_id)
    if not company.made:
        fixture = read_company(source)
        _make(tenants, company, fixture)
        company.profile = replace(company.profile, id=company_id)
        origin = source if source in available_companies() else str(fixture.folder.resolve())
        KeptTexts(company.database).put(_ORIGIN, origin)
    return company


def _add_kept(tenants: Tenants, company_id: str) -> bool:
    """Makes a company reachable that was begun under an id of its own, if there is one, with its origin's senders."""
    if not tenants.keeps(company_id):
        return False
    company = _opened(tenants, company_id)
    origin = KeptTexts(company.database).get(_ORIGIN)
    if origin is None or origin == company_id:
        company.close()
        return False
    for sender in read_company(origin).senders:
        tenants.add_sender(sender.id, sender.password)
    _open_for_business(tenants, company)
    return True


def _open_for_business(tenants: Tenants, company: Company) -> None:
    attach_audit_trail(company)
    tenants.add_company(company)


def _opened(tenants: Tenants, company_id: str) -> Company:
    company = tenants.open_company(company_id)
    define_ledger_detail(company.records)
    return company


def _make(tenants: Tenants, company: Company, fixture: CompanyFixture) -> None:
    with company.database.unit():
        company.profile = _profile(fixture)
        _customize(company, fixture)
        company.records.author = LOADER
        for user in fixture.users:
            _add_user(company, user)
        for batch in fixture.batches:
            if isinstance(batch, RecordBatch):
                _load_records(company, batch)
            else:
                _run_requests(tenants, company, batch)
        company.mark_made()


def _customize(company: Company, fixture: CompanyFixture) -> None:
    if fixture.customization:
        try:
            company.customization = fixture.customization
        except CustomizationFault as fault:
            raise FixtureError(fixture.folder / COMPANY_FILE, None, str(fault)) from fault


def copied(tenants: Tenants, original: Company, company_id: str) -> Company:
    """A company that is what another one is, but for its id; not reachable yet."""
    copy = _opened(tenants, company_id)
    original.database.copy_to(copy.database)
    copy.forget()
    copy.profile = replace(original.profile, id=company_id)
    return copy


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
        dimensions=(*fixture.dimensions, *(own.name for own in fixture.customization.dimensions)),
        terminology=dict(fixture.terminology),
        authorized_senders=tuple(sender.id for sender in fixture.senders),
    )


def _subledger(setup: SubledgerSetup) -> Subledger:
    return Subledger(setup.control_account, setup.journal, str(setup.summary_frequency))


def _add_user(company: Company, user: UserFixture) -> None:
    key = company.records.insert(
        "USERINFO",
        {"LOGINID": user.login, "DESCRIPTION": user.name, "LOGINDISABLED": True, "STATUS": "T"},
    )
    company.users.add(user.login, key, user.password, user.permissions, user.entities)


def _load_records(company: Company, batch: RecordBatch) -> None:
    definition = company.catalogue.find(batch.object_name)
    if definition is None:
        raise FixtureError(batch.path, None, f"there is no object {batch.object_name}")
    writer = writer_for(company, definition)
    for row, line in zip(batch.rows, batch.lines, strict=True):
        given: dict[str, str | None] = {name: text for name, text in row.items() if text is not None}
        try:
            writer.create(draft_from_texts(given, definition))
        except GatewayError as error:
            reason = "; ".join(detail.description2 or detail.errorno for detail in error.stack)
            raise FixtureError(batch.path, line, reason) from error


def _run_requests(tenants: Tenants, company: Company, batch: RequestBatch) -> None:
    actor = Actor(LOADER.user_key, LOADER.login, None)
    context = Context(company, actor, None, "", "", tenants.sessions, tenants.identifiers, tenants.result_sets)
    root = etree.parse(batch.path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    for element in root.iterfind("function"):
        call = next(child for child in element if isinstance(child.tag, str))
        function = REGISTRY.find(call.tag)
        if function is None:
            raise FixtureError(batch.path, _line(call), f"there is no function {call.tag}")
        try:
            function.handle(context, function.decode(call))
        except GatewayError as error:
            reason = "; ".join(detail.description2 or detail.errorno for detail in error.stack)
            raise FixtureError(batch.path, _line(call), reason) from error


def _line(element: etree._Element) -> int | None:
    return element.sourceline if isinstance(element.sourceline, int) else None
