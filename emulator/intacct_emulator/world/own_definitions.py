"""Reads what a company defines for itself out of `company.toml`."""

from collections.abc import Callable
from typing import TypeVar

from intacct_emulator.catalogue.customization import (
    CustomField,
    Customization,
    CustomizationFault,
    CustomObject,
    CustomRelation,
    FieldKind,
    View,
    ViewCondition,
    ViewOperator,
)

from .toml_table import TomlTable

EntryT = TypeVar("EntryT")


def read_customization(root: TomlTable) -> Customization:
    """The customization of a company's table. Raises FixtureError for definitions that are invalid in any catalogue."""
    return Customization(
        fields=_entries(root, "custom_fields", "id", _field),
        objects=(
            *_entries(root, "user_defined_dimensions", "name", _dimension),
            *_entries(root, "custom_objects", "name", _object),
        ),
        relations=_entries(root, "custom_relations", "name", _relation),
        views=_entries(root, "views", "id", _view),
    )


def _entries(root: TomlTable, key: str, named_by: str, read: Callable[[TomlTable], EntryT]) -> tuple[EntryT, ...]:
    entries = []
    for table in root.tables(key):
        try:
            entries.append(read(table))
        except CustomizationFault as fault:
            raise table.fault(named_by, str(fault)) from None
        table.finish()
    return tuple(entries)


def _field(table: TomlTable) -> CustomField:
    return CustomField(
        object=table.text("object"),
        id=table.text("id"),
        label=table.text("label"),
        kind=table.choice("type", FieldKind, FieldKind.TEXT),
        required=table.flag("required"),
        values=table.texts("values"),
        length=table.value("length", int, "a number", 0) or None,
        decimals=table.value("decimals", int, "a number", 2),
        description=table.text("description") if "description" in table.data else None,
    )


def _dimension(table: TomlTable) -> CustomObject:
    return _object(table, dimension=True)


def _object(table: TomlTable, *, dimension: bool = False) -> CustomObject:
    label = table.text("label")
    return CustomObject(table.text("name"), label, table.text("plural", f"{label}s"), dimension)


def _relation(table: TomlTable) -> CustomRelation:
    target = table.text("to")
    return CustomRelation(
        name=table.text("name"),
        source=table.text("from"),
        target=target,
        field=table.text("field", f"R{target.upper()}"),
        label=table.text("label", target),
        one_to_one=table.flag("one_to_one"),
    )


def _view(table: TomlTable) -> View:
    conditions = []
    for entry in table.tables("conditions"):
        operator = entry.choice("operator", ViewOperator, ViewOperator.EQUALS)
        valued = operator not in (ViewOperator.IS_NULL, ViewOperator.IS_NOT_NULL)
        conditions.append(ViewCondition(entry.text("field"), operator, entry.text("value") if valued else ""))
        entry.finish()
    return View(
        id=table.text("id"),
        object=table.text("object"),
        name=table.text("name"),
        fields=table.texts("fields"),
        conditions=tuple(conditions),
        match_any=table.flag("match_any"),
        order=table.texts("order"),
    )
