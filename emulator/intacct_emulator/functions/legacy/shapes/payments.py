"""Payments to vendors, in the order of the published response DTD."""

from collections.abc import Mapping

from .model import Lines, ListShape, leaves

SHAPES: Mapping[str, ListShape] = {
    "appayment": ListShape(
        "APPYMT",
        (
            *leaves("key RECORDNO", "vendorid", "paymentamount TOTALENTERED", "refid DOCNUMBER"),
            *leaves("paymentdate WHENCREATED date", "paymentmethod", "financialentity", "transactionstate STATE"),
            *leaves("paymenttrxamount TRX_TOTALENTERED", "currency", "whenmodified", "cleared"),
            *leaves("cleareddate CLRDATE date"),
            Lines(
                "appaymentitems",
                "appaymentitem",
                "APPYMTDETAIL",
                "PAYMENTKEY",
                (
                    *leaves("billkey RECORDKEY", "billno APBILL.RECORDID", "lineitemkey ENTRYKEY"),
                    *leaves("glaccountno APBILLITEM.ACCOUNTNO", "description APBILLITEM.ENTRYDESCRIPTION"),
                    *leaves("amount APPLIEDAMOUNT", "departmentid APBILLITEM.DEPARTMENTID"),
                    *leaves("locationid APBILLITEM.LOCATIONID", "trx_amount TRX_APPLIEDAMOUNT", "currency"),
                ),
            ),
        ),
    ),
    "appaymentrequest": ListShape(
        "APPAYMENTREQUEST",
        (
            *leaves("recordno", "vendorid", "vendorname", "paymenttype", "paymentdate date", "receiptdate date"),
            *leaves("paymentamount", "documentnumber", "memo", "state", "status", "bankaccountid FINANCIALACCOUNT"),
            *leaves("whenmodified", "termname", "cleared", "cleareddate CLRDATE date", "systemgenerated"),
            *leaves("vendordue", "currency", "paymenttrxamount"),
        ),
    ),
}
