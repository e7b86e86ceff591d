"""A data folder in use: what cannot be used is refused in a sentence, and nothing is left of a start that failed."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intacct_emulator.failure import CannotRunError
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_file import KeptFileError
from intacct_emulator.tenancy.data_folder import DataFolder
from intacct_emulator.tenancy.tenants import Tenants


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    """A new data folder, in use."""
    folder = DataFolder(tmp_path / "data")
    yield folder
    folder.release()


def test_what_is_no_folder_is_refused_by_its_name(tmp_path: Path) -> None:
    """A file stands where the folder should be: it is named, and so is the way out."""
    path = tmp_path / "data"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CannotRunError, match=r"cannot use the data folder .*data: .*--data"):
        DataFolder(path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_what_an_interrupted_write_left_is_cleared_away(tmp_path: Path) -> None:
    """A half-written file of an earlier run is no company, and goes."""
    path = tmp_path / "data"
    path.mkdir()
    (path / "one.company.db.unfinished").write_bytes(b"half")
    folder = DataFolder(path)
    assert folder.company_ids == ()
    assert not list(path.glob("*unfinished*"))
    folder.release()


def test_a_company_is_written_whole_or_not_at_all(folder: DataFolder) -> None:
    """Where the file cannot be written, the failure names it, and neither it nor a part of it is there."""
    (folder.path / "one.company.db.unfinished").mkdir()
    with closing(Database()) as database:
        with pytest.raises(KeptFileError, match=r"one\.company\.db"):
            folder.keep(database, "one")
        assert not folder.company_path("one").exists()
        assert folder.keep(database, "two") == folder.company_path("two")
    assert folder.company_ids == ("two",)


def test_sessions_that_cannot_be_read_end_the_start(tmp_path: Path) -> None:
    """The file is damaged: it is refused by name and left as it is, and the folder is free for the next start."""
    path = tmp_path / "data"
    Tenants(folder=path).close()
    with closing(sqlite3.connect(path / "emulator.db")) as connection:
        connection.execute("DROP TABLE session")
        connection.execute("CREATE VIEW session AS SELECT 1")
        connection.commit()
    damaged = (path / "emulator.db").read_bytes()
    for _ in range(2):
        with pytest.raises(CannotRunError, match=r"emulator\.db"):
            Tenants(folder=path)
    assert (path / "emulator.db").read_bytes() == damaged


def test_a_start_that_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this run made goes with it: the sessions' file and the folders that lead there."""

    def fails(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("intacct_emulator.tenancy.data_folder.mark", fails)
    with pytest.raises(CannotRunError, match=os.strerror(28)):
        Tenants(folder=tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
