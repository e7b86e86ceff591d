"""What a request wants written: typed values of one object and its lines."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python

from .record import Record

WITHIN_SUMMARY = "WITHIN_SUMMARY"
"""The input that files a document under a summary made by hand, by its RECORDNO, also where summaries are automatic. No
request names it: functions that make a summary with its documents do."""


RECLASSIFIES = "RECLASSIFIES"
"""The input of an update that may change where a settled document's lines belong. No request names it: the functions
that reclassify do."""


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """Typed values of one object, as a request gives them.

    `values` holds the object's own fields by id (dotted ones of nested blocks included); an empty field is None.
    Read-only and unknown fields are left out. `inputs` holds typed values that writes take beside the fields;
    `parameters` the texts of write-only parameters and of names the object does not have. `lines` holds the collections
    that were given, by their element name.
    """

    definition: ObjectDefinition
    values: Mapping[str, Python]
    lines: Mapping[str, "tuple[RecordDraft, ...]"] = field(default_factory=dict)
    parameters: Mapping[str, str | None] = field(default_factory=dict)
    inputs: Mapping[str, Python] = field(default_factory=dict)

    def given(self, field_id: str) -> bool:
        """Whether the request names the field."""
        return field_id in self.values

    def text(self, field_id: str) -> str | None:
        """A text value; None when empty or not given."""
        value = self.values.get(field_id)
        return value if isinstance(value, str) and value else None

    def amount(self, field_id: str) -> Decimal | None:
        """A numeric value; None when empty or not given."""
        value = self.values.get(field_id)
        return value if isinstance(value, Decimal) else None

    def day(self, field_id: str) -> date | None:
        """A date value; None when empty or not given."""
        value = self.values.get(field_id)
        return value if isinstance(value, date) else None

    def stored_values(self, without: Set[str]) -> dict[str, Python]:
        """The values of the object's own columns, except some; fields read from other records are left out."""
        stored = self.definition.stored_ids
        return {name: value for name, value in self.values.items() if name in stored and name not in without}

    @property
    def custom_values(self) -> dict[str, Python]:
        """The values of fields that the company added to the object."""
        return {field.id: self.values[field.id] for field in self.definition.custom_fields if field.id in self.values}

    def parameter(self, name: str) -> str | None:
        """A write-only parameter; None when empty or not given."""
        return self.parameters.get(name) or None


class Writer(Protocol):
    """Creates, changes and removes one kind of record. All methods raise GatewayError and rely on the caller's unit to
    undo partial work."""

    def create(self, draft: RecordDraft) -> Record:
        """Creates a record."""
        ...

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a record; fields not given keep their values."""
        ...

    def delete(self, record: Record) -> None:
        """Removes a record."""
        ...
