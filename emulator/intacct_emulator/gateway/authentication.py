"""Who is calling: the sender, then the user or session, then the entity.

Every refusal is a catalogued error; the exception's type gives the level of the answer (front door, control,
authentication).
"""

from datetime import datetime
from typing import NamedTuple

from intacct_emulator.errors import ErrorEntry, GatewayError, protocol
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.entities import accessible_entity
from intacct_emulator.tenancy.profile import Standing
from intacct_emulator.tenancy.sessions import Session
from intacct_emulator.tenancy.tenants import Tenants, sender_password_matches
from intacct_emulator.tenancy.users import User
from intacct_emulator.work.context import Actor

from .envelope import Control, Login, SessionId


class FrontDoorRefusal(GatewayError):  # noqa: N818 - the door's refusal, answered with HTTP 400 and no envelope
    """An unknown or inactive company or an inactive sender: never reaches the XML layer (documented)."""


class ControlFailure(GatewayError):  # noqa: N818 - the protocol's word
    """Answered in the response's control block; no operation runs. Unless it `echoes`, the block names neither sender
    nor control id."""

    def __init__(self, entry: ErrorEntry, *, echoes: bool = True, **slots: object) -> None:
        super().__init__(entry, **slots)
        self.echoes = echoes


class AuthenticationFailure(GatewayError):  # noqa: N818 - the protocol's word
    """Answered beside `<authentication>`; the operation's functions do not run."""

    def __init__(
        self, entry: ErrorEntry, userid: str = "", companyid: str = "", locationid: str | None = None, **slots: object
    ) -> None:
        super().__init__(entry, **slots)
        self.userid = userid
        self.companyid = companyid
        self.locationid = locationid or ""


class Credentials(NamedTuple):
    """What an operation presents, with its company found. Users are not checked yet."""

    company: Company
    claim: Login | Session
    entity: str | None


class SignedIn(NamedTuple):
    """A successful authentication."""

    company: Company
    actor: Actor
    session: Session | None
    timestamp: datetime
    timeout: datetime


def check_sender(tenants: Tenants, control: Control, request_id: str) -> None:
    """The sender's id and password. Raises FrontDoorRefusal for an inactive one, ControlFailure for a wrong one."""
    sender = tenants.sender(control.senderid)
    if sender is None or not sender_password_matches(sender, control.password):
        raise ControlFailure(protocol.WRONG_SENDER)
    if not sender.active:
        raise FrontDoorRefusal(protocol.INVALID_REQUEST, request_id=request_id)


def find_company(tenants: Tenants, presented: Login | SessionId | None, request_id: str) -> Credentials:
    """The company an operation is for. Raises FrontDoorRefusal for an unknown or inactive company, ControlFailure for
    one that has expired, AuthenticationFailure for a session that is not alive.

    A login's `<clientid>` names the company where `<companyid>` names a console; like the console of a piped company
    id, that one is not looked for (both inferred).
    """
    if isinstance(presented, Login):
        company_id, entity = split_company_id(presented.companyid)
        company = tenants.company(presented.clientid or company_id)
        if company is None:
            raise FrontDoorRefusal(protocol.INVALID_REQUEST, request_id=request_id)
        _check_standing(company, request_id)
        return Credentials(company, presented, presented.locationid or entity)
    session_id = presented.value if presented else ""
    session = tenants.sessions.use(session_id)
    company = tenants.company(session.company) if session else None
    if session is None or company is None:
        # The recorded answer shows the first character of the session id and dots.
        raise AuthenticationFailure(protocol.INVALID_SESSION, session=f"{session_id[:1]}....")
    _check_standing(company, request_id)
    return Credentials(company, session, session.entity_id)


def _check_standing(company: Company, request_id: str) -> None:
    if company.standing is Standing.INACTIVE:
        raise FrontDoorRefusal(protocol.INVALID_REQUEST, request_id=request_id)
    if company.standing is Standing.EXPIRED:
        raise ControlFailure(protocol.COMPANY_EXPIRED, echoes=False)


def sign_in(tenants: Tenants, senderid: str, credentials: Credentials) -> SignedIn:
    """The user behind an operation. Raises AuthenticationFailure."""
    company, claim, entity = credentials.company, credentials.claim, credentials.entity
    if isinstance(claim, Login):
        userid, companyid, session = claim.userid, claim.companyid, None
    else:
        userid, companyid, session = claim.login, claim.company, claim
    if company.standing is Standing.UNSUBSCRIBED:
        raise AuthenticationFailure(protocol.NOT_SUBSCRIBED, userid, companyid, entity)
    if senderid not in company.profile.authorized_senders:
        raise AuthenticationFailure(
            protocol.SENDER_NOT_AUTHORIZED, userid, companyid, entity, sender=senderid, company=company.id
        )
    if isinstance(claim, Login):
        user = company.users.sign_in(claim.userid, claim.password)
        if user is None:
            raise AuthenticationFailure(protocol.WRONG_SIGN_IN, userid, companyid, entity)
    else:
        user = company.users.find(claim.login)
        # A session serves the sender that opened it and no other, though the company trusts both. Inferred: sessions
        # are documented to belong to a company, a user and an entity; nothing is said of lending them.
        if user is None or not user.active or claim.senderid != senderid:
            raise AuthenticationFailure(protocol.INVALID_SESSION, session=f"{claim.id[:1]}....")
    now = tenants.clock.now()
    actor = _actor(company, user, entity, userid, companyid)
    return SignedIn(company, actor, session, now, session.expires if session else now + tenants.sessions.duration)


def split_company_id(company_id: str) -> tuple[str, str | None]:
    """`company`, `company|entity` or `console|client|entity` as (company, entity); documented for consoles."""
    parts = company_id.split("|")
    if len(parts) == 1:
        return company_id, None
    if len(parts) == 2:
        return parts[0], parts[1] or None
    return parts[1], parts[2] or None


def _actor(company: Company, user: User, entity: str | None, userid: str, companyid: str) -> Actor:
    try:
        place = accessible_entity(company, user, entity)
    except LookupError:
        raise AuthenticationFailure(protocol.ENTITY_NOT_ACCESSIBLE, userid, companyid, entity) from None
    key, entity_id = place if place else (None, None)
    return Actor(user.key, user.login, user.rights, key, entity_id)
