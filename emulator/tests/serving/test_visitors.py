"""Which requests a server takes: programs under any of its names, and no web page of another site."""

from collections.abc import Callable

import pytest

from intacct_emulator.gateway.messages import Answer, InboundRequest
from intacct_emulator.serving.visitors import Visitors
from intacct_emulator.settings import GATEWAY_PATH

from .conftest import EchoGateway, Served, Wire


def objection(*headers: tuple[str, str], visitors: Visitors | None = None) -> str | None:
    """What is said to a request with those headers."""
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    return (visitors or Visitors()).objection({"type": "http", "headers": raw})


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8080",
        "LocalHost.:8080",
        "127.0.0.1:1",
        "192.168.1.7",
        "[::1]:8080",
        "[::1]",
        "api.intacct.com",
        "EU1.na12.Intacct.com:443",
    ],
)
def test_every_name_of_an_emulator_is_taken(host: str) -> None:
    """localhost, addresses and hosts of intacct.com need no setting, with or without a port."""
    assert objection(("Host", host)) is None


@pytest.mark.parametrize(
    "host",
    [
        "rebound.attacker.example",
        "localhost.attacker.example:8080",
        "127.0.0.1.attacker.example",
        "intacct.com",
        "evil-intacct.com",
        "",
        "localhost@attacker.example",
        "\xe9",
        "[attacker.example]",
    ],
)
def test_another_name_is_refused(host: str) -> None:
    """A name that anybody can point at this machine is none of the emulator's."""
    assert "host name" in (objection(("Host", host)) or "")


def test_a_name_that_is_allowed_is_taken() -> None:
    """The settings add names, and the public URL adds its own; one bad name among several is enough to refuse."""
    visitors = Visitors(public_url="https://books.example:8443/ia/xml/xmlgw.phtml", names=("emulator",))
    for host in ("emulator:8080", "books.example", "books.example:8443"):
        assert objection(("Host", host), visitors=visitors) is None
        assert objection(("Host", host)) is not None
    assert objection(("Host", "emulator"), ("Host", "attacker.example"), visitors=visitors) is not None


def test_a_request_without_host_is_taken() -> None:
    """Old programs send none; browsers always do."""
    assert objection() is None


@pytest.mark.parametrize(
    "headers",
    [
        [("Origin", "https://attacker.example")],
        [("Origin", "null")],
        [("Origin", "http://localhost:3000")],
        [("Origin", "")],
        [("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "same-site")],
        [("Sec-Fetch-Site", "same-origin"), ("Origin", "https://attacker.example")],
    ],
)
def test_what_a_browser_marks_as_another_sites_is_refused(headers: list[tuple[str, str]]) -> None:
    """Either mark is enough."""
    assert "another site" in (objection(("Host", "localhost:8080"), *headers) or "")


def test_pages_of_the_emulator_itself_are_taken() -> None:
    """The same origin, an address that was typed, and the public URL's pages behind a proxy that rewrites the host."""
    assert objection(("Host", "localhost:8080"), ("Origin", "http://LOCALHOST:8080")) is None
    assert objection(("Host", "localhost:8080"), ("Sec-Fetch-Site", "same-origin")) is None
    assert objection(("Host", "localhost:8080"), ("Sec-Fetch-Site", "none")) is None
    visitors = Visitors(public_url="https://books.example/ia")
    assert objection(("Host", "127.0.0.1:8080"), ("Origin", "https://books.example"), visitors=visitors) is None


PAGE = ("Origin: https://attacker.example", "Sec-Fetch-Site: cross-site", "Content-Type: text/plain")


def test_a_page_reaches_neither_the_gateway_nor_the_control_routes(
    serve: Callable[..., Served], dial: Callable[..., Wire], echo: EchoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simple request of a page is refused before the gateway sees it, and so is a look at the settings."""
    server = serve()
    asked: list[bytes] = []
    answer = echo.answer

    async def noting(request: InboundRequest) -> Answer:
        asked.append(request.body)
        return await answer(request)

    monkeypatch.setattr(echo, "answer", noting)
    assert dial(server).post(b"from a page", *PAGE).read()[0] == 403
    for mark in ("Host: rebound.attacker.example", "Host: localhost\r\nSec-Fetch-Site: cross-site"):
        wire = dial(server).send(f"GET /_emulator/config HTTP/1.1\r\n{mark}\r\n\r\n".encode())
        status, _, body = wire.read()
        assert (status, b"max_request_bytes" in body) == (403, False)
        assert wire.ended()
    assert asked == []
    assert dial(server).post(b"from a program").read()[0] == 200


def test_allowed_hosts_is_a_setting(serve: Callable[..., Served], dial: Callable[..., Wire]) -> None:
    """A container's name is refused, or taken when the settings have it."""
    request = f"POST {GATEWAY_PATH} HTTP/1.1\r\nHost: books-twin:8080\r\nContent-Length: 1\r\n\r\nx".encode()
    assert dial(serve()).send(request).read()[0] == 403
    assert dial(serve(allowed_hosts="books-twin,other")).send(request).read()[0] == 200
