"""Persistent counters: record numbers, batch numbers, document numbers."""

from .database import Database


class Sequences:
    """Named counters starting at 1, written once a transaction.

    Numbers taken in a rolled-back transaction are reused; those of a rolled-back unit inside a committed one are not.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: dict[str, int] = {}
        self._unwritten: set[str] = set()
        database.before_commit(self._write)
        database.on_rollback(self._fall_back)
        database.execute(
            "CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID"
        )

    def take(self, name: str, count: int = 1) -> int:
        """Takes `count` consecutive numbers; returns the first."""
        last = self.last(name)
        self._last[name] = last + count
        self._unwritten.add(name)
        if not self._database.in_unit:
            self._write()
        return last + 1

    def restart(self, name: str, last: int) -> None:
        """Makes a counter continue after that number. Only inside a unit."""
        self._last[name] = last
        self._unwritten.add(name)

    def last(self, name: str) -> int:
        """The last number taken; 0 before the first."""
        last = self._last.get(name)
        if last is None:
            last = int(self._database.scalar("SELECT last FROM sequence WHERE name = ?", (name,)) or 0)
            self._last[name] = last
        return last

    def forget(self) -> None:
        """Drops cached values, after the whole database was replaced."""
        self._last.clear()
        self._unwritten.clear()

    def _write(self) -> None:
        if self._unwritten:
            self._database.executemany(
                "INSERT INTO sequence VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last",
                [(name, self._last[name]) for name in sorted(self._unwritten)],
            )
            self._unwritten.clear()

    def _fall_back(self) -> None:
        if not self._database.in_unit:
            self.forget()
