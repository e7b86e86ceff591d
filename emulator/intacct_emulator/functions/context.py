"""What a function knows of the request it serves: the company, who asks, from where. No HTTP, no envelope."""

from collections.abc import Mapping
from typing import NamedTuple

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.identifiers import Identifiers
from intacct_emulator.tenancy.result_sets import ResultSets
from intacct_emulator.tenancy.sessions import Session, Sessions


class Actor(NamedTuple):
    """The signed-in user. `rights` maps (application, policy) to granted rights; None grants everything.

    `entity_key` and `entity_id` are the entity the session is in, None at top level.
    """

    user_key: int
    login: str
    rights: Mapping[tuple[str, str], frozenset[str]] | None
    entity_key: int | None = None
    entity_id: str | None = None


class Context(NamedTuple):
    """The circumstances of one function call. `noted` collects the gaps that a successful answer tells of."""

    company: Company
    actor: Actor
    session: Session | None
    senderid: str
    endpoint_url: str
    sessions: Sessions
    identifiers: Identifiers
    result_sets: ResultSets
    noted: list[str] | None = None

    def note_gap(self, what: str) -> None:
        """Tells of something that is not built and whose absence the answer cannot show."""
        if self.noted is not None:
            self.noted.append(what)
