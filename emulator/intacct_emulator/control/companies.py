"""The companies of a running emulator: made, copied, put back and taken away, without another port or process."""

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from intacct_emulator.resources import fault_of_company_id
from intacct_emulator.storage.database import Database
from intacct_emulator.world.loading import open_copy

from .access import CompanyAccess
from .company_file import id_of, packed, unpacked
from .failure import AlreadyThereError, NotThereError, UnusableError

if TYPE_CHECKING:
    from intacct_emulator.tenancy.company import Company
    from intacct_emulator.tenancy.tenants import Sender, Tenants

    from .company_books import BooksState
    from .templates import Templates

_MOST_SNAPSHOTS = 100


@dataclass(frozen=True, slots=True)
class CompanySummary:
    """One line of the list of companies. `template` is what `reset` puts it back to: a fixture, or its own beginning,
    which is then empty."""

    company_id: str
    title: str
    template: str
    snapshots: tuple[str, ...]
    bytes: int


class Companies:
    """The verbs. Each may be called from any thread; a company that is at work is waited for.

    `origins` tells the fixture of each company the emulator was started with. `let_go` is told of every company that is
    closed.
    """

    def __init__(
        self,
        tenants: "Tenants",
        templates: "Templates",
        let_go: "Callable[[Company], None]",
        origins: Iterable[str] = (),
    ) -> None:
        self._tenants = tenants
        self._templates = templates
        self._let_go = let_go
        self._started_with = tuple(origins)
        self._templates_of: dict[str, str] = {}
        self._beginnings: dict[str, Database] = {}
        self._snapshots: dict[str, dict[str, Database]] = {}
        self._lock = threading.RLock()

    @property
    def templates(self) -> tuple[str, ...]:
        """The names of the fixtures that companies can be made like."""
        return self._templates.shipped

    def list(self) -> tuple[CompanySummary, ...]:
        """All companies, by id."""
        with self._lock:
            return tuple(self._summary(company_id) for company_id in self._tenants.company_ids)

    def create(self, template: str, company_id: str | None = None) -> CompanyAccess:
        """A new company like a fixture, given by its name or folder; without an id it gets one nobody has.

        Raises NotThereError, AlreadyThereError, UnusableError, and FixtureError for a folder with a fault in it.
        """
        made_from = self._templates.get(template)
        with self._lock:
            company_id = self._free_id(company_id, made_from.fixture.id)
            self._add(made_from.database, company_id, made_from.senders, made_from.origin)
            self._templates_of[company_id] = template
        return made_from.access(company_id)

    def clone(self, source: str, company_id: str | None = None) -> CompanyAccess:
        """A new company that is what `source` is now. Resetting it puts it back to this moment."""
        with self._lock:
            original = self._found(source)
            company_id = self._free_id(company_id, source)
            with original.lock:
                beginning = _copy(original.database)
            template = self._template_of(source)
            self._add(beginning, company_id, (), self._templates.get(template).origin if template else "")
            self._beginnings[company_id] = beginning
            return self._access(company_id, template)

    def delete(self, company_id: str) -> None:
        """Takes a company away with its sessions, snapshots and kept file."""
        with self._lock:
            company = self._found(company_id)
            with company.lock:
                self._tenants.remove_company(company)
            self._let_go(company)
            self._templates_of.pop(company_id, None)
            for kept in (self._beginnings.pop(company_id, None), *self._snapshots.pop(company_id, {}).values()):
                if kept is not None:
                    kept.close()

    def reset(self, company_id: str) -> None:
        """Puts a company back to how it began: as its fixture has it, or as it was cloned or imported."""
        with self._lock:
            company = self._found(company_id)
            beginning = self._beginnings.get(company_id)
            if beginning is None:
                template = self._template_of(company_id)
                if not template:
                    raise UnusableError(f"nobody knows what {company_id} was made from; restore a snapshot instead")
                beginning = self._templates.get(template).database
            _put_back(company, beginning)

    def reload(self, source: str) -> tuple[str, ...]:
        """Makes the companies that were started from a folder what the folder says now; their ids. What was done in
        them since is gone. Raises FixtureError for a folder with a fault in it, and UnusableError where its company has
        another id now; then nothing has changed."""
        made_from = self._templates.reload(source)
        with self._lock:
            found = [company for name in made_from.fixture.company_ids if (company := self._tenants.company(name))]
            if not found or found[0].id != made_from.fixture.id:
                raise UnusableError(f"{source} now describes {made_from.fixture.id}, which is not served: start again")
            for company in found:
                _put_back(company, made_from.database)
                self._templates_of[company.id] = source
            for sender in made_from.senders:
                self._tenants.admit(sender)
            return tuple(company.id for company in found)

    def snapshot(self, company_id: str, name: str = "default") -> None:
        """Keeps what a company is now under a name, in place of an earlier snapshot of that name."""
        with self._lock:
            company = self._found(company_id)
            kept = self._snapshots.setdefault(company_id, {})
            if name not in kept and len(kept) >= _MOST_SNAPSHOTS:
                raise UnusableError(f"{company_id} has {_MOST_SNAPSHOTS} snapshots; take one away first")
            with company.lock:
                copy = _copy(company.database)
            earlier = kept.pop(name, None)
            if earlier is not None:
                earlier.close()
            kept[name] = copy

    def restore(self, company_id: str, name: str = "default") -> None:
        """Makes a company what it was at a snapshot, which stays."""
        with self._lock:
            _put_back(self._found(company_id), self._snapshot_of(company_id, name))

    def drop_snapshot(self, company_id: str, name: str = "default") -> None:
        """Forgets a snapshot."""
        with self._lock:
            self._snapshot_of(company_id, name).close()
            del self._snapshots[company_id][name]

    def export(self, company_id: str) -> bytes:
        """The company as a file, with the hashes of its users' and senders' passwords."""
        with self._lock:
            company = self._found(company_id)
            with company.lock:
                known = (self._tenants.sender(sender_id) for sender_id in company.profile.authorized_senders)
                return packed(company.database, [sender for sender in known if sender])

    def import_file(self, content: bytes, company_id: str | None = None) -> CompanyAccess:
        """A new company out of an exported file, under its own id or another one. Who may sign in is as it was."""
        database, senders = unpacked(content, self._tenants.catalogue, self._tenants.clock)
        with self._lock:
            try:
                company_id = self._free_id(company_id or id_of(database))
            except BaseException:
                database.close()
                raise
            company = open_copy(self._tenants, database, company_id)
            self._reachable(company, senders)
            self._beginnings[company_id] = database
            return CompanyAccess(company_id, company.profile.title, senders[0].id if senders else "")

    def books(self, company_id: str) -> "tuple[BooksState, ...]":
        """Up to which day the books of a company's top level and of each of its entities are closed."""
        from .company_books import books_of

        with self._lock:
            return books_of(self._found(company_id))

    def close_books(
        self, company_id: str, through: date, entity: str | None = None, modules: Iterable[str] | None = None
    ) -> None:
        """Closes books up to the end of a month: those of an entity, or all; of the modules GL, AP, AR, EE and CM those
        that are named, or all. GL closes the others too. Raises UnusableError and NotThereError."""
        from intacct_emulator.books.ledger.closing import close_books

        from .company_books import changing_books

        with self._lock, changing_books(self._found(company_id)) as records:
            close_books(records, through, entity, modules)

    def open_books(
        self,
        company_id: str,
        since: date | None = None,
        entity: str | None = None,
        modules: Iterable[str] | None = None,
    ) -> None:
        """Opens books again from the first of a month on, or altogether. Raises UnusableError and NotThereError."""
        from intacct_emulator.books.ledger.closing import open_books

        from .company_books import changing_books

        with self._lock, changing_books(self._found(company_id)) as records:
            open_books(records, since, entity, modules)

    def access(self, company_id: str) -> CompanyAccess:
        """How to sign in to a company. Passwords are known of those that were made from a fixture."""
        with self._lock:
            self._found(company_id)
            return self._access(company_id, self._template_of(company_id))

    def close(self) -> None:
        """Closes what was kept for resets and restores."""
        snapshots = [database for kept in self._snapshots.values() for database in kept.values()]
        for database in (*self._beginnings.values(), *snapshots):
            database.close()
        self._templates.close()

    def _summary(self, company_id: str) -> CompanySummary:
        company = self._found(company_id)
        with company.lock:
            size = company.database.size
        snapshots = tuple(self._snapshots.get(company_id, ()))
        return CompanySummary(company_id, company.profile.title, self._template_of(company_id), snapshots, size)

    def _access(self, company_id: str, template: str) -> CompanyAccess:
        if template:
            return self._templates.get(template).access(company_id)
        profile = self._found(company_id).profile
        return CompanyAccess(company_id, profile.title, next(iter(profile.authorized_senders), ""))

    def _template_of(self, company_id: str) -> str:
        known = self._templates_of.get(company_id)
        if known is None:
            started = (self._templates.get(name) for name in self._started_with if name in self._templates.shipped)
            known = next((one.name for one in started if company_id in one.fixture.company_ids), "")
            self._templates_of[company_id] = known
        return known

    def _add(self, database: Database, company_id: str, senders: "Iterable[Sender]", origin: str) -> None:
        self._reachable(open_copy(self._tenants, database, company_id, origin), senders)

    def _reachable(self, company: "Company", senders: "Iterable[Sender]") -> None:
        for sender in senders:
            if self._tenants.sender(sender.id) is None:
                self._tenants.admit(sender)
        self._tenants.add_company(company)

    def _found(self, company_id: str) -> "Company":
        company = self._tenants.company(company_id)
        if company is None:
            known = ", ".join(self._tenants.company_ids)
            raise NotThereError(f"there is no company {company_id}; there are {known}")
        return company

    def _snapshot_of(self, company_id: str, name: str) -> Database:
        self._found(company_id)
        kept = self._snapshots.get(company_id, {})
        if name not in kept:
            raise NotThereError(f"{company_id} has no snapshot {name}; it has {', '.join(kept) or 'none'}")
        return kept[name]

    def _free_id(self, company_id: str | None, like: str = "") -> str:
        if company_id is None:
            return f"{like[:50]}-{secrets.token_hex(6)}"
        if fault := fault_of_company_id(company_id):
            raise UnusableError(fault)
        if self._tenants.company(company_id) is not None or self._tenants.keeps(company_id):
            raise AlreadyThereError(f"there is a company {company_id} already")
        return company_id


def _copy(database: Database) -> Database:
    copy = Database()
    database.copy_to(copy)
    return copy


def _put_back(company: "Company", earlier: Database) -> None:
    with company.lock:
        company_id = company.id
        earlier.copy_to(company.database)
        company.forget()
        company.rename(company_id)
