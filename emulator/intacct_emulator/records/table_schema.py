"""The table an object's rows are kept in."""

from collections.abc import Mapping

from intacct_emulator.catalogue.model import NUMERIC, DataType, ObjectDefinition
from intacct_emulator.storage.tables import Affinity, TableSchema

_INTEGER_TYPES = NUMERIC | {DataType.INTEGER}
_PARTIES = ("CUSTOMERID", "VENDORID", "EMPLOYEEID")
_BEHIND = {
    "GLENTRY": ("PRRECORDKEY", "ENTRY_DATE"),
    "GLBATCH": ("PRBATCHKEY", "BATCH_DATE"),
    "CONTACTVERSION": ("CONTACTKEY",),
}
_DOCUMENTS = "PRRECORD"
# What a party owes is the sum of its open documents: the index alone answers it.
_OWED = ("RAWSTATE", "RECORDTYPE", "TOTALDUE")
_DATES = ("WHENCREATED", "WHENDUE")
# Of the lines of the ledger, one in two has the one or the other.
_SPARSE: Mapping[str, tuple[tuple[str, ...], ...]] = {"GLENTRY": (("CUSTOMERID",), ("VENDORID",))}


def table_schema(definition: ObjectDefinition) -> TableSchema:
    """One column per stored field; indexes on what is looked up and synchronised by: ids, owners of lines, parties,
    dates, modification time."""
    columns = {
        field.id: Affinity.INTEGER if field.type in _INTEGER_TYPES else Affinity.TEXT
        for field in definition.stored_fields
    }
    columns.setdefault(definition.key, Affinity.INTEGER)
    wanted = [definition.id_field, definition.parent_field, "WHENMODIFIED", *definition.own_values]
    sparse = _SPARSE.get(definition.name, ())
    if definition.table == _DOCUMENTS:
        wanted += _DATES
        if columns.keys() >= {*_OWED}:
            sparse = tuple((party, *_OWED) for party in _PARTIES if party in columns)
    elif definition.sequence == _DOCUMENTS:
        wanted += (*_PARTIES, *_DATES)
    wanted += _BEHIND.get(definition.name, ())
    indexed = dict.fromkeys(name for name in wanted if name and name in columns and name != definition.key)
    return TableSchema(
        definition.table,
        definition.key,
        columns,
        indexes=tuple((name,) for name in indexed),
        sparse=sparse,
    )
