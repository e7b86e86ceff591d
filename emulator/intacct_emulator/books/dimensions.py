"""Dimensions of a line: what is named must exist, be active, fit together, and not lack where an account needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from intacct_emulator.catalogue.custom_definitions import dimension_field, requirement_field
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.values import TRUE, Python, whole_number
from intacct_emulator.errors import ErrorEntry, GatewayError, transactions
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """A dimension: its object, the field that names it on document lines and on journal lines, the account flag that
    requires it, and the error for a value that is not one of its records. Lines name values of a `user_defined` one by
    key, of a standard one by id."""

    object: str
    label: str
    id_field: str
    entry_field: str
    required_flag: str
    unknown: ErrorEntry
    user_defined: bool = False

    def value(self, record: Record) -> str | int:
        """What lines hold to name a record."""
        return record.key if self.user_defined else record.id


def _standard(name: str, label: str, unknown: ErrorEntry = transactions.INVALID_DIMENSION) -> Dimension:
    return Dimension(name, label, f"{name}ID", f"{name}ID", f"REQUIRE{name}", unknown)


LOCATION = Dimension("LOCATION", "Location", "LOCATIONID", "LOCATION", "REQUIRELOC", transactions.LOCATION_INVALID)
DEPARTMENT = Dimension(
    "DEPARTMENT", "Department", "DEPARTMENTID", "DEPARTMENT", "REQUIREDEPT", transactions.DEPARTMENT_INVALID
)
PROJECT = _standard("PROJECT", "Project")
CUSTOMER = _standard("CUSTOMER", "Customer")
VENDOR = _standard("VENDOR", "Vendor")
EMPLOYEE = _standard("EMPLOYEE", "Employee", transactions.EMPLOYEE_INVALID)
ITEM = _standard("ITEM", "Item")
CLASS = _standard("CLASS", "Class")

DIMENSIONS = (LOCATION, DEPARTMENT, PROJECT, CUSTOMER, VENDOR, EMPLOYEE, ITEM, CLASS)

LineDimensions = Mapping[Dimension, Record]


@cache
def _user_defined(name: str, label: str) -> Dimension:
    """One and the same dimension wherever a line of any company names it."""
    field = dimension_field(name)
    flag = requirement_field(name)
    return Dimension(name, label, field, field, flag, transactions.INVALID_DIMENSION, user_defined=True)


def dimensions_of(catalogue: Catalogue) -> tuple[Dimension, ...]:
    """The dimensions of a company's lines: the standard ones, then those the company defined."""
    customization = catalogue.customization
    if not customization:
        return DIMENSIONS
    return (*DIMENSIONS, *(_user_defined(entry.name, entry.label) for entry in customization.dimensions))


class DimensionRules:
    """The dimension rules of one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self.dimensions = dimensions_of(company.catalogue)

    def resolve(self, named: Mapping[str, Python]) -> dict[Dimension, Record]:
        """The records a line's dimension fields name, by dimension. Raises GatewayError for one that is unknown or
        inactive, and for a missing location in a multi-entity company."""
        resolved: dict[Dimension, Record] = {}
        for dimension in self.dimensions:
            value = named.get(dimension.id_field)
            if value:
                resolved[dimension] = self._existing(dimension, str(value))
        self._locate(resolved)
        return resolved

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

    def _existing(self, dimension: Dimension, value: str) -> Record:
        if dimension.user_defined:
            number = whole_number(value)
            record = None if number is None else self._records.get(dimension.object, number)
        else:
            record = self._records.find(dimension.object, value)
        if record is None:
            raise GatewayError(dimension.unknown, label=self._label(dimension), value=value)
        if not record.active:
            entry = transactions.ACTIVATE_VENDOR if dimension is VENDOR else dimension.unknown
            raise GatewayError(entry, label=self._label(dimension), value=value)
        return record

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
