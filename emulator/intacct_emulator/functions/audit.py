"""The audit trail: what it records of every change, and `getAuditTrail`, which answers it for one record.

`AUDITHISTORY` holds one row per created, updated or deleted top-level record; lines belong to their owner's change.
Rows are written straight to the table and not through the records' door, so that the trail does not trail itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import Stored, whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Change
from intacct_emulator.storage.database import quoted
from intacct_emulator.tenancy.company import Company

from .access import Operation, require_right
from .arguments import argument
from .context import Context
from .outcome import Data, Element, Outcome
from .registry import function

_DOCUMENTS = "PRRECORD"
HISTORY = "AUDITHISTORY"
# The logs of the gateway itself are no subject of the trail.
_UNTRAILED = frozenset({HISTORY, "ADVAUDITHISTORY", "ACTIVITYLOG", "JOBQUEUERECORD"})
# Stored codes of ACCESSMODE. A connector asks `query` for C and D (client); M is inferred. Answers show the words of
# the product's help (documented).
_MODES = {Change.CREATE: "C", Change.UPDATE: "M", Change.DELETE: "D"}
DELETED = _MODES[Change.DELETE]
# The words of `getAuditTrail`.
_WORDS = {"C": "create", "M": "modify", "D": "delete"}
_BY_CLIENT, _BY_EMULATOR = "api", "system"
_INSERT = (
    f"INSERT INTO {HISTORY} (OBJECTTYPE, OBJECTKEY, USERID, ACCESSTIME, ACCESSMODE, SOURCE) "  # noqa: S608 - constants
    "VALUES (?, ?, ?, ?, ?, ?)"
)
_INDEX = f'CREATE INDEX IF NOT EXISTS "{HISTORY}:OBJECTKEY" ON {HISTORY} (OBJECTKEY)'


class AuditTrail:
    """Writes a company's trail: an observer of its records."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self._database = company.database
        self._subjects: dict[str, tuple[str, str | None, str]] = {}
        self._history = company.catalogue[HISTORY]
        self._indexed = False
        company.database.on_rollback(self._forget)

    def note(self, change: Change, definition: ObjectDefinition, key: int, row: Mapping[str, Stored]) -> None:
        """Records a change. `row` holds what was written, or for a deletion what is known of the record that was."""
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
            ),
        )

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


def attach_audit_trail(company: Company) -> None:
    """Records every change of the company's records from now on. Once per company."""
    company.records.observe(AuditTrail(company).note)


def trail_key_field(definition: ObjectDefinition) -> str | None:
    """The field by whose value the trail names a record; None when it is the record number, as for documents.

    Documented: RECORDNO for APBILL, LOGINID for USERINFO, the ids of customers, vendors and contacts.
    """
    # Names of custom records may be empty or alike (inferred).
    by_number = definition.sequence == _DOCUMENTS or definition.id_field == "RECORDID" or definition.custom
    return None if by_number or definition.id_field == definition.key else definition.id_field


@dataclass(frozen=True, slots=True)
class AuditTrailCall:
    """`<getAuditTrail>`: an object, and one record by RECORDNO or by its unique name; the other one is empty."""

    object: str
    object_key: str = ""
    record_no: str = ""

    @classmethod
    def decode(cls, element: etree._Element) -> "AuditTrailCall":
        """The call of a `<getAuditTrail>` element."""
        return cls(*(argument(element, name) for name in ("object", "objectKey", "recordNo")))


@function(
    "getAuditTrail",
    decode=AuditTrailCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="audit trails page with sample; order and empty server, tracking and address inferred",
)
def get_audit_trail(context: Context, call: AuditTrailCall) -> Outcome:
    """The changes of one record, oldest first. None when it was last changed before there was a trail (documented).

    Raises NO_PERMISSION when the user may not view the object, FUNCTION_OBJECT_NOT_FOUND when there is none (inferred).
    """
    company = context.company
    definition = company.catalogue.find(call.object)
    if definition is None:
        raise GatewayError(protocol.FUNCTION_OBJECT_NOT_FOUND, object=call.object)
    require_right(context, definition, Operation.READ)
    name = call.object_key or _name_of(company, definition, call.record_no)
    entries = company.records.where(HISTORY, OBJECTKEY=name, OBJECTTYPE=definition.name.lower())
    return Outcome(Data(content=tuple(_detail(entry) for entry in entries)))


def _name_of(company: Company, definition: ObjectDefinition, record_no: str) -> str:
    field = trail_key_field(definition)
    number = whole_number(record_no)
    if field is None or number is None:
        return record_no
    record = company.records.get(definition.name, number)
    return (record.text(field) if record else None) or record_no


def _detail(entry: Record) -> Element:
    moment = entry.text("ACCESSTIME")
    return Element(
        "auditTrailDetail",
        (
            Element("userId", entry.text("USERID") or ""),
            Element("object", entry.text("OBJECTTYPE") or ""),
            Element("objectKey", entry.text("OBJECTKEY") or ""),
            Element("accessTime", f"{moment.replace(' ', 'T')}+00:00" if moment else ""),
            Element("accessMode", _WORDS.get(entry.text("ACCESSMODE") or "", "")),
            Element("workflowAction", entry.text("WORKFLOWACTION") or ""),
            Element("webServer"),
            Element("trackingId"),
            Element("ipAddress", entry.text("IPADDRESS") or ""),
            Element("source", entry.text("SOURCE") or ""),
        ),
    )
