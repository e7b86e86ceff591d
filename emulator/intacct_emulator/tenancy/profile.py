"""How a company is set up: currency, modules, control accounts, journals, terminology. Stored in its database as
JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from intacct_emulator.catalogue.dimensions import USUAL_DIMENSIONS


class Response(StrEnum):
    """What a company does about a customer or vendor who is on hold, or over a credit limit."""

    NOTHING = "nothing"
    WARN = "warn"
    """People are warned; the gateway has nobody to warn, and goes on."""
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SubledgerProfile:
    """A subledger's configuration: its control account, its journal, how documents are grouped into summaries.

    The further accounts are those for discounts, overpayments, advances, and gains and losses of exchange; None where
    the company has named none. `custom_discounts` is whether a payment may say itself how much discount it takes,
    `inline_credits` whether a payment has to name the negative lines of a document that it makes use of.
    `balance_forward` is whether money that names no document goes to the oldest ones, instead of being an advance.
    `approves_payments`, `approves_documents` and `approves_parties` are whether payments, bills and vendors wait for
    somebody's approval once they are submitted.
    `payments_after_documents` is whether a payment must not be dated before what it settles.
    `labels_required` is whether lines name account labels instead of accounts. `on_hold` and `over_credit_limit` are
    what is done about parties who are.
    """

    control_account: str
    journal: str
    summary_frequency: str = "Daily"
    discount_account: str | None = None
    overpayment_account: str | None = None
    advance_account: str | None = None
    gain_loss_account: str | None = None
    custom_discounts: bool = False
    inline_credits: bool = False
    balance_forward: bool = False
    approves_payments: bool = False
    approves_documents: bool = False
    approves_parties: bool = False
    labels_required: bool = False
    on_hold: Response = Response.NOTHING
    over_credit_limit: Response = Response.NOTHING
    payments_after_documents: bool = False


class InterEntityPlan(StrEnum):
    """How the accounts are mapped that entities owe each other on: per entity, per pair of entities, or not at all,
    where transactions between entities are switched off."""

    BASIC = "BASIC"
    ADVANCED = "ADVANCED"
    OFF = "OFF"


class Standing(StrEnum):
    """Whether a company can be used. The gateway answers each of the other standings differently."""

    ACTIVE = "active"
    EXPIRED = "expired"
    """A demo company whose time is over."""
    UNSUBSCRIBED = "unsubscribed"
    """Not subscribed to the XML gateway."""
    INACTIVE = "inactive"
    """Closed: answered like a company that does not exist."""


@dataclass(frozen=True, slots=True)
class CurrencySetup:
    """What makes a company multi-currency: the codes of the currencies it transacts in, and the account that rounding
    differences of journal entries are posted to (None: there is none, and such entries are refused).

    `daily_rates` is what the product fetches from a bank every day: by currency and base currency, what one unit was
    worth from a day (ISO) on.
    """

    transaction: tuple[str, ...]
    rounding_account: str | None = None
    daily_rates: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


NUMBERED = ("CUSTOMER", "VENDOR", "EMPLOYEE", "PROJECT", "ARINVOICE", "APBILL", "ARADJUSTMENT", "APADJUSTMENT")
"""The objects whose ids or numbers a document sequence can give."""


@dataclass(frozen=True, slots=True)
class DocumentSequence:
    """How ids or numbers of an object follow each other: a prefix, and a number from the first one on with so many
    digits at least."""

    prefix: str = ""
    digits: int = 1
    first: int = 1

    def number(self, count: int) -> str:
        """The number of that place, counted from 1."""
        return f"{self.prefix}{self.first + count - 1:0{self.digits}}"


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """The facts about a company that are not records. `dimensions` names the objects of the dimensions it has enabled,
    user-defined ones included. `rights_by_role` is whether roles say what users may do, instead of rights of their
    own. `currencies` is None in a company that has only its base currency. `numbering` has the document sequences that
    are set up, by object."""

    id: str
    title: str
    base_currency: str
    multi_entity: bool
    receivables: SubledgerProfile
    payables: SubledgerProfile
    first_fiscal_month: int = 1
    receipts_journal: str = "CRJ"
    disbursements_journal: str = "CDJ"
    general_journal: str = "GJ"
    undeposited_account: str | None = None
    employee_expenses: SubledgerProfile | None = None
    dimensions: tuple[str, ...] = USUAL_DIMENSIONS
    terminology: Mapping[str, str] = field(default_factory=dict)
    authorized_senders: tuple[str, ...] = ()
    preferences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rights_by_role: bool = False
    standing: Standing = Standing.ACTIVE
    inter_entity: InterEntityPlan = InterEntityPlan.BASIC
    currencies: CurrencySetup | None = None
    numbering: Mapping[str, DocumentSequence] = field(default_factory=dict)

    def term(self, standard: str) -> str:
        """What the company calls a dimension or object: its own word, or the standard one."""
        return self.terminology.get(standard, standard)

    @property
    def journals(self) -> frozenset[str]:
        """The symbols of the journals that the setup posts to."""
        return self._named("journal")

    @property
    def accounts(self) -> frozenset[str]:
        """The numbers of the accounts that the setup posts to."""
        return self._named("account")

    def with_journal_renamed(self, old: str, new: str) -> "CompanyProfile":
        """The setup after a journal got another symbol."""
        changed: dict[str, Any] = {
            name: replace(setup, **_journal_renamed(setup, old, new)) for name, setup in self._subledgers()
        }
        return replace(self, **changed, **_journal_renamed(self, old, new))

    def _named(self, noun: str) -> frozenset[str]:
        setups: tuple[CompanyProfile | SubledgerProfile, ...] = (self, *(setup for _, setup in self._subledgers()))
        return frozenset(str(getattr(setup, name)) for setup in setups for name in _settings(setup, noun))

    def _subledgers(self) -> Iterator[tuple[str, SubledgerProfile]]:
        for setting in fields(self):
            setup = getattr(self, setting.name)
            if isinstance(setup, SubledgerProfile):
                yield setting.name, setup

    def to_json(self) -> str:
        """The text stored in the company's database."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "CompanyProfile":
        """The profile of a stored text."""
        data = json.loads(text)
        for name in ("receivables", "payables", "employee_expenses"):
            if data.get(name) is not None:
                data[name] = _subledger(data[name])
        for name in ("dimensions", "authorized_senders"):
            data[name] = tuple(data[name])
        if (currencies := data.get("currencies")) is not None:
            data["currencies"] = CurrencySetup(**{**currencies, "transaction": tuple(currencies["transaction"])})
        sequences = data.get("numbering", {})
        data["numbering"] = {name: DocumentSequence(**sequence) for name, sequence in sequences.items()}
        data["standing"] = Standing(data.get("standing", Standing.ACTIVE))
        data["inter_entity"] = InterEntityPlan(data.get("inter_entity", InterEntityPlan.BASIC))
        return cls(**data)


def _settings(setup: CompanyProfile | SubledgerProfile, noun: str) -> Iterator[str]:
    """The settings that name a journal or an account, and do."""
    for setting in fields(setup):
        if setting.name.endswith(noun) and getattr(setup, setting.name) is not None:
            yield setting.name


def _journal_renamed(setup: CompanyProfile | SubledgerProfile, old: str, new: str) -> dict[str, Any]:
    return {name: new for name in _settings(setup, "journal") if getattr(setup, name) == old}


def _subledger(data: Mapping[str, Any]) -> SubledgerProfile:
    responses = {name: Response(data[name]) for name in ("on_hold", "over_credit_limit") if name in data}
    return SubledgerProfile(**{**data, **responses})
