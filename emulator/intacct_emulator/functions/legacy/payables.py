"""Legacy functions of accounts payable: bills, adjustments and vendors."""

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

_TAXES = same("inclusivetax taxsolutionid")
_LINE = {**LINE_FIELDS, "item1099": "FORM1099", **same("form1099type form1099box totaltrxamount")}

BILL = WriteShape(
    object="APBILL",
    key="key",
    fields={**BILLED_FIELDS, "vendorid": "VENDORID", "billno": "RECORDID", "onhold": "ONHOLD", **_TAXES},
    lines=LinesShape(
        block="billitems",
        item="lineitem",
        collection="APBILLITEMS",
        fields={**_LINE, **same("billable")},
        parts=TAX_PARTS,
        changed_block="updatebillitems",
        changed_item="updatelineitem",
        without_effect=LINE_WITHOUT_EFFECT,
    ),
    noted=NOTED,
    contacts={"payto": "BILLTOPAYTOCONTACTNAME", "returnto": "SHIPTORETURNTOCONTACTNAME"},
)

ADJUSTMENT = WriteShape(
    object="APADJUSTMENT",
    key="key",
    fields={**HEAD_FIELDS, "vendorid": "VENDORID", "adjustmentno": "RECORDID", "billno": "DOCNUMBER", **_TAXES},
    lines=LinesShape(
        block="apadjustmentitems",
        item="lineitem",
        collection="APADJUSTMENTITEMS",
        fields=_LINE,
        parts=TAX_PARTS,
        changed_block="updateapadjustmentitems",
        changed_item="updatelineitem",
        without_effect=LINE_WITHOUT_EFFECT,
    ),
    noted=NOTED,
)

VENDOR = WriteShape(
    object="VENDOR",
    key="vendorid",
    fields={
        **same("vendorid name parentid termname accountlabel vendtype taxid creditlimit billingtype vendoraccountno"),
        **same("displocacctnocheck onhold donotcutcheck comments status currency onetime name1099 form1099type"),
        **same("paymentnotify achenabled wireenabled checkenabled achbankroutingnumber achaccountnumber"),
        **same("achaccounttype achremittancetype wirebankname wirebankroutingnumber wireaccountnumber wireaccounttype"),
        **same("pmplusremittancetype pmplusemail pmplusfax displaytermdiscount supdocid mergepaymentreq"),
        **same("offsetglaccountno retainagepercentage"),
        "glaccountno": "APACCOUNT",
        "paymethod": "PAYMETHODKEY",
        **contact_blocks(
            {
                "primary": "CONTACTINFO",
                "returnto": "RETURNTO",
                "payto": "PAYTO",
                "contactinfo": "DISPLAYCONTACT",
                "contactto1099": "CONTACTTO1099",
            }
        ),
    },
    noted=names("externalid contactlist visibility form1099box outsourcecheck outsourceach"),
)

creates(
    "create_bill",
    BILL,
    evidence=Evidence.CLIENT,
    source="requests of the vendor's SDKs; reference pages; shape of the answer recorded for other creates",
)
updates("update_bill", BILL, lines=changed_lines)
deletes("delete_bill", BILL)

creates("create_apadjustment", ADJUSTMENT)
updates("update_apadjustment", ADJUSTMENT, lines=changed_lines)
deletes("delete_apadjustment", ADJUSTMENT)

creates("create_vendor", VENDOR)
updates("update_vendor", VENDOR)
deletes("delete_vendor", VENDOR)
