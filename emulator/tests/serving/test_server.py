"""Plain HTTP over real sockets: how bytes leave, how connections live, how the server ends."""

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import httpx2
import pytest
from uvicorn.server import ServerState

from intacct_emulator.serving.protocol import OneWriteProtocol, configuration
from intacct_emulator.serving.server import ListenError, Server, ThreadedServer
from intacct_emulator.settings import GATEWAY_PATH

from .conftest import EchoGateway, Served, Wire


class CountingTransport(asyncio.Transport):
    """Keeps every write apart."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.closed = False

    def write(self, data: Any) -> None:
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> Any:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def writes_for(app: Any, data: Any) -> Any:
    """What the protocol writes when `data` arrives, write by write, and whether it then closes."""

    async def talk() -> Any:
        transport = CountingTransport()
        protocol = OneWriteProtocol(configuration(app), ServerState(), {}, request_seconds=60)
        protocol.connection_made(transport)
        protocol.data_received(data)
        for _ in range(20):
            await asyncio.sleep(0)
        closed = transport.closed
        protocol.connection_lost(None)
        return transport.writes, closed

    return asyncio.run(talk())


async def two_part_app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    """Answers with a head and a body, as every ASGI application must."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"body"})


async def streaming_app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    """Sends its first part, and ends only after the loop has gone round."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"a", "more_body": True})
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": b"b"})


@pytest.mark.parametrize("connection", [b"keep-alive", b"close"])
def test_head_and_body_leave_in_one_write(connection: bytes) -> None:
    """One answer is one write to the transport, also when the connection ends with it."""
    writes, closed = writes_for(two_part_app, b"GET / HTTP/1.1\r\nConnection: " + connection + b"\r\n\r\n")
    assert len(writes) == 1
    assert writes[0].startswith(b"HTTP/1.1 200 OK\r\n")
    assert writes[0].endswith(b"\r\n\r\nbody")
    assert closed is (connection == b"close")


def test_a_part_of_an_answer_does_not_wait_for_the_rest() -> None:
    """What has been sent leaves by the loop's next step, complete or not."""
    writes, _ = writes_for(streaming_app, b"GET / HTTP/1.1\r\n\r\n")
    assert [part[-1:] for part in writes] == [b"a", b"b"]


def test_answers_on_a_kept_connection_come_without_delay(
    serve: Callable[..., Served], dial: Callable[..., Wire]
) -> None:
    """Fifty calls on one connection take nowhere near the 40 ms each that two writes would cost."""
    wire = dial(serve())
    begin = time.monotonic()
    for number in range(50):
        wire.post(str(number).encode())
        assert json.loads(wire.read()[2])["body"] == str(number)
    assert time.monotonic() - begin < 1


def other_end(address: Any) -> socket.socket:
    """Another handle of the connection in this process whose peer has that address."""
    for number in map(int, os.listdir("/dev/fd")):
        try:
            handle = socket.socket(fileno=os.dup(number))
        except OSError:
            continue
        try:
            if handle.getpeername() == address:
                return handle
        except OSError:
            pass
        handle.close()
    raise LookupError(address)


def test_small_answers_are_not_held_back_by_the_kernel(
    echo: EchoGateway, serve: Callable[..., Served], dial: Callable[..., Wire]
) -> None:
    """TCP_NODELAY is on for accepted connections."""

    async def accepted_option() -> Any:
        seen = []
        server = Server(two_part_app)
        await server.start()
        host, port = server.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        await reader.readuntil(b"body")
        accepted = other_end(writer.get_extra_info("sockname"))
        seen.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        accepted.close()
        writer.close()
        await writer.wait_closed()
        await server.stop()
        return seen

    assert [bool(option) for option in asyncio.run(accepted_option())] == [True]


def test_pipelined_requests_are_answered_in_order(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """Requests sent without waiting are answered one by one, in the order they came."""
    wire = dial(serve())
    head = f"POST {GATEWAY_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n".encode()
    wire.send(b"".join(head + str(number).encode() for number in range(8)))
    assert [json.loads(wire.read()[2])["body"] for _ in range(8)] == list("01234567")


def test_connection_close_is_honoured(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """The answer says so, and the connection ends after it."""
    wire = dial(serve()).post(b"x", "Connection: close")
    status, headers, _ = wire.read()
    assert (status, headers["connection"]) == (200, "close")
    assert wire.ended()


def test_http_1_0_without_host(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """The oldest clients get their answer, with the address they reached as endpoint."""
    server = serve()
    wire = dial(server).send(f"POST {GATEWAY_PATH} HTTP/1.0\r\nContent-Length: 1\r\n\r\nx".encode())
    assert json.loads(wire.read()[2])["url"] == server.url
    assert wire.ended()


def test_an_absolute_target_is_served_here(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """A client that takes the emulator for its HTTP proxy is answered by the emulator."""
    target = (
        f"POST http://api.intacct.com{GATEWAY_PATH} HTTP/1.1\r\nHost: api.intacct.com\r\nContent-Length: 1\r\n\r\nx"
    )
    wire = dial(serve()).send(target.encode())
    asked = json.loads(wire.read()[2])
    assert (asked["body"], asked["url"]) == ("x", f"http://api.intacct.com{GATEWAY_PATH}")


def test_head_has_no_body(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """HEAD is answered with the head alone, and the connection goes on."""
    wire = dial(serve()).send(f"HEAD {GATEWAY_PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    status, headers, _ = wire.read(head_only=True)
    assert (status, int(headers["content-length"]) > 0) == (200, True)
    assert json.loads(wire.post(b"next").read()[2])["body"] == "next"


def test_continue_is_given_when_asked(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """A client that waits for leave to send gets it, then its answer."""
    head = f"POST {GATEWAY_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    wire = dial(serve()).send(head.encode())
    assert wire.read()[0] == 100
    assert json.loads(wire.send(b"ok").read()[2])["body"] == "ok"


def test_what_is_no_http_is_refused(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """Noise ends its own connection and nothing else."""
    server = serve()
    wire = dial(server).send(b"\0\1\2 nonsense\r\n\r\n")
    assert wire.read()[0] == 400
    assert wire.ended()
    assert dial(server).post(b"x").read()[0] == 200


def test_a_body_over_the_limit_gets_its_answer(serve: Callable[..., Served]) -> None:
    """An ordinary client that sends far too much still reads why it was refused."""
    answer = httpx2.post(serve(max_request_bytes=100_000).url, content=b"x" * 350_000)
    assert answer.status_code == 200
    assert "larger than 100000 bytes" in answer.text


@pytest.mark.parametrize("size", [1, 70_000, 5_000_000])
def test_answers_of_any_size_arrive_whole(serve: Callable[..., Served], size: int) -> None:
    """Nothing is lost between the coalescing and the kernel."""
    answer = httpx2.post(serve().url, content=b"size %d" % size, headers={"Accept-Encoding": "identity"})
    assert answer.content == b"z" * size


def test_other_paths_are_not_found(serve: Callable[..., Served]) -> None:
    """A short text says where the gateway is; an address almost right is not the gateway."""
    server = serve()
    for path in ("/", "/ia/xml/xmlgw.phtml/", "/ia/xml/", "/_emulator", "/_emulator/nothing", "/_emulatorx"):
        answer = httpx2.get(server.address + path)
        assert (answer.status_code, GATEWAY_PATH in answer.text) == (404, True)
        assert answer.headers["content-type"].startswith("text/plain")


def test_control_routes(serve: Callable[..., Served]) -> None:
    """Health, readiness and the settings, as JSON; no CA without TLS."""
    server = serve(seed=7, company="blank")
    with httpx2.Client(base_url=server.address) as client:
        assert client.get("/_emulator/health").json()["status"] == "ok"
        assert client.get("/_emulator/ready").json() == {"status": "ready", "companies": ["blank"]}
        config = client.get("/_emulator/config").json()
        assert (config["seed"], config["company"], config["tls"]) == (7, ["blank"], False)
        missing = client.get("/_emulator/ca.crt")
        assert (missing.status_code, "--tls" in missing.text) == (404, True)


def test_health_waits_for_no_request(serve: Callable[..., Served], echo: EchoGateway) -> None:
    """While one call hangs, health and other calls are answered."""
    server = serve()
    hanging = threading.Thread(target=httpx2.post, args=(server.url,), kwargs={"content": b"slow"})
    hanging.start()
    assert echo.entered.wait(5)
    assert httpx2.get(server.address + "/_emulator/health", timeout=2).status_code == 200
    assert httpx2.post(server.url, content=b"quick", timeout=2).status_code == 200
    assert hanging.is_alive()
    echo.release()
    hanging.join(5)


def test_stopping_finishes_what_is_in_flight(
    serve: Callable[..., Served], dial: Callable[..., Wire], echo: EchoGateway
) -> None:
    """A call under way is answered, and its connection closed, before stop returns; new ones are refused."""
    server = serve()
    wire = dial(server).post(b"slow")
    assert echo.entered.wait(5)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            dial(server)
        except ConnectionError:
            break
    else:
        pytest.fail("the stopping server still accepts")
    assert stopping.is_alive()
    echo.release()
    status, headers, body = wire.read()
    assert (status, headers["connection"], json.loads(body)["body"]) == (200, "close", "slow")
    stopping.join(5)
    assert not stopping.is_alive()


def test_stopping_does_not_wait_for_idle_connections(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """Kept-alive and silent connections do not hold the server; stopping twice is harmless."""
    server = serve()
    idle, silent = dial(server), dial(server)
    idle.post(b"x").read()
    begin = time.monotonic()
    server.stop()
    server.stop()
    assert time.monotonic() - begin < 1
    assert idle.ended()
    assert silent.ended()


def test_an_address_in_use_is_an_error_with_a_reason(serve: Callable[..., Served]) -> None:
    """The port's owner is not disturbed, and the message names the port."""
    port = int(serve().address.rpartition(":")[2])
    with pytest.raises(ListenError, match=f"port {port}: Address already in use"):
        ThreadedServer(Server(two_part_app, port=port)).start()


def test_the_address_names_a_host_clients_can_reach() -> None:
    """A server on every address is announced with this machine's own."""

    async def addresses() -> Any:
        named = []
        for host in ("0.0.0.0", "localhost"):
            server = Server(two_part_app, host=host)
            await server.start()
            named.append(server.address.rpartition(":")[0])
            await server.stop()
        return named

    assert asyncio.run(addresses()) == ["http://127.0.0.1", "http://localhost"]
