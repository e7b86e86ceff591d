"""Loads companies: from the data folder, from a snapshot of an earlier start, or from their fixtures."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from intacct_emulator.resources import company_folder, is_company_name
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.passwords import Password
from intacct_emulator.tenancy.tenants import Sender, Tenants

from .whole_company import WHOLE_COMPANY

if TYPE_CHECKING:
    from .fixtures import CompanyFixture
    from .snapshot_cache import SnapshotCache

_ORIGIN = "origin"


def add_companies(tenants: Tenants, fixture: "CompanyFixture") -> None:
    """Makes a fixture's company and its mirrors reachable: opened from the data folder if they are there, else built.
    Raises FixtureError for a record that the company refuses."""
    for sender in fixture.senders:
        tenants.add_sender(sender.id, sender.password)
    original = _opened(tenants, fixture.id)
    if not original.made:
        from .building import build_company

        build_company(tenants, original, fixture)
        original = _kept(tenants, original, fixture.id)
    _open_all(tenants, original, fixture.mirrors)


def _open_all(tenants: Tenants, original: Company, mirrors: tuple[str, ...]) -> None:
    tenants.add_company(original)
    for mirror_id in mirrors:
        mirror = _opened(tenants, mirror_id)
        # A process that died between copying and renaming leaves a second copy of the original.
        if not mirror.made or mirror.id != mirror_id:
            mirror.close()
            mirror = copied(tenants, original, mirror_id)
        tenants.add_company(mirror)


def add_named_companies(tenants: Tenants, names: tuple[str, ...], snapshots: "SnapshotCache | None" = None) -> None:
    """Makes the fixtures of those names (or folders) reachable.

    Companies in memory come from `snapshots` of an earlier start if it has them; those in a data folder are kept there.
    """
    _require_known(tenants, names)
    tenants.check_kept(names)
    for name in names:
        if _add_kept(tenants, name) or (snapshots and _add_from_snapshot(tenants, name, snapshots)):
            continue
        from .fixtures import read_company

        fixture = read_company(name)
        add_companies(tenants, fixture)
        if snapshots and tenants.folder is None:
            made = tenants.company(fixture.id)
            assert made is not None
            known = (tenants.sender(sender.id) for sender in fixture.senders)
            senders = [[sender.id, sender.password.kept] for sender in known if sender]
            snapshots.keep(fixture.folder, made.database, json.dumps({"senders": senders, "mirrors": fixture.mirrors}))


def _require_known(tenants: Tenants, names: tuple[str, ...]) -> None:
    """Raises FixtureError for an unknown company, before anything is made."""
    kept = tenants.kept_companies
    for name in names:
        if is_company_name(name) and name not in kept and not company_folder(name).is_dir():
            from .fixtures import unknown_company

            raise unknown_company(name, kept)


def _add_from_snapshot(tenants: Tenants, name: str, snapshots: "SnapshotCache") -> bool:
    folder = company_folder(name)
    if tenants.folder is not None or not folder.is_dir():
        return False
    original = _opened(tenants, name)
    around = snapshots.restore(folder, original.database)
    try:
        facts = json.loads(around or "{}")
        senders = [Sender(sender_id, Password(kept)) for sender_id, kept in facts["senders"]]
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
    """The company of that id in the data folder, or a new one from the fixture `source`; not reachable. From then on it
    is opened by its id. Raises FixtureError, and KeptFileError."""
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
        company = _kept(tenants, company, company_id)
    return company


def _add_kept(tenants: Tenants, company_id: str) -> bool:
    """Makes a company that was begun under its own id reachable, if it exists, with the senders of its fixture."""
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
    tenants.add_company(company)
    return True


def copied(tenants: Tenants, original: Company, company_id: str) -> Company:
    """A copy of a company under another id; not reachable yet."""
    return open_copy(tenants, original.database, company_id)


def open_copy(tenants: Tenants, database: Database, company_id: str, origin: str = "") -> Company:
    """A company with a copy of a database's books, under another id; not reachable yet.

    With an `origin`, the fixture it was made from, a later start can open it by its id."""
    copy = tenants.new_company(WHOLE_COMPANY)
    database.copy_to(copy.database)
    copy.forget()
    copy.rename(company_id)
    if origin and tenants.folder is not None:
        KeptTexts(copy.database).put(_ORIGIN, origin)
    return _kept(tenants, copy, company_id)


def _opened(tenants: Tenants, company_id: str) -> Company:
    return tenants.open_company(company_id, WHOLE_COMPANY)


def _kept(tenants: Tenants, made: Company, company_id: str) -> Company:
    return tenants.keep_company(made, company_id, WHOLE_COMPANY)
