"""Time as the emulator sees it, injected so that a run can be repeated, and moved by those who test with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta


def _system_time() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The current moment in UTC, from `source` (the system's clock by default), until it is set to another one."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or _system_time
        self._read = self._source
        self.frozen = False
        """Whether time stands."""

    def now(self) -> datetime:
        """The current moment, to the second."""
        return self._read().replace(microsecond=0)

    def today(self) -> date:
        """The current date in UTC."""
        return self._read().date()

    def set(self, moment: datetime) -> None:
        """Makes it that moment; time goes on from there, or stands there if it stood."""
        if self.frozen:
            self.freeze(moment)
            return
        ahead, source = moment - self._source(), self._source
        self._read = lambda: source() + ahead

    def freeze(self, moment: datetime | None = None) -> None:
        """Lets time stand, at that moment or at the present one."""
        stands = moment or self._read()
        self._read = lambda: stands
        self.frozen = True

    def advance(self, by: timedelta) -> None:
        """Moves time on; it stands if it stood. Raises OverflowError beyond the calendar."""
        self.set(self._read() + by)

    def resume(self) -> None:
        """Goes back to the source's time."""
        self._read, self.frozen = self._source, False
