"""Random histories in several currencies: the books of each entity balance in its base currency, open items are what
the control accounts hold in both currencies, a refusal leaves nothing, taking everything back leaves nothing, and the
order of what does not depend on each other makes no difference."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settled_books import restorable
from trading import Trader, advance, bill, entry, invoice, journal, memo, paid, payment, receipt, reversal

from intacct_emulator.storage.database import Database

OBJECTS = ("ARINVOICE", "APBILL", "ARADJUSTMENT", "ARADVANCE", "ARPYMT", "APPYMT", "GLBATCH")
ALLOWED = [HealthCheck.function_scoped_fixture]
KEYS = st.integers(0, 4)
AMOUNTS = st.sampled_from(["0.01", "1", "3.33", "12.34", "50", "99.99"])
LINES = st.lists(st.sampled_from(["100", "33.33", "0.07", "19.99", "-5.55"]), min_size=1, max_size=3).map(" ".join)
DAYS = st.sampled_from(["01/15/2026", "02/10/2026", "03/05/2026", "06/30/2026", "11/02/2026"])
PLACES = st.sampled_from(["US", "US-CHI", "CA"])
RATES = st.sampled_from(
    [
        *["<CURRENCY>CAD</CURRENCY>", "<CURRENCY>USD</CURRENCY>", "<CURRENCY>EUR</CURRENCY>"] * 3,
        "<CURRENCY>CAD</CURRENCY><EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>",
        "<CURRENCY>CAD</CURRENCY><EXCHANGE_RATE>0.71234567</EXCHANGE_RATE>",
        "<CURRENCY>EUR</CURRENCY><EXCHANGE_RATE>1.33333333</EXCHANGE_RATE>",
        "<CURRENCY>JPY</CURRENCY>",
    ]
)
MONEY = st.sampled_from(
    ["", "", "<CURRENCY>CAD</CURRENCY>", "<CURRENCY>CAD</CURRENCY><EXCHANGE_RATE>0.7</EXCHANGE_RATE>"]
)
MOVED = st.sampled_from(["", "", "<AMOUNTOPAY>9.99</AMOUNTOPAY>"])
BANKS = st.sampled_from(["US-USD", "US-CAD", "CA-CAD", "CA-USD"])


def one(name: str) -> st.SearchStrategy[str]:
    """A mark for the key of some record of an object."""
    return KEYS.map(lambda key: f"@{name} {key}@")


INVOICES = st.builds(invoice, LINES, RATES, PLACES, DAYS)
BILLS = st.builds(bill, st.uuids().map(lambda number: f"B-{number.hex[:8]}"), LINES, RATES, PLACES, DAYS)
MEMOS = st.builds(memo, st.sampled_from(["-30", "-12.51", "7"]), DAYS)
ADVANCES = st.builds(advance, AMOUNTS, when=DAYS)
ENTRIES = st.builds(
    lambda amount, place, when, rate: journal(
        *(entry("6500", amount, "CAD", place, rate),) * 3,
        entry("2100", f"-{3 * Decimal(amount)}", "CAD", place, rate),
        when=when,
    ),
    AMOUNTS,
    PLACES,
    DAYS,
    st.sampled_from(["<EXCHANGE_RATE>0.7133</EXCHANGE_RATE>", "<EXCH_RATE_TYPE_ID>Month rate</EXCH_RATE_TYPE_ID>"]),
)
CREDITS = st.sampled_from(
    [
        ("ADJUSTMENTKEY", "TRX_ADJUSTMENTAMOUNT", "ARADJUSTMENT"),
        ("ADVANCEKEY", "TRX_POSTEDADVANCEAMOUNT", "ARADVANCE"),
        ("INLINEKEY", "TRX_INLINEAMOUNT", "ARINVOICE"),
    ]
).flatmap(
    lambda kind: st.builds(
        lambda key, credit, amount: paid(key, more=f"<{kind[0]}>{credit}</{kind[0]}><{kind[1]}>{amount}</{kind[1]}>"),
        one("ARINVOICE"),
        one(kind[2]),
        AMOUNTS,
    )
)
RECEIVED = st.lists(st.one_of(st.builds(paid, one("ARINVOICE"), AMOUNTS), CREDITS), min_size=1, max_size=3).map("".join)
SPENT = st.lists(st.builds(paid, one("APBILL"), AMOUNTS), min_size=1, max_size=2).map("".join)
RECEIPTS = st.builds(receipt, RECEIVED, DAYS, BANKS, st.tuples(MONEY, MOVED).map("".join))
PAYMENTS = st.builds(payment, SPENT, DAYS, BANKS, MONEY, st.sampled_from(["EFT", "EFT", "Printed Check"]))
REVERSALS = st.sampled_from(
    [("arpayment", "ARPYMT"), ("arpayment", "ARADVANCE"), ("appayment", "APPYMT"), ("invoice", "ARINVOICE")]
).flatmap(lambda kind: st.builds(reversal, st.just(kind[0]), one(kind[1]), st.just("12/01/2026")))
CHANGES = st.builds(
    lambda key, fields: f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO>{fields}</ARINVOICE></update>",
    one("ARINVOICE"),
    st.one_of(RATES, st.just("<DESCRIPTION>x</DESCRIPTION>")),
)
HISTORIES = st.lists(
    st.one_of(RECEIPTS, RECEIPTS, RECEIPTS, PAYMENTS, PAYMENTS, REVERSALS, CHANGES, INVOICES, BILLS, MEMOS, ENTRIES),
    min_size=5,
    max_size=14,
)
OPENING = [invoice("100 33.33"), invoice("50 -5.55"), bill("B-1", "99.99"), memo("-30"), advance("50")]
INDEPENDENT = st.lists(st.one_of(INVOICES, BILLS, MEMOS, ADVANCES, ENTRIES), min_size=2, max_size=6)


@pytest.fixture
def fresh(lakeshore: Trader) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(
        lakeshore.company, *OBJECTS, "GLENTRY", "ARPYMTENTRY", "APPYMTENTRY", "ARPYMTDETAIL", "APPYMTDETAIL"
    ) as restore:
        yield restore


def addressed(trader: Trader, request: str) -> str:
    """The request with `@ARINVOICE 3@` replaced by the key of an invoice there is; 99 where there is none."""

    def key(mark: re.Match[str]) -> str:
        records = trader.company.records.where(mark[1])
        return str(records[int(mark[2]) % len(records)].key if records else 99)

    return re.sub(r"@(\w+) (\d+)@", key, request)


def require_balance(database: Database) -> None:
    """Debits equal credits in every entity's books, and in every journal entry's part of them; each line's amounts have
    one sign."""
    for grouping in ("BASELOCATION", "BASECURR", "BATCHNO, BASELOCATION"):
        for (held,) in database.all(f"SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY {grouping}"):
            assert held == 0, grouping
    alike = "BASECURR = CURRENCY AND (AMOUNT <> TRX_AMOUNT OR EXCHANGE_RATE IS NOT NULL)"
    assert database.all(f"SELECT RECORDNO FROM GLENTRY WHERE AMOUNT < 0 OR TRX_AMOUNT < 0 OR {alike}") == []


def require_agreement(database: Database) -> None:
    """Open items are what their accounts hold, in each currency and each base currency."""
    for types, account, side in (("'ri', 'ra'", "1200", 1), ("'pi'", "2000", -1), ("'rr'", "2300", -1)):
        owed = (
            "SELECT BASECURR, CURRENCY, SUM(TOTALDUE + TOTALSELECTED), SUM(TRX_TOTALDUE + TRX_TOTALSELECTED) "
            f"FROM PRRECORD WHERE RECORDTYPE IN ({types}) GROUP BY 1, 2"
        )
        held = (
            f"SELECT BASECURR, CURRENCY, {side} * SUM(TR_TYPE * AMOUNT), {side} * SUM(TR_TYPE * TRX_AMOUNT) "
            f"FROM GLENTRY WHERE ACCOUNTNO = '{account}' GROUP BY 1, 2"
        )
        found = [{row for row in database.all(sql) if row[2] or row[3]} for sql in (owed, held)]
        assert found[0] == found[1], account


def require_sums(database: Database) -> None:
    """On every header entered is paid plus selected plus due in both currencies, and the sum of its lines; what is due
    of nothing is worth nothing."""
    for prefix in ("", "TRX_"):
        parts = " + ".join(f"{prefix}{name}" for name in ("TOTALPAID", "TOTALSELECTED", "TOTALDUE"))
        lines = f"SELECT SUM({prefix}AMOUNT) FROM PRENTRY WHERE RECORDKEY = PRRECORD.RECORDNO AND LINEITEM = 'T'"
        wrong = f"{prefix}TOTALENTERED <> {parts} OR {prefix}TOTALENTERED <> COALESCE(({lines}), 0)"
        assert database.all(f"SELECT RECORDNO, RECORDTYPE FROM PRRECORD WHERE {wrong}") == []
    left = "TRX_AMOUNT = TRX_TOTALPAID + TRX_TOTALSELECTED AND AMOUNT <> TOTALPAID + TOTALSELECTED"
    assert database.all(f"SELECT RECORDNO FROM PRENTRY WHERE RECORDTYPE IN ('ri', 'ra', 'pi', 'rr') AND {left}") == []


def require_rates(database: Database) -> None:
    """A rate stands beside every pair of different currencies, and beside no other."""
    for table in ("PRRECORD", "PRENTRY", "GLENTRY"):
        odd = f"SELECT RECORDNO FROM {table} WHERE (CURRENCY = BASECURR) <> (EXCHANGE_RATE IS NULL)"
        assert database.all(odd) == [], table


def fingerprint(database: Database) -> dict[str, Any]:
    """All rows of the tables that documents and payments touch."""
    tables = ("PRRECORD", "PRENTRY", "ARPYMTDETAIL", "APPYMTDETAIL", "GLBATCH", "GLENTRY")
    return {table: database.all(f"SELECT * FROM {table} ORDER BY 1") for table in tables}


def take_back(trader: Trader) -> None:
    """Reverses, voids or deletes all that is in the books, the last first."""
    records = trader.company.records
    for record in records.where("APPYMT"):
        if record["RAWSTATE"] in ("S", "A"):
            keys = f"<appaymentkeys><appaymentkey>{record.key}</appaymentkey></appaymentkeys>"
            trader.done(f"<void_appaymentrequest>{keys}</void_appaymentrequest>")
    for name, function, state in (
        ("ARPYMT", "arpayment", "C"),
        ("APPYMT", "appayment", "C"),
        ("ARADVANCE", "arpayment", "A"),
        ("ARINVOICE", "invoice", "A"),
        ("APBILL", "bill", "A"),
    ):
        for record in reversed(records.where(name, RAWSTATE=state)):
            trader.done(reversal(function, record.key, "12/31/2026"))
    for name in ("ARADJUSTMENT", "GLBATCH"):
        for record in records.where(name):
            if name == "ARADJUSTMENT" or record.text("MODULE") == "2.GL":
                trader.of(f"<delete><object>{name}</object><keys>{record.key}</keys></delete>")


@settings(max_examples=60, suppress_health_check=ALLOWED)
@given(requests=HISTORIES)
def test_books_in_several_currencies_hold_after_any_history(
    lakeshore: Trader, fresh: Callable[[], None], requests: list[str]
) -> None:
    """After every request everything agrees, and a refused one changed nothing; taking it all back empties the books,
    but for memos that were once applied, which nothing takes back."""
    fresh()
    database = lakeshore.company.database
    for request in [*OPENING, *requests]:
        before = fingerprint(database)
        said = lakeshore.of(addressed(lakeshore, request))
        assert "internal error" not in said.body.decode()
        require_balance(database)
        require_agreement(database)
        require_sums(database)
        require_rates(database)
        if said.text("operation/result/status") != "success":
            assert fingerprint(database) == before
    take_back(lakeshore)
    require_balance(database)
    require_sums(database)
    left = database.all(
        "SELECT ACCOUNTNO, BASELOCATION, CURRENCY FROM GLENTRY WHERE COALESCE(PRRECORDTYPE, '') <> 'ra' "
        "GROUP BY 1, 2, 3 HAVING SUM(TR_TYPE * AMOUNT) <> 0 OR SUM(TR_TYPE * TRX_AMOUNT) <> 0"
    )
    assert left == []


@settings(max_examples=30, suppress_health_check=ALLOWED)
@given(requests=INDEPENDENT, chance=st.randoms(use_true_random=False))
def test_the_order_of_independent_documents_makes_no_difference(
    lakeshore: Trader, fresh: Callable[[], None], requests: list[str], chance: Any
) -> None:
    """Every balance is the same in both currencies, whichever came first."""
    found = []
    for _ in range(2):
        fresh()
        for request in requests:
            lakeshore.of(request)
        found.append(lakeshore.in_each_currency())
        chance.shuffle(requests)
    assert found[0] == found[1]
