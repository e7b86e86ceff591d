"""Units of work: author and request, all or nothing, the fence."""

import pytest

from intacct_emulator.errors import GatewayError, protocol, records
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.context import Actor, Context
from intacct_emulator.work.unit import AtWork, carry_out

CLERK = Actor(7, "clerk", None, 3, "US")


@pytest.fixture
def context(tenants: Tenants, company: Company) -> Context:
    """Work for one request of the clerk, who is in an entity."""
    return Context.among(tenants, company, CLERK, request_id="R-7")


def test_what_is_written_at_work_bears_the_actor(context: Context, company: Company) -> None:
    """The row has the clerk's key as its author; afterwards the author is who it was before."""
    before = company.records.author
    with AtWork(context):
        key = company.records.insert("CLASS", {"CLASSID": "W", "NAME": "W"})
        assert company.records.request_id == "R-7"
        assert company.records.author.entity_id == "US"
    record = company.records.get("CLASS", key)
    assert record is not None
    assert record["CREATEDBY"] == 7
    assert (company.records.author, company.records.request_id) == (before, "")


def test_work_inside_work_goes_on_in_the_outer_name(context: Context, company: Company) -> None:
    """Whoever works for somebody else in between gives the name back, whatever happens."""
    inner = context._replace(actor=CLERK._replace(user_key=8), request_id="R-8")
    with AtWork(context):
        with pytest.raises(KeyError), AtWork(inner):
            raise KeyError
        assert (company.records.author.user_key, company.records.request_id) == (7, "R-7")


def test_a_task_that_is_refused_leaves_nothing(context: Context, company: Company) -> None:
    """The refusal goes on as it is, and what was written before it is undone."""

    def task() -> None:
        company.records.insert("CLASS", {"CLASSID": "W", "NAME": "W"})
        raise GatewayError(records.NO_RECORD_FOR_KEY, key="1")

    with pytest.raises(GatewayError) as caught:
        carry_out(context, "a task", task)
    assert caught.value.entry is records.NO_RECORD_FOR_KEY
    assert company.records.find("CLASS", "W") is None


def test_a_bug_becomes_an_error_of_the_catalogue(
    context: Context, company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged by the place it came from, without its message, and undone."""
    message = "private"

    def task() -> None:
        company.records.insert("CLASS", {"CLASSID": "W", "NAME": "W"})
        raise ZeroDivisionError(message)

    with pytest.raises(GatewayError) as caught:
        carry_out(context, "a task", task)
    assert caught.value.entry is protocol.INTERNAL
    assert "a task failed" in caplog.text
    assert "in task" in caplog.text
    assert "private" not in caplog.text
    assert company.records.find("CLASS", "W") is None


def test_a_task_returns_what_it_found(context: Context, company: Company) -> None:
    """Reading opens no unit, writing does."""
    assert carry_out(context, "reading", lambda: company.database.in_unit, reads=True) is False
    assert carry_out(context, "writing", lambda: company.database.in_unit) is True
