"""What all legacy functions that reverse something have in common: their element, its date, the twin they make."""

from dataclasses import dataclass
from datetime import date

from lxml import etree

from intacct_emulator.books.documents.kinds import DocumentKind
from intacct_emulator.books.settlement.kinds import SettlementKind
from intacct_emulator.books.settlement.reversal import Reverser
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .naming import day_of, required_day


@dataclass(frozen=True, slots=True)
class ReversalCall:
    """`<reverse_arpayment key="1">` and its like."""

    key: str
    day: date | None
    description: str | None
    noted: tuple[str, ...] = ()


def decode_reversal(element: etree._Element) -> ReversalCall:
    """The call of an element that reverses something. Raises GatewayError for a day that no calendar has."""
    noted = ("nsfclosedaccount",) if argument(element, "nsfclosedaccount") else ()
    key = element.get("key", "").strip()
    return ReversalCall(key, day_of(element, "datereversed"), argument(element, "description") or None, noted)


def reverse_document(
    company: Company, payments: SettlementKind, kind: DocumentKind, record: Record, call: ReversalCall
) -> Outcome:
    """Reverses a document; the key is that of its twin. `payments` are those of its subledger.

    Raises GatewayError: NOT_REVERSIBLE, REVERSAL_TOO_EARLY, CREDIT_IN_USE.
    """
    twin = Reverser(company, payments).document(kind, record, required_day(call.day), call.description)
    return Outcome(key=str(twin.key))
