"""How any kept record is created, changed and removed: the rules that hold for every object.

A save has two levels, each with its own line in a failed answer's stack (recorded for class, contact version and
project): the record itself (`Could not create class record!`), then the object around it (`Could not create Class
record!`). Contacts that are saved on the way fail between the two. A violated format adds `Validate ... record failed!`
below (recorded for contact versions).

Objects with rules of their own override the hooks: `complete`, `verify`, `before_saving`, `saved`, `deleted`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from intacct_emulator.catalogue.model import Field, ObjectDefinition
from intacct_emulator.catalogue.values import Python, pack, renderer, unpack, whole_number
from intacct_emulator.errors import ErrorEntry, GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.records.written import Change
from intacct_emulator.tenancy.company import Company

from .create_rules import default_values, required_fields
from .key_references import named_by_key
from .numbering import next_number
from .references import Reference, is_used, references_of, rename

Values = dict[str, Python]

_COULD_NOT = {
    Change.CREATE: records.COULD_NOT_CREATE,
    Change.UPDATE: records.COULD_NOT_UPDATE,
    Change.DELETE: records.COULD_NOT_DELETE,
}
_TERMS = ("ARTERM", "APTERM")


class RecordWriter:
    """Writes records of one object of one company.

    Checked are: fields a new record must have, lengths, that named records exist (inactive ones included: inferred),
    uniqueness of ids, that nothing is its own ancestor, and that a removed record is not in use.
    """

    id_is_fixed = False
    lines_are_added = False
    """Whether lines that are given are added to those there are, instead of replacing them."""

    def __init__(self, company: Company, definition: ObjectDefinition) -> None:
        self.company = company
        self.records = company.records
        self.definition = definition

    def create(self, draft: RecordDraft) -> Record:
        """Creates a record. Raises GatewayError."""
        return self._create(draft, {})

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes the fields that are given. Raises GatewayError."""
        definition = self.definition
        with self._saving(Change.UPDATE):
            with self._saving_record(Change.UPDATE):
                values = self._changes(record, draft)
                self.complete(values, record, draft)
                self._check(values, record)
            self.before_saving(values, record, draft)
            self.records.update(definition.name, record.key, values)
            if definition.id_field in values:
                rename(self.records, definition, record[definition.id_field], self._packed(definition.id_field, values))
            changed = self._existing(record.key)
            if definition.id_field in values:
                self.renamed(record.id, changed)
            self._write_lines(changed, draft)
            self.saved(changed, values)
            return self._existing(record.key)

    def delete(self, record: Record) -> None:
        """Removes a record and the lines it owns. Raises GatewayError when another record names it."""
        with self._saving(Change.DELETE), self._saving_record(Change.DELETE):
            if self.in_use(record):
                raise GatewayError(records.IN_USE, label=self.title, value=record.id)
            for collection in self.definition.lines:
                for line in self._lines(collection.object, collection.parent_field, record):
                    self.records.delete(collection.object, line.key)
            self.records.delete(self.definition.name, record.key)
            self.deleted(record)

    @property
    def title(self) -> str:
        """What the company calls the object."""
        return self.company.profile.term(self.definition.label)

    # -- what objects with rules of their own add

    def in_use(self, record: Record) -> bool:
        """Whether a record has to stay, because another one names it."""
        return is_used(self.records, self.definition, record)

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        """Fills in what follows from other values. `record` is None for a new one."""

    def verify(self, values: Values, record: Record | None) -> None:
        """Raises GatewayError if a rule of the object is broken; all named records exist by then."""

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        """Saves the record's parts, such as its contact. Failures belong to the outer level."""

    def saved(self, record: Record, values: Values) -> None:
        """Performs the consequences of a save."""

    def renamed(self, old: str, record: Record) -> None:
        """Follows a record that got another id. What names it as a record follows by itself."""

    def deleted(self, record: Record) -> None:
        """Removes what is no longer used once the record is gone."""

    def line_writer(self, definition: ObjectDefinition) -> "RecordWriter":
        """What writes the record's lines of an object."""
        return RecordWriter(self.company, definition)

    def duplicate(self, value: str) -> GatewayError:
        """The error for a value that must be unique and is not."""
        return GatewayError(records.ANOTHER_EXISTS, label=self.title, value=value)

    def record_level(self, change: Change) -> tuple[ErrorEntry, str] | None:
        """The stack line of the record itself."""
        return _COULD_NOT[change], self.definition.name.lower()

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        """The stack line of the object around it."""
        return _COULD_NOT[change], self.title

    # -- for those hooks

    def value(self, field_id: str, values: Values, record: Record | None) -> Python:
        """The value of a field after the save."""
        if field_id in values or record is None:
            return values.get(field_id)
        return record.python(field_id)

    def require(self, field_id: str, values: Values, record: Record | None) -> None:
        """Raises GatewayError when the field would be empty after the save."""
        if self.value(field_id, values, record) is None:
            field = self.definition.fields_by_id[field_id]
            raise self.invalid(GatewayError(records.REQUIRED_FIELD, label=field.label))

    def invalid(self, error: GatewayError) -> GatewayError:
        """The error as one of the record's validation."""
        return error.then(records.VALIDATE_FAILED, name=self.definition.name.lower())

    # -- the save

    def _create(self, draft: RecordDraft, owner: Values) -> Record:
        with self._saving(Change.CREATE):
            with self._saving_record(Change.CREATE):
                values: Values = {name: value for name, value in self._written(draft).items() if value is not None}
                values.update(owner)
                for name, value in self._defaults.items():
                    values.setdefault(name, value)
                self._number(values)
                self.complete(values, None, draft)
                values.update(self._apart)
                self._check(values, None)
            self.before_saving(values, None, draft)
            record = self._existing(self.records.insert(self.definition.name, values))
            self._write_lines(record, draft)
            self.saved(record, values)
            return self._existing(record.key)

    def _number(self, values: Values) -> None:
        """Gives a record the id that its request leaves out, where the company has a sequence for it."""
        name = self.definition.id_field
        if self.company.profile.numbering and name is not None and name not in values:
            number = next_number(self.company, self.definition.name, name)
            if number is not None:
                values[name] = number

    def _changes(self, record: Record, draft: RecordDraft) -> Values:
        values = self._written(draft)
        fields = self.definition.fields_by_id
        return {name: value for name, value in values.items() if pack(fields[name], value) != record[name]}

    def _written(self, draft: RecordDraft) -> Values:
        """The values of the object's own columns, including those named by key (`CUSTOMERKEY` for CUSTOMERID)."""
        values: Values = {}
        for name, value in draft.values.items():
            field = self.definition.find(name)
            if field is not None and field.stored and not field.readonly and field.id != self.definition.key:
                if field.id in self._apart:
                    self._check_apart(field, value)
                else:
                    values[field.id] = value
        return values | named_by_key(self.company, draft)

    def _check_apart(self, field: Field, value: Python) -> None:
        """A record cannot be turned into one of another object in the same table (inferred)."""
        if value is not None and value != self._apart[field.id]:
            raise GatewayError(records.NOT_A_CHOICE, value=renderer(field)(pack(field, value)), label=field.label)

    def _check(self, values: Values, record: Record | None) -> None:
        for name in self._required:
            if record is None or name in values:
                self.require(name, values, record)
        for name, value in values.items():
            if value is not None:
                self._check_length(self.definition.fields_by_id[name], value)
                reference = self._references.get(name)
                if reference is not None:
                    self._check_reference(reference, values)
        if record is not None:
            self._check_id(values, record)
            self._check_ancestors(values, record)
        self._check_unique(values, record)
        self.verify(values, record)

    def _check_length(self, field: Field, value: Python) -> None:
        if field.length is not None and isinstance(value, str) and len(value) > field.length:
            raise self.invalid(GatewayError(records.TOO_LONG, label=field.label, limit=field.length))

    def _check_reference(self, reference: Reference, values: Values) -> None:
        target = reference.target
        stored = self._packed(reference.field, values)
        found = self.records.find_by(target.name, reference.to, stored)
        if found is not None and sees(self.records, found):
            return
        if target.name == "SUPDOC":
            raise GatewayError(records.ATTACHMENT_MISSING, value=stored)
        if "create" not in target.verbs and not self.records.exists(target.name):
            # Requests cannot fill lists the gateway maintains itself, such as currencies.
            return
        if target.name in _TERMS:
            raise GatewayError(transactions.TERM_INVALID, value=stored)
        if target.name == "CONTACT":
            raise GatewayError(records.CONTACT_INVALID, value=stored)
        raise GatewayError(records.INVALID_REFERENCE, label=self._label_of(target), value=stored)

    def _check_id(self, values: Values, record: Record) -> None:
        id_field = self.definition.id_field
        if self.id_is_fixed and id_field in values:
            field = self.definition.fields_by_id[id_field]
            raise self.invalid(GatewayError(records.ID_IS_FIXED, label=field.label, value=record.id))

    def _check_ancestors(self, values: Values, record: Record) -> None:
        for reference in self._parents:
            named = values.get(reference.field)
            ancestor = None if named is None else self._packed(reference.field, values)
            while ancestor is not None:
                above = self.records.find_by(reference.target.name, reference.to, ancestor)
                if above is not None and above.key == record.key:
                    raise GatewayError(records.OWN_ANCESTOR, label=self.title, value=record.id)
                ancestor = above[reference.field] if above is not None else None

    def _check_unique(self, values: Values, record: Record | None) -> None:
        self.records.prepare(self.definition)
        for group in self.definition.unique:
            if record is not None and not any(name in values for name in group):
                continue
            wanted = {name: self.value(name, values, record) for name in group}
            if None in wanted.values():
                continue
            fields = self.definition.fields_by_id
            stored = {name: pack(fields[name], value) for name, value in wanted.items()}
            # The whole table is searched: an entity may not take the id of a location.
            keys = self.records.tables.select(self.definition.table, (self.definition.key,), stored)
            if any(record is None or key != record.key for (key,) in keys):
                raise self.duplicate(", ".join(str(value) for value in stored.values()))

    # -- owned lines

    def _write_lines(self, record: Record, draft: RecordDraft) -> None:
        """Replaces the given collections. A line with a RECORDNO keeps its identity (inferred)."""
        for collection in self.definition.lines:
            drafts = draft.lines.get(collection.element)
            if drafts is None:
                continue
            writer = self.line_writer(self.records.catalogue[collection.object])
            kept = {line.key: line for line in self._lines(collection.object, collection.parent_field, record)}
            for position, line_draft in enumerate(drafts, 1):
                line = kept.pop(_key_given(line_draft), None)
                if line is not None:
                    writer.update(line, line_draft)
                    continue
                owner: Values = {collection.parent_field: record.key}
                if "LINE_NO" in writer.definition.fields_by_id and not line_draft.given("LINE_NO"):
                    owner["LINE_NO"] = position
                writer._create(line_draft, owner)
            for line in () if self.lines_are_added else kept.values():
                self.records.delete(collection.object, line.key)

    def _lines(self, object_name: str, parent_field: str, record: Record) -> list[Record]:
        return self.records.where(object_name, **{parent_field: record.key})

    # -- small things

    @cached_property
    def _defaults(self) -> Values:
        return default_values(self.definition)

    @cached_property
    def _apart(self) -> Values:
        """The values that mark the object's rows in a shared table."""
        fields = self.definition.fields_by_id
        return {name: unpack(fields[name], code) for name, code in self.definition.own_values.items()}

    @cached_property
    def _required(self) -> tuple[str, ...]:
        return required_fields(self.definition)

    @cached_property
    def _references(self) -> dict[str, Reference]:
        return references_of(self.company.catalogue, self.definition)

    @cached_property
    def _parents(self) -> tuple[Reference, ...]:
        """The references that make the object's records a hierarchy."""
        return tuple(
            reference
            for reference in self._references.values()
            if reference.field.startswith("PARENT") and reference.target.table == self.definition.table
        )

    def _packed(self, field_id: str, values: Values) -> str | int | None:
        return pack(self.definition.fields_by_id[field_id], values[field_id])

    def _label_of(self, target: ObjectDefinition) -> str:
        return self.company.profile.term(target.label)

    def _existing(self, key: int) -> Record:
        record = self.records.get(self.definition.name, key)
        assert record is not None
        return record

    @contextmanager
    def _saving(self, change: Change) -> Iterator[None]:
        try:
            yield
        except GatewayError as error:
            entry, name = self.object_level(change)
            error.then(entry, name=name)
            raise

    @contextmanager
    def _saving_record(self, change: Change) -> Iterator[None]:
        try:
            yield
        except GatewayError as error:
            level = self.record_level(change)
            if level is not None:
                error.then(level[0], name=level[1])
            raise


def _key_given(draft: RecordDraft) -> int:
    """The RECORDNO of a line; 0 for a new line."""
    key = draft.values.get(draft.definition.key, draft.parameters.get(draft.definition.key))
    return (whole_number(str(key)) or 0) if isinstance(key, int | str) else 0
