"""The table an object's rows are kept in."""

from intacct_emulator.catalogue.model import NUMERIC, DataType, ObjectDefinition
from intacct_emulator.storage.tables import Affinity, TableSchema

from .column_forms import form_of

_INTEGER_TYPES = NUMERIC | {DataType.INTEGER}
_PARTIES = ("CUSTOMERID", "VENDORID", "EMPLOYEEID")
_BEHIND = {
    "GLENTRY": ("PRRECORDKEY", "ENTRY_DATE"),
    "GLBATCH": ("PRBATCHKEY", "BATCH_DATE"),
    "CONTACTVERSION": ("CONTACTKEY",),
}
# What a party owes is the sum of its open documents: the index alone answers it.
_OWED = {
    ("ARINVOICE", "CUSTOMERID"): ("CUSTOMERID", "RAWSTATE", "TOTALDUE"),
    ("APBILL", "VENDORID"): ("VENDORID", "RAWSTATE", "TOTALDUE"),
}
_DATES = ("WHENCREATED", "WHENDUE")
# Of the lines of the ledger, one in two has the one or the other.
_SPARSE = {"GLENTRY": ("CUSTOMERID", "VENDORID")}


def table_schema(definition: ObjectDefinition) -> TableSchema:
    """One column per stored field; indexes on what is looked up and synchronised by: ids, owners of lines, parties,
    dates, modification time."""
    columns = {
        field.id: Affinity.INTEGER if field.type in _INTEGER_TYPES else Affinity.TEXT
        for field in definition.stored_fields
    }
    columns.setdefault(definition.key, Affinity.INTEGER)
    wanted = [definition.id_field, definition.parent_field, "WHENMODIFIED"]
    if definition.sequence == "PRRECORD":
        wanted += (*_PARTIES, *_DATES)
    wanted += _BEHIND.get(definition.name, ())
    indexed = dict.fromkeys(name for name in wanted if name and name in columns and name != definition.key)
    return TableSchema(
        definition.table,
        definition.key,
        columns,
        indexes=tuple(_OWED.get((definition.name, name), (name,)) for name in indexed),
        sparse=_SPARSE.get(definition.name, ()),
        forms={field.id: form_of(field) for field in definition.stored_fields},
    )
