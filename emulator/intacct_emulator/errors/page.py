"""The generated page docs/errors.md: every error of the catalogue, with the guessed ones listed separately."""

import importlib
import pkgutil
from collections.abc import Iterator

from intacct_emulator import errors
from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry

_INTRODUCTION = """\
# Errors

Every error the emulator can return. This page is generated from the error catalogue, in the order of its modules.

`{words in braces}` stand for values of the request. Text is the `<description2>` of an answer, preceded by the
`<description>`, if any, in italics. A failed save returns several errors: the innermost first, then one for each level
around it. A number such as `GL-0951` below another is the newer number of the error, also shown in `<additionalinfo>`;
one older number may stand for several newer ones.

Evidence: *recorded* in an answer of a live company, *documented* in public reference pages, or seen in a public
*client* program. If only a text is known and its number is a guess, the source says so.
"""

_GUESSES = """\
## What we guess

No answer of the gateway has been published for these cases. Number, text or both follow similar errors; do not depend
on them.
"""


def entries() -> Iterator[tuple[str, str, ErrorEntry]]:
    """Module, name and entry of each error, in the order in which they are written down."""
    for found in sorted(module.name for module in pkgutil.iter_modules(errors.__path__)):
        module = importlib.import_module(f"{errors.__name__}.{found}")
        for name, value in vars(module).items():
            if isinstance(value, ErrorEntry):
                yield found, name, value


def page() -> str:
    """The text of docs/errors.md."""
    everything = list(entries())
    known = [entry for entry in everything if entry[2].evidence is not Evidence.INFERRED]
    guessed = [entry for entry in everything if entry[2].evidence is Evidence.INFERRED]
    parts = [_INTRODUCTION, f"{len(everything)} errors, {len(guessed)} of them guessed ([below](#what-we-guess)).\n"]
    for title in dict.fromkeys(module for module, _, _ in known):
        parts += [f"## {title.replace('_', ' ').capitalize()}\n", "| Number | Text | Correction | Evidence | Source |"]
        parts += ["|---|---|---|---|---|"]
        parts += [_row(e, e.evidence, e.source) for module, _, e in known if module == title]
        parts.append("")
    parts += [_GUESSES, "| Number | Text | Correction | Why so |", "|---|---|---|---|"]
    parts += [_row(e, e.source) for _, _, e in guessed]
    return "\n".join(parts) + "\n"


def _row(entry: ErrorEntry, *more: str) -> str:
    texts = [f"*{_plain(entry.description)}*"] if entry.description else []
    texts += [_plain(entry.description2)] if entry.description2 else []
    numbers = [entry.errorno or "(empty)", *(name.id for name in entry.newer)]
    cells = (
        "<br>".join(f"`{number}`" for number in numbers),
        "<br>".join(texts),
        _plain(entry.correction),
        *(_plain(cell) for cell in more),
    )
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """`text` without anything that Markdown would take for a mark."""
    for mark in ("\\", "|", "*", "<", "`"):
        text = text.replace(mark, "\\" + mark)
    return text
