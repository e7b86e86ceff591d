"""uvicorn's HTTP protocol, with three changes.

Head and body of an answer are sent in one write. uvicorn writes them one after the other; the kernel then sends two
packets, and a client that delays its acknowledgements makes a kept-alive connection wait some 40 ms for the second one.

An offer to change the protocol (`Upgrade`) is ignored, as RFC 9110 (section 7.8) allows. The parser stops at it, and
uvicorn would treat the rest as the other protocol, losing the body.

A request has to arrive in time.
"""

import asyncio
from typing import Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from intacct_emulator.asgi import ABORT, LEAVING, AsgiApp

# Longer than clients keep a connection in their pools: they are to close it, so that no request meets a closed one.
KEEP_ALIVE_SECONDS = 75

_UPGRADE = b"upgrade"
_TOO_LATE = b"The request did not arrive in time.\n"
_TIMED_OUT = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n" % len(_TOO_LATE)
) + _TOO_LATE


class OneWriteTransport(asyncio.Transport):
    """A transport whose writes wait until the answer is complete, or at the latest until the loop's next step."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._waiting:
            self._loop.call_soon(self.flush)
        self._waiting.append(bytes(data))

    def flush(self) -> None:
        if self._waiting:
            data = b"".join(self._waiting)
            self._waiting.clear()
            self._transport.write(data)

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self._waiting)) + self._transport.get_write_buffer_size()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as the base class has it
        return self._transport.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._transport.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._transport.get_protocol()


class OneWriteProtocol(HttpToolsProtocol):
    """One connection. It is closed when nothing arrives on it for `KEEP_ALIVE_SECONDS`, the first request included, and
    when a request has not arrived whole `request_seconds` after it began."""

    transport: OneWriteTransport

    def __init__(self, config: Config, state: ServerState, app_state: dict[str, Any], request_seconds: float) -> None:
        super().__init__(config, state, app_state)
        self._request_seconds = request_seconds
        self._arriving = False
        self._leaving = False
        self._arrival: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = OneWriteTransport(transport, self.loop)
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unset_keepalive_if_required()
        self._stop_arrival()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self._stop_arrival()
            self.send_400_response("Invalid HTTP request received.")
            return
        if self._arriving:
            if self._arrival is None:
                self._arrival = self.loop.call_later(self._request_seconds, self._too_slow)
        elif self._is_idle():
            # Line ends between requests begin none.
            self._wait_for_request()

    def _feed(self, data: bytes) -> None:
        while True:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as stopped:
                if self.parser.get_method() == b"CONNECT":
                    raise httptools.HttpParserError("no tunnel is offered here") from None
                data = self._without_offer() + data[stopped.args[0] :]
                self.parser = httptools.HttpRequestParser(self)
                # As uvicorn sets its own: what follows a last request is not looked at.
                self.parser.set_dangerous_leniencies(lenient_data_after_close=True)

    def _without_offer(self) -> bytes:
        """The request's head without the offer."""
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        for name, value in self.headers:
            if name == b"connection":
                options = [option for option in value.split(b",") if option.strip().lower() != _UPGRADE]
                value = b",".join(options)  # noqa: PLW2901 - the value that is sent on
            if name != _UPGRADE:
                lines.append(name + b": " + value)
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: self.transport.abort, LEAVING: self.is_leaving}  # type: ignore[dict-item]
        self._arriving = True

    def on_headers_complete(self) -> None:
        if not self.parser.should_upgrade():
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.parser.should_upgrade():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self.parser.should_upgrade():
            return
        self._stop_arrival()
        super().on_message_complete()

    def _wait_for_request(self) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _stop_arrival(self) -> None:
        self._arriving = False
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _too_slow(self) -> None:
        self._arrival = None
        if self.transport.is_closing():
            return
        if self.pipeline or self.flow.read_paused:
            # It waits for its turn behind another request, and is not slow.
            self._arrival = self.loop.call_later(self._request_seconds, self._too_slow)
            return
        if self._is_idle() or not self.cycle.response_started:
            self.transport.write(_TIMED_OUT)
        self.transport.close()

    def leave(self) -> None:
        """End the connection for a server that stops: at once when it is idle, else after the answer under way."""
        self._leaving = True
        if self._is_idle() and self.transport.get_write_buffer_size() == 0:
            # Not closed politely: under TLS that would wait for the peer's farewell, and an idle peer is not listening.
            self.transport.abort()
        else:
            self.shutdown()

    def is_leaving(self) -> bool:
        """Whether the server stops."""
        return self._leaving

    def on_response_complete(self) -> None:
        self.transport.flush()
        super().on_response_complete()


def configuration(app: AsgiApp) -> Config:
    """uvicorn's configuration for serving `app` with nothing but its protocol: no logging set up, no lifespan, no
    access log, no headers of its own (a date would make two runs with one seed differ)."""
    config = Config(
        app,
        loop="none",
        http=OneWriteProtocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        workers=1,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    config.load()
    return config
