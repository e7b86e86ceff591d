"""Where the money of a payment is: a bank account, or an account of funds not deposited yet."""

from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.errors import EmulatorGap, settlement
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.company import Company

from .financial_accounts import bank_account


class Tender(NamedTuple):
    """Money's place: its account of the ledger, its entity (None: any), and what a summary's title calls it. `bank` is
    the bank account's record, None for undeposited funds."""

    account: Record
    entity: int | None
    called: str
    bank: Record | None

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
        return _at_bank(company, bank_id)
    number = draft.text("UNDEPOSITEDACCOUNTNO")
    return None if number is None else _undeposited(company, number)


def tender_of_summary(company: Company, summary: Record | None) -> Tender | None:
    """The place that a summary was made for. None when it names none, or there is no summary."""
    if summary is None:
        return None
    if bank_id := summary.text("ACCOUNTNOKEY"):
        return _at_bank(company, bank_id)
    number = summary.text("UNDEPOSITEDACCOUNTNO")
    return _undeposited(company, number) if number else None


def refuse_between_entities(records: Records, entity: int | None) -> None:
    """Raises EmulatorGap: one entity's money for another one's line needs lines between entities."""
    location = records.get("LOCATIONENTITY", entity) if entity is not None else None
    raise EmulatorGap(
        "payments between entities", settlement.INTER_ENTITY, entity=location.id if location is not None else ""
    )


def _at_bank(company: Company, bank_id: str) -> Tender:
    bank = bank_account(company, bank_id)
    entity = bank.entity.key if bank.entity is not None else None
    return Tender(bank.gl_account, entity, f"Bank-{bank_id}", bank.record)


def _undeposited(company: Company, number: str) -> Tender:
    return Tender(active_account(company.records, number), None, f"Undeposited-{number}", None)
