"""Companies that follow the files of their folder."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from intacct_client import Client
from intacct_emulator import Emulator
from intacct_emulator.control.access import CompanyAccess
from intacct_emulator.control.failure import ControlError
from intacct_emulator.resources import company_folder
from intacct_emulator.serving.watching import FolderWatch, watched_folders
from intacct_emulator.settings import SettingError, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company of one's own, with one class."""
    place = tmp_path / "mine"
    shutil.copytree(company_folder("blank"), place)
    setup = (place / "company.toml").read_text(encoding="utf-8").replace('id = "blank"', 'id = "mine"')
    (place / "company.toml").write_text(setup, encoding="utf-8")
    (place / "90-CLASS.csv").write_text("CLASSID,NAME\nONE,One\n", encoding="utf-8")
    return place


@pytest.fixture
def emulator(folder: Path, tmp_path: Path) -> Iterator[Emulator]:
    """It serves that company."""
    with Emulator(companies=[str(folder)], state_dir=tmp_path / "state") as emulator:
        yield emulator


def classes(emulator: Emulator) -> list[str]:
    """The classes of the company, as its users see them."""
    access = CompanyAccess("mine", "", "local_sender", "local_sender_secret", "wsuser", "wsuser_secret")
    with Client.from_env(access.variables(emulator.url)) as client:
        return sorted(str(row["CLASSID"]) for row in client.query("CLASS", ["CLASSID"]))


def test_a_changed_file_changes_the_company(emulator: Emulator, folder: Path) -> None:
    """Two looks that see the same, then it is loaded, and once."""
    said: list[str] = []
    watch = FolderWatch([str(folder)], emulator.companies.reload, said.append)
    (folder / "90-CLASS.csv").write_text("CLASSID,NAME\nONE,One\nTWO,Two\n", encoding="utf-8")
    watch.look()
    assert classes(emulator) == ["ONE"]
    watch.look()
    assert classes(emulator) == ["ONE", "TWO"]
    watch.look()
    assert said == [f"loaded again: mine, from {folder}"]


def test_a_fault_changes_nothing(emulator: Emulator, folder: Path) -> None:
    """File and line are told once; the company is what it was until the fault is mended."""
    said: list[str] = []
    watch = FolderWatch([str(folder)], emulator.companies.reload, said.append)
    (folder / "90-CLASS.csv").write_text("CLASSID,NAME\nONE,One\nONE,Again\n", encoding="utf-8")
    for _ in range(4):
        watch.look()
    (fault,) = said
    assert "90-CLASS.csv:3" in fault
    assert fault.endswith("; the company stays as it was")
    assert classes(emulator) == ["ONE"]
    (folder / "90-CLASS.csv").write_text("CLASSID,NAME\nTWO,Two\n", encoding="utf-8")
    for _ in range(2):
        watch.look()
    assert classes(emulator) == ["TWO"]


def test_another_id_needs_a_new_start(emulator: Emulator, folder: Path) -> None:
    """Nobody could be told where the company went."""
    setup = (folder / "company.toml").read_text(encoding="utf-8")
    (folder / "company.toml").write_text(setup.replace('id = "mine"', 'id = "other"'), encoding="utf-8")
    with pytest.raises(ControlError, match="start again"):
        emulator.companies.reload(str(folder))
    assert classes(emulator) == ["ONE"]


def test_once_loaded_again_it_can_be_reset(emulator: Emulator, folder: Path) -> None:
    """To what its folder said when it was last loaded."""
    emulator.companies.reload(str(folder))
    access = emulator.companies.access("mine")
    with Client.from_env(access.variables(emulator.url)) as client:
        client.create("CLASS", {"CLASSID": "TWO", "NAME": "Two"})
    emulator.companies.reset("mine")
    assert classes(emulator) == ["ONE"]


def test_it_looks_by_itself(emulator: Emulator, folder: Path) -> None:
    """In a thread of its own, until it is stopped."""
    heard = threading.Event()
    watch = FolderWatch([str(folder)], emulator.companies.reload, lambda _: heard.set())
    watch.start()
    (folder / "90-CLASS.csv").write_text("CLASSID,NAME\nTWO,Two\n", encoding="utf-8")
    assert heard.wait(20)
    watch.stop()
    assert classes(emulator) == ["TWO"]


def test_what_cannot_be_watched_is_said(folder: Path, tmp_path: Path) -> None:
    """Shipped companies do not change, and kept books must not be thrown away."""
    assert watched_folders(load({"company": [str(folder), "blank"]}, {})) == (str(folder),)
    with pytest.raises(SettingError, match="a folder of one's own"):
        watched_folders(load({"company": ["blank"]}, {}))
    with pytest.raises(SettingError, match="thrown away"):
        watched_folders(load({"company": [str(folder)], "data": str(tmp_path)}, {}))
