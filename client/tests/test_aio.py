"""The asynchronous client: the same exchange, driven without blocking."""

import asyncio
from typing import Any

import pytest

from intacct_client import AsyncClient, AuthenticationError, FunctionError, functions

from .conftest import Envelopes, Gateway

ROW = "<data listtype='CLASS' count='1'><CLASS><RECORDNO>1</RECORDNO></CLASS></data>"


def page(first: Any, count: Any, remaining: Any) -> str:
    rows = "".join(f"<CLASS><RECORDNO>{n}</RECORDNO></CLASS>" for n in range(first, first + count))
    total = first + count + remaining
    attributes = f"totalcount='{total}' offset='{first}' count='{count}' numremaining='{remaining}'"
    return f"<data listtype='CLASS' {attributes}>{rows}</data>"


def test_calls_are_awaited(gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]) -> None:
    """A value, an error, an outcome and a session, each awaited."""
    gateway.answers(
        envelopes.session(),
        envelopes.response(envelopes.result(ROW)),
        envelopes.response(envelopes.result(envelopes.errors(("XXX", "no")), status="failure")),
        envelopes.response(envelopes.result(ROW)),
    )

    async def scenario() -> None:
        async with AsyncClient(**login) as client:
            assert await client.read("CLASS", 1) == [{"RECORDNO": "1"}]
            with pytest.raises(FunctionError):
                await client.read("CLASS2", 1)
            (outcome,) = await client.execute([functions.read("CLASS", 1)])
            assert outcome.ok
            assert (await client.session()).id.reveal() == "session-one.."
            assert repr(client).startswith("<AsyncClient wsuser@acme")

    asyncio.run(scenario())
    assert gateway.functions() == ["getAPISession", "read", "read", "read"]


def test_rows_are_fetched_while_they_are_iterated(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]
) -> None:
    """``async for`` pages by itself; ``first`` and ``all`` are shortcuts."""
    gateway.answers(
        envelopes.session(),
        envelopes.response(envelopes.result(page(0, 2, 1))),
        envelopes.response(envelopes.result(page(2, 1, 0))),
        envelopes.response(envelopes.result(page(0, 2, 1))),
        envelopes.response(envelopes.result(page(0, 1, 0))),
    )

    async def scenario() -> None:
        async with AsyncClient(**login) as client:
            rows = client.query("CLASS", "RECORDNO", page_size=2)
            assert [row["RECORDNO"] async for row in rows] == ["0", "1", "2"]
            assert await rows.first() == {"RECORDNO": "0"}
            assert len(await rows.all()) == 1

    asyncio.run(scenario())


def test_tasks_share_one_session_and_trouble_is_slept_over(
    gateway: Gateway, envelopes: Envelopes, login: dict[str, Any], pauses: list[float]
) -> None:
    """Concurrent first calls log in once; waiting is awaited."""

    def answer(request: Any) -> Any:
        opening = request.find(".//getAPISession") is not None
        return envelopes.session() if opening else envelopes.response(envelopes.result())

    async def sleep(seconds: Any) -> None:
        pauses.append(seconds)

    async def scenario() -> None:
        async with AsyncClient(**login, sleep=sleep) as client:
            await asyncio.gather(*[client.read("CLASS", n) for n in range(5)])

    gateway.answers(envelopes.http(503), *[answer] * 6)
    asyncio.run(scenario())
    assert gateway.functions().count("getAPISession") == 2
    assert len(pauses) == 1


def test_errors_have_the_same_types(gateway: Gateway, envelopes: Envelopes, login: dict[str, Any]) -> None:
    """A refused login is the same error in both clients."""
    gateway.answers(envelopes.bad_login())

    async def scenario() -> None:
        async with AsyncClient.from_env({}, **login) as client:
            with pytest.raises(AuthenticationError):
                await client.get_dimensions()

    asyncio.run(scenario())
