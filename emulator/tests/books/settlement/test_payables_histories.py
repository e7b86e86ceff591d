"""Random histories of bills, memos, advances, payments in all their states, and reversals: the books balance, open
items equal their control accounts, every total is the sum of its parts, a refusal leaves nothing, and reversing all of
it leaves nothing due and nothing held."""

from collections.abc import Callable, Iterator

import pytest
from asking import Ask
from disbursing import (
    CARD,
    US_BANK,
    changed_payment,
    decide,
    deleted_request,
    legacy_request,
    manual_payment,
    payment,
    pays,
    request_item,
    reversed_,
    sets_off,
    vendor_advance,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import adjustment_line, ap_adjustment, bill_line, payable
from settled_books import (
    addressed,
    fingerprint,
    require_balance,
    require_header_sums,
    require_history,
    require_open_items,
    require_sums,
    restorable,
)

from intacct_emulator.books.settlement.kinds import AP_PAYMENT
from intacct_emulator.tenancy.company import Company

OBJECTS = ("APBILL", "APADJUSTMENT", "APADVANCE", "APPYMT", "APPYMTENTRY", "GLBATCH", "APBILLBATCH")
KEYS = st.integers(0, 5)
AMOUNTS = st.sampled_from(["5", "10", "12.34", "20.5", "0.01", "99.99"])
WHOSE = st.sampled_from(["V-2001"] * 8 + ["V-2002"])
ACTIONS = st.sampled_from(["", "", "", "<ACTION>Draft</ACTION>"])


def one(name: str) -> st.SearchStrategy[str]:
    """A mark for the key of some record of an object."""
    return KEYS.map(lambda key: f"@{name} {key}@")


LINES = st.lists(st.builds(bill_line, st.sampled_from(["100", "20.5", "33.34", "-15"])), min_size=1, max_size=3).map(
    "".join
)
BILLS = st.builds(payable, st.uuids().map(str), WHOSE, LINES, st.sampled_from(["", "<TERMNAME>2/10 Net 30</TERMNAME>"]))
MEMOS = st.sampled_from(["-30", "-12.5", "60"]).map(lambda amount: ap_adjustment(adjustment_line(amount, "6300")))
CASH = st.builds(pays, one("APBILL"), AMOUNTS, st.sampled_from(["", "", "<DISCOUNTDATE>11/10/2026</DISCOUNTDATE>"]))
CREDITS = st.sampled_from([("ADJUSTMENT", "APADJUSTMENT"), ("INLINE", "APBILL"), ("ADVANCE", "APADVANCE")]).flatmap(
    lambda kind: st.builds(sets_off, one("APBILL"), st.just(kind[0]), one(kind[1]), AMOUNTS)
)
DETAILS = st.lists(st.one_of(CASH, CASH, CREDITS), min_size=1, max_size=3).map("".join)
PAYMENTS = st.sampled_from([("Printed Check", US_BANK), ("EFT", US_BANK), ("Credit Card", CARD)]).flatmap(
    lambda way: st.builds(payment, DETAILS, method=st.just(way[0]), place=st.just(way[1]), extra=ACTIONS)
)
LEGACY = st.one_of(
    st.builds(
        lambda key, amount, credit: legacy_request(request_item(key, amount, credit)),
        one("APBILL"),
        AMOUNTS,
        st.sampled_from(["", "5", "30"]),
    ),
    st.builds(lambda amount: legacy_request(amount=amount, method="Cash"), AMOUNTS),
    st.builds(manual_payment, AMOUNTS),
)
DECISIONS = st.builds(
    decide, st.sampled_from(["approve", "decline", "send", "confirm", "confirm", "void"]), one("APPYMT")
)
CHANGES = st.builds(changed_payment, one("APPYMT"), DETAILS, ACTIONS)
REVERSALS = st.sampled_from([("appayment", "APPYMT"), ("appayment", "APADVANCE"), ("bill", "APBILL")]).flatmap(
    lambda kind: st.builds(reversed_, st.just(kind[0]), one(kind[1]))
)
DELETES = st.one_of(
    one("APPYMT").map(deleted_request),
    st.sampled_from(["APBILL", "APADJUSTMENT", "APADVANCE", "APPYMT"]).flatmap(
        lambda name: one(name).map(lambda key: f"<delete><object>{name}</object><keys>{key}</keys></delete>")
    ),
)
REQUESTS = st.lists(
    st.one_of(PAYMENTS, PAYMENTS, PAYMENTS, DECISIONS, DECISIONS, LEGACY, CHANGES, REVERSALS, DELETES, BILLS, MEMOS),
    min_size=6,
    max_size=15,
)
# So that there is something to settle from the first request on.
OPENING = [
    payable("B-1", lines=bill_line("100") + bill_line("50", "6310")),
    payable("B-2", lines=bill_line("200") + bill_line("-15")),
    payable("B-3", lines=bill_line("-60")),
    ap_adjustment(adjustment_line("-30", "6300") + adjustment_line("-12.5", "6300")),
    vendor_advance(),
]


def reverse_everything(ask: Ask, company: Company) -> None:
    """Undoes all that is in the books, last first; memos stay, which have no reversal."""
    for record in reversed(company.records.where("APPYMT")):
        if record["RAWSTATE"] == "C":
            assert ask.of(reversed_("appayment", record.key, "2026-12-31")).errors == []
        elif record["RAWSTATE"] in ("D", "S", "A", "P"):
            assert ask.of(decide("void", record.key)).errors == []
    for name, what in (("APADVANCE", "appayment"), ("APBILL", "bill")):
        for record in reversed(company.records.where(name)):
            if record["RAWSTATE"] == "A":
                assert ask.of(reversed_(what, record.key, "2026-12-31")).errors == [], (name, record.key)


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company, *OBJECTS) as restore:
        yield restore


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=REQUESTS)
def test_books_of_payables_hold_after_any_history(
    ask: Ask, company: Company, fresh: Callable[[], None], requests: list[str]
) -> None:
    """After every request everything agrees, and a refused one changed nothing; undoing it all empties the books."""
    fresh()
    database = company.database
    for request in [*OPENING, *requests]:
        before = fingerprint(database, "APPYMTDETAIL", "APBILLBATCH")
        said = ask.of(addressed(company, request))
        assert said.status == 200
        assert "internal error" not in said.body.decode()
        require_balance(database)
        require_open_items(database, "'pi', 'pa'", "2000", -1)
        require_open_items(database, "'pr'", "1310", 1)
        require_sums(database)
        require_header_sums(database, "'pi', 'pa', 'pr'")
        require_history(company, AP_PAYMENT)
        if said.text("operation/result/status") != "success":
            assert fingerprint(database, "APPYMTDETAIL", "APBILLBATCH") == before
    reverse_everything(ask, company)
    require_balance(database)
    require_sums(database)
    open_amounts = "SELECT RECORDNO FROM PRRECORD WHERE RECORDTYPE IN ('pi', 'pr') AND TOTALDUE + TOTALSELECTED <> 0"
    assert database.all(open_amounts) == []
    sums = (
        "SELECT ACCOUNTNO FROM GLENTRY WHERE PRRECORDTYPE <> 'pa' GROUP BY ACCOUNTNO HAVING SUM(TR_TYPE * AMOUNT) <> 0"
    )
    assert database.all(sums) == []
