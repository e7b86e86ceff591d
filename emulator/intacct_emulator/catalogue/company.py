"""The catalogue as one company sees it: the shared one, with what the company added laid over it.

Standard objects that a company left alone are the shared definitions themselves; the others are made when they are
first asked for. A company that added nothing has no catalogue of its own.
"""

from collections.abc import Iterable
from dataclasses import replace

from .custom_definitions import (
    account_requirement,
    custom_field,
    custom_object,
    group_filter,
    line_dimension,
    positioned,
    relation_field,
    relation_path,
    takes_dimensions,
)
from .customization import Customization, CustomizationFault, CustomRelation, View
from .loader import Catalogue
from .model import Field, ObjectDefinition, Relationship

_ACCOUNTS = frozenset({"GLACCOUNT", "STATACCOUNT"})
_ACCOUNT_GROUP = "GLACCTGRP"


class CompanyCatalogue(Catalogue):
    """The shared catalogue with a company's customization, which is known to fit it: see `checked`."""

    def __init__(self, shared: Catalogue, customization: Customization) -> None:
        self._shared_catalogue = shared
        self.customization = customization
        self._own = {entry.name.upper(): entry for entry in customization.objects}
        self._tables = {custom_object(entry, (), ()).table.upper(): entry.name for entry in customization.objects}
        self._definitions: dict[str, ObjectDefinition] = {}
        self._touched = {entry.object.upper() for entry in customization.fields}
        self._touched |= {entry.source.upper() for entry in customization.relations}

    @classmethod
    def checked(cls, shared: Catalogue, customization: Customization) -> "CompanyCatalogue":
        """The catalogue with a new customization. Raises CustomizationFault if it does not fit."""
        catalogue = cls(shared, customization)
        catalogue._check()
        return catalogue

    def find(self, name: str) -> ObjectDefinition | None:
        """The definition of an object, or of the object stored in a table of that name; None if neither exists."""
        upper = name.upper()
        known = self._definitions.get(upper)
        if known is not None:
            return known
        if upper in self._tables:
            return self.find(self._tables[upper])
        found = self._made(upper)
        if found is not None:
            # Names that stand for nothing are not remembered: requests bring any number of them.
            self._definitions[upper] = found
        return found

    def kept_in(self, table: str) -> tuple[ObjectDefinition, ...]:
        """The objects whose rows are in a table, as the company has them."""
        shared = (self.find(definition.name) for definition in self._shared_catalogue.kept_in(table))
        known = tuple(definition for definition in shared if definition is not None)
        own = None if known else self.find(table)
        return known if own is None else (own,)

    def names(self) -> tuple[str, ...]:
        """All object names, in capitals, sorted."""
        return tuple(sorted({*self._shared_catalogue.names(), *self._own}))

    def _made(self, upper: str) -> ObjectDefinition | None:
        own = self._own.get(upper)
        if own is not None:
            return custom_object(own, self._fields(upper), self._relationships(upper))
        base = self._shared_catalogue.find(upper)
        return None if base is None else self._extended(base)

    def _extended(self, base: ObjectDefinition) -> ObjectDefinition:
        name = base.name.upper()
        fields = self._fields(name) if name in self._touched else ()
        relationships = self._relationships(name) if name in self._touched else ()
        dimensions: list[Field] = []
        for entry in self.customization.dimensions:
            if name in _ACCOUNTS:
                dimensions.append(account_requirement(entry))
            elif name == _ACCOUNT_GROUP:
                dimensions += [group_filter(entry), line_dimension(entry)[0]]
            elif takes_dimensions(base):
                field, relationship = line_dimension(entry)
                dimensions.append(field)
                relationships = (*relationships, relationship)
        if not fields and not relationships and not dimensions:
            return base
        extended = positioned(base.fields, fields, dimensions)
        return replace(base, fields=extended, relationships=(*base.relationships, *relationships))

    def _fields(self, upper: str) -> tuple[Field, ...]:
        own = (custom_field(entry) for entry in self.customization.fields if entry.object.upper() == upper)
        return (*own, *(relation_field(entry, self._target(entry)) for entry in self._relations(upper)))

    def _relationships(self, upper: str) -> tuple[Relationship, ...]:
        custom = upper in self._own
        return tuple(relation_path(entry, self._target(entry), custom=custom) for entry in self._relations(upper))

    def _relations(self, upper: str) -> Iterable[CustomRelation]:
        return (entry for entry in self.customization.relations if entry.source.upper() == upper)

    def _target(self, relation: CustomRelation) -> ObjectDefinition:
        """The target as far as a relation needs it, without its own relations, so that two objects can name each
        other."""
        own = self._own.get(relation.target.upper())
        return custom_object(own, (), ()) if own is not None else self._shared_catalogue[relation.target]

    # -- whether it fits

    def _check(self) -> None:
        if len(self._own) != len(self.customization.objects):
            raise CustomizationFault("two custom objects have the same name")
        for entry in self.customization.objects:
            if self._shared_catalogue.find(entry.name) is not None:
                raise CustomizationFault(f"custom object {entry.name}: there is a standard object of that name")
        for name in {entry.object for entry in self.customization.fields}:
            self._require_object(name)
        for relation in self.customization.relations:
            self._require_object(relation.source)
            self._require_object(relation.target)
            if not {relation.source.upper(), relation.target.upper()} & self._own.keys():
                raise CustomizationFault(f"relation {relation.name}: one of its two objects must be custom")
        for view in self.customization.views:
            self._require_object(view.object)
        if len({entry.name for entry in self.customization.relations}) != len(self.customization.relations):
            raise CustomizationFault("two relations have the same name")
        if len({(entry.object.upper(), entry.id) for entry in self.customization.views}) != len(
            self.customization.views
        ):
            raise CustomizationFault("two views of an object have the same id")
        for name in (*self._touched, *self._own):
            self._require_distinct(self[name])
        for view in self.customization.views:
            self._require_fields(view)

    def _require_object(self, name: str) -> None:
        if name.upper() not in self._own and self._shared_catalogue.find(name) is None:
            raise CustomizationFault(f"there is no object {name}")

    def _require_fields(self, view: View) -> None:
        """Fields of related objects, which have a dot in them, are left to the query."""
        ordered = (name.removeprefix("-") for name in view.order)
        for name in (*view.fields, *(condition.field for condition in view.conditions), *ordered):
            if "." not in name and self[view.object].find(name) is None:
                raise CustomizationFault(f"view {view.name}: {view.object} has no field {name}")

    def _require_distinct(self, definition: ObjectDefinition) -> None:
        """Columns ignore letter case. A field or path may not hide another one, or a part of a request."""
        taken = [name.upper() for name in definition.write_only]
        taken += [collection.element.upper() for collection in definition.lines]
        taken += [name for name in definition.inputs if definition.find(name) is None]
        taken += [field.id.upper() for field in definition.fields]
        for field in definition.custom_fields:
            if taken.count(field.id.upper()) > 1:
                raise CustomizationFault(f"{definition.name}: {field.id} is there twice")
            if not definition.custom and field.id != field.id.upper():
                raise CustomizationFault(f"{definition.name}: {field.id} must be in capitals")
        paths = [entry.path.upper() for entry in definition.relationships]
        for relation in self._relations(definition.name.upper()):
            if paths.count(relation.name.upper()) > 1:
                raise CustomizationFault(f"{definition.name}: the relation {relation.name} is there twice")
