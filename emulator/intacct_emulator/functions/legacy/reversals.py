"""What reverses transactions: `reverse_arpayment` and `reverse_invoice`."""

from dataclasses import dataclass
from datetime import date

from lxml import etree

from intacct_emulator.books.documents.kinds import AR_ADVANCE, INVOICE, DocumentKind
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
from intacct_emulator.books.settlement.reversal import Reverser
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Operation, require_right
from intacct_emulator.work.context import Context

from .naming import day_of, numbered, required_day
from .writing import SOURCE, objects_of, record_of


@dataclass(frozen=True, slots=True)
class ReversalCall:
    """`<reverse_arpayment key="1">`."""

    key: str
    day: date | None
    description: str | None
    noted: tuple[str, ...] = ()


def decode_reversal(element: etree._Element) -> ReversalCall:
    """The call of an element that reverses something. Raises GatewayError for a day that no calendar has."""
    noted = ("nsfclosedaccount",) if argument(element, "nsfclosedaccount") else ()
    key = element.get("key", "").strip()
    return ReversalCall(key, day_of(element, "datereversed"), argument(element, "description") or None, noted)


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
    company = context.company
    definition = company.catalogue[AR_PAYMENT.object]
    require_right(context, definition, Operation.REVERSE)
    advance = numbered(company, AR_ADVANCE.object, call.key)
    if advance is not None:
        return _reversed(company, AR_ADVANCE, advance, call)
    record = record_of(company, definition, call.key)
    twin = Reverser(company, AR_PAYMENT).payment(record, required_day(call.day), call.description)
    return Outcome(key=str(twin.key), gaps=tuple(f"reverse_arpayment {noted}" for noted in call.noted))


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
    definition = context.company.catalogue[INVOICE.object]
    require_right(context, definition, Operation.REVERSE)
    return _reversed(context.company, INVOICE, record_of(context.company, definition, call.key), call)


def _reversed(company: Company, kind: DocumentKind, record: Record, call: ReversalCall) -> Outcome:
    twin = Reverser(company, AR_PAYMENT).document(kind, record, required_day(call.day), call.description)
    return Outcome(key=str(twin.key))
