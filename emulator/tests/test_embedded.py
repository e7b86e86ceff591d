"""`Emulator` inside another program."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

import intacct_emulator
from intacct_emulator import Emulator
from intacct_emulator.gateway.messages import Answer
from intacct_emulator.settings import SettingError
from intacct_emulator.world.snapshot_cache import SnapshotCache
from intacct_emulator.world.toml_table import FixtureError


class Stub:
    """Answers everything alike, and knows whether it was closed."""

    closed = False

    async def answer(self, request: Any) -> Any:
        return Answer(200, request.endpoint_url.encode())

    def close(self) -> None:
        self.closed = True


def test_it_runs_inside_a_with_statement() -> None:
    """The address answers inside and is free outside; a gateway that was handed in is not closed."""
    stub = Stub()
    with Emulator(companies=["blank"], gateway=stub, seed=3) as emulator:
        url = emulator.url
        assert httpx2.post(url, content=b"x").text == url
        assert httpx2.get(emulator.address + "/_emulator/ready").json()["companies"] == ["blank"]
        assert emulator.settings.seed == 3
    with pytest.raises(httpx2.ConnectError):
        httpx2.post(url, content=b"x")
    assert not stub.closed


def test_several_run_side_by_side_and_again() -> None:
    """Each has a port of its own, and one can be started again."""
    with Emulator(gateway=Stub()) as one, Emulator(gateway=Stub()) as two:
        assert one.url != two.url
    with one:
        assert httpx2.post(one.url).status_code == 200


def test_it_serves_without_a_socket() -> None:
    """The same emulator answers as an ASGI application."""

    async def ask(app: Any) -> Any:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="https://host.test") as client:
            return (await client.post("/ia/xml/xmlgw.phtml", content=b"x")).text

    with Emulator(gateway=Stub()) as emulator:
        assert asyncio.run(ask(emulator.app)) == "https://host.test/ia/xml/xmlgw.phtml"


def test_the_port_of_the_environment_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many emulators run on one machine: only a port given here is used, other variables are read."""
    monkeypatch.setenv("INTACCT_EMULATOR_PORT", "1")
    monkeypatch.setenv("INTACCT_EMULATOR_SEED", "11")
    assert (Emulator().settings.port, Emulator(port=5).settings.port, Emulator().settings.seed) == (0, 5, 11)


def test_misuse_is_told() -> None:
    """Bad settings are refused at once; an emulator that does not run has no address."""
    with pytest.raises(SettingError, match="--max-request-bytes"):
        Emulator(max_request_bytes=0)
    with pytest.raises(TypeError, match="no such setting: sead"):
        Emulator(sead=1)
    with pytest.raises(RuntimeError, match="not running"):
        _ = Emulator(gateway=Stub()).url
    with pytest.raises(AttributeError, match="Simulator"):
        _ = intacct_emulator.Simulator


def test_the_package_imports_nothing_until_asked() -> None:
    """`import intacct_emulator` costs nothing; only using a name does."""
    program = "import sys, intacct_emulator; print([m for m in sys.modules if m.startswith('intacct_emulator.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_failed_start_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every database that was opened before the start failed is closed."""
    opened = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **options: Any) -> Any:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)

    def fails(*_: object) -> None:
        raise FixtureError(tmp_path, None, "it cannot be kept")

    monkeypatch.setattr(SnapshotCache, "keep", fails)
    with pytest.raises(FixtureError), Emulator(companies=["northfield"], state_dir=tmp_path):
        pass
    assert len(opened) > 2
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
