"""Where money is kept: which account of the ledger, and which entity, a bank account stands for."""

from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.errors import GatewayError, settlement
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

_BANK_ACCOUNTS = ("CHECKINGACCOUNT", "SAVINGSACCOUNT")


class FinancialAccount(NamedTuple):
    """A checking or savings account, its account of the ledger, and the entity its location is in; None for an account
    of the whole company."""

    record: Record
    gl_account: Record
    entity: Record | None


def bank_account(company: Company, account_id: str) -> FinancialAccount:
    """The checking or savings account of that id. Raises GatewayError for one that is unknown, inactive, or without an
    active account of the ledger."""
    found = (company.records.find(name, account_id) for name in _BANK_ACCOUNTS)
    record = next((record for record in found if record is not None), None)
    number = record.text("GLACCOUNTNO") if record is not None else None
    if record is None or not record.active or number is None:
        raise GatewayError(settlement.BANK_INVALID, value=account_id)
    place = record.text("LOCATIONID")
    location = company.records.find("LOCATION", place) if place is not None else None
    entity = entity_of(company, location) if location is not None else None
    return FinancialAccount(record, active_account(company.records, number), entity)
