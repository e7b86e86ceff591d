"""What reverses transactions: payments of both sides, advances, invoices and bills."""

from dataclasses import dataclass
from datetime import date

from lxml import etree

from intacct_emulator.books.documents.kinds import AP_ADVANCE, AR_ADVANCE, BILL, INVOICE, DocumentKind
from intacct_emulator.books.settlement.kinds import AP_PAYMENT, AR_PAYMENT, SettlementKind, of_subledger
from intacct_emulator.books.settlement.reversal import Reverser
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.targets import changing

from .naming import day_of, numbered, required_day
from .writing import SOURCE, objects_of, record_of


@dataclass(frozen=True, slots=True)
class ReversalCall:
    """`<reverse_arpayment key="1">` and its like; `function` is the element's name."""

    function: str
    key: str
    day: date | None
    description: str | None
    noted: tuple[str, ...] = ()


def decode_reversal(element: etree._Element) -> ReversalCall:
    """The call of an element that reverses something. Raises GatewayError for a day that no calendar has."""
    noted = ("nsfclosedaccount",) if argument(element, "nsfclosedaccount") else ()
    key = element.get("key", "").strip()
    return ReversalCall(
        str(element.tag), key, day_of(element, "datereversed"), argument(element, "description") or None, noted
    )


@function(
    "reverse_arpayment",
    decode=decode_reversal,
    evidence=Evidence.DOCUMENTED,
    source=f"{SOURCE}; which key is answered is inferred",
    objects=objects_of(AR_PAYMENT.object),
)
def reverse_arpayment(context: Context, call: ReversalCall) -> Outcome:
    """Reverses a receipt, or an advance: what it paid is due again. The key is that of the reversal.

    Raises GatewayError: NO_RECORD_FOR_KEY, NOT_REVERSIBLE, REVERSAL_TOO_EARLY, CREDIT_IN_USE.
    """
    return _payment_reversed(context, AR_PAYMENT, AR_ADVANCE, call)


@function(
    "reverse_appayment",
    decode=decode_reversal,
    evidence=Evidence.DOCUMENTED,
    source=f"{SOURCE}; which key is answered is inferred",
    objects=objects_of(AP_PAYMENT.object),
)
def reverse_appayment(context: Context, call: ReversalCall) -> Outcome:
    """Reverses a confirmed payment, or an advance: what it paid is due again. The key is that of the reversal.

    Raises GatewayError: NO_RECORD_FOR_KEY, NOT_REVERSIBLE, REVERSAL_TOO_EARLY, CREDIT_IN_USE.
    """
    return _payment_reversed(context, AP_PAYMENT, AP_ADVANCE, call)


@function(
    "reverse_invoice",
    decode=decode_reversal,
    evidence=Evidence.DOCUMENTED,
    source=f"{SOURCE}; rows of a reversed bill; which key is answered is inferred",
    objects=objects_of(INVOICE.object),
)
def reverse_invoice(context: Context, call: ReversalCall) -> Outcome:
    """Reverses an invoice of which nothing is paid. The key is that of the reversal.

    Raises GatewayError: NO_RECORD_FOR_KEY, NOT_REVERSIBLE, REVERSAL_TOO_EARLY, CREDIT_IN_USE.
    """
    return _document_reversed(context, INVOICE, call)


@function(
    "reverse_bill",
    decode=decode_reversal,
    evidence=Evidence.RECORDED,
    source="rows of a reversed bill; which key is answered is inferred",
    objects=objects_of(BILL.object),
)
def reverse_bill(context: Context, call: ReversalCall) -> Outcome:
    """Reverses a bill of which nothing is paid or selected. The key is that of the reversal.

    Raises GatewayError: NO_RECORD_FOR_KEY, NOT_REVERSIBLE, REVERSAL_TOO_EARLY, CREDIT_IN_USE.
    """
    return _document_reversed(context, BILL, call)


def _payment_reversed(context: Context, kind: SettlementKind, advances: DocumentKind, call: ReversalCall) -> Outcome:
    company = context.company
    definition = company.catalogue[kind.object]
    require_right(context, definition, Verb.REVERSE)
    advance = numbered(company, advances.object, call.key)
    if advance is not None:
        return _reversed(company, advances, advance, call)
    record = record_of(company, definition, call.key)
    with changing(company, record):
        twin = Reverser(company, kind).payment(record, required_day(call.day), call.description)
    return Outcome(key=str(twin.key), gaps=tuple(f"{call.function} {noted}" for noted in call.noted))


def _document_reversed(context: Context, kind: DocumentKind, call: ReversalCall) -> Outcome:
    definition = context.company.catalogue[kind.object]
    require_right(context, definition, Verb.REVERSE)
    return _reversed(context.company, kind, record_of(context.company, definition, call.key), call)


def _reversed(company: Company, kind: DocumentKind, record: Record, call: ReversalCall) -> Outcome:
    payments = of_subledger(kind.subledger)
    with changing(company, record):
        twin = Reverser(company, payments).document(kind, record, required_day(call.day), call.description)
    return Outcome(key=str(twin.key))
