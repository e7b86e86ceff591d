"""Random histories over every kind of document and settlement at once, in one company: the books balance, open items
equal their accounts, totals are the sums of their parts, a refusal leaves nothing; taking everything back returns every
balance to zero; and a company that was kept and opened again has the same books."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from asking import Ask, invoice, line
from beancount import loader
from cash_requests import card_item, charge, deposit, receipt_item, reversed_charge
from cash_requests import receipt as other_receipt
from disbursing import decide, manual_payment, payment, pays, reversed_, sets_off, vendor_advance
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import adjustment_line, ap_adjustment, ar_adjustment, batch, bill_line, entry, payable
from receiving import (
    UNDEPOSITED,
    US_BANK,
    advance,
    credited,
    legacy_application,
    legacy_receipt,
    paid,
    receipt,
    reversal,
)
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

from intacct_emulator.books.settlement.kinds import AP_PAYMENT, AR_PAYMENT
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.export.beancount import export
from intacct_emulator.world.whole_company import WHOLE_COMPANY

OBJECTS = (
    *("ARINVOICE", "ARADJUSTMENT", "ARADVANCE", "ARPYMT", "ARPYMTENTRY", "ARINVOICEBATCH", "ARPYMTDETAIL"),
    *("APBILL", "APADJUSTMENT", "APADVANCE", "APPYMT", "APPYMTENTRY", "APBILLBATCH", "APPYMTDETAIL"),
    *("CCTRANSACTION", "OTHERRECEIPTS", "DEPOSIT", "GLBATCH"),
)
TABLES = ("ARPYMTDETAIL", "APPYMTDETAIL", "ARINVOICEBATCH", "APBILLBATCH")
AMOUNTS = st.sampled_from(["5", "12.34", "0.01", "40", "1000"])
PLACES = st.sampled_from([US_BANK, UNDEPOSITED])


def one(name: str) -> st.SearchStrategy[str]:
    """A mark for the key of some record of an object."""
    return st.integers(0, 4).map(lambda key: f"@{name} {key}@")


MADE = st.one_of(
    st.builds(lambda amount: invoice("", lines=line(amount) + line("20")), st.sampled_from(["50", "99.99", "-10"])),
    st.builds(lambda number, amount: payable(number, lines=bill_line(amount)), st.uuids().map(str), AMOUNTS),
    st.builds(lambda amount: ar_adjustment(adjustment_line(amount)), st.sampled_from(["-30", "15"])),
    st.builds(lambda amount: ap_adjustment(adjustment_line(amount, "6300")), st.sampled_from(["-30", "15"])),
    st.builds(lambda amount, place: advance(amount, place=place), AMOUNTS, PLACES),
    st.builds(vendor_advance, AMOUNTS),
    st.builds(lambda amount: charge(card_item(amount)), AMOUNTS),
    st.builds(lambda amount: other_receipt(receipt_item(amount)), AMOUNTS),
    st.builds(lambda amount: batch(entry("6300", 1, amount), entry("2100", -1, amount)), AMOUNTS),
    st.builds(manual_payment, AMOUNTS),
)
SETTLED = st.one_of(
    st.builds(lambda key, amount, place: receipt(paid(key, amount), place=place), one("ARINVOICE"), AMOUNTS, PLACES),
    st.builds(
        lambda key, kind, amount: receipt(credited(key, kind[0], kind[1], amount)),
        one("ARINVOICE"),
        st.sampled_from(
            [("ADJUSTMENT", "@ARADJUSTMENT 0@"), ("ADVANCE", "@ARADVANCE 0@"), ("INLINE", "@ARINVOICE 0@")]
        ),
        AMOUNTS,
    ),
    st.builds(lambda key, amount: legacy_receipt("60", {key: amount}, overpaid_at="US-NYC"), one("ARINVOICE"), AMOUNTS),
    st.builds(
        lambda credit, key, amount: legacy_application(credit, {key: amount}), one("ARPYMT"), one("ARINVOICE"), AMOUNTS
    ),
    st.builds(
        lambda key, amount, method: payment(pays(key, amount), method=method),
        one("APBILL"),
        AMOUNTS,
        st.sampled_from(["Printed Check", "EFT"]),
    ),
    st.builds(
        lambda key, kind, amount: payment(sets_off(key, kind[0], kind[1], amount)),
        one("APBILL"),
        st.sampled_from([("ADJUSTMENT", "@APADJUSTMENT 0@"), ("ADVANCE", "@APADVANCE 0@")]),
        AMOUNTS,
    ),
    st.builds(decide, st.sampled_from(["confirm", "send", "void"]), one("APPYMT")),
    st.builds(
        lambda key: deposit(key, date="2026-11-26"), st.one_of(*map(one, ("OTHERRECEIPTS", "ARPYMT", "ARADVANCE")))
    ),
)
UNDONE = st.one_of(
    st.builds(reversal, st.just("invoice"), one("ARINVOICE")),
    st.builds(reversal, st.just("arpayment"), st.one_of(one("ARPYMT"), one("ARADVANCE"))),
    st.builds(reversed_, st.just("bill"), one("APBILL")),
    st.builds(reversed_, st.just("appayment"), st.one_of(one("APPYMT"), one("APADVANCE"))),
    st.builds(lambda key: reversed_charge(key, "2026-11-20"), one("CCTRANSACTION")),
)
HISTORIES = st.lists(st.one_of(MADE, SETTLED, SETTLED, UNDONE), min_size=6, max_size=14)
OPENING = [
    invoice("", lines=line("100") + line("-20")),
    payable("B-1", lines=bill_line("100")),
    ar_adjustment(adjustment_line("-30")),
    ap_adjustment(adjustment_line("-30", "6300")),
    advance(),
    vendor_advance(),
]
# What takes a record back, by its object and the codes of the states in which it is in the books or on its way there.
UNDOING: tuple[tuple[str, tuple[str, ...], Callable[[int], str]], ...] = (
    ("ARPYMT", ("C",), lambda key: reversal("arpayment", key, "2026-12-31")),
    ("APPYMT", ("C",), lambda key: reversed_("appayment", key, "2026-12-31")),
    ("APPYMT", ("S", "A", "P"), lambda key: decide("void", key)),
    ("ARADVANCE", ("A",), lambda key: reversal("arpayment", key, "2026-12-31")),
    ("APADVANCE", ("A",), lambda key: reversed_("appayment", key, "2026-12-31")),
    ("ARINVOICE", ("A",), lambda key: reversal("invoice", key, "2026-12-31")),
    ("APBILL", ("A",), lambda key: reversed_("bill", key, "2026-12-31")),
    ("CCTRANSACTION", ("A",), lambda key: reversed_charge(key, "2026-12-31")),
)


def require_books(company: Company) -> None:
    """All that holds at any moment."""
    database = company.database
    require_balance(database)
    require_open_items(database, "'ri', 'ra'", "1200", 1)
    require_open_items(database, "'pi', 'pa'", "2000", -1)
    require_open_items(database, "'rr'", "2300", -1)
    require_open_items(database, "'pr'", "1310", 1)
    require_open_items(database, "'rp'", "2310", -1)
    require_sums(database)
    require_header_sums(database, "'ri', 'ra', 'rr', 'pi', 'pa', 'pr'")
    for kind in (AR_PAYMENT, AP_PAYMENT):
        require_history(company, kind)


def take_everything_back(ask: Ask, company: Company) -> None:
    """Reverses what has a reversal, last first. What was deposited stays, and what depends on it."""
    for name, states, undo in UNDOING:
        for record in reversed(company.records.where(name)):
            if record["RAWSTATE"] in states and record["DEPOSITKEY"] is None:
                assert ask.of(undo(record.key)).errors == [], (name, record.key)


def left(database: Database) -> list[tuple[object, ...]]:
    """Accounts that are not at zero, without memos, journal entries and other receipts, which are deleted instead of
    reversed."""
    sql = (
        "SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY "
        "WHERE COALESCE(PRRECORDTYPE, '') NOT IN ('', 'ra', 'pa', 'cr') "
        "GROUP BY ACCOUNTNO HAVING SUM(TR_TYPE * AMOUNT) <> 0"
    )
    return [tuple(row) for row in database.all(sql)]


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company, *OBJECTS) as restore:
        yield restore


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_all_books_hold_after_any_history(
    ask: Ask, company: Company, fresh: Callable[[], None], history: list[str]
) -> None:
    """After every request everything agrees, and a refused one changed nothing; what is taken back leaves nothing."""
    fresh()
    for request in [*OPENING, *history]:
        before = fingerprint(company.database, *TABLES)
        said = ask.of(addressed(company, request))
        assert "internal error" not in said.body.decode()
        require_books(company)
        if said.text("operation/result/status") != "success":
            assert fingerprint(company.database, *TABLES) == before
    _, faults, _ = loader.load_string("".join(export(company)))
    assert faults == []
    if company.records.where("DEPOSIT"):
        return
    take_everything_back(ask, company)
    require_books(company)
    assert left(company.database) == []


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_books_that_were_kept_are_the_same_when_they_are_opened_again(
    ask: Ask, company: Company, fresh: Callable[[], None], history: list[str]
) -> None:
    """Every table, index, view and row, and the ledger that is exported from them."""
    fresh()
    for request in [*OPENING, *history]:
        ask.of(addressed(company, request))
    ledger = "".join(export(company))
    with TemporaryDirectory() as folder:
        company.database.write_to(Path(folder) / "northfield.company.db")
        tenants = Tenants(folder=Path(folder), clock=company.clock)
        reopened = tenants.open_company("northfield", WHOLE_COMPANY)
        assert "".join(export(reopened)) == ledger
        assert fingerprint(reopened.database, *TABLES) == fingerprint(company.database, *TABLES)
        require_books(reopened)
        tenants.close()
