"""`reclassify_invoice` and `reclassify_bill`: other accounts and dimensions for lines that are posted, paid or not.

Amounts stay; so do, of a document that was ever paid, its control accounts and the entities of its lines (inferred).
"""

from collections.abc import Mapping

from .documents import LINE_FIELDS, changed_lines
from .write_shape import LinesShape, WriteShape, same
from .writing import updates

_HEAD: Mapping[str, str] = {
    "referenceno": "DOCNUMBER",
    "datedue": "WHENDUE",
    **same("description termname"),
}
_LINE: Mapping[str, str] = {
    name: field for name, field in LINE_FIELDS.items() if name not in ("amount", "offsetglaccountno")
}


def _shape(name: str, fields: Mapping[str, str], lines: str) -> WriteShape:
    return WriteShape(
        object=name,
        key="key",
        fields={**_HEAD, **fields},
        lines=LinesShape(
            block="",
            item="",
            collection=lines,
            fields=_LINE,
            changed_block="reclassifyitems",
            changed_item="reclasslineitem",
        ),
    )


INVOICE = _shape("ARINVOICE", {"invoiceno": "RECORDID"}, "ARINVOICEITEMS")
BILL = _shape(
    "APBILL",
    {"billno": "RECORDID", "recpaydate": "RECPAYMENTDATE", "paypriority": "PAYMENTPRIORITY", "onhold": "ONHOLD"},
    "APBILLITEMS",
)

updates("reclassify_invoice", INVOICE, lines=changed_lines, reclassifies=True)
updates("reclassify_bill", BILL, lines=changed_lines, reclassifies=True)
