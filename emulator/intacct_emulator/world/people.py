"""Who uses a fixture company, and what they may do: users, roles and user groups of `company.toml`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from .toml_table import TomlTable

Permissions = Mapping[tuple[str, str], frozenset[str]]
T = TypeVar("T")
_SEPARATOR = "|"


class RightsFrom(StrEnum):
    """What says what the users of a company may do: rights of their own, or their roles."""

    USERS = "users"
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class UserFixture:
    """A user who may log in.

    `permissions` maps (application, policy) to rights; None means everything. `entities` are the ids of
    the entities the user is kept to; empty means unrestricted. `roles` are names of the company's roles.
    """

    login: str
    password: str = field(repr=False)
    name: str
    email: str
    type: str
    admin: str
    permissions: Permissions | None
    entities: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleFixture:
    """A role, and what it permits: rights by application and policy, in the order of the file."""

    name: str
    description: str | None
    permissions: Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UserGroupFixture:
    """A group of users, by their logins, and the roles that all of them have."""

    name: str
    description: str
    members: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, and how their rights are found."""

    users: tuple[UserFixture, ...]
    roles: tuple[RoleFixture, ...] = ()
    groups: tuple[UserGroupFixture, ...] = ()
    rights_from: RightsFrom = RightsFrom.USERS


def read_people(root: TomlTable, about: TomlTable) -> People:
    """The people of a company's table. Raises FixtureError."""
    rights_from = about.choice("rights", RightsFrom, RightsFrom.USERS)
    roles = distinct(root, "roles", "name", _role)
    names = frozenset(role.name for role in roles)
    if roles and rights_from is RightsFrom.USERS:
        raise root.tables("roles")[0].fault("name", 'roles decide nothing unless [company] has rights = "roles"')
    users = distinct(root, "users", "login", lambda table: _user(table, rights_from, names), needed=True)
    logins = frozenset(user.login for user in users)
    groups = distinct(root, "user_groups", "name", lambda table: _group(table, logins, names))
    return People(users, roles, groups, rights_from)


def distinct(
    root: TomlTable, name: str, key: str, build: Callable[[TomlTable], T], *, needed: bool = False
) -> tuple[T, ...]:
    """What is built of a list of tables, each told apart by a key. Raises FixtureError for one that is there twice, and
    where at least one is needed."""
    built: dict[str, T] = {}
    for table in root.tables(name):
        identity = table.text(key)
        if identity in built:
            raise table.fault(key, f"{identity!r} is there twice")
        built[identity] = build(table)
    if needed and not built:
        raise root.fault(name, "at least one is needed")
    return tuple(built.values())


def _user(table: TomlTable, rights_from: RightsFrom, roles: frozenset[str]) -> UserFixture:
    user = UserFixture(
        login=table.text("login"),
        password=table.text("password"),
        name=table.text("name"),
        email=table.text("email"),
        type=table.text("type", "business user"),
        admin=table.text("admin", "false"),
        permissions=_users_permissions(table, rights_from),
        entities=table.texts("entities"),
        roles=_known(table, "roles", roles, "role"),
    )
    table.finish()
    return user


def _role(table: TomlTable) -> RoleFixture:
    role = RoleFixture(table.text("name"), table.optional_text("description"), _permissions(table))
    table.finish()
    return role


def _group(table: TomlTable, logins: frozenset[str], roles: frozenset[str]) -> UserGroupFixture:
    group = UserGroupFixture(
        table.text("name"),
        table.text("description"),
        _known(table, "members", logins, "user"),
        _known(table, "roles", roles, "role"),
    )
    table.finish()
    return group


def _known(table: TomlTable, key: str, known: frozenset[str], what: str) -> tuple[str, ...]:
    names = table.texts(key)
    for name in names:
        if name not in known:
            raise table.fault(key, f"there is no {what} {name!r}")
    return names


def _users_permissions(user: TomlTable, rights_from: RightsFrom) -> Permissions | None:
    if rights_from is RightsFrom.ROLES and "permissions" not in user.data:
        return MappingProxyType({})
    given = user.value("permissions", (str, dict), '"full" or a table of applications')
    if given == "full":
        return None
    if isinstance(given, str):
        raise user.fault("permissions", 'must be "full" or a table of applications')
    if rights_from is RightsFrom.ROLES:
        raise user.fault("permissions", "rights of this company's users come from their roles")
    return MappingProxyType({policy: frozenset(rights) for policy, rights in _permissions(user).items()})


def _permissions(table: TomlTable) -> Mapping[tuple[str, str], tuple[str, ...]]:
    granted = {}
    applications = table.table("permissions")
    for application in applications.data:
        for policy, rights in applications.table(application).all_texts().items():
            granted[application, policy] = tuple(rights.split(_SEPARATOR))
    return MappingProxyType(granted)
