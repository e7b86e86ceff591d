"""The table an object's rows are kept in."""

from intacct_emulator.catalogue.model import NUMERIC, DataType, ObjectDefinition
from intacct_emulator.storage.tables import Affinity, TableSchema

from .column_forms import form_of

_INTEGER_TYPES = NUMERIC | {DataType.INTEGER}
_PARTIES = ("CUSTOMERID", "VENDORID", "EMPLOYEEID")
_DOCUMENTS = "PRRECORD"
# What a party owes is the sum of its open documents, which the index alone can answer.
_OWED = ("RAWSTATE", "RECORDTYPE", "TOTALDUE")
# Of entities that made documents of their own.
_OWNER = "MEGAENTITYKEY"
_DATES = ("WHENCREATED", "WHENDUE")


def table_schema(definition: ObjectDefinition) -> TableSchema:
    """One column per stored field. Indexed are the fields used for look-ups and synchronisation: ids, owners of lines,
    parties, dates, modification time."""
    columns = {
        field.id: Affinity.INTEGER if field.type in _INTEGER_TYPES else Affinity.TEXT
        for field in definition.stored_fields
    }
    columns.setdefault(definition.key, Affinity.INTEGER)
    wanted = [definition.id_field, definition.parent_field, "WHENMODIFIED", *definition.own_values]
    sparse: tuple[tuple[str, ...], ...] = tuple((name,) for name in definition.sparse_indexes)
    if definition.table == _DOCUMENTS:
        wanted += _DATES
        if columns.keys() >= {*_OWED}:
            sparse = tuple((party, *_OWED) for party in _PARTIES if party in columns)
        if _OWNER in columns:
            sparse = (*sparse, (_OWNER,))
    elif definition.sequence == _DOCUMENTS:
        wanted += (*_PARTIES, *_DATES)
    wanted += definition.indexes
    indexed = dict.fromkeys(name for name in wanted if name and name in columns and name != definition.key)
    return TableSchema(
        definition.table,
        definition.key,
        columns,
        indexes=tuple((name,) for name in indexed),
        sparse=sparse,
        forms={field.id: form_of(field) for field in definition.stored_fields},
    )
