"""Definitions of what a company added, in the words of the catalogue.

Documented: system fields and key of custom objects, GLDIM<name> on lines, REQUIREGLDIM<name> on accounts,
FILTERGLDIM<name> on account groups, R fields that hold a related record's key, where custom fields stand in `lookup`.
Inferred: the order of an object's fields, and that a dimension can be followed as a path.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from .customization import CustomField, CustomObject, CustomRelation, FieldKind
from .formulas import record_url
from .model import DataType, Evidence, Field, Level, ObjectDefinition, Relationship

DIMENSION_PREFIX = "GLDIM"
RECORD_SEQUENCE = "platform record"
"""All custom objects of a company number their records together."""

# Tables of the emulator's own never start like this, so that no name can meet one of them.
_TABLE_PREFIX = "PT_"
_KEY, _NAME = "id", "name"
_VERBS = frozenset({"create", "update", "delete", "read", "readByName", "readByQuery", "readRelated", "query"})
_TYPES = {
    FieldKind.INTEGER: DataType.INTEGER,
    FieldKind.NUMBER: DataType.DECIMAL,
    FieldKind.CURRENCY: DataType.CURRENCY,
    FieldKind.PERCENT: DataType.PERCENT,
    FieldKind.DATE: DataType.DATE,
    FieldKind.TIMESTAMP: DataType.TIMESTAMP,
    FieldKind.CHECKBOX: DataType.BOOLEAN,
    FieldKind.PICKLIST: DataType.ENUM,
    FieldKind.MULTIPICK: DataType.ENUM,
}
_SYSTEM_FIELDS = (
    Field(_KEY, "ID", DataType.INTEGER, readonly=True),
    Field("createdBy", "Created by", DataType.INTEGER, readonly=True, reference="USERINFO"),
    Field("createdAt", "Created at", DataType.TIMESTAMP, readonly=True),
    Field("updatedBy", "Updated by", DataType.INTEGER, readonly=True, reference="USERINFO"),
    Field("updatedAt", "Updated at", DataType.TIMESTAMP, readonly=True),
)
# A connector asks for it of every dimension's values (client); whether `lookup` lists it is not known.
_ADDRESS = Field("RECORD_URL", "Record URL", DataType.TEXT, readonly=True, computed=True, hidden=True)
_FLAG = ("true", "false")
# Lines without dimension columns in the shared catalogue, and objects that show lines (documented list).
_MORE_WITH_DIMENSIONS = frozenset({"INVDOCUMENTENTRY", "GLDETAIL", "GLACCOUNTBALANCE"})


def custom_field(entry: CustomField) -> Field:
    """A custom field."""
    kind = entry.kind
    return Field(
        id=entry.id,
        label=entry.label,
        type=_TYPES.get(kind, DataType.TEXT),
        required=entry.required,
        values=_FLAG if kind is FieldKind.CHECKBOX else entry.values,
        length=entry.length,
        scale=entry.decimals,
        custom=True,
        description=entry.description,
        multiple=kind is FieldKind.MULTIPICK,
    )


def custom_object(
    entry: CustomObject, fields: Sequence[Field], relationships: Sequence[Relationship]
) -> ObjectDefinition:
    """A custom object: its key is `id`, `readByName` reads it by `name`."""
    name = Field(_NAME, "Name", DataType.TEXT, required=entry.dimension)
    address = replace(_ADDRESS, formula=record_url(entry.name, _KEY))
    return ObjectDefinition(
        name=entry.name,
        module="platform",
        level=Level.MODELLED,
        evidence=Evidence.DOCUMENTED,
        fields=(_SYSTEM_FIELDS[0], name, *_SYSTEM_FIELDS[1:], *fields, address),
        relationships=tuple(relationships),
        label=entry.label,
        plural=entry.plural,
        key=_KEY,
        id_field=_NAME,
        table=_TABLE_PREFIX + entry.name,
        sequence=RECORD_SEQUENCE,
        verbs=_VERBS,
        source="defined by the company",
        custom=True,
    )


def relation_field(relation: CustomRelation, target: ObjectDefinition) -> Field:
    """The field that holds the key of the related record."""
    return Field(
        relation.field, relation.label, DataType.INTEGER, reference=target.name, custom=True, by_name=True
    )  # fmt: skip


def relation_path(relation: CustomRelation, target: ObjectDefinition, *, custom: bool) -> Relationship:
    """The path of a relation. From a custom object, a standard one is named in small letters (documented sample)."""
    return Relationship(
        path=relation.name,
        object=target.name.lower() if custom and not target.custom else target.name,
        label=relation.label,
        type="ONE2ONE" if relation.one_to_one else "MANY2ONE",
        by=relation.field,
        to=target.key,
        related_by=relation.field,
    )


def dimension_field(name: str) -> str:
    """The field that holds a user-defined dimension on lines."""
    return DIMENSION_PREFIX + name


def requirement_field(name: str) -> str:
    """The flag of an account that asks for a user-defined dimension."""
    return f"REQUIRE{DIMENSION_PREFIX}{name}"


def takes_dimensions(definition: ObjectDefinition) -> bool:
    """Whether an object has user-defined dimensions: lines of transactions do, and what shows them."""
    if definition.name in _MORE_WITH_DIMENSIONS:
        return True
    return definition.parent is not None and definition.find("CLASSDIMKEY") is not None


def line_dimension(entry: CustomObject) -> tuple[Field, Relationship]:
    """GLDIM<name>, and the path of the same name."""
    name = dimension_field(entry.name)
    field = Field(name, entry.label, DataType.INTEGER, reference=entry.name, custom=True, by_name=True)
    return field, Relationship(name, entry.name, entry.label, "MANY2ONE", name, _KEY, name)


def account_requirement(entry: CustomObject) -> Field:
    """REQUIREGLDIM<name> of accounts."""
    label = f"Require {entry.label.lower()}"
    return Field(requirement_field(entry.name), label, DataType.BOOLEAN, values=_FLAG, custom=True)


def group_filter(entry: CustomObject) -> Field:
    """FILTERGLDIM<name> of account groups."""
    values = ("nofilter", "specific", "nullvalue")
    name = f"FILTER{DIMENSION_PREFIX}{entry.name}"
    return Field(name, f"{entry.label} filter", DataType.ENUM, values=values, custom=True)


def positioned(base: Sequence[Field], fields: Sequence[Field], dimensions: Sequence[Field]) -> tuple[Field, ...]:
    """An object's fields with those a company added: custom ones before the trailing columns of dimensions and
    entities (documented), dimensions before the record's address (inferred)."""
    before = _place(base, lambda name: name.endswith("DIMKEY") or name.startswith("MEGAENTITY") or name == "RECORD_URL")
    last = _place(base, lambda name: name == "RECORD_URL")
    return (*base[:before], *fields, *base[before:last], *dimensions, *base[last:])


def _place(fields: Sequence[Field], trailing: Callable[[str], bool]) -> int:
    return next((place for place, field in enumerate(fields) if trailing(field.id)), len(fields))
