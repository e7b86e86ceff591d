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
    before: int | None = None

    def fits(self, entry: JournalEntry) -> bool:
        """Whether an entry is wanted."""
        conditions = (
            self.after is None or entry.number > self.after,
            self.before is None or entry.number < self.before,
            self.status is None or entry.succeeded is (self.status == "success"),
            self.error is None or self.error in [error.number for error in entry.all_errors],
            self.gaps is None or bool(entry.gaps) is self.gaps,
            self.company is None or self.company in [one.company for one in entry.operations],
            self.user is None or self.user in [one.user for one in entry.operations],
            (self.function is None and self.object is None) or any(self._fits_call(call) for call in entry.calls),
        )
        return all(conditions)

    def _fits_call(self, call: KeptCall) -> bool:
        if self.function is not None and call.function.lower() != self.function.lower():
            return False
        return self.object is None or self.object.lower() in [name.lower() for name in call.objects]


EVERYTHING = Wanted()
