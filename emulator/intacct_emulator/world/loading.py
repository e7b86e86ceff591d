"""Brings companies into the world: kept in the data folder, kept from an earlier start, or made from their fixtures."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.records.audit_trail import attach_audit_trail
from intacct_emulator.resources import company_folder, is_company_name
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Sender, Tenants

if TYPE_CHECKING:
    from .fixtures import CompanyFixture
    from .snapshot_cache import SnapshotCache

_ORIGIN = "origin"


def add_companies(tenants: Tenants, fixture: "CompanyFixture") -> None:
    """Makes a fixture's company and its mirrors reachable: opened from the data folder if they were kept there, else
    made. Raises FixtureError for a record that the company refuses."""
    for sender in fixture.senders:
        tenants.add_sender(sender.id, sender.password)
    original = _opened(tenants, fixture.id)
    if not original.made:
        from .building import build_company

        build_company(tenants, original, fixture)
    _open_all(tenants, original, fixture.mirrors)


def _open_all(tenants: Tenants, original: Company, mirrors: tuple[str, ...]) -> None:
    _open_for_business(tenants, original)
    for mirror_id in mirrors:
        mirror = _opened(tenants, mirror_id)
        # A process that died between copying and naming left a second copy of the original.
        if not mirror.made or mirror.id != mirror_id:
            mirror.close()
            mirror = copied(tenants, original, mirror_id)
        _open_for_business(tenants, mirror)


def add_named_companies(tenants: Tenants, names: tuple[str, ...], prepared: "SnapshotCache | None" = None) -> None:
    """Makes the fixtures of those names (or folders) reachable. `prepared` spares a start the making of what an earlier
    one has made; it serves companies in memory only, as those in a data folder are kept there."""
    for name in names:
        if _add_kept(tenants, name) or (prepared and _add_prepared(tenants, name, prepared)):
            continue
        from .fixtures import read_company

        fixture = read_company(name)
        add_companies(tenants, fixture)
        if prepared and tenants.folder is None:
            made = tenants.company(fixture.id)
            assert made is not None
            known = (tenants.sender(sender.id) for sender in fixture.senders)
            senders = [[sender.id, sender.password_hash] for sender in known if sender]
            prepared.keep(fixture.folder, made.database, json.dumps({"senders": senders, "mirrors": fixture.mirrors}))


def _add_prepared(tenants: Tenants, name: str, prepared: "SnapshotCache") -> bool:
    folder = company_folder(name)
    if tenants.folder is not None or not folder.is_dir():
        return False
    original = _opened(tenants, name)
    around = prepared.restore(folder, original.database)
    try:
        facts = json.loads(around or "{}")
        senders = [Sender(sender_id, password_hash) for sender_id, password_hash in facts["senders"]]
        mirrors = tuple(facts["mirrors"])
    except (ValueError, KeyError, TypeError):
        original.close()
        return False
    original.forget()
    for sender in senders:
        tenants.admit(sender)
    _open_all(tenants, original, mirrors)
    return True


def begin_company(tenants: Tenants, company_id: str, source: str) -> Company:
    """The company kept under that id in the data folder, or a new one like the fixture `source`; not reachable, and
    nobody watches it. It is opened by its id from then on. Raises FixtureError."""
    company = _opened(tenants, company_id)
    if not company.made:
        from .building import build_company
        from .fixtures import available_companies, read_company

        fixture = read_company(source)
        origin = source if source in available_companies() else str(fixture.folder.resolve())
        with company.database.unit():
            build_company(tenants, company, fixture)
            company.profile = replace(company.profile, id=company_id)
            KeptTexts(company.database).put(_ORIGIN, origin)
    return company


def _add_kept(tenants: Tenants, company_id: str) -> bool:
    """Makes a company reachable that was begun under an id of its own, if there is one, with its origin's senders."""
    if not is_company_name(company_id) or not tenants.keeps(company_id):
        return False
    company = _opened(tenants, company_id)
    origin = KeptTexts(company.database).get(_ORIGIN)
    if origin is None or origin == company_id:
        company.close()
        return False
    from .fixtures import read_company

    for sender in read_company(origin).senders:
        tenants.add_sender(sender.id, sender.password)
    _open_for_business(tenants, company)
    return True


def _open_for_business(tenants: Tenants, company: Company) -> None:
    attach_audit_trail(company.records)
    tenants.add_company(company)


def _ledger_detail(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
    from intacct_emulator.books.ledger.views import ledger_detail

    return ledger_detail(definition)


def _opened(tenants: Tenants, company_id: str) -> Company:
    company = tenants.open_company(company_id)
    company.records.define_view("GLDETAIL", _ledger_detail)
    return company


def copied(tenants: Tenants, original: Company, company_id: str) -> Company:
    """A company that is what another one is, but for its id; not reachable yet."""
    return _copy_of(tenants, original.database, company_id)


def open_copy(tenants: Tenants, database: Database, company_id: str | None) -> Company:
    """A whole company with the books of a database, under another id if one is given; not reachable yet. Raises
    LookupError for a database that was never made a company."""
    company = _copy_of(tenants, database, company_id)
    attach_audit_trail(company.records)
    return company


def _copy_of(tenants: Tenants, database: Database, company_id: str | None) -> Company:
    copy = _opened(tenants, company_id or "imported")
    database.copy_to(copy.database)
    copy.forget()
    if company_id is not None:
        copy.rename(company_id)
    return copy
