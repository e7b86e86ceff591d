"""What the emulator makes is its owner's alone, whatever the umask; what was there keeps its mode."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intacct_emulator.storage.database import Database
from intacct_emulator.storage.private_files import make_private_file, make_private_folder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=oct, autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_folders_are_made_with_those_above(tmp_path: Path) -> None:
    """All that were missing, each 700; the one that was there is not touched."""
    old = tmp_path / "old"
    old.mkdir()
    old.chmod(0o755)
    assert make_private_folder(old / "a" / "b") == (old / "a", old / "a" / "b")
    assert [mode(path) for path in (old, old / "a", old / "a" / "b")] == [0o755, 0o700, 0o700]
    assert make_private_folder(old / "a" / "b") == ()


def test_a_database_and_its_companions(tmp_path: Path) -> None:
    """The file, its log and its index are 600; so is a copy."""
    path = tmp_path / "books.db"
    with closing(Database(path)) as database:
        database.execute("CREATE TABLE t (x TEXT) STRICT")
        database.write_to(tmp_path / "copy.db")
        assert {found.name: mode(found) for found in tmp_path.iterdir()} == dict.fromkeys(
            ["books.db", "books.db-wal", "books.db-shm", "copy.db"], 0o600
        )


def test_a_file_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    """Whoever shared it goes on sharing it."""
    path = tmp_path / "books.db"
    sqlite3.connect(path).close()
    path.touch()
    path.chmod(0o640)
    assert not make_private_file(path)
    assert mode(path) == 0o640
