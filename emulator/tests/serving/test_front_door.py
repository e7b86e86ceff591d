"""TLS, plain HTTP and CONNECT on one port, over real sockets with the local CA."""

import json
import ssl
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from asking import present

from intacct_emulator.settings import GATEWAY_PATH

from .conftest import Served, Wire

CONNECT = b"CONNECT api.intacct.com:443 HTTP/1.1\r\nHost: api.intacct.com:443\r\n\r\n"


@pytest.fixture(scope="module")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CA for all tests of the module."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def server(serve: Callable[..., Served], state_dir: Path) -> Served:
    return serve(tls=True, state_dir=state_dir)


@pytest.fixture
def trust(server: Served) -> ssl.SSLContext:
    """A client context that trusts the local CA alone."""
    return ssl.create_default_context(cafile=str(server.ca))


def test_plain_and_tls_on_the_same_port(server: Served, trust: ssl.SSLContext) -> None:
    """Both are answered, and each sees its own scheme in the endpoint."""
    port = server.address.rpartition(":")[2]
    for scheme, host in (("http", "127.0.0.1"), ("https", "127.0.0.1"), ("https", "localhost")):
        url = f"{scheme}://{host}:{port}{GATEWAY_PATH}"
        answer = httpx2.post(url, content=b"x", verify=trust)
        assert answer.json() == {"body": "x", "url": url, "method": "POST"}


def test_a_client_with_a_hard_coded_host_comes_through_the_proxy(server: Served, trust: ssl.SSLContext) -> None:
    """`https://api.intacct.com` through HTTPS_PROXY: CONNECT, then TLS that verifies against the CA."""
    with httpx2.Client(proxy=server.address, verify=trust) as client:
        for number in range(3):
            answer = client.post(f"https://api.intacct.com{GATEWAY_PATH}", content=str(number).encode())
            assert answer.json()["body"] == str(number)
            assert answer.json()["url"] == f"https://api.intacct.com{GATEWAY_PATH}"


def test_a_tunnel_may_carry_plain_http(server: Served, dial: Callable[..., Wire]) -> None:
    """What is inside the tunnel is looked at again."""
    wire = dial(server).send(CONNECT)
    assert wire.read()[0] == 200
    assert json.loads(wire.post(b"inside").read()[2])["body"] == "inside"


def test_a_connect_in_pieces_with_the_tunnel_right_behind(server: Served, dial: Callable[..., Wire]) -> None:
    """The head is taken exactly: not a byte of the tunnel is lost, however the bytes were cut."""
    wire = dial(server)
    for begin in range(0, len(CONNECT) - 1, 9):
        wire.send(CONNECT[begin : min(begin + 9, len(CONNECT) - 1)])
        time.sleep(0.005)
    wire.send(b"\n" + f"POST {GATEWAY_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi".encode())
    assert wire.read()[0] == 200
    assert json.loads(wire.read()[2])["body"] == "hi"


@pytest.mark.parametrize(
    "target",
    [
        "example.com:443",
        "intacct.com:443",
        "evil-intacct.com:443",
        "api.intacct.com.example.com:443",
        "127.0.0.1:22",
        "[::1]:443",
        "api.intacct.com",
        "api.intacct.com:443@example.com:443",
    ],
)
def test_other_targets_are_refused(server: Served, dial: Callable[..., Wire], target: str) -> None:
    """The proxy leads nowhere but to the emulator itself."""
    wire = dial(server).send(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    status, _, body = wire.read()
    assert (status, b"*.intacct.com" in body) == (403, True)
    assert wire.ended()


@pytest.mark.parametrize("target", ["API.Intacct.com:443", "eu1.na12.intacct.com:8443", "api.intacct.com.:443"])
def test_every_intacct_host_is_accepted(server: Served, dial: Callable[..., Wire], target: str) -> None:
    """Letter case, depth, port and the closing dot make no difference."""
    assert dial(server).send(f"CONNECT {target} HTTP/1.1\r\n\r\n".encode()).read()[0] == 200


def test_a_tunnel_inside_a_tunnel_is_refused(server: Served, dial: Callable[..., Wire]) -> None:
    """One CONNECT is enough: a second one is no request the emulator serves."""
    wire = dial(server).send(CONNECT)
    assert wire.read()[0] == 200
    assert wire.send(CONNECT).read()[0] == 400


def test_a_connect_without_end_is_dropped(server: Served, dial: Callable[..., Wire]) -> None:
    """A head that grows past its limit ends the connection."""
    wire = dial(server)
    try:
        wire.send(b"CONNECT api.intacct.com:443 HTTP/1.1\r\n" + b"X: y\r\n" * 2000)
    except (ConnectionResetError, BrokenPipeError):
        return
    assert wire.ended()


def test_silent_and_broken_peers_hold_nobody_up(
    server: Served, dial: Callable[..., Wire], trust: ssl.SSLContext
) -> None:
    """Connections that say nothing, half a handshake or noise leave the others served."""
    for beginning in (b"", b"\x16", b"\x16\x03\x01\x00\x05noise", b"C", b"CONNECT ", b"\0"):
        for _ in range(10):
            dial(server).send(beginning)
    assert json.loads(dial(server, tls=trust).post(b"x").read()[2])["body"] == "x"


def test_a_client_that_does_not_trust_the_ca_harms_nobody(
    server: Served, dial: Callable[..., Wire], trust: ssl.SSLContext
) -> None:
    """Its handshake fails on its side; the next client is served."""
    with pytest.raises(ssl.SSLCertVerificationError):
        dial(server, tls=ssl.create_default_context())
    with pytest.raises(ssl.SSLCertVerificationError):
        dial(server, tls=trust, name="api.example.com")
    assert dial(server, tls=trust).post(b"x").read()[0] == 200


def test_the_ca_can_be_fetched(server: Served) -> None:
    """`/_emulator/ca.crt` hands out the certificate, and never a key."""
    answer = httpx2.get(server.address + "/_emulator/ca.crt")
    assert answer.content == present(server.ca).read_bytes()
    assert b"PRIVATE" not in answer.content


def test_a_large_answer_arrives_whole_under_tls(
    server: Served, dial: Callable[..., Wire], trust: ssl.SSLContext
) -> None:
    """Also when the connection ends with it."""
    wire = dial(server, tls=trust).post(b"size 3000000", "Connection: close")
    assert wire.read()[2] == b"z" * 3_000_000


def test_stopping_does_not_wait_for_idle_peers(
    server: Served, dial: Callable[..., Wire], trust: ssl.SSLContext
) -> None:
    """Kept-alive TLS connections and silent ones do not hold the server."""
    wire = dial(server, tls=trust).post(b"x")
    wire.read()
    dial(server)
    begin = time.monotonic()
    server.stop()
    assert time.monotonic() - begin < 1
    assert wire.ended()
