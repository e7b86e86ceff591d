"""A company as one file, which another emulator takes in: its database, with the senders that may call it."""

import json
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.failure import CannotRunError
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.tenancy.open_company import open_company
from intacct_emulator.tenancy.passwords import Password
from intacct_emulator.tenancy.profile import CompanyProfile
from intacct_emulator.tenancy.tenants import Sender
from intacct_emulator.world.whole_company import WHOLE_COMPANY

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
            known = [[sender.id, sender.password.kept] for sender in senders]
            KeptTexts(copy).put(_SENDERS, json.dumps(known))
            copy.execute("VACUUM")
        finally:
            copy.close()
        return path.read_bytes()


def unpacked(content: bytes, catalogue: Catalogue, clock: Clock) -> tuple[Database, tuple[Sender, ...]]:
    """The database in memory, in the format of today, and the senders of a file. Raises UnusableError for one that is
    no exported company."""
    if not content.startswith(_HEAD):
        raise UnusableError("this is not an exported company")
    database = Database()
    try:
        with tempfile.TemporaryDirectory(prefix="intacct-emulator-") as folder:
            path = Path(folder) / "company.db"
            path.write_bytes(content)
            company = open_company(path, catalogue, clock, WHOLE_COMPANY)
            try:
                senders = _senders(company.database)
                company.database.copy_to(database)
            finally:
                company.close()
    except (CannotRunError, sqlite3.Error, LookupError, ValueError, TypeError) as fault:
        database.close()
        raise UnusableError(f"this cannot be used as an exported company: {fault}") from fault
    except BaseException:
        database.close()
        raise
    return database, senders


def id_of(database: Database) -> str:
    """The id of the company in a database."""
    text = KeptTexts(database).get("profile")
    return CompanyProfile.from_json(text).id if text else ""


def _senders(database: Database) -> tuple[Sender, ...]:
    if database.scalar("PRAGMA quick_check(1)") != "ok":
        raise UnusableError("it is damaged")
    texts = KeptTexts(database)
    text = texts.get(_SENDERS)
    if text is None:
        raise UnusableError("it names no senders")
    texts.drop(_SENDERS)
    return tuple(Sender(sender_id, Password(kept)) for sender_id, kept in json.loads(text))
