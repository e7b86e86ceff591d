"""All companies of one emulator, the senders that may call it, and their sessions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.storage.kept_file import format_of

from .company import Company
from .data_folder import DataFolder, open_sessions
from .identifiers import Identifiers
from .kept_formats import BOOKS
from .open_company import CompanyParts, note_fit, open_company
from .passwords import Password
from .result_sets import ResultSets

if TYPE_CHECKING:
    from .policies import TransportPolicy

SESSION_DURATION = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Sender:
    """A web-services sender. Inactive ones are refused at the front door."""

    id: str
    password: Password = field(compare=False)
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
        self.clock = clock or Clock()
        self.catalogue = Catalogue()
        self.identifiers = Identifiers(seed)
        self._companies: dict[str, Company] = {}
        self._passwords: dict[str, Password] = {}
        self._opened: list[Company] = []
        self._senders: dict[str, Sender] = {}
        self._data = DataFolder(folder) if folder is not None else None
        try:
            self.sessions = open_sessions(self._data, self.clock, self.identifiers, session_duration)
        except BaseException:
            if self._data is not None:
                self._data.undo()
            raise
        self.result_sets = ResultSets(self.clock)
        self.policies: Mapping[str, TransportPolicy] = {}
        """Where the answers of asynchronous requests go, by the policy's id."""

    def company(self, company_id: str) -> Company | None:
        """The company of that id, or None."""
        return self._companies.get(company_id)

    def add_company(self, company: Company) -> None:
        """Makes a company reachable under its id."""
        self._companies[company.id] = company
        company.users.share_passwords(self._passwords)

    def remove_company(self, company: Company) -> None:
        """Makes a company unreachable, with its sessions, closes it, and deletes the file that keeps it."""
        self._companies.pop(company.id, None)
        self.sessions.end_of(company.id)
        if company in self._opened:
            self._opened.remove(company)
        company.close()
        if company.database.path is not None:
            company.database.path.unlink(missing_ok=True)

    def open_company(self, company_id: str, parts: CompanyParts) -> Company:
        """The company of that id in the data folder, or a new empty one in memory. It is not reachable yet, and is
        closed with the others. Raises KeptFileError."""
        path = self._data.company_path(company_id) if self._data and self.keeps(company_id) else None
        return self._open(path, parts)

    def new_company(self, parts: CompanyParts) -> Company:
        """A new empty company in memory; not reachable yet, and closed with the others."""
        return self._open(None, parts)

    def keep_company(self, company: Company, company_id: str, parts: CompanyParts) -> Company:
        """Writes a company made in memory to the data folder, all or nothing, replacing what is there. Returns the
        company to use from then on; without a data folder, the same one. Raises KeptFileError."""
        if self._data is None:
            return company
        note_fit(company.database, self.catalogue)
        path = self._data.keep(company.database, company_id)
        company.close()
        self._opened.remove(company)
        return self._open(path, parts)

    def _open(self, path: Path | None, parts: CompanyParts) -> Company:
        company = open_company(path, self.catalogue, self.clock, parts)
        self._opened.append(company)
        return company

    def keeps(self, company_id: str) -> bool:
        """Whether the data folder has a company of that id."""
        return self._data is not None and self._data.company_path(company_id).exists()

    def check_kept(self, company_ids: Iterable[str]) -> None:
        """Raises KeptFileError if any of these companies has a file that cannot be used. Changes nothing."""
        for company_id in company_ids:
            if self._data is not None and self.keeps(company_id):
                format_of(self._data.company_path(company_id), BOOKS)

    @property
    def kept_companies(self) -> tuple[str, ...]:
        """The ids of the companies in the data folder."""
        return self._data.company_ids if self._data else ()

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The ids of all companies that are open."""
        return tuple(sorted(self._companies))

    @property
    def sender_ids(self) -> tuple[str, ...]:
        """The ids of all senders that may call."""
        return tuple(sorted(self._senders))

    def add_sender(self, sender_id: str, password: str, *, active: bool = True) -> None:
        """Lets a sender call."""
        self._senders[sender_id] = Sender(sender_id, Password.of(password), active)

    def admit(self, sender: Sender) -> None:
        """Lets a sender call, given the hash of its password."""
        self._senders[sender.id] = sender

    def sender(self, sender_id: str) -> Sender | None:
        """The sender of that id (case-sensitive: documented), or None."""
        return self._senders.get(sender_id)

    def close(self) -> None:
        """Closes every database, including companies that never became reachable, and releases the data folder."""
        self._close_databases()
        if self._data is not None:
            self._data.release()

    def abandon(self) -> None:
        """Closes everything after a failed start, and removes what it made in the data folder."""
        self._close_databases()
        if self._data is not None:
            self._data.undo()

    def _close_databases(self) -> None:
        for company in (*self._companies.values(), *self._opened):
            company.close()
        self.sessions.close()


def sender_password_matches(sender: Sender, password: str) -> bool:
    """Whether this is the sender's password (case-sensitive: documented)."""
    return sender.password.matches(password)
