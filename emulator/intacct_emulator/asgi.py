"""The types of ASGI, as far as the emulator speaks it."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

ABORT = "intacct_emulator.abort"
"""The extension of our server that lets an application break its connection."""

LEAVING = "intacct_emulator.leaving"
"""The extension of our server that tells an application whether it stops: an answer without an end has to end then."""
