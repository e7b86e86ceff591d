"""Where the money of a payment comes from or goes to: a bank account, or an account of funds not deposited yet."""

from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.cash.financial_accounts import bank_account
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company


class Tender(NamedTuple):
    """Money's place: its account of the ledger, its entity (None: any), and what a summary's title calls it. `bank` is
    the bank account's record, None for undeposited funds."""

    account: Record
    entity: int | None
    called: str
    bank: Record | None


def tender_of(company: Company, draft: RecordDraft) -> Tender | None:
    """The place that a payment names; a bank account goes before undeposited funds (inferred). None when it names none.

    Raises GatewayError for one that does not exist.
    """
    bank_id = draft.text("FINANCIALENTITY")
    if bank_id is not None:
        bank = bank_account(company, bank_id)
        entity = bank.entity.key if bank.entity is not None else None
        return Tender(bank.gl_account, entity, f"Bank-{bank_id}", bank.record)
    number = draft.text("UNDEPOSITEDACCOUNTNO")
    if number is None:
        return None
    return Tender(active_account(company.records, number), None, f"Undeposited-{number}", None)
