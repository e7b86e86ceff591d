"""One process at a time in a folder: a lock that the system releases when the process ends, however it ends."""

import contextlib
import os
from pathlib import Path

from intacct_emulator.failure import CannotRunError

from .private_files import make_private_file

LOCK_FILE = "emulator.lock"


class FolderInUseError(CannotRunError):
    """Another emulator is using the folder; the text names it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"another emulator is using the data folder {folder}: stop it, or name another folder with --data"
        )


class FolderLock:
    """The lock of a folder, held from the start until `release` or the end of the process.

    Raises FolderInUseError when another one holds it, and OSError for a folder that cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        while True:
            make_private_file(self._path)
            try:
                descriptor = os.open(self._path, os.O_RDWR)
            except FileNotFoundError:
                continue
            if not _locked(descriptor):
                os.close(descriptor)
                raise FolderInUseError(folder)
            if self._is_at_path(descriptor):
                break
            # The last holder removed the file between our opening and locking it.
            os.close(descriptor)
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Releases the lock and removes its file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        # Windows cannot remove an open file, so one may be left behind; it locks nobody out.
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(descriptor)
        if os.name == "nt":
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _is_at_path(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self._path.stat())
        except FileNotFoundError:
            return False


if os.name == "nt":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
