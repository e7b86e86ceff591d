"""The two subledgers: what all documents of receivables have in common, and all of payables."""

from collections.abc import Callable
from dataclasses import dataclass

from intacct_emulator.books.dimensions import CUSTOMER, VENDOR, Dimension
from intacct_emulator.tenancy.profile import CompanyProfile, SubledgerProfile


@dataclass(frozen=True, slots=True)
class Subledger:
    """Who its documents are for, and where their terms, labels, contacts and control accounts are found.

    `party_contacts` are the party's fields that name the contacts a document freezes. `control_accounts` is what an
    account must be marked as to stand in for the configured one.
    """

    module: str
    party: Dimension
    party_contacts: tuple[str, str]
    default_account: str
    term_object: str
    label_object: str
    summary_object: str
    control_accounts: str
    setup: Callable[[CompanyProfile], SubledgerProfile]


RECEIVABLES = Subledger(
    module="4.AR",
    party=CUSTOMER,
    party_contacts=("BILLTO.CONTACTNAME", "SHIPTO.CONTACTNAME"),
    default_account="ARACCOUNT",
    term_object="ARTERM",
    label_object="ARACCOUNTLABEL",
    summary_object="ARINVOICEBATCH",
    control_accounts="Receivables account",
    setup=lambda profile: profile.receivables,
)
PAYABLES = Subledger(
    module="3.AP",
    party=VENDOR,
    party_contacts=("PAYTO.CONTACTNAME", "RETURNTO.CONTACTNAME"),
    default_account="APACCOUNT",
    term_object="APTERM",
    label_object="APACCOUNTLABEL",
    summary_object="APBILLBATCH",
    control_accounts="Payables account",
    setup=lambda profile: profile.payables,
)
