"""Legacy functions about what recurs: schedules of invoices, bills and journal entries. What a schedule is due to make
is made before the next request to the company, by the emulator's clock."""

from intacct_emulator.catalogue.dimensions import DIMENSIONS, USUAL_DIMENSIONS

from .documents import RATE_FIELDS
from .journal_lines import LINE, LINE_WITHOUT_EFFECT, SIDES
from .write_shape import LinesShape, WriteShape, names, same
from .writing import creates, deletes

# What recurs is in the base currency, where a rate has no meaning.
_WITHOUT_RATE = names("exchratedate exchratetype exchrate")
_REPEATS = {"none": "N", "days": "D", "weeks": "W", "months": "M", "years": "Y"}
_REPETITION = {
    "datecreated": "WHENCREATED",
    "startdate": "STARTDATE",
    "ending/occur": "REPEATCOUNT",
    "ending/enddate": "ENDDATE",
    "modenew": "REPEATBY",
    "interval": "REPEATINTERVAL",
    **same("eom"),
}
_HEAD = {
    **_REPETITION,
    **same("recordid docnumber description contractdesc termname currency status supdocid"),
}
# Schedules have columns for these dimensions alone; a line that names another is refused.
_OF_INVOICES = USUAL_DIMENSIONS
_OF_BILLS = tuple(name for name in USUAL_DIMENSIONS if name not in ("PROJECT", "EMPLOYEE", "ITEM"))


def _lines(noun: str, collection: str, dimensions: tuple[str, ...]) -> LinesShape:
    return LinesShape(
        block=f"recur{noun}items",
        item="recurlineitem",
        collection=collection,
        fields={
            "glaccountno": "GLACCOUNTNO",
            "amount": "TRX_AMOUNT",
            "memo": "ENTRYDESCRIPTION",
            **same("accountlabel billable"),
            **{one.id_field.lower(): one.id_field for one in DIMENSIONS if one.object in dimensions},
        },
    )


INVOICES = WriteShape(
    object="ARRECURINVOICE",
    key="key",
    fields={**_HEAD, **same("customerid billtocontactname shiptocontactname paymethod")},
    lines=_lines("invoice", "ARRECURINVOICEENTRIES", _OF_INVOICES),
    spellings={"modenew": _REPEATS},
    # Of meaning only with a payment method.
    without_effect=_WITHOUT_RATE | names("payinfull accounttype bankaccountid glaccountkey"),
)
BILLS = WriteShape(
    object="APRECURBILL",
    key="key",
    fields={**_HEAD, **same("vendorid paytocontactname returntocontactname")},
    lines=_lines("bill", "APRECURBILLENTRIES", _OF_BILLS),
    spellings={"modenew": _REPEATS},
    without_effect=_WITHOUT_RATE,
)


def _entries(block: str) -> WriteShape:
    """A schedule of journal entries, whose lines stand in that block."""
    return WriteShape(
        object="RECURGLBATCH",
        key="key",
        fields={
            "journalid": "JOURNAL",
            "description": "BATCH_TITLE",
            "sourceentity": "BASELOCATION_NO",
            **same("referenceno supdocid"),
            **_REPETITION,
        },
        lines=LinesShape(
            block=block,
            item="glentry",
            collection="ENTRIES",
            fields={**LINE, **same("currency"), **RATE_FIELDS},
            spellings=SIDES,
            without_effect=LINE_WITHOUT_EFFECT,
        ),
        spellings={"modenew": _REPEATS},
        noted=names("errnotifyemailids"),
    )


ENTRIES = _entries("gltransactionentries")
STATISTICAL_ENTRIES = _entries("statgltransactionentries")

creates("create_recurringinvoice", INVOICES)
deletes("delete_recurringinvoice", INVOICES)
creates("create_recurringbill", BILLS)
deletes("delete_recurringbill", BILLS)
creates("create_recurringgltransaction", ENTRIES)
deletes("delete_recurringgltransaction", ENTRIES)
creates("create_recurringstatgltrans", STATISTICAL_ENTRIES)
deletes("delete_recurringstatgltrans", STATISTICAL_ENTRIES)
