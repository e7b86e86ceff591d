"""Many requests at once: a company that is busy delays its own callers and nobody else."""

import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from typing import Any

import httpx2
import pytest
from asking import ENDPOINT, Said, envelope, invoice, line

from intacct_emulator import Emulator
from intacct_emulator.functions.registry import MODULES, Registry
from intacct_emulator.gateway.messages import InboundRequest
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import copied

OTHER = "elsewhere"
READ = "<read><object>DEPARTMENT</object><keys>1</keys><fields>DEPARTMENTID</fields></read>"
PAGE = (
    "<readByQuery><object>GLACCOUNT</object><fields>ACCOUNTNO</fields><query></query>"
    "<pagesize>10</pagesize></readByQuery>"
)
NEXT_PAGE = "<readMore><object>GLACCOUNT</object></readMore>"
LEDGER = "<query><object>GLDETAIL</object><select><field>RECORDNO</field></select><pagesize>2000</pagesize></query>"
# Longer than what is answered without a thread, and slow enough to be overtaken many times.
MANY_LINES = 1000


@pytest.fixture
def other(tenants: Tenants, company: Company) -> Company:
    """A second company beside northfield."""
    other = copied(tenants, company, OTHER)
    tenants.add_company(other)
    return other


@pytest.fixture
def gateway(tenants: Tenants) -> Iterator[XmlGateway]:
    """The gateway over both."""
    gateway = XmlGateway(tenants)
    yield gateway
    gateway.stop_threads()


async def ask(gateway: XmlGateway, *functions: str, **options: str) -> Said:
    """One request, in a running loop."""
    body = envelope(*functions, **options).encode()
    answer = await gateway.answer(InboundRequest(body, ENDPOINT, "POST", "R-1"))
    return Said(answer.status, answer.body, answer.gaps)


@contextmanager
def busy(company: Company) -> Iterator[Callable[[], None]]:
    """Another thread works on the company until the end, or until what is given is called."""
    held, done = threading.Event(), threading.Event()

    def work() -> None:
        with company.lock:
            held.set()
            done.wait(20)

    thread = threading.Thread(target=work)
    thread.start()
    assert held.wait(5)
    try:
        yield done.set
    finally:
        done.set()
        thread.join(5)


@asynccontextmanager
async def ticking() -> AsyncIterator[Callable[[], int]]:
    """A task that goes round with the loop, and how often it has."""
    ticks = count()
    last = 0

    async def tick() -> None:
        nonlocal last
        while True:
            last = next(ticks)
            await asyncio.sleep(0.001)

    task = asyncio.create_task(tick())
    yield lambda: last
    task.cancel()


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Runs a test's coroutine; one that hangs fails."""

    async def limited() -> None:
        async with asyncio.timeout(20):
            await story()

    asyncio.run(limited())


def require_balance(company: Company) -> None:
    """Every journal entry balances, and there is at least one."""
    sums = company.database.all("SELECT SUM(TR_TYPE * AMOUNT), COUNT(*) FROM GLENTRY GROUP BY BATCHNO")
    assert sums
    assert {total for total, _ in sums} == {0}


def test_a_busy_company_does_not_delay_another(
    gateway: XmlGateway, company: Company, other: Company, handed_over: Counter[int]
) -> None:
    """Reads, writes and sessions of one company are answered while the other one's caller waits."""

    async def story() -> None:
        with busy(company) as finish:
            waiting = asyncio.create_task(ask(gateway, READ))
            while not handed_over:
                await asyncio.sleep(0)
            for function in (READ, "<getAPISession/>", invoice("B-1")):
                said = await ask(gateway, function, company=OTHER)
                assert said.errors == []
            several = await ask(gateway, READ, invoice("B-2"), company=OTHER)
            assert several.texts(".//result/status") == ["success", "success"]
            assert not waiting.done()
            finish()
            assert (await waiting).errors == []

    run(story)
    assert company.records.where("ARINVOICE") == []
    assert [record.text("RECORDID") for record in other.records.where("ARINVOICE")] == ["B-1", "B-2"]


def test_a_busy_company_does_not_stop_the_loop(gateway: XmlGateway, company: Company) -> None:
    """While a call, even a brief one, waits for its company, other tasks of the loop go on."""

    async def story() -> None:
        async with ticking() as ticks:
            with busy(company) as finish:
                waiting = [asyncio.create_task(ask(gateway, READ)) for _ in range(3)]
                begin = ticks()
                while ticks() < begin + 20:
                    await asyncio.sleep(0.001)
                assert not any(task.done() for task in waiting)
                finish()
                assert [said.errors for said in await asyncio.gather(*waiting)] == [[], [], []]

    run(story)


@pytest.mark.parametrize("slow", [invoice("LONG", lines=line("1.00") * MANY_LINES), LEDGER], ids=["write", "read"])
def test_a_slow_call_is_overtaken_by_other_companies(
    gateway: XmlGateway, company: Company, other: Company, slow: str
) -> None:
    """A call that takes long, whether its request is long or short, leaves the loop free for the other company."""

    async def story() -> None:
        assert (await ask(gateway, invoice("EARLIER", lines=line("1.00") * MANY_LINES))).errors == []
        async with ticking() as ticks:
            running = asyncio.create_task(ask(gateway, slow))
            await asyncio.sleep(0)
            before, overtaken = ticks(), 0
            while not running.done():
                assert (await ask(gateway, READ, company=OTHER)).errors == []
                overtaken += not running.done()
                await asyncio.sleep(0.001)
            assert overtaken >= 1
            assert ticks() > before
        assert (await running).errors == []

    run(story)


@pytest.mark.parametrize("held", [True, False], ids=["while the company is busy", "from the start"])
def test_parallel_creates_end_in_one_consistent_state(gateway: XmlGateway, company: Company, held: bool) -> None:
    """Thirty creates of six tasks, brief and long: each is answered, with a number of its own; the books balance."""

    async def write(writer: int) -> list[str | None]:
        keys = []
        for number in range(5):
            lines = line("10.00") * (40 if number == 2 else 1)
            said = await ask(gateway, invoice(f"W{writer}-{number}", lines=lines))
            assert said.errors == []
            keys.append(said.key)
        return keys

    async def story() -> None:
        with busy(company) as finish:
            writers = [asyncio.create_task(write(writer)) for writer in range(6)]
            if held:
                await asyncio.sleep(0.02)
                assert not any(task.done() for task in writers)
            finish()
            keys = [key for written in await asyncio.gather(*writers) for key in written]
        assert sorted(int(key or 0) for key in keys) == list(range(1, 31))

    run(story)
    invoices = company.records.where("ARINVOICE")
    assert {record.text("RECORDID") for record in invoices} == {f"W{w}-{n}" for w in range(6) for n in range(5)}
    assert len(company.records.where("ARINVOICEITEM")) == 6 * (4 + 40)
    require_balance(company)
    receivable = "SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE ACCOUNTNO = '1200'"
    assert company.database.scalar(receivable) == company.database.scalar("SELECT SUM(TOTALDUE) FROM PRRECORD")


def test_a_number_that_may_be_there_once_is_there_once(gateway: XmlGateway, company: Company) -> None:
    """Of many who create one document number, or send one control id, at once, exactly one succeeds."""

    async def story() -> None:
        same_number = [ask(gateway, invoice("SAME")) for _ in range(8)]
        unique = "<dtdversion>3.0</dtdversion>"
        same_control = [ask(gateway, invoice(f"U{number}"), control=unique) for number in range(8)]
        with busy(company) as finish:
            tasks = [asyncio.create_task(one) for one in (*same_number, *same_control)]
            await asyncio.sleep(0.01)
            finish()
            answers = await asyncio.gather(*tasks)
        for part in (answers[:8], answers[8:]):
            assert sorted(str(said.text(".//result/status")) for said in part) == ["failure"] * 7 + ["success"]

    run(story)
    assert len(company.records.where("ARINVOICE")) == 2
    require_balance(company)


def test_one_that_stops_waiting_does_no_harm(gateway: XmlGateway, company: Company) -> None:
    """A caller that goes away while its company is busy holds nothing: the next ones are answered."""

    async def story() -> None:
        with busy(company) as finish:
            leaving = asyncio.create_task(ask(gateway, invoice("LEFT")))
            staying = asyncio.create_task(ask(gateway, invoice("STAYED")))
            await asyncio.sleep(0.01)
            leaving.cancel()
            finish()
            assert (await staying).errors == []
        assert (await ask(gateway, READ)).errors == []

    run(story)
    assert "STAYED" in [record.text("RECORDID") for record in company.records.where("ARINVOICE")]
    require_balance(company)


def test_over_http_health_and_others_are_answered_while_one_company_is_slow(
    gateway: XmlGateway, company: Company, other: Company, handed_over: Counter[int]
) -> None:
    """One port: control routes and the other company answer, the waiting callers get theirs in the end."""
    answers: list[int] = []

    def create(number: int) -> None:
        answer = httpx2.post(emulator.url, content=envelope(invoice(f"H-{number}")).encode(), timeout=15)
        answers.append(answer.content.count(b"<status>success"))

    with Emulator(companies=["northfield"], gateway=gateway) as emulator, busy(company) as finish:
        callers = [threading.Thread(target=create, args=(number,)) for number in range(4)]
        for caller in callers:
            caller.start()
        deadline = time.monotonic() + 10
        while handed_over.total() < len(callers) and time.monotonic() < deadline:
            time.sleep(0.001)
        with httpx2.Client(timeout=5) as client:
            assert client.get(emulator.address + "/_emulator/health").json()["status"] == "ok"
            assert client.get(emulator.address + "/_emulator/ready").status_code == 200
            said = client.post(emulator.url, content=envelope(invoice("B-1"), company=OTHER).encode())
            assert said.content.count(b"<status>success") == 3
        assert answers == []
        assert all(caller.is_alive() for caller in callers)
        finish()
        for caller in callers:
            caller.join(10)
    assert answers == [3] * 4
    assert sorted(record.text("RECORDID") or "" for record in company.records.where("ARINVOICE")) == [
        f"H-{number}" for number in range(4)
    ]
    assert len(other.records.where("ARINVOICE")) == 1


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How many calls each thread was given."""
    counted: Counter[int] = Counter()
    submit = ThreadPoolExecutor.submit

    def noted(thread: ThreadPoolExecutor, *call: Any, **options: Any) -> Any:
        counted[id(thread)] += 1
        return submit(thread, *call, **options)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", noted)
    return counted


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def in_threads(*works: Callable[[], object]) -> list[BaseException]:
    """Does all of it at once; what went wrong."""
    with ThreadPoolExecutor(len(works)) as threads:
        faults = [done.exception(20) for done in [threads.submit(work) for work in works]]
    return [fault for fault in faults if fault is not None]


@pytest.mark.usefixtures("restless")
def test_companies_share_sessions_and_results_safely(gateway: XmlGateway, company: Company, other: Company) -> None:
    """Sessions and pages are opened and used on several threads at once; none gets lost, none is somebody else's."""
    sessions: list[str] = []

    def caller(company_id: str) -> Callable[[], None]:
        def work() -> None:
            for _ in range(12):
                session = asyncio.run(ask(gateway, "<getAPISession/>", company=company_id)).text(".//sessionid") or ""
                sessions.append(session)
                first = asyncio.run(ask(gateway, PAGE, session=session))
                rest = asyncio.run(ask(gateway, NEXT_PAGE, session=session))
                assert rest.texts(".//companyid") == [company_id]
                assert len({*first.texts(".//ACCOUNTNO"), *rest.texts(".//ACCOUNTNO")}) == 20

        return work

    def opener() -> None:
        for number in range(1000):
            sessions.append(gateway.tenants.sessions.open("northfield", f"u{number}", "local_sender", None).id)

    assert in_threads(caller("northfield"), caller(OTHER), opener, opener) == []
    assert len(set(sessions)) == len(sessions) == 2024
    assert all(gateway.tenants.sessions.use(session) is not None for session in sessions)


@pytest.mark.usefixtures("restless")
def test_a_function_is_not_found_before_its_module_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a function while another thread imports its module waits for the whole of it."""
    registry = Registry()
    registered, complete = threading.Event(), threading.Event()
    importing = threading.Lock()

    def import_module(_: str) -> None:
        with importing:
            if complete.is_set():
                return
            registry.function("getSlow", decode=lambda _: None, evidence=None, source="")(lambda *_: None)  # type: ignore[arg-type]
            registered.set()
            time.sleep(0.02)
            complete.set()

    monkeypatch.setitem(MODULES, "getSlow", "a.slow.module")
    monkeypatch.setattr("importlib.import_module", import_module)
    seen: list[bool] = []

    def second() -> None:
        assert registered.wait(5)
        assert registry.find("getSlow") is not None
        seen.append(complete.is_set())

    assert in_threads(lambda: registry.find("getSlow"), second) == []
    assert seen == [True]
