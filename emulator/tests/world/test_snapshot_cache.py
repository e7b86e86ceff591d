"""Companies kept from one start for the next: the same company, only while nothing changed, and never in the way."""

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import Ask, dumped

from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.resources import fixtures_folder
from intacct_emulator.runtime import build_gateway
from intacct_emulator.settings import load
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants, sender_password_matches
from intacct_emulator.world import building
from intacct_emulator.world.fixtures import CompanyFixture, read_company
from intacct_emulator.world.loading import add_named_companies, begin_company
from intacct_emulator.world.people import UserFixture
from intacct_emulator.world.snapshot_cache import SnapshotCache
from intacct_emulator.world.toml_table import FixtureError

COMPANIES = fixtures_folder() / "companies"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where companies are kept; not made yet."""
    return tmp_path / "state" / "companies"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the companies that were made from their fixtures, in order."""
    seen: list[str] = []
    make = building.build_company

    def noted(tenants: Tenants, company: Company, fixture: CompanyFixture) -> None:
        seen.append(fixture.id)
        make(tenants, company, fixture)

    monkeypatch.setattr(building, "build_company", noted)
    return seen


@pytest.fixture
def start(folder: Path, request: pytest.FixtureRequest) -> Callable[..., Tenants]:
    """Starts a world with the companies of those names, as a new process would."""

    def run(*names: str | Path, data: Path | None = None) -> Tenants:
        tenants = Tenants(folder=data)
        request.addfinalizer(tenants.close)
        add_named_companies(tenants, tuple(map(str, names)), SnapshotCache(folder))
        return tenants

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A fixture of the test's own, given by its path."""
    return Path(shutil.copytree(COMPANIES / "blank", tmp_path / "blank"))


def company_of(tenants: Tenants, company_id: str) -> Company:
    """A company that is there."""
    company = tenants.company(company_id)
    assert company is not None
    return company


def contents(company: Company) -> list[str]:
    """Every table, index, view and row."""
    return dumped(company.database)


def kept(folder: Path) -> list[Path]:
    """The files in the folder."""
    return sorted(folder.iterdir()) if folder.is_dir() else []


# -- the same company


@pytest.mark.parametrize("name", ["blank", "northfield"])
def test_a_second_start_restores_an_equal_company(
    start: Callable[..., Tenants], made: list[str], folder: Path, name: str
) -> None:
    """Made once; every table and row is the same, mirrors included, and one file is kept."""
    first = start(name)
    (file,) = kept(folder)
    before = file.stat()
    second = start(name)
    assert made == [name]
    assert (file.stat().st_mtime_ns, kept(folder)) == (before.st_mtime_ns, [file])
    assert second.company_ids == first.company_ids
    for company_id in first.company_ids:
        one, other = company_of(first, company_id), company_of(second, company_id)
        assert contents(one) == contents(other)
        assert (other.id, other.made, other.profile) == (company_id, True, one.profile)


def rights_of(fixture: CompanyFixture, user: UserFixture) -> dict[tuple[str, str], frozenset[str]] | None:
    """What the roles of a user permit by the fixture; None for one who may do everything."""
    if user.permissions is None:
        return None
    groups = [group for group in fixture.people.groups if user.login in group.members]
    names = {*user.roles, *(role for group in groups for role in group.roles)}
    roles = [role for role in fixture.people.roles if role.name in names]
    return {policy: frozenset(rights) for role in roles for policy, rights in role.permissions.items()}


def test_senders_and_users_sign_in(start: Callable[..., Tenants], made: list[str]) -> None:
    """With their passwords and no others, in the company and its mirror, with the rights they had."""
    start("northfield")
    tenants = start("northfield")
    assert made == ["northfield"]
    fixture = read_company("northfield")
    for sender in fixture.senders:
        known = tenants.sender(sender.id)
        assert known is not None
        assert sender_password_matches(known, sender.password)
        assert not sender_password_matches(known, sender.password.upper())
    for company_id in ("northfield", "northfield-sandbox"):
        users = company_of(tenants, company_id).users
        for user in fixture.users:
            signed_in = users.sign_in(user.login, user.password)
            assert signed_in is not None
            assert (signed_in.rights, signed_in.entities) == (rights_of(fixture, user), user.entities)
            assert users.sign_in(user.login, user.password + "x") is None


def test_a_restored_company_works(start: Callable[..., Tenants], made: list[str]) -> None:
    """What the company defined for itself is there; a write is trailed, and reaches neither mirror nor kept file."""
    start("northfield")
    tenants = start("northfield")
    company = company_of(tenants, "northfield")
    assert company.customization == read_company("northfield").customization
    gateway = XmlGateway(tenants)
    ask = Ask(gateway)
    letters = "<query><object>engagement_letter</object><select><field>id</field></select></query>"
    assert ask.of(letters).rows()
    region = "<create><REGION><name>Far North</name></REGION></create>"
    customer = "<create><CUSTOMER><CUSTOMERID>C-NEW</CUSTOMERID><NAME>New</NAME><CRM_ID>7</CRM_ID></CUSTOMER></create>"
    said = ask.of(region, customer)
    assert said.errors == []
    trailed = company.records.where("AUDITHISTORY", OBJECTTYPE="customer")
    assert [entry.text("ACCESSMODE") for entry in trailed] == ["C"]
    gateway.stop_threads()
    third = start("northfield")
    for other in (company_of(tenants, "northfield-sandbox"), company_of(third, "northfield")):
        assert other.records.find("CUSTOMER", "C-NEW") is None
    assert made == ["northfield"]


def test_the_emulator_keeps_companies_in_its_state_folder(tmp_path: Path, made: list[str]) -> None:
    """As `serve` puts it together: under `companies` in the state folder, for its owner alone."""
    settings = load({"state_dir": tmp_path / "state", "company": "blank"}, {})
    for _ in range(2):
        build_gateway(settings).close()
    assert made == ["blank"]
    assert len(kept(tmp_path / "state" / "companies")) == 1
    assert stat.S_IMODE((tmp_path / "state" / "companies").stat().st_mode) == 0o700


# -- only while nothing changed


def test_a_changed_fixture_is_made_anew(
    start: Callable[..., Tenants], made: list[str], folder: Path, own: Path
) -> None:
    """Edited, added and removed files, and a renamed one: each start has what the folder says now."""
    accounts = own / "10-GLACCOUNT.csv"
    lines = accounts.read_text(encoding="utf-8")
    start(own)

    accounts.write_text(lines.replace("4000,", "4001,"), encoding="utf-8")
    company = company_of(start(own), "blank")
    assert company.records.find("GLACCOUNT", "4001") is not None
    assert company.records.find("GLACCOUNT", "4000") is None

    extra = own / "40-CLASS.csv"
    extra.write_text("CLASSID,NAME\nX,Extra\n", encoding="utf-8")
    assert company_of(start(own), "blank").records.find("CLASS", "X") is not None

    extra.rename(own / "40-DEPARTMENT.csv")
    (own / "40-DEPARTMENT.csv").write_text("DEPARTMENTID,TITLE\nX,Extra\n", encoding="utf-8")
    company = company_of(start(own), "blank")
    assert company.records.find("CLASS", "X") is None
    assert company.records.find("DEPARTMENT", "X") is not None

    toml = own / "company.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("wsuser_secret", "another"), encoding="utf-8")
    users = company_of(start(own), "blank").users
    assert (users.sign_in("wsuser", "wsuser_secret"), users.sign_in("wsuser", "another") is None) == (None, False)

    assert made == ["blank"] * 5
    assert len(kept(folder)) == 1
    start(own)
    assert made == ["blank"] * 5


def test_a_changed_package_makes_companies_anew(
    start: Callable[..., Tenants],
    made: list[str],
    folder: Path,
    own: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Code and catalogue count, wherever they lie in the package; what Python compiles from them does not."""
    package = tmp_path / "package"
    (package / "books" / "__pycache__").mkdir(parents=True)
    code, data = package / "books" / "posting.py", package / "object.json"
    code.write_text("a", encoding="utf-8")
    monkeypatch.setattr("intacct_emulator.world.snapshot_cache.PACKAGE", package)

    def makes_anew() -> bool:
        before = len(made)
        start(own)
        return len(made) > before

    assert makes_anew()
    assert not makes_anew()
    code.write_text("ab", encoding="utf-8")
    assert makes_anew()
    status = code.stat()
    os.utime(code, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert makes_anew()
    data.write_text("{}", encoding="utf-8")
    assert makes_anew()
    (package / "books" / "__pycache__" / "posting.py").write_text("x", encoding="utf-8")
    (package / "notes.txt").write_text("x", encoding="utf-8")
    assert not makes_anew()
    data.unlink()
    assert makes_anew()
    assert len(kept(folder)) == 1


def test_what_is_kept_of_others_stays(start: Callable[..., Tenants], made: list[str], folder: Path, own: Path) -> None:
    """Keeping a company again removes its own earlier copy, not that of one whose name begins alike."""
    longer = own.with_name("blank-more")
    shutil.copytree(own, longer)
    start(own, longer)
    (own / "40-CLASS.csv").write_text("CLASSID,NAME\nX,Extra\n", encoding="utf-8")
    start(own, longer)
    assert len(made) == 3
    assert sorted(path.name.rpartition("-")[0] for path in kept(folder)) == ["blank", "blank-more"]


@pytest.mark.parametrize("source", ["./northfield", "../here/northfield"])
def test_a_relative_folder_is_not_a_shipped_company(
    start: Callable[..., Tenants], made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """Its own files count, even where a shipped company of that name was kept."""
    start("northfield")
    folder = tmp_path / "here" / "northfield"
    folder.mkdir(parents=True)
    (folder / "company.toml").write_text("garbage", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(FixtureError, match=r"northfield/company\.toml: not TOML"):
        start(source)
    assert made == ["northfield"]


def test_a_relative_folder_is_kept_as_any_other(
    start: Callable[..., Tenants], made: list[str], own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made once, and anew when it changed."""
    monkeypatch.chdir(own.parent)
    for _ in range(2):
        assert start("./blank").company_ids == ("blank",)
    assert made == ["blank"]
    (own / "40-CLASS.csv").write_text("CLASSID,NAME\nX,Extra\n", encoding="utf-8")
    assert company_of(start("./blank"), "blank").records.find("CLASS", "X") is not None
    assert made == ["blank"] * 2


def test_a_relative_folder_is_not_a_company_begun_under_an_own_id(
    start: Callable[..., Tenants], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`./mine` is a folder, also where the data folder keeps a company `mine`."""
    data = tmp_path / "data"
    tenants = Tenants(folder=data)
    begin_company(tenants, "mine", "blank").close()
    tenants.close()
    served = start("mine", data=data)
    assert served.company_ids == ("mine",)
    served.close()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FixtureError, match="there is no such file"):
        start("./mine", data=data)


# -- never in the way


def nothing(_: Path) -> bytes:
    return b""


def noise(_: Path) -> bytes:
    return b"this is no database at all, " * 1000


def half(file: Path) -> bytes:
    return file.read_bytes()[: file.stat().st_size // 2]


def a_hole(file: Path) -> bytes:
    whole = file.read_bytes()
    third = len(whole) // 3
    return whole[:third] + bytes(third) + whole[2 * third :]


def all_but_the_beginning(file: Path) -> bytes:
    return bytes(100) + file.read_bytes()[100:]


def another_database(file: Path) -> bytes:
    other = file.with_suffix(".other")
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE kept_text (wrong)")
    connection.commit()
    connection.close()
    try:
        return other.read_bytes()
    finally:
        other.unlink()


def no_senders(file: Path) -> bytes:
    return beside(file, '{"mirrors": []}')


def no_json(file: Path) -> bytes:
    return beside(file, "{")


def beside(file: Path, text: str) -> bytes:
    """The file with another text kept in it."""
    connection = sqlite3.connect(file)
    connection.execute("UPDATE kept_text SET text = ? WHERE name = 'kept beside'", (text,))
    assert connection.total_changes == 1
    connection.commit()
    connection.close()
    return file.read_bytes()


@pytest.mark.parametrize(
    "damage", [nothing, noise, half, a_hole, all_but_the_beginning, another_database, no_senders, no_json]
)
def test_a_damaged_file_is_ignored_and_replaced(
    start: Callable[..., Tenants], made: list[str], folder: Path, own: Path, damage: Any
) -> None:
    """The company is made anew, whole, and what is kept then is sound."""
    start(own)
    (file,) = kept(folder)
    file.write_bytes(damage(file))
    company = company_of(start(own), "blank")
    assert company.records.find("GLACCOUNT", "4000") is not None
    assert company.users.sign_in("wsuser", "wsuser_secret") is not None
    assert made == ["blank"] * 2
    third = start(own)
    assert made == ["blank"] * 2
    assert [line for line in contents(company_of(third, "blank")) if "GLACCOUNT" in line]
    assert kept(folder) == [file]


def test_a_folder_that_cannot_be_one_is_ignored(start: Callable[..., Tenants], made: list[str], folder: Path) -> None:
    """With a file in its place each start makes the company, and says nothing."""
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way", encoding="utf-8")
    for _ in range(2):
        assert start("blank").company_ids == ("blank",)
    assert made == ["blank"] * 2
    assert folder.read_text(encoding="utf-8") == "in the way"


def test_a_folder_where_the_file_would_be_is_ignored(
    start: Callable[..., Tenants], made: list[str], folder: Path
) -> None:
    """What cannot be replaced stays, nothing half written stays beside it, and the company is made."""
    start("blank")
    (file,) = kept(folder)
    file.unlink()
    file.mkdir()
    for _ in range(2):
        assert start("blank").company_ids == ("blank",)
    assert made == ["blank"] * 3
    assert kept(folder) == [file]


def test_a_read_only_copy_is_restored_and_not_touched(
    start: Callable[..., Tenants], made: list[str], folder: Path
) -> None:
    """Restoring writes nothing beside the file, so that many processes may do it, and a folder that was frozen too."""
    start("blank")
    (file,) = kept(folder)
    before = file.read_bytes()
    file.chmod(0o400)
    restored = start("blank")
    assert made == ["blank"]
    assert kept(folder) == [file]
    assert file.read_bytes() == before
    assert company_of(restored, "blank").made


def test_many_starts_at_once_keep_one_company(made: list[str], folder: Path) -> None:
    """Each of them serves, none leaves anything unfinished, and what is kept is whole."""
    served: list[tuple[str, ...]] = []
    together = threading.Barrier(6)

    def run() -> None:
        tenants = Tenants()
        together.wait(5)
        add_named_companies(tenants, ("blank",), SnapshotCache(folder))
        served.append(tenants.company_ids)
        tenants.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert served == [("blank",)] * 6
    assert len(kept(folder)) == 1
    before = len(made)
    tenants = Tenants()
    add_named_companies(tenants, ("blank",), SnapshotCache(folder))
    assert len(made) == before
    assert company_of(tenants, "blank").users.sign_in("wsuser", "wsuser_secret") is not None
    tenants.close()


def test_no_password_is_kept_in_plain_text(start: Callable[..., Tenants], folder: Path) -> None:
    """Neither a sender's nor a user's, in any file of the folder."""
    start("northfield")
    fixture = read_company("northfield")
    secrets = [*(sender.password for sender in fixture.senders), *(user.password for user in fixture.users)]
    assert len(secrets) == 4
    for file in kept(folder):
        everything = file.read_bytes()
        assert b"wsuser" in everything
        assert [secret for secret in secrets if secret.encode() in everything] == []


def test_companies_of_a_data_folder_have_nothing_to_do_with_it(
    start: Callable[..., Tenants], made: list[str], folder: Path, tmp_path: Path
) -> None:
    """They are made for their folder, kept there, and nowhere else; a copy kept by others is not taken."""
    start("blank", data=tmp_path / "one")
    assert (made, kept(folder)) == (["blank"], [])
    start("blank")
    (file,) = kept(folder)
    before = file.read_bytes()
    writing = start("blank", data=tmp_path / "two")
    company = company_of(writing, "blank")
    assert made == ["blank"] * 3
    assert company.database.path == tmp_path / "two" / "blank.company.db"
    company.records.insert("CLASS", {"CLASSID": "MINE", "NAME": "Mine"})
    writing.close()
    assert company_of(start("blank", data=tmp_path / "two"), "blank").records.find("CLASS", "MINE") is not None
    assert company_of(start("blank"), "blank").records.find("CLASS", "MINE") is None
    assert made == ["blank"] * 3
    assert (kept(folder), file.read_bytes()) == ([file], before)
