"""How a company is set up: currency, modules, control accounts, journals, terminology. Stored in its database as
JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from intacct_emulator.catalogue.dimensions import USUAL_DIMENSIONS


@dataclass(frozen=True, slots=True)
class SubledgerProfile:
    """A subledger's configuration: its control account, its journal, how documents are grouped into summaries."""

    control_account: str
    journal: str
    summary_frequency: str = "Daily"


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
class CompanyProfile:
    """The facts about a company that are not records. `dimensions` names the objects of the dimensions it has enabled,
    user-defined ones included."""

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
    dimensions: tuple[str, ...] = USUAL_DIMENSIONS
    terminology: Mapping[str, str] = field(default_factory=dict)
    authorized_senders: tuple[str, ...] = ()
    preferences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    standing: Standing = Standing.ACTIVE

    def term(self, standard: str) -> str:
        """What the company calls a dimension or object: its own word, or the standard one."""
        return self.terminology.get(standard, standard)

    def to_json(self) -> str:
        """The text stored in the company's database."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "CompanyProfile":
        """The profile of a stored text."""
        data = json.loads(text)
        data["receivables"] = SubledgerProfile(**data["receivables"])
        data["payables"] = SubledgerProfile(**data["payables"])
        for name in ("dimensions", "authorized_senders"):
            data[name] = tuple(data[name])
        data["standing"] = Standing(data.get("standing", Standing.ACTIVE))
        return cls(**data)
