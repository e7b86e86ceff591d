"""Roles: what they permit, and who has them, directly or through a user group.

A role's permissions are records of ROLEPOLICYASSIGNMENT. Assignments are records of USERROLES, of a user or of a group;
the objects that show them in other ways are views.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import View
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.users import Rights

from .writer import RecordWriter, Values

USER, GROUP = "User", "Group"
ASSIGNMENTS, MEMBERS, PERMISSIONS = "USERROLES", "MEMBERUSERGROUP", "ROLEPOLICYASSIGNMENT"
SEPARATOR = "|"
_STAMPS = ("WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY")


def rights_by_role(company: Company, user_key: int) -> Rights:
    """What the roles of a user permit together."""
    granted: dict[tuple[str, str], frozenset[str]] = {}
    for role in _roles_of(company, user_key):
        for permission in company.records.where(PERMISSIONS, ROLEKEY=role):
            policy = (permission.text("MODULE") or "", permission.text("POLICYNAME") or "")
            rights = frozenset((permission.text("RIGHTS") or "").split(SEPARATOR))
            granted[policy] = granted.get(policy, frozenset()) | rights
    return granted


def add_role(
    company: Company, name: str, description: str | None, permissions: Mapping[tuple[str, str], Iterable[str]]
) -> None:
    """A role of a company that is being made. Policies are numbered as they come (inferred)."""
    store = company.records
    values: dict[str, Python] = {
        "NAME": name,
        "DESCRIPTION": description,
        "TYPE": "Enterprise",
        "APPLYTO": "Login and Slide-In",
    }
    role = store.insert("ROLES", values)
    known = {(one["MODULE"], one["POLICYNAME"]): one["POLICYKEY"] for one in store.where(PERMISSIONS)}
    for (application, policy), rights in permissions.items():
        number = int(known.get((application, policy)) or len(known) + 1)
        known[application, policy] = number
        granted = {"POLICYNAME": policy, "MODULE": application, "RIGHTS": SEPARATOR.join(rights)}
        store.insert(PERMISSIONS, {"ROLEKEY": role, "POLICYKEY": number, **granted})


def assign(company: Company, role_name: str, kind: str, key: int, name: str) -> None:
    """Gives a role to a user or group of a company that is being made. The role has to exist."""
    role = company.records.find("ROLES", role_name)
    assert role is not None
    values: dict[str, Python] = {
        "TYPE": kind,
        "U_O_GKEY": key,
        "ROLEKEY": role.key,
        "ROLENAME": role.id,
        "USERID": name,
    }
    company.records.insert(ASSIGNMENTS, values)


def add_group(company: Company, name: str, description: str, members: Iterable[int], roles: Iterable[str]) -> None:
    """A user group of a company that is being made, with the keys of its members."""
    group = company.records.insert("USERGROUP", {"NAME": name, "DESCR": description})
    for member in members:
        values: dict[str, Python] = {
            "USERKEY": member,
            "USERGROUPKEY": str(group),
            "U_O_GKEY": member,
            "PARENTGROUP": name,
        }
        company.records.insert(MEMBERS, values)
    for role in roles:
        assign(company, role, GROUP, group, name)


class UserRoleWriter(RecordWriter):
    """Assignments of roles to users: only administrators make and delete them (documented for making).

    An administrator is a user who may do everything (inferred).
    """

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        self._require_administrator("CREATE")
        user = self._named("USERINFO", "USERID", values)
        role = self._named("ROLES", "ROLENAME", values)
        values |= {
            "TYPE": USER,
            "U_O_GKEY": user.key,
            "USERID": user.id,
            "ROLEKEY": role.key,
            "ROLENAME": role.id,
        }
        if self.records.exists(ASSIGNMENTS, TYPE=USER, U_O_GKEY=user.key, ROLEKEY=role.key):
            raise self.invalid(self.duplicate(role.id))

    def saved(self, record: Record, values: Values) -> None:
        super().saved(record, values)
        self.company.users.forget_rights()

    def delete(self, record: Record) -> None:
        self._require_administrator("DELETE")
        super().delete(record)

    def deleted(self, record: Record) -> None:
        super().deleted(record)
        self.company.users.forget_rights()

    def _named(self, object_name: str, field_id: str, values: Values) -> Record:
        self.require(field_id, values, None)
        record = self.records.find(object_name, str(values[field_id]))
        if record is None:
            label = self.definition.fields_by_id[field_id].label
            raise self.invalid(GatewayError(records.INVALID_REFERENCE, label=label, value=values[field_id]))
        return record

    def _require_administrator(self, operation: str) -> None:
        user = self.company.users.find(self.records.author.login)
        if user is not None and user.rights is not None:
            name = self.definition.name.lower()
            raise GatewayError(protocol.NO_PERMISSION, operation=operation, object=name)


def _roles_of(company: Company, user_key: int) -> set[int]:
    groups = [member.text("PARENTGROUP") for member in company.records.where(MEMBERS, U_O_GKEY=user_key)]
    keys = [group.key for name in groups if name and (group := company.records.find("USERGROUP", name))]
    holders = [(USER, user_key), *((GROUP, key) for key in keys)]
    return {
        role
        for kind, key in holders
        for assignment in company.records.where(ASSIGNMENTS, TYPE=kind, U_O_GKEY=key)
        if (role := assignment.integer("ROLEKEY")) is not None
    }


def _view(source: str, reads: Sequence[str], **columns: str) -> View:
    shown = {"RECORDNO": "RECORDNO", "ROLEKEY": "ROLEKEY", "ROLENAME": "ROLENAME", **{name: name for name in _STAMPS}}
    shown |= columns

    def view(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
        chosen = ", ".join(f'{shown.get(field.id, "NULL")} AS "{field.id}"' for field in definition.stored_fields)
        return f"SELECT {chosen} FROM {source}", reads  # noqa: S608 - names of our own

    return view


_MOST_USERS = 1_000_000
_BY_GROUP = (
    "SELECT held.ROLEKEY, held.ROLENAME, member.U_O_GKEY AS USERKEY, held.WHENCREATED, held.WHENMODIFIED, "
    "held.CREATEDBY, held.MODIFIEDBY FROM USERROLES AS held JOIN USERGROUP AS grouped ON grouped.RECORDNO = "
    "held.U_O_GKEY JOIN MEMBERUSERGROUP AS member ON member.PARENTGROUP = grouped.NAME WHERE held.TYPE = 'Group'"
)
_DIRECTLY = (
    "SELECT ROLEKEY, ROLENAME, U_O_GKEY AS USERKEY, WHENCREATED, WHENMODIFIED, CREATEDBY, MODIFIEDBY FROM USERROLES "
    "WHERE TYPE = 'User'"
)
_COMPUTED = (
    f"(SELECT ROLEKEY * {_MOST_USERS} + USERKEY AS RECORDNO, ROLEKEY, ROLENAME, USERKEY, "  # noqa: S608 - likewise
    "(SELECT LOGINID FROM USERINFO WHERE USERINFO.RECORDNO = USERKEY) AS USERLOGINID, MIN(WHENCREATED) AS WHENCREATED, "
    "MAX(WHENMODIFIED) AS WHENMODIFIED, MIN(CREATEDBY) AS CREATEDBY, MAX(MODIFIEDBY) AS MODIFIEDBY "
    f"FROM ({_DIRECTLY} UNION ALL {_BY_GROUP}) GROUP BY ROLEKEY, USERKEY)"
)
ROLE_VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "ROLEASSIGNMENT": _view(ASSIGNMENTS, (ASSIGNMENTS,), USER_GROUP_KEY="U_O_GKEY", TYPE="TYPE"),
        "ROLEGROUPS": _view(
            "(SELECT * FROM USERROLES WHERE TYPE = 'Group')", (ASSIGNMENTS,), GROUPKEY="U_O_GKEY", UGNAME="USERID"
        ),
        # Each user once for each role, however it is come by: directly or through groups (documented).
        "ROLEUSERS": _view(
            _COMPUTED, (ASSIGNMENTS, "USERGROUP", MEMBERS, "USERINFO"), USERKEY="USERKEY", USERLOGINID="USERLOGINID"
        ),
    }
)
"""The objects that show assignments of roles: all of them, those of groups, and what users have by them."""
