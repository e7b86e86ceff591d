"""Legacy functions of the general ledger: journal entries, accounts and journals."""

from intacct_emulator.catalogue.dimensions import DIMENSIONS

from .documents import RATE_FIELDS
from .journal_lines import HEAD, LINE, LINE_WITHOUT_EFFECT, SIDES
from .write_shape import LinesShape, WriteShape, names, same
from .writing import creates, deletes, updates

_REQUIRED_DIMENSIONS = same(" ".join(dimension.required_flag.lower() for dimension in DIMENSIONS))

JOURNAL_ENTRY = WriteShape(
    object="GLBATCH",
    key="key",
    fields={**HEAD, "sourceentity": "BASELOCATION_NO", **same("reversedate referenceno")},
    lines=LinesShape(
        block="gltransactionentries",
        item="glentry",
        collection="ENTRIES",
        fields={**LINE, **same("currency"), **RATE_FIELDS},
        spellings=SIDES,
        without_effect=LINE_WITHOUT_EFFECT,
    ),
)

STATISTICAL_ENTRY = WriteShape(
    object="GLBATCH",
    key="key",
    fields={**HEAD, "reversedate": "REVERSEDATE"},
    lines=LinesShape(
        block="statgltransactionentries",
        item="glentry",
        collection="ENTRIES",
        fields=LINE,
        spellings=SIDES,
        # What is counted has no currency.
        without_effect=LINE_WITHOUT_EFFECT | names("currency") | frozenset(RATE_FIELDS),
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
)

JOURNAL = WriteShape(
    object="JOURNAL",
    key="symbol",
    fields=same("symbol title status"),
    noted=names("externalid"),
)

STATISTICAL_JOURNAL = WriteShape(object="STATJOURNAL", key="symbol", fields=same("symbol title status"))

creates("create_gltransaction", JOURNAL_ENTRY)
deletes("delete_gltransaction", JOURNAL_ENTRY)

creates("create_statgltransaction", STATISTICAL_ENTRY)

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
