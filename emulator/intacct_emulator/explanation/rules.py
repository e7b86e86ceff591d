"""Where the rule behind an error stands: its name in the catalogue, its line in the docs, the code that raises it."""

import re
from functools import cache
from pathlib import Path

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import ErrorEntry
from intacct_emulator.errors.page import entries

_PACKAGE = Path(__file__).resolve().parent.parent


def name_of(entry: ErrorEntry) -> str:
    """The entry's name in the catalogue, such as `transactions.TERM_INVALID`; empty for one that is not of it."""
    return _names().get(id(entry), "")


def anchor_of(entry: ErrorEntry) -> str:
    """Where docs/errors.md lists the entry."""
    if entry.evidence is Evidence.INFERRED:
        return "docs/errors.md#what-we-guess"
    return f"docs/errors.md#{name_of(entry).partition('.')[0].replace('_', '-')}"


def alike(entry: ErrorEntry) -> tuple[str, ...]:
    """The names of the other entries whose number and texts differ in nothing but the names of their slots."""
    wanted = _shape(entry)
    return tuple(
        f"{module}.{name}" for module, name, other in entries() if other is not entry and _shape(other) == wanted
    )


def _shape(entry: ErrorEntry) -> tuple[str, str, str]:
    return entry.errorno, entry.description, re.sub(r"\{\w+\}", "{}", entry.description2)


@cache
def raised_in(name: str) -> tuple[str, ...]:
    """The modules and lines that name an entry, such as `books/terms.py:41`. Read from the installed code."""
    wanted = re.compile(rf"\b{re.escape(name)}\b")
    found = []
    for path in sorted(_PACKAGE.rglob("*.py")):
        place = path.relative_to(_PACKAGE)
        if place.parts[0] in ("errors", "explanation", "console"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [f"{place.as_posix()}:{number}" for number, line in enumerate(lines, 1) if wanted.search(line)]
    return tuple(found)


@cache
def _names() -> dict[int, str]:
    return {id(entry): f"{module}.{name}" for module, name, entry in entries()}
