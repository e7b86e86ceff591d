"""A small catalogue of three objects, and SQLite tables of its rows, for the tests of reading."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from intacct_emulator.catalogue.model import DataType, Evidence, Field, Level, ObjectDefinition, Relationship
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.query.ast import Aggregate, Column, Selection
from intacct_emulator.query.literals import CodeDialect
from intacct_emulator.query.to_sql import Statement, compile_count, compile_select
from intacct_emulator.records.visibility import Scope

TODAY = date(2024, 3, 15)
EVERYTHING = Scope(include_private=True)

D = DataType


def _definition(name: str, fields: tuple[Field, ...], *relationships: Relationship, **more: object) -> ObjectDefinition:
    return ObjectDefinition(
        name=name,
        module="test",
        level=Level.KEPT,
        evidence=Evidence.INFERRED,
        fields=fields,
        relationships=relationships,
        table=name,
        **more,  # type: ignore[arg-type]
    )


TERM = _definition(
    "TERM",
    (
        Field("RECORDNO", "Record number", D.INTEGER),
        Field("NAME", "Term", D.TEXT),
        Field("DAYS", "Days", D.INTEGER),
    ),
)

VENDOR = _definition(
    "VENDOR",
    (
        Field("RECORDNO", "Record number", D.INTEGER),
        Field("VENDORID", "Vendor ID", D.TEXT),
        Field("NAME", "Vendor name", D.TEXT),
        Field("STATUS", "Status", D.TEXT, values=("active", "inactive"), codes=("T", "F")),
        Field("CREDITLIMIT", "Credit limit", D.CURRENCY),
        Field("TERMNAME", "Term", D.TEXT, read_from="TERM.NAME"),
        Field("TERMKEY", "Term key", D.INTEGER),
        Field("PARENTID", "Parent", D.TEXT),
        Field("MAILADDRESS.CITY", "City", D.TEXT),
    ),
    Relationship("TERM", "TERM", "Term", "MANY2ONE", "TERMKEY", "RECORDNO", "TERMKEY"),
    Relationship("PARENT", "VENDOR", "Parent", "MANY2ONE", "PARENTID", "VENDORID", "PARENTID"),
)

_STATE = """CASE {row}."RAWSTATE" WHEN 'D' THEN 'Draft' WHEN 'P' THEN 'Posted' WHEN 'C' THEN 'Paid' END"""
_DUE = """CAST(julianday({row}."WHENDUE") - julianday(:today) AS INTEGER)"""

BILL = _definition(
    "BILL",
    (
        Field("RECORDNO", "Record number", D.INTEGER),
        Field("RECORDID", "Bill number", D.TEXT),
        Field("VENDORID", "Vendor ID", D.TEXT),
        Field("VENDORNAME", "Vendor name", D.TEXT, read_from="VENDOR.NAME"),
        Field("VENDORTERM", "Vendor's term", D.TEXT, read_from="VENDOR.TERMNAME"),
        Field("PAYTO.MAILADDRESS.CITY", "City", D.TEXT, read_from="PAYTO.MAILADDRESS.CITY"),
        Field("STATUS", "Status", D.TEXT, values=("active", "inactive"), codes=("T", "F")),
        Field("RAWSTATE", "Raw state", D.TEXT),
        Field(
            "STATE", "State", D.TEXT, values=("Draft", "Posted", "Paid"), readonly=True, computed=True, formula=_STATE
        ),
        Field("DUE_IN_DAYS", "Due in", D.INTEGER, readonly=True, computed=True, formula=_DUE),
        Field("NOT_BUILT", "No formula", D.TEXT, readonly=True, computed=True),
        Field("NOWHERE", "Leads nowhere", D.TEXT, read_from="GONE.NAME"),
        Field("ONHOLD", "On hold", D.BOOLEAN),
        Field("KIND", "Kind", D.ENUM, values=("Goods", "Services")),
        Field("TOTALDUE", "Total due", D.CURRENCY),
        Field("RATE", "Rate", D.DECIMAL, scale=8),
        Field("LINES", "Lines", D.INTEGER),
        Field("WHENDUE", "Due", D.DATE),
        Field("WHENMODIFIED", "Modified", D.TIMESTAMP),
        Field("MEGAENTITYKEY", "Entity", D.INTEGER),
        Field("ACTION", "Action", D.TEXT),
    ),
    Relationship("VENDOR", "VENDOR", "Vendor", "MANY2ONE", "VENDORID", "VENDORID", "VENDORID"),
    Relationship("PAYTO", "VENDOR", "Pay to", "MANY2ONE", "VENDORID", "VENDORID", "VENDORID"),
    Relationship("LINE", "BILL", "Lines", "ONE2MANY", "RECORDNO", "RECORDNO", "RECORDNO"),
    write_only=frozenset({"ACTION"}),
    owned_by_entity=True,
)

STATES = {"D": "Draft", "P": "Posted", "C": "Paid"}


class Objects:
    """A catalogue of the sample definitions."""

    def __init__(self, *definitions: ObjectDefinition) -> None:
        self._definitions = {d.name: d for d in definitions}

    def find(self, name: str) -> ObjectDefinition | None:
        """The definition of that name, in any letter case."""
        return self._definitions.get(name.upper())


CATALOGUE = Objects(BILL, VENDOR, TERM)

Row = Mapping[str, Stored]


def database(rows: Mapping[str, Iterable[Row]]) -> sqlite3.Connection:
    """A database with STRICT tables of the sample objects, holding those rows."""
    connection = sqlite3.connect(":memory:")
    for definition in (BILL, VENDOR, TERM):
        columns = []
        for field in definition.stored_fields:
            number = field.type in (D.INTEGER, D.DECIMAL, D.CURRENCY)
            key = " PRIMARY KEY" if field.id == "RECORDNO" else ""
            columns.append(f'"{field.id}" {"INTEGER" if number else "TEXT"}{key}')
        connection.execute(f'CREATE TABLE "{definition.name}" ({", ".join(columns)}) STRICT')
        for row in rows.get(definition.name, ()):
            names = ", ".join(f'"{name}"' for name in row)
            connection.execute(
                f'INSERT INTO "{definition.name}" ({names}) VALUES ({", ".join("?" * len(row))})', tuple(row.values())
            )
    return connection


def select(selection: Selection, *, scope: Scope = EVERYTHING, dialect: CodeDialect = CodeDialect.DISPLAY) -> Statement:
    """The statement of a selection over BILL."""
    return compile_select(BILL, CATALOGUE, selection, scope=scope, dialect=dialect, today=TODAY)


def count(selection: Selection, *, scope: Scope = EVERYTHING, dialect: CodeDialect = CodeDialect.DISPLAY) -> Statement:
    """The statement that counts a selection over BILL."""
    return compile_count(BILL, CATALOGUE, selection, scope=scope, dialect=dialect, today=TODAY)


def run(connection: sqlite3.Connection, statement: Statement) -> list[list[str]]:
    """The wire texts of a statement's rows."""
    cursor = connection.execute(statement.sql, statement.params)
    return [[output.renderer(value) for output, value in zip(statement.outputs, row, strict=True)] for row in cursor]


def columns(*names: str | Aggregate) -> tuple[Column | Aggregate, ...]:
    """Selected columns by name."""
    return tuple(Column(name) if isinstance(name, str) else name for name in names)
