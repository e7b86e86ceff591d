"""Finds the record that a change is meant for."""

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
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
    record = company.records.find_by(definition.name, named, stored)
    if record is None:
        raise GatewayError(records.CANNOT_UPDATE_MISSING, object=definition.name, field=named, value=value)
    return record


def record_of_key(company: Company, definition: ObjectDefinition, key: str) -> Record | None:
    """RECORDNO for most objects, the id for some (documented): the number is tried first."""
    number = whole_number(key)
    record = None if number is None else company.records.get(definition.name, number)
    if record is None and definition.id_field and not definition.custom:
        record = company.records.find(definition.name, key)
    return record
