"""Companies for tests: northfield is loaded once a process, and every test gets a copy of its own."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from asking import Ask
from hypothesis import settings
from trading import Trader

from intacct_emulator.clock import Clock
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies, copied

# A slow machine is no failure: nothing is tested for how long one example takes.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much of what is drawn at random is tried: little at each change, more now and then."""
    parser.addoption("--envelopes", type=int, default=3000, help="generated requests to northfield; half to lakeshore")
    parser.addoption("--kills", type=int, default=10, help="how often a loaded server is killed")


@pytest.fixture(autouse=True)
def no_database_stays_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that leaves a database open which it opened itself: on later Pythons the warning about it hits
    whatever test runs when the garbage is collected."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    yield
    left = [connection for connection in opened if is_open(connection)]
    for connection in left:
        connection.close()
    assert left == []


def is_open(connection: sqlite3.Connection) -> bool:
    """Whether nobody has closed it."""
    try:
        connection.execute("SELECT 1").close()
    except sqlite3.ProgrammingError:
        return False
    return True


@contextmanager
def world_with(name: str) -> Iterator[Tenants]:
    """A world with a shipped company in it."""
    tenants = Tenants(clock=Clock(lambda: NOW), seed=1)
    add_named_companies(tenants, (name,))
    yield tenants
    tenants.close()


@contextmanager
def world_like(loaded: Tenants, name: str) -> Iterator[Tenants]:
    """A world of its own, with a copy of a company of another one and its sender."""
    tenants = Tenants(clock=Clock(lambda: NOW), seed=1)
    tenants.add_sender("local_sender", "local_sender_secret")
    original = loaded.company(name)
    assert original is not None
    tenants.add_company(copied(tenants, original, name))
    yield tenants
    tenants.close()


@pytest.fixture(scope="session")
def loaded() -> Iterator[Tenants]:
    """A world with northfield in it, not to be written to."""
    with world_with("northfield") as tenants:
        yield tenants


@pytest.fixture
def tenants(loaded: Tenants) -> Iterator[Tenants]:
    """A world of its own for one test, with a copy of northfield and its sender."""
    with world_like(loaded, "northfield") as tenants:
        yield tenants


@pytest.fixture
def company(tenants: Tenants) -> Company:
    """Northfield, as loaded."""
    company = tenants.company("northfield")
    assert company is not None
    return company


@pytest.fixture
def ask(tenants: Tenants) -> Iterator[Ask]:
    """Sends requests through the whole gateway."""
    gateway = XmlGateway(tenants)
    yield Ask(gateway)
    gateway.stop_threads()


@pytest.fixture(scope="session")
def traders() -> Iterator[Tenants]:
    """A world with lakeshore in it, not to be written to."""
    with world_with("lakeshore") as tenants:
        yield tenants


@pytest.fixture
def lakeshore(traders: Tenants) -> Iterator[Trader]:
    """A copy of lakeshore, which keeps books in two currencies, and whoever asks it."""
    with world_like(traders, "lakeshore") as tenants:
        company = tenants.company("lakeshore")
        assert company is not None
        gateway = XmlGateway(tenants)
        yield Trader(Ask(gateway), company)
        gateway.stop_threads()


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """The moment of an ISO text, in UTC."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC)
