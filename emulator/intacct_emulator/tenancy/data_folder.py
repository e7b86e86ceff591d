"""The folder that keeps companies between runs: used by one emulator at a time, every file in it complete."""

import sqlite3
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from intacct_emulator.clock import Clock
from intacct_emulator.failure import CannotRunError
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.faults import system_reason
from intacct_emulator.storage.folder_lock import FolderLock
from intacct_emulator.storage.kept_file import KeptFileError, format_of, mark, refuse
from intacct_emulator.storage.migrations import migrate
from intacct_emulator.storage.private_files import make_private_folder

from .identifiers import Identifiers
from .kept_formats import SESSIONS, SESSIONS_STEPS
from .sessions import Sessions

_COMPANY = ".company.db"
_UNFINISHED = ".unfinished"
_SESSIONS = "emulator.db"


class DataFolder:
    """A data folder in use, locked against other emulators.

    Raises FolderInUseError, and CannotRunError for a folder that cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: list[Path] = []
        try:
            self._made += make_private_folder(path)
            self._lock = FolderLock(path)
            for rest in path.glob(f"*{_UNFINISHED}*"):
                rest.unlink()
        except OSError as error:
            self._remove_made()
            raise CannotRunError(
                f"cannot use the data folder {path}: {error.strerror or error}; make it a folder that can be written "
                "to, or name another one with --data"
            ) from error

    def company_path(self, company_id: str) -> Path:
        """The file of a company."""
        return self.path / f"{company_id}{_COMPANY}"

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The ids of the companies that are kept."""
        return tuple(sorted(path.name.removesuffix(_COMPANY) for path in self.path.glob(f"*{_COMPANY}")))

    @property
    def sessions_path(self) -> Path:
        """The file of the sessions."""
        return self.path / _SESSIONS

    def note_new(self, path: Path) -> None:
        """Records that this run is about to make a file."""
        self._made.append(path)

    def keep(self, database: Database, company_id: str) -> Path:
        """Writes a company's database into its file, all or nothing; returns the path. Raises KeptFileError."""
        path = self.company_path(company_id)
        unfinished = path.with_name(path.name + _UNFINISHED)
        is_new = not path.exists()
        try:
            database.write_to(unfinished)
            unfinished.replace(path)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            reason = system_reason(error) or str(error)
            raise KeptFileError(path, reason, "make room, or name another folder with --data") from error
        if is_new:
            self.note_new(path)
        return path

    def release(self) -> None:
        """Releases the lock."""
        self._lock.release()

    def undo(self) -> None:
        """Removes what this run has made, and releases the lock."""
        for path in self._made:
            if not path.is_dir():
                path.unlink(missing_ok=True)
        self._lock.release()
        self._remove_made()

    def _remove_made(self) -> None:
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()


def open_sessions(folder: DataFolder | None, clock: Clock, identifiers: Identifiers, duration: timedelta) -> Sessions:
    """The sessions kept in a folder, in the format of today; in memory without one. Raises KeptFileError."""
    if folder is None:
        return Sessions(Database(), clock, identifiers, duration)
    path = folder.sessions_path
    is_new = not path.exists()
    found = SESSIONS.format if is_new else format_of(path, SESSIONS)
    if is_new:
        folder.note_new(path)
    database: Database | None = None
    try:
        database = Database(path)
        if is_new or found < SESSIONS.format:
            with database.unit():
                migrate(database, found, SESSIONS_STEPS)
                mark(database, SESSIONS)
        return Sessions(database, clock, identifiers, duration)
    except (OSError, sqlite3.Error, ValueError) as error:
        if database is not None:
            database.close()
        raise refuse(path, error) from error
