"""The life of payments as a table, and every step of it as requests."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from asking import Ask, Said
from disbursing import changed_payment, decide, deleted_request, payment, pays, reversed_
from paperwork import payable, query

from intacct_emulator.books.settlement.payment_states import (
    APPROVED,
    CONFIRMED,
    DECLINED,
    DELETED,
    DELIVERED,
    DRAFT,
    PAYMENT_STATES,
    STATES,
    SUBMITTED,
    VOIDED,
    PaymentEvent,
    PaymentState,
    after,
    state_of,
)
from intacct_emulator.tenancy.company import Company

E = PaymentEvent
REACHED = (DRAFT, SUBMITTED, APPROVED, DECLINED, DELIVERED, CONFIRMED, VOIDED)
# What leads from a request for a payment to each state.
WAYS: dict[PaymentState, tuple[PaymentEvent, ...]] = {
    DRAFT: (),
    SUBMITTED: (),
    APPROVED: (E.APPROVE,),
    DECLINED: (E.DECLINE,),
    DELIVERED: (E.APPROVE, E.DELIVER),
    CONFIRMED: (E.APPROVE, E.CONFIRM),
    VOIDED: (E.VOID,),
}
REQUESTS: dict[PaymentEvent, Callable[[object, object], str]] = {
    E.CHANGE: lambda key, bill: changed_payment(key, pays(bill, "60"), "<ACTION>Draft</ACTION>"),
    E.SUBMIT: lambda key, bill: changed_payment(key, pays(bill, "60")),
    E.APPROVE: lambda key, _: decide("approve", key),
    E.DECLINE: lambda key, _: decide("decline", key),
    E.DELIVER: lambda key, _: decide("send", key),
    E.CONFIRM: lambda key, _: decide("confirm", key),
    E.VOID: lambda key, _: decide("void", key),
    E.REVERSE: lambda key, _: reversed_("appayment", key),
    E.DELETE: lambda key, _: deleted_request(key),
}


@pytest.fixture
def approving(company: Company) -> Company:
    """Northfield, where payments want somebody's approval."""
    company.profile = replace(company.profile, payables=replace(company.profile.payables, approves_payments=True))
    return company


def asked(ask: Ask, state: PaymentState) -> tuple[str | None, str | None]:
    """The keys of a bill of 80.25 and of a payment of 60.00 for it that is in a state."""
    bill = ask.of(payable()).key
    extra = "<ACTION>Draft</ACTION>" if state is DRAFT else ""
    key = ask.of(payment(pays(bill, "60"), extra=extra)).key
    for event in WAYS[state]:
        assert ask.of(REQUESTS[event](key, bill)).errors == []
    return bill, key


def rows(ask: Ask, name: str, *fields: str) -> list[tuple[str | None, ...]]:
    """Fields of all records of an object."""
    return [tuple(row.values()) for row in ask.of(query(name, *fields)).rows()]


def seen(ask: Ask, company: Company) -> tuple[object, ...]:
    """All that a refused event must leave as it was."""
    documents = ask.of(query("APBILL", "STATE", "TOTALPAID", "TOTALSELECTED", "TOTALDUE", "WHENPAID")).rows()
    payments = ask.of(query("APPYMT", "RECORDNO", "STATE", "TOTALPAID", "TOTALSELECTED", "TOTALDUE")).rows()
    return documents, payments, company.database.all("SELECT * FROM GLENTRY"), rows(ask, "APPYMTDETAIL", "STATE")


@pytest.mark.parametrize("event", list(E), ids=str)
@pytest.mark.parametrize("state", REACHED, ids=lambda state: state.word)
def test_every_event_in_every_state(ask: Ask, approving: Company, state: PaymentState, event: PaymentEvent) -> None:
    """What the table allows happens, to the payment and to its bill alike; what it does not is refused and changes
    nothing."""
    bill, key = asked(ask, state)
    before = seen(ask, approving)
    said: Said = ask.of(REQUESTS[event](key, bill))
    following = after(state, event)
    if following is None:
        assert said.errors
        assert seen(ask, approving) == before
        return
    assert said.errors == []
    payments = rows(ask, "APPYMT", "RECORDNO", "STATE", "DISPLAYSTATE")
    if following is DELETED:
        assert payments == []
    else:
        assert payments[0] == (key, following.code, following.word)
    if following is CONFIRMED:
        expected = ("Partially Paid", "60", "0", "20.25")
    elif following.selects:
        expected = ("Selected", "0", "60", "20.25")
    else:
        expected = ("Posted", "0", "0", "80.25")
    assert rows(ask, "APBILL", "STATE", "TOTALPAID", "TOTALSELECTED", "TOTALDUE") == [expected]
    # The bill's pair, the payment's when it is confirmed, and its reversal's when it was.
    pairs = 1 + (following is CONFIRMED) + 2 * (state is CONFIRMED)
    assert len(rows(ask, "GLDETAIL", "RECORDNO")) == 2 * pairs


def test_the_table_speaks_of_known_states_only() -> None:
    """Every state is reached from a new payment, none is left without a name, and nothing follows on a voided one."""
    reached: set[PaymentState] = set()
    open_states: list[PaymentState | None] = [None]
    while open_states:
        state = open_states.pop()
        for (origin, _), following in PAYMENT_STATES.items():
            if origin is state and following not in reached:
                reached.add(following)
                open_states.append(following)
    assert reached == {*STATES.values(), DELETED}
    assert [origin for origin, _ in PAYMENT_STATES if origin in (VOIDED, DELETED)] == []
    assert [state_of(code) for code in STATES] == list(STATES.values())


def test_only_confirmed_payments_are_posted() -> None:
    """No state selects and posts at once; one alone posts."""
    assert [state for state in STATES.values() if state.posts] == [CONFIRMED]
    assert [state for state in STATES.values() if state.posts and state.selects] == []
