"""`readRelated`: the records at the other end of a relation of custom records."""

from dataclasses import dataclass, replace

from lxml import etree

from intacct_emulator.catalogue.customization import CustomRelation
from intacct_emulator.catalogue.model import Evidence, ObjectDefinition
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require
from intacct_emulator.work.context import Context

from .arguments import argument
from .outcome import Outcome
from .reading import ReadCall, read_keys, read_object
from .registry import function


@dataclass(frozen=True, slots=True)
class ReadRelatedCall:
    """`<readRelated>`: keys of custom records, and the relation to follow. What is read has the form of `read`."""

    reading: ReadCall
    relation: str

    @classmethod
    def decode(cls, element: etree._Element) -> "ReadRelatedCall":
        """The children in any order. Raises GatewayError for more than 100 keys."""
        return cls(ReadCall.decode(element), argument(element, "relation"))


@function(
    "readRelated", decode=ReadRelatedCall.decode, evidence=Evidence.DOCUMENTED, source="records page; vendor SDKs"
)
def read_related(context: Context, call: ReadRelatedCall) -> Outcome:
    """The related records of all the keys, each once, by key; `fields` are fields of theirs. A relation is followed
    from either of its two objects (inferred).

    Raises GatewayError: READ_OBJECT_NOT_FOUND, VERB_NOT_ALLOWED for standard objects (documented as not possible; the
    answer is inferred), RELATION_NOT_FOUND (inferred).
    """
    company = context.company
    definition = read_object(context, call.reading)
    if not definition.custom:
        operation = Verb.READ_RELATED.value
        raise GatewayError(protocol.VERB_NOT_ALLOWED, operation=operation, object=definition.name.lower())
    require(context, definition, Verb.READ_RELATED)
    relation = _relation(company, definition, call.relation)
    keys = [number for key in call.reading.keys if (number := whole_number(key)) is not None]
    if relation.source.upper() == definition.name.upper():
        other, related = _targets(company, definition, relation, keys)
    else:
        other, related = _sources(company, relation, keys)
    require(context, other, Verb.READ)
    name = other.name if other.custom else other.name.lower()
    found = tuple(str(key) for key in sorted(set(related)))
    return read_keys(context, replace(call.reading, object=name, keys=found), other, other.key)


def _relation(company: Company, definition: ObjectDefinition, name: str) -> CustomRelation:
    """The relation of that name, or of the field it is kept in (the documented sample may be read either way)."""
    own = definition.name.upper()
    for relation in company.customization.relations:
        named = name in (relation.name, relation.field) if relation.source.upper() == own else name == relation.name
        if named and own in (relation.source.upper(), relation.target.upper()):
            return relation
    raise GatewayError(protocol.RELATION_NOT_FOUND, relation=name, object=definition.name)


def _targets(
    company: Company, definition: ObjectDefinition, relation: CustomRelation, keys: list[int]
) -> tuple[ObjectDefinition, list[int]]:
    records = [company.records.get(definition.name, key) for key in keys]
    related = [record.integer(relation.field) for record in records if record is not None]
    return company.catalogue[relation.target], [key for key in related if key is not None]


def _sources(company: Company, relation: CustomRelation, keys: list[int]) -> tuple[ObjectDefinition, list[int]]:
    source = company.catalogue[relation.source]
    return source, [
        record.key for key in keys for record in company.records.where(source.name, **{relation.field: key})
    ]
