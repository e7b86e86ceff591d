"""Legacy functions of the general ledger: journal entries, accounts and journals."""

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.model import Level

from .write_shape import LinesShape, WriteShape, names, same
from .writing import creates, deletes, updates

_REQUIRED_DIMENSIONS = same(" ".join(dimension.required_flag.lower() for dimension in DIMENSIONS))

JOURNAL_ENTRY = WriteShape(
    object="GLBATCH",
    key="key",
    fields={
        "journalid": "JOURNAL",
        "datecreated": "BATCH_DATE",
        "description": "BATCH_TITLE",
        "sourceentity": "BASELOCATION_NO",
        **same("reversedate referenceno"),
    },
    lines=LinesShape(
        block="gltransactionentries",
        item="glentry",
        collection="ENTRIES",
        fields={
            "trtype": "TR_TYPE",
            "amount": "TRX_AMOUNT",
            "glaccountno": "ACCOUNTNO",
            "memo": "DESCRIPTION",
            **same("document currency"),
            **{dimension.id_field.lower(): dimension.entry_field for dimension in DIMENSIONS},
        },
        # The words of the reference pages; clients send the signs of the object's own field as well.
        spellings={"trtype": {"debit": "1", "credit": "-1"}},
        # The entry's own date is what counts, and in the base currency a rate changes nothing.
        without_effect=names("datecreated exchratedate exchratetype exchrate"),
    ),
)

ACCOUNT = WriteShape(
    object="GLACCOUNT",
    key="glaccountno",
    fields={
        "glaccountno": "ACCOUNTNO",
        **same("title normalbalance accounttype closingtype closingaccountno status taxable category taxcode mrccode"),
        **same("alternativeaccount subledgercontrolon"),
        **_REQUIRED_DIMENSIONS,
    },
    spellings={"alternativeaccount": {"n": "None", "p": "Payables account", "r": "Receivables account"}},
    noted=names("externalid"),
)

STATISTICAL_ACCOUNT = WriteShape(
    object="STATACCOUNT",
    key="glaccountno",
    fields={"glaccountno": "ACCOUNTNO", **same("title status category"), **_REQUIRED_DIMENSIONS},
    level=Level.KEPT,
)

JOURNAL = WriteShape(
    object="JOURNAL",
    key="symbol",
    fields=same("symbol title status"),
    noted=names("externalid"),
)

STATISTICAL_JOURNAL = WriteShape(
    object="STATJOURNAL", key="symbol", fields=same("symbol title status"), level=Level.KEPT
)

creates("create_gltransaction", JOURNAL_ENTRY)
deletes("delete_gltransaction", JOURNAL_ENTRY)

creates("create_glaccount", ACCOUNT)
updates("update_glaccount", ACCOUNT)
deletes("delete_glaccount", ACCOUNT)

creates("create_statglaccount", STATISTICAL_ACCOUNT)
updates("update_statglaccount", STATISTICAL_ACCOUNT)
deletes("delete_statglaccount", STATISTICAL_ACCOUNT)

creates("create_journal", JOURNAL)
updates("update_journal", JOURNAL)
deletes("delete_journal", JOURNAL)

creates("create_statjournal", STATISTICAL_JOURNAL)
deletes("delete_statjournal", STATISTICAL_JOURNAL)
