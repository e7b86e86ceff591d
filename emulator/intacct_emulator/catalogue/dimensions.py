"""The one table of dimensions. Every other list of them derives from it; to add one is to add a row and its object.

Order: `getDimensions` lists them so (recorded for the usual ones, the others after them).
"""

from dataclasses import dataclass
from functools import cache

from .custom_definitions import dimension_field, requirement_field
from .loader import Catalogue


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """A dimension of transaction lines, under the name of the object whose records are its values.

    `short_name` stands in the names of account flags and group filters (`REQUIREDEPT`). `id_field` names a value on
    the lines of documents, `entry_field` on journal lines. `name_field` is the object's field that says in words what
    a value is. A `usual` dimension belongs to every company and may be switched off, a `permanent` one may not; the
    others a company has to switch on. `needs` are the objects of dimensions a line must have first: ids of values are
    unique within theirs only, so that lines keep the record's key as well. Lines name values of a `user_defined`
    dimension by key.
    """

    object: str
    label: str
    short_name: str
    id_field: str
    entry_field: str
    name_field: str = "NAME"
    usual: bool = False
    permanent: bool = False
    needs: tuple[str, ...] = ()
    user_defined: bool = False

    @property
    def required_flag(self) -> str:
        """The flag of an account that asks for the dimension."""
        return f"REQUIRE{self.short_name}"

    @property
    def filter_field(self) -> str:
        """The field of an account group that narrows it by the dimension."""
        return f"FILTER{self.short_name}"

    @property
    def key_field(self) -> str:
        """The field of a line that names a value by its record's key."""
        return self.id_field if self.user_defined else f"{self.object}DIMKEY"

    @property
    def title_field(self) -> str:
        """The field of a journal line that shows a value in words."""
        return f"{self.object}{'TITLE' if self.name_field == 'TITLE' else 'NAME'}"

    @property
    def line_columns(self) -> tuple[str, ...]:
        """The columns of a document's line that hold the dimension, in the order of `Dimension.kept`."""
        return (self.id_field, self.key_field) if self.needs else (self.id_field,)

    @property
    def entry_columns(self) -> tuple[str, ...]:
        """The columns of a journal line that hold the dimension, in the order of `Dimension.kept`."""
        return (self.entry_field, self.key_field) if self.needs else (self.entry_field,)

    @property
    def exact_column(self) -> str:
        """The column of a journal line that tells every two values apart: the key where ids repeat."""
        return self.entry_columns[-1]


def _place(name: str, label: str, short_name: str, name_field: str) -> Dimension:
    """Department and location, which the general ledger names without `ID`."""
    return Dimension(name, label, short_name, f"{name}ID", name, name_field, usual=True, permanent=True)


def _standard(
    name: str, label: str, *, name_field: str = "NAME", usual: bool = False, needs: tuple[str, ...] = ()
) -> Dimension:
    return Dimension(name, label, name, f"{name}ID", f"{name}ID", name_field, usual=usual, needs=needs)


DIMENSIONS = (
    _place("DEPARTMENT", "Department", "DEPT", "TITLE"),
    _place("LOCATION", "Location", "LOC", "NAME"),
    _standard("PROJECT", "Project", usual=True),
    _standard("CUSTOMER", "Customer", usual=True),
    _standard("VENDOR", "Vendor", usual=True),
    _standard("EMPLOYEE", "Employee", usual=True, name_field="PERSONALINFO.CONTACTNAME"),
    _standard("ITEM", "Item", usual=True),
    _standard("CLASS", "Class", usual=True),
    _standard("CONTRACT", "Contract"),
    _standard("TASK", "Task", needs=("PROJECT",)),
    _standard("WAREHOUSE", "Warehouse"),
    _standard("COSTTYPE", "Cost type", needs=("PROJECT", "TASK")),
)
"""The standard dimensions."""

USUAL_DIMENSIONS = tuple(dimension.object for dimension in DIMENSIONS if dimension.usual)
"""The objects of the dimensions that a company has unless it says otherwise."""

_BY_OBJECT = {dimension.object: dimension for dimension in DIMENSIONS}
DEPARTMENT, LOCATION = _BY_OBJECT["DEPARTMENT"], _BY_OBJECT["LOCATION"]
PROJECT, CUSTOMER, VENDOR = _BY_OBJECT["PROJECT"], _BY_OBJECT["CUSTOMER"], _BY_OBJECT["VENDOR"]


def standard_dimension(name: str) -> Dimension | None:
    """The standard dimension of an object's name; None for another object."""
    return _BY_OBJECT.get(name)


@cache
def enabled_dimensions(names: tuple[str, ...]) -> tuple[Dimension, ...]:
    """The standard dimensions of a company that switched on those objects: they, and the permanent ones."""
    return tuple(dimension for dimension in DIMENSIONS if dimension.permanent or dimension.object in names)


def dimensions_of(catalogue: Catalogue) -> tuple[Dimension, ...]:
    """All dimensions that lines have fields for: the standard ones, then those a company defined."""
    own = user_defined_dimensions(catalogue)
    return (*DIMENSIONS, *own) if own else DIMENSIONS


def user_defined_dimensions(catalogue: Catalogue) -> tuple[Dimension, ...]:
    """The dimensions a company defined, in its order."""
    return tuple(_user_defined(entry.name, entry.label) for entry in catalogue.customization.dimensions)


@cache
def _user_defined(name: str, label: str) -> Dimension:
    """One and the same dimension wherever a line of any company names it."""
    field = dimension_field(name)
    flag = requirement_field(name).removeprefix("REQUIRE")
    return Dimension(name, label, flag, field, field, "name", user_defined=True)
