"""An exchange as a value: one request, its results and what it wrote. Journals, consoles and explanations read it.

The repr leaves out documents, rows and their values: they may hold passwords, sessions and personal data. One is made
of every request that is watched, so these are tuples, which are made in a tenth of a dataclass's time.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from intacct_emulator.errors import ErrorDetail
from intacct_emulator.records.written import Writing, Written, each_record


class CallReport(NamedTuple):
    """One call of a request: a function on the XML wire.

    `objects` are the objects it names, in the catalogue's spelling or as the request has them. `status` is success,
    failure or aborted. Each error has its catalogue entry, with evidence and source, and the values of its slots.
    `gaps` names what the emulator has not built. `outcome` is the wire's own result.
    """

    function: str
    objects: tuple[str, ...]
    control_id: str
    status: str
    errors: tuple[ErrorDetail, ...] = ()
    gaps: tuple[str, ...] = ()
    writings: tuple[Writing, ...] = ()
    outcome: object = None

    @property
    def written(self) -> tuple[Written, ...]:
        """Every record it wrote, lines and journal lines included, in order; nothing that was undone."""
        return each_record(self.writings)

    def __repr__(self) -> str:
        return f"CallReport({', '.join(repr(value) for value in self[:-1])})"


class OperationReport(NamedTuple):
    """What was done in one company for one user. `errors` are those of signing in; then there are no calls. An unknown
    company or user is empty; `entity` is None at top level."""

    company: str
    user: str
    entity: str | None
    errors: tuple[ErrorDetail, ...]
    calls: tuple[CallReport, ...]


class Exchange(NamedTuple):
    """One request and its answer. `status` is that of HTTP, `duration` in seconds.

    `errors` are those that refused the request as a whole; then there are no operations.
    """

    request_id: str
    moment: datetime
    duration: float
    sender: str
    status: int
    errors: tuple[ErrorDetail, ...]
    operations: tuple[OperationReport, ...]
    request: bytes
    answer: bytes

    @property
    def calls(self) -> tuple[CallReport, ...]:
        """The calls of all operations."""
        return tuple(call for operation in self.operations for call in operation.calls)

    @property
    def all_errors(self) -> tuple[ErrorDetail, ...]:
        """The errors of every level, in the order of the answer."""
        inner = [error for operation in self.operations for error in _errors_of(operation)]
        return (*self.errors, *inner)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What was asked for but is not built, each once."""
        return tuple(dict.fromkeys(gap for call in self.calls for gap in call.gaps))

    def __repr__(self) -> str:
        return f"Exchange({', '.join(repr(value) for value in self[:-2])})"


ExchangeObserver = Callable[[Exchange], None]
"""Called once for every exchange, when its answer is complete and before it is sent, on the thread that received the
request: it must be quick. What it raises is logged and has no other effect."""


def _errors_of(operation: OperationReport) -> tuple[ErrorDetail, ...]:
    return (*operation.errors, *(error for call in operation.calls for error in call.errors))
