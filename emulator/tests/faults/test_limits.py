"""A tier's limits: who is let in at the same time, and what the others are told."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from asking import envelope

from intacct_emulator import Emulator
from intacct_emulator.asgi import Receive, Scope, Send
from intacct_emulator.faults.limits import TIERS, LimitedDoor, Tier
from intacct_emulator.tenancy.tenants import Tenants

READ = "<read><object>CLASS</object><keys>1</keys><fields>*</fields></read>"


@pytest.fixture
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator with the limits of tier 1."""
    state = tmp_path_factory.getbasetemp() / "limits"
    with Emulator(companies=["blank"], state_dir=state, tier=1) as emulator:
        yield emulator


def test_tier_one_is_as_published() -> None:
    """Six requests of an application, eight to a company."""
    assert {1: Tier(6, 8)} == TIERS


def test_the_seventh_of_a_sender_is_refused_and_the_next_is_not() -> None:
    """While six are at work; when they have their answers, others are let in again."""
    held: list[asyncio.Event] = []

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        held.append(waiting := asyncio.Event())
        await waiting.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def ask(door: LimitedDoor, sender: str, company: str) -> list[Any]:
        body = envelope(READ, sender=sender, company=company).encode()
        messages, said = [{"type": "http.request", "body": body}], []

        async def receive() -> Any:
            return messages.pop()

        async def send(message: Any) -> None:
            said.append(message.get("status", message.get("body")))

        await door({}, receive, send)
        return said

    async def work() -> tuple[list[Any], list[Any], list[Any]]:
        door = LimitedDoor(slow, tenants, TIERS[1])
        busy = [asyncio.create_task(ask(door, "mine", "c")) for _ in range(6)]
        while len(held) < 6:
            await asyncio.sleep(0)
        seventh = await ask(door, "mine", "other")
        others = [asyncio.create_task(ask(door, f"s-{number}", "c")) for number in range(2)]
        while len(held) < 8:
            await asyncio.sleep(0)
        ninth = await ask(door, "s-9", "c")
        for waiting in held:
            waiting.set()
        await asyncio.gather(*busy, *others)
        late = asyncio.create_task(ask(door, "mine", "c"))
        while len(held) < 9:
            await asyncio.sleep(0)
        held[-1].set()
        return seventh, ninth, await late

    tenants = Tenants()
    try:
        seventh, ninth, late = asyncio.run(work())
    finally:
        tenants.close()
    for refused in (seventh, ninth):
        assert refused[0] == 429
        assert b"<errorno>GW-0010</errorno>" in refused[1]
    assert late == [200]


def test_requests_one_after_the_other_are_never_refused(emulator: Emulator) -> None:
    """Over a real connection, more of them than would be let in at once; a broken one does not stay counted."""
    httpx2.post(emulator.url, content=b"<request>")
    statuses = [httpx2.post(emulator.url, content=envelope(READ, company="blank")).status_code for _ in range(12)]
    assert statuses == [200] * 12
