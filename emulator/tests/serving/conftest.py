"""Parts shared by the tests of the serving room: a gateway that echoes, and a server around it."""

import asyncio
import json
import socket
import ssl
import threading

import pytest

from intacct_emulator.gateway.messages import Answer
from intacct_emulator.serving.assembly import assemble
from intacct_emulator.serving.server import ThreadedServer
from intacct_emulator.settings import GATEWAY_PATH, load


class EchoGateway:
    """Answers with what it was asked, as JSON; `slow` bodies wait until `release` is called."""

    def __init__(self):
        self.entered = threading.Event()
        self._released = threading.Event()

    def release(self):
        self._released.set()

    async def answer(self, request):
        if request.body == b"slow":
            self.entered.set()
            await asyncio.to_thread(self._released.wait, 20)
        if request.body.startswith(b"size "):
            return Answer(200, b"z" * int(request.body[5:]))
        asked = {"body": request.body.decode(), "url": request.endpoint_url, "method": request.method}
        return Answer(200, json.dumps(asked).encode())


class Wire:
    """A raw connection: sends bytes, reads answers one at a time."""

    def __init__(self, stream):
        self.stream = stream
        self.buffer = b""

    def send(self, data):
        self.stream.sendall(data)
        return self

    def post(self, body, *headers):
        lines = [f"POST {GATEWAY_PATH} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}", *headers]
        return self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def read(self, *, head_only=False):
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

    def _more(self):
        data = self.stream.recv(65536)
        if not data:
            raise EOFError(self.buffer)
        self.buffer += data

    def ended(self):
        """Whether the server has closed, nothing more being sent."""
        try:
            return self.stream.recv(1) == b""
        except (ConnectionResetError, ssl.SSLEOFError):
            return True


@pytest.fixture
def echo():
    gateway = EchoGateway()
    yield gateway
    gateway.release()


@pytest.fixture
def serve(echo, tmp_path):
    """Starts servers of the echo gateway with the settings given; each is stopped at the end."""
    running = []

    def start(**given):
        state = {} if "state_dir" in given else {"state_dir": tmp_path / "state"}
        assembly = assemble(load({"port": 0, **state, **given}, {}), echo)
        server = ThreadedServer(assembly.server)
        server.start()
        server.ca = assembly.ca
        running.append(server)
        return server

    yield start
    echo.release()
    for server in running:
        server.stop()


@pytest.fixture
def dial():
    """Opens raw connections to a server; each is closed at the end."""
    streams = []

    def connect(server, *, tls=None, name="api.intacct.com"):
        port = int(server.address.rpartition(":")[2])
        stream = socket.create_connection(("127.0.0.1", port), timeout=10)
        streams.append(stream)
        if tls is not None:
            stream = tls.wrap_socket(stream, server_hostname=name)
            streams.append(stream)
        return Wire(stream)

    yield connect
    for stream in reversed(streams):
        stream.close()
