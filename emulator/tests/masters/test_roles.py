"""Roles, their permissions, and who has them: as records, and as what users may do."""

import pytest
from asking import Ask, present

from intacct_emulator.records.table_schema import table_schema
from intacct_emulator.tenancy.company import Company

BILLING = {"user": "argl_user", "password": "argl_user_secret"}
VENDORS = "<query><object>VENDOR</object><select><field>VENDORID</field></select><pagesize>1</pagesize></query>"


def rows(ask: Ask, name: str, *fields: str) -> list[tuple[str | None, ...]]:
    """All rows of an object."""
    select = "".join(f"<field>{field}</field>" for field in fields)
    said = ask.of(f"<query><object>{name}</object><select>{select}</select></query>")
    assert said.errors == []
    assert said.gaps == ()
    return [tuple(row[field] for field in fields) for row in said.rows()]


def key_of(ask: Ask, name: str, field: str, value: str) -> str:
    """The record number of a row."""
    return present(next(key for key, found in rows(ask, name, "RECORDNO", field) if found == value))


def assignment(user: str, role: str) -> str:
    """A `<create>` of a USERROLES."""
    return f"<create><USERROLES><USERID>{user}</USERID><ROLENAME>{role}</ROLENAME></USERROLES></create>"


def test_the_roles_of_the_fixture_are_readable(ask: Ask) -> None:
    """Roles, what they permit, groups and their members, assignments in all their shapes."""
    billing, reader = (key_of(ask, "ROLES", "NAME", name) for name in ("Billing integration", "Project reader"))
    user, group = key_of(ask, "USERINFO", "LOGINID", "argl_user"), key_of(ask, "USERGROUP", "NAME", "Integrations")
    permissions = rows(ask, "ROLEPOLICYASSIGNMENT", "ROLEKEY", "MODULE", "POLICYNAME", "RIGHTS")
    assert (billing, "General Ledger", "Journals", "List|View") in permissions
    assert [row for row in permissions if row[0] == reader] == [
        (reader, "Projects", "Projects", "List|View"),
        (reader, "Projects", "Project types", "List|View"),
    ]
    assert rows(ask, "USERROLES", "TYPE", "U_O_GKEY", "ROLEKEY", "ROLENAME", "USERID") == [
        ("User", user, billing, "Billing integration", "argl_user"),
        ("Group", group, reader, "Project reader", "Integrations"),
    ]
    assert rows(ask, "ROLEASSIGNMENT", "ROLENAME", "USER_GROUP_KEY", "TYPE") == [
        ("Billing integration", user, "User"),
        ("Project reader", group, "Group"),
    ]
    assert rows(ask, "ROLEGROUPS", "ROLEKEY", "ROLENAME", "GROUPKEY", "UGNAME") == [
        (reader, "Project reader", group, "Integrations")
    ]
    assert rows(ask, "MEMBERUSERGROUP", "USERKEY", "USERGROUPKEY") == [(user, group)]


def test_what_users_have_by_groups_is_computed(ask: Ask) -> None:
    """Each user has each role once, directly or through groups (documented), and roles are found by it."""
    assert rows(ask, "ROLEUSERS", "USERLOGINID", "ROLENAME") == [
        ("argl_user", "Billing integration"),
        ("argl_user", "Project reader"),
    ]
    assert ask.of(assignment("argl_user", "Project reader")).errors == []
    assert len(rows(ask, "ROLEUSERS", "USERLOGINID")) == 2
    where = "<filter><equalto><field>ROLEUSERS.USERLOGINID</field><value>argl_user</value></equalto></filter>"
    said = ask.of(f"<query><object>ROLES</object><select><field>NAME</field></select>{where}</query>")
    assert said.errors == []
    assert said.rows() == [{"NAME": "Billing integration"}, {"NAME": "Project reader"}]


def test_a_role_counts_from_its_assignment_to_its_removal(ask: Ask) -> None:
    """A user who is given a role may do what it permits with the next request, and no longer once it is taken away."""
    ask.of(
        "<create><USERINFO><LOGINID>new</LOGINID><CONTACTINFO><LASTNAME>New</LASTNAME></CONTACTINFO></USERINFO></create>"
    )
    projects = "<query><object>PROJECT</object><select><field>PROJECTID</field></select><pagesize>1</pagesize></query>"
    held = key_of(ask, "USERROLES", "ROLENAME", "Billing integration")
    assert ask.of("<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>", **BILLING).errors == []
    assert ask.of(f"<delete><object>USERROLES</object><keys>{held}</keys></delete>").errors == []
    refused = ask.of("<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>", **BILLING)
    assert [errorno for errorno, _ in refused.errors] == ["PL04000005"]
    assert ask.of(projects, **BILLING).errors == []
    assert ask.of(assignment("argl_user", "Billing integration")).errors == []
    assert ask.of("<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>", **BILLING).errors == []


def test_an_assignment_that_is_undone_never_counted(ask: Ask) -> None:
    """A transaction that fails takes the role back."""
    held = key_of(ask, "USERROLES", "ROLENAME", "Billing integration")
    undone = ask.of(
        f"<delete><object>USERROLES</object><keys>{held}</keys></delete>", assignment("x", "y"), transaction="true"
    )
    assert undone.errors != []
    assert ask.of("<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>", **BILLING).errors == []


@pytest.mark.parametrize(
    ("user", "role", "error"),
    [
        ("nobody", "Project reader", "Invalid User ID 'nobody' specified."),
        ("argl_user", "Nothing", "Invalid Role 'Nothing' specified."),
        (
            "argl_user",
            "Billing integration",
            "Another User role with the given value(s) Billing integration  already exists",
        ),
        ("argl_user", "", "Required field Role is missing"),
    ],
)
def test_what_cannot_be_assigned_is_refused(ask: Ask, user: str, role: str, error: str) -> None:
    """Unknown users and roles, a role that the user has already, and none."""
    assert ask.of(assignment(user, role)).errors[0][1] == error


def test_only_administrators_assign_roles(ask: Ask) -> None:
    """Whoever has not all rights is refused (documented), whatever the right of the policy says."""
    text = "You do not have permission for API operation CREATE on objects of type userroles"
    assert ask.of(assignment("argl_user", "Project reader"), **BILLING).errors == [("PL04000005", text)]


def test_a_deleted_user_has_no_roles(ask: Ask) -> None:
    """Assignments and memberships go with the user."""
    user = key_of(ask, "USERINFO", "LOGINID", "argl_user")
    assert ask.of(f"<delete><object>USERINFO</object><keys>{user}</keys></delete>").errors == []
    assert [row for row in rows(ask, "USERROLES", "TYPE") if row == ("User",)] == []
    assert rows(ask, "ROLEUSERS", "USERLOGINID") == []
    assert rows(ask, "MEMBERUSERGROUP", "USERKEY") == []


def test_a_renamed_user_keeps_its_roles(ask: Ask) -> None:
    """The assignment follows the login."""
    user = key_of(ask, "USERINFO", "LOGINID", "argl_user")
    said = ask.of(f"<update><USERINFO><RECORDNO>{user}</RECORDNO><LOGINID>billing</LOGINID></USERINFO></update>")
    assert said.errors == []
    assert ("Billing integration", "billing") in rows(ask, "USERROLES", "ROLENAME", "USERID")
    assert ("billing", "Project reader") in rows(ask, "ROLEUSERS", "USERLOGINID", "ROLENAME")


def test_books_of_a_version_without_roles_can_be_read(ask: Ask, company: Company) -> None:
    """There the views were empty tables, if anybody had asked for them."""
    for name in ("ROLEASSIGNMENT", "ROLEGROUPS", "ROLEUSERS"):
        company.records.tables.ensure(table_schema(company.catalogue[name]))
    assert len(rows(ask, "ROLEASSIGNMENT", "ROLENAME")) == 2
    assert len(rows(ask, "ROLEGROUPS", "ROLENAME")) == 1
    assert len(rows(ask, "ROLEUSERS", "ROLENAME")) == 2
