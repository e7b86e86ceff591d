"""What reverses transactions: `reverse_arpayment` and `reverse_invoice`."""

from intacct_emulator.books.documents.kinds import AR_ADVANCE, INVOICE
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
from intacct_emulator.books.settlement.reversal import Reverser
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Operation, require_right
from intacct_emulator.work.context import Context

from .naming import numbered, required_day
from .reversing import ReversalCall, decode_reversal, reverse_document
from .writing import SOURCE, objects_of, record_of


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
        return reverse_document(company, AR_PAYMENT, AR_ADVANCE, advance, call)
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
    record = record_of(context.company, definition, call.key)
    return reverse_document(context.company, AR_PAYMENT, INVOICE, record, call)
