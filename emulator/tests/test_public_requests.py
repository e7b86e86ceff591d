"""Every published request that the emulator should understand is understood."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asking import Ask
from public_requests import FOLDER, READING, WRITING, Answered, PublicRequest, prepared, public_requests, seed

from intacct_emulator.clock import Clock
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.fixtures import read_company
from intacct_emulator.world.loading import add_companies

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published requests are not beside the project")

_NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Refusal:
    """Why some requests are refused, with what numbers and texts. Each of them is."""

    reason: str
    errornos: set[str]
    texts: tuple[str, ...]
    requests: str


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[Ask]:
    """A company with what the requests ask for. What jobs deliver goes to the test's own folder."""
    tenants = Tenants(folder=tmp_path, clock=Clock(lambda: _NOW), seed=1)
    add_companies(tenants, prepared(read_company("northfield")))
    company = tenants.company("northfield")
    assert company is not None
    gateway = XmlGateway(tenants)
    ask = Ask(gateway)
    seed(ask, company)
    yield ask
    gateway.stop_threads()
    tenants.close()


def answers(ask: Ask, requests: Iterable[PublicRequest], caplog: pytest.LogCaptureFixture) -> Iterator[Answered]:
    for request in requests:
        caplog.clear()
        said = ask.raw(request.body)
        if any(record.exc_info for record in caplog.records):
            outcome = "traceback"
        elif said.status != 200:
            outcome = "http"
        elif said.gaps:
            outcome = "gap"
        else:
            # Rows as JSON or CSV come without an envelope.
            errors = said.errors if said.body.startswith(b"<") else []
            outcome = "schema" if any(number == "XL03000003" for number, _ in errors) else "error" if errors else "ok"
        yield Answered(request, said, outcome)


def wrong(answered: Iterable[Answered]) -> list[tuple[str, str]]:
    """What no request should meet: among it a gap that the catalogue does not tell of, and success of a write that is
    not built."""
    return [
        (entry.request.id, entry.outcome)
        for entry in answered
        if entry.outcome in ("traceback", "http") or (entry.outcome == "gap" and not entry.gaps_are_known)
    ]


def tally(answered: Iterable[Answered]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in answered:
        counts["+".join(dict.fromkeys(entry.request.functions))][entry.outcome] += 1
    for name, outcomes in sorted(counts.items(), key=lambda item: -item[1].total()):
        print(f"{name:30}", *(f"{outcome} {count}" for outcome, count in sorted(outcomes.items())))


REFUSED = (
    Refusal(
        "objects of other companies",
        {"XL03000009", "XXX"},
        ("Object definition ",),
        "0243-lookup-TEST-sdk 0244-lookup-TEST-sdk 1488-readRelated-CUSTOM_OBJECT-sdk",
    ),
    Refusal(
        "names that a client lists and no lookup, page or other client knows",
        {"XL03000009"},
        ("Object definition ",),
        "0424-query-CONFIGURATIONITEMS-3p 0679-query-PURCHASEORDERS-3p 0736-query-TIMEOFFREQUEST-3p",
    ),
    Refusal(
        "a client's default condition on STATUS, which lookup does not list for the object",
        {"XL03000010"},
        ("[STATUS]",),
        "0319-query-APBILL-3p 0321-query-APBILL-3p 0322-query-APBILL-3p 0328-query-APDETAIL-3p 0332-query-APPYMT-3p "
        "0362-query-ARINVOICE-3p 0369-query-ARINVOICEITEM-3p 0370-query-ARINVOICEITEM-3p 0372-query-ARPYMT-3p "
        "0374-query-ARPYMT-3p 0444-query-CONTRACTDETAIL-3p 0447-query-CONTRACTDETAIL-3p 0512-query-EEXPENSES-3p "
        "0579-query-GLBATCH-3p 0584-query-GLDETAIL-3p 0587-query-GLDETAIL-3p "
        "0720-query-TASK-3p 0769-query-allocationentry-3p",
    ),
    Refusal(
        "fields that lookup does not list for the object",
        {"XL03000006", "XL03000010"},
        ("cctransaction: [", "class: ["),
        "0395-query-CCTRANSACTION-3p 0396-query-CCTRANSACTION-3p 0412-query-CLASS-sdk",
    ),
    Refusal(
        "names that stand for any field in unit tests",
        {"XL03000006", "XL03000010"},
        ("supdoc: [F",),
        "1529-get_list-supdoc-sdk 1530-get_list-supdoc-sdk 1531-get_list-supdoc-sdk 1532-get_list-supdoc-sdk",
    ),
    Refusal(
        "a placeholder where a condition should be",
        {"DL02000001"},
        ("There was an error processing the request.",),
        "0789-readByQuery-APBILL-3p 0817-readByQuery-ARINVOICE-3p 0824-readByQuery-ARPYMT-3p "
        "0984-readByQuery-GLENTRY-3p 0985-readByQuery-GLENTRY-3p",
    ),
    Refusal(
        "results that ended long ago",
        {"readMore failed"},
        ("invalid or expired resultId",),
        "1117-readMore-doc 1119-readMore-3p",
    ),
)


def test_reading(seeded: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Every published request that only reads is answered; those that are refused are refused for a known reason, and
    the schema refuses only what the gateway's own schema refuses."""
    caplog.set_level(logging.ERROR)
    answered = list(answers(seeded, public_requests(READING), caplog))
    tally(answered)
    assert len(answered) > 700
    assert wrong(answered) == []
    assert [entry.request.id for entry in answered if entry.outcome == "schema" and entry.request.valid] == []
    refused = {request: refusal for refusal in REFUSED for request in refusal.requests.split()}
    errors = {entry.request.id: entry.said.errors[0] for entry in answered if entry.outcome == "error"}
    assert errors.keys() - refused.keys() == set(), "errors without a reason"
    assert refused.keys() - errors.keys() == set(), "reasons without an error"
    for request, (errorno, text) in errors.items():
        assert errorno in refused[request].errornos, request
        assert any(part in text for part in refused[request].texts), (request, text)


def test_writing(seeded: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Published requests that write are written or refused, in the gateway's way."""
    caplog.set_level(logging.ERROR)
    answered = list(answers(seeded, public_requests(WRITING), caplog))
    tally(answered)
    assert len(answered) > 300
    assert wrong(answered) == []
    assert [entry.request.id for entry in answered if entry.outcome == "schema" and entry.request.valid] == []
