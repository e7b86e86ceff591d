"""Every object of the catalogue can be read by every field it lists."""

import sqlite3
from datetime import date

import pytest

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import NUMERIC, DataType, ObjectDefinition
from intacct_emulator.query.ast import Column, Comparison, Operator, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.paths import dead_ends, table_of
from intacct_emulator.query.to_sql import Statement, compile_select
from intacct_emulator.records.visibility import Scope


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The product's own catalogue."""
    return Catalogue()


def _select(
    definition: ObjectDefinition, catalogue: Catalogue, selection: Selection, dialect: CodeDialect = CodeDialect.DISPLAY
) -> Statement:
    return compile_select(definition, catalogue, selection, scope=Scope(), dialect=dialect, today=date(2024, 1, 1))


def _create(connection: sqlite3.Connection, definition: ObjectDefinition, catalogue: Catalogue) -> None:
    """The table of an object, with the columns of all that share it."""
    sharing = catalogue.kept_in(table_of(definition)) or (definition,)
    fields = {field.id: field for each in (*sharing, definition) for field in each.stored_fields}
    columns = (
        f'"{field.id}" {"INTEGER" if field.type in NUMERIC or field.type is DataType.INTEGER else "TEXT"}'
        for field in fields.values()
    )
    connection.execute(f'CREATE TABLE IF NOT EXISTS "{table_of(definition)}" ({", ".join(columns)}) STRICT')


def test_all_fields_of_all_objects(catalogue: Catalogue) -> None:
    """A page of all readable fields compiles to SQL that runs over the tables it names, for every object."""
    connection = sqlite3.connect(":memory:")
    for definition in catalogue:
        names = [field.id for field in definition.fields if field.id not in definition.write_only]
        selection = Selection(tuple(map(Column, names)), limit=10, offset=10)
        statement = _select(definition, catalogue, selection)
        assert [output.name for output in statement.outputs] == list(dict.fromkeys(names)), definition.name
        for table in statement.tables:
            _create(connection, catalogue[table], catalogue)
        assert connection.execute(statement.sql, statement.params).fetchall() == []
    connection.close()


def test_paths_of_all_objects_lead_somewhere(catalogue: Catalogue) -> None:
    """Every field that is read from another object has a relationship that leads to it, and every calculated one a
    formula."""
    assert [(definition.name, name) for definition in catalogue for name in dead_ends(definition, catalogue)] == []


def test_invoices_by_customer(catalogue: Catalogue) -> None:
    """A query of invoices through their customer finds the row the plain tables hold."""
    connection = sqlite3.connect(":memory:")
    selection = Selection(
        (Column("RECORDNO"), Column("CUSTOMERNAME"), Column("CUSTOMER.CREDITLIMIT"), Column("TOTALDUE")),
        Comparison("CUSTOMER.STATUS", Operator.EQUAL, ("active",)),
    )
    statement = _select(catalogue["ARINVOICE"], catalogue, selection)
    for table in statement.tables:
        _create(connection, catalogue[table], catalogue)
    connection.execute(
        """INSERT INTO "CUSTOMER" ("RECORDNO", "CUSTOMERID", "NAME", "STATUS", "CREDITLIMIT")
        VALUES (1, 'C1', 'Acme', 'T', 123450), (2, 'C2', 'Old', 'F', 0)"""
    )
    connection.execute(
        """INSERT INTO "PRRECORD" ("RECORDNO", "RECORDTYPE", "CUSTOMERID", "TOTALDUE")
        VALUES (7, 'ri', 'C1', 250), (8, 'ri', 'C2', 300), (9, 'ra', 'C1', 5)"""
    )
    (row,) = connection.execute(statement.sql, statement.params).fetchall()
    texts = [output.renderer(value) for output, value in zip(statement.outputs, row, strict=True)]
    assert texts == ["7", "Acme", "1234.5", "2.5"]
    connection.close()
