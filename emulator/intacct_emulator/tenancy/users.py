"""Who may sign in to a company, and with which rights. Passwords are kept as salted hashes."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from intacct_emulator.storage.database import Database

Rights = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class User:
    """A user of a company. `rights` None grants everything; `entities` empty means all of them and the top level."""

    login: str
    key: int
    rights: Rights | None
    entities: tuple[str, ...]
    active: bool = True


class Users:
    """The users of one company."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[User, str, str]] = {}
        database.execute(
            "CREATE TABLE IF NOT EXISTS sign_in (login TEXT PRIMARY KEY, user_key INTEGER NOT NULL, "
            "salt TEXT NOT NULL, password TEXT NOT NULL, rights TEXT, entities TEXT NOT NULL, "
            "active INTEGER NOT NULL) STRICT"
        )
        database.on_rollback(self._known.clear)

    def add(
        self, login: str, key: int, password: str, rights: Rights | None = None, entities: tuple[str, ...] = ()
    ) -> None:
        """Lets a user sign in."""
        salt = hashlib.sha256(f"{login}\0{key}".encode()).hexdigest()[:16]
        kept_rights = (
            None if rights is None else json.dumps([[*policy, sorted(granted)] for policy, granted in rights.items()])
        )
        self._database.execute(
            "INSERT OR REPLACE INTO sign_in VALUES (?, ?, ?, ?, ?, ?, 1)",
            (login, key, salt, _hashed(salt, password), kept_rights, json.dumps(entities)),
        )
        self._known.clear()

    def find(self, login: str) -> User | None:
        """The user of that login, or None."""
        entry = self._entry(login)
        return entry[0] if entry else None

    def sign_in(self, login: str, password: str) -> User | None:
        """The active user whose password this is; None for a wrong login or password and an inactive user alike."""
        entry = self._entry(login)
        salt, expected = (entry[1], entry[2]) if entry else ("", "")
        right = hmac.compare_digest(_hashed(salt, password), expected)
        return entry[0] if entry and right and entry[0].active else None

    def set_active(self, login: str, active: bool) -> None:
        """Lets a user sign in again, or no more. A login that nobody signs in with is passed over."""
        self._database.execute("UPDATE sign_in SET active = ? WHERE login = ?", (int(active), login))
        self._known.clear()

    def rename(self, login: str, new_login: str) -> None:
        """Lets a user sign in by another login only, with the same password."""
        self._database.execute("UPDATE OR REPLACE sign_in SET login = ? WHERE login = ?", (new_login, login))
        self._known.clear()

    def remove(self, login: str) -> None:
        """Lets a user sign in no more, for good."""
        self._database.execute("DELETE FROM sign_in WHERE login = ?", (login,))
        self._known.clear()

    def forget(self) -> None:
        """Drops what was remembered, after the database was replaced as a whole."""
        self._known.clear()

    def _entry(self, login: str) -> tuple[User, str, str] | None:
        if login in self._known:
            return self._known[login]
        row = self._database.one(
            "SELECT login, user_key, salt, password, rights, entities, active FROM sign_in WHERE login = ?", (login,)
        )
        if row is None:
            return None
        rights: Rights | None = None
        if row[4] is not None:
            rights = {(app, policy): frozenset(granted) for app, policy, granted in json.loads(str(row[4]))}
        user = User(str(row[0]), int(row[1] or 0), rights, tuple(json.loads(str(row[5]))), bool(row[6]))
        entry = (user, str(row[2]), str(row[3]))
        self._known[login] = entry
        return entry


def _hashed(salt: str, password: str) -> str:
    return hashlib.sha256(f"{salt}\0{password}".encode()).hexdigest()
