"""The kinds of cash documents, as data: what moves money, through what, and what it is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from intacct_emulator.books.ledger.entry import CREDIT, DEBIT
from intacct_emulator.tenancy.profile import CompanyProfile

MODULE = "11.CM"


@dataclass(frozen=True, slots=True)
class CashKind:
    """What sets one kind of cash document apart.

    `record_type` is the code of its rows (documented for other receipts, the others inferred), `ledger_word` what
    GLDETAIL calls it (inferred). `control_side` is the side of the account that money moves through, for a positive
    line. `label_object` is where labels of its lines are found, `number_field` its number, `day_fields` the dates of
    which the first that is there counts in the ledger. `settles` is whether its amounts can be paid later on, as those
    of a card are.
    """

    object: str
    line_object: str
    line_element: str
    record_type: str
    ledger_word: str
    control_side: int
    summary_title: str
    label_object: str
    number_field: str
    day_fields: tuple[str, ...]
    journal: Callable[[CompanyProfile], str]
    settles: bool = False


CARD_TRANSACTION = CashKind(
    object="CCTRANSACTION",
    line_object="CCTRANSACTIONENTRY",
    line_element="CCTRANSACTIONITEMS",
    record_type="ci",
    ledger_word="Charge Card Transaction",
    control_side=CREDIT,
    summary_title="Charge Card Transactions",
    label_object="APACCOUNTLABEL",
    number_field="RECORDID",
    day_fields=("WHENCREATED",),
    journal=lambda profile: profile.disbursements_journal,
    settles=True,
)
OTHER_RECEIPT = CashKind(
    object="OTHERRECEIPTS",
    line_object="OTHERRECEIPTSENTRY",
    line_element="RECEIPTITEMS",
    record_type="cr",
    ledger_word="Other Receipt",
    control_side=DEBIT,
    summary_title="Other Receipts",
    label_object="ARACCOUNTLABEL",
    number_field="DOCNUMBER",
    # Money that goes to the bank counts from the day it is deposited, other money from its receipt (inferred).
    day_fields=("DEPOSITDATE", "WHENCREATED"),
    journal=lambda profile: profile.receipts_journal,
)
DEPOSIT = CashKind(
    object="DEPOSIT",
    line_object="DEPOSITENTRY",
    line_element="DEPOSITITEMS",
    record_type="cd",
    ledger_word="Deposit",
    control_side=DEBIT,
    summary_title="Deposits",
    label_object="ARACCOUNTLABEL",
    number_field="DEPOSITID",
    day_fields=("WHENCREATED",),
    journal=lambda profile: profile.receipts_journal,
)

CASH_KINDS: Mapping[str, CashKind] = {kind.object: kind for kind in (CARD_TRANSACTION, OTHER_RECEIPT, DEPOSIT)}
"""Every kind, by its object."""
