"""The permission gate."""

from typing import Any

import pytest
from asking import Ask
from calling import make_company, make_context

from intacct_emulator.errors import GatewayError
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, permits, require, require_right

COMPANY = make_company()
INVOICE = COMPANY.catalogue["ARINVOICE"]
POLICY = (INVOICE.application, INVOICE.policy)


def refusal(rights: Any, object_name: str, operation: Verb) -> str:
    with pytest.raises(GatewayError) as caught:
        require(make_context(COMPANY, rights), COMPANY.catalogue[object_name], operation)
    error = caught.value.stack[0]
    assert error.errorno == "PL04000005"
    return error.description2


def test_a_missing_right_is_refused_in_the_recorded_words() -> None:
    """READ_BY_QUERY on invoices without any right is answered as recorded, the object in lower case."""
    expected = "You do not have permission for API operation READ_BY_QUERY on objects of type arinvoice"
    assert refusal({}, "ARINVOICE", Verb.READ_BY_QUERY) == expected


def test_a_verb_the_object_lacks_is_refused_in_the_recorded_words() -> None:
    """CREATE on GLDETAIL is refused whoever asks, as recorded."""
    expected = "API operation CREATE cannot be performed on objects of type gldetail"
    assert refusal(None, "GLDETAIL", Verb.CREATE) == expected


@pytest.mark.parametrize(
    ("right", "operation"),
    [
        ("View", Verb.READ),
        ("View", Verb.READ_BY_NAME),
        ("View", Verb.READ_BY_QUERY),
        ("View", Verb.QUERY),
        ("Add", Verb.CREATE),
        ("Edit", Verb.UPDATE),
        ("Delete", Verb.DELETE),
    ],
)
def test_each_operation_needs_its_own_right(right: str, operation: Verb) -> None:
    """The right of an operation lets it through, all the other rights together do not."""
    others = frozenset({"List", "View", "Add", "Edit", "Delete"} - {right})
    assert permits(make_context(COMPANY, {POLICY: frozenset({right})}).actor, INVOICE, operation)
    assert not permits(make_context(COMPANY, {POLICY: others}).actor, INVOICE, operation)


@pytest.mark.parametrize("operation", [Verb.READ, Verb.READ_BY_QUERY, Verb.QUERY])
def test_the_audit_history_is_refused_in_words_of_its_own(operation: Verb) -> None:
    """Reading AUDITHISTORY without the right has an empty number and the text that a client looks for."""
    history = COMPANY.catalogue["AUDITHISTORY"]
    with pytest.raises(GatewayError) as caught:
        require(make_context(COMPANY, {}), history, operation)
    (error,) = caught.value.stack
    assert (error.errorno, error.description2) == ("", "You do not have permission to view audit history")
    require(make_context(COMPANY, {(history.application, history.policy): frozenset({"View"})}), history, operation)


def test_writing_the_audit_history_is_refused_as_on_any_object() -> None:
    """Its own words are about viewing it."""
    expected = "API operation CREATE cannot be performed on objects of type audithistory"
    assert refusal({}, "AUDITHISTORY", Verb.CREATE) == expected


def test_rights_of_another_policy_do_not_count() -> None:
    """Rights on bills do not open invoices."""
    bill = COMPANY.catalogue["APBILL"]
    rights = {(bill.application, bill.policy): frozenset({"View"})}
    assert "arinvoice" in refusal(rights, "ARINVOICE", Verb.READ)


def test_everything_is_allowed_without_rights_kept() -> None:
    """None as rights grants all that the object allows."""
    require(make_context(COMPANY, None), INVOICE, Verb.CREATE)


def test_a_legacy_function_does_not_depend_on_generic_verbs() -> None:
    """A right is asked for even where the generic verb does not exist, and the verb is not."""
    detail = COMPANY.catalogue["GLDETAIL"]
    require_right(make_context(COMPANY, None), detail, Verb.CREATE)
    with pytest.raises(GatewayError):
        require_right(make_context(COMPANY, {}), detail, Verb.CREATE)


@pytest.mark.parametrize(
    "request_text",
    [
        "<query><object>AUDITHISTORY</object><select><field>OBJECTKEY</field></select></query>",
        "<readByQuery><object>AUDITHISTORY</object><fields>*</fields><query></query></readByQuery>",
    ],
)
def test_the_trail_is_closed_to_a_user_without_its_right(ask: Ask, company: Company, request_text: str) -> None:
    """The answer on the wire has an empty errorno and the text, and opens with the right."""
    company.users.add("clerk", 99, "clerk_secret", {("Company", "Users"): frozenset({"View"})})
    said = ask.of(request_text, user="clerk", password="clerk_secret")
    assert said.text(".//result/status") == "failure"
    assert said.errors == [("", "You do not have permission to view audit history")]
    assert b"<errorno></errorno>" in said.body
    company.users.add("clerk", 99, "clerk_secret", {("Company", "Audit history"): frozenset({"View"})})
    assert ask.of(request_text, user="clerk", password="clerk_secret").errors == []
