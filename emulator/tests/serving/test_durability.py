"""What `intacct-emulator serve --data` has answered survives the sudden death of the process."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from asking import envelope
from kept_servers import CUSTOMER, Process, Served, Servers, invoice, servers_of

from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies, begin_company

UNIQUE = "<uniqueid>true</uniqueid><dtdversion>3.0</dtdversion>"
INVOICES = "<query><object>ARINVOICE</object><select><field>RECORDNO</field><field>RECORDID</field></select></query>"
JOURNAL_LINES = (
    "<query><object>GLENTRY</object><select><field>BATCHNO</field><field>ACCOUNTNO</field><field>TR_TYPE</field>"
    "<field>TRX_AMOUNT</field></select><pagesize>2000</pagesize></query>"
)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """Servers with a data folder of the test."""
    with servers_of(tmp_path) as servers:
        yield servers


@pytest.fixture
def spawn(servers: Servers) -> Callable[[], Process]:
    """Starts the command."""
    return servers.spawn


@pytest.fixture
def serve(servers: Servers) -> Callable[[], Served]:
    """Starts the command and waits for its READY line."""
    return servers.serve


def require_whole_books(served: Served, numbers: set[str]) -> None:
    """Exactly these invoices, each once; two journal lines for each, and no others."""
    kept = served.ask(INVOICES).rows()
    assert sorted(str(row["RECORDID"]) for row in kept) == sorted(numbers)
    assert len({row["RECORDNO"] for row in kept}) == len(numbers)
    lines = [(row["ACCOUNTNO"], row["TR_TYPE"], row["TRX_AMOUNT"]) for row in served.ask(JOURNAL_LINES).rows()]
    assert sorted(lines) == sorted([("1200", "1", "12.5"), ("4000", "-1", "12.5")] * len(numbers))


def test_what_was_answered_survives_a_kill(serve: Callable[[], Served]) -> None:
    """The session still works; invoice and journal lines are there once; their function is not run a second time."""
    served = serve()
    session = served.ask("<getAPISession/>").text(".//sessionid") or ""
    assert served.ask(CUSTOMER, session=session).errors == []
    created = served.ask(invoice("KEPT"), session=session, control=UNIQUE)
    assert created.errors == []
    served.kill()

    served = serve()
    require_whole_books(served, {"KEPT"})
    assert served.ask(INVOICES, session=session).rows() == [{"RECORDNO": created.key, "RECORDID": "KEPT"}]
    again = served.ask(invoice("AGAIN"), session=session, control=UNIQUE)
    assert again.texts(".//result/status") == ["failure"]
    assert [text for _, text in again.errors][:1] == ["The function with control ID 'f1' has already been executed."]
    require_whole_books(served, {"KEPT"})

    later = served.ask(invoice("LATER"), session=session)
    assert (later.errors, int(later.key or 0) > int(created.key or 0)) == ([], True)
    assert served.ask("<getAPISession/>").text(".//sessionid") != session


def test_a_kill_amid_writing_loses_no_answer_and_leaves_no_half(serve: Callable[[], Served]) -> None:
    """Every invoice that was answered is there; the one under way is there with its journal lines, or not at all."""
    served = serve()
    assert served.ask(CUSTOMER).errors == []
    answered: set[str] = set()
    enough = threading.Event()

    def create() -> None:
        with httpx2.Client() as client:
            for number in range(100_000):
                body = envelope(invoice(f"I{number}"), company="blank").encode()
                try:
                    answer = client.post(served.url, content=body, timeout=10)
                except httpx2.TransportError:
                    return
                assert b"<status>failure" not in answer.content
                answered.add(f"I{number}")
                if len(answered) == 25:
                    enough.set()

    writer = threading.Thread(target=create)
    writer.start()
    assert enough.wait(10)
    served.kill()
    writer.join(10)
    assert not writer.is_alive()

    served = serve()
    kept = {
        str(row["RECORDID"])
        for row in served.ask(INVOICES.replace("</query>", "<pagesize>2000</pagesize></query>")).rows()
    }
    assert answered <= kept <= {*answered, f"I{len(answered)}"}
    require_whole_books(served, kept)


def test_a_kill_while_the_company_is_made_costs_nothing(
    serve: Callable[[], Served], spawn: Callable[[], Process], tmp_path: Path
) -> None:
    """The next start makes it; a company half made is never served."""
    process = spawn()
    file = tmp_path / "data" / "blank.company.db"
    deadline = time.monotonic() + 10
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.001)
    process.kill()
    process.wait(5)
    assert file.exists()
    served = serve()
    assert served.ask(CUSTOMER).errors == []
    assert served.ask(invoice("FIRST")).errors == []
    require_whole_books(served, {"FIRST"})


def test_a_mirror_that_was_copied_and_not_named_is_copied_again(tmp_path: Path) -> None:
    """What a death between the two steps leaves, a second file of the original, is not served in its place."""
    tenants = Tenants(folder=tmp_path)
    add_named_companies(tenants, ("northfield",))
    original = tenants.company("northfield")
    assert original is not None
    original.records.insert("CLASS", {"CLASSID": "NEW", "NAME": "New"})
    tenants.close()
    shutil.copy(tmp_path / "northfield.company.db", tmp_path / "northfield-sandbox.company.db")

    tenants = Tenants(folder=tmp_path)
    add_named_companies(tenants, ("northfield",))
    assert tenants.company_ids == ("northfield", "northfield-sandbox")
    for company_id in tenants.company_ids:
        company = tenants.company(company_id)
        assert company is not None
        assert company.id == company_id
        assert company.database.path == tmp_path / f"{company_id}.company.db"
        assert company.records.find("CLASS", "NEW") is not None
    tenants.close()


def test_a_company_under_its_own_name_is_begun_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dying between making it like a fixture and naming it leaves nothing that passes for the fixture's company."""

    class Died(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Died

    tenants = Tenants(folder=tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("intacct_emulator.world.loading.replace", die)
        with pytest.raises(Died):
            begin_company(tenants, "mine", "blank")
    company = begin_company(tenants, "mine", "blank")
    assert (company.id, company.made) == ("mine", True)
    company.close()
    tenants.close()
