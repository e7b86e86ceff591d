"""Descriptions of objects and users as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from intacct_client.responses import Result
from intacct_client.rows import Row, row_of


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One field of an object; ``datatype`` is the gateway's word (``TEXT``, ``DECIMAL``, ``DATE`` ...)."""

    id: str
    label: str
    description: str
    datatype: str
    required: bool
    read_only: bool
    custom: bool
    valid_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relationship:
    """A way from one object to another; ``path`` is the prefix of its dotted field names."""

    path: str
    object_name: str
    label: str
    kind: str
    related_by: str


@dataclass(frozen=True, slots=True)
class ObjectDefinition:
    """An object as ``lookup`` describes it. ``fields`` maps a field's id to its definition, in the gateway's order."""

    name: str
    document_type: str
    fields: Mapping[str, FieldDefinition]
    relationships: tuple[Relationship, ...]


@dataclass(frozen=True, slots=True)
class InspectedType:
    """An object as ``inspect`` describes it; ``fields`` maps names to details (empty without ``detail``)."""

    name: str
    attributes: Row
    fields: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Permission:
    """What a user may do under one policy of one application."""

    application: str
    policy: str
    rights: tuple[str, ...]


def object_definition(result: Result) -> ObjectDefinition:
    """Read the ``<Type>`` of a ``lookup``."""
    described = _type(result)
    fields = [_field(element) for element in described.iterfind("Fields/Field")]
    return ObjectDefinition(
        name=described.get("Name", ""),
        document_type=described.get("DocumentType", ""),
        fields={field.id: field for field in fields},
        relationships=tuple(_relationship(element) for element in described.iterfind("Relationships/Relationship")),
    )


def inspected_type(result: Result) -> InspectedType:
    """Read the ``<Type>`` of an ``inspect``, with or without detail."""
    described = _type(result)
    attributes = described.find("Attributes")
    fields: dict[str, Row] = {}
    for element in described.iterfind("Fields/Field"):
        row = row_of(element)
        fields[str(row.get("Name") or element.text or "")] = row
    return InspectedType(described.get("Name", ""), Row() if attributes is None else row_of(attributes), fields)


def permissions(result: Result) -> list[Permission]:
    """Read the ``<permissions>`` of a ``getUserPermissions``."""
    found = []
    for subscription in [] if result.data is None else result.data.iter("appSubscription"):
        # The gateway writes some application names with a trailing blank.
        application = (subscription.findtext("applicationName") or "").strip()
        for policy in subscription.iter("policy"):
            rights = (policy.findtext("rights") or "").split("|")
            names = tuple(right for right in rights if right)
            found.append(Permission(application, policy.findtext("policyName") or "", names))
    return found


def _type(result: Result) -> etree._Element:
    found = None if result.data is None else result.data.find("Type")
    return etree.Element("Type") if found is None else found


def _field(element: etree._Element) -> FieldDefinition:
    return FieldDefinition(
        id=element.findtext("ID") or "",
        label=element.findtext("LABEL") or "",
        description=element.findtext("DESCRIPTION") or "",
        datatype=element.findtext("DATATYPE") or "",
        required=_flag(element, "REQUIRED"),
        read_only=_flag(element, "READONLY"),
        custom=_flag(element, "ISCUSTOM"),
        valid_values=tuple(value.text or "" for value in element.iterfind("VALIDVALUES/VALIDVALUE")),
    )


def _relationship(element: etree._Element) -> Relationship:
    names = ("OBJECTPATH", "OBJECTNAME", "LABEL", "RELATIONSHIPTYPE", "RELATEDBY")
    path, object_name, label, kind, related_by = (element.findtext(name) or "" for name in names)
    return Relationship(path, object_name, label, kind, related_by)


def _flag(element: etree._Element, name: str) -> bool:
    return (element.findtext(name) or "").strip().lower() == "true"
