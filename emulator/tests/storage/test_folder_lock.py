"""One process at a time in a folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from intacct_emulator.storage.folder_lock import LOCK_FILE, FolderInUseError, FolderLock

HOLD = """
import sys
from pathlib import Path
from intacct_emulator.storage.folder_lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_second_one_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    """The folder is named; after a release nothing is left of the lock."""
    first = FolderLock(tmp_path)
    with pytest.raises(FolderInUseError, match=str(tmp_path)):
        FolderLock(tmp_path)
    first.release()
    first.release()
    assert list(tmp_path.iterdir()) == []
    FolderLock(tmp_path).release()


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    """Whoever was killed without warning keeps nobody out, though the file is still there."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        with pytest.raises(FolderInUseError):
            FolderLock(tmp_path)
        os.kill(process.pid, signal.SIGKILL)
    assert (tmp_path / LOCK_FILE).exists()
    FolderLock(tmp_path).release()


def test_a_lock_whose_file_was_taken_away_meanwhile_is_not_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening the file just before its last holder removes it ends in a lock on the new file, and keeps others out."""
    opened: list[str] = []
    real = os.open

    def slow(path: str, *arguments: int) -> int:
        descriptor = real(path, *arguments)
        if len(opened) < 2:  # making it, then opening it
            opened.append(path)
            if len(opened) == 2:
                Path(path).unlink()
        return descriptor

    monkeypatch.setattr(os, "open", slow)
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderInUseError):
        FolderLock(tmp_path)
    lock.release()
