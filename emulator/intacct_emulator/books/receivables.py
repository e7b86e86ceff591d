"""Accounts receivable: invoices."""

from .dimensions import CUSTOMER
from .document_kinds import DocumentKind
from .documents import DocumentWriter
from .posting import DEBIT

INVOICE = DocumentKind(
    object="ARINVOICE",
    line_object="ARINVOICEITEM",
    line_element="ARINVOICEITEMS",
    party=CUSTOMER,
    party_contact_fields=("BILLTO.CONTACTNAME", "SHIPTO.CONTACTNAME"),
    term_object="ARTERM",
    label_object="ARACCOUNTLABEL",
    default_account_field="ARACCOUNT",
    summary_object="ARINVOICEBATCH",
    summary_title="Invoices",
    record_type="ri",
    module="4.AR",
    alternative_account="Receivables account",
    control_side=DEBIT,
)


class InvoiceWriter(DocumentWriter):
    """Writes ARINVOICE: debits receivables, credits the lines' accounts."""

    kind = INVOICE
