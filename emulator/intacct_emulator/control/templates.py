"""Companies that others are copied from: each fixture is loaded once, and nobody works in it."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator.resources import is_company_name
from intacct_emulator.tenancy.tenants import Sender, Tenants
from intacct_emulator.world.fixtures import CompanyFixture, available_companies, read_company
from intacct_emulator.world.loading import add_named_companies

from .access import CompanyAccess
from .failure import NotThereError

if TYPE_CHECKING:
    from intacct_emulator.storage.database import Database
    from intacct_emulator.world.snapshot_cache import SnapshotCache


@dataclass(frozen=True, slots=True)
class Template:
    """A fixture's company as it was loaded, with its senders. `fixture` still knows the passwords."""

    name: str
    database: "Database"
    senders: Sequence[Sender]
    fixture: CompanyFixture

    @property
    def origin(self) -> str:
        """What a later start finds the fixture by."""
        return self.name if is_company_name(self.name) else str(self.fixture.folder.resolve())

    def access(self, company_id: str) -> CompanyAccess:
        """How to sign in to a company that was made like this: as its first sender and first user."""
        sender, user = self.fixture.senders[0], self.fixture.users[0]
        return CompanyAccess(company_id, self.fixture.title, sender.id, sender.password, user.login, user.password)


class Templates:
    """The templates of one emulator, by the name or folder they were asked for."""

    def __init__(self, prepared: "SnapshotCache | None" = None) -> None:
        self._prepared = prepared
        self._loaded: dict[str, Template] = {}
        self._worlds: list[Tenants] = []
        self._lock = threading.Lock()

    @property
    def shipped(self) -> tuple[str, ...]:
        """The names of the templates that come with the emulator."""
        return available_companies()

    def get(self, name: str) -> Template:
        """The template of a fixture's name or folder. Raises NotThereError, and FixtureError for one that cannot be
        loaded."""
        with self._lock:
            known = self._loaded.get(name)
            if known is None:
                known = self._loaded[name] = self._load(name)
            return known

    def reload(self, name: str) -> Template:
        """The template of a folder as it is now. One that cannot be loaded leaves the earlier one in its place."""
        with self._lock:
            self._loaded[name] = self._load(name)
            return self._loaded[name]

    def close(self) -> None:
        """Closes what was loaded."""
        for world in self._worlds:
            world.close()

    def _load(self, name: str) -> Template:
        if is_company_name(name) and name not in self.shipped:
            raise NotThereError(f"there is no template {name}; there are {', '.join(self.shipped)}, and any folder")
        if not is_company_name(name) and not Path(name).is_dir():
            raise NotThereError(f"there is no folder {name}")
        fixture = read_company(name)
        world = Tenants()
        self._worlds.append(world)
        add_named_companies(world, (name,), self._prepared)
        company = world.company(fixture.id)
        assert company is not None
        senders = [known for sender in fixture.senders if (known := world.sender(sender.id))]
        return Template(name, company.database, senders, fixture)
