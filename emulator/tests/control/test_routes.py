"""The control routes: JSON in and out, described, refused in one sentence, closed to web pages."""

import json
import urllib.request

import httpx2
import pytest

from intacct_emulator import Emulator, __version__


def test_companies_are_made_and_taken_away(control: httpx2.Client) -> None:
    """The whole life of a company over HTTP, with the statuses of each step."""
    made = control.post("/companies", json={"template": "blank", "company_id": "http-1"})
    assert made.status_code == 201
    assert made.json() | {"title": ""} == {
        "company_id": "http-1",
        "title": "",
        "sender_id": "local_sender",
        "sender_password": "local_sender_secret",
        "user_id": "wsuser",
        "user_password": "wsuser_secret",
    }
    assert "http-1" in control.get("/ready").json()["companies"]
    steps = [
        control.put("/companies/http-1/snapshots/a"),
        control.post("/companies/http-1/snapshots/a/restore"),
        control.delete("/companies/http-1/snapshots/a"),
        control.post("/companies/http-1/reset"),
        control.post("/companies/http-1/clone", json={"company_id": "http-2"}),
    ]
    assert [step.status_code for step in steps] == [200, 200, 200, 200, 201]
    content = control.get("/companies/http-1/export").content
    assert control.post("/companies/import?company_id=http-3", content=content).json()["company_id"] == "http-3"
    for company_id in ("http-1", "http-2", "http-3"):
        assert control.delete(f"/companies/{company_id}").status_code == 200
    assert not {"http-1", "http-2", "http-3"} & set(control.get("/ready").json()["companies"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "sentence"),
    [
        ("POST", "/companies", b"{", 422, "the body is not JSON"),
        ("POST", "/companies", b"[]", 422, "the body is not a JSON object"),
        ("POST", "/companies", b'{"templat": "blank"}', 422, "templat is not known here"),
        ("POST", "/companies", b'{"template": 7}', 422, "template: 7 is no string"),
        ("POST", "/companies", b'{"template": "none"}', 404, "there is no template none"),
        ("DELETE", "/companies/nobody", b"", 404, "there is no company nobody"),
        ("POST", "/companies/import", b"text", 422, "this is not an exported company"),
        ("POST", "/shutdown", b"", 422, "runs inside another program"),
    ],
)
def test_refusals_are_one_sentence(
    control: httpx2.Client, method: str, path: str, body: bytes, status: int, sentence: str
) -> None:
    """As JSON, with a status that says whose fault it is."""
    said = control.request(method, path, content=body)
    assert said.status_code == status
    assert sentence in said.json()["error"]


def test_the_description_names_every_route(control: httpx2.Client) -> None:
    """openapi.json is made of the same table as the routes: each of its paths is answered, none by a 404 of ours."""
    document = control.get("/openapi.json").json()
    assert (document["openapi"], document["info"]["version"]) == ("3.1.0", __version__)
    names = [verb["operationId"] for path in document["paths"].values() for verb in path.values()]
    assert len(set(names)) == len(names)
    assert {"createCompany", "resetCompany", "exportCompany", "ready"} <= set(names)
    for path in document["paths"]:
        said = control.request("OPTIONS", path.removeprefix("/_emulator"))
        assert said.status_code == 405, path
    assert control.get("/nowhere").status_code == 404


def test_a_web_page_of_another_site_controls_nothing(emulator: Emulator, control: httpx2.Client) -> None:
    """A browser's marks, and a host name that is none of the emulator's, are refused before any verb."""
    before = control.get("/ready").json()
    for headers in ({"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "rebound.example"}):
        said = control.post("/companies", json={"template": "blank"}, headers=headers)
        assert said.status_code == 403
    assert control.get("/ready").json() == before


def test_plain_programs_need_no_library(emulator: Emulator) -> None:
    """A body without a content type is JSON, as curl sends it with -d."""
    request = urllib.request.Request(
        emulator.address + "/_emulator/companies", data=b'{"template": "blank", "company_id": "curled"}'
    )
    with urllib.request.urlopen(request) as said:
        assert json.load(said)["company_id"] == "curled"
