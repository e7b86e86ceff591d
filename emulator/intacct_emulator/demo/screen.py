"""Plain text for a terminal: headings, sentences, aligned tables, and checks that are remembered."""

import os
from collections.abc import Sequence
from decimal import Decimal
from typing import TextIO

Cell = str | int | Decimal | None

_BOLD, _GREEN, _RED, _DIM, _RESET = "\x1b[1m", "\x1b[32m", "\x1b[31m", "\x1b[2m", "\x1b[0m"


class Screen:
    """What the demo writes on. Colours are used on a terminal only, and not where NO_COLOR is set."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._coloured = out.isatty() and not os.environ.get("NO_COLOR")
        self.failures: list[str] = []

    def heading(self, text: str) -> None:
        """Begin a chapter."""
        self._write(f"\n{self._tinted(_BOLD, text)}")

    def say(self, text: str) -> None:
        """A sentence."""
        self._write(f"  {text}")

    def check(self, held: bool, promise: str) -> None:
        """Say whether a promise held, and remember it when it did not."""
        if not held:
            self.failures.append(promise)
        mark = self._tinted(_GREEN, "ok    ") if held else self._tinted(_RED, "FAILED")
        self._write(f"  {mark} {promise}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[Cell]], *, left_out: int = 0) -> None:
        """Rows under a head; numbers to the right. `left_out` rows more are mentioned."""
        texts = [[_text(cell) for cell in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(head, *texts, strict=True)]
        right = [any(isinstance(row[at], int | Decimal) for row in rows) for at in range(len(head))]
        self._write(f"    {self._tinted(_DIM, _aligned(head, widths, right))}")
        for text in texts:
            self._write(f"    {_aligned(text, widths, right)}")
        if left_out:
            self._write(f"    {self._tinted(_DIM, f'... and {left_out} more')}")

    def _tinted(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_RESET}" if self._coloured else text

    def _write(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:,.2f}" if isinstance(cell, Decimal) else str(cell)


def _aligned(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = (
        text.rjust(width) if to_right else text.ljust(width)
        for text, width, to_right in zip(texts, widths, right, strict=True)
    )
    return "  ".join(cells).rstrip()
