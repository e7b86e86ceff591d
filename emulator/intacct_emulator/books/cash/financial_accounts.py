"""Where money is kept: which account of the ledger, and which entity, a bank account or card stands for."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.currencies import Currencies
from intacct_emulator.errors import ErrorEntry, GatewayError, cash
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import found
from intacct_emulator.tenancy.company import Company


class AccountKind(StrEnum):
    """The kinds of financial accounts, by their objects."""

    CHECKING = "CHECKINGACCOUNT"
    SAVINGS = "SAVINGSACCOUNT"
    CARD = "CREDITCARD"

    @property
    def gl_field(self) -> str:
        """The field that names its account of the ledger."""
        return "LIABACCTKEY" if self is AccountKind.CARD else "GLACCOUNTNO"

    @property
    def location_field(self) -> str:
        """The field that names where it belongs."""
        return "LOCATION" if self is AccountKind.CARD else "LOCATIONID"


BANKS = (AccountKind.CHECKING, AccountKind.SAVINGS)


class FinancialAccount(NamedTuple):
    """A checking account, savings account or card: its account of the ledger, its location and the entity that is in
    (None for an account of the whole company), its currency, and the base currency of its entity."""

    record: Record
    gl_account: Record
    entity: Record | None
    kind: AccountKind
    location: Record | None
    currency: str
    base_currency: str


def bank_account(company: Company, account_id: str) -> FinancialAccount:
    """The checking or savings account of that id. Raises GatewayError for one that is unknown, inactive, or without an
    active account of the ledger."""
    return _account(company, account_id, BANKS, cash.BANK_INVALID)


def card(company: Company, card_id: str) -> FinancialAccount:
    """The charge card of that id. Raises GatewayError as for a bank account."""
    return _account(company, card_id, (AccountKind.CARD,), cash.CARD_INVALID)


def _account(company: Company, account_id: str, kinds: Sequence[AccountKind], refusal: ErrorEntry) -> FinancialAccount:
    records = company.records
    for kind in kinds:
        record = found(records, kind, account_id)
        number = record.text(kind.gl_field) if record is not None else None
        if record is None or not record.active or number is None:
            continue
        place = record.text(kind.location_field)
        location = records.find("LOCATION", place) if place is not None else None
        entity = entity_of(company, location) if location is not None else None
        # A card is in the base currency of its entity (inferred).
        own = record.text("CURRENCY") if kind is not AccountKind.CARD else None
        base = Currencies(company).base_of(entity)
        return FinancialAccount(record, active_account(records, number), entity, kind, location, own or base, base)
    raise GatewayError(refusal, value=account_id)
