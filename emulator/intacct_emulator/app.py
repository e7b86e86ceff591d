"""`create_app`: the gateway and the control routes as one ASGI application. Nothing else knows both."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator.asgi import AsgiApp, Message, Receive, Scope, Send
from intacct_emulator.gateway.endpoint import GatewayEndpoint
from intacct_emulator.settings import CONTROL_PREFIX, GATEWAY_PATH, Settings

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom
    from intacct_emulator.gateway.messages import Gateway


_CONSOLE = f"{CONTROL_PREFIX}/console"
_CONSOLE_HOME = (CONTROL_PREFIX, f"{CONTROL_PREFIX}/")


class Application:
    """Routes each request by path. Control routes and console are built on first use, to save start-up time."""

    def __init__(
        self, gateway: AsgiApp, build_control: Callable[[], AsgiApp], room: "ControlRoom | None" = None
    ) -> None:
        self._console: AsgiApp | None = None
        self._gateway = gateway
        self._room = room
        self._faulty: AsgiApp | None = None
        self._build_control = build_control
        self._control: AsgiApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path == GATEWAY_PATH:
                faults = self._room.faults if self._room is not None else None
                gateway = self._gateway if faults is None or not faults.ordered else self._behind_faults()
                await gateway(scope, receive, send)
            elif path == CONTROL_PREFIX or path.startswith(CONTROL_PREFIX + "/"):
                await self._controlling(path)(scope, receive, send)
            else:
                await _not_found(send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)

    def _controlling(self, path: str) -> AsgiApp:
        if self._room is not None and (path in _CONSOLE_HOME or path.startswith(_CONSOLE)):
            if self._console is None:
                from intacct_emulator.console.app import console_app

                self._console = console_app(self._room)
            return self._console
        if self._control is None:
            self._control = self._build_control()
        return self._control

    def _behind_faults(self) -> AsgiApp:
        if self._faulty is None:
            assert self._room is not None
            self._faulty = self._room.faulty_door(self._gateway)
        return self._faulty


def create_app(
    settings: Settings, gateway: "Gateway", *, ca_certificate: Path | None = None, room: "ControlRoom | None" = None
) -> Application:
    """The emulator's ASGI application. `ca_certificate` is the file that `GET /_emulator/ca.crt` hands out, `room` what
    the control routes work on; a gateway that is not the emulator's own has none."""
    endpoint = GatewayEndpoint(
        gateway,
        max_request_bytes=settings.max_request_bytes,
        public_url=settings.public_url,
        seed=settings.seed,
        explains=lambda: room is not None and room.journal is not None,
    )
    door: AsgiApp = endpoint
    if settings.tier and room is not None:
        from intacct_emulator.faults.limits import TIERS, LimitedDoor

        door = LimitedDoor(endpoint, room.gateway.tenants, TIERS[settings.tier])
    return Application(door, lambda: _control(settings, ca_certificate, room), room)


def _control(settings: Settings, ca_certificate: Path | None, room: "ControlRoom | None") -> AsgiApp:
    from intacct_emulator.control.general_operations import general_operations
    from intacct_emulator.control.routes import control_app

    if room is None:
        operations = general_operations(settings, ca_certificate, lambda: settings.company, lambda: None)
    else:
        operations = room.operations(ca_certificate)
    return control_app(operations, CONTROL_PREFIX, _NOT_FOUND)


_NOT_FOUND = f"Nothing is here. The gateway is at POST {GATEWAY_PATH}, control at {CONTROL_PREFIX}/health.\n"


async def _not_found(send: Send) -> None:
    body = _NOT_FOUND.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    start: Message = {"type": "http.response.start", "status": 404, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    """Nothing to start or stop: the gateway is built before the application."""
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
