"""The journal over HTTP."""

import httpx2

from intacct_client import Client
from intacct_emulator import Emulator


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


def test_a_journal_that_is_off_says_so(tmp_path) -> None:
    """The routes are there and refuse."""
    with Emulator(companies=["blank"], state_dir=tmp_path, journal=0) as emulator:
        said = httpx2.get(emulator.address + "/_emulator/requests")
    assert said.status_code == 422
    assert "--journal" in said.json()["error"]
