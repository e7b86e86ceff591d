"""Counters that survive: record numbers, batch numbers, document numbers."""

from .database import Database


class Sequences:
    """Named counters starting at 1, written once a transaction.

    Numbers taken in a transaction that is undone are given again; those of a unit inside one that goes on are not.
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
        """Takes `count` numbers in a row; the first of them."""
        last = self.last(name)
        self._last[name] = last + count
        self._unwritten.add(name)
        if not self._database.in_unit:
            self._write()
        return last + 1

    def restart(self, name: str, last: int) -> None:
        """Lets a counter go on behind that number. Only inside a unit."""
        self._last[name] = last
        self._unwritten.add(name)

    def last(self, name: str) -> int:
        """The last number that was taken; 0 before the first."""
        last = self._last.get(name)
        if last is None:
            last = int(self._database.scalar("SELECT last FROM sequence WHERE name = ?", (name,)) or 0)
        return last

    def forget(self) -> None:
        """Drops what was remembered, after the database was replaced as a whole."""
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
