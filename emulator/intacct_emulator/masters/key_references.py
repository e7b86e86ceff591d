"""Records that a request names by key instead of id: `CUSTOMERDIMKEY` stands for CUSTOMERID."""

from dataclasses import replace

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company

from .references import references_of

_KEY = "RECORDNO"


def named_by_key(company: Company, draft: RecordDraft) -> dict[str, Python]:
    """The ids that the keys in a draft stand for, by field. If an id is given as well, it takes precedence (inferred).

    Raises GatewayError INVALID_REFERENCE for an unknown key.
    """
    definition = draft.definition
    if draft.values.keys() <= definition.stored_ids:
        return {}
    references = references_of(company.catalogue, definition)
    named: dict[str, Python] = {}
    for name, value in draft.values.items():
        field = definition.find(name)
        if field is None or field.readonly or field.stored or not isinstance(value, int):
            continue
        path, _, end = (field.read_from or "").rpartition(".")
        relationship = definition.relationships_by_path.get(path.upper()) if end == _KEY else None
        reference = references.get(relationship.by) if relationship is not None else None
        if reference is None or draft.values.get(reference.field) is not None:
            continue
        target = company.records.get(reference.target.name, value)
        if target is None or not sees(company.records, target):
            label = company.profile.term(reference.target.label)
            raise GatewayError(records.INVALID_REFERENCE, label=label, value=value)
        named[reference.field] = target.python(reference.to)
    return named


def with_names(company: Company, draft: RecordDraft) -> RecordDraft:
    """The draft with ids in place of its keys. Raises GatewayError INVALID_REFERENCE."""
    named = named_by_key(company, draft)
    return replace(draft, values={**draft.values, **named}) if named else draft
