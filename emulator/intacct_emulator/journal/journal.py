"""The journal of one emulator: the latest exchanges, up to a number and a size."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from intacct_emulator.work.exchange import Exchange
from intacct_emulator.work.failure_log import log_failure

from .entry import JournalEntry
from .idle import WhenIdle
from .sealed import Sealed
from .wanted import EVERYTHING, Wanted

log = logging.getLogger(__name__)


class Journal:
    """Keeps exchanges, the oldest leaving first. Written on the thread that takes requests in, read from any.

    `most` and `most_bytes` bound it; `money_scale` tells how ledger amounts are stored, once something is kept. An
    exchange is masked when somebody looks, or when no requests come in; whoever reads gets only what is masked.
    """

    def __init__(self, most: int, most_bytes: int, money_scale: Callable[[], int]) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._money_scale = money_scale
        self._scale: int | None = None
        self._entries: deque[Sealed] = deque()
        self._sealed: deque[Sealed] = deque()
        self._when_idle = WhenIdle(lambda: self._number, self._open_some)
        self._bytes = 0
        self._number = 0
        self.changes = 0
        """Goes up whenever the journal changes."""
        self._listeners: list[Callable[[JournalEntry], None]] = []
        self._changed = threading.Condition()

    def note(self, exchange: Exchange) -> None:
        """Keeps one exchange: the observer of the gateway."""
        if self._scale is None:
            self._scale = self._money_scale()
        self._number += 1
        entry = Sealed(exchange, self._number, self._scale)
        with self._changed:
            self._entries.append(entry)
            self._sealed.append(entry)
            self._bytes += entry.size
            while len(self._entries) > self._most or (self._bytes > self._most_bytes and len(self._entries) > 1):
                self._let_go(self._entries.popleft())
            self.changes += 1
            self._changed.notify_all()
        for tell in self._listeners:
            tell(entry.opened())
        self._when_idle.plan()

    @property
    def most(self) -> int:
        """How many exchanges are kept; 0 while the journal is off."""
        return self._most

    @property
    def kept(self) -> int:
        """How many exchanges there are."""
        return len(self._entries)

    @property
    def listened_to(self) -> bool:
        """Whether somebody is told of every entry."""
        return bool(self._listeners)

    def keep(self, most: int) -> None:
        """Keeps so many from now on, and lets go of what is more. With 0 everything is forgotten."""
        with self._changed:
            self._most = most
            while len(self._entries) > most:
                self._let_go(self._entries.popleft())
            self.changes += 1

    def tell(self, listener: Callable[[JournalEntry], None]) -> None:
        """Tells somebody of every entry from now on, on the thread that takes requests in."""
        self._listeners.append(listener)

    def find(self, wanted: Wanted = EVERYTHING, most: int | None = None) -> tuple[JournalEntry, ...]:
        """The wanted entries, oldest first; with `most`, the latest so many of them."""
        with self._changed:
            entries = tuple(self._entries)
        if wanted == EVERYTHING and most is not None:
            # What nobody sees need not be masked yet.
            entries = entries[max(len(entries) - most, 0) :]
        found = [entry for entry in map(Sealed.opened, entries) if wanted.fits(entry)]
        return tuple(found if most is None else found[max(len(found) - most, 0) :])

    def entry(self, request_id: str) -> JournalEntry | None:
        """The entry of a request, or None when it was never kept or has left."""
        with self._changed:
            found = next((entry for entry in reversed(self._entries) if entry.request_id == request_id), None)
        return found.opened() if found else None

    def wait(self, wanted: Wanted, count: int = 1, timeout: float = 5.0) -> tuple[JournalEntry, ...]:
        """The wanted entries as soon as there are `count` of them; after `timeout` seconds those that there are."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = tuple(entry for entry in map(Sealed.opened, self._entries) if wanted.fits(entry))
                left = deadline - time.monotonic()
                if len(found) >= count or left <= 0:
                    return found
                self._changed.wait(left)

    def clear(self, company: str | None = None) -> None:
        """Forgets everything, or what was asked of one company only."""
        with self._changed:
            theirs = Wanted(company=company)
            kept = [] if company is None else [one for one in self._entries if not theirs.fits(one.opened())]
            self._entries = deque(kept)
            self._sealed = deque(one for one in kept if one.is_sealed)
            self.changes += 1
            self._bytes = sum(entry.size for entry in kept)

    def _let_go(self, entry: Sealed) -> None:
        self._bytes -= entry.size
        if self._sealed and self._sealed[0] is entry:
            self._sealed.popleft()

    def _open_some(self, seconds: float) -> bool:
        """Masks for so long; whether there is more to mask."""
        deadline = time.monotonic() + seconds
        while self._sealed and time.monotonic() < deadline:
            try:
                self._sealed.popleft().opened()
            except Exception as error:  # noqa: BLE001 - one that cannot be masked must not keep the others from it
                log_failure(log, "masking an exchange", error)
        return bool(self._sealed)
