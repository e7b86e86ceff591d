"""Closed books: up to which day nothing may be posted, changed or removed, per subledger and entity.

Books close at the end of a month, and closing one month closes all before it (documented). Closing the general ledger
closes the subledgers too; each of them can be reopened, or closed, by itself (documented). What counts is the day of
the journal entry and the entity of every line (documented by the text of the refusal).
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.store import Records
from intacct_emulator.storage.kept_texts import KeptTexts


class Ledger(StrEnum):
    """What can be closed by itself, in the words of requests."""

    GENERAL = "GL"
    PAYABLES = "AP"
    RECEIVABLES = "AR"
    EXPENSES = "EE"
    CASH = "CM"


NEVER = date.min
"""The last closed day of books that are open."""
ALL_LEDGERS = tuple(Ledger)
_CLOSED = "closed books"
_LATEST = "books closed through"
"""The counter of the latest closed day of all. It is read at every posting, from memory."""


@dataclass(frozen=True, slots=True)
class ClosedBooks:
    """The last closed day by ledger and entity (its RECORDNO). None stands for the company: its top level, and every
    entity that has no day of its own."""

    days: Mapping[tuple[Ledger, int | None], date] = field(default_factory=dict)

    def through(self, ledger: Ledger, entity: int | None) -> date:
        """The last closed day; NEVER where all is open."""
        known = self.days.get((ledger, entity))
        return known if known is not None else self.days.get((ledger, None), NEVER)

    @property
    def entities(self) -> tuple[int, ...]:
        """The entities that have days of their own."""
        return tuple(dict.fromkeys(entity for _, entity in self.days if entity is not None))

    def closed(self, day: date, entity: int | None, ledgers: Collection[Ledger]) -> "ClosedBooks":
        """The same closed up to that day at least: one entity or, for None, all of them and the top level."""
        if Ledger.GENERAL in ledgers:
            ledgers = ALL_LEDGERS
        return self._changed(entity, ledgers, lambda through: max(through, day))

    def opened(self, since: date | None, entity: int | None, ledgers: Collection[Ledger]) -> "ClosedBooks":
        """The same open from that day on, or from the beginning."""
        last = since - timedelta(days=1) if since is not None else NEVER
        return self._changed(entity, ledgers, lambda through: min(through, last))

    def _changed(
        self, entity: int | None, ledgers: Collection[Ledger], turned: Callable[[date], date]
    ) -> "ClosedBooks":
        whose = (entity,) if entity is not None else (None, *self.entities)
        changed = {(ledger, one): turned(self.through(ledger, one)) for ledger in ledgers for one in whose}
        return ClosedBooks({**self.days, **changed})


def closed_books(records: Records) -> ClosedBooks:
    """What of a company's books is closed."""
    kept = KeptTexts(records.database).get(_CLOSED)
    rows = json.loads(kept) if kept is not None else ()
    return ClosedBooks({(Ledger(ledger), entity): date.fromisoformat(day) for ledger, entity, day in rows})


def keep_closed_books(records: Records, books: ClosedBooks) -> None:
    """Makes these the company's closed books. Only inside a unit."""
    rows = [[ledger, entity, day.isoformat()] for (ledger, entity), day in books.days.items()]
    KeptTexts(records.database).put(_CLOSED, json.dumps(rows))
    latest = max(books.days.values(), default=NEVER)
    records.sequences.restart(_LATEST, latest.toordinal() if latest > NEVER else 0)


def may_be_closed(records: Records, day: date) -> bool:
    """Whether a day lies in closed books of any ledger and entity. Costs nothing where none are closed."""
    return day.toordinal() <= records.sequences.last(_LATEST)


def require_open(records: Records, batch_key: int, day: date, entities: Iterable[int | None]) -> None:
    """Raises GatewayError when lines of those entities lie in closed books under a journal entry of that day."""
    if not may_be_closed(records, day):
        return
    batch = records.get("GLBATCH", batch_key)
    ledger = _ledger_of(batch.text("MODULE") if batch is not None else None)
    books = closed_books(records)
    closed = {entity: books.through(ledger, entity) for entity in entities if day <= books.through(ledger, entity)}
    if closed:
        raise GatewayError(
            transactions.PERIOD_CLOSED,
            day=f"{day:%m/%d/%Y}",
            entities=_listed(records, sorted(closed.items(), key=str)),
        )


def _ledger_of(module: str | None) -> Ledger:
    """The ledger of a journal entry's module, such as `4.AR`. Other modules post to the general ledger alone."""
    name = (module or "").rpartition(".")[2]
    return Ledger(name) if name in ALL_LEDGERS else Ledger.GENERAL


def _listed(records: Records, closed: Sequence[tuple[int | None, date]]) -> str:
    return ", ".join(_entity(records, entity, through) for entity, through in closed)


def _entity(records: Records, entity: int | None, through: date) -> str:
    record = records.get("LOCATIONENTITY", entity) if entity is not None else None
    whose = f"{record.id}: " if record is not None else ""
    return f"{whose}Date must be on or after {through + timedelta(days=1):%m/%d/%Y}"
