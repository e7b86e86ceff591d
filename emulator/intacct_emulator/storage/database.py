"""One SQLite database: in memory, or a file that survives the process.

Used by one thread at a time: the holder of the company's lock, or the thread that owns the company.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .private_files import make_private_file

Value = str | int | bytes | None
Row = tuple[Value, ...]
Parameters = Sequence[Value] | Mapping[str, Value]


class Database:
    """A connection with explicit transactions.

    `unit()` makes everything inside it happen or not happen: a transaction at the outermost level, a savepoint inside
    one. Callbacks given to `on_rollback` run after any unit was undone, for caches that mirror rows; those given to
    `before_commit` run at the end of the outermost unit, for what is written once a transaction. Effects outside the
    database can be undone with the unit by `if_undone`. A list at `cut_back` loses what was added in a unit that was
    undone.
    """

    def __init__(self, path: Path | None = None, *, journal: bool = True) -> None:
        self.path = path
        if path is not None:
            make_private_file(path)
        self._connection = sqlite3.connect(
            str(path) if path else ":memory:", isolation_level=None, check_same_thread=False, cached_statements=1024
        )
        self._depth = 0
        self._rollback_callbacks: list[Callable[[], None]] = []
        self._commit_callbacks: list[Callable[[], None]] = []
        self._undoing: list[tuple[int, Callable[[], None]]] = []
        self.cut_back: list[Any] | None = None
        try:
            self._set_up(journal=path is not None and journal)
        except BaseException:
            self._connection.close()
            raise
        self.execute = self._connection.execute
        self.executemany = self._connection.executemany

    def _set_up(self, *, journal: bool) -> None:
        for pragma in ("foreign_keys = OFF", "case_sensitive_like = ON", "temp_store = MEMORY", "cache_size = -16000"):
            self._connection.execute(f"PRAGMA {pragma}")
        if journal:
            # With a write-ahead log in NORMAL mode a committed transaction survives the death of the process.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")

    def one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        row: Row | None = self.execute(sql, parameters).fetchone()
        return row

    def all(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """All rows."""
        return self.execute(sql, parameters).fetchall()

    def scalar(self, sql: str, parameters: Parameters = ()) -> Value:
        """The first column of the first row, or None."""
        row = self.one(sql, parameters)
        return row[0] if row else None

    def on_rollback(self, callback: Callable[[], None]) -> None:
        """Calls `callback` after each unit that was undone."""
        self._rollback_callbacks.append(callback)

    @property
    def changes(self) -> int:
        """How many rows were written since the database was opened, those of undone units included."""
        return self._connection.total_changes

    def before_commit(self, callback: Callable[[], None]) -> None:
        """Calls `callback` before each transaction is committed."""
        self._commit_callbacks.append(callback)

    def if_undone(self, undo: Callable[[], None]) -> None:
        """Calls `undo` once if the open unit, or one around it, is undone; latest first. Without a unit it is never
        called."""
        if self._depth:
            self._undoing.append((self._depth, undo))

    @property
    def in_unit(self) -> bool:
        """Whether a unit is open."""
        return self._depth > 0

    @contextmanager
    def unit(self) -> Iterator[None]:
        """All or nothing: any exception undoes what was written inside and goes on."""
        depth, growing = self._depth, self.cut_back
        length = len(growing) if growing is not None else 0
        self.execute(f"SAVEPOINT u{depth}" if depth else "BEGIN IMMEDIATE")
        self._depth = depth + 1
        try:
            yield
            if not depth:
                for callback in self._commit_callbacks:
                    callback()
            self.execute(f"RELEASE u{depth}" if depth else "COMMIT")
        except BaseException:
            self._depth = depth
            # A full disk makes SQLite undo the whole transaction on its own, savepoints included.
            if self._connection.in_transaction:
                if depth:
                    self.execute(f"ROLLBACK TO u{depth}")
                    self.execute(f"RELEASE u{depth}")
                else:
                    self.execute("ROLLBACK")
            if growing is not None:
                del growing[length:]
            while self._undoing and self._undoing[-1][0] > depth:
                self._undoing.pop()[1]()
            for callback in self._rollback_callbacks:
                callback()
            raise
        self._depth = depth
        if self._undoing:
            self._undoing = [(min(level, depth), undo) for level, undo in self._undoing] if depth else []

    @property
    def size(self) -> int:
        """How many bytes it has, those of pages that are free included."""
        return int(self.scalar("PRAGMA page_count") or 0) * int(self.scalar("PRAGMA page_size") or 0)

    def copy_to(self, target: "Database") -> None:
        """Makes `target` an exact copy of this database."""
        self._connection.backup(target._connection)

    def write_to(self, path: Path) -> None:
        """Writes a copy of this database into a new file."""
        make_private_file(path)
        copy = sqlite3.connect(path)
        try:
            self._connection.backup(copy)
        finally:
            copy.close()

    def close(self) -> None:
        """Closes the connection; uncommitted work is undone."""
        self._connection.close()


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
