"""Does what can wait when no requests come in."""

import asyncio
from collections.abc import Callable

_PAUSE = 0.25
_BUSY = 20
"""So many requests in a pause are work that must not be slowed down."""
_SLICE = 0.005


class WhenIdle:
    """Calls `step` with so many seconds for it, again and again while it returns True, as soon as fewer than 20
    requests came within a quarter of a second. `requests` tells how many have come."""

    def __init__(self, requests: Callable[[], int], step: Callable[[float], bool]) -> None:
        self._requests = requests
        self._step = step
        self._seen = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def plan(self) -> None:
        """Asks for it, on the thread of a running event loop. While it is planned there, this does nothing."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop = loop
            self._wait(loop)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        self._seen = self._requests()
        loop.call_later(_PAUSE, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._requests() - self._seen >= _BUSY:
            self._wait(loop)
        elif self._step(_SLICE):
            loop.call_later(_SLICE, self._look, loop)
        else:
            self._loop = None
