"""Where the money of a payment is: a bank account, or an account of funds not deposited yet."""

from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.errors import EmulatorGap, settlement
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import found
from intacct_emulator.tenancy.company import Company

from .financial_accounts import AccountKind, FinancialAccount, bank_account, card


class Tender(NamedTuple):
    """Money's place: its account of the ledger, its entity (None: any), and what a summary's title calls it. `bank` is
    the bank account's record, None for undeposited funds. `by_card` is whether it is a charge card: what is spent is
    owed to its issuer."""

    account: Record
    entity: int | None
    called: str
    bank: Record | None
    by_card: bool = False

    def require_entity(self, records: Records, entity: int | None) -> None:
        """Raises EmulatorGap for a line of another entity than the money's."""
        if self.entity is not None and entity != self.entity:
            refuse_between_entities(records, entity)


def tender_of(company: Company, draft: RecordDraft) -> Tender | None:
    """The place that a payment names; a bank account goes before undeposited funds (inferred). None when it names none.

    Raises GatewayError for one that does not exist.
    """
    bank_id = draft.text("FINANCIALENTITY")
    if bank_id is not None:
        return at_bank(company, bank_id)
    number = draft.text("UNDEPOSITEDACCOUNTNO")
    return None if number is None else not_deposited(company, number)


def spending_tender(company: Company, account_id: str | None) -> Tender | None:
    """The place that money is paid from: a checking or savings account, or a charge card (documented). None when none
    is named. Raises GatewayError for one that does not exist."""
    if account_id is None:
        return None
    if found(company.records, AccountKind.CARD, account_id) is not None:
        return _tender(card(company, account_id), f"Card-{account_id}")
    return at_bank(company, account_id)


def tender_of_summary(company: Company, summary: Record | None) -> Tender | None:
    """The place that a summary was made for. None when it names none, or there is no summary."""
    if summary is None:
        return None
    if bank_id := summary.text("ACCOUNTNOKEY"):
        return at_bank(company, bank_id)
    number = summary.text("UNDEPOSITEDACCOUNTNO")
    return not_deposited(company, number) if number else None


def refuse_between_entities(records: Records, entity: int | None) -> None:
    """Raises EmulatorGap: one entity's money for another one's line needs lines between entities."""
    location = records.get("LOCATIONENTITY", entity) if entity is not None else None
    raise EmulatorGap(
        "payments between entities", settlement.INTER_ENTITY, entity=location.id if location is not None else ""
    )


def at_bank(company: Company, bank_id: str) -> Tender:
    """A bank account. Raises GatewayError for one that does not exist."""
    return _tender(bank_account(company, bank_id), f"Bank-{bank_id}")


def _tender(place: FinancialAccount, called: str) -> Tender:
    entity = place.entity.key if place.entity is not None else None
    return Tender(place.gl_account, entity, called, place.record, by_card=place.kind is AccountKind.CARD)


def not_deposited(company: Company, number: str) -> Tender:
    """An account of undeposited funds. Raises GatewayError for one that does not exist."""
    return Tender(active_account(company.records, number), None, f"Undeposited-{number}", None)
