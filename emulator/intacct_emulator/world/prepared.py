"""Companies made before: the database a fixture was loaded into, kept so that the next start need not load it again.

A kept company is used only if nothing it was made from has changed: the fixture's files, the emulator's own code and
catalogue. It is a convenience and never an authority: whatever goes wrong with it, the company is made anew.
"""

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from intacct_emulator.storage.database import Database

log = logging.getLogger(__name__)

_PACKAGE = Path(__file__).resolve().parent.parent
_SUFFIX = ".company.db"


class PreparedCompanies:
    """Companies kept in a folder; a folder of None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._package_state: str | None = None

    def restore(self, fixture_folder: Path, company_id: str, target: Database) -> bool:
        """Fills an empty database with the company as it was made; False when there is none to use."""
        path = self._path(fixture_folder, company_id)
        if path is None or not path.is_file():
            return False
        try:
            kept = Database(path)
            try:
                kept.copy_to(target)
            finally:
                kept.close()
        except (OSError, sqlite3.Error) as fault:
            log.debug("kept company %s cannot be used: %s", path, fault)
            return False
        return True

    def keep(self, fixture_folder: Path, company_id: str, made: Database) -> None:
        """Keeps a company that was just made, in place of earlier ones of the same id."""
        path = self._path(fixture_folder, company_id)
        if path is None:
            return
        unfinished = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.write_to(unfinished)
            unfinished.replace(path)
            for other in path.parent.glob(f"{company_id}-*{_SUFFIX}"):
                if other != path:
                    other.unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as fault:
            log.debug("company %s is not kept: %s", company_id, fault)
            unfinished.unlink(missing_ok=True)

    def _path(self, fixture_folder: Path, company_id: str) -> Path | None:
        if self._folder is None:
            return None
        digest = hashlib.sha256(self._state_of_package().encode())
        for file in sorted(fixture_folder.iterdir()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
        return self._folder / f"{company_id}-{digest.hexdigest()[:24]}{_SUFFIX}"

    def _state_of_package(self) -> str:
        """What the emulator's code and catalogue look like: enough to notice that they were changed."""
        if self._package_state is None:
            self._package_state = "\n".join(_seen(_PACKAGE))
        return self._package_state


def _seen(folder: Path) -> Iterable[str]:
    pending = [str(folder)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=lambda found: found.name):
                if entry.is_dir():
                    if entry.name not in ("__pycache__", "_data"):
                        pending.append(entry.path)
                elif entry.name.endswith((".py", ".json")):
                    status = entry.stat()
                    yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
