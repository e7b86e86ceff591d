"""The row of a payment to a vendor, in each step of its life: its amount is selected first, and paid when it posts."""

from collections.abc import Mapping
from datetime import date

from intacct_emulator.books.cash.tender import Tender
from intacct_emulator.books.documents.subledgers import PAYABLES
from intacct_emulator.books.ledger.summaries import Summary
from intacct_emulator.books.money import Money, rate_columns
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python, Stored, pack
from intacct_emulator.records.record import Record

from .payment_states import CONFIRMED, PaymentState

Row = dict[str, Stored]
_NOT_OWN = frozenset(
    {
        *("RECORDNO", "RECORDTYPE", "RAWSTATE", "PRBATCH", "PRBATCHKEY", "WHENPAID", "WHENPOSTED", "WHENDUE"),
        *("BASECURR", "CURRENCY", "EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID", "EXCHANGE_RATE", "CLEARED", "CLRDATE"),
    }
)


def requested(
    definition: ObjectDefinition, own: Mapping[str, Python], state: PaymentState, day: date, total: Money
) -> Row:
    """A payment that is asked for: its money is selected. `own` are the values of its columns that the request says."""
    fields = definition.fields_by_id
    row: Row = {name: pack(fields[name], value) for name, value in own.items() if name not in _NOT_OWN}
    row |= {
        "RAWSTATE": state.code,
        "WHENCREATED": day.isoformat(),
        "WHENDUE": day.isoformat(),
        "BASECURR": total.base_currency,
        "CURRENCY": total.currency,
        **rate_columns(total.rate),
        "MODULEKEY": PAYABLES.module,
        "SYSTEMGENERATED": "F",
    }
    for prefix, part in (("", total.base), ("TRX_", total.transaction)):
        row |= {f"{prefix}TOTALENTERED": part, f"{prefix}TOTALSELECTED": part}
        row |= {f"{prefix}TOTALPAID": 0, f"{prefix}TOTALDUE": 0}
    return row


def bank_columns(tender: Tender | None) -> Row:
    """What a payment's row tells of the account it is paid from."""
    if tender is None or tender.bank is None:
        return {"FINANCIALACCOUNTNAME": None, "FINANCIALACCOUNTCURRENCY": None}
    name = tender.bank.text("BANKNAME") or tender.bank.text("DESCRIPTION") or tender.bank.id
    return {"FINANCIALACCOUNTNAME": name, "FINANCIALACCOUNTCURRENCY": tender.currency}


def pay_to_columns(document: Record) -> Row:
    """The contact a payment goes to: that of what it pays."""
    return {
        "BILLTOPAYTOCONTACTNAME": document.text("BILLTOPAYTOCONTACTNAME"),
        "BILLTOPAYTOKEY": document.integer("BILLTOPAYTOKEY"),
    }


def confirmed(record: Record, day: date, summary: Summary) -> Row:
    """What changes of a row when the payment is in the ledger: all of it is paid, on its own day (recorded)."""
    row: Row = {
        "RAWSTATE": CONFIRMED.code,
        "PRBATCHKEY": summary.key,
        "PRBATCH": summary.title,
        "WHENPOSTED": day.isoformat(),
        "WHENPAID": day.isoformat(),
    }
    for prefix in ("", "TRX_"):
        row |= {f"{prefix}TOTALPAID": record[f"{prefix}TOTALENTERED"], f"{prefix}TOTALSELECTED": 0}
    return row


def given_up(record: Record, state: PaymentState) -> Row:
    """What changes of a row when the payment comes to nothing: its amount is not selected any more (that it reads as
    due then is inferred)."""
    row: Row = {"RAWSTATE": state.code}
    for prefix in ("", "TRX_"):
        row |= {f"{prefix}TOTALSELECTED": 0, f"{prefix}TOTALDUE": record[f"{prefix}TOTALENTERED"]}
    return row
