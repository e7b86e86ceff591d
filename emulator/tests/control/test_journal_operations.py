"""The journal over HTTP."""

from pathlib import Path

import httpx2
import pytest

from intacct_client import Client
from intacct_emulator import Emulator
from intacct_emulator.control.failure import ControlError
from intacct_emulator.control.room import ControlRoom
from intacct_emulator.runtime import build_gateway
from intacct_emulator.settings import load


def test_requests_are_listed_shown_awaited_and_cleared(emulator: Emulator, control: httpx2.Client) -> None:
    """With filters in the address; the documents only where one request is asked for, masked."""
    access = emulator.companies.create("blank", "journalled")
    with Client.from_env(access.variables(emulator.url)) as client:
        client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
    about = {"company": "journalled"}
    (found,) = control.get("/requests", params={**about, "function": "create", "object": "CLASS"}).json()
    assert found["operations"][0]["calls"][0]["written"] == [{"change": "create", "object": "CLASS", "records": 1}]
    assert "request" not in found
    whole = control.get(f"/requests/{found['request_id']}").json()
    assert "<CLASSID>ONE</CLASSID>" in whole["request"]
    assert "local_sender_secret" not in whole["request"]
    waited = control.get("/requests/wait", params={**about, "function": "create", "timeout": 1})
    assert (waited.status_code, len(waited.json())) == (200, 1)
    late = control.get("/requests/wait", params={**about, "function": "delete", "timeout": 0.01})
    assert (late.status_code, late.json()) == (408, [])
    assert control.delete("/requests", params=about).status_code == 200
    assert control.get("/requests", params=about).json() == []
    assert control.get("/requests", params={"status": "odd"}).status_code == 422
    assert control.get("/requests/none").status_code == 404


def test_a_journal_that_is_off_says_so(tmp_path: Path) -> None:
    """The routes are there and refuse."""
    with Emulator(companies=["blank"], state_dir=tmp_path, journal=0) as emulator:
        said = httpx2.get(emulator.address + "/_emulator/requests")
        assert said.status_code == 422
        assert "--journal" in said.json()["error"]


def test_it_is_switched_on_and_off_while_the_emulator_runs(tmp_path: Path) -> None:
    """From then on requests are kept, and answers to what failed name their explanation; off, all are forgotten."""
    with Emulator(companies=["blank"], state_dir=tmp_path, journal=0) as emulator:
        address = emulator.address + "/_emulator/requests"

        def ask() -> httpx2.Response:
            return httpx2.post(emulator.url, content=b"<no/>")

        assert "x-intacct-emulator-explain" not in ask().headers
        assert httpx2.put(address, json={"most": 2}).json() == {"most": 2}
        assert "x-intacct-emulator-explain" in ask().headers
        ask(), ask()
        assert len(httpx2.get(address).json()) == 2
        httpx2.put(address, json={"most": 0})
        assert httpx2.get(address).status_code == 422
        assert httpx2.put(address, json={"most": -1}).status_code == 422
        httpx2.put(address, json={})
        assert httpx2.get(address).json() == []


def test_where_somebody_else_watches_there_is_no_journal(tmp_path: Path) -> None:
    """Whoever gave the gateway an observer keeps it."""
    settings = load({"port": "0", "company": "blank", "state_dir": str(tmp_path), "journal": "5"}, {})
    gateway = build_gateway(settings, lambda _: None)
    room = ControlRoom(settings, gateway)
    with pytest.raises(ControlError, match="another program watches"):
        room.keep_requests(5)
    assert room.journal is None
    gateway.close()
