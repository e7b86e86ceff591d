"""Asynchronous requests in a company's queue of offline jobs."""

from datetime import datetime, timedelta

from intacct_emulator.catalogue.values import Python
from intacct_emulator.tenancy.company import Company

_QUEUE = "JOBQUEUERECORD"
_JOB_TYPE = "Asynchronous API requests"
_ACTION = "XML request"


class QueuedJob:
    """The record of one job, kept true while it goes on. A request for no company that is known has none."""

    def __init__(self, company: Company | None = None, key: int = 0, queued: datetime | None = None) -> None:
        self._company = company
        self._key = key
        self._since = queued

    @classmethod
    def of(cls, company: Company | None, user: str, details: str) -> "QueuedJob":
        """A job that has just been queued. `details` is the control id of its request (inferred)."""
        if company is None:
            return cls()
        now = company.clock.now()
        values: dict[str, Python] = {
            "TIMEQUEUED": now,
            "JOBTYPE": _JOB_TYPE,
            "ACTION": _ACTION,
            "DETAILS": details,
            "USERS": user,
            "STATE": "Queued",
        }
        with company.lock, company.database.unit():
            key = company.records.insert(_QUEUE, values)
        return cls(company, key, now)

    def started(self) -> None:
        """The job runs from now on."""
        if self._company is not None:
            now = self._company.clock.now()
            self._change({"STATE": "In progress", "TIMESTARTED": now, "WAITINQUEUE": self._shown_until(now)})
            self._since = now

    def ended(self, *, delivered: bool) -> None:
        """The answer was delivered, or will not be."""
        if self._company is not None:
            state = "Delivered" if delivered else "Failed"
            self._change({"STATE": state, "ACTIVETIME": self._shown_until(self._company.clock.now())})

    def _shown_until(self, now: datetime) -> str:
        return _shown(now - (self._since or now))

    def _change(self, values: dict[str, Python]) -> None:
        company = self._company
        assert company is not None
        with company.lock, company.database.unit():
            if company.records.get(_QUEUE, self._key) is not None:
                company.records.update(_QUEUE, self._key, values)


def _shown(duration: timedelta) -> str:
    """A duration as the queue shows it: hours, minutes, seconds (documented)."""
    seconds = max(int(duration.total_seconds()), 0)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
