"""Tells open pages that something came in, as server-sent events."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from intacct_emulator.asgi import LEAVING

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

_LOOK_EVERY = 0.25
_SIGN_OF_LIFE = 15.0
_LONGEST = 16


def live_events(room: "ControlRoom") -> Callable[[Request], Awaitable[Response]]:
    """The stream of a page, which says up to which change it has `seen` the journal. It ends when the page is closed,
    or the server stops."""

    async def stream(request: Request) -> Response:
        leaving: Callable[[], bool] = request.scope.get("extensions", {}).get(LEAVING, lambda: False)
        told = request.query_params.get("seen", "")
        seen = int(told) if told.isascii() and told.isdigit() and len(told) < _LONGEST else _latest(room)
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return StreamingResponse(_events(room, leaving, seen), headers=headers, media_type="text/event-stream")

    return stream


async def _events(room: "ControlRoom", leaving: Callable[[], bool], seen: int) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    spoken = time.monotonic()
    while not leaving():
        latest = _latest(room)
        if latest != seen:
            seen = latest
            spoken = time.monotonic()
            yield f"event: journal\ndata: {latest}\n\n"
        elif time.monotonic() - spoken > _SIGN_OF_LIFE:
            spoken = time.monotonic()
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_EVERY)


def _latest(room: "ControlRoom") -> int:
    """Changes whenever the journal does."""
    return room.journal.changes if room.journal is not None else 0
