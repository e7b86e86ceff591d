"""Files and folders that only their owner may read, whatever the umask."""

import errno
import os
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_private_folder(folder: Path) -> tuple[Path, ...]:
    """Makes a folder and its missing parents; returns those made, outermost first. An existing folder keeps its mode.
    Raises OSError."""
    if folder.is_dir():
        return ()
    above = make_private_folder(folder.parent) if folder.parent != folder else ()
    try:
        folder.mkdir(mode=FOLDER_MODE)
    except FileExistsError:
        if folder.is_dir():  # somebody else was quicker
            return above
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    folder.chmod(FOLDER_MODE)
    return (*above, folder)


def make_private_file(path: Path) -> bool:
    """Makes an empty file unless it exists; returns whether it did. SQLite gives a database's companion files the same
    mode. Raises OSError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    except FileExistsError:
        return False
    os.close(descriptor)
    os.chmod(path, FILE_MODE)
    return True
