"""Rules for fields that a company added, on top of any object's writer.

A field that names another record may give its key or its name (documented for relations) and is kept as the key; the
record must exist. Required fields must be filled. A checkbox that is not given is unchecked in a new record (documented
by its reverse: only older rows hold nothing). The stack lines around these errors are inferred.
"""

from intacct_emulator.catalogue.model import DataType, Field
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft, Writer
from intacct_emulator.records.record import Record
from intacct_emulator.records.written import Change
from intacct_emulator.tenancy.company import Company

_DOCUMENTS = "PRRECORD"


class CustomizedWriter:
    """A writer that first completes and checks its drafts."""

    def __init__(self, company: Company, writer: Writer) -> None:
        self._company = company
        self._records = company.records
        self._writer = writer

    def create(self, draft: RecordDraft) -> Record:
        """Creates a record. Raises GatewayError."""
        return self._writer.create(self._checked(draft, Change.CREATE))

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a record. Raises GatewayError."""
        return self._writer.update(record, self._checked(draft, Change.UPDATE))

    def delete(self, record: Record) -> None:
        """Removes a record. Raises GatewayError."""
        self._writer.delete(record)

    def _checked(self, draft: RecordDraft, change: Change) -> RecordDraft:
        try:
            return self._completed(draft, new=change is Change.CREATE)
        except GatewayError as error:
            definition = draft.definition
            if definition.sequence == _DOCUMENTS:
                number = draft.text("RECORDID")
                name = f" '{number}'." if number else ""
                raise error.then(transactions.CANNOT_CREATE_TRANSACTION, name=name) from None
            entry = records.COULD_NOT_CREATE if change is Change.CREATE else records.COULD_NOT_UPDATE
            raise error.then(entry, name=self._company.profile.term(definition.label)) from None

    def _completed(self, draft: RecordDraft, *, new: bool) -> RecordDraft:
        lines = {
            element: tuple(self._completed(line, new=not _names_itself(line)) for line in given)
            for element, given in draft.lines.items()
        }
        values = self._completed_values(draft, new=new) if draft.definition.custom_fields else draft.values
        return RecordDraft(draft.definition, values, lines, draft.parameters, draft.inputs)

    def _completed_values(self, draft: RecordDraft, *, new: bool) -> dict[str, Python]:
        values = dict(draft.values)
        for field in draft.definition.custom_fields:
            value = values.get(field.id)
            if value is None and new and field.type is DataType.BOOLEAN:
                values[field.id] = False
            elif value is None and field.required and (new or field.id in values):
                raise GatewayError(records.REQUIRED_FIELD, label=field.label)
            elif value is not None and field.reference is not None:
                values[field.id] = self._key(field, value)
        return values

    def _key(self, field: Field, value: Python) -> int:
        assert field.reference is not None
        target = self._company.catalogue[field.reference]
        record = None
        if isinstance(value, int):
            record = self._records.get(target.name, value)
        if record is None and target.id_field is not None:
            record = self._records.find(target.name, str(value))
        if record is None:
            label = self._company.profile.term(target.label)
            raise GatewayError(records.INVALID_REFERENCE, label=label, value=value)
        return record.key


def _names_itself(line: RecordDraft) -> bool:
    """Whether a line identifies itself as one of the existing lines."""
    return bool(line.values.get(line.definition.key) or line.inputs.get("LINE_NO"))
