"""A place for temporary files: private to the user who runs the emulator, removed when the company is closed."""

import logging
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)


class Scratch:
    """A folder in the system's temporary folder, made on first use, under a name that cannot be guessed."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def made(self) -> bool:
        """Whether the folder exists."""
        return self._folder is not None

    @property
    def path(self) -> Path:
        """The folder. Raises OSError if it cannot be made."""
        if self._folder is None:
            # Readable by its owner only, and removed at the end of the process at the latest.
            self._folder = tempfile.TemporaryDirectory(prefix="intacct-emulator-", ignore_cleanup_errors=True)
            log.info("files of %s are in %s until it is closed", self._purpose, self._folder.name)
        return Path(self._folder.name)

    def remove(self) -> None:
        """Removes the folder and its contents."""
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()
