"""Results of `readByQuery` and `readView` with more pages: the question and the position, not the rows.

The threads of all companies share them.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from intacct_emulator.clock import Clock

if TYPE_CHECKING:
    from intacct_emulator.query.ast import Selection
    from intacct_emulator.query.literals import CodeDialect
    from intacct_emulator.records.visibility import Scope

LIFETIME = timedelta(minutes=30)
MOST_KEPT = 10_000


@dataclass(slots=True)
class ResultSet:
    """An open result. `by_key` results continue behind the record number `after`, others at `position`. `view` is the
    view it is of, as the request named it; empty for a query."""

    owner: str
    object: str
    selection: "Selection"
    scope: "Scope"
    total: int
    page_size: int
    return_format: str
    by_key: bool
    dialect: "CodeDialect"
    view: str = ""
    after: int | None = None
    position: int = 0


class ResultSets:
    """Open results by resultId, dropped after half an hour without use (lifetime inferred)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[datetime, ResultSet]] = OrderedDict()
        self._lock = threading.RLock()

    def keep(self, result_id: str, result: ResultSet) -> None:
        """Keeps a result for its owner."""
        with self._lock:
            self._kept[result_id] = (self._clock.now(), result)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def find(self, result_id: str, owner: str) -> ResultSet | None:
        """The owner's open result of that id."""
        with self._lock:
            entry = self._kept.get(result_id)
            if entry is None or entry[1].owner != owner:
                return None
            now = self._clock.now()
            if now - entry[0] > LIFETIME:
                del self._kept[result_id]
                return None
            self._kept[result_id] = (now, entry[1])
            return entry[1]

    def latest(self, owner: str, name: str) -> tuple[str, ResultSet | None]:
        """The owner's newest open result of an object or of a view, with its id."""
        with self._lock:
            for result_id, (_, result) in reversed(self._kept.items()):
                if result.owner == owner and (result.view or result.object.upper()) == name:
                    return result_id, self.find(result_id, owner)
        return "", None

    def drop(self, result_id: str) -> None:
        """Drops a result that was read to its end."""
        with self._lock:
            self._kept.pop(result_id, None)
