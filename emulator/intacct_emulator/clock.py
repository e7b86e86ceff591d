"""Time as the emulator sees it, injected so that a run can be repeated."""

from collections.abc import Callable
from datetime import UTC, date, datetime


class Clock:
    """The current moment in UTC, from `source` (the system's clock by default)."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or (lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """The current moment, to the second."""
        return self._source().replace(microsecond=0)

    def today(self) -> date:
        """The current date in UTC."""
        return self._source().date()
