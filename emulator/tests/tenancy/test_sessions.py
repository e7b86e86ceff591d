"""Sessions: whose they are, how long they live, and that no two have one id."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asking import Ask, Said

from intacct_emulator.clock import Clock
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies

READ = "<read><object>CLASS</object><keys>1</keys><fields>CLASSID</fields></read>"


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


def test_what_expired_is_forgotten_when_another_is_opened(tmp_path: Path) -> None:
    """Sessions of clients that never come back do not pile up: after a restart only the live one is known."""
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    tenants = Tenants(folder=tmp_path, clock=Clock(lambda: moment), session_duration=timedelta(hours=1))
    dead = tenants.sessions.open("company", "user", "sender", None)
    moment += timedelta(hours=2)
    live = tenants.sessions.open("company", "user", "sender", None)
    tenants.close()
    moment -= timedelta(hours=2)
    again = Tenants(folder=tmp_path, clock=Clock(lambda: moment), session_duration=timedelta(hours=1))
    assert again.sessions.use(dead.id) is None
    assert again.sessions.use(live.id) is not None
    again.close()


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
