"""What documents are made of: the kinds there are, and a line that was checked."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.profile import CompanyProfile, Subledger

from .dimensions import Dimension, LineDimensions
from .posting import DEBIT

SUBMITTED_STATE, DRAFT_STATE = "A", "D"
CONTACTS = (
    ("BILLTOPAYTOCONTACTNAME", "BILLTOPAYTOKEY"),
    ("SHIPTORETURNTOCONTACTNAME", "SHIPTORETURNTOKEY"),
)
"""The fields of a document that name the contacts it freezes, and those that hold the frozen versions' keys."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What differs between an invoice and a bill."""

    object: str
    line_object: str
    line_element: str
    party: Dimension
    party_contact_fields: tuple[str, str]
    term_object: str
    label_object: str
    default_account_field: str
    summary_object: str
    summary_title: str
    record_type: str
    module: str
    alternative_account: str
    control_side: int

    def subledger(self, profile: CompanyProfile) -> Subledger:
        """The configuration of the kind's subledger."""
        return profile.receivables if self.control_side == DEBIT else profile.payables


class DocumentLine(NamedTuple):
    """A checked line, ready to be written and posted."""

    draft: RecordDraft
    amount: Decimal
    account: Record | None
    label: Record | None
    control: Record | None
    dimensions: LineDimensions
    entity: int | None
