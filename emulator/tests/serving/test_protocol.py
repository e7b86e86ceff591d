"""One connection: offers of another protocol, and requests that do not arrive in time."""

import contextlib
import json
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest

from intacct_emulator.settings import GATEWAY_PATH

from .conftest import EchoGateway, Served, Wire

H2C = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")
WEBSOCKET = ("Connection: keep-alive, Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: AAAA")
OTHER = ("Connection: upgrade", "Upgrade: TLS/1.0, something/2")
POST = f"POST {GATEWAY_PATH} HTTP/1.1\r\nHost: localhost\r\n"


def body_of(wire: Any) -> str:
    status, _, body = wire.read()
    assert status == 200
    return str(json.loads(body)["body"])


@pytest.mark.parametrize("offer", [H2C, WEBSOCKET, OTHER], ids=["h2c", "websocket", "other"])
def test_an_offer_of_another_protocol_is_ignored(
    serve: Callable[..., Served], dial: Callable[..., Wire], caplog: pytest.LogCaptureFixture, offer: Any
) -> None:
    """The request is answered with its body, a second offer and a plain request on the same connection are too, and
    nothing is logged."""
    caplog.set_level(logging.INFO)
    wire = dial(serve())
    for body, headers in ((b"first", offer), (b"second", offer), (b"third", ())):
        assert body_of(wire.post(body, *headers)) == body.decode()
    assert caplog.records == []


def test_an_offer_with_a_chunked_body(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """The body arrives whole, however its bytes are cut, and the next request is answered."""
    wire = dial(serve())
    head = POST + "\r\n".join(H2C) + "\r\nTransfer-Encoding: chunked\r\n\r\n"
    data = head.encode() + b"5\r\nfirst\r\n7\r\n second\r\n0\r\n\r\n"
    for begin in range(0, len(data), 40):
        wire.send(data[begin : begin + 40])
        time.sleep(0.002)
    assert body_of(wire) == "first second"
    assert body_of(wire.post(b"next")) == "next"


def test_offers_in_a_pipeline(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """Several requests in one packet, each with an offer, are answered in order."""
    offer = "\r\n".join(H2C)
    packet = "".join(f"{POST}{offer}\r\nContent-Length: 1\r\n\r\n{number}" for number in range(3))
    wire = dial(serve()).send(packet.encode())
    assert [body_of(wire) for _ in range(3)] == ["0", "1", "2"]


def test_an_offer_that_closes_the_connection(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """What else `Connection` says still holds."""
    wire = dial(serve()).post(b"last", "Connection: Upgrade, close", "Upgrade: h2c")
    assert body_of(wire) == "last"
    assert wire.ended()


def test_an_offer_without_a_body(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """A request that has none is answered, too."""
    wire = dial(serve()).send(
        f"GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\n{OTHER[0]}\r\n{OTHER[1]}\r\n\r\n".encode()
    )
    assert json.loads(wire.read()[2])["status"] == "ok"


def test_a_tunnel_is_not_offered_without_tls(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """CONNECT is no request that a plain server takes."""
    wire = dial(serve()).send(b"CONNECT api.intacct.com:443 HTTP/1.1\r\nHost: api.intacct.com:443\r\n\r\n")
    assert wire.read()[0] == 400


@pytest.mark.parametrize("sent", [POST, POST + "Content-Length: 10\r\n\r\nhalf", "\r\n" + POST[:20]])
def test_a_request_that_stops_half_way_is_dropped(
    serve: Callable[..., Served], dial: Callable[..., Wire], sent: Any
) -> None:
    """Half a head or half a body is told so after the time allowed, and the connection ends."""
    server = serve(request_seconds=1)
    began = time.monotonic()
    wire = dial(server).send(sent.encode())
    assert wire.read()[0] == 408
    assert wire.ended()
    assert 0.9 < time.monotonic() - began < 5


def test_a_request_that_drips_is_dropped(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """The time is that of the whole request: a byte now and then does not prolong it."""
    wire = dial(serve(request_seconds=1)).send(POST.encode() + b"Content-Length: 100\r\n\r\n")
    began = time.monotonic()
    # Reset or broken, as the moment has it.
    with contextlib.suppress(OSError):
        for _ in range(60):
            wire.send(b"x")
            time.sleep(0.1)
    assert time.monotonic() - began < 4


def test_an_answer_may_take_longer_than_its_request(
    serve: Callable[..., Served], dial: Callable[..., Wire], echo: EchoGateway
) -> None:
    """The time ends with the last byte of the request, and begins anew with the next one."""
    wire = dial(serve(request_seconds=1)).post(b"slow")
    assert echo.entered.wait(5)
    time.sleep(1.3)
    echo.release()
    assert body_of(wire) == "slow"
    time.sleep(1.3)
    assert body_of(wire.post(b"after a while")) == "after a while"
