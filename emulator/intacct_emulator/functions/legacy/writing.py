"""The handlers of legacy create, update and delete functions, made from the shapes of their elements.

A success answers the record's key: the id for most records (recorded for classes), the record number for transactions;
a delete answers none (recorded for attachments).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.records.draft import RECLASSIFIES, WITHIN_SUMMARY, RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.targets import changing, record_of_number, seen
from intacct_emulator.work.writers import writer_for

from .read_element import LineReading, Reading, read_element
from .write_shape import WriteShape, line_collection

SOURCE = "published schema and reference pages; answers of other legacy functions"
_TRUE = frozenset({"true", "t"})
# Transactions are named by record number, whatever number their users gave them.
_DOCUMENTS = "PRRECORD"


@dataclass(frozen=True, slots=True)
class CreateCall:
    """A legacy create. With `ignoreduplicates` a record that exists already is left as it is (inferred)."""

    reading: Reading
    ignore_duplicates: bool


@dataclass(frozen=True, slots=True)
class UpdateCall:
    """A legacy update. Elements without content change nothing unless `set_nulls` says so (inferred)."""

    key: str
    external: bool
    reading: Reading
    set_nulls: bool


@dataclass(frozen=True, slots=True)
class LegacyDeleteCall:
    """A legacy delete."""

    key: str
    external: bool


Lines = Callable[[Company, Record, tuple[LineReading, ...], WriteShape], tuple[RecordDraft, ...]]


def creates(name: str, shape: WriteShape, *, evidence: Evidence = Evidence.DOCUMENTED, source: str = SOURCE) -> None:
    """Registers a function that creates records of a shape."""

    @function(
        name,
        decode=lambda element: decode_create(element, shape),
        evidence=evidence,
        source=source,
        level=shape.level,
        objects=objects_of(shape.object),
    )
    def create(context: Context, call: CreateCall) -> Outcome:
        return create_by(context, name, shape, call)


def decode_create(element: etree._Element, shape: WriteShape) -> CreateCall:
    """The call of an element that creates a record of a shape."""
    return CreateCall(read_element(element, shape), _flag(element, "ignoreduplicates"))


def create_by(
    context: Context, name: str, shape: WriteShape, call: CreateCall, *, summary: int | None = None
) -> Outcome:
    """Creates the record that a call of the function `name` asks for, filed under a summary where one is given.

    Raises GatewayError; EmulatorGap for what cannot be honoured.
    """
    company, reading = context.company, call.reading
    definition = company.catalogue[shape.object]
    require_right(context, definition, Verb.CREATE)
    if call.ignore_duplicates and definition.id_field is not None:
        known = company.records.find(definition.name, reading.texts.get(definition.id_field, "").strip())
        if known is not None:
            return Outcome(key=answered_key(definition, known))
    _create_contacts(company, reading)
    lines = None
    if shape.lines is not None and reading.lines is not None:
        line_definition = company.catalogue[line_collection(definition, shape.lines).object]
        lines = tuple(line_draft(company, line, line_definition) for line in reading.lines)
    draft = _draft(reading.texts, definition, shape, lines)
    if summary is not None:
        draft = replace(draft, inputs={**draft.inputs, WITHIN_SUMMARY: summary})
    record = writer_for(company, definition).create(draft)
    return _answer(name, definition, record, reading)


def line_draft(company: Company, line: LineReading, definition: ObjectDefinition) -> RecordDraft:
    """The draft of a line and its parts. Raises GatewayError for a text that is not a value of its field."""
    parts: dict[str, tuple[RecordDraft, ...]] = {}
    for name, texts in line.parts:
        part = draft_from_texts(texts, company.catalogue[definition.parts[name]])
        parts[name] = (*parts.get(name, ()), part)
    return draft_from_texts(line.texts, definition, parts)


def updates(name: str, shape: WriteShape, *, lines: Lines | None = None, reclassifies: bool = False) -> None:
    """Registers a function that changes records of a shape. `lines` makes the new lines out of the stored ones and
    those that are given; `reclassifies` lets it change where lines of paid documents belong."""

    def decode(element: etree._Element) -> UpdateCall:
        return UpdateCall(
            element.get(shape.key, "").strip(),
            _flag(element, "externalkey"),
            read_element(element, shape),
            _flag(element, "set_nulls"),
        )

    @function(
        name,
        decode=decode,
        evidence=Evidence.DOCUMENTED,
        source=SOURCE,
        level=shape.level,
        objects=objects_of(shape.object),
    )
    def update(context: Context, call: UpdateCall) -> Outcome:
        company, reading = context.company, call.reading
        definition = company.catalogue[shape.object]
        require_right(context, definition, Verb.UPDATE)
        record = record_of(company, definition, call.key, external=call.external)
        _create_contacts(company, reading)
        texts: dict[str, str | None] = dict(reading.texts)
        if call.set_nulls:
            texts.update(dict.fromkeys(reading.emptied))
        changed = lines(company, record, reading.lines, shape) if lines is not None and reading.lines else None
        draft = _draft(texts, definition, shape, changed)
        if reclassifies:
            draft = replace(draft, inputs={**draft.inputs, RECLASSIFIES: True})
        with changing(company, record):
            record = writer_for(company, definition).update(record, draft)
        return _answer(name, definition, record, reading)


def deletes(name: str, shape: WriteShape) -> None:
    """Registers a function that removes records of a shape's object."""

    def decode(element: etree._Element) -> LegacyDeleteCall:
        return LegacyDeleteCall(element.get(shape.key, "").strip(), _flag(element, "externalkey"))

    @function(
        name,
        decode=decode,
        evidence=Evidence.DOCUMENTED,
        source=SOURCE,
        level=shape.level,
        objects=objects_of(shape.object),
    )
    def delete(context: Context, call: LegacyDeleteCall) -> Outcome:
        definition = context.company.catalogue[shape.object]
        require_right(context, definition, Verb.DELETE)
        record = record_of(context.company, definition, call.key, external=call.external)
        with changing(context.company, record):
            writer_for(context.company, definition).delete(record)
        return Outcome()


def objects_of(object_name: str) -> Callable[[etree._Element], tuple[str, ...]]:
    """Tells of a function's calls that they are about that object."""
    return lambda _: (object_name,)


def record_of(company: Company, definition: ObjectDefinition, key: str, *, external: bool = False) -> Record:
    """The record a legacy function names, as `find_record` finds it.

    Raises GatewayError NO_RECORD_FOR_KEY, as a gap for keys of other systems.
    """
    record = find_record(company, definition, key, external=external)
    if record is None:
        raise GatewayError(records.NO_RECORD_FOR_KEY, key=key)
    return record


def find_record(company: Company, definition: ObjectDefinition, key: str, *, external: bool = False) -> Record | None:
    """The record a legacy function names, or None: by id, or by record number for transactions (and, inferred, if no
    record has that id).

    Raises EmulatorGap for keys of other systems, which are not stored.
    """
    if external:
        raise EmulatorGap("external keys", records.NO_RECORD_FOR_KEY, key=key)
    record = None if _numbered(definition) else seen(company, company.records.find(definition.name, key))
    if record is None and (number := whole_number(key)) is not None:
        record = record_of_number(company, definition, number)
    return record


def answered_key(definition: ObjectDefinition, record: Record) -> str:
    """What a legacy function answers as the key of a record."""
    return str(record.key) if _numbered(definition) else record.id


def _draft(
    texts: Mapping[str, str | None],
    definition: ObjectDefinition,
    shape: WriteShape,
    lines: tuple[RecordDraft, ...] | None,
) -> RecordDraft:
    collections = {shape.lines.collection: lines} if shape.lines is not None and lines is not None else None
    return draft_from_texts(texts, definition, collections)


def _answer(name: str, definition: ObjectDefinition, record: Record, reading: Reading) -> Outcome:
    """The key. Raises EmulatorGap if an otherwise valid request asks for something not built; its writes are undone."""
    if reading.refused:
        asked = ", ".join(reading.refused)
        raise EmulatorGap(f"{name} with {asked}", protocol.NOT_BUILT, function=f"{name} with {asked}")
    return Outcome(key=answered_key(definition, record), gaps=tuple(f"{name} {noted}" for noted in reading.noted))


def _create_contacts(company: Company, reading: Reading) -> None:
    """Creates the contacts a document describes; one of that name which exists is taken as it is (inferred)."""
    definition = company.catalogue["CONTACT"]
    for texts in reading.contacts:
        if company.records.find(definition.name, texts.get("CONTACTNAME", "")) is None:
            writer_for(company, definition).create(draft_from_texts(texts, definition))


def _numbered(definition: ObjectDefinition) -> bool:
    return definition.id_field is None or definition.sequence == _DOCUMENTS


def _flag(element: etree._Element, attribute: str) -> bool:
    return element.get(attribute, "").strip().lower() in _TRUE
