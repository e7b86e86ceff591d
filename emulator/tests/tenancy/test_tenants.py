"""Companies, users, sessions and result sets of one emulator."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asking import Ask, invoice
from kept_companies import SESSION_OF_FORMAT_0, folder_of_format_0

from intacct_emulator.clock import Clock
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.identifiers import Identifiers
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies

READ_MORE = "<readMore><resultId>{}</resultId></readMore>"
FIRST_PAGE = (
    "<readByQuery><object>GLACCOUNT</object><fields>ACCOUNTNO</fields><query></query>"
    "<pagesize>40</pagesize></readByQuery>"
)


def test_data_folder_keeps_companies_and_sessions(tmp_path: Path) -> None:
    """What was answered before a restart is there after it: invoice, journal lines, session."""
    before = Tenants(folder=tmp_path, seed=1)
    add_named_companies(before, ("northfield",))
    gateway = XmlGateway(before)
    session = Ask(gateway).of("<getAPISession/>").text(".//sessionid") or ""
    assert Ask(gateway).of(invoice("KEPT"), session=session).errors == []
    gateway.close()
    after = Tenants(folder=tmp_path, seed=1)
    add_named_companies(after, ("northfield",))
    gateway = XmlGateway(after)
    read = "<readByQuery><object>ARINVOICE</object><fields>RECORDID</fields><query></query></readByQuery>"
    said = Ask(gateway).of(read, session=session)
    assert said.texts(".//arinvoice/RECORDID") == ["KEPT"]
    assert Ask(gateway).of(invoice("KEPT"), session=session).errors[0][0] == "BL03002185"
    assert Ask(gateway).of("<getAPISession/>").text(".//sessionid") not in (None, session)
    gateway.close()


def test_mirror_starts_as_a_copy_and_goes_its_own_way(loaded: Tenants) -> None:
    """The mirror has the records and users of its original, under its own id, in its own database."""
    original, mirror = loaded.company("northfield"), loaded.company("northfield-sandbox")
    assert original is not None
    assert mirror is not None
    assert (original.id, mirror.id) == ("northfield", "northfield-sandbox")
    assert [record.id for record in original.records.where("CUSTOMER")] == [
        record.id for record in mirror.records.where("CUSTOMER")
    ]
    assert mirror.users.sign_in("wsuser", "wsuser_secret") is not None
    assert original.database is not mirror.database


def test_passwords_are_kept_hashed(company: Company) -> None:
    """No table of the company holds a password."""
    assert company.users.sign_in("wsuser", "wsuser_secret") is not None
    assert company.users.sign_in("wsuser", "WSUSER_SECRET") is None
    rows = company.database.all("SELECT * FROM sign_in")
    assert rows
    assert not any("secret" in str(value) for row in rows for value in row)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_a_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the umask: folders 700, every file 600, while the emulator runs."""
    before = os.umask(0)
    try:
        tenants = Tenants(folder=tmp_path / "above" / "books")
        add_named_companies(tenants, ("blank",))
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "above").rglob("*")}
    assert modes.pop("books") == 0o700
    assert {"emulator.db", "emulator.lock", "blank.company.db"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    tenants.close()


def test_session_ids_are_kept_as_hashes_and_known_again(tmp_path: Path) -> None:
    """No file of the folder holds a live session id, one of release 0.1.0 included, and both go on being used."""
    folder = folder_of_format_0(tmp_path)
    tenants = Tenants(folder=folder, clock=Clock(lambda: datetime(2026, 11, 20, 10, tzinfo=UTC)))
    new = tenants.sessions.open("blank", "wsuser", "local_sender", None)
    old = tenants.sessions.use(SESSION_OF_FORMAT_0)
    assert old is not None
    assert (old.id, old.company, old.login) == (SESSION_OF_FORMAT_0, "blank", "wsuser")
    tenants.close()
    for session_id in (new.id, SESSION_OF_FORMAT_0):
        assert not any(session_id.encode() in path.read_bytes() for path in folder.iterdir())
    again = Tenants(folder=folder, clock=Clock(lambda: datetime(2026, 11, 20, 11, tzinfo=UTC)))
    found = again.sessions.use(new.id)
    assert found is not None
    assert found.id == new.id
    assert again.sessions.use("unknown") is None
    again.close()


def test_result_sets_belong_to_their_session(ask: Ask) -> None:
    """readMore continues in the session that began, page by page to the end, and in no other."""
    mine = ask.of("<getAPISession/>").text(".//sessionid") or ""
    other = ask.of("<getAPISession/>").text(".//sessionid") or ""
    first = ask.of(FIRST_PAGE, session=mine)
    result_id = first.root.find(".//data").get("resultId")
    assert result_id
    stolen = ask.of(READ_MORE.format(result_id), session=other)
    text = f"Attempt to readMore with an invalid or expired resultId: {result_id}"
    assert stolen.errors == [("readMore failed", text)]
    rest = ask.of(READ_MORE.format(result_id), session=mine)
    data = rest.root.find(".//data")
    assert (data.get("numremaining"), data.get("resultId")) == ("0", result_id)
    numbers = [*first.texts(".//ACCOUNTNO"), *rest.texts(".//ACCOUNTNO")]
    assert len(numbers) == len(set(numbers)) == int(data.get("totalcount"))
    assert ask.of(READ_MORE.format(result_id), session=mine).errors[0][0] == "readMore failed"


def test_result_sets_die_unused() -> None:
    """A result that nobody reads for half an hour is gone."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    tenants = Tenants(clock=Clock(lambda: moment), seed=5)
    add_named_companies(tenants, ("blank",))
    gateway = XmlGateway(tenants)
    ask = Ask(gateway)
    session = ask.of("<getAPISession/>", company="blank").text(".//sessionid") or ""
    page = ask.of(FIRST_PAGE.replace("40", "2"), session=session)
    result_id = page.root.find(".//data").get("resultId")
    moment += timedelta(minutes=31)
    assert ask.of(READ_MORE.format(result_id), session=session).errors[0][0] == "readMore failed"
    gateway.close()


def test_identifiers_repeat_with_a_seed_only() -> None:
    """Two emulators with one seed make the same ids; without a seed they do not."""

    def ids(seed: int | None) -> list[str]:
        identifiers = Identifiers(seed)
        return [identifiers.session_id(), identifiers.support_id(), identifiers.result_id()]

    assert ids(7) == ids(7)
    assert not set(ids(None)) & set(ids(None))
    assert ids(None)[0].endswith("..")
    assert "%7E" in ids(None)[1]
