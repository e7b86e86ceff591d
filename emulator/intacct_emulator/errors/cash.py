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
UNDEPOSITED_INVALID = ErrorEntry(
    "BL01001973",
    "Invalid Undeposited funds account '{value}' specified.",
    evidence=I,
    source="which accounts may hold undeposited funds is not evidenced; wording of the dimension answer",
)
NO_AMOUNT = ErrorEntry(
    "BL01001973",
    "Enter an amount for the transaction",
    evidence=I,
    source="not evidenced",
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
FEED_OFF = ErrorEntry(
    "BL01001973",
    "The account '{value}' is not connected to an online bank feed",
    evidence=I,
    source="no account here is connected (WPBSTATUS); text not evidenced",
)
FEED_EMPTY = ErrorEntry(
    "BL03000018",
    "Required field Bank transactions is missing",
    evidence=I,
    source="rule documented for feeds of type xml; wording of other required fields",
)
FEED_TYPE = ErrorEntry(
    "BL03000018",
    "Transaction type {value} does not belong to the account '{account}'",
    evidence=I,
    source="rule documented (withdrawal and deposit for banks, charge and payment for cards); text not evidenced",
)
FEED_IN_USE = ErrorEntry(
    "BL01001973",
    "The bank feed '{number}' is reconciled and can't be deleted",
    evidence=I,
    source="not evidenced",
)
CUTOFF_MISSING = ErrorEntry(
    "BL03000018",
    "Required field Cut-off date is missing",
    evidence=I,
    source="rule documented for the first reconciliation; wording of other required fields",
)
STATEMENT_TOO_EARLY = ErrorEntry(
    "BL01001973",
    "The statement ending date must be after {day}",
    evidence=I,
    source="rule and text not evidenced",
)
RECONCILIATION_OPEN = ErrorEntry(
    "BL01001973",
    "Finish the open reconciliation of the account '{value}', and try again",
    evidence=I,
    source="rule and text not evidenced",
)
NOT_MATCHED = ErrorEntry(
    "BL01001973",
    "The account '{value}' can't be reconciled: {what}",
    evidence=I,
    source="documented that an Automatch clears as a whole or fails; text not evidenced",
)
RECONCILIATION_DONE = ErrorEntry(
    "BL01001973",
    "The reconciliation '{number}' is completed and can't be deleted",
    evidence=I,
    source="rule documented (initiated and draft ones only); text not evidenced",
)
