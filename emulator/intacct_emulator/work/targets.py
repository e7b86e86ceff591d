"""Finds the record that a change is meant for, among those the caller may see; only an owner may change it."""

from collections.abc import Iterator
from contextlib import contextmanager

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import as_its_owner, require_owned, sees
from intacct_emulator.tenancy.company import Company


def record_of_draft(company: Company, draft: RecordDraft) -> Record:
    """The record named by a draft's RECORDNO or id; RECORDNO takes precedence.

    Raises GatewayError: KEY_MISSING, CANNOT_UPDATE_MISSING.
    """
    definition = draft.definition
    names = [definition.key] + ([definition.id_field] if definition.id_field and not definition.custom else [])
    named = next((name for name in names if draft.values.get(name) not in (None, "")), None)
    if named is None:
        raise GatewayError(records.KEY_MISSING, label=names[-1])
    value = draft.values[named]
    stored = value if isinstance(value, int) else str(value)
    record = seen(company, company.records.find_by(definition.name, named, stored))
    if record is None:
        raise GatewayError(records.CANNOT_UPDATE_MISSING, object=definition.name, field=named, value=value)
    return record


def record_of_key(company: Company, definition: ObjectDefinition, key: str) -> Record | None:
    """RECORDNO for most objects, the id for some (documented): the number is tried first."""
    number = whole_number(key)
    record = None if number is None else record_of_number(company, definition, number)
    if record is None and definition.id_field and not definition.custom:
        record = seen(company, company.records.find(definition.name, key))
    return record


def record_of_number(company: Company, definition: ObjectDefinition, number: int) -> Record | None:
    """The record of that RECORDNO; None if there is none that the caller may see."""
    return seen(company, company.records.get(definition.name, number))


def seen(company: Company, record: Record | None) -> Record | None:
    """The record, if the caller may see it: a hidden one is answered like one that does not exist (inferred)."""
    return record if record is not None and sees(company.records, record) else None


@contextmanager
def changing(company: Company, record: Record) -> Iterator[Record]:
    """The block changes a record: what else it writes belongs to the record's owner.

    Raises GatewayError NOT_OWNER for one that the caller's entity does not own.
    """
    require_owned(company.records, record)
    with as_its_owner(company.records, record):
        yield record
