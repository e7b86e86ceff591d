"""Texts of a request as drafts: every text becomes a typed value, or the gateway's error about it."""

from collections.abc import Mapping

from intacct_emulator.catalogue.model import DataType, Field, ObjectDefinition
from intacct_emulator.catalogue.values import Python, ValueFault, parse
from intacct_emulator.errors import GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft

_RATE_TYPE = "EXCH_RATE_TYPE_ID"
"""`lookup` calls it an integer on some documents; requests give the rate type's name (documented)."""


def draft_from_texts(
    texts: Mapping[str, str | None],
    definition: ObjectDefinition,
    lines: dict[str, tuple[RecordDraft, ...]] | None = None,
) -> RecordDraft:
    """The draft of field texts by upper-case name, as legacy functions and fixtures give them."""
    values: dict[str, Python] = {}
    parameters: dict[str, str | None] = {}
    for name, text in texts.items():
        take_text(name, text, definition, values, parameters)
    return RecordDraft(definition, values, lines or {}, parameters)


def take_text(
    name: str,
    text: str | None,
    definition: ObjectDefinition,
    values: dict[str, Python],
    parameters: dict[str, str | None],
) -> None:
    """Adds the typed value of a text, or the text itself for a parameter: what is read-only or not a field.

    Raises GatewayError for a text that is not a value of its field.
    """
    field = definition.find(name)
    if field is None or (field.readonly and field.id != definition.key) or name in definition.write_only:
        parameters[name] = text
        return
    try:
        values[field.id] = parse(field, text)
    except ValueFault as fault:
        if name == _RATE_TYPE:
            parameters[name] = text
            return
        raise _error_of(fault, field, definition) from None


def _error_of(fault: ValueFault, field: Field, definition: ObjectDefinition) -> GatewayError:
    if fault.reason == "choice":
        return GatewayError(records.NOT_A_CHOICE, value=fault.text, label=field.label)
    if fault.reason == "length":
        return GatewayError(records.TOO_LONG, label=field.label, limit=field.length)
    if field.type is DataType.DATE:
        return GatewayError(transactions.DATE_INVALID, value=fault.text)
    return GatewayError(records.INVALID_VALUE, object=definition.label, label=field.label, value=fault.text)
