"""Users, roles and groups of a fixture: what decides their rights, and how mistakes are told."""

import shutil
from pathlib import Path

import pytest

from intacct_emulator.resources import company_folder
from intacct_emulator.world.fixtures import read_company
from intacct_emulator.world.people import RightsFrom, RoleFixture, UserGroupFixture
from intacct_emulator.world.toml_table import FixtureError

PEOPLE = """
[[users]]
login = "clerk"
password = "clerk_secret"
name = "A clerk"
email = "clerk@blank.example.com"
roles = ["Accountant"]
[[roles]]
name = "Accountant"
description = "Keeps the ledger"
[roles.permissions."General Ledger"]
"Journals" = "List|View"
"Accounts" = "List|View|Add"
[[user_groups]]
name = "Office"
description = "Everybody here"
members = ["clerk"]
roles = ["Accountant"]
"""


def blank_with(folder: Path, people: str, rights: str = "roles") -> Path:
    """A copy of the blank company with more people; its file."""
    shutil.copytree(company_folder("blank"), folder, dirs_exist_ok=True)
    file = folder / "company.toml"
    text = file.read_text(encoding="utf-8").replace("[company]\n", f'[company]\nrights = "{rights}"\n', 1)
    file.write_text(text + people, encoding="utf-8")
    return file


def test_roles_and_groups_are_read(tmp_path: Path) -> None:
    """Rights in the order of the file, members by their logins; a user needs no rights of its own."""
    blank_with(tmp_path, PEOPLE)
    people = read_company(tmp_path).people
    assert people.rights_from is RightsFrom.ROLES
    rights = {("General Ledger", "Journals"): ("List", "View"), ("General Ledger", "Accounts"): ("List", "View", "Add")}
    assert people.roles == (RoleFixture("Accountant", "Keeps the ledger", rights),)
    assert people.groups == (UserGroupFixture("Office", "Everybody here", ("clerk",), ("Accountant",)),)
    clerk = people.users[-1]
    assert (clerk.permissions, clerk.roles) == ({}, ("Accountant",))


@pytest.mark.parametrize(
    ("rights", "before", "after", "reason"),
    [
        ("users", "", "", "roles decide nothing unless"),
        ("roles", 'roles = ["Accountant"]\n[[roles]]', 'roles = ["Boss"]\n[[roles]]', "there is no role 'Boss'"),
        ("roles", 'members = ["clerk"]', 'members = ["boss"]', "there is no user 'boss'"),
        ("roles", 'description = "Keeps the ledger"', "salary = 1", "salary: is not known here"),
        (
            "roles",
            "[[roles]]\nname",
            '[users.permissions."Company"]\n"Users" = "List"\n[[roles]]\nname',
            "from their roles",
        ),
        ("everyone", "", "", "rights: must be one of users, roles"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, rights: str, before: str, after: str, reason: str) -> None:
    """What does not fit together does not start."""
    assert before in PEOPLE
    file = blank_with(tmp_path, PEOPLE.replace(before, after, 1), rights)
    with pytest.raises(FixtureError) as caught:
        read_company(tmp_path)
    assert caught.value.path == file
    assert caught.value.line is not None
    assert reason in str(caught.value)
