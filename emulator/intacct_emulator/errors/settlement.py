"""Errors of payments and receipts: what is paid, from what, how much."""

from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry

R, D, C, I = Evidence.RECORDED, Evidence.DOCUMENTED, Evidence.CLIENT, Evidence.INFERRED  # noqa: E741

TRANSACTION_UNKNOWN = ErrorEntry(
    "BL01001973",
    "Oops, we can't find this transaction",
    "Enter a valid transaction, and try again.",
    evidence=C,
    source="client tests; errorno and split into text and correction inferred",
)
NOTHING_DUE = ErrorEntry(
    "BL03000130",
    "There is no due on the {what} '{number}'",
    evidence=C,
    source="number and text of two client reports on paying what is paid; pairing inferred",
)
MORE_THAN_DUE = ErrorEntry(
    "BL01001973",
    "The payment amount {amount} for '{number}' exceeds total amount due ({due})",
    evidence=C,
    source="client matches the end of the text; beginning and errorno inferred",
)
MORE_THAN_CREDIT = ErrorEntry(
    "BL01001973",
    "The credit {amount} taken from '{number}' exceeds total amount due ({due})",
    evidence=I,
    source="refusal documented; wording by analogy with a payment",
)
PAYMENT_CURRENCY = ErrorEntry(
    "BL01001973",
    "A payment in {currency} can't pay or use a transaction in {other}",
    evidence=I,
    source="follows from a payment's one transaction currency; text not evidenced",
)
NOT_THE_PARTYS = ErrorEntry(
    "BL01001973",
    "The transaction '{number}' does not belong to {label} '{value}'",
    evidence=I,
    source="rule documented; text not evidenced",
)
PAYMENT_TOO_EARLY = ErrorEntry(
    "BL01001973",
    "Payment date cannot be before {what} creation date",
    evidence=C,
    source="client help page on payments of bills; errorno, and other documents, are inferred",
)
NO_AMOUNT = ErrorEntry(
    "BL01001973",
    "Enter an amount for the transaction '{number}'",
    evidence=I,
    source="not evidenced",
)
AMOUNT_NOT_POSITIVE = ErrorEntry(
    "BL01001973",
    "The amount {amount} for the transaction '{number}' must be greater than zero",
    evidence=I,
    source="not evidenced",
)
ONE_TRANSACTION = ErrorEntry(
    "BL01001973",
    "A payment detail pays one transaction: {first} or {second}",
    evidence=I,
    source="rule documented; text not evidenced",
)
BANK_MISSING = ErrorEntry(
    "BL03000018",
    "Required field {label} is missing",
    evidence=C,
    source="client texts for other fields; that it is asked for is documented",
)
ONLY_DRAFTS = ErrorEntry(
    "BL01001973",
    "The payment '{number}' is not a draft and can't be {verb}",
    evidence=I,
    source="rule documented; text not evidenced",
)
DISCOUNTS_OFF = ErrorEntry(
    "BL01001973",
    "Enable custom discounts, and try again",
    evidence=I,
    source="rule documented; wording by analogy with foreign currencies",
)
DISCOUNT_TWICE = ErrorEntry(
    "BL01001973",
    "Give either a discount date or a discount amount, not both",
    evidence=I,
    source="rule documented; text not evidenced",
)
INLINE_CREDITS_OFF = ErrorEntry(
    "BL01001973",
    "Enable inline credits, and try again",
    evidence=I,
    source="rule documented; wording by analogy with foreign currencies",
)
NOT_REVERSIBLE = ErrorEntry(
    "BL01001973",
    "The transaction '{number}' can't be reversed",
    evidence=I,
    source="rule documented; text not evidenced",
)
CREDIT_IN_USE = ErrorEntry(
    "BL01001973",
    "The transaction '{number}' has been applied to other transactions. Reverse these first.",
    evidence=I,
    source="rule documented; text not evidenced",
)
REVERSAL_TOO_EARLY = ErrorEntry(
    "BL01001973",
    "The reversal date cannot be earlier than the date of the transaction",
    evidence=I,
    source="rule documented; text not evidenced",
)
ACCOUNT_NOT_SET_UP = ErrorEntry(
    "BL01001973",
    "Set up an account for {what} in the {application} configuration, and try again",
    evidence=I,
    source="not evidenced",
)
INTER_ENTITY = ErrorEntry(
    "BL01001973",
    "Transactions do not balance for Location {entity}",
    evidence=I,
    source="closest text to a payment from one entity's bank for another entity's document",
)

REVERSED_IS_FIXED = ErrorEntry(
    "BL01001973",
    "The transaction '{number}' was reversed, or is a reversal, and can't be changed",
    evidence=I,
    source="rule documented; text not evidenced",
)
NO_INVOICE_FOR_KEY = ErrorEntry(
    "DL03000005", "No record exits for the invoicekey {key}", evidence=R, source="client report (sic: exits)"
)
PAID_MORE_THAN_DUE = ErrorEntry(
    "XL03000027",
    "The amount paid if greater than the amount due for invoice with key {key}",
    evidence=R,
    source="recorded answer of apply_arpayment (sic: if)",
)
APPLIED_MORE_THAN_PAID = ErrorEntry(
    "BL01001973",
    "The amount applied {applied} is greater than the payment amount {amount}",
    evidence=I,
    source="rule documented; text not evidenced",
)
TRANSACTION_ON_HOLD = ErrorEntry(
    "BL01001973",
    "The {what} '{number}' is on hold, and can't be paid",
    evidence=I,
    source="rule documented; text not evidenced",
)
CARD_FOR_CARD_PAYMENTS = ErrorEntry(
    "BL01001973",
    "A payment by credit card needs a credit card account, and other payments a bank account",
    evidence=I,
    source="accounts documented; text not evidenced",
)
PROVIDER_NOT_SUBSCRIBED = ErrorEntry(
    "BL01001973",
    "Outbound Payment Services is not subscribed",
    evidence=I,
    source="need of the subscription documented; wording of another subscription's refusal",
)
JOINT_CHECK_SPLIT = ErrorEntry(
    "BL01001973",
    "A joint check pays one bill. Set the payment request method to bill, and try again",
    evidence=I,
    source="rule documented; text not evidenced",
)
JOINT_CHECK_WITH = ErrorEntry(
    "BL01001973",
    "A joint check can't be used with {what}",
    evidence=I,
    source="rule documented; text not evidenced",
)
WRONG_PAYMENT_STATE = ErrorEntry(
    "BL01001973",
    "The payment '{number}' is {state}. Action {action} is not possible.",
    evidence=I,
    source="which states allow what is documented; text not evidenced",
)
CREDIT_LEFT_OVER = ErrorEntry(
    "BL01001973",
    "The credit '{number}' is not applied: {left} of it is left",
    evidence=I,
    source="not evidenced",
)
