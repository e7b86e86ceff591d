"""Dimensions of a line: what is named must exist, be active, fit together, and not lack where an account needs it.

Which dimensions there are is the table of :mod:`intacct_emulator.catalogue.dimensions`; a company uses those it has
switched on.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from intacct_emulator.catalogue.dimensions import (
    CUSTOMER,
    DIMENSIONS,
    LOCATION,
    PROJECT,
    VENDOR,
    Dimension,
    dimensions_of,
    enabled_dimensions,
    user_defined_dimensions,
)
from intacct_emulator.catalogue.values import TRUE, Python, Stored, whole_number
from intacct_emulator.errors import ErrorEntry, GatewayError, transactions
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company

__all__ = [
    "CUSTOMER",
    "DIMENSIONS",
    "LOCATION",
    "PROJECT",
    "VENDOR",
    "Dimension",
    "DimensionRules",
    "LineDimensions",
    "dimensions_in",
    "dimensions_of",
    "entry_values",
    "kept",
    "line_values",
    "read_dimensions",
]

LineDimensions = Mapping[Dimension, Record]
_Named = tuple[tuple[Dimension, str], ...]

# Every other dimension answers INVALID_DIMENSION.
_UNKNOWN: Mapping[str, ErrorEntry] = {
    "DEPARTMENT": transactions.DEPARTMENT_INVALID,
    "LOCATION": transactions.LOCATION_INVALID,
    "EMPLOYEE": transactions.EMPLOYEE_INVALID,
}
_INACTIVE: Mapping[str, ErrorEntry] = {"VENDOR": transactions.ACTIVATE_VENDOR}


class _Fields(NamedTuple):
    """The fields that name dimensions on the lines of documents and on journal lines, and those of dimensions that are
    switched off. None of the latter has two spellings: only permanent ones do."""

    of_line: _Named
    of_entry: _Named
    switched_off: _Named


@cache
def _fields_of(enabled: tuple[Dimension, ...]) -> _Fields:
    off = (dimension for dimension in DIMENSIONS if dimension not in enabled)
    return _Fields(
        tuple((dimension, dimension.id_field) for dimension in enabled),
        tuple((dimension, dimension.entry_field) for dimension in enabled),
        tuple((dimension, field) for dimension in off for field in (dimension.id_field, dimension.key_field)),
    )


def dimensions_in(company: Company) -> tuple[Dimension, ...]:
    """The dimensions a company's ledger uses: the standard ones it has switched on, then its own."""
    enabled = enabled_dimensions(company.profile.dimensions)
    own = user_defined_dimensions(company.catalogue)
    return (*enabled, *own) if own else enabled


def line_values(dimensions: LineDimensions) -> dict[str, Stored]:
    """What a document's line holds of its dimensions, by column."""
    values: dict[str, Stored] = {}
    for dimension, record in dimensions.items():
        if dimension.needs:
            values.update(zip(dimension.line_columns, kept(dimension, record), strict=True))
        else:
            values[dimension.id_field] = record.key if dimension.user_defined else record.id
    return values


def entry_values(dimensions: LineDimensions) -> dict[str, Stored]:
    """What a journal line holds of its dimensions, by column."""
    values: dict[str, Stored] = {}
    for dimension, record in dimensions.items():
        values.update(zip(dimension.entry_columns, kept(dimension, record), strict=True))
    return values


def kept(dimension: Dimension, record: Record) -> tuple[Stored, ...]:
    """What the columns of a line hold to name a record: its id, or its key if the company defined the dimension, and
    the key too where ids repeat."""
    if dimension.user_defined:
        return (record.key,)
    if dimension.needs:
        return (record.stored.get(dimension.id_field), record.key)
    return (record.id,)


def read_dimensions(company: Company, line: Record) -> dict[Dimension, Record]:
    """The records that a document's kept line has as its dimensions."""
    found: dict[Dimension, Record] = {}
    for dimension in dimensions_in(company):
        value = line[dimension.line_columns[-1]]
        if value is None:
            continue
        by_key = dimension.needs or dimension.user_defined
        record = company.records.get(dimension.object, int(value)) if by_key else None
        record = record if by_key else company.records.find(dimension.object, str(value))
        if record is not None:
            found[dimension] = record
    return found


class DimensionRules:
    """The dimension rules of one company.

    Lines may name the dimensions the company uses. One that is switched off cannot be named, and no account asks for
    it (inferred).
    """

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self.dimensions = dimensions_in(company)
        self._fields = _fields_of(self.dimensions)

    def resolve(self, named: Mapping[str, Python]) -> dict[Dimension, Record]:
        """The records that the fields of a document's line name, by dimension.

        Raises GatewayError for one that is unknown, inactive or switched off, for a task without its project, and for a
        missing location in a multi-entity company.
        """
        return self._resolve(named, self._fields.of_line)

    def resolve_entry(self, named: Mapping[str, Python]) -> dict[Dimension, Record]:
        """The records that the fields of a journal line name, by dimension. Raises GatewayError as `resolve` does."""
        return self._resolve(named, self._fields.of_entry)

    def named_entry(self, named: Mapping[str, Python]) -> dict[Dimension, Record]:
        """The records that the fields of a draft's journal line name, by dimension. Raises GatewayError as `resolve`
        does, but not for a missing location."""
        return self._named(named, self._fields.of_entry)

    def identify(self, named: Mapping[str, Python]) -> dict[Dimension, Record]:
        """The records of a draft's line that an id alone does not tell apart, as far as they exist: little else of a
        draft is checked. Raises GatewayError for a dimension that is switched off."""
        self._refuse_switched_off(named)
        identified: dict[Dimension, Record] = {}
        for dimension in self.dimensions:
            if dimension.needs:
                within = {need.id_field: named.get(need.id_field) for need in self._needed(dimension)}
                record = self._find(dimension, named.get(dimension.id_field), named.get(dimension.key_field), within)
                if record is not None:
                    identified[dimension] = record
        return identified

    def check_required(self, dimensions: LineDimensions, accounts: Sequence[Record]) -> None:
        """Raises GatewayError when an account of the line requires a dimension the line does not have."""
        for account in accounts:
            flags = account.stored
            for dimension in self.dimensions:
                if flags.get(dimension.required_flag) == TRUE and dimension not in dimensions:
                    raise GatewayError(
                        transactions.DIMENSION_REQUIRED, label=self._label(dimension), account=account.id
                    )

    def entity(self, dimensions: LineDimensions) -> Record | None:
        """The entity a line belongs to: the one its location is in; None in a company without entities."""
        location = dimensions.get(LOCATION)
        return entity_of(self._company, location) if location is not None else None

    def _resolve(self, named: Mapping[str, Python], fields: _Named) -> dict[Dimension, Record]:
        resolved = self._named(named, fields)
        self._locate(resolved)
        return resolved

    def _named(self, named: Mapping[str, Python], fields: _Named) -> dict[Dimension, Record]:
        self._refuse_switched_off(named)
        resolved: dict[Dimension, Record] = {}
        for dimension, field in fields:
            value = named.get(field)
            if dimension.needs:
                key = named.get(dimension.key_field)
                if value or key:
                    resolved[dimension] = self._belonging(dimension, value, key, resolved)
            elif value:
                resolved[dimension] = self._existing(dimension, str(value))
        return resolved

    def _refuse_switched_off(self, named: Mapping[str, Python]) -> None:
        for dimension, field in self._fields.switched_off:
            if value := named.get(field):
                raise GatewayError(transactions.DIMENSION_NOT_ENABLED, label=self._label(dimension), value=value)

    def _existing(self, dimension: Dimension, value: str) -> Record:
        if dimension.user_defined:
            number = whole_number(value)
            record = None if number is None else self._records.get(dimension.object, number)
        else:
            record = self._records.find(dimension.object, value)
        return self._active(dimension, record, value)

    def _belonging(self, dimension: Dimension, value: Python, key: Python, resolved: LineDimensions) -> Record:
        within: dict[str, Python] = {}
        for need in self._needed(dimension):
            if need not in resolved:
                raise GatewayError(transactions.DIMENSION_NEEDS, label=self._label(dimension), needed=self._label(need))
            within[need.id_field] = resolved[need].text(need.id_field)
        return self._active(dimension, self._find(dimension, value, key, within), str(value or key))

    def _find(self, dimension: Dimension, value: Python, key: Python, within: Mapping[str, Python]) -> Record | None:
        """The record of an id or else of a key, among those that belong to others."""
        if value:
            if None in within.values():
                return None
            equals = {name: str(other) for name, other in within.items()}
            found = self._records.where(dimension.object, **{dimension.id_field: str(value)}, **equals)
            return found[0] if found else None
        record = self._records.get(dimension.object, key) if isinstance(key, int) else None
        if record is not None and all(record[name] == other for name, other in within.items()):
            return record
        return None

    def _active(self, dimension: Dimension, record: Record | None, value: str) -> Record:
        unknown = _UNKNOWN.get(dimension.object, transactions.INVALID_DIMENSION)
        if record is None or not sees(self._records, record):
            raise GatewayError(unknown, label=self._label(dimension), value=value)
        if not record.active:
            entry = _INACTIVE.get(dimension.object, unknown)
            raise GatewayError(entry, label=self._label(dimension), value=value)
        return record

    def _needed(self, dimension: Dimension) -> Iterator[Dimension]:
        return (other for other in DIMENSIONS if other.object in dimension.needs)

    def _locate(self, resolved: dict[Dimension, Record]) -> None:
        author = self._records.author
        if LOCATION not in resolved and author.entity_id is not None:
            own = self._records.find("LOCATION", author.entity_id)
            if own is not None:
                resolved[LOCATION] = own
        if not self._company.profile.multi_entity:
            return
        location = resolved.get(LOCATION)
        if location is None:
            raise GatewayError(transactions.LOCATION_REQUIRED)
        entity = entity_of(self._company, location)
        if entity is None:
            raise GatewayError(transactions.LOCATION_REQUIRED)
        if author.entity_id is not None and entity.id != author.entity_id:
            raise GatewayError(transactions.LOCATION_INVALID, value=location.id)

    def _label(self, dimension: Dimension) -> str:
        return self._company.profile.term(dimension.label)
