"""What the system says of disks and files is told apart from the emulator's own bugs."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from intacct_emulator.storage.database import Database
from intacct_emulator.storage.faults import system_reason


def failure(what: Callable[[], object]) -> Exception:
    with pytest.raises((sqlite3.Error, OSError)) as caught:
        what()
    return caught.value


def test_a_full_database_says_so(tmp_path: Path) -> None:
    """With SQLite's own words, also when it is the cause of another error."""
    with closing(Database(tmp_path / "books.db")) as database:
        database.execute("CREATE TABLE t (x TEXT) STRICT")
        database.execute("PRAGMA max_page_count = 2")
        full = failure(lambda: database.execute("INSERT INTO t VALUES (?)", ("x" * 100_000,)))
    assert system_reason(full) == "database or disk is full"
    later = ValueError("later")
    later.__cause__ = full
    assert system_reason(later) == "database or disk is full"


def test_a_unit_that_a_full_disk_undid_as_a_whole_tells_why(tmp_path: Path) -> None:
    """The reason is not hidden behind a savepoint that is gone, and the next unit works."""
    with closing(Database(tmp_path / "books.db")) as database:
        database.execute("CREATE TABLE t (x TEXT) STRICT")
        database.execute("PRAGMA max_page_count = 20")

        def write() -> None:
            with database.unit(), database.unit():
                database.execute("INSERT INTO t VALUES (?)", ("x" * 1_000_000,))

        assert system_reason(failure(write)) == "database or disk is full"
        assert not database.in_unit
        with database.unit():
            database.execute("INSERT INTO t VALUES ('small')")
        assert database.all("SELECT x FROM t") == [("small",)]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EMFILE])
def test_a_system_error_says_what_the_system_says(code: int) -> None:
    """No space, read-only, input/output error, too many open files."""
    error = OSError(code, "the system's words")
    assert system_reason(error) == "the system's words"


def test_a_bug_is_no_fault_of_the_system() -> None:
    """A wrong statement, a missing file and a wrong value are the emulator's own."""
    with closing(Database()) as database:
        wrong = failure(lambda: database.execute("SELECT nothing FROM nowhere"))
    assert system_reason(wrong) is None
    assert system_reason(FileNotFoundError(errno.ENOENT, "no such file")) is None
    assert system_reason(ValueError("no")) is None
