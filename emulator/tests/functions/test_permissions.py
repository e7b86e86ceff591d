"""`getUserPermissions`."""

from typing import Any

from calling import answer, errors_of, make_company, make_context, needs_samples, recorded_data, shape


def permissions(company: Any, login: str) -> Any:
    return answer(make_context(company), f"<getUserPermissions><userId>{login}</userId></getUserPermissions>")


@needs_samples
def test_rights_are_written_as_in_the_sdks_sample() -> None:
    """The rights of the sample, kept for a user, are answered exactly as the sample has them."""
    company = make_company()
    given = {
        ("Time ", "My Expenses"): "List|View|Add|Edit|Delete",
        ("Time ", "Expense Adjustments"): "List|View|Add|Edit|Delete|Reverse|Reclass",
        ("Time ", "Approve Expenses"): "List",
    }
    rights = {policy: frozenset(text.split("|")) for policy, text in given.items()}
    company.users.add("jo", 1, "secret", rights)
    assert shape(permissions(company, "jo")) == shape(recorded_data("2682-resp-getUserPermissions"))


def test_policies_are_grouped_by_application() -> None:
    """An application comes once, with all its policies."""
    company = make_company()
    view = frozenset({"View"})
    company.users.add("jo", 1, "secret", {("A", "x"): view, ("B", "y"): view, ("A", "z"): view})
    applications = permissions(company, "jo").findall("permissions/appSubscription")
    assert [entry.findtext("applicationName") for entry in applications] == ["A", "B"]
    assert [name.text for name in applications[0].iterfind("policies/policy/policyName")] == ["x", "z"]


def test_who_may_do_everything_has_every_right() -> None:
    """Full rights are spelled out: each policy with what its objects' verbs ask for."""
    company = make_company()
    company.users.add("admin", 1, "secret")
    found = {
        (application.findtext("applicationName"), policy.findtext("policyName")): policy.findtext("rights")
        for application in permissions(company, "admin").iterfind("permissions/appSubscription")
        for policy in application.iterfind("policies/policy")
    }
    assert found["Accounts Receivable", "Invoices"] == "List|View|Add|Edit|Delete"
    assert set(found) == {
        (definition.application, definition.policy) for definition in company.catalogue if definition.policy
    }


def test_an_unknown_user_fails_as_recorded() -> None:
    """The error of a LOGINID that does not exist, word by word."""
    request = "<getUserPermissions><userId>unittest</userId></getUserPermissions>"
    (error,) = errors_of(make_context(make_company()), request)
    assert (error.errorno, error.description2, error.correction) == (
        "BL03000025",
        "Login ID unittest does not exist.",
        "Provide a valid USER.LOGINID value.",
    )
