"""Snapshots of fixture companies: the loaded databases, kept so that the next start need not load them again.

A snapshot is used only if nothing it was made from has changed: the fixture's files, the emulator's code and catalogue.
If anything is wrong with it, the company is built again.
"""

import contextlib
import hashlib
import logging
import os
import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.storage.private_files import make_private_folder

log = logging.getLogger(__name__)

PACKAGE = Path(__file__).resolve().parent.parent
_SUFFIX = ".company.db"
_BESIDE = "kept beside"


class SnapshotCache:
    """Snapshots in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._package_state: str | None = None

    def restore(self, fixture_folder: Path, target: Database) -> str | None:
        """Fills an empty database from the snapshot and returns the text stored with it. None if there is no usable
        snapshot; the database must then be discarded."""
        try:
            path = self._path(fixture_folder)
            if not path.is_file():
                return None
            kept = Database(path, journal=False)
            try:
                beside = KeptTexts(kept).get(_BESIDE)
                kept.copy_to(target)
            finally:
                kept.close()
            # Copying goes page by page, so damaged pages show only when they are read.
            sound = target.scalar("PRAGMA quick_check(1)") == "ok"
            KeptTexts(target).drop(_BESIDE)
        except (OSError, sqlite3.Error) as fault:
            log.debug("the kept company %s cannot be used: %s", fixture_folder.name, fault)
            return None
        return beside if sound else None

    def keep(self, fixture_folder: Path, made: Database, beside: str) -> None:
        """Stores a company that was just made, with a text, replacing earlier snapshots of it."""
        unfinished = self._folder / f"{fixture_folder.name}.{os.getpid()}-{threading.get_ident()}"
        try:
            path = self._path(fixture_folder)
            make_private_folder(self._folder)
            made.write_to(unfinished)
            with contextlib.closing(Database(unfinished, journal=False)) as copy:
                KeptTexts(copy).put(_BESIDE, beside)
            unfinished.replace(path)
            for other in self._folder.iterdir():
                same_fixture = other.name.startswith(f"{fixture_folder.name}-") and len(other.name) == len(path.name)
                if same_fixture and other != path:
                    other.unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as fault:
            log.debug("company %s is not kept: %s", fixture_folder.name, fault)
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def _path(self, fixture_folder: Path) -> Path:
        digest = hashlib.sha256(self._state_of_package().encode())
        for file in sorted(path for path in fixture_folder.iterdir() if path.is_file()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
        return self._folder / f"{fixture_folder.name}-{digest.hexdigest()[:24]}{_SUFFIX}"

    def _state_of_package(self) -> str:
        """A fingerprint of the emulator's code and catalogue, to notice changes."""
        if self._package_state is None:
            self._package_state = "\n".join(_seen(PACKAGE))
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
