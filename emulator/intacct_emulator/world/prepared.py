"""Companies made before: the database a fixture was loaded into, kept so that the next start need not load it again.

A kept company is used only if nothing it was made from has changed: the fixture's files, the emulator's own code and
catalogue. It is a convenience and never an authority: whatever goes wrong with it, the company is made anew.
"""

import contextlib
import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts

log = logging.getLogger(__name__)

_PACKAGE = Path(__file__).resolve().parent.parent
_SUFFIX = ".company.db"
_BESIDE = "kept beside"


class PreparedCompanies:
    """Companies kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._package_state: str | None = None

    def restore(self, fixture_folder: Path, target: Database) -> str | None:
        """Fills an empty database with the company as it was made, and gives the text that was kept with it; None when
        there is none to use."""
        path = self._path(fixture_folder)
        if not path.is_file():
            return None
        try:
            kept = Database(path)
            try:
                beside = KeptTexts(kept).get(_BESIDE)
                kept.copy_to(target)
            finally:
                kept.close()
        except (OSError, sqlite3.Error) as fault:
            log.debug("kept company %s cannot be used: %s", path, fault)
            return None
        return beside

    def keep(self, fixture_folder: Path, made: Database, beside: str) -> None:
        """Keeps a company that was just made, and a text with it, in place of what was kept of an earlier state."""
        path = self._path(fixture_folder)
        unfinished = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.write_to(unfinished)
            copy = Database(unfinished, journal=False)
            KeptTexts(copy).put(_BESIDE, beside)
            copy.close()
            unfinished.replace(path)
            for other in path.parent.glob(f"{fixture_folder.name}-*{_SUFFIX}"):
                if other != path:
                    other.unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as fault:
            log.debug("company %s is not kept: %s", fixture_folder.name, fault)
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def _path(self, fixture_folder: Path) -> Path:
        digest = hashlib.sha256(self._state_of_package().encode())
        for file in sorted(fixture_folder.iterdir()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
        return self._folder / f"{fixture_folder.name}-{digest.hexdigest()[:24]}{_SUFFIX}"

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
