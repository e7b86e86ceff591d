"""Who works on which company, and for which request. Each wire makes one of these per request."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Self

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.identifiers import Identifiers
from intacct_emulator.tenancy.result_sets import ResultSets
from intacct_emulator.tenancy.sessions import Session, Sessions

if TYPE_CHECKING:
    from intacct_emulator.tenancy.tenants import Tenants


class Actor(NamedTuple):
    """The signed-in user. `rights` maps (application, policy) to granted rights; None grants everything.

    `entity_key` and `entity_id` are the entity the session is in, None at top level.
    """

    user_key: int
    login: str
    rights: Mapping[tuple[str, str], frozenset[str]] | None
    entity_key: int | None = None
    entity_id: str | None = None

    @property
    def and_place(self) -> str:
        """The login and the entity: whose results are whose, as what is seen differs by entity."""
        return self.login if self.entity_id is None else f"{self.login} {self.entity_id}"


class Context(NamedTuple):
    """The context of one piece of work.

    `session` is None for a caller that presented a login; `senderid` and `endpoint_url` are empty if the wire has none.
    `request_id` marks everything the request writes. `noted` collects the gaps of one call for its answer. `offline`
    work is done by a job that nobody waits for.
    """

    company: Company
    actor: Actor
    session: Session | None
    senderid: str
    endpoint_url: str
    sessions: Sessions
    identifiers: Identifiers
    result_sets: ResultSets
    request_id: str = ""
    noted: list[str] | None = None
    offline: bool = False

    def note_gap(self, what: str) -> None:
        """Notes something that is not built and that the answer cannot show."""
        if self.noted is not None:
            self.noted.append(what)

    @classmethod
    def among(
        cls,
        tenants: "Tenants",
        company: Company,
        actor: Actor,
        *,
        session: Session | None = None,
        senderid: str = "",
        endpoint_url: str = "",
        request_id: str = "",
        offline: bool = False,
    ) -> Self:
        """The context of an actor in one company of an emulator."""
        return cls(
            company,
            actor,
            session,
            senderid,
            endpoint_url,
            tenants.sessions,
            tenants.identifiers,
            tenants.result_sets,
            request_id,
            [],
            offline,
        )
