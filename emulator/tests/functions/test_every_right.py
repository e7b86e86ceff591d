"""Rights decide every verb of every object, and getUserPermissions tells which: for three users of northfield."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from asking import Ask, present
from lxml import etree

from intacct_emulator.catalogue.model import Level, ObjectDefinition
from intacct_emulator.masters.roles import USER, add_role, assign
from intacct_emulator.tenancy.company import Company

EVERYTHING, BILLING, READER = "wsuser", "argl_user", "reader"
# The right that a verb asks for (documented: every right includes List).
RIGHTS = {
    "read": "View",
    "readByName": "View",
    "readByQuery": "View",
    "query": "View",
    "create": "Add",
    "update": "Edit",
    "delete": "Delete",
}
WORDS = {"readByName": "READ_BY_NAME", "readByQuery": "READ_BY_QUERY"}
WRITES = ("create", "update", "delete")


def request(verb: str, definition: ObjectDefinition) -> str:
    """A request that gets as far as the rights, and not much further."""
    name, key = definition.name, definition.key
    return {
        "read": f"<read><object>{name}</object><keys>999</keys><fields>{key}</fields></read>",
        "readByName": f"<readByName><object>{name}</object><keys>999</keys><fields>{key}</fields></readByName>",
        "readByQuery": f"<readByQuery><object>{name}</object><fields>{key}</fields><query>{key} = 999</query>"
        "</readByQuery>",
        "query": f"<query><object>{name}</object><select><field>{key}</field></select><pagesize>1</pagesize></query>",
        "create": f"<create><{name}></{name}></create>",
        "update": f"<update><{name}><{key}>999</{key}></{name}></update>",
        "delete": f"<delete><object>{name}</object><keys>999</keys></delete>",
    }[verb]


def permissions(ask: Ask, login: str) -> Mapping[tuple[str, str], frozenset[str]]:
    """What the gateway tells of a user's rights."""
    said = ask.of(f"<getUserPermissions><userId>{login}</userId></getUserPermissions>")
    assert said.errors == []
    return {
        (present(application.findtext("applicationName")), present(policy.findtext("policyName"))): frozenset(
            present(policy.findtext("rights")).split("|")
        )
        for application in said.root.iterfind(".//permissions/appSubscription")
        for policy in application.iterfind("policies/policy")
    }


@pytest.fixture
def users(company: Company) -> Mapping[str, str]:
    """The passwords of three users: who may do everything, a billing integration by its roles, and one who may only
    look at payables, purchases and projects."""
    policies = ("Bills", "Vendors", "Adjustments", "Pay bills", "Manage payments")
    looks = {("Accounts Payable", policy): ("List", "View") for policy in policies}
    looks |= {("Projects", policy): ("List", "View") for policy in ("Projects", "Tasks", "Timesheets")}
    key = company.records.insert("USERINFO", {"LOGINID": READER, "STATUS": "T"})
    company.users.add(READER, key, "reader_secret", {})
    add_role(company, "Reader", None, looks)
    assign(company, "Reader", USER, key, READER)
    return {login: f"{login}_secret" for login in (EVERYTHING, BILLING, READER)}


@pytest.mark.parametrize("login", [EVERYTHING, BILLING, READER])
def test_what_a_user_may_do_is_what_the_permissions_say(
    ask: Ask, company: Company, users: Mapping[str, str], login: str
) -> None:
    """For every object and verb: refused in the recorded words exactly if the right is not among those told."""
    told = permissions(ask, login)
    wrong, refused = [], 0
    for definition in company.catalogue:
        calls = [request(verb, definition) for verb in RIGHTS]
        said = ask.of(*calls, user=login, password=users[login])
        results = said.root.findall(".//result")
        for (verb, right), result in zip(RIGHTS.items(), results, strict=True):
            allowed = right in told.get((definition.application, definition.policy), frozenset())
            lacking = refused_for_rights(result, verb, definition)
            refused += lacking
            if lacking is (allowed or not definition.policy or not gets_there(verb, definition)):
                wrong.append((definition.name, verb))
    assert wrong == []
    assert refused > 500 or login == EVERYTHING


def refused_for_rights(result: etree._Element, verb: str, definition: ObjectDefinition) -> bool:
    """Whether a function was refused because the user lacks the right."""
    word = WORDS.get(verb, verb.upper())
    refusal = f"You do not have permission for API operation {word} on objects of type {definition.name.lower()}"
    errors = [
        (error.findtext("errorno"), (error.findtext("description2") or "").split(" [Support ID")[0])
        for error in result.iter("error")
    ]
    return errors in ([("PL04000005", refusal)], [("", "You do not have permission to view audit history")])


def gets_there(verb: str, definition: ObjectDefinition) -> bool:
    """Whether a request comes as far as the rights: the object has the verb, and it is built. An object that can be
    read can be read by name."""
    verbs = definition.verbs | ({"readByName"} if "read" in definition.verbs else frozenset())
    return verb in verbs and (verb not in WRITES or definition.level_of(verb) is not Level.NOT_BUILT)


def test_rights_of_users_do_not_count_where_roles_decide_nothing(ask: Ask, company: Company) -> None:
    """The company's setting is what makes roles count."""
    company.profile = replace(company.profile, rights_by_role=False)
    company.users.forget_rights()
    said = ask.of(request("read", company.catalogue["CUSTOMER"]), user=BILLING, password=f"{BILLING}_secret")
    assert [errorno for errorno, _ in said.errors] == ["PL04000005"]


def test_only_who_may_see_rights_is_told_of_them(ask: Ask) -> None:
    """getUserPermissions needs the right to view users' permissions (documented), for one's own too."""
    said = ask.of(
        f"<getUserPermissions><userId>{BILLING}</userId></getUserPermissions>",
        user=BILLING,
        password=f"{BILLING}_secret",
    )
    text = "You do not have permission for API operation READ on objects of type userrights"
    assert said.errors == [("PL04000005", text)]
