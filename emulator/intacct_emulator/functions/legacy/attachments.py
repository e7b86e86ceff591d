"""Legacy functions of attachments and their folders, which no generic function writes (documented).

Contents travel as base64. Creates and updates answer the record number (recorded), deletes nothing (recorded).
"""

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.masters.attachments import ATTACHMENT, FOLDER, AttachedFile, AttachedFiles
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.targets import changing
from intacct_emulator.work.writers import writer_for

from .write_shape import WriteShape
from .writing import deletes, objects_of, record_of

_SOURCE = "recorded answers of attachment functions; errors inferred"
_FILES_BLOCK = "attachments"
_ATTACHMENT_FIELDS = {
    "supdocid": "SUPDOCID",
    "supdocname": "SUPDOCNAME",
    "supdocfoldername": "FOLDER",
    "supdocdescription": "DESCRIPTION",
}
_FOLDER_FIELDS = {
    "supdocfoldername": "NAME",
    "supdocfolderdescription": "DESCRIPTION",
    "supdocparentfoldername": "PARENTFOLDER",
}
# The bounds of the older schema (documented there, for names only; contents are bounded by the size of a request).
_LONGEST_NAME, _LONGEST_TYPE = 4000, 20


@dataclass(frozen=True, slots=True)
class SaveCall:
    """A create or update: texts by field id, and the elements of the files."""

    texts: Mapping[str, str]
    files: tuple[etree._Element, ...]


def _decoder(fields: Mapping[str, str]) -> Callable[[etree._Element], SaveCall]:
    def decode(element: etree._Element) -> SaveCall:
        texts = {
            fields[child.tag]: (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str) and child.tag in fields
        }
        return SaveCall(texts, tuple(element.iterfind(f"{_FILES_BLOCK}/attachment")))

    return decode


def _creates(name: str, object_name: str, fields: Mapping[str, str]) -> None:
    @function(
        name,
        decode=_decoder(fields),
        evidence=Evidence.RECORDED,
        source=_SOURCE,
        objects=objects_of(object_name),
    )
    def create(context: Context, call: SaveCall) -> Outcome:
        company = context.company
        definition = company.catalogue[object_name]
        require_right(context, definition, Verb.CREATE)
        files = _files(call)
        draft = draft_from_texts({field: text or None for field, text in call.texts.items()}, definition)
        return _saved(company, writer_for(company, definition).create(draft), files)


def _updates(name: str, object_name: str, fields: Mapping[str, str]) -> None:
    @function(
        name,
        decode=_decoder(fields),
        evidence=Evidence.RECORDED,
        source=_SOURCE,
        objects=objects_of(object_name),
    )
    def update(context: Context, call: SaveCall) -> Outcome:
        """Empty elements change nothing, as in other legacy updates (inferred). Files are added (client evidence)."""
        company = context.company
        definition = company.catalogue[object_name]
        require_right(context, definition, Verb.UPDATE)
        texts = dict(call.texts)
        record = record_of(company, definition, texts.pop(definition.id_field or definition.key, ""))
        files = _files(call)
        draft = draft_from_texts({field: text for field, text in texts.items() if text}, definition)
        with changing(company, record):
            return _saved(company, writer_for(company, definition).update(record, draft), files)


def _saved(company: Company, record: Record, files: tuple[AttachedFile, ...]) -> Outcome:
    if files:
        AttachedFiles(company.records).add(record.key, files)
    return Outcome(key=str(record.key))


def _files(call: SaveCall) -> tuple[AttachedFile, ...]:
    """The files a request brings. Raises GatewayError for one without name, type or readable contents, and for two of
    the same name and type."""
    files = tuple(_file(element) for element in call.files)
    for (name, kind), count in Counter((file.name, file.type) for file in files).items():
        if count > 1:
            raise GatewayError(records.ANOTHER_EXISTS, label="Attachment", value=f"{name}.{kind}")
    return files


def _file(element: etree._Element) -> AttachedFile:
    name = _text(element, "attachmentname", "Attachment name", _LONGEST_NAME)
    kind = _text(element, "attachmenttype", "Attachment type", _LONGEST_TYPE)
    text = _text(element, "attachmentdata", "Attachment data", None)
    try:
        # Clients' libraries break long base64 into lines.
        content = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise GatewayError(records.ATTACHMENT_UNREADABLE, value=name) from None
    return AttachedFile(name, kind, content)


def _text(element: etree._Element, tag: str, label: str, limit: int | None) -> str:
    text = argument(element, tag)
    if not text:
        raise GatewayError(records.REQUIRED_FIELD, label=label)
    if limit is not None and len(text) > limit:
        raise GatewayError(records.TOO_LONG, label=label, limit=limit)
    return text


_creates("create_supdoc", ATTACHMENT, _ATTACHMENT_FIELDS)
_updates("update_supdoc", ATTACHMENT, _ATTACHMENT_FIELDS)
deletes("delete_supdoc", WriteShape(ATTACHMENT, "key", {}))
_creates("create_supdocfolder", FOLDER, _FOLDER_FIELDS)
_updates("update_supdocfolder", FOLDER, _FOLDER_FIELDS)
deletes("delete_supdocfolder", WriteShape(FOLDER, "key", {}))
