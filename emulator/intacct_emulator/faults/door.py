"""Stands before the gateway and lets ordered faults happen. While none is ordered, it is not asked."""

import asyncio
from collections.abc import Awaitable, Callable

from intacct_emulator.asgi import ABORT, AsgiApp, Message, Receive, Scope, Send
from intacct_emulator.errors import ErrorDetail, protocol
from intacct_emulator.tenancy.tenants import Tenants

from .aim import session_in, target_of
from .fault import Fault, FaultKind
from .faults import Faults

FAULT_HEADER = b"x-intacct-emulator-fault"

_PAGE = b"<html><head><title>%d</title></head><body><center><h1>%d</h1></center></body></html>\n"
_XML = b"text/xml; charset=UTF-8"


class FaultyDoor:
    """The gateway's application, behind the faults."""

    def __init__(self, gateway: AsgiApp, faults: Faults, tenants: Tenants) -> None:
        self._gateway = gateway
        self._faults = faults
        self._tenants = tenants
        self._carried_out: dict[FaultKind, Callable[[Fault, Scope, Receive, Send], Awaitable[None]]] = {
            FaultKind.SLOW: self._slow,
            FaultKind.TRUNCATED: self._truncated,
            FaultKind.LOST_ANSWER: self._lost,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._faults.ordered:
            await self._gateway(scope, receive, send)
            return
        messages = await all_of(receive)
        body = b"".join(message.get("body", b"") for message in messages)
        fault = self._faults.take(target_of(body, self._tenants))
        again = replayed(messages, receive)
        if fault is None:
            await self._gateway(scope, again, send)
        elif fault.kind in self._carried_out:
            await self._carried_out[fault.kind](fault, scope, again, send)
        elif fault.kind is FaultKind.SESSION_EXPIRED:
            self._tenants.sessions.end(session_in(body))
            await self._gateway(scope, again, send)
        else:
            await self._refused(fault, scope, send)

    async def _refused(self, fault: Fault, scope: Scope, send: Send) -> None:
        if fault.kind is FaultKind.SERVER_ERROR:
            await _answer(send, fault, fault.status, _PAGE % (fault.status, fault.status), b"text/html")
        elif fault.kind is FaultKind.RATE_LIMIT:
            await refuse_by_rate(send)
        elif fault.kind is FaultKind.INVALID_REQUEST:
            await _answer(send, fault, 400, _front_door(protocol.INVALID_REQUEST.fill(request_id="fault")), _XML)
        elif fault.kind is FaultKind.OFF_LINE:
            await _answer(send, fault, 200, _front_door(protocol.OFF_LINE.fill()), _XML)
        else:
            if fault.kind is FaultKind.NO_ANSWER:
                await asyncio.sleep(fault.seconds)
            await _break(scope)

    async def _slow(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(fault.seconds)
        await self._gateway(scope, receive, send)

    async def _truncated(self, _: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await self._answered(scope, receive)
        await send(start)
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        # What was written has to leave before the connection breaks.
        await asyncio.sleep(0.05)
        await _break(scope)

    async def _lost(self, _: Fault, scope: Scope, receive: Receive, __: Send) -> None:
        await self._answered(scope, receive)
        await _break(scope)

    async def _answered(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        await self._gateway(scope, receive, keep)
        return sent[0], b"".join(message.get("body", b"") for message in sent[1:])


async def all_of(receive: Receive) -> list[Message]:
    """A whole request."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


async def refuse_by_rate(send: Send) -> None:
    """Answers that there were too many requests."""
    await _answer(send, Fault(FaultKind.RATE_LIMIT), 429, _front_door(protocol.RATE_LIMIT.fill()), _XML)


def replayed(messages: list[Message], receive: Receive) -> Receive:
    """The same request once more."""
    waiting = list(messages)

    async def again() -> Message:
        return waiting.pop(0) if waiting else await receive()

    return again


def _front_door(error: ErrorDetail) -> bytes:
    texts = {"description2": error.description2, "correction": error.correction}
    more = "".join(f"<{name}>{text}</{name}>" for name, text in texts.items() if text)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<response><control><status>failure</status></control><errormessage><error><errorno>{error.errorno}</errorno>"
        f"<description>{error.description}</description>{more}</error></errormessage></response>"
    ).encode()


async def _answer(send: Send, fault: Fault, status: int, body: bytes, content_type: bytes) -> None:
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (FAULT_HEADER, fault.kind.value.encode()),
    ]
    if fault.kind is FaultKind.RATE_LIMIT:
        # Clients honour it; that the gateway sends it is inferred.
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break(scope: Scope) -> None:
    """Breaks the connection; in process, where there is none, raises what a client would see."""
    abort = scope.get("extensions", {}).get(ABORT)
    if abort is None:
        raise ConnectionResetError("a fault that was ordered broke the connection")
    abort()
    # One step of the loop, in which the server learns that the connection has ended.
    await asyncio.sleep(0)
