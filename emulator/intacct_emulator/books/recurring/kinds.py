"""What can recur, as data: the object of the schedule, and the kind of document that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from intacct_emulator.books.documents.kinds import BILL, CONTACTS, INVOICE, DocumentKind


@dataclass(frozen=True, slots=True)
class RecurringKind:
    """A schedule's object, its lines, and what it makes. `contacts` maps its fields that name contacts to those of the
    document."""

    object: str
    line_object: str
    line_element: str
    document: DocumentKind
    contacts: Mapping[str, str]


_NAMES = tuple(name for name, _ in CONTACTS)
RECURRING_INVOICE = RecurringKind(
    "ARRECURINVOICE",
    "ARRECURINVOICEENTRY",
    "ARRECURINVOICEENTRIES",
    INVOICE,
    dict(zip(("BILLTOCONTACTNAME", "SHIPTOCONTACTNAME"), _NAMES, strict=True)),
)
RECURRING_BILL = RecurringKind(
    "APRECURBILL",
    "APRECURBILLENTRY",
    "APRECURBILLENTRIES",
    BILL,
    dict(zip(("PAYTOCONTACTNAME", "RETURNTOCONTACTNAME"), _NAMES, strict=True)),
)

KINDS: Mapping[str, RecurringKind] = {kind.object: kind for kind in (RECURRING_INVOICE, RECURRING_BILL)}
"""Every kind, by its object."""
