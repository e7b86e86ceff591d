"""What somebody looks for in the journal."""

from dataclasses import dataclass

from .entry import JournalEntry, KeptCall


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions that all must hold; None asks for nothing. Function and object are those of one and the same call, and
    are compared without regard to case; `status` is `success` or `failure`, `error` a number."""

    function: str | None = None
    object: str | None = None
    company: str | None = None
    user: str | None = None
    status: str | None = None
    error: str | None = None
    gaps: bool | None = None
    after: int | None = None

    def fits(self, entry: JournalEntry) -> bool:
        """Whether an entry is wanted."""
        if self.after is not None and entry.number <= self.after:
            return False
        if self.status is not None and entry.succeeded is not (self.status == "success"):
            return False
        if self.error is not None and self.error not in [error.number for error in entry.all_errors]:
            return False
        if self.gaps is not None and bool(entry.gaps) is not self.gaps:
            return False
        if self.company is not None and self.company not in [one.company for one in entry.operations]:
            return False
        if self.user is not None and self.user not in [one.user for one in entry.operations]:
            return False
        if self.function is None and self.object is None:
            return True
        return any(self._fits_call(call) for call in entry.calls)

    def _fits_call(self, call: KeptCall) -> bool:
        if self.function is not None and call.function.lower() != self.function.lower():
            return False
        return self.object is None or self.object.lower() in [name.lower() for name in call.objects]
