"""Projects."""

from intacct_emulator.errors import ErrorEntry, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.written import Change

from .contacts import ContactsOwner
from .writer import Values

_SAVING = "Project"


class ProjectWriter(ContactsOwner):
    """Projects. In a multi-entity company each has a location (documented); each stores the top of its branch."""

    contact_blocks = ("CONTACTINFO", "BILLTO", "SHIPTO")

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        if "PARENTID" in values:
            values["ROOTPARENTID"] = self._root_of(values["PARENTID"])

    def verify(self, values: Values, record: Record | None) -> None:
        inside = self.records.author.entity_id is not None
        if self.company.profile.multi_entity and not inside and (record is None or "LOCATIONID" in values):
            self.require("LOCATIONID", values, record)

    def saved(self, record: Record, values: Values) -> None:
        if "ROOTPARENTID" in values:
            self._tell_root(record)

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        if change is Change.DELETE:
            return super().object_level(change)
        return records.ERROR_WHILE_SAVING, self.company.profile.term(_SAVING)

    def _root_of(self, parent: object) -> str | None:
        above = self.records.find("PROJECT", str(parent)) if parent is not None else None
        return (above.text("ROOTPARENTID") or above.id) if above is not None else None

    def _tell_root(self, project: Record) -> None:
        root = project.text("ROOTPARENTID") or project.id
        for below in self.records.where("PROJECT", PARENTID=project.id):
            if below.text("ROOTPARENTID") != root:
                self.records.update("PROJECT", below.key, {"ROOTPARENTID": root})
                self._tell_root(self._existing(below.key))
