"""Payments: what a customer paid, and what is paid to a vendor, document by document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from intacct_client.functions import Function, create
from intacct_client.rows import Row
from intacct_client.values import Record

Amounts: TypeAlias = Mapping[str, Decimal] | Mapping[int, Decimal]
"""Amounts by the ``RECORDNO`` of the documents they pay."""


def receive_payment(
    customer_id: str,
    invoices: Amounts,
    received: date,
    *,
    bank_account: str | None = None,
    undeposited_account: str | None = None,
    method: str = "Printed Check",
    document_number: str | None = None,
    more: Record | None = None,
) -> Function[Row]:
    """Receive a customer's payment (``ARPYMT``): amounts by the ``RECORDNO`` of the invoices they pay, in the invoices'
    currency. The money goes to a bank account or to an account of undeposited funds. ``more`` are further fields.
    Returns the payment's ``RECORDNO``. Raises ``ValueError`` unless exactly one of the accounts is given."""
    if (bank_account is None) is (undeposited_account is None):
        raise ValueError("give the bank account, or the account of undeposited funds")
    place = {"UNDEPOSITEDACCOUNTNO": undeposited_account} if bank_account is None else {"FINANCIALENTITY": bank_account}
    record = {
        **place,
        "PAYMENTMETHOD": method,
        "CUSTOMERID": customer_id,
        **({} if document_number is None else {"DOCNUMBER": document_number}),
        "RECEIPTDATE": received,
        **(more or {}),
        "ARPYMTDETAILS": {"ARPYMTDETAIL": _details(invoices)},
    }
    return create("ARPYMT", record)


def pay_bills(
    vendor_id: str,
    bills: Amounts,
    paid: date,
    *,
    bank_account: str,
    method: str = "Printed Check",
    document_number: str | None = None,
    more: Record | None = None,
) -> Function[Row]:
    """Pay a vendor (``APPYMT``): amounts by the ``RECORDNO`` of the bills they pay, in the bills' currency. Whether it
    waits for an approval or a confirmation is a matter of the method and of the company. Returns the payment's
    ``RECORDNO``."""
    record = {
        "FINANCIALENTITY": bank_account,
        "PAYMENTMETHOD": method,
        "VENDORID": vendor_id,
        "PAYMENTDATE": paid,
        **({} if document_number is None else {"DOCNUMBER": document_number}),
        **(more or {}),
        "APPYMTDETAILS": {"APPYMTDETAIL": _details(bills)},
    }
    return create("APPYMT", record)


def _details(documents: Amounts) -> list[Record]:
    return [{"RECORDKEY": key, "TRX_PAYMENTAMOUNT": amount} for key, amount in documents.items()]
