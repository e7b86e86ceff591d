"""A company as one file, which another emulator takes in: its database, with the senders that may call it."""

import json
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.tenancy.tenants import Sender

from .failure import UnusableError

MEDIA_TYPE = "application/vnd.sqlite3"
_SENDERS = "exported senders"
_HEAD = b"SQLite format 3\0"


def packed(database: Database, senders: Sequence[Sender]) -> bytes:
    """The file of a company. Passwords are in it as hashes."""
    with tempfile.TemporaryDirectory(prefix="intacct-emulator-") as folder:
        path = Path(folder) / "company.db"
        database.write_to(path)
        copy = Database(path, journal=False)
        try:
            known = [[sender.id, sender.password_hash] for sender in senders]
            KeptTexts(copy).put(_SENDERS, json.dumps(known))
            copy.execute("VACUUM")
        finally:
            copy.close()
        return path.read_bytes()


def unpacked(content: bytes) -> tuple[Database, tuple[Sender, ...]]:
    """The database in memory and the senders of a file. Raises UnusableError for one that is no exported company."""
    if not content.startswith(_HEAD):
        raise UnusableError("this is not an exported company")
    database = Database()
    try:
        with tempfile.TemporaryDirectory(prefix="intacct-emulator-") as folder:
            path = Path(folder) / "company.db"
            path.write_bytes(content)
            kept = Database(path, journal=False)
            try:
                kept.copy_to(database)
            finally:
                kept.close()
        if database.scalar("PRAGMA quick_check(1)") != "ok":
            raise UnusableError("the exported company is damaged")
        text = KeptTexts(database).get(_SENDERS)
        if text is None:
            raise UnusableError("this is not an exported company")
        KeptTexts(database).drop(_SENDERS)
        senders = tuple(Sender(sender_id, password_hash) for sender_id, password_hash in json.loads(text))
    except (sqlite3.Error, ValueError, TypeError) as fault:
        database.close()
        raise UnusableError(f"the exported company cannot be read: {fault}") from fault
    except BaseException:
        database.close()
        raise
    return database, senders
