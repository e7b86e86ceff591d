"""`TAXRECORD`: the taxes of all posted documents and journal entries, each beside what it was a tax of.

Record numbers are those of the lines, doubled, so that lines of documents and of journal entries do not share them; the
product's own are not known (inferred).
"""

from collections.abc import Mapping, Sequence

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.storage.database import quoted

READS: Sequence[str] = (
    *("GLENTRY", "GLBATCH", "ARINVOICE", "APBILL", "ARINVOICEITEM", "APBILLITEM"),
    *("TAXDETAIL", "CUSTOMER", "VENDOR"),
)
_OF_DETAIL: Mapping[str, str] = {
    "TAXDETAILKEY": "detail.RECORDNO",
    "TAXTYPE": "CASE detail.TAXTYPE WHEN 'S' THEN 'Output Tax' ELSE 'Input Tax' END",
    "TAXDETAILTYPE": "CASE detail.TAXTYPE WHEN 'S' THEN 'Sale' ELSE 'Purchase' END",
    "RATE": "detail.VALUE",
    "TAXCODE": "detail.DETAILID",
    "TAXFILING": "detail.TAXFILING",
    "TAXUID": "detail.TAXUID",
    "ISFILED": "'F'",
    "STATE": "'Posted'",
}
_POSTED = "(SELECT {column} FROM GLENTRY WHERE PRRECORDKEY = tax.RECORDKEY AND PRENTRYKEY = tax.RECORDNO AND {rest})"
_OWN = "ACCOUNTNO = tax.ACCOUNTNO AND ACCOUNTNO <> ifnull(tax.OFFSETGLACCOUNTNO, '')"
_STAMPS = {
    name: f"tax.{name}"
    for name in ("ENTRY_DATE", "BASELOCATION", "WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY")
}


def _posted(column: str) -> str:
    return _POSTED.format(column=column, rest=_OWN)


_AMOUNTS: Mapping[str, str] = {
    "CURRENCY": "tax.CURRENCY",
    "BASE_CURRENCY": "tax.BASECURR",
    "TRXSOURCEAMOUNT": "source.TRX_AMOUNT",
    "TRXTAXAMOUNT": "tax.TRX_AMOUNT",
    "SOURCEAMOUNT": "source.AMOUNT",
    "TAXAMOUNT": "tax.AMOUNT",
}
_DOCUMENTS: Mapping[str, str] = {
    "RECORDNO": "2 * tax.RECORDNO",
    **_STAMPS,
    **_OF_DETAIL,
    "TAXPOINTDATE": "tax.ENTRY_DATE",
    "DESCRIPTION": "tax.ENTRYDESCRIPTION",
    "GLBATCHKEY": f"CAST({_posted('BATCHNO')} AS TEXT)",
    "TAXGLENTRYKEY": f"CAST({_posted('RECORDNO')} AS TEXT)",
    "PRRECORDKEY": "CAST(tax.RECORDKEY AS TEXT)",
    "SOURCEPRENTRYKEY": "CAST(source.RECORDNO AS TEXT)",
    "TAXPRENTRYKEY": "CAST(tax.RECORDNO AS TEXT)",
    "TR_TYPE": _posted("TR_TYPE"),
    **_AMOUNTS,
    "CUSTVENDNAME": (
        "COALESCE((SELECT NAME FROM CUSTOMER WHERE CUSTOMERID = document.CUSTOMERID), "
        "(SELECT NAME FROM VENDOR WHERE VENDORID = document.VENDORID))"
    ),
    "DEPTID": "tax.DEPARTMENTID",
    "LOCATIONID": "tax.LOCATIONID",
    "TRANSACTIONID": "document.RECORDID",
}
_ENTRIES: Mapping[str, str] = {
    "RECORDNO": "2 * tax.RECORDNO + 1",
    **_STAMPS,
    **_OF_DETAIL,
    "TAXPOINTDATE": "tax.ENTRY_DATE",
    "DESCRIPTION": "tax.DESCRIPTION",
    "GLBATCHKEY": "CAST(tax.BATCHNO AS TEXT)",
    "SOURCEGLENTRYKEY": "CAST(source.RECORDNO AS TEXT)",
    "TAXGLENTRYKEY": "CAST(tax.RECORDNO AS TEXT)",
    "TR_TYPE": "tax.TR_TYPE",
    **_AMOUNTS,
    "DEPTID": "tax.DEPARTMENT",
    "LOCATIONID": "tax.LOCATION",
    "TRANSACTIONID": "batch.REFERENCENO",
}
_FROM_DOCUMENTS = (
    "FROM PRENTRY AS tax JOIN PRRECORD AS document ON document.RECORDNO = tax.RECORDKEY "
    "JOIN TAXDETAIL AS detail ON detail.RECORDNO = tax.DETAILKEY "
    # The lines of a reversal stand where those of its original do.
    "LEFT JOIN PRENTRY AS source ON source.RECORDKEY = tax.RECORDKEY "
    "AND source.LINE_NO = (SELECT LINE_NO FROM PRENTRY WHERE RECORDNO = tax.PARENTENTRY) "
    "WHERE document.RAWSTATE NOT IN ('D', 'S', 'U')"
)
_FROM_ENTRIES = (
    "FROM GLENTRY AS tax JOIN GLBATCH AS batch ON batch.RECORDNO = tax.BATCHNO "
    "JOIN TAXDETAIL AS detail ON detail.RECORDNO = tax.TAXDETAILKEY "
    "LEFT JOIN GLENTRY AS source ON source.RECORDNO = (SELECT RECORDNO FROM GLENTRY WHERE BATCHNO = tax.BATCHNO "
    "AND TAXDETAILKEY IS NULL AND LINE_NO < tax.LINE_NO ORDER BY LINE_NO DESC LIMIT 1) WHERE tax.STATE = 'P'"
)


def tax_records(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
    """The statement that TAXRECORD is a view of, and the objects it reads."""
    names = [field.id for field in definition.stored_fields]
    parts = ((_DOCUMENTS, _FROM_DOCUMENTS), (_ENTRIES, _FROM_ENTRIES))
    selects = (f"SELECT {_columns(names, columns)} {tables}" for columns, tables in parts)
    return " UNION ALL ".join(selects), READS


def _columns(names: Sequence[str], columns: Mapping[str, str]) -> str:
    return ", ".join(f"{columns.get(name, 'NULL')} AS {quoted(name)}" for name in names)
