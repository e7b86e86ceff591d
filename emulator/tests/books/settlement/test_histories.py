"""Random histories of invoices, memos, advances, receipts, applications and reversals: the books balance, open items
equal their control accounts, every total is the sum of its parts, a refusal leaves nothing, and reversing all of it
leaves nothing due and nothing held."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from asking import Ask, invoice, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import adjustment_line, ar_adjustment
from receiving import (
    US_BANK,
    advance,
    changed_receipt,
    credited,
    legacy_application,
    legacy_receipt,
    paid,
    receipt,
    reversal,
)
from settled_books import restorable

from intacct_emulator.books.settlement.as_of import due_on
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company

OBJECTS = ("ARINVOICE", "ARADJUSTMENT", "ARADVANCE", "ARPYMT")
KEYS = st.integers(0, 5)
AMOUNTS = st.sampled_from(["5", "10", "12.34", "20.5", "0.01", "99.99"])
WHOSE = st.sampled_from(["C-1001"] * 8 + ["C-1002"])


def one(name: str) -> st.SearchStrategy[str]:
    """A mark for the key of some record of an object."""
    return KEYS.map(lambda key: f"@{name} {key}@")


LINES = st.lists(
    st.builds(line, st.sampled_from(["100", "20.5", "33.34", "-15"]), location=st.sampled_from(["US-NYC", "US-CHI"])),
    min_size=1,
    max_size=3,
).map("".join)
INVOICES = st.builds(
    invoice, st.just(""), WHOSE, lines=LINES, extra=st.sampled_from(["", "<TERMNAME>2/10 Net 30</TERMNAME>"])
)
MEMOS = st.builds(
    ar_adjustment,
    st.lists(st.builds(adjustment_line, st.sampled_from(["-30", "-12.5", "60"])), min_size=1, max_size=2).map("".join),
)
CASH = st.builds(
    paid,
    one("ARINVOICE"),
    AMOUNTS,
    st.sampled_from(["", "", "<TRX_TOTALDISCOUNTTOAPPLY>1.5</TRX_TOTALDISCOUNTTOAPPLY>"]),
)
CREDITS = st.sampled_from(
    [
        ("ADJUSTMENT", "ARADJUSTMENT"),
        ("INLINE", "ARINVOICE"),
        ("NEGATIVEINVOICE", "ARINVOICE"),
        ("ADVANCE", "ARADVANCE"),
    ]
).flatmap(lambda kind: st.builds(credited, one("ARINVOICE"), st.just(kind[0]), one(kind[1]), AMOUNTS))
OVERPAID = st.builds(credited, one("ARINVOICE"), st.just("OVERPAYMENT"), one("ARPYMT"), AMOUNTS)
RECEIPTS = st.builds(
    receipt,
    st.lists(st.one_of(CASH, CASH, CREDITS, OVERPAID), min_size=1, max_size=3).map("".join),
    place=st.sampled_from([US_BANK, "<UNDEPOSITEDACCOUNTNO>1050</UNDEPOSITEDACCOUNTNO>"]),
    extra=st.sampled_from(["", "", "", "<ACTION>Draft</ACTION>"]),
)
LEGACY = st.builds(
    lambda amount, key, applied: legacy_receipt(amount, {key: applied} if applied else None, overpaid_at="US-NYC"),
    st.sampled_from(["250", "500"]),
    one("ARINVOICE"),
    st.one_of(st.just(""), AMOUNTS),
)
APPLICATIONS = st.sampled_from(["ARADJUSTMENT", "ARADVANCE", "ARPYMT", "ARINVOICE"]).flatmap(
    lambda name: st.builds(
        lambda credit, key, amount: legacy_application(credit, {key: amount}), one(name), one("ARINVOICE"), AMOUNTS
    )
)
REVERSALS = st.sampled_from([("arpayment", "ARPYMT"), ("arpayment", "ARADVANCE"), ("invoice", "ARINVOICE")]).flatmap(
    lambda kind: st.builds(reversal, st.just(kind[0]), one(kind[1]))
)
SUBMITS = st.builds(changed_receipt, one("ARPYMT"), st.just("<ACTION>Submit</ACTION>"))
EDITS = st.builds(
    lambda key, lines: (
        f"<update><ARINVOICE><RECORDNO>{key}</RECORDNO><ARINVOICEITEMS>{lines}</ARINVOICEITEMS></ARINVOICE></update>"
    ),
    one("ARINVOICE"),
    LINES,
)
DELETES = st.sampled_from(["ARINVOICE", "ARADJUSTMENT", "ARPYMT"]).flatmap(
    lambda name: one(name).map(lambda key: f"<delete><object>{name}</object><keys>{key}</keys></delete>")
)
REQUESTS = st.lists(
    st.one_of(RECEIPTS, RECEIPTS, RECEIPTS, LEGACY, APPLICATIONS, REVERSALS, SUBMITS, EDITS, DELETES, INVOICES, MEMOS),
    min_size=6,
    max_size=15,
)
# So that there is something to settle from the first request on.
OPENING = [
    invoice("", lines=line("100") + line("50", location="US-CHI")),
    invoice("", lines=line("200") + line("-15")),
    invoice("", lines=line("-60")),
    ar_adjustment(adjustment_line("-30") + adjustment_line("-12.5")),
    advance(),
    legacy_receipt("90", {"@ARINVOICE 0@": "20"}, overpaid_at="US-NYC"),
]


def addressed(company: Company, request: str) -> str:
    """The request with `@ARINVOICE 3@` replaced by the key of an invoice there is; 99 where there is none."""

    def key(mark: re.Match[str]) -> str:
        records = company.records.where(mark[1])
        return str(records[int(mark[2]) % len(records)].key if records else 99)

    return re.sub(r"@(\w+) (\d+)@", key, request)


def require_balance(database: Database) -> None:
    """Debits equal credits in total, per entity and per journal entry."""
    for grouping in ("CURRENCY", "BASELOCATION", "BATCHNO"):
        for (held,) in database.all(f"SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY {grouping}"):
            assert held == 0, grouping


def require_agreement(database: Database) -> None:
    """Open items are what their accounts hold: invoices and memos, advances, overpayments."""
    for types, accounts, side in (("'ri', 'ra'", "'1200'", 1), ("'rr'", "'2300'", -1), ("'rp'", "'2310'", -1)):
        open_amount = database.scalar(
            f"SELECT COALESCE(SUM(TOTALDUE), 0) FROM PRRECORD WHERE RAWSTATE <> 'D' AND RECORDTYPE IN ({types})"
        )
        held = database.scalar(
            f"SELECT COALESCE(SUM(TR_TYPE * AMOUNT), 0) FROM GLENTRY WHERE ACCOUNTNO IN ({accounts})"
        )
        assert int(held or 0) == side * int(open_amount or 0), types


def require_sums(database: Database) -> None:
    """Entered is paid plus selected plus due on every header, and the sum of its lines; no line is paid beyond its
    amount; what is paid of an invoice's line is the sum of its applications."""
    for prefix in ("", "TRX_"):
        parts = " + ".join(f"{prefix}{name}" for name in ("TOTALPAID", "TOTALSELECTED", "TOTALDUE"))
        lines = "SELECT SUM({column}) FROM PRENTRY WHERE RECORDKEY = PRRECORD.RECORDNO AND PRENTRY.LINEITEM = 'T'"
        for column, total in ((f"{prefix}AMOUNT", "TOTALENTERED"), (f"{prefix}TOTALPAID", "TOTALPAID")):
            found = lines.format(column=column)
            wrong = f"{prefix}{total} <> COALESCE(({found}), 0) OR {prefix}TOTALENTERED <> {parts}"
            assert database.all(f"SELECT RECORDNO FROM PRRECORD WHERE RAWSTATE <> 'D' AND ({wrong})") == []
        beyond = f"{prefix}TOTALPAID * {prefix}AMOUNT < 0 OR ABS({prefix}TOTALPAID) > ABS({prefix}AMOUNT)"
        assert database.all(f"SELECT RECORDNO FROM PRENTRY WHERE {beyond}") == []
    applied = " + ".join(
        f"COALESCE({name}, 0)"
        for name in (
            *("PAYMENTAMOUNT", "DISCOUNTAMOUNT", "INLINEAMOUNT", "ADJUSTMENTAMOUNT", "NEGATIVEINVOICEAMOUNT"),
            *("POSTEDADVANCEAMOUNT", "POSTEDOVERPAYMENTAMOUNT"),
        )
    )
    sums = f"SELECT COALESCE(SUM({applied}), 0) FROM ARPYMTDETAIL WHERE ENTRYKEY = PRENTRY.RECORDNO AND STATE <> 'D'"
    unlike = f"RECORDTYPE = 'ri' AND AMOUNT > 0 AND TOTALPAID <> ({sums})"
    assert database.all(f"SELECT RECORDNO FROM PRENTRY WHERE {unlike}") == []


def require_days(database: Database) -> None:
    """A document has a day of payment if, and only if, something was entered and nothing of it is due."""
    days = (
        "SELECT RECORDNO FROM PRRECORD WHERE RECORDTYPE IN ('ri', 'ra') AND TRX_TOTALENTERED <> 0 AND RAWSTATE <> 'D'"
    )
    assert database.all(f"{days} AND (WHENPAID IS NULL) <> (TOTALDUE <> 0)") == []


def require_history(company: Company) -> None:
    """The applications tell of every document what is due in the end."""
    told = due_on(company.records, AR_PAYMENT, date(2026, 12, 31))
    sql = "SELECT RECORDNO, TOTALDUE FROM PRRECORD WHERE RECORDTYPE IN ('ri', 'ra') AND RAWSTATE <> 'D'"
    assert told == {row[0]: row[1] for row in company.database.all(sql)}


def fingerprint(database: Database) -> dict[str, Any]:
    """All rows of the tables that receivables touch."""
    tables = ("PRRECORD", "PRENTRY", "ARPYMTDETAIL", "GLBATCH", "GLENTRY", "ARINVOICEBATCH")
    return {table: database.all(f"SELECT * FROM {table} ORDER BY 1") for table in tables}


def reverse_everything(ask: Ask, company: Company) -> None:
    """Reverses all that is in the books, last first; drafts and memos stay, which have no reversal."""
    for name, what, states in (
        ("ARPYMT", "arpayment", ("C",)),
        ("ARADVANCE", "arpayment", ("A",)),
        ("ARINVOICE", "invoice", ("A",)),
    ):
        for record in reversed(company.records.where(name)):
            if record["RAWSTATE"] in states:
                said = ask.of(reversal(what, record.key, "2026-12-31"))
                assert said.errors == [], (name, record.key)


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company, *OBJECTS, "ARPYMTENTRY", "GLBATCH", "ARINVOICEBATCH") as restore:
        yield restore


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=REQUESTS)
def test_books_of_receivables_hold_after_any_history(
    ask: Ask, company: Company, fresh: Callable[[], None], requests: list[str]
) -> None:
    """After every request everything agrees, and a refused one changed nothing; reversing it all empties the books."""
    fresh()
    database = company.database
    for request in [*OPENING, *requests]:
        before = fingerprint(database)
        said = ask.of(addressed(company, request))
        assert said.status == 200
        assert "internal error" not in said.body.decode()
        require_balance(database)
        require_agreement(database)
        require_sums(database)
        require_days(database)
        require_history(company)
        if said.text("operation/result/status") != "success":
            assert fingerprint(database) == before
    reverse_everything(ask, company)
    require_balance(database)
    require_sums(database)
    due = database.scalar(
        "SELECT COALESCE(SUM(ABS(TOTALDUE)), 0) FROM PRRECORD WHERE RECORDTYPE <> 'ra' AND RAWSTATE <> 'D'"
    )
    assert due == 0
    sums = (
        "SELECT ACCOUNTNO FROM GLENTRY WHERE PRRECORDTYPE <> 'ra' GROUP BY ACCOUNTNO HAVING SUM(TR_TYPE * AMOUNT) <> 0"
    )
    assert database.all(sums) == []
