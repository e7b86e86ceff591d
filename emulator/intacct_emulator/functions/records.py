"""`create`, `update` and `delete`: any objects, one after the other, until the first that fails."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, Level, ObjectDefinition
from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.work.access import Verb, require
from intacct_emulator.work.context import Context
from intacct_emulator.work.targets import changing, record_of_draft, record_of_key
from intacct_emulator.work.writers import writer_for

from .arguments import argument
from .inline import few_objects
from .outcome import Data, Element, FunctionFailure, Outcome
from .query import key_list
from .record_xml import draft_of
from .registry import function

MOST_OBJECTS = 100


@dataclass(frozen=True, slots=True)
class WriteCall:
    """The objects of a `create` or `update`, each decoded when its turn comes."""

    objects: tuple[etree._Element, ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "WriteCall":
        """The children of `<create>` or `<update>`. Raises GatewayError for more than 100."""
        objects = tuple(child for child in element if isinstance(child.tag, str))
        if len(objects) > MOST_OBJECTS:
            raise GatewayError(protocol.TOO_MANY, what="objects", limit=MOST_OBJECTS)
        return cls(objects)


@dataclass(frozen=True, slots=True)
class DeleteCall:
    """`<delete>`: an object and its keys."""

    object: str
    keys: tuple[str, ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "DeleteCall":
        """The children of `<delete>`. Raises GatewayError for more than 100 keys."""
        return cls(argument(element, "object"), key_list(element))


def written_objects(element: etree._Element) -> tuple[str, ...]:
    """The objects that a `<create>` or `<update>` is about, each once."""
    return tuple(dict.fromkeys(child.tag.upper() for child in element if isinstance(child.tag, str)))


@function(
    "create",
    decode=WriteCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded create answers",
    inline=few_objects,
    objects=written_objects,
)
def create(context: Context, call: WriteCall) -> Outcome:
    """Creates objects. It stops at the first failure and keeps what was created before (recorded partial success)."""
    return _write(context, call, _create_one)


@function(
    "update",
    decode=WriteCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded update answers",
    objects=written_objects,
)
def update(context: Context, call: WriteCall) -> Outcome:
    """Updates objects named by RECORDNO or their id field; sequential like `create`."""
    return _write(context, call, _update_one)


@function("delete", decode=DeleteCall.decode, evidence=Evidence.RECORDED, source="recorded delete answers")
def delete(context: Context, call: DeleteCall) -> Outcome:
    """Deletes records by RECORDNO or id, in order; the first failure ends it. Success has no data (recorded)."""
    definition = context.company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.DELETE_OBJECT_NOT_FOUND, object=call.object)
    require(context, definition, Verb.DELETE)
    if not call.keys:
        raise GatewayError(records.CANNOT_FIND_TO_DELETE, object=definition.name.lower(), key="")
    for key in call.keys:
        record = record_of_key(context.company, definition, key)
        if record is None:
            raise GatewayError(records.CANNOT_FIND_TO_DELETE, object=definition.name.lower(), key=key)
        with changing(context.company, record):
            writer_for(context.company, definition).delete(record)
    return Outcome()


def key_elements(record: Record, definition: ObjectDefinition) -> Element:
    """`<vendor><RECORDNO>…</RECORDNO><VENDORID>…</VENDORID></vendor>`: lower-case object, key fields (recorded).
    Documents have only RECORDNO, custom objects only `id` (client evidence)."""
    children = [Element(definition.key, str(record.key))]
    only_key = definition.custom or definition.sequence == "PRRECORD"
    if definition.id_field and definition.id_field != definition.key and not only_key:
        children.append(Element(definition.id_field, record.id))
    return Element(definition.name.lower(), children)


def _write(
    context: Context, call: WriteCall, write_one: Callable[[Context, etree._Element, ObjectDefinition], Record]
) -> Outcome:
    written: list[Element] = []
    try:
        for element in call.objects:
            definition = context.company.catalogue.find(str(element.tag))
            if definition is None:
                raise GatewayError(protocol.WRITE_OBJECT_NOT_FOUND, object=element.tag)
            # The first object needs no unit of its own: if it fails, the function has written nothing.
            with context.company.database.unit() if written else nullcontext():
                record = write_one(context, element, definition)
            written.append(key_elements(record, definition))
    except GatewayError as error:
        raise FunctionFailure.with_data(error, _objects(written), completed=bool(written)) from None
    return Outcome(_objects(written))


def _create_one(context: Context, element: etree._Element, definition: ObjectDefinition) -> Record:
    require(context, definition, Verb.CREATE)
    draft = draft_of(element, definition, context.company.catalogue)
    _note_what_is_dropped(context, draft)
    return writer_for(context.company, definition).create(draft)


def _update_one(context: Context, element: etree._Element, definition: ObjectDefinition) -> Record:
    require(context, definition, Verb.UPDATE)
    draft = draft_of(element, definition, context.company.catalogue)
    _note_what_is_dropped(context, draft)
    record = record_of_draft(context.company, draft)
    with changing(context.company, record):
        return writer_for(context.company, definition).update(record, draft)


def _note_what_is_dropped(context: Context, draft: RecordDraft) -> None:
    """Notes the parts of a kept record that the product stores and the emulator does not: parameters and blocks that
    are not fields. Modelled objects handle theirs."""
    definition = draft.definition
    if definition.level is not Level.KEPT:
        return
    for name in dict.fromkeys(name.partition(".")[0] for name, text in draft.parameters.items() if text):
        if name in definition.write_only or name not in draft.parameters:
            context.note_gap(f"{name} of {definition.name}")


def _objects(written: list[Element]) -> Data:
    return Data((("listtype", "objects"), ("count", str(len(written)))), written)
