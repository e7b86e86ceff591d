"""Legacy functions about what recurs: schedules of invoices and bills. What a schedule is due to make is made before
the next request to the company, by the emulator's clock."""

from intacct_emulator.catalogue.dimensions import DIMENSIONS, USUAL_DIMENSIONS

from .write_shape import LinesShape, WriteShape, names, same
from .writing import creates, deletes

# What recurs is in the base currency, where a rate has no meaning.
_WITHOUT_RATE = names("exchratedate exchratetype exchrate")
_REPEATS = {"none": "N", "days": "D", "weeks": "W", "months": "M", "years": "Y"}
_HEAD = {
    "datecreated": "WHENCREATED",
    "startdate": "STARTDATE",
    "ending/occur": "REPEATCOUNT",
    "ending/enddate": "ENDDATE",
    "modenew": "REPEATBY",
    "interval": "REPEATINTERVAL",
    **same("recordid docnumber description contractdesc termname currency status supdocid eom"),
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

creates("create_recurringinvoice", INVOICES)
deletes("delete_recurringinvoice", INVOICES)
creates("create_recurringbill", BILLS)
deletes("delete_recurringbill", BILLS)
