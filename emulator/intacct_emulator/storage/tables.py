"""Tables created on first use and widened for new columns, and the statements that write their rows."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from types import MappingProxyType

from .column_form import TEXT, WHOLE, ColumnForm, UnreadableValueError, converted
from .database import Database, Row, Value, quoted
from .table_shapes import TableShapes

_ROWS_AT_ONCE = 40
"""Rows per bulk statement: SQLite finds its place in table and indexes once for rows that come in order."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Affinity(StrEnum):
    """The column types of our STRICT tables. There is no REAL: amounts are scaled integers."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    BLOB = "BLOB"


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its columns in order, its integer primary key, the column groups to index, and the groups to index only
    in rows with a value in the first column. `forms` says how values are read if the column type does not."""

    name: str
    key: str
    columns: Mapping[str, Affinity]
    indexes: tuple[tuple[str, ...], ...] = ()
    sparse: tuple[tuple[str, ...], ...] = ()
    forms: Mapping[str, ColumnForm] = field(default_factory=dict)

    def form(self, column: str) -> ColumnForm:
        """How the values of a column are read."""
        return self.forms.get(column) or (WHOLE if self.columns[column] is Affinity.INTEGER else TEXT)


class Tables:
    """Reads and writes rows of one database's tables by column name.

    Column and table names come from schemas, never from requests; values are always parameters.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.shapes = TableShapes(database)
        self._stood_in: dict[str, dict[str, Affinity]] = {}
        self._inserts: dict[tuple[str, tuple[str, ...]], str] = {}
        self._selects: dict[tuple[str, tuple[str, ...], tuple[object, ...], str | None], str] = {}

    def ensure(self, schema: TableSchema) -> None:
        """Makes the table if it is missing, and adds the columns and indexes it lacks."""
        existing = {str(row[1]) for row in self._database.all(f"PRAGMA main.table_info({quoted(schema.name)})")}
        new = [column for column in schema.columns if column not in existing]
        if new:
            with self._database.unit():
                if existing:
                    self._widen(schema, new)
                else:
                    self._create(schema)
                self.shapes.add(schema.name, {column: schema.form(column) for column in new})
        self._index(schema)

    def rebuild(
        self, old: str, old_forms: Mapping[str, ColumnForm], schema: TableSchema, only: Mapping[str, Value] = _NOTHING
    ) -> None:
        """Moves the rows of the table `old` to the table of a schema (rebuilt if it is `old` itself) and removes `old`.
        Common columns are converted; columns of `only` get that value.

        Raises UnreadableValueError for a value that the new form cannot hold.
        """
        in_place = old == schema.name
        target = replace(schema, name=f"new:{schema.name}") if in_place else schema
        if in_place:
            self._create(target)
        else:
            self.ensure(schema)
        shared = tuple(column for column in old_forms if column in schema.columns)
        columns = (*shared, *(column for column in only if column not in shared))
        forms = [(old_forms[column], schema.form(column)) for column in shared]
        given = [only[column] for column in columns[len(shared) :]]
        with closing(self._database.execute(_select(old, shared))) as rows:
            for row in rows:
                values = [
                    _carried(old, column, value, *form) for column, value, form in zip(shared, row, forms, strict=True)
                ]
                self._database.execute(self._insert_statement(target.name, columns), [*values, *given])
        self._database.execute(f"DROP TABLE {quoted(old)}")
        self.shapes.drop(old)
        if in_place:
            self._database.execute(f"ALTER TABLE {quoted(target.name)} RENAME TO {quoted(schema.name)}")
            self.shapes.put(schema.name, {column: schema.form(column) for column in schema.columns})
            self._index(schema)

    def stand_in(self, schema: TableSchema) -> None:
        """Makes a temporary empty table when the real one cannot be made, with the columns of all objects that share
        it. It is read-only: see `step_aside`."""
        columns = self._stood_in.setdefault(schema.name, {})
        columns.update(schema.columns)
        definitions = ", ".join(f"{quoted(name)} {affinity}" for name, affinity in columns.items())
        self.step_aside(schema.name)
        self._database.execute(f"CREATE TEMP TABLE {quoted(schema.name)} ({definitions}) STRICT")

    def stand_in_view(self, name: str, select: str) -> None:
        """Makes a temporary view when the real one cannot be made."""
        self._database.execute(f"CREATE TEMP VIEW IF NOT EXISTS {quoted(name)} AS {select}")

    def step_aside(self, name: str) -> None:
        """Removes a stand-in."""
        for kind in ("table", "view"):
            found = "SELECT 1 FROM temp.sqlite_master WHERE type = ? AND name = ?"
            if self._database.scalar(found, (kind, name)) is not None:
                self._database.execute(f"DROP {kind} temp.{quoted(name)}")

    def ensure_view(self, name: str, select: str) -> None:
        """Makes the view if it is missing or defined differently."""
        wanted = f"CREATE VIEW {quoted(name)} AS {select}"
        if self._database.scalar("SELECT sql FROM sqlite_master WHERE name = ?", (name,)) != wanted:
            self._drop_unused_table(name)
            self._database.execute(f"DROP VIEW IF EXISTS {quoted(name)}")
            self._database.execute(wanted)

    def _drop_unused_table(self, name: str) -> None:
        """What has become a view may have been an empty table in an earlier version."""
        kind = self._database.scalar("SELECT type FROM sqlite_master WHERE name = ?", (name,))
        if kind != "table" or self._database.scalar(f"SELECT 1 FROM {quoted(name)} LIMIT 1") is not None:  # noqa: S608
            return
        self._database.execute(f"DROP TABLE {quoted(name)}")
        self.shapes.drop(name)

    def insert(self, table: str, values: Mapping[str, Value]) -> int:
        """Inserts a row; returns its integer primary key."""
        columns = tuple(values)
        cursor = self._database.execute(self._insert_statement(table, columns), tuple(values.values()))
        key = cursor.lastrowid
        assert key is not None
        return key

    def insert_many(
        self,
        table: str,
        columns: tuple[str, ...],
        rows: Sequence[Sequence[Value]],
        *,
        agreed: Mapping[str, Value] = _NOTHING,
        same: Mapping[str, str] = _NOTHING,
    ) -> None:
        """Inserts rows that all have the same columns.

        `agreed` are further columns with one value in all rows, whole numbers or texts from the program. `same` are
        further columns that copy another column of the row.
        """
        if not agreed and not same:
            self._database.executemany(self._insert_statement(table, columns), rows)
            return
        place = {column: f"column{number}" for number, column in enumerate(columns, 1)}  # SQLite's names in VALUES
        taken = [*place.values(), *map(_literal, agreed.values()), *(place[other] for other in same.values())]
        names = ", ".join(quoted(column) for column in (*columns, *agreed, *same))
        row = f"({', '.join('?' * len(columns))})"

        def statement(count: int) -> str:
            values = ", ".join([row] * count)
            return f"INSERT INTO {quoted(table)} ({names}) SELECT {', '.join(taken)} FROM (VALUES {values})"  # noqa: S608

        whole = len(rows) - len(rows) % _ROWS_AT_ONCE
        parts = (rows[start : start + _ROWS_AT_ONCE] for start in range(0, whole, _ROWS_AT_ONCE))
        self._database.executemany(statement(_ROWS_AT_ONCE), (list(chain.from_iterable(part)) for part in parts))
        self._database.executemany(statement(1), rows[whole:])

    def update(
        self,
        table: str,
        key: str,
        key_value: Value,
        values: Mapping[str, Value],
        *,
        not_before: Mapping[str, str] = _NOTHING,
    ) -> int:
        """Sets columns of the rows whose `key` is `key_value`; returns their number.

        `not_before` maps time columns to a column that they may not precede.
        """
        if not values:
            return 0
        sets = ", ".join(
            f"{quoted(column)} = max(?, ifnull({quoted(not_before[column])}, ''))"
            if column in not_before
            else f"{quoted(column)} = ?"
            for column in values
        )
        sql = f"UPDATE {quoted(table)} SET {sets} WHERE {quoted(key)} = ?"  # noqa: S608 - names of schemas
        return self._database.execute(sql, (*values.values(), key_value)).rowcount

    def delete(self, table: str, key: str, key_value: Value) -> int:
        """Deletes the rows whose `key` is `key_value`; returns their number."""
        sql = f"DELETE FROM {quoted(table)} WHERE {quoted(key)} = ?"  # noqa: S608 - names of schemas
        return self._database.execute(sql, (key_value,)).rowcount

    def select(
        self,
        table: str,
        columns: tuple[str, ...],
        where: Mapping[str, Value],
        order: str | None = None,
        *,
        kinds: Mapping[str, str | tuple[str, ...]] = _NOTHING,
    ) -> list[Row]:
        """Rows whose columns equal the given values (None matches NULL).

        `kinds` are conditions that many rows of a shared table meet: a value, or one of several.
        """
        equals = "IS" if None in where.values() else "="  # which indexes on rows with a value can serve
        named = (table, columns, (equals, *where, *kinds.items()), order)
        sql = self._selects.get(named)
        if sql is None:
            selected = ", ".join(quoted(column) for column in columns)
            terms = [f"{quoted(column)} {equals} ?" for column in where]
            terms += [common(quoted(column), kind) for column, kind in kinds.items()]
            conditions = " AND ".join(terms) or "1"
            ordering = f" ORDER BY {quoted(order)}" if order else ""
            sql = f"SELECT {selected} FROM {quoted(table)} WHERE {conditions}{ordering}"  # noqa: S608 - schema names
            self._selects[named] = sql
        return self._database.all(sql, tuple(where.values()))

    def _insert_statement(self, table: str, columns: tuple[str, ...]) -> str:
        sql = self._inserts.get((table, columns))
        if sql is None:
            names = ", ".join(quoted(column) for column in columns)
            marks = ", ".join("?" * len(columns))
            sql = f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of schemas
            self._inserts[table, columns] = sql
        return sql

    def _create(self, schema: TableSchema) -> None:
        columns = ", ".join(
            f"{quoted(name)} INTEGER PRIMARY KEY" if name == schema.key else f"{quoted(name)} {affinity}"
            for name, affinity in schema.columns.items()
        )
        self._database.execute(f"CREATE TABLE IF NOT EXISTS {quoted(schema.name)} ({columns}) STRICT")

    def _widen(self, schema: TableSchema, columns: Sequence[str]) -> None:
        for column in columns:
            definition = f"{quoted(column)} {schema.columns[column]}"
            self._database.execute(f"ALTER TABLE {quoted(schema.name)} ADD COLUMN {definition}")

    def _index(self, schema: TableSchema) -> None:
        table = quoted(schema.name)
        for group in schema.indexes:
            name = quoted(f"{schema.name}:{','.join(group)}")
            names = ", ".join(quoted(column) for column in group)
            self._database.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({names})")
        for group in schema.sparse:
            name, first = quoted(f"{schema.name}:{','.join(group)}"), quoted(group[0])
            names = ", ".join(quoted(column) for column in group)
            self._database.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({names}) WHERE {first} IS NOT NULL")


def common(column: str, kind: str | tuple[str, ...]) -> str:
    """The condition that sets an object's rows apart in a table it shares, given the column's SQL.

    Many rows meet it, and SQLite is told so: it then prefers any more selective condition. The values come from the
    program.
    """
    if isinstance(kind, str):
        return f"likelihood({column} = {_literal(kind)}, 0.3)"
    return f"+{column} IN ({', '.join(_literal(value) for value in kind)})"


def _select(table: str, columns: Sequence[str]) -> str:
    return f"SELECT {', '.join(quoted(column) for column in columns)} FROM {quoted(table)}"  # noqa: S608 - schema names


def _carried(table: str, column: str, value: Value, old: ColumnForm, new: ColumnForm) -> Value:
    try:
        return value if isinstance(value, bytes) else converted(value, old, new)
    except UnreadableValueError as fault:
        raise UnreadableValueError(f"{table}.{column}: {fault}") from None


def _literal(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(f"{value!r} cannot stand in a statement")
    return "'" + value.replace("'", "''") + "'"
