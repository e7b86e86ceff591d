"""Errors of cash management: bank accounts, cards, receipts, deposits."""

from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry

R, D, C, I = Evidence.RECORDED, Evidence.DOCUMENTED, Evidence.CLIENT, Evidence.INFERRED  # noqa: E741

BANK_INVALID = ErrorEntry(
    "BL01001973", "Invalid Bank '{value}' specified.", evidence=I, source="wording of the dimension answer"
)
CARD_INVALID = ErrorEntry(
    "BL01001973", "Invalid Credit card '{value}' specified.", evidence=I, source="wording of the dimension answer"
)
NO_PLACE = ErrorEntry(
    "BL03000018",
    "Required field Bank account is missing",
    evidence=I,
    source="rule documented (a bank account or an account of undeposited funds); wording of other required fields",
)
NOT_OPEN = ErrorEntry(
    "BL01001973",
    "The transaction '{number}' can't be {action}",
    evidence=I,
    source="rules documented for deleting and reversing; text not evidenced",
)
REVERSAL_TOO_EARLY = ErrorEntry(
    "BL01001973",
    "The reversal date cannot be earlier than the date of the transaction",
    evidence=I,
    source="rule documented; text not evidenced",
)
RECEIPT_INVALID = ErrorEntry(
    "BL01001973",
    "Invalid receipt '{value}' specified.",
    evidence=I,
    source="rule documented (undeposited receipts); wording of the dimension answer",
)
RECEIPT_TWICE = ErrorEntry(
    "BL01001973",
    "The receipt '{value}' is named twice",
    evidence=I,
    source="rule follows from depositing once; text not evidenced",
)
DEPOSIT_TOO_EARLY = ErrorEntry(
    "BL01001973",
    "The deposit date cannot be earlier than the date of the receipt '{value}'",
    evidence=I,
    source="rule and text not evidenced",
)
