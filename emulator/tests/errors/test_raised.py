"""Every error of the catalogue is answered to a request: each entry has a row in `error_requests`, which is true."""

import httpx2
import pytest
from asking import Ask, Said
from error_requests import ELSEWHERE, RAISING

from intacct_emulator import Emulator
from intacct_emulator.errors import ErrorDetail, ErrorEntry
from intacct_emulator.errors.page import entries
from intacct_emulator.gateway.messages import Answer, InboundRequest
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants

ENTRIES = {f"{module}.{name}": entry for module, name, entry in entries()}


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[ErrorEntry, ErrorDetail]]:
    """The entries that were filled in, each with its texts: several share theirs, so that the wire cannot tell."""
    seen: list[tuple[ErrorEntry, ErrorDetail]] = []
    fill = ErrorEntry.fill

    def noted(entry: ErrorEntry, **slots: object) -> ErrorDetail:
        detail = fill(entry, **slots)
        seen.append((entry, detail))
        return detail

    monkeypatch.setattr(ErrorEntry, "fill", noted)
    return seen


def answered(said: Said) -> set[tuple[str, ...]]:
    """The errors of an answer: number, description, text and correction, without support ids."""
    names = ("errorno", "description", "description2", "correction")
    texts = ([(error.findtext(name) or "") for name in names] for error in said.root.iter("error"))
    return {(number, about, text.split(" [Support ID")[0], advice) for number, about, text, advice in texts}


@pytest.mark.parametrize("name", RAISING)
def test_the_error_is_raised(
    ask: Ask, tenants: Tenants, company: Company, filled: list[tuple[ErrorEntry, ErrorDetail]], name: str
) -> None:
    """The request's answer has the error, and the error is this entry's and not one that reads like it."""
    row = RAISING[name]
    if row.before:
        assert ask.of(*row.before).errors == []
    if row.prepare is not None:
        row.prepare(tenants, company)
    filled.clear()
    said = ask.raw(row.request)
    details = [detail for entry, detail in filled if entry is ENTRIES[name]]
    texts = {(d.errorno, d.description, d.description2, d.correction) for d in details}
    assert texts & answered(said), (answered(said), [detail for _, detail in filled])


def test_every_error_has_its_request() -> None:
    """Nothing of the catalogue is without proof, nothing is excused that has one, and no row is for nothing."""
    assert set(ENTRIES) - set(RAISING) - set(ELSEWHERE) == set()
    assert set(RAISING) & set(ELSEWHERE) == set()
    assert set(RAISING) | set(ELSEWHERE) <= set(ENTRIES)


def test_a_request_that_is_too_large() -> None:
    """The server answers a body over its limit with the entry's number and text."""
    with Emulator(companies=["blank"], max_request_bytes=1024) as emulator:
        said = httpx2.post(emulator.url, content=b" " * 1025).text
    assert ENTRIES["protocol.REQUEST_TOO_LARGE"].fill(limit=1024).description2 in said


def test_a_gateway_that_breaks() -> None:
    """The server answers for a gateway that raised something unforeseen: 500, and the entry's number."""

    class Broken:
        async def answer(self, request: InboundRequest) -> Answer:
            raise RuntimeError

    with Emulator(companies=["blank"], gateway=Broken()) as emulator:
        said = httpx2.post(emulator.url, content=b"x")
    assert (said.status_code, "<errorno>GW-0001</errorno>" in said.text) == (500, True)
