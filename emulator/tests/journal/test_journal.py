"""The journal: what it keeps of an exchange, how it is searched and awaited, and its bounds."""

import asyncio
import gc
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from types import FunctionType, ModuleType

import pytest
from asking import ENDPOINT, Ask, envelope, invoice, line

from intacct_emulator.gateway.messages import InboundRequest
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.journal.idle import WhenIdle
from intacct_emulator.journal.journal import Journal
from intacct_emulator.journal.wanted import Wanted
from intacct_emulator.tenancy.tenants import Tenants

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"
CREATE_CLASS = "<create><CLASS><CLASSID>{0}</CLASSID><NAME>{0}</NAME></CLASS></create>"


@pytest.fixture
def journal() -> Journal:
    """A journal with room; ledger amounts have two decimals."""
    return Journal(100, 1_000_000, lambda: 2)


@pytest.fixture
def watched(tenants: Tenants, journal: Journal) -> Iterator[Ask]:
    """Asks a gateway that the journal watches."""
    gateway = XmlGateway(tenants, journal.note)
    yield Ask(gateway)
    gateway.stop_threads()


def test_a_created_invoice_is_kept_with_what_it_did(watched: Ask, journal: Journal) -> None:
    """An invoice of one line of 100.00 in its own day's summary: 1200, the control account, is debited, 4010 credited;
    records are counted by object."""
    watched.of(invoice("INV-1", lines=line("100.00")))
    (entry,) = journal.find()
    (operation,), (call,) = entry.operations, entry.calls
    assert (entry.request_id, entry.sender, entry.status, entry.succeeded) == ("R-1", "local_sender", 200, True)
    assert (operation.company, operation.user) == ("northfield", "wsuser")
    assert (call.function, call.objects, call.status) == ("create", ("ARINVOICE",), "success")
    written = {name: count for _, name, count in call.written}
    assert {name: written[name] for name in ("ARINVOICE", "ARINVOICEITEM", "GLBATCH", "GLENTRY")} == {
        "ARINVOICE": 1,
        "ARINVOICEITEM": 1,
        "GLBATCH": 1,
        "GLENTRY": 2,
    }
    lines = [(one.account, one.side, one.amount, one.location, one.department) for one in call.journal_lines]
    assert lines == [
        ("1200", "debit", Decimal("100.00"), "US-NYC", "20"),
        ("4010", "credit", Decimal("100.00"), "US-NYC", "20"),
    ]
    assert entry.duration > 0


def test_a_refusal_is_kept_with_its_catalogue_entry(watched: Ask, journal: Journal) -> None:
    """Numbers, texts and the grounds they have; nothing was written."""
    watched.of(invoice("INV-1", extra="<TERMNAME>Net 7</TERMNAME>"))
    (entry,) = journal.find(Wanted(status="failure"))
    first = entry.all_errors[0]
    assert (first.number, first.text, first.evidence) == ("BL01001973", "The term name Net 7 is invalid", "client")
    assert entry.calls[0].written == ()
    assert entry.as_json()["operations"][0]["calls"][0]["errors"][0]["source"] == first.source


def test_nothing_secret_is_kept(watched: Ask, journal: Journal) -> None:
    """Passwords of sender and user, right and wrong, and the ids of sessions, in documents and in everything else."""
    said = watched.of("<getAPISession/>")
    session = said.text(".//sessionid")
    assert session
    watched.of(READ, session=session)
    watched.of(READ, password="wrong-password-1")
    watched.of(READ, sender_password="wrong-password-2")
    watched.raw(envelope(READ, password="wrong-password-3").replace("</login>", "").encode())
    kept = repr([(entry.as_json(documents=True), repr(entry)) for entry in journal.find()])
    for secret in ("local_sender_secret", "wsuser_secret", "wrong-password", session):
        assert secret not in kept
    assert kept.count("***") >= 5


def test_entries_are_found_by_what_they_are_about(watched: Ask, journal: Journal) -> None:
    """Each filter alone; function and object have to be those of one and the same call."""
    watched.of(READ)
    watched.of(CREATE_CLASS.format("ONE"), READ)
    watched.of(invoice("INV-1", extra="<TERMNAME>Net 7</TERMNAME>"), user="argl_user", password="argl_user_secret")
    watched.of(READ, password="wrong")
    watched.of(READ, company="northfield-sandbox")

    def numbers(**wanted: object) -> list[int]:
        return [entry.number for entry in journal.find(Wanted(**wanted))]  # type: ignore[arg-type]

    assert numbers() == [1, 2, 3, 4, 5]
    assert numbers(function="create") == [2, 3]
    assert numbers(function="CREATE", object="class") == [2]
    assert numbers(function="create", object="CUSTOMER") == []
    assert numbers(object="CUSTOMER") == [1, 2]
    assert numbers(user="argl_user") == [3]
    assert numbers(status="failure") == [3, 4, 5]
    assert numbers(status="success", after=1) == [2]
    assert numbers(error="BL01001973") == [3]
    assert numbers(company="northfield") == [1, 2, 3, 4]
    assert [entry.number for entry in journal.find(most=2)] == [4, 5]


def test_gaps_are_found(watched: Ask, journal: Journal) -> None:
    """A function that is not built is told apart from a failure of the request."""
    watched.of("<installApp><appxml>x</appxml></installApp>")
    watched.of(READ)
    assert [entry.gaps for entry in journal.find(Wanted(gaps=True))] == [("function installApp",)]
    assert len(journal.find(Wanted(gaps=False))) == 1


def test_it_is_bounded_in_number_and_in_bytes(tenants: Tenants) -> None:
    """The oldest leave; one that is larger than everything is still kept alone."""
    few, small = Journal(3, 1_000_000, lambda: 2), Journal(100, 5_000, lambda: 2)
    for journal in (few, small):
        ask = Ask(gateway := XmlGateway(tenants, journal.note))
        for _ in range(10):
            ask.of(READ)
        gateway.stop_threads()
    assert [entry.number for entry in few.find()] == [8, 9, 10]
    sizes = [entry.size for entry in small.find()]
    assert sum(sizes) <= 5_000
    assert 0 < len(sizes) < 10
    huge = Journal(100, 1, lambda: 2)
    ask = Ask(gateway := XmlGateway(tenants, huge.note))
    ask.of(READ)
    ask.of(READ)
    gateway.stop_threads()
    assert [entry.number for entry in huge.find()] == [2]


def test_a_background_job_is_awaited(watched: Ask, journal: Journal) -> None:
    """`wait` returns when the entry is there and not before; when it does not come, with what there is."""

    def job() -> None:
        time.sleep(0.1)
        watched.of(CREATE_CLASS.format("ONE"))

    thread = threading.Thread(target=job)
    thread.start()
    found = journal.wait(Wanted(function="create"), timeout=30)
    thread.join()
    assert [entry.calls[0].function for entry in found] == ["create"]
    begun = time.monotonic()
    assert len(journal.wait(Wanted(function="create"), count=2, timeout=0.1)) == 1
    assert time.monotonic() - begun >= 0.1


def test_it_is_cleared_as_a_whole_or_for_one_company(watched: Ask, journal: Journal) -> None:
    """Numbers go on counting, so that `after` keeps its meaning."""
    watched.of(READ)
    watched.of(READ, company="nowhere")
    journal.clear("northfield")
    assert [entry.number for entry in journal.find()] == [2]
    journal.clear()
    watched.of(READ)
    assert [entry.number for entry in journal.find()] == [3]


def test_an_exchange_is_masked_when_nobody_asks_for_anything(tenants: Tenants, journal: Journal) -> None:
    """Nobody looks; within a second of quiet nothing in the process's journal holds the passwords any more."""
    gateway = XmlGateway(tenants, journal.note)

    async def ask_and_wait() -> tuple[bool, bool]:
        await gateway.answer(InboundRequest(envelope(READ).encode(), ENDPOINT, "POST", "R-1"))
        before = _holds(journal, "wsuser_secret")
        deadline = time.monotonic() + 10
        while _holds(journal, "wsuser_secret") and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        return before, _holds(journal, "wsuser_secret")

    assert asyncio.run(ask_and_wait()) == (True, False)
    gateway.stop_threads()
    (entry,) = journal.find()
    assert (entry.request_id, entry.succeeded) == ("R-1", True)


def test_a_busy_gateway_is_not_held_up() -> None:
    """Masking waits while 20 requests come in a quarter of a second, and goes on in slices afterwards."""
    requests, steps = [0], iter((True, False))
    done: list[float] = []

    def step(seconds: float) -> bool:
        done.append(seconds)
        return next(steps)

    async def work() -> int:
        idle = WhenIdle(lambda: requests[0], step)
        idle.plan()
        for _ in range(40):
            requests[0] += 5
            idle.plan()
            await asyncio.sleep(0.01)
        while_busy = len(done)
        deadline = time.monotonic() + 10
        while len(done) < 2 and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        return while_busy

    assert asyncio.run(work()) == 0
    assert len(done) == 2


def _holds(journal: Journal, text: str) -> bool:
    """Whether a text is in anything the journal refers to."""
    found, waiting, seen = False, [journal], set[int]()
    while waiting and not found:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        found = (isinstance(one, str) and text in one) or (isinstance(one, bytes) and text.encode() in one)
        waiting += gc.get_referents(one)
    return found
