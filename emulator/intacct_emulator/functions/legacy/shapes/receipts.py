"""Other receipts, in the order of the published response DTD."""

from collections.abc import Mapping

from .model import CustomFields, Lines, ListShape, leaves, plain

_LINE = (
    *leaves("line_num LINE_NO", "accountlabel", "glaccountno ACCOUNTNO", "offsetglaccountno -", "amount"),
    *leaves(
        "memo DESCRIPTION", "locationid", "departmentid", "item1099 -", "key RECORDNO", "totalpaid -", "totaldue -"
    ),
    *leaves("trx_amount", "trx_totalpaid -", "trx_totaldue -", "currency"),
)

SHAPES: Mapping[str, ListShape] = {
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
