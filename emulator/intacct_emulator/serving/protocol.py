"""uvicorn's HTTP protocol, with head and body of an answer leaving in one write.

uvicorn writes them one after the other. The kernel then sends two packets, and a client that delays its
acknowledgements makes a kept-alive connection wait some 40 ms for the second one.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from intacct_emulator.asgi import AsgiApp

# Longer than clients keep a connection in their pools: they are to close it, so that no request meets a closed one.
KEEP_ALIVE_SECONDS = 75


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
    """One connection. It is closed when nothing arrives on it for `KEEP_ALIVE_SECONDS`, the first request included."""

    transport: OneWriteTransport

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.transport = OneWriteTransport(transport, self.loop)
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def connection_lost(self, exc: Exception | None) -> None:
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def leave(self) -> None:
        """End the connection for a server that stops: at once when it is idle, else after the answer under way."""
        idle = self.cycle is None or self.cycle.response_complete
        if idle and self.transport.get_write_buffer_size() == 0:
            # Not closed politely: under TLS that would wait for the peer's farewell, and an idle peer is not listening.
            self.transport.abort()
        else:
            self.shutdown()

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
