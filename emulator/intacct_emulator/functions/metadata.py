"""`lookup` and `inspect`: what the objects of a company are.

Neither needs rights: `inspect` of `*` lists every object "regardless of your permissions" (documented); that the
others do not either is inferred.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from lxml import etree

from intacct_emulator.catalogue.model import DataType, Evidence, Field, ObjectDefinition, Relationship
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context

from .arguments import argument
from .outcome import Data, Element, Outcome, flag
from .registry import function

NO_DESCRIPTION = "No description specified"
_EVERYTHING = "*"

# INTEGER is recorded; the others are made alike (inferred).
_DATA_NAMES = {
    DataType.TEXT: ("Pt_FieldString", "string"),
    DataType.ENUM: ("Pt_FieldString", "string"),
    DataType.INTEGER: ("Pt_FieldInt", "integer"),
    DataType.DECIMAL: ("Pt_FieldDouble", "decimal"),
    DataType.CURRENCY: ("Pt_FieldDouble", "currency"),
    DataType.PERCENT: ("Pt_FieldDouble", "percent"),
    DataType.DATE: ("Pt_FieldDate", "date"),
    DataType.TIMESTAMP: ("Pt_FieldDateTime", "timestamp"),
    DataType.BOOLEAN: ("Pt_FieldBoolean", "boolean"),
}
_INTEGER_LENGTH = "8"


@dataclass(frozen=True, slots=True)
class LookupCall:
    """`<lookup>`: an object by integration name or by label, and the kind of document it is asked about."""

    object: str
    name: str = ""
    docparid: str = ""

    @classmethod
    def decode(cls, element: etree._Element) -> "LookupCall":
        """The call of a `<lookup>` element, its children in any order."""
        return cls(argument(element, "object"), argument(element, "name"), argument(element, "docparid"))


@dataclass(frozen=True, slots=True)
class InspectCall:
    """`<inspect>`: all objects (`*`), or one by integration name or by label; with all about its fields or only their
    names."""

    object: str
    name: str = ""
    detail: bool = False

    @classmethod
    def decode(cls, element: etree._Element) -> "InspectCall":
        """The call of an `<inspect>` element. Any `detail` but 1 asks for the summary (inferred)."""
        return cls(argument(element, "object"), argument(element, "name"), element.get("detail", "").strip() == "1")


@function("lookup", decode=LookupCall.decode, evidence=Evidence.RECORDED, source="260 recorded answers")
def lookup(context: Context, call: LookupCall) -> Outcome:
    """The fields and relationships of one object.

    Raises FUNCTION_OBJECT_NOT_FOUND for an object that does not exist (inferred: as `query` answers).
    """
    definition = _object(context.company, call.object, call.name)
    content = (
        Element("Fields", _looked_up(definition)),
        Element("Relationships", tuple(_related(entry) for entry in definition.relationships if not entry.hidden)),
    )
    attributes = (("Name", definition.name), ("DocumentType", call.docparid or definition.document_type))
    return _types((Element("Type", content, attributes),))


@function(
    "inspect",
    decode=InspectCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded answers of a client's tests; reference page",
)
def inspect(context: Context, call: InspectCall) -> Outcome:
    """All objects, or the fields of one.

    Raises FUNCTION_OBJECT_NOT_FOUND for an object that does not exist (inferred: as `query` answers).
    """
    company = context.company
    if call.object == _EVERYTHING:
        # What no generic function reaches has no name among them (inferred).
        known = (entry for entry in company.catalogue if entry.verbs)
        return _types(tuple(Element("type", entry.label, (("typename", entry.name),)) for entry in known))
    definition = _object(company, call.object, call.name)
    fields = definition.listed_fields
    if not call.detail:
        content: tuple[Element, ...] = (Element("Fields", tuple(Element("Field", field.id) for field in fields)),)
    else:
        about = (
            Element("SingularName", definition.label),
            Element("PluralName", definition.plural),
            Element("Description"),
        )
        details = tuple(_inspected(definition, field, place) for place, field in enumerate(fields))
        content = (Element("Attributes", about), Element("Fields", details))
    return _types((Element("Type", content, (("Name", definition.name),)),))


def _types(types: tuple[Element, ...]) -> Outcome:
    return Outcome(Data((("listtype", "All"), ("count", str(len(types)))), types))


def _object(company: Company, name: str, label: str) -> ObjectDefinition:
    found = company.catalogue.find(name) if name else next(_labelled(company, label), None)
    if found is None:
        raise GatewayError(protocol.FUNCTION_OBJECT_NOT_FOUND, object=name or label)
    return found


def _labelled(company: Company, label: str) -> Iterator[ObjectDefinition]:
    """Objects that people call by that name: by their label, or as a kind of document the company has defined."""
    wanted = label.lower()
    for definition in company.catalogue:
        if wanted in (definition.label.lower(), definition.plural.lower(), definition.name.lower()):
            yield definition
    for definition in company.catalogue:
        if definition.kinds and company.records.find_by(definition.kinds, "DOCID", label):
            yield definition


def _looked_up(definition: ObjectDefinition) -> tuple[Element, ...]:
    return tuple(_looked_up_field(field) for field in definition.listed_fields)


def _looked_up_field(field: Field) -> Element:
    parts = [
        Element("ID", field.id),
        Element("LABEL", field.label),
        Element("DESCRIPTION", NO_DESCRIPTION if field.description is None else field.description),
        Element("REQUIRED", flag(field.required)),
        Element("READONLY", flag(field.readonly)),
        Element("DATATYPE", field.lookup_type.value),
    ]
    # Where the choices are the company's own records, lookup says that there are choices and lists none (recorded).
    if field.listed_values or field.company_choices:
        parts.append(Element("VALIDVALUES", tuple(Element("VALIDVALUE", value) for value in field.listed_values)))
    parts.append(Element("ISCUSTOM", flag(field.custom)))
    return Element("Field", parts)


def _related(relationship: Relationship) -> Element:
    return Element(
        "Relationship",
        (
            Element("OBJECTPATH", relationship.path),
            Element("OBJECTNAME", relationship.object),
            Element("LABEL", relationship.label),
            Element("RELATIONSHIPTYPE", relationship.type),
            Element("RELATEDBY", relationship.related_by),
        ),
    )


def _inspected(definition: ObjectDefinition, field: Field, place: int) -> Element:
    data_name, external = _DATA_NAMES[field.lookup_type]
    length = _INTEGER_LENGTH if field.lookup_type is DataType.INTEGER else str(field.length or "")
    return Element(
        "Field",
        (
            Element("Name", field.id),
            Element("GroupName"),
            Element("dataName", data_name),
            Element("externalDataName", external),
            Element("isRequired", flag(field.required)),
            Element("isReadOnly", flag(field.readonly)),
            Element("maxLength", length),
            Element("DisplayLabel", field.label),
            Element("Description", field.description or ""),
            Element("id", _field_number(definition, place)),
        ),
    )


def _field_number(definition: ObjectDefinition, place: int) -> str:
    """A number for a field that is the same in every run. The gateway's own numbers have no public meaning."""
    return f"9{crc32(definition.name.encode()):010d}{place:04d}"
