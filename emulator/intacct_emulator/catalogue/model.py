"""What an object of the gateway is: its fields, relationships, lines, keys and the verbs it allows.

These are facts about the gateway, read from data files (one per object) by :mod:`.loader`; nothing here knows
XML or SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class DataType(StrEnum):
    """The data types `<lookup>` reports."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    DECIMAL = "DECIMAL"
    CURRENCY = "CURRENCY"
    PERCENT = "PERCENT"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    BOOLEAN = "BOOLEAN"
    ENUM = "ENUM"


NUMERIC = frozenset({DataType.DECIMAL, DataType.CURRENCY, DataType.PERCENT})


class Level(StrEnum):
    """How far the emulator goes with an object, or with one verb of it.

    `modelled`: it has the same effects as in the product. `kept`: the product only stores the record, and so does the
    emulator. `not built`: it would have effects in the product that are missing here, so it is refused.
    """

    MODELLED = "modelled"
    KEPT = "kept"
    NOT_BUILT = "not built"


READ = "read"
"""The verb that stands for all reading where levels are told apart by verb."""


class Evidence(StrEnum):
    """The source of a fact about the gateway, strongest first."""

    RECORDED = "recorded"
    DOCUMENTED = "documented"
    CLIENT = "client"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object.

    `values` are the display spellings `lookup` lists; `codes` the stored codes in the same order, empty when the
    display spelling itself is stored. `scale` is the number of decimals kept for numeric types. `read_from` is a dotted
    path through a relationship (`CUSTOMER.NAME`) for a field that is never stored. `computed` fields are calculated
    when read, by their `formula`: SQL over the row, whose alias is `{row}`, and `:today`. A record cannot be created
    without its fields that are `required_on_create`; one that is left out holds its `default`, written as in a request.
    `company_choices` marks a field whose choices are the company's own records. `hidden` fields are kept and readable
    but absent from `lookup`; so are the values of an `unlisted` choice. A `multiple` choice holds several values,
    joined with `#~#` (documented). A field that is `by_name` holds the key of a record of `reference` and may be
    written with that record's name. `listed_type` is the type `lookup` reports, where the field is kept as another one.
    The function `query` refuses to select a field `beyond_query`, though other functions answer it. `lookup` does not
    list an `undeclared` field, though it is answered like any other. An `iso` field is a day or a moment that every
    verb writes in ISO's form.
    """

    id: str
    label: str
    type: DataType
    required: bool = False
    readonly: bool = False
    values: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    length: int | None = None
    scale: int = 2
    reference: str | None = None
    read_from: str | None = None
    computed: bool = False
    hidden: bool = False
    custom: bool = False
    description: str | None = None
    multiple: bool = False
    by_name: bool = False
    unlisted: bool = False
    iso: bool = False
    undeclared: bool = False
    beyond_query: bool = False
    listed_type: DataType | None = None
    required_on_create: bool = False
    default: str | None = None
    formula: str | None = None
    company_choices: bool = False

    @property
    def stored(self) -> bool:
        """Whether the field is a column of the object's own table."""
        return self.read_from is None and not self.computed

    @property
    def lookup_type(self) -> DataType:
        """The type that `lookup` reports."""
        return self.listed_type or self.type

    @property
    def listed_values(self) -> tuple[str, ...]:
        """The values that `lookup` names."""
        return () if self.unlisted else self.values


@dataclass(frozen=True, slots=True)
class Relationship:
    """A path from one object to another: rows whose `by` equals the target's `to`.

    `related_by` is what `lookup` prints if it differs from the joined column (a class's PARENT is related by
    CLASSID, the target's field, and joined by PARENTID). A `hidden` relationship serves fields that are read from
    another object, and is absent from `lookup`.
    """

    path: str
    object: str
    label: str
    type: str
    by: str
    to: str
    related_by: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class LineCollection:
    """Lines owned by an object: `<ARINVOICEITEMS><ARINVOICEITEM>`, whose `parent_field` holds the owner's RECORDNO. An
    `optional` collection is left out of answers that have no line of it."""

    element: str
    item: str
    object: str
    parent_field: str
    optional: bool = False


@dataclass(frozen=True)
class ObjectDefinition:
    """All facts about one object of the gateway.

    Several objects may share a `table`; `only` then selects this object's rows, by field id. A single stored value is
    set when a row is created and matched when rows are read. A set of stored values means that the object shows the
    rows of several others and creates none.

    `inputs` are values that writes take and that are not fields of the object, or are read-only there. `parts` are the
    blocks that a line brings with it, each repeated under its own name, and the objects their fields are typed as.

    `level` applies to all verbs except those in `levels` (create, update, delete, or read for every kind of reading).
    Rows of a `derived` object are not written by requests: they follow from other records, or come with the product.

    `indexes` are fields that records are looked up by; `sparse_indexes` those that most records leave empty. `kinds`
    is the object whose records are the kinds of this document. `read_refusal` names the entry of `errors.protocol` that
    refuses reading to those without the right, where it is not the usual one.
    """

    name: str
    module: str
    level: Level
    evidence: Evidence
    fields: tuple[Field, ...]
    relationships: tuple[Relationship, ...] = ()
    lines: tuple[LineCollection, ...] = ()
    label: str = ""
    plural: str = ""
    document_type: str = ""
    key: str = "RECORDNO"
    id_field: str | None = None
    unique: tuple[tuple[str, ...], ...] = ()
    parent: str | None = None
    parent_field: str | None = None
    table: str = ""
    only: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    sequence: str = ""
    verbs: frozenset[str] = frozenset()
    inputs: Mapping[str, Field] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    write_only: frozenset[str] = frozenset()
    application: str = ""
    policy: str = ""
    owned_by_entity: bool = False
    source: str = ""
    custom: bool = False
    indexes: tuple[str, ...] = ()
    sparse_indexes: tuple[str, ...] = ()
    kinds: str = ""
    read_refusal: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict)
    derived: bool = False

    def level_of(self, verb: str) -> Level:
        """The level of one verb. Reading an object that is not built is complete, because it has no records, unless it
        is derived: then the product would have some."""
        level = self.levels.get(verb, self.level)
        complete = verb == READ and not self.derived and level is Level.NOT_BUILT
        return Level.KEPT if complete else level

    @cached_property
    def fields_by_id(self) -> Mapping[str, Field]:
        """Fields by their id and by its upper-case form, which differ for custom objects alone."""
        return {f.id: f for f in self.fields} | {f.id.upper(): f for f in self.fields}

    @cached_property
    def relationships_by_path(self) -> Mapping[str, Relationship]:
        """Relationships by upper-case path."""
        return {r.path.upper(): r for r in self.relationships}

    @cached_property
    def own_values(self) -> Mapping[str, str]:
        """The values that mark the object's rows in a shared table, set on creation."""
        return {name: value for name, value in self.only.items() if isinstance(value, str)}

    @cached_property
    def stored_fields(self) -> tuple[Field, ...]:
        """The fields that are columns of the object's table."""
        return tuple(f for f in self.fields if f.stored)

    @cached_property
    def stored_ids(self) -> frozenset[str]:
        """The ids of the stored fields."""
        return frozenset(self.columns)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The ids of the stored fields, in the order of the table's columns."""
        return tuple(f.id for f in self.stored_fields)

    @cached_property
    def custom_fields(self) -> tuple[Field, ...]:
        """The fields a company added."""
        return tuple(f for f in self.fields if f.custom)

    @cached_property
    def visible_fields(self) -> tuple[Field, ...]:
        """The fields that answers with all fields have, in their order."""
        return tuple(f for f in self.fields if not f.hidden)

    @cached_property
    def listed_fields(self) -> tuple[Field, ...]:
        """The fields `lookup` lists, in its order."""
        return tuple(f for f in self.visible_fields if not f.undeclared)

    @cached_property
    def beyond_query(self) -> frozenset[str]:
        """The fields that the function `query` does not select."""
        return frozenset(f.id for f in self.fields if f.beyond_query)

    @cached_property
    def visible_relationships(self) -> tuple[Relationship, ...]:
        """The relationships `lookup` lists, in its order."""
        return tuple(r for r in self.relationships if not r.hidden)

    def find(self, field_id: str) -> Field | None:
        """The field of that id, in any letter case, or None."""
        return self.fields_by_id.get(field_id.upper())
