"""The one table of dimensions, from which every other list of them derives. To add a dimension, add a row and its
object.

Order: `getDimensions` lists them so (recorded for the usual ones, the others after them).
"""

from dataclasses import dataclass, replace
from functools import cache

from .custom_definitions import dimension_field, requirement_field
from .loader import Catalogue


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """A dimension of transaction lines, under the name of the object whose records are its values.

    `id_field` names a value on the lines of documents, `entry_field` on journal lines, `key_field` by its record's key
    on both. `name_field` is the object's field that says in words what a value is, `title_field` the journal line's.
    `required_flag` is the flag of an account that asks for the dimension, `filter_field` the field of an account group
    that narrows it. A `usual` dimension belongs to every company and may be switched off, a `permanent` one may not;
    the others a company has to switch on. `needs` are the objects of the dimensions a line must have first: ids of
    values are unique within theirs only. Lines name values of a `user_defined` dimension by key.

    `line_columns` and `entry_columns` are the columns of lines that hold a value: one, or id and key where ids repeat.
    """

    object: str
    label: str
    id_field: str
    entry_field: str
    key_field: str
    name_field: str
    title_field: str
    required_flag: str
    filter_field: str
    line_columns: tuple[str, ...]
    entry_columns: tuple[str, ...]
    usual: bool = False
    permanent: bool = False
    needs: tuple[str, ...] = ()
    user_defined: bool = False

    @property
    def exact_column(self) -> str:
        """The column of a journal line that tells every two values apart: the key where ids repeat."""
        return self.entry_columns[-1]


def _standard(
    name: str, label: str, *, name_field: str = "NAME", usual: bool = False, needs: tuple[str, ...] = ()
) -> Dimension:
    id_field, key_field = f"{name}ID", f"{name}DIMKEY"
    columns = (id_field, key_field) if needs else (id_field,)
    return Dimension(
        object=name,
        label=label,
        id_field=id_field,
        entry_field=id_field,
        key_field=key_field,
        name_field=name_field,
        title_field=f"{name}NAME",
        required_flag=f"REQUIRE{name}",
        filter_field=f"FILTER{name}",
        line_columns=columns,
        entry_columns=columns,
        usual=usual,
        needs=needs,
    )


def _place(name: str, label: str, short_name: str, word: str) -> Dimension:
    """Department and location: the ledger names them without `ID`, flags and filters by a shorter name."""
    return replace(
        _standard(name, label, name_field=word, usual=True),
        entry_field=name,
        title_field=f"{name}{word}",
        required_flag=f"REQUIRE{short_name}",
        filter_field=f"FILTER{short_name}",
        entry_columns=(name,),
        permanent=True,
    )


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
    return Dimension(
        object=name,
        label=label,
        id_field=field,
        entry_field=field,
        key_field=field,
        name_field="name",
        title_field=f"{field}.name",
        required_flag=requirement_field(name),
        filter_field=f"FILTER{field}",
        line_columns=(field,),
        entry_columns=(field,),
        user_defined=True,
    )
