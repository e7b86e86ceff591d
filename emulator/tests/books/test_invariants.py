"""Whatever is asked, in whatever order: the books balance, subledgers agree with their control accounts, failures leave
nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asking import Ask, invoice, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import adjustment_line, ap_adjustment, ar_adjustment, batch, bill, entry
from settled_books import restorable

from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company


def mostly(right: list[str], wrong: list[str]) -> st.SearchStrategy[str]:
    """Right values nine times out of ten: histories must get somewhere, and fail now and then."""
    return st.integers(0, 9).flatmap(lambda dice: st.sampled_from(right if dice else wrong))


LOCATIONS = mostly(["US-NYC", "CA-TOR", "US"], ["MOON", ""])
AMOUNTS = mostly(["10", "99.99", "-5.5", "0", "0.005", "1000000"], ["abc", ""])
ACCOUNTS = mostly(["4010", "4100", ""], ["9999", "4020"])
CUSTOMERS = mostly(["C-1001", "C-1002"], ["C-1016", "NOBODY"])
VENDORS = mostly(["V-2001", "V-2005"], ["V-2010", "NOBODY"])
NUMBERS = mostly([""], ["N1", "N2"])
ACTIONS = mostly(["", "<ACTION>Submit</ACTION>"], ["<ACTION>Draft</ACTION>"])
KEYS = st.integers(0, 9)

LINES = st.lists(
    st.builds(line, AMOUNTS, ACCOUNTS, LOCATIONS, more=st.sampled_from(["", "<PROJECTID>P-1012</PROJECTID>"])),
    min_size=1,
    max_size=3,
).map("".join)
INVOICES = st.builds(invoice, NUMBERS, CUSTOMERS, lines=LINES, extra=ACTIONS)
BILLS = st.builds(bill, NUMBERS, VENDORS, mostly(["6300", "6310"], ["5010", "9999"]), ACTIONS)
ENTRIES = st.builds(
    lambda amounts, places, extra: batch(
        *(entry("6300", 1, amount, place) for amount, place in zip(amounts, places, strict=True)),
        *(entry("2100", -1, amount, place) for amount, place in zip(reversed(amounts), places, strict=True)),
        extra=extra,
    ),
    st.lists(st.sampled_from(["5", "7.25", "-3"]), min_size=2, max_size=2),
    st.lists(st.sampled_from(["US-NYC", "CA-TOR"]), min_size=2, max_size=2),
    st.sampled_from(["", "", "<REVERSEDATE>12/01/2026</REVERSEDATE>", "<STATE>Draft</STATE>"]),
)
ENTRY_EDITS = st.builds(
    lambda key, fields: f"<update><GLBATCH><RECORDNO>@GLBATCH {key}@</RECORDNO>{fields}</GLBATCH></update>",
    KEYS,
    st.sampled_from(
        [
            "<STATE>Posted</STATE>",
            "<STATE>Draft</STATE>",
            "<BATCH_DATE>11/20/2026</BATCH_DATE>",
            "<REVERSEDATE>12/05/2026</REVERSEDATE>",
            "<REVERSEDATE/>",
        ]
    ),
)
MEMO_LINES = st.lists(
    st.builds(adjustment_line, mostly(["-30", "12.50", "0"], ["x"]), mostly(["6300", "6310"], ["9999"])),
    min_size=1,
    max_size=3,
).map("".join)
MEMOS = st.one_of(
    st.builds(ar_adjustment, MEMO_LINES, NUMBERS, CUSTOMERS, st.sampled_from(["", "Draft"])),
    st.builds(ap_adjustment, MEMO_LINES, NUMBERS, VENDORS),
)
MEMO_UPDATES = st.builds(
    lambda side, key, number, amount, more: (
        f'<update_{side}adjustment key="@{side.upper()}ADJUSTMENT {key}@"><update{side}adjustmentitems>'
        f'<updatelineitem line_num="{number}"><amount>{amount}</amount></updatelineitem>{more}'
        f"</update{side}adjustmentitems></update_{side}adjustment>"
    ),
    st.sampled_from(["ar", "ap"]),
    KEYS,
    st.sampled_from(["1", "1", "2"]),
    st.sampled_from(["-1", "4.25", "0"]),
    st.one_of(st.just(""), st.builds(adjustment_line, st.sampled_from(["-2", "3"]), st.just("6300"))),
)
# Edits of one line or one header field: what is not named stays, or goes where the lines given are the whole set.
EDITS = st.builds(
    lambda name, key, fields, number, amount: (
        f"<update><{name}><RECORDNO>@{name} {key}@</RECORDNO>{fields}"
        + (
            f"<{name}ITEMS><{name}ITEM><LINE_NO>{number}</LINE_NO><TRX_AMOUNT>{amount}</TRX_AMOUNT></{name}ITEM>"
            f"</{name}ITEMS>"
            if number
            else ""
        )
        + f"</{name}></update>"
    ),
    st.sampled_from(["ARINVOICE", "APBILL"]),
    KEYS,
    st.sampled_from(
        [
            "",
            "<DESCRIPTION>Other</DESCRIPTION>",
            "<WHENCREATED>11/20/2026</WHENCREATED>",
            "<CUSTOMERID>C-1003</CUSTOMERID>",
        ]
    ),
    st.sampled_from(["", "1", "2"]),
    AMOUNTS,
)
UPDATES = st.builds(
    lambda name, key, lines, action: (
        f"<update><{name}><RECORDNO>@{name} {key}@</RECORDNO>{action}"
        + (f"<{name}ITEMS>{lines.replace('ARINVOICE', name)}</{name}ITEMS>" if lines else "")
        + f"</{name}></update>"
    ),
    st.sampled_from(["ARINVOICE", "APBILL"]),
    KEYS,
    st.one_of(st.just(""), LINES),
    ACTIONS,
)
DELETES = st.builds(
    lambda name, key: f"<delete><object>{name}</object><keys>@{name} {key}@</keys></delete>",
    st.sampled_from(["ARINVOICE", "APBILL", "GLBATCH", "ARADJUSTMENT", "APADJUSTMENT"]),
    KEYS,
)
REQUESTS = st.lists(
    st.tuples(
        st.lists(
            st.one_of(INVOICES, BILLS, ENTRIES, ENTRY_EDITS, MEMOS, MEMO_UPDATES, UPDATES, EDITS, DELETES),
            min_size=1,
            max_size=3,
        ),
        st.integers(0, 4).map(lambda dice: dice == 4),
    ),
    min_size=2,
    max_size=8,
)


def addressed(company: Company, function: str) -> str:
    """The function with `@ARINVOICE 3@` replaced by the key of an invoice there is; 99 where there is none."""

    def key(mark: re.Match[str]) -> str:
        records = company.records.where(mark[1])
        return str(records[int(mark[2]) % len(records)].key if records else 99)

    return re.sub(r"@(\w+) (\d+)@", key, function)


def require_balance(database: Database) -> None:
    """Debits equal credits in total, per entity and per journal entry."""
    for grouping in ("CURRENCY", "BASELOCATION", "BATCHNO"):
        sql = f"SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE STATE = 'P' GROUP BY {grouping}"
        assert all(row[0] == 0 for row in database.all(sql)), grouping


def require_agreement(database: Database) -> None:
    """What documents have open is what the control accounts hold."""
    for types, control_accounts, side in (("'ri', 'ra'", "'1200', '1210'", 1), ("'pi', 'pa'", "'2000', '2010'", -1)):
        open_amount = database.scalar(
            f"SELECT COALESCE(SUM(TOTALDUE), 0) FROM PRRECORD WHERE RAWSTATE = 'A' AND RECORDTYPE IN ({types})"
        )
        held = database.scalar(
            f"SELECT COALESCE(SUM(TR_TYPE * AMOUNT), 0) FROM GLENTRY WHERE ACCOUNTNO IN ({control_accounts})"
        )
        assert int(held or 0) == side * int(open_amount or 0)
    orphans = "SELECT COUNT(*) FROM PRENTRY WHERE RECORDKEY NOT IN (SELECT RECORDNO FROM PRRECORD)"
    assert database.scalar(orphans) == 0


def require_sums(database: Database) -> None:
    """On every header entered is paid plus selected plus due, and the sum of its lines. A posted line has its pair in
    the ledger, with its amount; nothing else of the subledgers is there."""
    for prefix in ("", "TRX_"):
        parts = " + ".join(f"{prefix}{name}" for name in ("TOTALPAID", "TOTALSELECTED", "TOTALDUE"))
        lines = f"SELECT SUM({prefix}AMOUNT) FROM PRENTRY WHERE RECORDKEY = PRRECORD.RECORDNO"
        wrong = f"{prefix}TOTALENTERED <> {parts} OR {prefix}TOTALENTERED <> COALESCE(({lines}), 0)"
        assert database.scalar(f"SELECT COUNT(*) FROM PRRECORD WHERE {wrong}") == 0
    posted = "SELECT RECORDNO FROM PRRECORD WHERE RAWSTATE = 'A'"
    amounts = database.all(f"SELECT RECORDNO, ABS(AMOUNT) FROM PRENTRY WHERE RECORDKEY IN ({posted})")
    entries = database.all("SELECT PRENTRYKEY, AMOUNT FROM GLENTRY WHERE PRENTRYKEY IS NOT NULL")
    assert sorted(entries) == sorted(amounts * 2)


def fingerprint(database: Database) -> dict[str, Any]:
    """All rows of the tables that documents touch."""
    tables = ("PRRECORD", "PRENTRY", "GLBATCH", "GLENTRY", "ARINVOICEBATCH", "APBILLBATCH")
    return {table: database.all(f"SELECT * FROM {table} ORDER BY 1") for table in tables}


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(
        company, "ARINVOICE", "APBILL", "ARADJUSTMENT", "APADJUSTMENT", "GLBATCH", "ARINVOICEBATCH", "APBILLBATCH"
    ) as restore:
        yield restore


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=REQUESTS)
def test_books_hold_after_any_history(
    ask: Ask, company: Company, fresh: Callable[[], None], requests: list[tuple[list[str], bool]]
) -> None:
    """After every request of a random history the books balance and agree, and a failed request changed nothing."""
    fresh()
    database = company.database
    for functions, together in requests:
        before = fingerprint(database)
        asked = [addressed(company, function) for function in functions]
        said = ask.of(*asked, transaction="true" if together else "false")
        assert said.status == 200
        assert "internal error" not in said.body.decode()
        require_balance(database)
        require_agreement(database)
        require_sums(database)
        if set(said.texts("operation/result/status")) & {"aborted"} or said.text(".//control/status") == "failure":
            assert fingerprint(database) == before
        if len(functions) == 1 and said.text("operation/result/status") == "failure":
            assert fingerprint(database) == before
