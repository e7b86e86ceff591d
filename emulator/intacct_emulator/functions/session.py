"""`getAPISession`."""

from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.tenancy.entities import accessible_entity
from intacct_emulator.work.context import Context

from .inline import always
from .outcome import Data, Element, Outcome
from .registry import function


@dataclass(frozen=True, slots=True)
class SessionCall:
    """`<getAPISession>`. `locationid` None means it was omitted, empty means the top level."""

    locationid: str | None

    @classmethod
    def decode(cls, element: etree._Element) -> "SessionCall":
        """The optional `<locationid>`."""
        location = element.find("locationid")
        return cls(None if location is None else (location.text or "").strip())


@function(
    "getAPISession",
    decode=SessionCall.decode,
    evidence=Evidence.RECORDED,
    source="recorded and documented answers",
    inline=always,
)
def get_api_session(context: Context, call: SessionCall) -> Outcome:
    """Opens a session at the level asked for: the given entity, the top level, or where the request already is."""
    company = context.company
    user = company.users.find(context.actor.login)
    assert user is not None
    wanted = context.actor.entity_id if call.locationid is None else call.locationid
    try:
        place = accessible_entity(company, user, wanted)
    except LookupError:
        raise GatewayError(protocol.ENTITY_NOT_ACCESSIBLE) from None
    entity_id = place[1] if place else None
    session = context.sessions.open(company.id, user.login, context.senderid, entity_id)
    api = Element(
        "api",
        (
            Element("sessionid", session.id),
            Element("endpoint", context.endpoint_url),
            Element("locationid", entity_id or ""),
        ),
    )
    return Outcome(Data((), (api,)))
