"""Companies on demand: made from fixtures, folders, others and files; put back, taken away; apart from each other."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from intacct_client import AuthenticationError, Client, GatewayError
from intacct_emulator import Emulator
from intacct_emulator.control.access import CompanyAccess
from intacct_emulator.control.failure import AlreadyThereError, NotThereError, UnusableError
from intacct_emulator.resources import company_folder
from intacct_emulator.world.toml_table import FixtureError


def client_of(emulator: Emulator, access: CompanyAccess) -> Client:
    """A client that signs in to a company."""
    return Client.from_env(access.variables(emulator.url))


def classes(emulator: Emulator, access: CompanyAccess) -> list[str]:
    """The ids of a company's classes."""
    with client_of(emulator, access) as client:
        return sorted(row.text("CLASSID") for row in client.query("CLASS", ["CLASSID"]))


def add_class(emulator: Emulator, access: CompanyAccess, class_id: str) -> None:
    """Creates a class."""
    with client_of(emulator, access) as client:
        client.create("CLASS", {"CLASSID": class_id, "NAME": class_id})


def test_a_new_company_is_like_its_fixture_and_apart_from_all_others(emulator: Emulator) -> None:
    """Two companies of one fixture begin alike; what is written in one is not seen in the other, nor in a third one
    that is made afterwards."""
    one, two = emulator.companies.create("blank"), emulator.companies.create("blank")
    add_class(emulator, one, "ONE")
    third = emulator.companies.create("blank")
    assert one.company_id != two.company_id
    assert [classes(emulator, access) for access in (one, two, third)] == [["ONE"], [], []]


def test_a_reset_company_is_what_its_fixture_says(emulator: Emulator) -> None:
    """What was written is gone and the id is kept; a session that was open goes on."""
    access = emulator.companies.create("northfield", "reset-me")
    before = classes(emulator, access)
    with client_of(emulator, access) as client:
        client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
        emulator.companies.reset("reset-me")
        assert sorted(row.text("CLASSID") for row in client.query("CLASS", ["CLASSID"])) == before


def test_a_company_of_the_start_is_reset_too(emulator: Emulator) -> None:
    """Those named by the settings know their fixture."""
    access = emulator.companies.access("blank")
    add_class(emulator, access, "GONE")
    emulator.companies.reset("blank")
    assert classes(emulator, access) == []


def test_a_clone_is_what_the_original_was_and_is_reset_to_that(emulator: Emulator) -> None:
    """Records come along; later ones of either are the other's no more, and reset leads to the moment of cloning."""
    original = emulator.companies.create("blank", "original")
    add_class(emulator, original, "ONE")
    clone = emulator.companies.clone("original", "a-clone")
    add_class(emulator, original, "TWO")
    add_class(emulator, clone, "THREE")
    assert classes(emulator, original) == ["ONE", "TWO"]
    assert classes(emulator, clone) == ["ONE", "THREE"]
    emulator.companies.reset("a-clone")
    assert classes(emulator, clone) == ["ONE"]


def test_snapshots_are_restored_in_any_order(emulator: Emulator) -> None:
    """Each keeps a moment, may be restored more than once, and is replaced by one of the same name."""
    access = emulator.companies.create("blank", "snapped")
    emulator.companies.snapshot("snapped", "empty")
    add_class(emulator, access, "ONE")
    emulator.companies.snapshot("snapped", "one")
    add_class(emulator, access, "TWO")
    seen = []
    for name in ("one", "empty", "one"):
        emulator.companies.restore("snapped", name)
        seen.append(classes(emulator, access))
    assert seen == [["ONE"], [], ["ONE"]]
    emulator.companies.snapshot("snapped", "empty")
    emulator.companies.reset("snapped")
    emulator.companies.restore("snapped", "empty")
    assert classes(emulator, access) == ["ONE"]
    (summary,) = [one for one in emulator.companies.list() if one.company_id == "snapped"]
    assert summary.snapshots == ("one", "empty")


def test_a_deleted_company_is_unknown_with_its_sessions(emulator: Emulator) -> None:
    """Signing in is refused like that of a company that never was; so is a session, also once the id is taken again."""
    access = emulator.companies.create("blank", "short-lived")
    with client_of(emulator, access) as client:
        session = client.session().id.reveal()
    emulator.companies.delete("short-lived")
    with client_of(emulator, access) as client, pytest.raises(GatewayError):
        client.query("CLASS", ["CLASSID"]).all()
    emulator.companies.create("blank", "short-lived")
    only_session = {
        name: value
        for name, value in access.variables(emulator.url).items()
        if name not in ("INTACCT_COMPANY_ID", "INTACCT_USER_ID", "INTACCT_USER_PASSWORD")
    } | {"INTACCT_SESSION_ID": session}
    with Client.from_env(only_session) as client, pytest.raises(AuthenticationError):
        client.query("CLASS", ["CLASSID"]).all()


def test_an_exported_company_is_taken_in_by_another_emulator(emulator: Emulator, tmp_path: Path) -> None:
    """With its records, users and senders, under its own id; a reset leads to what was exported."""
    access = emulator.companies.create("blank", "to-go")
    add_class(emulator, access, "ONE")
    content = emulator.companies.export("to-go")
    assert b"local_sender_secret" not in content
    assert b"wsuser_secret" not in content
    with Emulator(companies=["northfield"], state_dir=tmp_path) as other:
        assert other.companies.import_file(content).company_id == "to-go"
        assert classes(other, access) == ["ONE"]
        add_class(other, access, "TWO")
        other.companies.reset("to-go")
        assert classes(other, access) == ["ONE"]


def test_what_is_no_exported_company_is_refused(emulator: Emulator) -> None:
    """Text, a cut-off file and a company that is there already leave nothing behind."""
    emulator.companies.create("blank", "there")
    content = emulator.companies.export("there")
    before = [one.company_id for one in emulator.companies.list()]
    for wrong, error in ((b"text", UnusableError), (content[:8000], UnusableError), (content, AlreadyThereError)):
        with pytest.raises(error):
            emulator.companies.import_file(wrong)
    assert [one.company_id for one in emulator.companies.list()] == before


def test_a_folder_of_ones_own_is_a_template_and_a_company_of_the_start(tmp_path: Path) -> None:
    """`./mycompany` is served under the id in its company.toml, and copied under others."""
    folder = tmp_path / "mycompany"
    shutil.copytree(company_folder("blank"), folder)
    setup = folder / "company.toml"
    setup.write_text(setup.read_text().replace('id = "blank"', 'id = "mine"'), encoding="utf-8")
    (folder / "40-CLASS.csv").write_text("CLASSID,NAME\nOWN,Own\n", encoding="utf-8")
    with Emulator(companies=[str(folder)], state_dir=tmp_path / "state") as emulator:
        copy = emulator.companies.create(str(folder), "copy")
        own = CompanyAccess("mine", "", copy.sender_id, copy.sender_password, copy.user_id, copy.user_password)
        assert [classes(emulator, access) for access in (own, copy)] == [["OWN"], ["OWN"]]


def test_a_fault_in_a_folder_is_told_with_file_and_line(emulator: Emulator, tmp_path: Path) -> None:
    """Nothing is made of it."""
    folder = tmp_path / "wrong"
    shutil.copytree(company_folder("blank"), folder)
    (folder / "40-CLASS.csv").write_text("CLASSID,NAME\nONE,One\nTWO\n", encoding="utf-8")
    with pytest.raises(FixtureError, match=r"40-CLASS\.csv:3: 1 cells where the header has 2"):
        emulator.companies.create(str(folder))


@pytest.mark.parametrize("company_id", ["", "a b", "../x", "x" * 65, "|", "-x"])
def test_an_impossible_id_is_refused(emulator: Emulator, company_id: str) -> None:
    """Ids are also names of files and parts of addresses."""
    with pytest.raises(UnusableError):
        emulator.companies.create("blank", company_id)


def test_what_is_not_there_is_named(emulator: Emulator) -> None:
    """Companies, snapshots and templates that are unknown are told apart, with those that there are."""
    emulator.companies.create("blank", "known")
    with pytest.raises(NotThereError, match=r"no company nobody; there are .*known"):
        emulator.companies.reset("nobody")
    with pytest.raises(NotThereError, match="known has no snapshot first; it has none"):
        emulator.companies.restore("known", "first")
    with pytest.raises(NotThereError, match="no template nothing; there are blank, "):
        emulator.companies.create("nothing")
    with pytest.raises(AlreadyThereError, match="known"):
        emulator.companies.create("blank", "known")


def test_a_fresh_company_is_small(emulator: Emulator) -> None:
    """The largest shipped fixture takes less than 2 MB."""
    emulator.companies.create("northfield", "sized")
    (summary,) = [one for one in emulator.companies.list() if one.company_id == "sized"]
    assert 0 < summary.bytes < 2_000_000


def test_companies_made_on_demand_are_kept_in_the_data_folder(tmp_path: Path, state_dir: Path) -> None:
    """With --data a company that was made like a fixture is opened by its id at the next start, with what was written;
    one that was deleted leaves no file, and an id that is kept is not given away."""
    settings: dict[str, Any] = {"state_dir": state_dir, "data": tmp_path / "books"}
    with Emulator(companies=["blank"], **settings) as emulator:
        kept = emulator.companies.create("blank", "kept")
        add_class(emulator, kept, "ONE")
        emulator.companies.create("blank", "gone")
        emulator.companies.delete("gone")
    assert sorted(path.name for path in (tmp_path / "books").glob("*.company.db")) == [
        "blank.company.db",
        "kept.company.db",
    ]
    with Emulator(companies=["kept"], **settings) as emulator:
        assert classes(emulator, kept) == ["ONE"]
        with pytest.raises(AlreadyThereError):
            emulator.companies.create("blank", "blank")
