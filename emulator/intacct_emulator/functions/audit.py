"""`getAuditTrail`: the changes of one record."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.query.ast import Column, Comparison, Operator, Selection, all_of
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.records.audit_trail import HISTORY, trail_key_field
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.rows import scope_of, select

from .arguments import argument
from .outcome import Data, Element, Outcome
from .registry import function

# The words of `getAuditTrail` for the codes of ACCESSMODE.
_WORDS = {"C": "create", "M": "modify", "D": "delete"}


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
    require_right(context, definition, Verb.READ)
    name = call.object_key or _name_of(company, definition, call.record_no)
    asked = (("OBJECTKEY", name), ("OBJECTTYPE", definition.name.lower()))
    return Outcome(Data(content=tuple(_detail(entry) for entry in _entries(context, asked))))


def _entries(context: Context, asked: tuple[tuple[str, str], ...]) -> Iterator[Record]:
    """The entries of the history that the caller may see."""
    company = context.company
    history = company.catalogue[HISTORY]
    condition = all_of([Comparison(name, Operator.EQUAL, (value,)) for name, value in asked])
    selection = Selection(tuple(Column(name) for name in history.columns), condition)
    page = select(company, history, selection, scope_of(context, include_private=True), CodeDialect.STORED)
    return (Record(history, dict(zip(page.names, row, strict=True))) for row in page.rows)


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
