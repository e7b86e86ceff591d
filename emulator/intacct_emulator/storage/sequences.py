"""Counters that survive: record numbers, batch numbers, document numbers."""

from .database import Database


class Sequences:
    """Named counters starting at 1. Numbers taken in a unit that is undone are given again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._made = False
        database.on_rollback(self._forget)

    def take(self, name: str, count: int = 1) -> int:
        """Takes `count` numbers in a row; the first of them."""
        self._make()
        row = self._database.one(
            "INSERT INTO sequence (name, last) VALUES (?1, ?2) "
            "ON CONFLICT (name) DO UPDATE SET last = last + ?2 RETURNING last",
            (name, count),
        )
        assert row is not None
        return int(row[0] or 0) - count + 1

    def _make(self) -> None:
        if not self._made:
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID"
            )
            self._made = True

    def _forget(self) -> None:
        self._made = False
