"""What a company has defined for itself: custom fields, custom objects, user-defined dimensions, relations, views.

Plain facts, kept in the company's database as JSON. They are defined when a company is made, never by a request. Names
become names of tables and columns, so each has to pass a strict pattern.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

_STANDARD_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,39}\Z", re.ASCII)
_PLATFORM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}\Z", re.ASCII)
_VIEW_ID = re.compile(r"[A-Za-z0-9_@.-]{1,40}\Z", re.ASCII)
_MOST_DECIMALS = 8


class CustomizationFault(ValueError):  # noqa: N818 - a fault of the definition, not of the program
    """An invalid definition. The text says which one and why."""


class FieldKind(StrEnum):
    """The kinds of custom fields (documented by name)."""

    TEXT = "text"
    TEXT_AREA = "textarea"
    EMAIL = "email"
    URL = "url"
    PHONE = "phone"
    TIME = "time"
    INTEGER = "integer"
    NUMBER = "number"
    CURRENCY = "currency"
    PERCENT = "percent"
    DATE = "date"
    TIMESTAMP = "timestamp"
    CHECKBOX = "checkbox"
    PICKLIST = "picklist"
    MULTIPICK = "multipick"


CHOICES = frozenset({FieldKind.PICKLIST, FieldKind.MULTIPICK})


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field that a company added to an object, standard or custom. `values` are those of a picklist."""

    object: str
    id: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    values: tuple[str, ...] = ()
    length: int | None = None
    decimals: int = 2
    description: str | None = None

    def __post_init__(self) -> None:
        name = f"custom field {self.object}.{self.id}"
        _require_name(name, self.id)
        if (self.kind in CHOICES) is not bool(self.values):
            raise CustomizationFault(f"{name}: values belong to picklists, which need some")
        if len({value.lower() for value in self.values}) != len(self.values):
            raise CustomizationFault(f"{name}: a value is there twice")
        if any("#~#" in value or not value.strip() for value in self.values):
            raise CustomizationFault(f"{name}: a value is empty or has #~# in it")
        if not 0 <= self.decimals <= _MOST_DECIMALS:
            raise CustomizationFault(f"{name}: decimals must be from 0 to {_MOST_DECIMALS}")


@dataclass(frozen=True, slots=True)
class CustomObject:
    """An object of the company's own. A `dimension` is a user-defined one: its records are values of GLDIM<name>."""

    name: str
    label: str
    plural: str
    dimension: bool = False

    def __post_init__(self) -> None:
        if self.dimension and not _STANDARD_NAME.match(self.name):
            raise CustomizationFault(f"dimension {self.name!r}: not a name of capitals, digits and underscores")
        _require_name(f"custom object {self.name!r}", self.name)


@dataclass(frozen=True, slots=True)
class CustomRelation:
    """A path from an object to another, of which at least one is custom: `field` of the source holds a record's key."""

    name: str
    source: str
    target: str
    field: str
    label: str
    one_to_one: bool = False

    def __post_init__(self) -> None:
        _require_name(f"relation {self.name!r}", self.name)
        _require_name(f"relation {self.name}: field {self.field!r}", self.field)


class ViewOperator(StrEnum):
    """How a view compares a field. `greater than` and `less than` are documented, the others inferred."""

    EQUALS = "equals"
    NOT_EQUAL = "not equal to"
    LESS = "less than"
    LESS_OR_EQUAL = "less than or equal to"
    GREATER = "greater than"
    GREATER_OR_EQUAL = "greater than or equal to"
    CONTAINS = "contains"
    NOT_CONTAINS = "does not contain"
    STARTS_WITH = "starts with"
    IS_NULL = "is null"
    IS_NOT_NULL = "is not null"


@dataclass(frozen=True, slots=True)
class ViewCondition:
    """One condition of a view. The value is wire text."""

    field: str
    operator: ViewOperator
    value: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A list view: fields (none means all) of an object's records that meet all conditions, or any of them. `order`
    names fields; one after `-` counts downwards."""

    id: str
    object: str
    name: str
    fields: tuple[str, ...] = ()
    conditions: tuple[ViewCondition, ...] = ()
    match_any: bool = False
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _VIEW_ID.match(self.id):
            raise CustomizationFault(f"view {self.id!r}: the id has other characters than letters, digits and @ _ . -")


@dataclass(frozen=True, slots=True)
class Customization:
    """All definitions of one company."""

    fields: tuple[CustomField, ...] = ()
    objects: tuple[CustomObject, ...] = ()
    relations: tuple[CustomRelation, ...] = ()
    views: tuple[View, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.objects or self.relations or self.views)

    @property
    def dimensions(self) -> tuple[CustomObject, ...]:
        """The objects that are user-defined dimensions, in order."""
        return tuple(entry for entry in self.objects if entry.dimension)

    def view(self, name: str) -> View | None:
        """The view of `OBJECT#originalId`, or of a name (client evidence)."""
        object_name, _, view_id = name.partition("#")
        for view in self.views:
            if name == view.name or (view_id == view.id and object_name.upper() == view.object.upper()):
                return view
        return None

    def to_json(self) -> str:
        """The text kept in the company's database."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Customization":
        """The customization of a kept text. Raises CustomizationFault."""
        data = json.loads(text)
        return cls(
            fields=tuple(_field(entry) for entry in data["fields"]),
            objects=tuple(CustomObject(**entry) for entry in data["objects"]),
            relations=tuple(CustomRelation(**entry) for entry in data["relations"]),
            views=tuple(_view(entry) for entry in data["views"]),
        )


NO_CUSTOMIZATION = Customization()


def _require_name(what: str, name: str) -> None:
    if not _PLATFORM_NAME.match(name):
        raise CustomizationFault(f"{what}: not a name of letters, digits and underscores, a letter first")


def _field(entry: Mapping[str, Any]) -> CustomField:
    return CustomField(**{**entry, "kind": FieldKind(entry["kind"]), "values": tuple(entry["values"])})


def _view(entry: Mapping[str, Any]) -> View:
    conditions = tuple(
        ViewCondition(condition["field"], ViewOperator(condition["operator"]), condition["value"])
        for condition in entry["conditions"]
    )
    return View(**{**entry, "fields": tuple(entry["fields"]), "order": tuple(entry["order"]), "conditions": conditions})
