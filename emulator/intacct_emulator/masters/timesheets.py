"""Timesheets. Drafts are only stored. The product approves and costs submitted ones, which is not built."""

from intacct_emulator.errors import EmulatorGap, protocol
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

_KEPT_STATES = ("I", "V")
"""Draft and Saved."""


class TimesheetWriter(RecordWriter):
    """Writes TIMESHEET while it is a draft."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        """Raises EmulatorGap for a timesheet in any other state."""
        if self.value("STATE", values, record) not in _KEPT_STATES:
            what = "submitting TIMESHEET"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
