"""What every table of a database looked like when it was written: its columns, and the form of their values."""

import json
from collections.abc import Mapping

from .column_form import ColumnForm
from .database import Database

SHAPES_TABLE = "table_shape"


class TableShapes:
    """The forms of columns by table and column, kept in the database itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(
            f"CREATE TABLE IF NOT EXISTS {SHAPES_TABLE} (name TEXT PRIMARY KEY, columns TEXT NOT NULL) STRICT"
        )

    def all(self) -> dict[str, dict[str, ColumnForm]]:
        """Every table's columns."""
        rows = self._database.all(f"SELECT name, columns FROM {SHAPES_TABLE} ORDER BY name")  # noqa: S608 - our own
        return {str(name): read_shape(str(columns)) for name, columns in rows}

    def add(self, table: str, columns: Mapping[str, ColumnForm]) -> None:
        """Records columns of a table, replacing those of the same name."""
        sql = f"SELECT columns FROM {SHAPES_TABLE} WHERE name = ?"  # noqa: S608 - our own
        known = self._database.scalar(sql, (table,))
        self.put(table, (read_shape(str(known)) if known is not None else {}) | dict(columns))

    def put(self, table: str, columns: Mapping[str, ColumnForm]) -> None:
        """Records the columns of a table, replacing all earlier ones."""
        text = json.dumps({column: form.json for column, form in columns.items()}, separators=(",", ":"))
        sql = f"INSERT INTO {SHAPES_TABLE} VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET columns = excluded.columns"  # noqa: S608
        self._database.execute(sql, (table, text))

    def drop(self, table: str) -> None:
        """Removes a table that no longer exists."""
        self._database.execute(f"DELETE FROM {SHAPES_TABLE} WHERE name = ?", (table,))  # noqa: S608 - our own


def read_shape(text: str) -> dict[str, ColumnForm]:
    """The columns of a stored shape."""
    return {column: ColumnForm.from_json(form) for column, form in json.loads(text).items()}
