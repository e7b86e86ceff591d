"""The line that the log has for each request."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Ask, invoice, present

from intacct_client import Client
from intacct_emulator import Emulator
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.journal.journal import Journal
from intacct_emulator.journal.request_log import RequestLog, log
from intacct_emulator.tenancy.tenants import Tenants

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"


@pytest.fixture
def ask(tenants: Tenants, caplog: pytest.LogCaptureFixture) -> Iterator[Ask]:
    """Asks a gateway whose requests are logged, bodies included."""
    caplog.set_level(logging.INFO, log.name)
    journal = Journal(0, 1024, lambda: 2)
    journal.tell(RequestLog(bodies=True).write)
    gateway = XmlGateway(tenants, journal.note)
    yield Ask(gateway)
    gateway.stop_threads()


def test_a_request_is_one_line(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Function and object, how it ended, company and user, time, its id; the facts beside it."""
    ask.of(READ)
    (record,) = caplog.records
    line = record.getMessage()
    assert line.startswith("read CUSTOMER  success  northfield/wsuser  ")
    assert line.endswith("ms  request R-1")
    facts = record.__dict__["exchange"]
    assert (facts["sender"], facts["companies"], facts["http_status"]) == ("local_sender", ["northfield"], 200)


def test_a_failure_names_its_error_and_support_id(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """The support id is the one that the answer shows its reader."""
    said = ask.of(invoice("INV-1", extra="<TERMNAME>Net 7</TERMNAME>"))
    (record,) = caplog.records
    line, facts = record.getMessage(), record.__dict__["exchange"]
    assert "create ARINVOICE  failure  BL01001973 The term name Net 7 is invalid  northfield/wsuser" in line
    (support_id,) = facts["support_ids"]
    assert f"[Support ID: {support_id}]" in said.body.decode()
    assert line.endswith(f"support {support_id}")
    assert facts["errors"][0]["number"] == "BL01001973"


def test_what_is_not_built_is_named(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """A gap is not taken for a fault of the request."""
    ask.of("<installApp><appxml>x</appxml></installApp>")
    assert "not built: function installApp" in caplog.records[0].getMessage()


def test_nothing_of_a_request_ends_the_line(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Line ends and controls in names are blanked, long texts cut."""
    ask.of("<read><object>A&#10;FORGED\u009b31m</object><keys>1</keys><fields>NAME</fields></read>")
    ask.of(f"<read><object>{'X' * 5000}</object><keys>1</keys><fields>NAME</fields></read>")
    for record in caplog.records:
        assert record.getMessage().isprintable()
        assert len(record.getMessage()) < 2000


def test_bodies_are_masked(ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Passwords and sessions are in no part of a record."""
    session = present(ask.of("<getAPISession/>").text(".//sessionid"))
    ask.of(READ, session=session)
    ask.of(READ, password="wrong-password-1")
    logged = json.dumps([record.__dict__["exchange"] for record in caplog.records])
    assert "<object>CUSTOMER</object>" in logged
    for secret in ("local_sender_secret", "wsuser_secret", "wrong-password-1", session):
        assert secret not in logged


def test_a_running_emulator_logs_where_somebody_listens(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """At level info there are lines, whether or not the journal keeps anything; by itself there are none.

    The client signs in, then creates."""
    for level, lines in ((logging.WARNING, 0), (logging.INFO, 2)):
        caplog.clear()
        caplog.set_level(level, log.name)
        with Emulator(companies=["blank"], state_dir=tmp_path, journal=0) as emulator:
            access = emulator.companies.access("blank")
            with Client.from_env(access.variables(emulator.url)) as client:
                client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
        assert len([record for record in caplog.records if record.name == log.name]) == lines
