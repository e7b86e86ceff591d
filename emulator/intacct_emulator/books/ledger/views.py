"""`GLDETAIL`: every posted line of the general ledger beside its journal entry and the document that caused it.

Lines of drafts are no part of the ledger (inferred: they count in no balance)."""

from collections.abc import Mapping, Sequence

from intacct_emulator.books.cash.kinds import CASH_KINDS
from intacct_emulator.books.documents.kinds import KINDS
from intacct_emulator.books.settlement.kinds import SETTLEMENTS
from intacct_emulator.catalogue.custom_definitions import DIMENSION_PREFIX
from intacct_emulator.catalogue.dimensions import DIMENSIONS, Dimension
from intacct_emulator.catalogue.model import Field, ObjectDefinition
from intacct_emulator.storage.database import quoted

from .entry import POSTED

_DOCUMENT_FIELDS = (
    "RECORDID",
    "DOCNUMBER",
    "WHENCREATED",
    "WHENDUE",
    "WHENPAID",
    "TOTALENTERED",
    "TOTALPAID",
    "TOTALDUE",
)
# The side that does not apply is 0 (recorded).
_DEBIT = "CASE WHEN line.TR_TYPE = 1 THEN line.{amount} ELSE 0 END"
_CREDIT = "CASE WHEN line.TR_TYPE = -1 THEN line.{amount} ELSE 0 END"


def _of(table: str, column: str, id_column: str, named: str) -> str:
    """A column of a master record. A subquery costs nothing where the column is not asked for."""
    return f"(SELECT {column} FROM {table} WHERE {id_column} = {named})"  # noqa: S608 - names of our own


def _word() -> str:
    """The kind of document behind a line, in a word (recorded for bills); documents themselves have the code."""
    words = {kind.record_type: kind.ledger_word for kind in KINDS.values()}
    words |= {kind.record_type: kind.ledger_word for kind in SETTLEMENTS.values()}
    words |= {kind.record_type: kind.ledger_word for kind in CASH_KINDS.values()}
    cases = " ".join(f"WHEN '{record_type}' THEN '{word}'" for record_type, word in words.items())
    return f"CASE line.PRRECORDTYPE {cases} END"


def _dimension_columns(dimension: Dimension) -> Mapping[str, str]:
    """How a line shows a dimension: by id, by key and in words."""
    named = f"line.{dimension.exact_column}"
    known_by = "RECORDNO" if dimension.needs else dimension.id_field
    return {
        dimension.id_field: f"line.{dimension.entry_field}",
        dimension.key_field: _of(dimension.object, "RECORDNO", known_by, named),
        dimension.title_field: _of(dimension.object, quoted(dimension.name_field), known_by, named),
    }


_COLUMNS: Mapping[str, str] = {
    "RECORDNO": "line.RECORDNO",
    "BATCHKEY": "line.BATCHNO",
    "BATCH_DATE": "batch.BATCH_DATE",
    "BATCH_TITLE": "batch.BATCH_TITLE",
    "SYMBOL": "batch.JOURNAL",
    "BATCH_NO": "batch.BATCHNO",
    "BOOKID": "COALESCE(line.BOOKID, 'ACCRUAL')",
    "MODIFIED": "batch.MODIFIED",
    "REFERENCENO": "batch.REFERENCENO",
    "ADJ": "line.ADJ",
    "MODULEKEY": "batch.MODULE",
    "LINE_NO": "line.LINE_NO",
    "ENTRY_DATE": "line.ENTRY_DATE",
    "TR_TYPE": "line.TR_TYPE",
    "DOCUMENT": "line.DOCUMENT",
    "ACCOUNTNO": "line.ACCOUNTNO",
    # Numbers are given out once, to an account of money or of statistics.
    "ACCOUNTTITLE": (
        f"COALESCE({_of('GLACCOUNT', 'TITLE', 'ACCOUNTNO', 'line.ACCOUNTNO')}, "
        f"{_of('STATACCOUNT', 'TITLE', 'ACCOUNTNO', 'line.ACCOUNTNO')})"
    ),
    "STATISTICAL": "line.STATISTICAL",
    "CURRENCY": "line.CURRENCY",
    "BASECURR": "line.BASECURR",
    "DESCRIPTION": "line.DESCRIPTION",
    "DEBITAMOUNT": _DEBIT.format(amount="AMOUNT"),
    "CREDITAMOUNT": _CREDIT.format(amount="AMOUNT"),
    "AMOUNT": "line.TR_TYPE * line.AMOUNT",
    "TRX_DEBITAMOUNT": _DEBIT.format(amount="TRX_AMOUNT"),
    "TRX_CREDITAMOUNT": _CREDIT.format(amount="TRX_AMOUNT"),
    "TRX_AMOUNT": "line.TR_TYPE * line.TRX_AMOUNT",
    "CLEARED": "line.CLEARED",
    "CLRDATE": "line.CLRDATE",
    "CUSTENTITY": "'C' || document.CUSTOMERID",
    "VENDENTITY": "'V' || document.VENDORID",
    "RECORDTYPE": _word(),
    "STATE": "document.RAWSTATE",
    "PRDESCRIPTION": "document.DESCRIPTION",
    "ENTRYDESCRIPTION": "item.ENTRYDESCRIPTION",
    "GLENTRYKEY": "line.RECORDNO",
    "CREATEDBY": "CAST(line.CREATEDBY AS TEXT)",
    "BATCH_STATE": "batch.STATE",
    "ENTRY_STATE": "line.STATE",
    "AUWHENCREATED": "line.WHENCREATED",
    "AUCREATEDBY": "line.CREATEDBY",
    "MODIFIEDBY": "line.MODIFIEDBY",
    "WHENMODIFIED": "line.WHENMODIFIED",
    "MEGAENTITYKEY": "batch.MEGAENTITYKEY",
    "MEGAENTITYID": "batch.MEGAENTITYID",
    "BASELOCATION": "line.BASELOCATION",
    "JOURNALKEY": _of("JOURNAL", "RECORDNO", "SYMBOL", "batch.JOURNAL"),
    **{name: column for dimension in DIMENSIONS for name, column in _dimension_columns(dimension).items()},
    **{field: f"document.{field}" for field in _DOCUMENT_FIELDS},
}
READS: Sequence[str] = (
    *("GLENTRY", "GLBATCH", "GLACCOUNT", "STATACCOUNT", "JOURNAL", "ARINVOICE", "APBILL", "ARPYMT", "ARINVOICEITEM"),
    *(dimension.object for dimension in DIMENSIONS),
)


def ledger_detail(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
    """The statement that GLDETAIL is a view of, and the objects it reads."""
    return _select(definition), READS


def _column(field: Field) -> str:
    """What a field of GLDETAIL reads. Dimensions the company defined stand in the line under the same name."""
    if field.custom and field.id.startswith(DIMENSION_PREFIX):
        return f'line."{field.id}"'
    return _COLUMNS.get(field.id, "NULL")


def _select(definition: ObjectDefinition) -> str:
    columns = ", ".join(f'{_column(field)} AS "{field.id}"' for field in definition.stored_fields)
    joins = [
        # Every line has a batch. LEFT lets SQLite begin with the lines, and leave out the batch nobody asks for.
        "LEFT JOIN GLBATCH AS batch ON batch.RECORDNO = line.BATCHNO",
        "LEFT JOIN PRRECORD AS document ON document.RECORDNO = line.PRRECORDKEY",
        "LEFT JOIN PRENTRY AS item ON item.RECORDNO = line.PRENTRYKEY",
    ]
    posted = f"WHERE line.STATE = '{POSTED}'"
    return f"SELECT {columns} FROM GLENTRY AS line {' '.join(joins)} {posted}"  # noqa: S608 - names of our own
