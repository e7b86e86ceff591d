"""Errors of currencies and exchange rates."""

from intacct_emulator.catalogue.model import Evidence

from .model import ErrorEntry

R, D, C, I = Evidence.RECORDED, Evidence.DOCUMENTED, Evidence.CLIENT, Evidence.INFERRED  # noqa: E741

CURRENCY_INVALID = ErrorEntry(
    "BL01001973",
    "Invalid Currency '{value}' specified.",
    evidence=I,
    source="rule documented (the list of transaction currencies); wording of the dimension answer",
)
RATE_TYPE_INVALID = ErrorEntry(
    "BL01001973",
    "Invalid Exchange rate type '{value}' specified.",
    evidence=I,
    source="wording of the dimension answer",
)
RATE_MISSING = ErrorEntry(
    "BL01001973",
    "There is no exchange rate of type '{type}' from {currency} to {base} on {day}",
    "Add the rate, or give the transaction one of its own.",
    evidence=I,
    source="rule documented (rates start on a day); text not evidenced",
)
RATE_WITHOUT_CURRENCY = ErrorEntry(
    "BL01001973",
    "An exchange rate needs a transaction currency",
    "Give the currency, or leave the rate out.",
    evidence=I,
    source="rule documented; text not evidenced",
)
RATE_TWICE = ErrorEntry(
    "BL01001973",
    "Give an exchange rate or an exchange rate type, not both",
    evidence=I,
    source="rule documented; that it is refused, and the text, not evidenced",
)
RATE_NOT_POSITIVE = ErrorEntry(
    "BL01001973", "An exchange rate must be above zero", evidence=I, source="follows from what a rate is"
)
SAME_CURRENCIES = ErrorEntry(
    "BL01001973",
    "The currencies of an exchange rate must differ",
    evidence=I,
    source="follows from what a rate is",
)
DAILY_RATE_IS_FETCHED = ErrorEntry(
    "BL01001973",
    "Rates of the type '{value}' are fetched daily and can't be added",
    evidence=I,
    source="documented that the product keeps the daily rate itself; that adding one is refused is not evidenced",
)
NOT_A_BASE_CURRENCY = ErrorEntry(
    "BL01001973",
    "'{value}' is not a base currency of the company",
    evidence=I,
    source="rule documented (each entity has its base currency); text not evidenced",
)
SEVERAL_BASE_CURRENCIES = ErrorEntry(
    "BL01001973",
    "Lines of entities with different base currencies can't be in one transaction",
    evidence=I,
    source="not evidenced; what the gateway does is not known",
)
UNDEPOSITED_FOREIGN = ErrorEntry(
    "BL02000051",
    'You cannot make payment for foreign currency invoice for payment method "{method}" '
    "using Undeposited Fund Account.",
    evidence=R,
    source="client reports",
)
