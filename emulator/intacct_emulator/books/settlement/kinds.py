"""The kinds of settlements, as data: what pays what, from where, and what GLDETAIL calls it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from intacct_emulator.books.documents.kinds import (
    AP_ADJUSTMENT,
    AP_ADVANCE,
    AR_ADJUSTMENT,
    BILL,
    INVOICE,
    DocumentKind,
)
from intacct_emulator.books.documents.states import DRAFT, REVERSAL, REVERSED
from intacct_emulator.books.documents.subledgers import PAYABLES, RECEIVABLES, Subledger
from intacct_emulator.books.ledger.entry import CREDIT, DEBIT
from intacct_emulator.tenancy.profile import CompanyProfile


class Kept(NamedTuple):
    """Where documents of one record type are kept, and their lines; `word` is what an error calls such a document."""

    object: str
    line_object: str
    record_type: str
    word: str


class Target(NamedTuple):
    """What a payment detail can pay: the fields that name its document and its line."""

    key_field: str
    entry_field: str
    kept: Kept


class CreditKind(NamedTuple):
    """A kind of credit that a payment detail can take from: the fields that name it, its line, and how much.

    `prepaid` is whether it is money of the party's that was received or paid before and lies on an account of its own
    (an advance, an overpayment); the others are lines of the subledger with a negative amount. `posted_fields` name the
    payment and its line that brought the credit to its use.
    """

    key_field: str
    entry_field: str
    amount_field: str
    kept: Kept
    prepaid: bool = False
    inline: bool = False
    posted_fields: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SettlementKind:
    """What sets one kind of payment apart.

    `record_type` is the code of its rows, `entry_object` its lines, `detail_object` the table of its applications.
    `bank_side` is the side of the bank account when money moves, `date_field` the field of the date in the ledger.
    `reversed_code` and `reversal_code` are the raw states of a reversed payment and of its twin. `discounts_switched`
    is whether the company's configuration says if a payment may name its discount itself, `incomplete_codes` the raw
    states of payments that have settled nothing yet.
    """

    object: str
    entry_object: str
    detail_object: str
    detail_element: str
    record_type: str
    ledger_word: str
    word: str
    application: str
    subledger: Subledger
    bank_side: int
    summary_title: str
    date_field: str
    date_label: str
    journal: Callable[[CompanyProfile], str]
    targets: tuple[Target, ...]
    credits: tuple[CreditKind, ...]
    reversed_code: str = REVERSED.code
    reversal_code: str = REVERSAL.code
    discounts_switched: bool = True
    incomplete_codes: tuple[str, ...] = (DRAFT.code,)

    @property
    def overpaid(self) -> bool:
        """Whether money beyond what is applied stays open as a credit of its own."""
        return any(credit.kept == self.kept for credit in self.credits)

    @property
    def kept(self) -> Kept:
        """Where its own rows are."""
        return Kept(self.object, self.entry_object, self.record_type, self.word)

    def credit(self, key_field: str) -> CreditKind:
        """The kind of credit whose document a field names."""
        return next(credit for credit in self.credits if credit.key_field == key_field)


def _kept(kind: DocumentKind, word: str) -> Kept:
    return Kept(kind.object, kind.line_object, kind.record_type, word)


INVOICES = _kept(INVOICE, "invoice")
BILLS = _kept(BILL, "bill")
AR_ADJUSTMENTS = _kept(AR_ADJUSTMENT, "adjustment")
AP_ADJUSTMENTS = _kept(AP_ADJUSTMENT, "adjustment")
AR_ADVANCES = Kept("ARADVANCE", "ARADVANCEITEM", "rr", "advance")
AP_ADVANCES = _kept(AP_ADVANCE, "advance")
RECEIPTS = Kept("ARPYMT", "ARPYMTENTRY", "rp", "payment")

_POSTED_ADVANCE = ("POSTEDADVANCEKEY", "POSTEDADVANCEENTRYKEY")
_POSTED_OVERPAYMENT = ("POSTEDOVERPAYMENTKEY", "POSTEDOVERPAYMENTENTRYKEY")

AR_PAYMENT = SettlementKind(
    object="ARPYMT",
    entry_object="ARPYMTENTRY",
    detail_object="ARPYMTDETAIL",
    detail_element="ARPYMTDETAILS",
    record_type="rp",
    ledger_word="AR Payment",
    word="payment",
    application="Accounts Receivable",
    subledger=RECEIVABLES,
    bank_side=DEBIT,
    summary_title="Payments",
    date_field="RECEIPTDATE",
    date_label="Receipt date",
    journal=lambda profile: profile.receipts_journal,
    targets=(
        Target("RECORDKEY", "ENTRYKEY", INVOICES),
        Target("POSADJKEY", "POSADJENTRYKEY", AR_ADJUSTMENTS),
    ),
    credits=(
        CreditKind("ADJUSTMENTKEY", "ADJUSTMENTENTRYKEY", "ADJUSTMENTAMOUNT", AR_ADJUSTMENTS),
        CreditKind("INLINEKEY", "INLINEENTRYKEY", "INLINEAMOUNT", INVOICES, inline=True),
        CreditKind("NEGATIVEINVOICEKEY", "NEGATIVEINVOICEENTRYKEY", "NEGATIVEINVOICEAMOUNT", INVOICES),
        CreditKind(
            "ADVANCEKEY",
            "ADVANCEENTRYKEY",
            "POSTEDADVANCEAMOUNT",
            AR_ADVANCES,
            prepaid=True,
            posted_fields=_POSTED_ADVANCE,
        ),
        CreditKind(
            "OVERPAYMENTKEY",
            "OVERPAYMENTENTRYKEY",
            "POSTEDOVERPAYMENTAMOUNT",
            RECEIPTS,
            prepaid=True,
            posted_fields=_POSTED_OVERPAYMENT,
        ),
    ),
)
AP_PAYMENT = SettlementKind(
    object="APPYMT",
    entry_object="APPYMTENTRY",
    detail_object="APPYMTDETAIL",
    detail_element="APPYMTDETAILS",
    record_type="pp",
    ledger_word="AP Payment",
    word="payment",
    application="Accounts Payable",
    subledger=PAYABLES,
    bank_side=CREDIT,
    summary_title="Payments",
    date_field="WHENCREATED",
    date_label="Payment date",
    journal=lambda profile: profile.disbursements_journal,
    targets=(
        Target("RECORDKEY", "ENTRYKEY", BILLS),
        Target("POSADJKEY", "POSADJENTRYKEY", AP_ADJUSTMENTS),
    ),
    credits=(
        CreditKind("ADJUSTMENTKEY", "ADJUSTMENTENTRYKEY", "ADJUSTMENTAMOUNT", AP_ADJUSTMENTS),
        CreditKind("INLINEKEY", "INLINEENTRYKEY", "INLINEAMOUNT", BILLS, inline=True),
        CreditKind(
            "ADVANCEKEY",
            "ADVANCEENTRYKEY",
            "POSTEDADVANCEAMOUNT",
            AP_ADVANCES,
            prepaid=True,
            posted_fields=_POSTED_ADVANCE,
        ),
    ),
    # A payment that is reversed reads Voided, and so does what takes it back (recorded words; pairing inferred).
    reversed_code="V",
    reversal_code="V",
    discounts_switched=False,
    incomplete_codes=("D", "S", "A", "P"),
)

SETTLEMENTS: Mapping[str, SettlementKind] = {kind.object: kind for kind in (AR_PAYMENT, AP_PAYMENT)}
"""Every kind, by its object."""


def of_subledger(subledger: Subledger) -> SettlementKind:
    """The payments of a subledger's documents."""
    return next(kind for kind in SETTLEMENTS.values() if kind.subledger is subledger)
