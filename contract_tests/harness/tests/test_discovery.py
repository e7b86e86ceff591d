"""What is found out about a company by reading it."""

from datetime import date

import pytest

from contract_tests.harness.discovery import discovered
from contract_tests.harness.facts import FACTS
from contract_tests.harness.target import NORTHFIELD, emulator
from intacct_client import Client, IntacctError


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    """The facts of northfield, as it shows them."""
    with emulator() as target, Client(**target.options()) as client:
        return discovered(client, date(2026, 11, 25))


def test_all_but_a_user_without_rights_is_found(found: dict[str, str]) -> None:
    """And a month that has ended is taken for an open one."""
    assert set(FACTS) - set(found) == {"limited_user_id", "limited_user_password"}
    assert found["open_date"] == "10/31/2026"


def test_what_is_found_means_what_it_should(found: dict[str, str]) -> None:
    """As northfield's own records say it: the first project's customer, a place inside each of two entities, accounts
    by what they require, the term of 30 days."""
    assert found["customer_id"] != found["other_customer_id"]
    assert (found["entity_id"], found["term_name"]) == ("US", "Net 30")
    assert found["location_id"].startswith("US-")
    assert not found["other_entity_location_id"].startswith("US-")
    accounts = found["revenue_account"], found["department_account"], found["expense_account"]
    with emulator() as target, Client(**target.options()) as client:
        project = client.read_by_name("PROJECT", found["project_id"])[0]
        assert project["CUSTOMERID"] == found["customer_id"]
        rows = {row["ACCOUNTNO"]: row for row in client.read_by_name("GLACCOUNT", accounts)}
        assert [rows[number]["REQUIREDEPT"] for number in accounts] == ["false", "true", "false"]
        assert [rows[number]["NORMALBALANCE"] for number in accounts] == ["credit", "credit", "debit"]


def test_what_cannot_be_read_stays_unknown() -> None:
    """A user who may not sign in sees nothing, and nothing fails."""
    with emulator() as target, Client(**target.options() | {"user_password": "wrong"}) as client:
        assert set(discovered(client)) == {"open_date"}
        with pytest.raises(IntacctError):
            client.session()
    assert NORTHFIELD.user_password != "wrong"
