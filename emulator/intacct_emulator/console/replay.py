"""Sends a kept request once more, to the same company as the same user. The journal has no passwords: a session is
opened in their place."""

import asyncio
import re
import secrets
from typing import TYPE_CHECKING

from intacct_emulator.errors import protocol
from intacct_emulator.gateway.messages import InboundRequest
from intacct_emulator.journal.entry import JournalEntry
from intacct_emulator.journal.redaction import MASK
from intacct_emulator.settings import GATEWAY_PATH

from .screen import CONSOLE, Asked, Redirect, Screen, Shown, missing

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

_CONTROL = re.compile(rb"<control\b.*?</control\s*>", re.DOTALL)
_PASSWORD = re.compile(rb"(<password\b[^>/]*>).*?(</password\s*>)", re.DOTALL)
_LOGIN = re.compile(
    rb"<authentication\b[^>]*>.*?</authentication\s*>",
    re.DOTALL,
)


def objection_to_replay(room: "ControlRoom", entry: JournalEntry) -> str:
    """Why a request cannot be sent again as it was, in a sentence; empty where it can."""
    if any(error.detail.entry is protocol.XML_COMPLAINT for error in entry.errors):
        return "" if entry.request.startswith(b"<") else "Its document was not kept."
    if not entry.operations or any(one.errors for one in entry.operations):
        return "It did not get past signing in, and passwords are not kept."
    if len(entry.operations) > 1:
        return "It has several operations, each with a user of its own."
    return _missing_part(room, entry)


def _missing_part(room: "ControlRoom", entry: JournalEntry) -> str:
    company = entry.operations[0].company
    if room.gateway.tenants.company(company) is None:
        return f"The company {company} is not there any more."
    if MASK.encode() in signed(entry.request, "known", "known"):
        return "Part of what it said was masked, so that it would say something else."
    if not _sender_password(room, entry):
        return f"The password of the sender {entry.sender} is not known here."
    return ""


async def replay(room: "ControlRoom", asked: Asked) -> Shown:
    """Sends the request of the address, and leads to the new exchange."""
    entry = room.journal.entry(asked.path["request_id"]) if room.journal is not None else None
    if entry is None:
        return missing("The journal has no such request.")
    objection, password = await asyncio.to_thread(_prepared, room, entry)
    if objection:
        return Screen("message.html", {"title": "Not sent", "text": objection}, 422)
    request_id = f"replay-{secrets.token_hex(8)}"
    sessions = room.gateway.tenants.sessions
    session = ""
    if entry.operations:
        operation = entry.operations[0]
        opened = sessions.open(operation.company, operation.user, entry.sender, operation.entity or None)
        session = opened.id
    try:
        body = signed(entry.request, password, session)
        await room.gateway.answer(InboundRequest(body, asked.origin + GATEWAY_PATH, "POST", request_id))
    finally:
        if session:
            sessions.end(session)
    return Redirect(f"{CONSOLE}/requests/{request_id}")


def _prepared(room: "ControlRoom", entry: JournalEntry) -> tuple[str, str]:
    objection = objection_to_replay(room, entry)
    return objection, "" if objection else _sender_password(room, entry)


def signed(request: bytes, sender_password: str, session: str) -> bytes:
    """A kept request with the sender's password, and a session in place of whoever signed in. Lines stay where they
    are."""
    password = sender_password.replace("&", "&amp;").replace("<", "&lt;").encode()
    request = _CONTROL.sub(
        lambda control: _PASSWORD.sub(lambda found: found[1] + password + found[2], control[0]), request, count=1
    )
    if not session:
        return request
    own = b"<authentication><sessionid>%s</sessionid></authentication>" % session.encode()
    return _LOGIN.sub(lambda found: own + b"\n" * found[0].count(b"\n"), request, count=1)


def _sender_password(room: "ControlRoom", entry: JournalEntry) -> str:
    """What a fixture says of the sender; empty where none does."""
    for company_id in dict.fromkeys((*(one.company for one in entry.operations), *room.company_ids)):
        if room.gateway.tenants.company(company_id) is None:
            continue
        access = room.companies.access(company_id)
        if access.sender_id == entry.sender:
            return access.sender_password
    return ""
