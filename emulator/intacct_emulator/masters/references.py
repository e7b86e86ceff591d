"""Which fields of a record name other records, in both directions.

Only kept rows count: those that are made for a query, in temporary tables, follow from others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import DataType, ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.storage.database import quoted


@dataclass(frozen=True, slots=True)
class Reference:
    """A field whose value is the value of field `to` of a record of `target`."""

    field: str
    target: ObjectDefinition
    to: str


def references_of(catalogue: Catalogue, definition: ObjectDefinition) -> dict[str, Reference]:
    """The references an object's own columns hold, by field id: its relationships, and its fields marked as such.

    Relationships to unknown objects, or to fields that are not stored, are left out.
    """
    found: dict[str, Reference] = {}
    for relationship in definition.relationships:
        field = definition.find(relationship.by)
        if field is None or not field.stored or field.id in found or field.id == definition.key:
            continue
        target = catalogue.find(relationship.object)
        to = target.find(relationship.to) if target is not None and relationship.to else None
        if target is not None and to is not None and to.stored:
            found[field.id] = Reference(field.id, target, to.id)
    for field in definition.stored_fields:
        if field.reference is None or field.id in found:
            continue
        target = catalogue.find(field.reference)
        if target is not None:
            to_field = target.key if field.type is DataType.INTEGER else target.id_field
            if to_field is not None:
                found[field.id] = Reference(field.id, target, to_field)
    return found


def is_used(records: Records, definition: ObjectDefinition, record: Record) -> bool:
    """Whether any other record names this one. Lines the record owns do not count: they are deleted with it."""
    owned = {(records.catalogue[lines.object].table, lines.parent_field) for lines in definition.lines}
    for other, references in _referring(records, definition):
        named: dict[str, Stored] = {
            reference.field: record[reference.to]
            for reference in references
            if (other.table, reference.field) not in owned and record[reference.to] is not None
        }
        if named and _any_names(records, definition, record, other, named):
            return True
    return False


def rename(records: Records, definition: ObjectDefinition, old: Stored, new: Stored) -> None:
    """Replaces a natural id by a new one in every record that names it.

    Those records do not count as changed: the gateway stores keys where this store has ids.
    """
    for other, references in _referring(records, definition):
        for reference in references:
            if reference.to == definition.id_field:
                column = quoted(reference.field)
                sql = f"UPDATE main.{quoted(other.table)} SET {column} = ? WHERE {column} = ?"  # noqa: S608 - catalogue names
                records.database.execute(sql, (new, old))
    records.forget_rows()


def _any_names(
    records: Records, definition: ObjectDefinition, record: Record, other: ObjectDefinition, named: dict[str, Stored]
) -> bool:
    conditions = " OR ".join(f"{quoted(column)} = ?" for column in named)
    sql = f"SELECT 1 FROM main.{quoted(other.table)} WHERE ({conditions})"  # noqa: S608 - catalogue names
    values = [*named.values()]
    if other.table == definition.table:
        # A record that names itself, such as a user who changed their own record, does not count as used.
        sql += f" AND {quoted(other.key)} <> ?"
        values.append(record.key)
    return records.database.one(f"{sql} LIMIT 1", values) is not None


def _referring(
    records: Records, definition: ObjectDefinition
) -> Iterator[tuple[ObjectDefinition, tuple[Reference, ...]]]:
    """Objects that have rows and can name records of this one, with the fields that do. A column that several objects
    share is listed once."""
    for (table,) in records.database.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
        left = {str(row[1]) for row in records.database.all(f"PRAGMA table_info({quoted(str(table))})")}
        for other in records.catalogue.kept_in(str(table)):
            references = tuple(
                reference
                for reference in references_of(records.catalogue, other).values()
                if reference.target.table == definition.table and reference.field in left
            )
            left -= {reference.field for reference in references}
            if references:
                yield other, references
