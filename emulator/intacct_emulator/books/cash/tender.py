"""Where the money of a payment is: a bank account, a charge card, or an account of funds not deposited yet."""

from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.dimensions import LOCATION, LineDimensions
from intacct_emulator.errors import EmulatorGap, GatewayError, cash, currencies, settlement, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import OWNER, found
from intacct_emulator.tenancy.company import Company

from .financial_accounts import AccountKind, FinancialAccount, bank_account, card

_DISABLED = ("DISABLEIET", "FINANCIALDATA.DISABLEIET")

Place = tuple[LineDimensions, int | None]
"""The dimensions of a line of the ledger, and its entity."""


class Tender(NamedTuple):
    """Money's place: its account of the ledger, its entity (None: any), and what a summary's title calls it. `bank` is
    the bank account's or the card's record, None for undeposited funds; `location` is where it is kept. `by_card` is
    whether it is a charge card: what is spent is owed to its issuer. `currency` is what is in the account, None for
    undeposited funds, which may be in any."""

    account: Record
    entity: int | None
    called: str
    bank: Record | None
    by_card: bool = False
    currency: str | None = None
    location: Record | None = None

    @property
    def named(self) -> dict[str, str | None]:
        """The fields of a payment that name the place: its bank account, or its account of undeposited funds."""
        if self.bank is not None:
            return {"FINANCIALENTITY": self.bank.id, "UNDEPOSITEDACCOUNTNO": None}
        return {"FINANCIALENTITY": None, "UNDEPOSITEDACCOUNTNO": self.account.id}

    def beside(self, records: Records, dimensions: LineDimensions, entity: int | None) -> Place | None:
        """Dimensions and entity of the money's line beside a line of another entity: the line's own, at the money's
        place; None where both are of one entity.

        Raises GatewayError for an account that is kept out of transactions between entities, as one is that an entity
        made for itself (documented). Inside an entity, whose user sees one side alone, EmulatorGap.
        """
        if self.entity is None or entity == self.entity or self.location is None:
            return None
        if records.author.entity_key is not None:
            refuse_between_entities(records, entity)
        bank = self.bank
        if bank is not None and (bank[OWNER] is not None or any(bank.flag(name) for name in _DISABLED)):
            raise GatewayError(transactions.INTER_ENTITY_DISABLED, account=bank.id)
        return {**dimensions, LOCATION: self.location}, self.entity

    def require_currency(self, currency: str) -> None:
        """Raises EmulatorGap for money in another currency than that of the account, by a document of its own."""
        if self.currency is not None and self.currency != currency:
            raise EmulatorGap("money in another currency than the bank account's", currencies.SEVERAL_BASE_CURRENCIES)


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
    """Raises EmulatorGap: what moves between entities is entered at top level."""
    location = records.get("LOCATIONENTITY", entity) if entity is not None else None
    raise EmulatorGap(
        "payments between entities", settlement.INTER_ENTITY, entity=location.id if location is not None else ""
    )


_PLACES = ("FINANCIALENTITY", "UNDEPOSITEDACCOUNTNO")
_INCOME_STATEMENT = "I"


def place_left(draft: RecordDraft) -> dict[str, None]:
    """What a change of where money is takes back: it is in a bank or undeposited, and naming the one leaves the other
    (inferred)."""
    named = [name for name in _PLACES if draft.text(name) is not None]
    return {name: None for name in _PLACES if len(named) == 1 and name not in named}


def at_bank(company: Company, bank_id: str) -> Tender:
    """A bank account. Raises GatewayError for one that does not exist."""
    return _tender(bank_account(company, bank_id), f"Bank-{bank_id}")


def _tender(place: FinancialAccount, called: str) -> Tender:
    entity = place.entity.key if place.entity is not None else None
    by_card = place.kind is AccountKind.CARD
    return Tender(place.gl_account, entity, called, place.record, by_card, place.currency, place.location)


def not_deposited(company: Company, number: str) -> Tender:
    """An account of undeposited funds. Raises GatewayError for one that does not exist, and for one that is for
    something else: for income or expenses, kept by a subledger, or a bank account's (inferred)."""
    account = active_account(company.records, number)
    profile = company.profile
    kept = account.flag("SUBLEDGERCONTROLON") or number in (
        profile.receivables.control_account,
        profile.payables.control_account,
    )
    if kept or account["ACCOUNTTYPE"] == _INCOME_STATEMENT or _is_of_a_bank(company.records, number):
        raise GatewayError(cash.UNDEPOSITED_INVALID, value=number)
    return Tender(account, None, f"Undeposited-{number}", None)


def _is_of_a_bank(records: Records, number: str) -> bool:
    return any(records.find_by(kind, kind.gl_field, number) is not None for kind in AccountKind)
