"""Data folders for tests: files as release 0.1.0 wrote them, and catalogues that differ from the shipped one."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from intacct_emulator.catalogue import loader
from intacct_emulator.catalogue.loader import Catalogue

FORMAT_0 = Path(__file__).resolve().parent / "tenancy" / "format_0"
OBJECTS = Path(loader.__file__).resolve().parent / "objects"
SESSION_OF_FORMAT_0 = "9bFlIkpYt5HfavHYMD5hzcS7hsPRxCcQQQ.."


def folder_of_format_0(folder: Path) -> Path:
    """A data folder of release 0.1.0: company `blank` with an invoice, a bill, a draft and a journal entry."""
    folder.mkdir(parents=True, exist_ok=True)
    for dump in FORMAT_0.glob("*.sql"):
        with closing(sqlite3.connect(folder / f"{dump.stem}.db")) as connection:
            connection.executescript(dump.read_text(encoding="utf-8"))
            connection.execute("PRAGMA journal_mode = WAL")
    return folder


def altered_catalogue(folder: Path, **changes: Callable[[dict[str, Any]], None]) -> Catalogue:
    """The catalogue with some objects' files changed."""
    shutil.copytree(OBJECTS, folder)
    for name, change in changes.items():
        (path,) = folder.glob(f"*/{name}.json")
        data = json.loads(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(json.dumps(data), encoding="utf-8")
    return Catalogue(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with what it holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
