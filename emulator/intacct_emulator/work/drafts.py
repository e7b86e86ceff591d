"""Turns the texts of a request into drafts: every text becomes a typed value or the gateway's error."""

from collections.abc import Mapping

from intacct_emulator.catalogue.model import DataType, Field, ObjectDefinition
from intacct_emulator.catalogue.values import Python, ValueFault, parse
from intacct_emulator.errors import GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft


def draft_from_texts(
    texts: Mapping[str, str | None],
    definition: ObjectDefinition,
    lines: dict[str, tuple[RecordDraft, ...]] | None = None,
) -> RecordDraft:
    """The draft of field texts by upper-case name, as legacy functions and fixtures give them."""
    given = GivenTexts(definition)
    for name, text in texts.items():
        given.take(name, text)
    return given.draft(lines or {})


class GivenTexts:
    """The given fields of an object; their texts become typed values one by one."""

    def __init__(self, definition: ObjectDefinition) -> None:
        self._definition = definition
        self._values: dict[str, Python] = {}
        self._inputs: dict[str, Python] = {}
        self._parameters: dict[str, str | None] = {}

    def take(self, name: str, text: str | None) -> None:
        definition = self._definition
        asked = definition.inputs.get(name)
        if asked is not None:
            self._inputs[name] = _typed(asked, text, definition)
            return
        field = definition.find(name)
        if field is None or (field.readonly and field.id != definition.key) or name in definition.write_only:
            self._parameters[name] = text
        else:
            self._values[field.id] = _typed(field, text, definition)

    def draft(self, lines: Mapping[str, tuple[RecordDraft, ...]]) -> RecordDraft:
        return RecordDraft(self._definition, self._values, lines, self._parameters, self._inputs)


def _typed(field: Field, text: str | None, definition: ObjectDefinition) -> Python:
    try:
        return parse(field, text)
    except ValueFault as fault:
        raise _error_of(fault, field, definition) from None


def _error_of(fault: ValueFault, field: Field, definition: ObjectDefinition) -> GatewayError:
    if fault.reason == "choice":
        return GatewayError(records.NOT_A_CHOICE, value=fault.text, label=field.label)
    if fault.reason == "length":
        return GatewayError(records.TOO_LONG, label=field.label, limit=field.length)
    if field.type is DataType.DATE:
        return GatewayError(transactions.DATE_INVALID, value=fault.text)
    return GatewayError(records.INVALID_VALUE, object=definition.label, label=field.label, value=fault.text)
