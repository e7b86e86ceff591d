"""Every published request that the emulator should understand is understood."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import refused_writes
from asking import Ask
from public_requests import FOLDER, READING, WRITING, Answered, answers, asked_company, public_requests

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published requests are not beside the project")


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
    with asked_company(tmp_path) as ask:
        yield ask


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
        (".STATUS",),
        "0319-query-APBILL-3p 0321-query-APBILL-3p 0322-query-APBILL-3p 0328-query-APDETAIL-3p 0332-query-APPYMT-3p "
        "0362-query-ARINVOICE-3p 0369-query-ARINVOICEITEM-3p 0370-query-ARINVOICEITEM-3p 0372-query-ARPYMT-3p "
        "0374-query-ARPYMT-3p 0444-query-CONTRACTDETAIL-3p 0447-query-CONTRACTDETAIL-3p 0512-query-EEXPENSES-3p "
        "0579-query-GLBATCH-3p 0584-query-GLDETAIL-3p 0587-query-GLDETAIL-3p 0692-query-REVRECSCHEDULEENTRY-3p "
        "0720-query-TASK-3p 0769-query-allocationentry-3p",
    ),
    Refusal(
        "fields that lookup does not list for the object",
        {"XL03000006", "XL03000010"},
        ("cctransaction: [", "class: [", "cctransaction."),
        "0395-query-CCTRANSACTION-3p 0396-query-CCTRANSACTION-3p 0412-query-CLASS-sdk",
    ),
    Refusal(
        "names that stand for any field in unit tests",
        {"XL03000006", "XL03000010"},
        ("supdoc: [F", "supdoc.F"),
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
        ("invalid or expired resultId", "invalid or expired reportId"),
        "1117-readMore-doc 1119-readMore-3p",
    ),
)


def test_reading(seeded: Ask) -> None:
    """Every published request that only reads is answered; those that are refused are refused for a known reason, and
    the schema refuses only what the gateway's own schema refuses."""
    answered = list(answers(seeded, public_requests(READING)))
    tally(answered)
    assert len(answered) > 700
    assert wrong(answered) == []
    assert [entry.request.id for entry in answered if entry.outcome == "schema" and entry.request.valid] == []
    refused = {request: refusal for refusal in REFUSED for request in refusal.requests.split()}
    errors = {
        entry.request.id: entry.said.errors[0]
        for entry in answered
        if entry.outcome == "error"
        or (entry.outcome == "gap" and entry.said.body.startswith(b"<") and entry.said.errors)
    }
    assert errors.keys() - refused.keys() == set(), "errors without a reason"
    assert refused.keys() - errors.keys() == set(), "reasons without an error"
    for request, (errorno, text) in errors.items():
        assert errorno in refused[request].errornos, request
        assert any(part in text for part in refused[request].texts), (request, text)


def test_writing(seeded: Ask) -> None:
    """Published requests that write are written, or refused with the very error that `refused_writes.tsv` has, for the
    reason under which it stands there; the schema refuses only what the gateway's own schema refuses."""
    answered = list(answers(seeded, public_requests(WRITING)))
    tally(answered)
    assert len(answered) > 300
    assert wrong(answered) == []
    assert [entry.request.id for entry in answered if entry.outcome == "schema" and entry.request.valid] == []
    said, pinned = refused_writes.table(answered), refused_writes.pinned()
    assert refused_writes.UNEXPLAINED not in said
    assert said == pinned, "see refused_writes.py"
