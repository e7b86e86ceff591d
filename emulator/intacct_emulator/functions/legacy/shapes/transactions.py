"""Invoices, bills, their summaries and journal entries.

The elements of an invoice and of its lines are those of an answer that a client recorded (dtdversion 2.1); bills follow
it where the response DTD is alike.
"""

from collections.abc import Mapping

from intacct_emulator.catalogue.dimensions import DIMENSIONS

from .model import CustomFields, Leaf, Lines, ListShape, Node, leaves, named_contact, plain

_HEAD = leaves(
    "datecreated WHENCREATED date", "dateposted WHENPOSTED date", "datedue WHENDUE date", "datepaid WHENPAID date"
)
_TOTALS = leaves("totalamount TOTALENTERED", "totalpaid", "totaldue", "totalselected")
_TRX_TOTALS = leaves("trx_totalamount TRX_TOTALENTERED", "trx_totalpaid", "trx_totaldue", "trx_totalselected")
# The elements that an answer has for dimensions besides department and location: the keys of those every company has,
# on documents; all that do without others, on journal lines, where the parties come first.
_KEYS = tuple(
    Leaf(f"{dimension.object.lower()}key", dimension.key_field)
    for dimension in DIMENSIONS
    if dimension.usual and not dimension.permanent
)
_PARTIES = ("CUSTOMER", "VENDOR", "EMPLOYEE")
_JOURNAL_DIMENSIONS = tuple(
    Leaf(dimension.id_field.lower(), dimension.entry_field)
    for dimension in sorted(DIMENSIONS, key=lambda dimension: dimension.object not in _PARTIES)
    if not dimension.permanent and not dimension.needs
)
_ADJUSTED = (
    *leaves("datecreated WHENCREATED date", "dateposted WHENPOSTED date", "datepaid WHENPAID date"),
    *leaves("batchkey PRBATCHKEY"),
)
_ADJUSTMENT_TOTALS = (
    *plain("description"),
    *_TOTALS,
    *plain("whenmodified state basecurr currency"),
    *_TRX_TOTALS,
)
_FORM_1099 = leaves("item1099 FORM1099", "form1099type", "form1099box")


def _document_line(object_name: str, block: str, between: tuple[Node, ...], billable: str) -> Lines:
    children: tuple[Node, ...] = (
        *leaves("line_num LINE_NO", "accountlabel", "glaccountno ACCOUNTNO", "amount", "memo ENTRYDESCRIPTION"),
        *plain("locationid departmentid"),
        *between,
        *leaves("key RECORDNO", "totalpaid"),
        Leaf("totaldue", "AMOUNT", less=("TOTALPAID", "TOTALSELECTED")),
        *leaves("trx_amount", "trx_totalpaid"),
        Leaf("trx_totaldue", "TRX_AMOUNT", less=("TRX_TOTALPAID", "TRX_TOTALSELECTED")),
        *plain("currency"),
        *_KEYS,
        *leaves(f"billable {billable}", "offsetglaccountno"),
    )
    return Lines(block, "lineitem", object_name, "RECORDKEY", children)


_SUMMARY = leaves("key RECORDNO", "batchtitle TITLE", "datecreated CREATED date", "open", "status", "totalamount TOTAL")

_ENTRY_START = leaves(
    "trtype TR_TYPE side",
    "amount",
    "glaccountno ACCOUNTNO",
    "document",
    "datecreated ENTRY_DATE date",
    "memo DESCRIPTION",
)
_ENTRY_END = (
    *leaves("locationid LOCATION", "departmentid DEPARTMENT"),
    *_JOURNAL_DIMENSIONS,
    *leaves("batchno", "trx_amount", "exch_rate_date date", "exch_rate_type_id"),
    *leaves("exchange_rate", "recon_date date"),
)
_ENTRY = (*_ENTRY_START, *_ENTRY_END)

SHAPES: Mapping[str, ListShape] = {
    "invoice": ListShape(
        "ARINVOICE",
        (
            *leaves("key RECORDNO", "customerid"),
            *_HEAD,
            *leaves("termname", "batchkey PRBATCHKEY", "invoiceno RECORDID", "ponumber DOCNUMBER"),
            *_TOTALS,
            *plain("description"),
            *_TRX_TOTALS,
            *plain("basecurr currency"),
            named_contact("billto", "BILLTOPAYTOCONTACTNAME"),
            named_contact("shipto", "SHIPTORETURNTOCONTACTNAME"),
            *plain("whenmodified state supdocid taxsolutionid"),
            _document_line("ARINVOICEITEM", "invoiceitems", (), "-"),
            *plain("retainagereleased"),
        ),
    ),
    "bill": ListShape(
        "APBILL",
        (
            *leaves("key RECORDNO", "vendorid"),
            *_HEAD,
            *leaves("termname", "batchkey PRBATCHKEY", "billno RECORDID", "ponumber DOCNUMBER"),
            *_TOTALS,
            *plain("onhold description"),
            *_TRX_TOTALS,
            *plain("basecurr currency"),
            CustomFields(),
            *plain("inclusivetax taxsolutionid"),
            _document_line(
                "APBILLITEM",
                "billitems",
                _FORM_1099,
                "BILLABLE",
            ),
            named_contact("payto", "BILLTOPAYTOCONTACTNAME"),
            named_contact("returnto", "SHIPTORETURNTOCONTACTNAME"),
            *plain("whenmodified state supdocid retainagereleased"),
        ),
    ),
    "aradjustment": ListShape(
        "ARADJUSTMENT",
        (
            *leaves("key RECORDNO", "customerid"),
            *_ADJUSTED,
            *leaves("adjustmentno RECORDID", "invoiceno DOCNUMBER"),
            *_ADJUSTMENT_TOTALS,
            *plain("taxsolutionid"),
            _document_line("ARADJUSTMENTITEM", "aradjustmentitems", (), "-"),
        ),
    ),
    "apadjustment": ListShape(
        "APADJUSTMENT",
        (
            *leaves("key RECORDNO", "vendorid"),
            *_ADJUSTED,
            *leaves("adjustmentno RECORDID", "billno DOCNUMBER"),
            *_ADJUSTMENT_TOTALS,
            CustomFields(),
            *plain("inclusivetax taxsolutionid"),
            _document_line("APADJUSTMENTITEM", "apadjustmentitems", _FORM_1099, "-"),
        ),
    ),
    "invoicebatch": ListShape("ARINVOICEBATCH", _SUMMARY, only={"RECORDTYPE": "ri"}),
    "billbatch": ListShape("APBILLBATCH", _SUMMARY, only={"RECORDTYPE": "pi"}),
    "aradjustmentbatch": ListShape("ARINVOICEBATCH", _SUMMARY, only={"RECORDTYPE": "ra"}),
    "apadjustmentbatch": ListShape("APBILLBATCH", _SUMMARY, only={"RECORDTYPE": "pa"}),
    "gltransaction": ListShape(
        "GLBATCH",
        (
            *leaves("journalid JOURNAL", "batchno", "datecreated BATCH_DATE date", "datemodified WHENMODIFIED date"),
            *leaves("description BATCH_TITLE", "sourceentity BASELOCATION_NO"),
            CustomFields(),
            Lines("gltransactionentries", "glentry", "GLENTRY", "BATCHNO", _ENTRY),
        ),
    ),
    "glentry": ListShape("GLENTRY", _ENTRY),
}
