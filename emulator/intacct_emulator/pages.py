"""Writes the pages of docs/ that are generated from code: `python -m intacct_emulator.pages DOCS_FOLDER [--check]`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from intacct_emulator import accounting_page, cli, coverage, settings
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.page import objects_page
from intacct_emulator.errors import page as errors

PAGES: Mapping[str, Callable[[], str]] = {
    "accounting.md": accounting_page.page,
    "cli.md": cli.page,
    "coverage.md": coverage.page,
    "errors.md": errors.page,
    "objects.md": lambda: objects_page(Catalogue()),
    "settings.md": settings.page,
}


def stale(folder: Path) -> list[str]:
    """The names of the pages in `folder` that are missing or no longer what the code says."""
    return [
        name
        for name, page in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != page()
    ]


def write(folder: Path) -> None:
    """Write every page into `folder`."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


def main(folder: str, *options: str) -> int:
    """Write the pages, or with `--check` name those that are stale; the exit status."""
    if "--check" not in options:
        write(Path(folder))
        return 0
    names = stale(Path(folder))
    for name in names:
        print(f"{name} is stale: python -m intacct_emulator.pages {folder}", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
