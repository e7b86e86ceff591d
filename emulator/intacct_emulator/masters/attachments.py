"""Attachments, their folders and their files.

An attachment is a named set of files; one transaction or record names one attachment (documented).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intacct_emulator.errors import GatewayError
from intacct_emulator.errors import records as record_errors
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.storage.database import Value
from intacct_emulator.storage.tables import Affinity, TableSchema

from .writer import RecordWriter, Values

ATTACHMENT, FOLDER = "SUPDOC", "SUPDOCFOLDER"
_FILES = TableSchema(
    "attached_file",
    "number",
    {
        "number": Affinity.INTEGER,
        "attachment": Affinity.INTEGER,
        "name": Affinity.TEXT,
        "type": Affinity.TEXT,
        "content": Affinity.BLOB,
    },
    indexes=(("attachment",),),
)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file: its name without extension, its extension, its bytes (None if not requested)."""

    name: str
    type: str
    content: bytes | None = None


class AttachedFiles:
    """The files of a company's attachments, in the order in which they were added."""

    def __init__(self, records: Records) -> None:
        self._tables = records.tables
        self._tables.ensure(_FILES)

    def add(self, attachment: int, files: Iterable[AttachedFile]) -> None:
        """Adds files. A file of the same name and type replaces the earlier one (inferred)."""
        for file in files:
            named: dict[str, Value] = {"attachment": attachment, "name": file.name, "type": file.type}
            known = self._tables.select(_FILES.name, (_FILES.key,), named)
            if known:
                self._tables.update(_FILES.name, _FILES.key, known[0][0], {"content": file.content})
            else:
                self._tables.insert(_FILES.name, {**named, "content": file.content})

    def of(self, attachment: int, *, contents: bool) -> Sequence[AttachedFile]:
        """The files of an attachment, with their bytes or without."""
        columns = ("name", "type", "content") if contents else ("name", "type")
        rows = self._tables.select(_FILES.name, columns, {"attachment": attachment}, _FILES.key)
        return [
            AttachedFile(str(name), str(kind), *(bytes(part) for part in content if isinstance(part, bytes)))
            for name, kind, *content in rows
        ]

    def remove(self, attachment: int) -> None:
        """Removes the files of an attachment."""
        self._tables.delete(_FILES.name, "attachment", attachment)


def require_attachment(records: Records, attachment_id: str | None) -> None:
    """Raises GatewayError ATTACHMENT_MISSING when a transaction names an attachment that does not exist."""
    if attachment_id is not None and records.find(ATTACHMENT, attachment_id) is None:
        raise GatewayError(record_errors.ATTACHMENT_MISSING, value=attachment_id)


class AttachmentWriter(RecordWriter):
    """Attachments. Each is in a folder, which has to exist first (both documented)."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        """Clients leave out the name although it is documented as required: the id is used then (inferred)."""
        if record is None:
            values.setdefault("SUPDOCNAME", values.get("SUPDOCID"))

    def verify(self, values: Values, record: Record | None) -> None:
        self.require("FOLDER", values, record)

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        if record is None:
            values["CREATIONDATE"] = self.company.clock.today()
            values["CREATEDBY"] = self.records.author.login or None

    def deleted(self, record: Record) -> None:
        AttachedFiles(self.records).remove(record.key)


class AttachmentFolderWriter(RecordWriter):
    """Folders. Answers name the creator by login and the last editor by record number (both recorded)."""

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        author = self.records.author
        today = self.company.clock.today()
        if record is None:
            values["CREATIONDATE"] = today
            values["CREATEDBY"] = author.login or None
        values["LASTMODIFIED"] = today
        values["LASTMODIFIEDBY"] = str(author.user_key)
