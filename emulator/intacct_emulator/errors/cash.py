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
