"""Sessions: whose they are, how long they live, and what one more of them costs."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asking import Ask, Said

from intacct_emulator.clock import Clock
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.runtime import build_gateway
from intacct_emulator.settings import load
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.identifiers import Identifiers
from intacct_emulator.tenancy.sessions import Sessions, hash_of
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>CUSTOMERID</fields></read>"
HOUR = timedelta(hours=1)


class Moment:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database() -> Iterator[Database]:
    """Where sessions are kept."""
    with closing(Database()) as database:
        yield database


def opened(clock: Moment, database: Database) -> Sessions:
    """Sessions that live an hour."""
    return Sessions(database, Clock(clock), Identifiers(), HOUR)


def one_run(tmp_path: Path, seed: int | None, *, user: str, session: str | None = None) -> tuple[str, bool]:
    """In an emulator of its own: the id of the first session, and whether a session id of before is taken."""
    settings = load({"seed": seed, "state_dir": tmp_path, "company": "northfield"}, {})
    gateway = build_gateway(settings)
    try:
        ask = Ask(gateway)
        opened_here = ask.of("<getAPISession/>", user=user, password=f"{user}_secret").text(".//sessionid") or ""
        taken = session is not None and ask.of(READ, session=session).errors == []
    finally:
        gateway.close()
    return opened_here, taken


def test_a_session_of_an_earlier_run_is_refused(tmp_path: Path) -> None:
    """Without a seed two runs share no id, and the id that a client kept is nobody's."""
    first, _ = one_run(tmp_path, None, user="wsuser")
    second, taken = one_run(tmp_path, None, user="wsuser", session=first)
    assert first != second
    assert not taken


def test_a_seed_repeats_the_ids(tmp_path: Path) -> None:
    """With a seed the ids are those of the run before, as the setting says."""
    first, _ = one_run(tmp_path, 7, user="wsuser")
    assert one_run(tmp_path, 7, user="wsuser", session=first) == (first, True)


def test_a_use_prolongs_and_silence_ends(database: Database) -> None:
    """A session that is used every half hour lives on; one that is not ends after the hour, to the second."""
    clock = Moment()
    sessions = opened(clock, database)
    used, idle = (sessions.open("acme", "user", "sender", None).id for _ in range(2))
    clock.now += HOUR / 2
    assert sessions.use(used) is not None
    clock.now += HOUR / 2 - timedelta(seconds=1)
    assert sessions.use(used) is not None
    clock.now += timedelta(seconds=1)
    assert sessions.use(idle) is None
    clock.now += HOUR / 2
    assert sessions.use(used) is not None
    clock.now += HOUR
    assert sessions.use(used) is None
    assert sessions.use(used) is None


def test_expired_sessions_are_forgotten(database: Database) -> None:
    """Opening one drops all that have expired, wherever they stand, and no other."""
    clock = Moment()
    sessions = opened(clock, database)
    old = [sessions.open("acme", "user", "sender", None).id for _ in range(10)]
    clock.now += HOUR / 2
    for session_id in old[::2]:
        sessions.use(session_id)
    clock.now += HOUR / 2
    new = sessions.open("acme", "user", "sender", None).id
    kept = {str(row[0]) for row in database.all("SELECT id FROM session")}
    assert kept == {hash_of(known) for known in (*old[::2], new)}


def test_a_clock_set_back_loses_nobody(database: Database) -> None:
    """A session that was opened before the clock went back is good until its own time, and no longer."""
    clock = Moment()
    sessions = opened(clock, database)
    late = sessions.open("acme", "user", "sender", None).id
    clock.now -= timedelta(hours=3)
    early = sessions.open("acme", "user", "sender", None).id
    clock.now += HOUR * 2
    sessions.open("acme", "user", "sender", None)
    assert sessions.use(early) is None
    assert sessions.use(late) is not None


def test_kept_sessions_expire_in_order(database: Database) -> None:
    """Sessions read from an earlier run's database are dropped as they expire."""
    clock = Moment()
    before = opened(clock, database)
    first = before.open("acme", "user", "sender", None).id
    clock.now += HOUR / 2
    second = before.open("acme", "user", "sender", None).id
    before.use(first)
    after = opened(clock, database)
    clock.now += HOUR - timedelta(minutes=1)
    after.open("acme", "user", "sender", None)
    assert {hash_of(first), hash_of(second)} < {str(row[0]) for row in database.all("SELECT id FROM session")}
    clock.now += timedelta(minutes=1)
    third = after.open("acme", "user", "sender", None).id
    kept = {str(row[0]) for row in database.all("SELECT id FROM session")}
    assert kept.isdisjoint({hash_of(first), hash_of(second)})
    assert hash_of(third) in kept


def test_signing_in_does_not_slow_down(database: Database) -> None:
    """Two thousand sessions more cost no more when twenty thousand are open than when none is."""
    sessions = opened(Moment(), database)

    def seconds() -> float:
        began = time.perf_counter()
        for _ in range(2_000):
            sessions.open("acme", "user", "sender", None)
        return time.perf_counter() - began

    # The least of three: what a busy machine adds is no property of the sessions.
    first = min(seconds() for _ in range(3))
    for _ in range(6):
        seconds()
    assert min(seconds() for _ in range(3)) < 5 * first


@pytest.mark.parametrize(("location", "lands"), [(None, "US"), ("US", "US"), ("CA", None)])
def test_a_user_kept_to_entities_lands_in_the_first(
    ask: Ask, tenants: Tenants, location: str | None, lands: str | None
) -> None:
    """Without naming one the user works in it; an entity that is not the user's is refused."""
    company = tenants.company("northfield")
    assert company is not None
    key = company.records.insert("USERINFO", {"LOGINID": "branch"})
    company.users.add("branch", key, "secret", None, ("US",))
    said = ask.of(READ, user="branch", password="secret", **({"location": location} if location else {}))
    assert said.text("operation/authentication/status") == ("success" if lands else "failure")
    assert said.text("operation/authentication/locationid") == (lands or location)


def session_of(said: Said) -> str:
    """The session an answer opened."""
    session = said.text(".//sessionid")
    assert session
    return session


def test_a_seeded_emulator_started_again_gives_no_id_twice(tmp_path: Path) -> None:
    """The same seed makes the same ids again; those of sessions that are alive are passed over."""
    opened = []
    for _ in range(2):
        tenants = Tenants(folder=tmp_path, seed=1)
        add_named_companies(tenants, ("blank",))
        gateway = XmlGateway(tenants)
        ask = Ask(gateway)
        opened.append(session_of(ask.of("<getAPISession/>", company="blank")))
        for session in opened:
            assert ask.of("<getAPISession/>", session=session).errors == []
        gateway.close()
    assert opened[0] != opened[1]


def test_a_session_that_is_ended_is_over_at_once(database: Database) -> None:
    """It serves no more, others do; ending what is not open is no mistake."""
    sessions = opened(Moment(), database)
    one, other = (sessions.open("acme", "user", "sender", None).id for _ in range(2))
    sessions.end(one)
    sessions.end("nothing-like-one")
    assert sessions.use(one) is None
    assert sessions.use(other) is not None


def test_sessions_go_on_in_memory_where_nothing_can_be_written(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """On a disk that takes no writes a session is opened and serves, and one line says that it ends with the process;
    any other fault of the file is not passed over."""
    sessions = opened(Moment(), database)
    database.execute("PRAGMA query_only = ON")
    session = sessions.open("acme", "user", "sender", None)
    assert sessions.use(session.id) is not None
    assert "will end with this process" in caplog.text
    database.execute("PRAGMA query_only = OFF")
    database.execute("DROP TABLE session")
    with pytest.raises(sqlite3.OperationalError):
        sessions.open("acme", "user", "sender", None)
