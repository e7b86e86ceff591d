"""API sessions: bound to company, user and entity, expiring a while after their last use.

They are opened on the threads of all companies and used on the thread that receives requests. They are ordered by last
use, and so by expiry: expired ones are at the front, however many are open.

Ids are stored as hashes, so nobody who reads the file can use a session. Ids are long and random, so the hash needs no
salt.
"""

import hashlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from intacct_emulator.clock import Clock
from intacct_emulator.storage.database import Database, Value
from intacct_emulator.storage.faults import system_reason

from .identifiers import Identifiers

_SAVE_USE_EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Session:
    """One session. The `id` of a session from an earlier run is empty until it is used."""

    id: str
    company: str
    login: str
    senderid: str
    entity_id: str | None
    expires: datetime
    saved_expiry: datetime


class Sessions:
    """All sessions of the emulator. Each use moves the expiry to now plus `duration` (documented: sliding)."""

    def __init__(self, database: Database, clock: Clock, identifiers: Identifiers, duration: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._identifiers = identifiers
        self.duration = duration
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()
        database.execute(
            "CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, company TEXT NOT NULL, login TEXT NOT NULL, "
            "sender TEXT NOT NULL, entity TEXT, expires TEXT NOT NULL) STRICT"
        )
        for row in database.all("SELECT id, company, login, sender, entity, expires FROM session ORDER BY expires"):
            expires = datetime.fromisoformat(str(row[5]))
            entity = None if row[4] is None else str(row[4])
            self._open[str(row[0])] = Session("", str(row[1]), str(row[2]), str(row[3]), entity, expires, expires)

    def open(self, company: str, login: str, senderid: str, entity_id: str | None) -> Session:
        """A new session."""
        now = self._clock.now()
        expires = now + self.duration
        with self._lock:
            self._drop_expired(now)
            session_id = self._identifiers.session_id()
            # A seeded emulator that was started again makes the ids it made before.
            while hash_of(session_id) in self._open:
                session_id = self._identifiers.session_id()
            session = Session(session_id, company, login, senderid, entity_id, expires, expires)
            hashed = hash_of(session_id)
            self._open[hashed] = session
            self._keep(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)",
                (hashed, company, login, senderid, entity_id, expires.isoformat()),
            )
        return session

    def use(self, session_id: str) -> Session | None:
        """The live session of that id, with its expiry moved; None if it is unknown or expired."""
        hashed = hash_of(session_id)
        if hashed not in self._open:
            return None
        now = self._clock.now()
        with self._lock:
            session = self._open.pop(hashed, None)
            if session is None:
                return None
            if session.expires <= now:
                self._forget(hashed)
                return None
            self._open[hashed] = session
            session.id = session_id
            session.expires = now + self.duration
            if session.expires - session.saved_expiry >= _SAVE_USE_EVERY:
                session.saved_expiry = session.expires
                self._keep("UPDATE session SET expires = ? WHERE id = ?", (session.expires.isoformat(), hashed))
        return session

    def owner_of(self, session_id: str) -> tuple[str, str] | None:
        """Company and login of an open session; its expiry stays."""
        session = self._open.get(hash_of(session_id))
        return None if session is None else (session.company, session.login)

    def end_of(self, company: str) -> None:
        """Ends every session of a company."""
        with self._lock:
            for kept_id in [kept_id for kept_id, session in self._open.items() if session.company == company]:
                del self._open[kept_id]
                self._forget(kept_id)

    def end(self, session_id: str) -> None:
        """Ends one session, if it is open."""
        with self._lock:
            if self._open.pop(hash_of(session_id), None) is not None:
                self._forget(hash_of(session_id))

    def close(self) -> None:
        """Closes the sessions' file."""
        self._database.close()

    def _drop_expired(self, now: datetime) -> None:
        # A clock that was set back can leave one behind a later one; it is then dropped when it is used or comes to the
        # front.
        while self._open:
            hashed, first = next(iter(self._open.items()))
            if first.expires > now:
                return
            del self._open[hashed]
            self._forget(hashed)

    def _forget(self, hashed: str) -> None:
        self._keep("DELETE FROM session WHERE id = ?", (hashed,))

    def _keep(self, sql: str, parameters: Sequence[Value]) -> None:
        """Writes to the file. On a full disk, sessions continue in memory, so that reading still works."""
        try:
            self._database.execute(sql, parameters)
        except Exception as error:
            reason = system_reason(error)
            if reason is None:
                raise
            log.warning("sessions cannot be stored and will end with this process: %s", reason)


def hash_of(session_id: str) -> str:
    """The hash stored for a session id."""
    return hashlib.sha256(session_id.encode()).hexdigest()
