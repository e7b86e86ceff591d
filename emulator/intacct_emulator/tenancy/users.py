"""Who may sign in to a company, and with which rights. Only hashes of passwords are stored."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intacct_emulator.storage.database import Database

from .passwords import Password

Rights = Mapping[tuple[str, str], frozenset[str]]
_NOTHING: frozenset[str] = frozenset()

SIGN_IN_COLUMNS = (
    "login TEXT PRIMARY KEY, user_key INTEGER NOT NULL, password TEXT NOT NULL, rights TEXT, entities TEXT NOT NULL, "
    "active INTEGER NOT NULL"
)


@dataclass(frozen=True, slots=True)
class User:
    """A user of a company. `rights`, those of roles included, are None for one who may do everything; `entities` empty
    means all of them and the top level."""

    login: str
    key: int
    rights: Rights | None
    entities: tuple[str, ...]
    active: bool = True


class Users:
    """The users of one company."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.role_rights: Callable[[int], Rights] = lambda _: {}
        """What the roles of the user with that key permit."""
        self._known: dict[str, tuple[User, Password]] = {}
        # By what is kept of them, which nothing makes untrue: one that was right is quickly known again.
        self._passwords: dict[str, Password] = {}
        database.execute(f"CREATE TABLE IF NOT EXISTS sign_in ({SIGN_IN_COLUMNS}) STRICT")
        database.on_rollback(self._known.clear)

    def share_passwords(self, known: dict[str, Password]) -> None:
        """Recognises passwords that were right in a company this one is a copy of, whose hashes it has."""
        known.update(self._passwords)
        self._passwords = known
        self._known.clear()

    def add(
        self, login: str, key: int, password: str, rights: Rights | None = None, entities: tuple[str, ...] = ()
    ) -> None:
        """Lets a user sign in."""
        hashed = Password.of(password)
        kept_rights = (
            None if rights is None else json.dumps([[*policy, sorted(granted)] for policy, granted in rights.items()])
        )
        self._database.execute(
            "INSERT OR REPLACE INTO sign_in VALUES (?, ?, ?, ?, ?, 1)",
            (login, key, hashed.kept, kept_rights, json.dumps(entities)),
        )
        self._known.clear()

    @property
    def logins(self) -> tuple[str, ...]:
        """The logins of all users, sorted."""
        return tuple(str(login) for (login,) in self._database.all("SELECT login FROM sign_in ORDER BY login"))

    def find(self, login: str) -> User | None:
        """The user of that login, or None."""
        entry = self._entry(login)
        return entry[0] if entry else None

    def sign_in(self, login: str, password: str) -> User | None:
        """The active user with this login and password; None for a wrong login or password, or an inactive user."""
        entry = self._entry(login)
        if entry is None:
            Password.of(password)  # an unknown login takes as long as a wrong password
            return None
        user, expected = entry
        return user if expected.matches(password) and user.active else None

    def set_active(self, login: str, active: bool) -> None:
        """Lets a user sign in again, or no longer. Unknown logins are ignored."""
        self._database.execute("UPDATE sign_in SET active = ? WHERE login = ?", (int(active), login))
        self._known.clear()

    def rename(self, login: str, new_login: str) -> None:
        """Changes a user's login; the password remains the same."""
        self._database.execute("UPDATE OR REPLACE sign_in SET login = ? WHERE login = ?", (new_login, login))
        self._known.clear()

    def remove(self, login: str) -> None:
        """Removes a user's sign-in for good."""
        self._database.execute("DELETE FROM sign_in WHERE login = ?", (login,))
        self._known.clear()

    def forget_rights(self) -> None:
        """Works out again what users may do, after their roles have changed."""
        self._known.clear()

    def forget(self) -> None:
        """Drops cached users, after the whole database was replaced."""
        self._known.clear()

    def _entry(self, login: str) -> tuple[User, Password] | None:
        if login in self._known:
            return self._known[login]
        row = self._database.one(
            "SELECT login, user_key, password, rights, entities, active FROM sign_in WHERE login = ?", (login,)
        )
        if row is None:
            return None
        rights: Rights | None = None
        if row[3] is not None:
            own = {(app, policy): frozenset(granted) for app, policy, granted in json.loads(str(row[3]))}
            by_role = self.role_rights(int(row[1] or 0))
            rights = {
                policy: own.get(policy, _NOTHING) | by_role.get(policy, _NOTHING) for policy in {**own, **by_role}
            }
        user = User(str(row[0]), int(row[1] or 0), rights, tuple(json.loads(str(row[4]))), bool(row[5]))
        kept = str(row[2])
        entry = (user, self._passwords.setdefault(kept, Password(kept)))
        self._known[login] = entry
        return entry
