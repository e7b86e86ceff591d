"""The dimensions of a company and how they are related: `getDimensions` and its five companions.

Any other dimension is user-defined: its definition and relationships come from the company's catalogue. Relationships
exist only where at least one side is user defined (documented).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.dimensions import (
    DEPARTMENT,
    DIMENSIONS,
    LOCATION,
    Dimension,
    enabled_dimensions,
    standard_dimension,
)
from intacct_emulator.catalogue.model import DataType, Evidence, ObjectDefinition, Relationship
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context
from intacct_emulator.work.targets import record_of_number, seen

from .arguments import argument
from .company import PlainCall
from .outcome import Data, Element, Outcome, flag
from .registry import function

# LOCATION is 5003 and user-defined dimensions count from 10000 in the documented samples; the rest is inferred.
_PLACE_NUMBERS = {DEPARTMENT: 5002, LOCATION: 5003}
_FIRST_STANDARD_NUMBER = 5004
_FIRST_USER_DEFINED_NUMBER = 10002
_FIRST_RELATIONSHIP_NUMBER = 10123
_TO_ONE = frozenset({"MANY2ONE", "ONE2ONE"})


@dataclass(frozen=True, slots=True)
class ListedDimension:
    """One dimension of a company as it is listed. `enabled` is whether the general ledger uses it."""

    name: str
    label: str
    number: int
    user_defined: bool
    enabled: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A to-one relationship: each `source` names at most one `target`."""

    number: int
    source: ListedDimension
    target: ListedDimension
    relationship: Relationship

    @property
    def source_side(self) -> str:
        """How many sources may name the same target."""
        return "One" if self.relationship.type == "ONE2ONE" else "Many"


@dataclass(frozen=True, slots=True)
class DimensionValue:
    """A value of a dimension: the dimension's name, and the id or name of one of its records."""

    dimension: str
    value: str

    @classmethod
    def decode(cls, element: etree._Element) -> "DimensionValue":
        """The value an element with `dimension` and `value` children names."""
        return cls(argument(element, "dimension"), argument(element, "value"))


@dataclass(frozen=True, slots=True)
class RestrictedDataCall:
    """`<getDimensionRestrictedData>`: values whose related values are wanted."""

    values: tuple[DimensionValue, ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "RestrictedDataCall":
        """The call of a `<getDimensionRestrictedData>` element."""
        return cls(tuple(DimensionValue.decode(child) for child in element.iterfind("DimensionValue")))


@function(
    "getDimensions",
    decode=PlainCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded answer of a client's tests; dimensions page",
)
def get_dimensions(context: Context, _: PlainCall) -> Outcome:
    """All dimensions, standard ones first (recorded)."""
    company = context.company
    dimensions = tuple(_described(dimension, company) for dimension in company_dimensions(company))
    return Outcome(Data(content=(Element("dimensions", dimensions),)))


@function(
    "getDimensionRelationships",
    decode=PlainCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="dimensions page with sample",
)
def get_dimension_relationships(context: Context, _: PlainCall) -> Outcome:
    """Every dimension with its relationships from its own side, to-one before to-many. That a related dimension can be
    filled in and overridden is inferred."""
    dimensions = company_dimensions(context.company)
    links = _links(context.company, dimensions)
    content = []
    for dimension in dimensions:
        related = [
            *(_relation(link, link.target, link.source_side, "One") for link in links if link.source == dimension),
            *(_relation(link, link.source, "One", link.source_side) for link in links if link.target == dimension),
        ]
        fills = flag(bool(related))
        settings = (Element("autofillrelated", fills), Element("enableoverride", fills))
        content.append(Element("relationship", (*_identified(dimension), *settings, *related)))
    return Outcome(Data(content=content))


@function(
    "getDimensionAutofillDetails",
    decode=PlainCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="dimensions page with sample",
)
def get_dimension_autofill_details(context: Context, _: PlainCall) -> Outcome:
    """Every dimension with those it fills in: the targets of its to-one relationships."""
    dimensions = company_dimensions(context.company)
    links = _links(context.company, dimensions)
    content = []
    for dimension in dimensions:
        filled = tuple(
            Element(
                "autofill", (*_identified(link.target), *_numbered(link), Element("type", f"{link.source_side}-to-One"))
            )
            for link in links
            if link.source == dimension
        )
        content.append(Element("relationship", (*_identified(dimension), Element("enableoverride", "true"), *filled)))
    return Outcome(Data(content=content))


@function(
    "getDimensionRestrictions",
    decode=PlainCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="dimensions page with sample",
)
def get_dimension_restrictions(context: Context, _: PlainCall) -> Outcome:
    """The dimensions whose values are restricted by the value of another one; dimensions without are left out."""
    dimensions = company_dimensions(context.company)
    links = _links(context.company, dimensions)
    content = []
    for dimension in dimensions:
        restricted = tuple(
            Element("restrictedby", (*_identified(link.target), *_numbered(link)))
            for link in links
            if link.source == dimension
        )
        if restricted:
            content.append(Element("restriction", (*_identified(dimension), *restricted)))
    return Outcome(Data(content=content))


@function(
    "getDimensionRestrictedData",
    decode=RestrictedDataCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="dimensions page with sample",
)
def get_dimension_restricted_data(context: Context, call: RestrictedDataCall) -> Outcome:
    """The record numbers of the values that belong to each value given, by dimension. A value that does not exist has
    none (inferred). Raises FUNCTION_OBJECT_NOT_FOUND for an unknown dimension (inferred)."""
    company = context.company
    dimensions = company_dimensions(company)
    links = _links(company, dimensions)
    content = []
    for value in call.values:
        dimension = _named(dimensions, value.dimension)
        record = _record(company, dimension, value.value)
        if record is None:
            continue
        for link in links:
            if link.target == dimension:
                wanted = {link.relationship.by: record[link.relationship.to]}
                values = company.records.where(link.source.name, **wanted)
                found = [other for other in values if sees(company.records, other)]
                if found:
                    numbers = (Element("value", str(other.key)) for other in found)
                    content.append(Element("RestrictedData", (Element("dimension", link.source.name), *numbers)))
    return Outcome(Data(content=content))


@function(
    "getDimensionAutofillData",
    decode=DimensionValue.decode,
    evidence=Evidence.INFERRED,
    source="published schema; answer by analogy with getDimensionRestrictedData",
)
def get_dimension_autofill_data(context: Context, call: DimensionValue) -> Outcome:
    """The record numbers of the values that a value fills in, by dimension. Raises FUNCTION_OBJECT_NOT_FOUND for an
    unknown dimension."""
    company = context.company
    dimensions = company_dimensions(company)
    dimension = _named(dimensions, call.dimension)
    record = _record(company, dimension, call.value)
    if record is None:
        return Outcome(Data())
    content = []
    for link in _links(company, dimensions):
        if link.source == dimension and record[link.relationship.by] is not None:
            key = link.relationship.to
            target = company.records.find_by(link.target.name, key, record[link.relationship.by])
            if target is not None and sees(company.records, target):
                parts = (Element("dimension", link.target.name), Element("value", str(target.key)))
                content.append(Element("AutofillData", parts))
    return Outcome(Data(content=content))


def company_dimensions(company: Company) -> tuple[ListedDimension, ...]:
    """The dimensions of a company: the usual standard ones whether in use or not, further standard ones in use, then
    the user-defined ones in the order the company lists them."""
    names = company.profile.dimensions
    enabled = enabled_dimensions(names)
    standard = (
        ListedDimension(one.object, one.label, _number(one), False, one in enabled)
        for one in DIMENSIONS
        if one.usual or one in enabled
    )
    user_defined = (name for name in names if standard_dimension(name) is None)
    own = (
        ListedDimension(name, _label(company, name), _FIRST_USER_DEFINED_NUMBER + place, True, True)
        for place, name in enumerate(user_defined)
    )
    return (*standard, *own)


def _links(company: Company, dimensions: tuple[ListedDimension, ...]) -> tuple[Link, ...]:
    by_name = {dimension.name: dimension for dimension in dimensions}
    found = _to_one(company, by_name)
    return tuple(
        Link(_FIRST_RELATIONSHIP_NUMBER + place, source, target, relationship)
        for place, (source, target, relationship) in enumerate(found)
    )


def _to_one(
    company: Company, by_name: Mapping[str, ListedDimension]
) -> Iterator[tuple[ListedDimension, ListedDimension, Relationship]]:
    if not any(dimension.user_defined for dimension in by_name.values()):
        return
    for dimension in by_name.values():
        definition = company.catalogue.find(dimension.name)
        for relationship in definition.relationships if definition else ():
            target = by_name.get(relationship.object.upper())
            if target and relationship.type in _TO_ONE and (dimension.user_defined or target.user_defined):
                yield dimension, target, relationship


def _described(dimension: ListedDimension, company: Company) -> Element:
    return Element(
        "dimension",
        (
            Element("objectName", dimension.name),
            Element("objectLabel", dimension.label),
            Element("termLabel", company.profile.term(dimension.label)),
            Element("userDefinedDimension", flag(dimension.user_defined)),
            Element("enabledInGL", flag(dimension.enabled)),
        ),
    )


def _identified(dimension: ListedDimension) -> tuple[Element, ...]:
    return (Element("dimension", dimension.name), Element("object_id", str(dimension.number)))


def _numbered(link: Link) -> tuple[Element, ...]:
    return (Element("relationship_id", str(link.number)),)


def _relation(link: Link, other: ListedDimension, here: str, there: str) -> Element:
    sides = (Element("source_side", here), Element("related_side", there))
    return Element("related", (*_identified(other), *_numbered(link), *sides))


def _named(dimensions: tuple[ListedDimension, ...], name: str) -> ListedDimension:
    for dimension in dimensions:
        if dimension.name.upper() == name.upper():
            return dimension
    raise GatewayError(protocol.FUNCTION_OBJECT_NOT_FOUND, object=name)


def _record(company: Company, dimension: ListedDimension, value: str) -> Record | None:
    """The record a request means by an id, a name or a record number."""
    definition = company.catalogue.find(dimension.name)
    if definition is None:
        return None
    for field_id in _name_fields(definition):
        if (record := seen(company, company.records.find_by(definition.name, field_id, value))) is not None:
            return record
    number = whole_number(value)
    return None if number is None else record_of_number(company, definition, number)


def _name_fields(definition: ObjectDefinition) -> Iterator[str]:
    for name in (definition.id_field, "NAME"):
        field = definition.find(name) if name else None
        if field is not None and field.stored and field.type is DataType.TEXT:
            yield field.id


def _label(company: Company, name: str) -> str:
    definition = company.catalogue.find(name)
    return definition.label if definition else name.replace("_", " ").title()


def _number(dimension: Dimension) -> int:
    place = DIMENSIONS.index(dimension)
    return _PLACE_NUMBERS.get(dimension, _FIRST_STANDARD_NUMBER + place)
