"""Adapts stored rows to the current catalogue: changed scales and codes, objects that now share a table.

The file says how its values were stored (see `storage.table_shapes`); the catalogue says how they are read.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from sqlite3 import IntegrityError

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.storage.column_form import TEXT, WHOLE, ColumnForm, ColumnKind, UnreadableValueError
from intacct_emulator.storage.database import Database, quoted
from intacct_emulator.storage.tables import Affinity, Tables, TableSchema

from .table_schema import table_schema

_FIRST_FORMS = Path(__file__).resolve().parent / "formats" / "release_0_1_0.json"


class CatalogueMisfitError(ValueError):
    """Rows that do not fit the catalogue; the text names table and value."""


def fit_to_catalogue(database: Database, catalogue: Catalogue, prepare_writing: Callable[[], None]) -> bool:
    """Converts rows that are stored differently from the catalogue; returns whether there were any. Call it inside a
    unit.

    `prepare_writing` is called once before the first change. Raises CatalogueMisfitError for rows that do not fit.
    """
    tables = Tables(database)
    wanted = _Wanted(catalogue)
    work = list(_work(database, tables.shapes.all(), wanted))
    if not work:
        return False
    prepare_writing()
    for (view,) in database.all("SELECT name FROM sqlite_master WHERE type = 'view'"):
        database.execute(f"DROP VIEW {quoted(str(view))}")
    for table, shape, definition in work:
        if definition is None:
            database.execute(f"DROP TABLE {quoted(table)}")
            tables.shapes.drop(table)
            continue
        try:
            # Several values set rows apart that are there; which of them a row would get is not known.
            single = {name: value for name, value in definition.only.items() if isinstance(value, str)}
            set_apart = single if definition.table != table else {}
            tables.rebuild(table, shape, wanted.schema(definition.table, table, shape), set_apart)
        except UnreadableValueError as fault:
            raise CatalogueMisfitError(f"{fault}, as this version keeps it") from fault
        except IntegrityError as fault:
            raise CatalogueMisfitError(f"records of {table} and of {definition.table} have the same number") from fault
    return True


def adopt_first_shapes(database: Database, catalogue: Catalogue) -> None:
    """Records the shapes of the tables of a file that has none, as release 0.1.0 made them. Columns that the company
    defined have their current form."""
    first = json.loads(_FIRST_FORMS.read_bytes())
    tables = Tables(database)
    wanted = _Wanted(catalogue)
    for table, columns in _columns(database):
        if table not in wanted.by_table and (wanted.owner(table) is None):
            continue
        exceptions = first["tables"].get(table, {})
        known = {**first["columns"], **exceptions}
        custom = wanted.custom_forms(table)
        tables.shapes.put(
            table,
            {column: _first_form(known.get(column), affinity, custom.get(column)) for column, affinity in columns},
        )


def _first_form(kept: str | Mapping[str, str] | None, affinity: Affinity, custom: ColumnForm | None) -> ColumnForm:
    if custom is not None:
        return custom
    plain = WHOLE if affinity is Affinity.INTEGER else TEXT
    form = plain if kept is None else ColumnForm.from_json(kept)
    return form if (form.kind is ColumnKind.NUMBER) is (affinity is Affinity.INTEGER) else plain


class _Wanted:
    """The tables that the catalogue calls for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, list[TableSchema]] = {}
        self.by_table: defaultdict[str, list[ObjectDefinition]] = defaultdict(list)
        for definition in catalogue:
            self.by_table[definition.table].append(definition)
        for table, definitions in self.by_table.items():
            # What an object says of its own table counts for those that share it.
            definitions.sort(key=lambda definition: definition.name != table)

    def owner(self, table: str) -> ObjectDefinition | None:
        """The object that had a table of its own by that name, and now shares another."""
        found = self._catalogue.find(table)
        return found if found is not None and found.name == table else None

    def knows(self, table: str, column: str, form: ColumnForm) -> bool:
        """Whether a column may have that form: an object of the table says so, or none knows the column."""
        wanted = [schema.form(column) for schema in self._schemas(table) if column in schema.columns]
        return not wanted or any(_alike(form, other) for other in wanted)

    def schema(self, table: str, old: str, shape: Mapping[str, ColumnForm]) -> TableSchema:
        """A table for all objects that share it. Columns that no object knows any more are kept."""
        schemas = self._schemas(table)
        columns: dict[str, Affinity] = {}
        forms: dict[str, ColumnForm] = {}
        for schema in schemas:
            for column, affinity in schema.columns.items():
                if column not in columns:
                    columns[column] = affinity
                    forms[column] = schema.form(column)
        if old == table:
            for column, form in shape.items():
                if column not in columns:
                    columns[column] = Affinity.INTEGER if form.kind is ColumnKind.NUMBER else Affinity.TEXT
                    forms[column] = form
        indexes = dict.fromkeys(group for schema in schemas for group in schema.indexes)
        sparse = dict.fromkeys(column for schema in schemas for column in schema.sparse)
        return TableSchema(table, schemas[0].key, columns, indexes=tuple(indexes), sparse=tuple(sparse), forms=forms)

    def _schemas(self, table: str) -> list[TableSchema]:
        if table not in self._known:
            self._known[table] = [table_schema(definition) for definition in self.by_table[table]]
        return self._known[table]

    def custom_forms(self, table: str) -> dict[str, ColumnForm]:
        """The forms of the columns of a table that the company defined."""
        definition = self._catalogue.find(table)
        if definition is None:
            return {}
        schema = table_schema(definition)
        return {
            field.id: schema.form(field.id) for field in definition.stored_fields if field.custom or definition.custom
        }


def _work(
    database: Database, shapes: Mapping[str, Mapping[str, ColumnForm]], wanted: _Wanted
) -> Iterator[tuple[str, Mapping[str, ColumnForm], ObjectDefinition | None]]:
    """The tables to move, each with the object whose rows it holds; None for a table to be removed."""
    for table, shape in shapes.items():
        definitions = wanted.by_table.get(table)
        if definitions:
            if not all(wanted.knows(table, column, form) for column, form in shape.items()):
                yield table, shape, definitions[0]
            continue
        moved = wanted.owner(table)
        if moved is None and database.scalar(f"SELECT 1 FROM {quoted(table)} LIMIT 1") is not None:  # noqa: S608
            raise CatalogueMisfitError(f"it holds records of {table}, which this version does not know")
        yield table, shape, moved


def _alike(one: ColumnForm, other: ColumnForm) -> bool:
    return (one.kind, one.scale, dict(one.codes)) == (other.kind, other.scale, dict(other.codes))


def _columns(database: Database) -> Iterator[tuple[str, list[tuple[str, Affinity]]]]:
    for (table,) in database.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        found = database.all(f"PRAGMA table_info({quoted(str(table))})")
        yield str(table), [(str(row[1]), Affinity(str(row[2]))) for row in found]
