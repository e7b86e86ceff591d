"""Shows the progress of a long job: a bar on a terminal, otherwise a line for every tenth."""

import sys
import time
from typing import TextIO

_WIDTH = 32
_OFTEN = 0.1


class Progress:
    """Draws progress on a stream, standard error by default. Call it with the task, the count done and the total."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._watched = self._stream.isatty()
        self._what = ""
        self._shown = 0.0
        self._begun = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self._what, self._shown, self._begun = what, 0.0, time.monotonic()
        ready = done >= total
        now = time.monotonic()
        if self._watched:
            if ready or now - self._shown >= _OFTEN:
                self._shown = now
                filled = _WIDTH * done // max(total, 1)
                bar = "#" * filled + "-" * (_WIDTH - filled)
                self._stream.write(f"\r{what:<10} [{bar}] {self._count(done, total)}" + ("\n" if ready else ""))
                self._stream.flush()
        elif ready or 10 * done // max(total, 1) > self._shown:
            self._shown = 10 * done // max(total, 1)
            self._stream.write(f"{what} {self._count(done, total)}\n")

    def _count(self, done: int, total: int) -> str:
        seconds = time.monotonic() - self._begun
        rate = f", {done / seconds:,.0f} a second" if seconds > 1 else ""
        return f"{done:,} of {total:,}{rate}"
