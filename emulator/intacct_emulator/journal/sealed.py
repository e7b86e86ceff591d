"""An exchange that nobody has looked at yet.

Searching a request and its answer for passwords costs more than all the rest of keeping it, and most exchanges leave
the journal before anybody looks. So they wait as they came, in memory only, and nothing but `opened` leads to them,
which masks first and then forgets what it masked.
"""

from intacct_emulator.work.exchange import CallReport, Exchange, OperationReport

from .entry import NO_EFFECTS, Effects, JournalEntry, effects_of, entry_of


class Sealed:
    """Holds one exchange. What it wrote is counted at once, since the rows would be large to keep."""

    __slots__ = ("_effects", "_entry", "_exchange", "_scale", "number", "request_id", "size")

    def __init__(self, exchange: Exchange, number: int, money_scale: int) -> None:
        request_id, moment, duration, sender, status, errors, operations, request, answer = exchange
        self.number = number
        self.request_id = request_id
        self.size = len(request) + len(answer)
        self._scale = money_scale
        self._entry: JournalEntry | None = None
        self._effects: list[Effects] = []
        bare = tuple([self._without_rows(operation) for operation in operations])
        self._exchange: Exchange | None = Exchange(
            request_id, moment, duration, sender, status, errors, bare, request, answer
        )

    @property
    def is_sealed(self) -> bool:
        """Whether it still holds the exchange as it came."""
        return self._exchange is not None

    def opened(self) -> JournalEntry:
        """The masked entry. The exchange itself is forgotten. Two threads may open it at the same time."""
        exchange = self._exchange
        if exchange is not None:
            self._entry = entry_of(exchange, self._effects, self.number, self._scale)
            self._exchange = None
        assert self._entry is not None
        return self._entry

    def _without_rows(self, operation: OperationReport) -> OperationReport:
        company, user, entity, errors, calls = operation
        kept = []
        for function, objects, control_id, status, call_errors, gaps, writings, _ in calls:
            self._effects.append(effects_of(writings) if writings else NO_EFFECTS)
            kept.append(CallReport(function, objects, control_id, status, call_errors, gaps))
        return OperationReport(company, user, entity, errors, tuple(kept))
