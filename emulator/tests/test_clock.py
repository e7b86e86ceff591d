"""The clock: read, set, frozen, moved on; and what follows it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from intacct_client import Client
from intacct_emulator import Emulator
from intacct_emulator.clock import Clock

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_a_frozen_clock_stands_and_is_moved() -> None:
    """Frozen at a moment or where it is; set and advanced it goes on standing; resumed it follows its source."""
    moments = iter(NOON + timedelta(seconds=number) for number in range(100))
    clock = Clock(lambda: next(moments))
    assert clock.now() == NOON
    clock.freeze()
    assert {clock.now(), clock.now()} == {NOON + timedelta(seconds=1)}
    clock.advance(timedelta(hours=2))
    assert clock.now() == NOON + timedelta(hours=2, seconds=1)
    clock.set(NOON - timedelta(days=1))
    assert (clock.now(), clock.today().day, clock.frozen) == (NOON - timedelta(days=1), 19, True)
    clock.resume()
    assert (clock.now(), clock.frozen) == (NOON + timedelta(seconds=2), False)


def test_a_clock_that_was_set_goes_on() -> None:
    """From the moment it was set to, as fast as its source."""
    source = [NOON]
    clock = Clock(lambda: source[0])
    clock.set(NOON + timedelta(days=30))
    source[0] += timedelta(minutes=5)
    assert clock.now() == NOON + timedelta(days=30, minutes=5)
    clock.advance(timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=31, minutes=5)


def test_sessions_and_stamps_follow_it(tmp_path: Path) -> None:
    """A session of 360 minutes is dead seven hours later; what is created then bears the new time."""
    with Emulator(companies=["blank"], state_dir=tmp_path, session_minutes=360) as emulator:
        access = emulator.companies.access("blank")
        emulator.clock.freeze(NOON)
        with Client.from_env(access.variables(emulator.url)) as client:
            first = client.session().id
            emulator.clock.advance(timedelta(hours=7))
            client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
            assert client.session().id != first
            (row,) = client.query("CLASS", ["WHENCREATED"])
        assert "19:00:00" in str(row["WHENCREATED"])


@pytest.mark.parametrize("body", [{"now": "tomorrow"}, {}, {"now": 5}])
def test_it_is_controlled_over_http(tmp_path: Path, body: dict[str, object]) -> None:
    """Set, frozen, advanced, resumed; what is no moment is refused."""
    with Emulator(companies=["blank"], state_dir=tmp_path) as emulator:
        clock = emulator.address + "/_emulator/clock"
        frozen = httpx2.post(clock + "/freeze", json={"now": "2030-01-01T00:00:00"}).json()
        assert frozen == {"now": "2030-01-01T00:00:00+00:00", "frozen": True}
        assert httpx2.post(clock + "/advance", json={"seconds": 86400}).json()["now"] == "2030-01-02T00:00:00+00:00"
        assert httpx2.post(clock + "/advance", json={"seconds": 1e15}).status_code == 422
        assert httpx2.put(clock, json=body).status_code == 422
        assert httpx2.put(clock, json={"now": "2030-06-01T02:00:00+02:00"}).json()["now"] == "2030-06-01T00:00:00+00:00"
        assert httpx2.delete(clock).json()["frozen"] is False
        assert httpx2.get(clock).json()["now"][:4] != "2030"
