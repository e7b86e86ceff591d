"""The files that databases are kept in: what kind and format a file is of, and why one cannot be used.

A file says so itself, in SQLite's `application_id` and `user_version`. Looking at one changes nothing.
"""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from intacct_emulator.failure import CannotRunError

from .database import Database
from .faults import system_reason
from .table_shapes import SHAPES_TABLE, read_shape

_MAGIC = b"SQLite format 3\0"
_HEADER = 100


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file. `format` is the one this version writes; every file of it has the `tables`. Files of format 0
    have no marks, and are recognised by `first_tables`."""

    what: str
    application_id: int
    format: int
    tables: tuple[str, ...]
    first_tables: tuple[str, ...]


class KeptFileError(CannotRunError):
    """A kept file that cannot be used; the text names it, the fault and the remedy."""

    def __init__(self, path: Path, wrong: str, remedy: str | None = None) -> None:
        remedy = remedy or "restore it from a copy, delete it to start over, or name another folder with --data"
        super().__init__(f"cannot use {path}: {wrong}; {remedy}")
        self.path = path
        self.wrong = wrong


def mark(database: Database, kind: FileKind) -> None:
    """Marks a database with its kind and format."""
    database.execute(f"PRAGMA application_id = {kind.application_id}")
    database.execute(f"PRAGMA user_version = {kind.format}")


def format_of(path: Path, kind: FileKind) -> int:
    """The format of a complete file of that kind.

    Raises KeptFileError for any other file.
    """
    try:
        _check_header(path, kind)
        return _look_inside(path, kind)
    except sqlite3.DatabaseError as error:
        raise KeptFileError(path, f"it cannot be read as a database ({error})") from error
    except OSError as error:
        raise KeptFileError(path, error.strerror or str(error), "make it readable and writable") from error


def copy_beside(path: Path) -> Path:
    """A copy of a database file, next to it, under the next free name. Raises OSError and sqlite3.Error."""
    number = 1
    while (copy := path.with_name(f"{path.name}.copy-{number}")).exists():
        number += 1
    try:
        with closing(Database(path, journal=False)) as database:
            database.write_to(copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def refuse(path: Path, error: Exception) -> KeptFileError:
    """What to raise for a failure while a file is opened."""
    return KeptFileError(path, system_reason(error) or str(error))


def _check_header(path: Path, kind: FileKind) -> None:
    if path.is_dir():
        raise KeptFileError(path, "it is a folder", "move it away, or name another folder with --data")
    with path.open("r+b") as file:
        head = file.read(_HEADER)
        size = file.seek(0, os.SEEK_END)
    if not head:
        raise KeptFileError(path, "it is empty")
    if not head.startswith(_MAGIC) or len(head) < _HEADER:
        raise KeptFileError(path, f"it is not {kind.what}, nor any database")
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    # The number of pages counts only if whoever wrote last kept it.
    if head[24:28] == head[92:96] and size < pages * (65536 if page == 1 else page):
        raise KeptFileError(path, "it has been cut off")


def _look_inside(path: Path, kind: FileKind) -> int:
    log, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    # A database that was not closed is read with its log; any other one without creating files.
    unfinished = log.exists() and log.stat().st_size > 0
    index_was_there = index.exists()
    address = f"{path.absolute().as_uri()}?mode=ro" + ("" if unfinished else "&immutable=1")
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            found = _marked_format(path, kind, connection)
            _check_tables(path, kind, found, connection)
            return found
    finally:
        if unfinished and not index_was_there:
            with suppress(OSError):
                index.unlink()


def _marked_format(path: Path, kind: FileKind, connection: sqlite3.Connection) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, found) == (0, 0):
        return 0
    if application != kind.application_id:
        raise KeptFileError(path, f"it is a database, but not {kind.what}")
    if not 1 <= found <= kind.format:
        raise KeptFileError(
            path,
            f"it has format {found}, but this version of the emulator supports formats up to {kind.format}",
            "open it with the version that wrote it, or name another folder with --data",
        )
    return int(found)


def _check_tables(path: Path, kind: FileKind, found: int, connection: sqlite3.Connection) -> None:
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    ):
        columns.setdefault(table, set()).add(column)
    wanted = kind.tables if found else kind.first_tables
    missing = [table for table in wanted if table not in columns]
    if missing and not found:
        raise KeptFileError(path, f"it is a database, but not {kind.what}")
    if SHAPES_TABLE in columns:
        for table, shape in connection.execute(f"SELECT name, columns FROM {SHAPES_TABLE}"):  # noqa: S608 - our own
            lost = [column for column in read_shape(shape) if column not in columns.get(table, ())]
            missing += [f"{table}.{column}" for column in lost] if table in columns else [table]
    if missing:
        raise KeptFileError(path, f"it is incomplete; missing: {', '.join(missing[:5])}")
