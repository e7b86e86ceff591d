"""Parts shared by the tests of the serving room: a gateway that echoes, and a server around it."""

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from intacct_emulator.gateway.messages import Answer, InboundRequest
from intacct_emulator.serving.assembly import assemble
from intacct_emulator.serving.server import ThreadedServer
from intacct_emulator.settings import GATEWAY_PATH, load


class EchoGateway:
    """Answers with what it was asked, as JSON; `slow` bodies wait until `release` is called."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self._released = threading.Event()

    def release(self) -> None:
        self._released.set()

    async def answer(self, request: InboundRequest) -> Answer:
        if request.body == b"slow":
            self.entered.set()
            await asyncio.to_thread(self._released.wait, 20)
        if request.body.startswith(b"size "):
            return Answer(200, b"z" * int(request.body[5:]))
        asked = {"body": request.body.decode(), "url": request.endpoint_url, "method": request.method}
        return Answer(200, json.dumps(asked).encode())


@dataclass(frozen=True)
class Served:
    """A server, and the certificate its clients must trust where TLS is on."""

    server: ThreadedServer
    ca: Path | None

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def address(self) -> str:
        return self.server.address

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.server.stop()


class Wire:
    """A raw connection: sends bytes, reads answers one at a time."""

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream
        self.buffer = b""

    def send(self, data: bytes) -> Self:
        self.stream.sendall(data)
        return self

    def post(self, body: bytes, *headers: str) -> Self:
        lines = [f"POST {GATEWAY_PATH} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *headers]
        return self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def read(self, *, head_only: bool = False) -> tuple[int, dict[str, str], bytes]:
        """The status, the head and the body of the next answer."""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        length = 0 if head_only else int(headers.get("content-length", 0))
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return int(lines[0].split()[1]), headers, body

    def _more(self) -> None:
        data = self.stream.recv(65536)
        if not data:
            raise EOFError(self.buffer)
        self.buffer += data

    def ended(self) -> bool:
        """Whether the server has closed, nothing more being sent."""
        try:
            return self.stream.recv(1) == b""
        except (ConnectionResetError, ssl.SSLEOFError):
            return True


@pytest.fixture
def echo() -> Iterator[EchoGateway]:
    gateway = EchoGateway()
    yield gateway
    gateway.release()


@pytest.fixture
def serve(echo: EchoGateway, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts servers of the echo gateway with the settings given; each is stopped at the end."""
    running: list[Served] = []

    def start(**given: object) -> Served:
        state = {} if "state_dir" in given else {"state_dir": tmp_path / "state"}
        assembly = assemble(load({"port": 0, **state, **given}, {}), echo)
        server = Served(ThreadedServer(assembly.server), assembly.ca)
        server.start()
        running.append(server)
        return server

    yield start
    echo.release()
    for server in running:
        server.stop()


@pytest.fixture
def dial() -> Iterator[Callable[..., Wire]]:
    """Opens raw connections to a server; each is closed at the end."""
    streams: list[socket.socket] = []

    def connect(server: Served, *, tls: ssl.SSLContext | None = None, name: str = "api.intacct.com") -> Wire:
        port = int(server.address.rpartition(":")[2])
        stream: socket.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        streams.append(stream)
        if tls is not None:
            stream = tls.wrap_socket(stream, server_hostname=name)
            streams.append(stream)
        return Wire(stream)

    yield connect
    for stream in reversed(streams):
        stream.close()
