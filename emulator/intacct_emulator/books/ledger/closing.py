"""Closing and opening books, which the product does on pages of its own and the gateway cannot do."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from intacct_emulator.records.store import Records

from .closed_books import ALL_LEDGERS, Ledger, closed_books, keep_closed_books


class ClosingError(ValueError):
    """What was to be closed or opened cannot be, in one sentence."""


def close_books(
    records: Records, through: date, entity: str | None = None, modules: Iterable[str] | None = None
) -> None:
    """Closes books up to the end of a month: those of an entity, or all; of some modules, or all. Only inside a unit.

    Raises ClosingError for another day, and for entities and modules that there are not.
    """
    if (through + timedelta(days=1)).day != 1:
        raise ClosingError(f"{through} is not the end of a month, and books close only then")
    key, ledgers = _entity(records, entity), _ledgers(modules)
    keep_closed_books(records, closed_books(records).closed(through, key, ledgers))


def open_books(
    records: Records, since: date | None = None, entity: str | None = None, modules: Iterable[str] | None = None
) -> None:
    """Opens books again from the first of a month on, or altogether. Only inside a unit.

    Raises ClosingError for another day, and for entities and modules that there are not.
    """
    if since is not None and since.day != 1:
        raise ClosingError(f"{since} is not the first of a month, and books open only then")
    key, ledgers = _entity(records, entity), _ledgers(modules)
    keep_closed_books(records, closed_books(records).opened(since, key, ledgers))


def _ledgers(modules: Iterable[str] | None) -> Collection[Ledger]:
    if modules is None:
        return ALL_LEDGERS
    given = tuple(modules)
    unknown = [name for name in given if name not in list(Ledger)]
    if unknown or not given:
        raise ClosingError(f"there is no module {', '.join(unknown)}; there are {', '.join(Ledger)}")
    return tuple(Ledger(name) for name in given)


def _entity(records: Records, entity: str | None) -> int | None:
    if entity is None:
        return None
    record = records.find("LOCATIONENTITY", entity)
    if record is None:
        known = ", ".join(one.id for one in records.where("LOCATIONENTITY")) or "none"
        raise ClosingError(f"there is no entity {entity}; there are {known}")
    return record.key
