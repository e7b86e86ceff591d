"""All companies of one emulator, the senders that may call it, and their sessions."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.storage.database import Database

from .company import Company
from .identifiers import Identifiers
from .result_sets import ResultSets
from .sessions import Sessions

SESSION_DURATION = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Sender:
    """A web-services sender. Inactive ones are refused at the front door."""

    id: str
    password_hash: str
    active: bool = True


class Tenants:
    """The companies by id, the senders by id, the sessions of all of them."""

    def __init__(
        self,
        *,
        folder: Path | None = None,
        clock: Clock | None = None,
        seed: int | None = None,
        session_duration: timedelta = SESSION_DURATION,
    ) -> None:
        self.folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self.clock = clock or Clock()
        self.catalogue = Catalogue()
        self.identifiers = Identifiers(seed)
        self._database = Database(folder / "emulator.db" if folder else None)
        self.sessions = Sessions(self._database, self.clock, self.identifiers, session_duration)
        self.result_sets = ResultSets(self.clock)
        self._companies: dict[str, Company] = {}
        self._opened: list[Company] = []
        self._senders: dict[str, Sender] = {}

    def company(self, company_id: str) -> Company | None:
        """The company of that id; None when there is none."""
        return self._companies.get(company_id)

    def add_company(self, company: Company) -> None:
        """Makes a company reachable under its id."""
        self._companies[company.id] = company

    def remove_company(self, company: Company) -> None:
        """Makes a company unreachable, with its sessions, closes it, and deletes the file that keeps it."""
        self._companies.pop(company.id, None)
        self.sessions.end_of(company.id)
        self.discard(company)

    def discard(self, company: Company) -> None:
        """Closes a company that is not reachable, and deletes the file that keeps it."""
        path = company.database.path
        if company in self._opened:
            self._opened.remove(company)
        company.close()
        if path is not None:
            path.unlink(missing_ok=True)

    def open_company(self, company_id: str) -> Company:
        """The company kept under that id in the data folder, or a new empty one; not reachable yet, and closed with the
        others."""
        company = Company.open(self._path(company_id), self.catalogue, self.clock)
        self._opened.append(company)
        return company

    def keeps(self, company_id: str) -> bool:
        """Whether a company is kept under that id in the data folder."""
        path = self._path(company_id)
        return path is not None and path.is_file()

    def _path(self, company_id: str) -> Path | None:
        return self.folder / f"{company_id}.company.db" if self.folder else None

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The ids of all companies that are open."""
        return tuple(sorted(self._companies))

    def add_sender(self, sender_id: str, password: str, *, active: bool = True) -> None:
        """Lets a sender call."""
        self._senders[sender_id] = Sender(sender_id, _hashed(password), active)

    def admit(self, sender: Sender) -> None:
        """Lets a sender call whose password is known by its hash only."""
        self._senders[sender.id] = sender

    def sender(self, sender_id: str) -> Sender | None:
        """The sender of that id (case-sensitive: documented), or None."""
        return self._senders.get(sender_id)

    def close(self) -> None:
        """Closes every database, those of companies that never became reachable too."""
        for company in (*self._companies.values(), *self._opened):
            company.close()
        self._database.close()


def sender_password_matches(sender: Sender, password: str) -> bool:
    """Whether this is the sender's password (case-sensitive: documented)."""
    return hmac.compare_digest(sender.password_hash, _hashed(password))


def _hashed(password: str) -> str:
    return hashlib.sha256(f"sender\0{password}".encode()).hexdigest()
