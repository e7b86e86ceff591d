"""Receipts of customers and other receipts, in the order of the published response DTD."""

from collections.abc import Mapping

from .model import Block, CustomFields, Lines, ListShape, Node, address_leaves, leaves, plain

_LINE = (
    *leaves("line_num LINE_NO", "accountlabel", "glaccountno ACCOUNTNO", "offsetglaccountno -", "amount"),
    *leaves(
        "memo DESCRIPTION", "locationid", "departmentid", "item1099 -", "key RECORDNO", "totalpaid -", "totaldue -"
    ),
    *leaves("trx_amount", "trx_totalpaid -", "trx_totaldue -", "currency"),
)

# What is applied of a receipt are its details. `paymentunapplied` is what is left of it: an overpayment.
_RECEIPT: tuple[Node, ...] = (
    *leaves("customerid", "paymentamount TRX_TOTALENTERED", "paymentapplied TRX_TOTALPAID"),
    *leaves("paymentunapplied TRX_TOTALDUE", "batchkey PRBATCHKEY", "refid DOCNUMBER", "state"),
    *leaves("datereceived RECEIPTDATE date", "key RECORDNO", "batchtitle PRBATCH", "paymentmethod"),
    *leaves("undepglaccountno UNDEPOSITEDACCOUNTNO", "undepaccountlabel -", "undeposited -", "whenmodified"),
    Lines(
        "arpaymentitems",
        "arpaymentitem",
        "ARPYMTDETAIL",
        "PAYMENTKEY",
        leaves("invoicekey RECORDKEY", "amount TRX_APPLIEDAMOUNT"),
    ),
    Lines(
        "arpaymentitemdetails",
        "arpaymentitemdetail",
        "ARPYMTDETAIL",
        "PAYMENTKEY",
        leaves("arpaymentitemkey PAYMENTENTRYKEY", "invoicelineitemkey ENTRYKEY", "amount TRX_APPLIEDAMOUNT"),
    ),
)

SHAPES: Mapping[str, ListShape] = {
    "arpayment": ListShape("ARPYMT", _RECEIPT),
    "arpaymentbatch": ListShape(
        "ARINVOICEBATCH",
        (
            *leaves("key RECORDNO", "batchtitle TITLE", "datecreated CREATED date", "bankaccountid ACCOUNTNOKEY"),
            *plain("open status"),
            *leaves("totalamount TOTAL"),
        ),
        only={"RECORDTYPE": "rp"},
    ),
    "cctransaction": ListShape(
        "CCTRANSACTION",
        (
            *leaves("record RECORDNO", "description", "chargecardid FINANCIALENTITY", "payee DESCRIPTION2"),
            *leaves("referenceno RECORDID", "paymentdate WHENCREATED date", "inclusivetax", "taxsolutionid"),
            Lines(
                "ccpayitems",
                "ccpayitem",
                "CCTRANSACTIONENTRY",
                "RECORDKEY",
                (
                    *leaves("line_num LINE_NO", "glaccountno ACCOUNTNO", "accountlabel", "description"),
                    *leaves("paymentamount TRX_AMOUNT", "department DEPARTMENTID", "location LOCATIONID"),
                ),
            ),
        ),
    ),
    "bankaccount": ListShape(
        "CHECKINGACCOUNT",
        (
            *plain("bankaccountid bankaccountno glaccountno bankname routingno branchid bankaccounttype phone"),
            *leaves("nextcheck", "status", "lastreconciledbalance", "lastreconcileddate date", "currency"),
            Block("mailaddress", address_leaves()),
            *plain("outsourcecheck fractionalroutingno nameontheaccount"),
        ),
        more=("SAVINGSACCOUNT",),
    ),
    "achbankconfiguration": ListShape(
        "ACHBANK",
        plain("achbankid destinationid destinationname originid originname referencecode status eofmarker"),
    ),
    "otherreceipts": ListShape(
        "OTHERRECEIPTS",
        (
            *leaves("key RECORDNO", "datecreated WHENCREATED date", "recordtype", "description2", "paymethod"),
            *leaves("docnumber", "datepaid WHENPAID date", "description"),
            *plain("bankaccountid bankaccountname bankaccountcurr"),
            *leaves("depositdate date", "prbatchkey", "basecurr", "currency", "batchkey -"),
            *leaves("exch_rate_date date", "exch_rate_type_id", "exchange_rate", "totalentered", "trx_totalentered"),
            *leaves("recon_date date", "state", "rawstate", "cleared", "parentpayment", "impliedlocation"),
            *plain("auwhencreated whenmodified createdby modifiedby"),
            CustomFields(),
            *plain("inclusivetax taxsolutionid"),
            Lines("otherreceiptsentries", "otherreceiptsentry", "OTHERRECEIPTSENTRY", "RECORDKEY", _LINE),
        ),
    ),
}
