"""The books of a running emulator's companies: what of them is closed, and closing and opening them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from intacct_emulator.books.ledger.closed_books import ALL_LEDGERS, NEVER, ClosedBooks, closed_books
from intacct_emulator.books.ledger.closing import ClosingError

from .failure import UnusableError

if TYPE_CHECKING:
    from intacct_emulator.records.store import Records
    from intacct_emulator.tenancy.company import Company


@dataclass(frozen=True, slots=True)
class BooksState:
    """Up to which day the books of an entity are closed, by module; None where they are open. `entity` is None for the
    top level."""

    entity: str | None
    closed_through: dict[str, date | None]

    @property
    def as_json(self) -> dict[str, object]:
        """The state as the control routes tell it."""
        days = {module: day and day.isoformat() for module, day in self.closed_through.items()}
        return {"entity": self.entity, "closed_through": days}


def books_of(company: "Company") -> tuple[BooksState, ...]:
    """The books of the top level and of every entity."""
    with company.lock:
        books = closed_books(company.records)
        entities = company.records.where("LOCATIONENTITY")
    return (_state(books, None, None), *(_state(books, entity.id, entity.key) for entity in entities))


@contextmanager
def changing_books(company: "Company") -> "Iterator[Records]":
    """The records of a company whose books the block closes or opens. Raises UnusableError for what it cannot."""
    try:
        with company.lock, company.database.unit():
            yield company.records
    except ClosingError as fault:
        raise UnusableError(str(fault)) from None


def _state(books: ClosedBooks, name: str | None, key: int | None) -> BooksState:
    days = {ledger: books.through(ledger, key) for ledger in ALL_LEDGERS}
    return BooksState(name, {str(ledger): None if day == NEVER else day for ledger, day in days.items()})
