"""The kinds of documents, as data. A kind says outright what it is; nothing about one follows from another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from intacct_emulator.books.ledger.entry import CREDIT, DEBIT
from intacct_emulator.books.ledger.summaries import Series
from intacct_emulator.errors import ErrorEntry, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.profile import CompanyProfile, SubledgerProfile

from .rules import LineRule, above_zero, any_amounts, one_sign
from .subledgers import PAYABLES, RECEIVABLES, Subledger

CONTACTS = (
    ("BILLTOPAYTOCONTACTNAME", "BILLTOPAYTOKEY"),
    ("SHIPTORETURNTOCONTACTNAME", "SHIPTORETURNTOKEY"),
)
"""The fields of a document that name the contacts it freezes, and those that hold the frozen versions' keys."""


class NumberedPer(Enum):
    """Among which documents of its kind a document's number is unique."""

    COMPANY = auto()
    PARTY = auto()


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What sets one kind of document apart.

    `record_type` is the code that tells its rows from those of other kinds in the tables of documents and lines;
    `ledger_word` is what GLDETAIL calls it. `control_side` is the side of the control account for a positive line.
    `requires_number` is the refusal of a posted document without a number, None where it may do without. `falls_due` is
    whether it has a term, a due date and a discount date; `brings_money` whether a bank account or undeposited funds
    stand where others have a control account. `journal` is where it posts, `line_rule` what its lines must meet
    together, `approvable` whether a company may want somebody to approve it first. `gives_credit` is whether it lets
    the party owe more, which a hold or a credit limit may forbid; `lines_within_party` whether its lines may name only
    the header's party and what is below it. `filed_with` are record types of summaries made for other documents that
    may hold it too.
    """

    object: str
    line_object: str
    line_element: str
    record_type: str
    ledger_word: str
    subledger: Subledger
    control_side: int
    summary_title: str
    journal: Callable[[CompanyProfile], str]
    numbered_per: NumberedPer
    requires_number: ErrorEntry | None = None
    falls_due: bool = True
    line_rule: LineRule = any_amounts
    brings_money: bool = False
    approvable: bool = False
    gives_credit: bool = False
    lines_within_party: bool = False
    filed_with: tuple[str, ...] = ()

    def default_account(self, setup: SubledgerProfile, party: Record | None) -> str | None:
        """The account of a line that names none: the party's, or for what brings money that of advances (inferred)."""
        if self.brings_money:
            return setup.advance_account
        return party.text(self.subledger.default_account) if party is not None else None

    @property
    def series(self) -> Series:
        """The summaries its documents are filed under."""
        return Series(self.subledger.summary_object, self.summary_title, self.record_type, self.filed_with)


INVOICE = DocumentKind(
    object="ARINVOICE",
    line_object="ARINVOICEITEM",
    line_element="ARINVOICEITEMS",
    record_type="ri",
    ledger_word="AR Invoice",
    subledger=RECEIVABLES,
    control_side=DEBIT,
    summary_title="Invoices",
    journal=lambda profile: profile.receivables.journal,
    numbered_per=NumberedPer.COMPANY,
    gives_credit=True,
)
BILL = DocumentKind(
    object="APBILL",
    line_object="APBILLITEM",
    line_element="APBILLITEMS",
    record_type="pi",
    ledger_word="AP Bill",
    subledger=PAYABLES,
    control_side=CREDIT,
    summary_title="Bills",
    journal=lambda profile: profile.payables.journal,
    numbered_per=NumberedPer.PARTY,
    requires_number=transactions.BILL_NUMBER_MISSING,
    approvable=True,
)
AR_ADJUSTMENT = DocumentKind(
    object="ARADJUSTMENT",
    line_object="ARADJUSTMENTITEM",
    line_element="ARADJUSTMENTITEMS",
    record_type="ra",
    ledger_word="AR Adjustment",
    subledger=RECEIVABLES,
    control_side=DEBIT,
    summary_title="Adjustments",
    journal=lambda profile: profile.receivables.journal,
    numbered_per=NumberedPer.COMPANY,
    falls_due=False,
)
AP_ADJUSTMENT = DocumentKind(
    object="APADJUSTMENT",
    line_object="APADJUSTMENTITEM",
    line_element="APADJUSTMENTITEMS",
    record_type="pa",
    ledger_word="AP Adjustment",
    subledger=PAYABLES,
    control_side=CREDIT,
    summary_title="Adjustments",
    journal=lambda profile: profile.payables.journal,
    numbered_per=NumberedPer.PARTY,
    falls_due=False,
    line_rule=one_sign,
)

AR_ADVANCE = DocumentKind(
    object="ARADVANCE",
    line_object="ARADVANCEITEM",
    line_element="ARADVANCEITEMS",
    record_type="rr",
    ledger_word="AR Advance",
    subledger=RECEIVABLES,
    control_side=DEBIT,
    summary_title="Advances",
    journal=lambda profile: profile.receipts_journal,
    numbered_per=NumberedPer.COMPANY,
    falls_due=False,
    line_rule=above_zero,
    brings_money=True,
    lines_within_party=True,
    # Advances are posted to summaries of payments (documented).
    filed_with=("rp",),
)

AP_ADVANCE = DocumentKind(
    object="APADVANCE",
    line_object="APADVANCEITEM",
    line_element="APADVANCEITEMS",
    record_type="pr",
    ledger_word="AP Advance",
    subledger=PAYABLES,
    control_side=CREDIT,
    summary_title="Advances",
    journal=lambda profile: profile.disbursements_journal,
    numbered_per=NumberedPer.PARTY,
    falls_due=False,
    line_rule=above_zero,
    brings_money=True,
)
MANUAL_PAYMENT = DocumentKind(
    object="APPYMT",
    line_object="APPYMTENTRY",
    line_element="APPYMTENTRIES",
    record_type="pp",
    ledger_word="AP Payment",
    subledger=PAYABLES,
    control_side=CREDIT,
    summary_title="Payments",
    journal=lambda profile: profile.disbursements_journal,
    numbered_per=NumberedPer.PARTY,
    falls_due=False,
    line_rule=above_zero,
    brings_money=True,
)
"""What is paid without a bill. Its checks are those of a document; it is written as the payment that it is."""

KINDS: Mapping[str, DocumentKind] = {
    kind.object: kind for kind in (INVOICE, BILL, AR_ADJUSTMENT, AP_ADJUSTMENT, AR_ADVANCE, AP_ADVANCE)
}
"""Every kind that is written as a document, by its object."""
