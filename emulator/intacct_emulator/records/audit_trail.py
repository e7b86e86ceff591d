"""The audit trail: what is recorded of every change.

`AUDITHISTORY` holds one row per created, updated or deleted top-level record; lines belong to their owner's change.
Rows are written straight to the table and not through the records' door, so that the trail does not trail itself.
"""

from collections.abc import Mapping
from datetime import datetime

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.storage.database import quoted

from .store import Records
from .visibility import HISTORY_OWNER, OWNER, history_owner
from .written import Change

HISTORY = "AUDITHISTORY"
_DOCUMENTS = "PRRECORD"
# The gateway's own logs are not audited.
_UNTRAILED = frozenset({HISTORY, "ADVAUDITHISTORY", "ACTIVITYLOG", "JOBQUEUERECORD"})
# Stored codes of ACCESSMODE. A connector asks `query` for C and D (client); M is inferred. Answers show the words of
# the product's help (documented).
_MODES = {Change.CREATE: "C", Change.UPDATE: "M", Change.DELETE: "D"}
_BY_CLIENT, _BY_EMULATOR = "api", "system"
_INSERT = (
    f"INSERT INTO {HISTORY} (OBJECTTYPE, OBJECTKEY, USERID, ACCESSTIME, ACCESSMODE, SOURCE, {HISTORY_OWNER}) "  # noqa: S608
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_INDEX = f'CREATE INDEX IF NOT EXISTS "{HISTORY}:OBJECTKEY" ON {HISTORY} (OBJECTKEY)'


class AuditTrail:
    """Writes a company's trail: an observer of its records."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._database = records.database
        self._subjects: dict[str, tuple[str, str | None, str]] = {}
        self._history = records.catalogue[HISTORY]
        self._indexed = False
        records.database.on_rollback(self._forget)

    def note(self, change: Change, definition: ObjectDefinition, key: int, row: Mapping[str, Stored]) -> None:
        """Records a change. `row` holds what was written or, for a deletion, what was removed."""
        if definition.parent is not None or definition.name in _UNTRAILED:
            return
        self._records.prepare(self._history)
        if not self._indexed:
            self._database.execute(_INDEX)
            self._indexed = True
        subject = self._subjects.get(definition.name) or self._subject(definition)
        author = self._records.author
        self._database.execute(
            _INSERT,
            (
                subject[0],
                self._name(subject, change, key, row),
                author.login,
                self._records.stamp,
                _MODES[change],
                _BY_CLIENT if author.user_key else _BY_EMULATOR,
                history_owner(definition, self._owner(definition, change, key, row)),
            ),
        )

    def _owner(self, definition: ObjectDefinition, change: Change, key: int, row: Mapping[str, Stored]) -> Stored:
        """The entity that owns a record. An update tells only what it changed."""
        if not definition.owned_by_entity or change is not Change.UPDATE:
            return row.get(OWNER)
        table, number = quoted(definition.table), quoted(definition.key)
        select = f"SELECT {OWNER} FROM {table} WHERE {number} = ?"  # noqa: S608 - names of the catalogue
        return self._database.scalar(select, (key,))  # type: ignore[return-value]  # STRICT whole number

    def _name(
        self, subject: tuple[str, str | None, str], change: Change, key: int, row: Mapping[str, Stored]
    ) -> Stored:
        _, name_field, select_name = subject
        if name_field is None:
            return str(key)
        name = row.get(name_field)
        if name is None and change is Change.UPDATE:
            name = self._database.scalar(select_name, (key,))  # type: ignore[assignment]  # STRICT text column
        return str(key) if name is None else name

    def _subject(self, definition: ObjectDefinition) -> tuple[str, str | None, str]:
        name_field = trail_key_field(definition)
        select_name = (
            f"SELECT {quoted(name_field)} FROM {quoted(definition.table)} WHERE {quoted(definition.key)} = ?"  # noqa: S608
            if name_field
            else ""
        )
        subject = (definition.name.lower(), name_field, select_name)
        self._subjects[definition.name] = subject
        return subject

    def _forget(self) -> None:
        self._indexed = False


def attach_audit_trail(records: Records) -> None:
    """Records every change of a company's records from now on. Call it once per company."""
    records.observe(AuditTrail(records).note)


def deletions_since(records: Records, definition: ObjectDefinition, since: datetime) -> int:
    """How many records of an object were deleted from that moment on."""
    records.prepare(records.definition(HISTORY))
    sql = f"SELECT count(*) FROM {HISTORY} WHERE OBJECTTYPE = ? AND ACCESSMODE = ? AND ACCESSTIME >= ?"  # noqa: S608
    asked = (definition.name.lower(), _MODES[Change.DELETE], f"{since:%Y-%m-%d %H:%M:%S}")
    return int(records.database.scalar(sql, asked) or 0)


def trail_key_field(definition: ObjectDefinition) -> str | None:
    """The field whose value names a record in the trail; None if it is the record number, as for documents.

    Documented: RECORDNO for APBILL, LOGINID for USERINFO, the ids of customers, vendors and contacts.
    """
    # Names of custom records may be empty or alike (inferred).
    by_number = definition.sequence == _DOCUMENTS or definition.id_field == "RECORDID" or definition.custom
    return None if by_number or definition.id_field == definition.key else definition.id_field
