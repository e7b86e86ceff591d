"""Legacy functions of accounts receivable: invoices, adjustments and customers."""

from intacct_emulator.catalogue.model import Evidence

from .documents import (
    BILLED_FIELDS,
    HEAD_FIELDS,
    LINE_FIELDS,
    LINE_WITHOUT_EFFECT,
    NOTED,
    TAX_PARTS,
    changed_lines,
)
from .write_shape import LinesShape, WriteShape, contact_blocks, names, same
from .writing import creates, deletes, updates

_BILL_TO, _SHIP_TO = "BILLTOPAYTOCONTACTNAME", "SHIPTORETURNTOCONTACTNAME"

# Lines of bills have these; the schema uses one element for both.
_OF_BILLS = names("item1099 form1099type form1099box")

INVOICE = WriteShape(
    object="ARINVOICE",
    key="key",
    fields={**BILLED_FIELDS, "customerid": "CUSTOMERID", "invoiceno": "RECORDID", **same("taxsolutionid")},
    lines=LinesShape(
        block="invoiceitems",
        item="lineitem",
        collection="ARINVOICEITEMS",
        fields=LINE_FIELDS,
        parts=TAX_PARTS,
        changed_block="updateinvoiceitems",
        changed_item="updatelineitem",
        without_effect=LINE_WITHOUT_EFFECT | _OF_BILLS,
    ),
    noted=NOTED,
    # An update has the words of bills for the same two contacts.
    contacts={"billto": _BILL_TO, "shipto": _SHIP_TO, "payto": _BILL_TO, "returnto": _SHIP_TO},
)

ADJUSTMENT = WriteShape(
    object="ARADJUSTMENT",
    key="key",
    fields={
        **HEAD_FIELDS,
        **same("customerid taxsolutionid"),
        "adjustmentno": "RECORDID",
        "invoiceno": "DOCNUMBER",
    },
    lines=LinesShape(
        block="aradjustmentitems",
        item="lineitem",
        collection="ARADJUSTMENTITEMS",
        fields=LINE_FIELDS,
        parts=TAX_PARTS,
        changed_block="updatearadjustmentitems",
        changed_item="updatelineitem",
        without_effect=LINE_WITHOUT_EFFECT | _OF_BILLS,
    ),
    noted=NOTED,
)

CUSTOMER = WriteShape(
    object="CUSTOMER",
    key="customerid",
    fields={
        **same("customerid name parentid termname custrepid shippingmethod custtype taxid creditlimit territoryid"),
        **same("resaleno accountlabel glgroup onhold comments status currency vsoepricelist supdocid"),
        **same("offsetglaccountno retainagepercentage"),
        "deliveryoptions/deliveryoption": "DELIVERY_OPTIONS",
        "glaccountno": "ARACCOUNT",
        **contact_blocks(
            {"primary": "CONTACTINFO", "billto": "BILLTO", "shipto": "SHIPTO", "contactinfo": "DISPLAYCONTACT"}
        ),
    },
    spellings={"deliveryoptions/deliveryoption": {"print": "Print", "email": "E-Mail"}},
    noted=names("externalid contactlist visibility"),
)

creates(
    "create_invoice",
    INVOICE,
    evidence=Evidence.CLIENT,
    source="requests of the vendor's SDKs; reference pages; shape of the answer recorded for other creates",
)
updates("update_invoice", INVOICE, lines=changed_lines)
deletes("delete_invoice", INVOICE)

creates("create_aradjustment", ADJUSTMENT)
updates("update_aradjustment", ADJUSTMENT, lines=changed_lines)
deletes("delete_aradjustment", ADJUSTMENT)

creates("create_customer", CUSTOMER)
updates("update_customer", CUSTOMER)
deletes("delete_customer", CUSTOMER)
