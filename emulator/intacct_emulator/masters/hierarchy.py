"""Records that stand under others: locations in entities, departments in departments, customers under customers."""

from collections.abc import Sequence

from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .references import Reference, references_of


def with_those_below(company: Company, object_name: str, found: Sequence[Record]) -> list[Record]:
    """The records and all that stand under them, each once."""
    parents = _parents(company, object_name)
    known: dict[int, Record] = {}
    waiting = [*found]
    while waiting:
        record = waiting.pop()
        if record.key not in known:
            known[record.key] = record
            for reference in parents:
                waiting.extend(company.records.where(object_name, **{reference.field: record[reference.to]}))
    return list(known.values())


def _parents(company: Company, object_name: str) -> tuple[Reference, ...]:
    """The fields by which records of an object name the one above them."""
    definition = company.catalogue[object_name]
    references = references_of(company.catalogue, definition).values()
    return tuple(one for one in references if one.field.startswith("PARENT") and one.target.table == definition.table)
