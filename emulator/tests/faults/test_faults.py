"""Faults: each kind as a client meets it, who is met, how often, and what was carried out all the same."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from asking import envelope

from intacct_emulator import Emulator
from intacct_emulator.faults.fault import Fault, FaultKind, Target
from intacct_emulator.faults.faults import Faults

CREATE = "<create><CLASS><CLASSID>{0}</CLASSID><NAME>{0}</NAME></CLASS></create>"
COUNT = "<query><object>CLASS</object><select><field>CLASSID</field></select></query>"


@pytest.fixture
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator with an empty company."""
    with Emulator(companies=["blank"], state_dir=tmp_path_factory.getbasetemp() / "faults", seed=1) as emulator:
        yield emulator


def post(emulator: Emulator, *functions: str, **options: str) -> httpx2.Response:
    """Sends a request to the empty company."""
    body = envelope(*functions, **{"company": "blank"} | options)
    return httpx2.post(emulator.url, content=body, timeout=30)


def classes(emulator: Emulator) -> int:
    """How many classes there are."""
    return post(emulator, COUNT).text.count("<CLASSID>")


@pytest.mark.parametrize(
    ("kind", "status", "content_type", "text"),
    [
        (FaultKind.SERVER_ERROR, 503, "text/html", "<h1>503</h1>"),
        (FaultKind.RATE_LIMIT, 429, "text/xml", "<errorno>GW-0010</errorno>"),
        (FaultKind.OFF_LINE, 200, "text/xml", "<description2>The Service is Temporarily Off-line</description2>"),
        (FaultKind.INVALID_REQUEST, 400, "text/xml", "<errorno>GW-0011</errorno>"),
    ],
)
def test_refusals_are_answered_and_nothing_is_carried_out(
    emulator: Emulator, kind: FaultKind, status: int, content_type: str, text: str
) -> None:
    """The next request alone meets it, and is marked."""
    emulator.faults.add(Fault(kind, status=503))
    said = post(emulator, CREATE.format("ONE"))
    assert (said.status_code, said.headers["content-type"].partition(";")[0]) == (status, content_type)
    assert text in said.text
    assert said.headers["x-intacct-emulator-fault"] == kind.value
    assert classes(emulator) == 0


@pytest.mark.parametrize(
    ("kind", "carried_out"),
    [(FaultKind.RESET, 0), (FaultKind.NO_ANSWER, 0), (FaultKind.LOST_ANSWER, 1), (FaultKind.TRUNCATED, 1)],
)
def test_broken_connections_reach_the_client(emulator: Emulator, kind: FaultKind, carried_out: int) -> None:
    """As errors of the transport; whether the request was carried out is told by the books. The server goes on."""
    emulator.faults.add(Fault(kind, seconds=0.05))
    with pytest.raises(httpx2.TransportError):
        post(emulator, CREATE.format("ONE"))
    assert classes(emulator) == carried_out


def test_a_slow_answer_comes(emulator: Emulator) -> None:
    """Later, and whole."""
    emulator.faults.add(Fault(FaultKind.SLOW, seconds=0.3))
    said = post(emulator, CREATE.format("ONE"))
    assert said.elapsed.total_seconds() >= 0.3
    assert "<status>failure</status>" not in said.text


def test_a_session_expires(emulator: Emulator) -> None:
    """The request that presents it gets the gateway's own answer, and so do all after it."""
    session = post(emulator, "<getAPISession/>").text.partition("<sessionid>")[2].partition("<")[0]
    emulator.faults.add(Fault(FaultKind.SESSION_EXPIRED, company="blank", user="wsuser", function="query"))
    for _ in range(2):
        assert "Invalid session" in post(emulator, COUNT, session=session).text
    assert not emulator.faults.ordered


def test_in_process_a_broken_connection_is_raised(emulator: Emulator) -> None:
    """A client without a socket gets the error itself."""
    emulator.faults.add(Fault(FaultKind.RESET))

    async def ask() -> None:
        transport = httpx2.ASGITransport(app=emulator.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://host.test") as client:
            await client.post("/ia/xml/xmlgw.phtml", content=envelope(COUNT))

    import asyncio

    with pytest.raises(ConnectionResetError):
        asyncio.run(ask())


@pytest.mark.parametrize(
    ("order", "met"),
    [
        ({}, True),
        ({"function": "CREATE"}, True),
        ({"function": "query"}, False),
        ({"object": "class"}, True),
        ({"object": "CUSTOMER"}, False),
        ({"company": "blank", "user": "wsuser"}, True),
        ({"company": "northfield"}, False),
        ({"user": "somebody"}, False),
    ],
)
def test_only_those_are_met_that_were_meant(emulator: Emulator, order: dict[str, str], met: bool) -> None:
    """By function, object, company and user."""
    emulator.faults.add(Fault(FaultKind.RATE_LIMIT, **order))  # type: ignore[arg-type]
    assert (post(emulator, CREATE.format("ONE")).status_code == 429) is met


def test_as_many_are_met_as_were_ordered_first_come_first_served() -> None:
    """Two of one, then one of another, then none; None is for ever."""
    target = Target(frozenset({"read"}), frozenset(), "c", "u")
    faults = Faults()
    faults.add(Fault(FaultKind.RESET, times=2))
    faults.add(Fault(FaultKind.SLOW))
    met = [faults.take(target) for _ in range(4)]
    assert [fault and fault.kind for fault in met] == [FaultKind.RESET, FaultKind.RESET, FaultKind.SLOW, None]
    faults.add(Fault(FaultKind.RESET, times=None, company="c"))
    assert all(faults.take(target) for _ in range(10))
    faults.clear("other")
    assert len(faults.ordered) == 1
    faults.clear("c")
    assert not faults.ordered


def test_chance_is_repeated_under_a_seed() -> None:
    """The same seed meets the same requests, about as often as was asked for."""
    target = Target(frozenset(), frozenset(), "", "")

    def run() -> list[bool]:
        faults = Faults(7)
        faults.add(Fault(FaultKind.RESET, times=None, probability=0.25))
        return [faults.take(target) is not None for _ in range(400)]

    assert run() == run()
    assert 60 < sum(run()) < 140


def test_orders_over_http_are_checked(emulator: Emulator, tmp_path: Path) -> None:
    """Ordered, listed and taken back; what cannot be is refused."""
    address = emulator.address + "/_emulator/faults"
    assert httpx2.post(address, json={"kind": "rate limit", "times": 0}).status_code == 201
    assert httpx2.get(address).json()[0]["times"] is None
    assert httpx2.delete(address).status_code == 200
    assert httpx2.get(address).json() == []
    wrong = ({"kind": "plague"}, {"kind": "slow", "seconds": 1e9}, {"kind": "reset", "probability": 0})
    for body in (*wrong, {"kind": "server error", "status": 200}, {}):
        assert httpx2.post(address, json=body).status_code == 422, body
