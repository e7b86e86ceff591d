"""`serve --watch`: a company follows the files of its folder while it is served."""

import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from intacct_emulator.settings import SettingError, Settings

from .failure import CannotRunError

_LOOK_EVERY = 0.3

Seen = dict[str, tuple[int, int]]
Reload = Callable[[str], tuple[str, ...]]


def watched_folders(settings: Settings) -> tuple[str, ...]:
    """The companies that are folders of one's own. Raises SettingError where there is nothing to watch, and where books
    are kept: a folder that was changed would throw them away."""
    folders = tuple(name for name in settings.company if Path(name).is_dir() and ("/" in name or "\\" in name))
    if not folders:
        raise SettingError("--watch", ",".join(settings.company), "a folder of one's own: name one, --company ./NAME")
    if settings.data is not None:
        raise SettingError("--watch", str(settings.data), "possible with --data: kept books would be thrown away")
    return folders


class FolderWatch:
    """Looks at folders a few times a second. When one has changed and come to rest, `reload` is told, and says which
    companies are new; what it cannot load is written to standard error, and nothing changes."""

    def __init__(self, folders: Iterable[str], reload: Reload, tell: Callable[[str], None] | None = None) -> None:
        self._reload = reload
        self._tell = tell or (lambda text: print(text, file=sys.stderr, flush=True))
        self._loaded: dict[str, Seen] = {folder: _seen(folder) for folder in folders}
        self._latest = dict(self._loaded)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="intacct-watch", daemon=True)

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def stop(self) -> None:
        """Looks no more."""
        self._stopping.set()
        self._thread.join()

    def look(self) -> None:
        """Looks once. Editors write a file in steps: it is read when two looks in a row have seen the same."""
        for folder, loaded in self._loaded.items():
            now, before = _seen(folder), self._latest[folder]
            self._latest[folder] = now
            if now != loaded and now == before:
                self._loaded[folder] = now
                self._load(folder)

    def _load(self, folder: str) -> None:
        try:
            companies = self._reload(folder)
        except CannotRunError as fault:
            self._tell(f"{fault}; the company stays as it was")
        else:
            self._tell(f"loaded again: {', '.join(companies)}, from {folder}")

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY):
            self.look()


def _seen(folder: str) -> Seen:
    found: Seen = {}
    for path in sorted(Path(folder).rglob("*")):
        try:
            status = path.stat()
        except OSError:  # it went away meanwhile
            continue
        if path.is_file():
            found[str(path)] = status.st_mtime_ns, status.st_size
    return found
