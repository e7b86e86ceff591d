"""`create_app`: the gateway and the control routes as one ASGI application. Nothing else knows both."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator import __version__
from intacct_emulator.asgi import AsgiApp, Message, Receive, Scope, Send
from intacct_emulator.gateway.endpoint import GatewayEndpoint
from intacct_emulator.settings import GATEWAY_PATH, Settings, published

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from intacct_emulator.gateway.messages import Gateway

CONTROL_PREFIX = "/_emulator"


class Application:
    """Routes each request by path. The control routes are built on first use, to save start-up time."""

    def __init__(self, gateway: AsgiApp, build_control: Callable[[], AsgiApp]) -> None:
        self._gateway = gateway
        self._build_control = build_control
        self._control: AsgiApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path == GATEWAY_PATH:
                await self._gateway(scope, receive, send)
            elif path == CONTROL_PREFIX or path.startswith(CONTROL_PREFIX + "/"):
                if self._control is None:
                    self._control = self._build_control()
                await self._control(scope, receive, send)
            else:
                await _not_found(send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)


def create_app(settings: Settings, gateway: "Gateway", *, ca_certificate: Path | None = None) -> Application:
    """The emulator's ASGI application. `ca_certificate` is the file that `GET /_emulator/ca.crt` hands out."""
    endpoint = GatewayEndpoint(
        gateway,
        max_request_bytes=settings.max_request_bytes,
        public_url=settings.public_url,
        seed=settings.seed,
    )
    return Application(endpoint, lambda: _control(settings, ca_certificate))


def _control(settings: Settings, ca_certificate: Path | None) -> AsgiApp:
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse, PlainTextResponse, Response
    from starlette.routing import Route

    # None of these touches a company, so none has to wait for one.
    async def health(_: "Request") -> "Response":
        return JSONResponse({"status": "ok", "version": __version__})

    async def ready(_: "Request") -> "Response":
        # Companies are loaded before the port is opened, so an answer here means that requests are welcome.
        return JSONResponse({"status": "ready", "companies": list(settings.company)})

    async def config(_: "Request") -> "Response":
        return JSONResponse(published(settings))

    async def ca(_: "Request") -> "Response":
        if ca_certificate is None:
            return PlainTextResponse("There is no CA: start the emulator with --tls.\n", status_code=404)
        return Response(ca_certificate.read_bytes(), media_type="application/x-pem-file")

    async def unknown(_: "Request", __: Exception) -> "Response":
        return PlainTextResponse(_NOT_FOUND, status_code=404)

    routes = [
        Route(CONTROL_PREFIX + path, handler)
        for path, handler in (("/health", health), ("/ready", ready), ("/config", config), ("/ca.crt", ca))
    ]
    return Starlette(routes=routes, exception_handlers={404: unknown})


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
