"""What holds for settled documents at any moment, whichever side they are on: for histories of requests."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from intacct_emulator.books.settlement.as_of import due_on
from intacct_emulator.books.settlement.kinds import SettlementKind
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company

LAST_DAY = date(2026, 12, 31)
_TABLES = ("PRRECORD", "PRENTRY", "GLBATCH", "GLENTRY")


def addressed(company: Company, request: str) -> str:
    """The request with `@APBILL 3@` replaced by the key of a bill there is; 99 where there is none."""

    def key(mark: re.Match[str]) -> str:
        records = company.records.where(mark[1])
        return str(records[int(mark[2]) % len(records)].key if records else 99)

    return re.sub(r"@(\w+) (\d+)@", key, request)


def require_balance(database: Database) -> None:
    """Debits equal credits in total, per entity and per journal entry."""
    for grouping in ("CURRENCY", "BASELOCATION", "BATCHNO"):
        for (held,) in database.all(f"SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY {grouping}"):
            assert held == 0, grouping


def require_open_items(database: Database, record_types: str, account: str, side: int) -> None:
    """What is due and selected of documents in the books is what their account holds; `side` is 1 for debit."""
    items = database.scalar(
        "SELECT COALESCE(SUM(TOTALDUE + TOTALSELECTED), 0) FROM PRRECORD WHERE RAWSTATE IN ('A', 'C', 'R', 'V') "
        f"AND RECORDTYPE IN ({record_types})"
    )
    held = database.scalar(f"SELECT COALESCE(SUM(TR_TYPE * AMOUNT), 0) FROM GLENTRY WHERE ACCOUNTNO = '{account}'")
    assert int(held or 0) == side * int(items or 0), record_types


def require_sums(database: Database) -> None:
    """Entered is paid plus selected plus due on every header; no line is settled beyond its amount."""
    for prefix in ("", "TRX_"):
        parts = " + ".join(f"{prefix}{name}" for name in ("TOTALPAID", "TOTALSELECTED", "TOTALDUE"))
        assert database.all(f"SELECT RECORDNO FROM PRRECORD WHERE {prefix}TOTALENTERED <> {parts}") == []
        settled = f"({prefix}TOTALPAID + {prefix}TOTALSELECTED)"
        beyond = f"{settled} * {prefix}AMOUNT < 0 OR ABS({settled}) > ABS({prefix}AMOUNT)"
        assert database.all(f"SELECT RECORDNO FROM PRENTRY WHERE {beyond}") == []


def require_header_sums(database: Database, record_types: str) -> None:
    """What of a document is entered, paid and selected is the sum of its lines."""
    for column, total in (
        ("AMOUNT", "TOTALENTERED"),
        ("TOTALPAID", "TOTALPAID"),
        ("TOTALSELECTED", "TOTALSELECTED"),
    ):
        lines = f"SELECT SUM({column}) FROM PRENTRY WHERE RECORDKEY = PRRECORD.RECORDNO"
        wrong = f"RECORDTYPE IN ({record_types}) AND {total} <> COALESCE(({lines}), 0)"
        assert database.all(f"SELECT RECORDNO FROM PRRECORD WHERE {wrong}") == [], total


def require_history(company: Company, kind: SettlementKind) -> None:
    """The applications tell of every document what is not paid of it in the end."""
    types = ", ".join(f"'{target.kept.record_type}'" for target in kind.targets)
    sql = (
        f"SELECT RECORDNO, TOTALDUE + TOTALSELECTED FROM PRRECORD WHERE RECORDTYPE IN ({types}) "
        "AND RAWSTATE IN ('A', 'R', 'V')"
    )
    left = {int(key or 0): int(amount or 0) for key, amount in company.database.all(sql)}
    assert due_on(company.records, kind, LAST_DAY) == left


def fingerprint(database: Database, *tables: str) -> Mapping[str, Any]:
    """All rows of the tables of documents and of the ledger, and of others."""
    return {table: database.all(f"SELECT * FROM {table} ORDER BY 1") for table in (*_TABLES, *tables)}


@contextmanager
def restorable(company: Company, *names: str) -> Iterator[Callable[[], None]]:
    """What puts the company back to how it is now; the tables of these objects are there from the start."""
    for name in names:
        for lines in company.catalogue[name].lines:
            company.records.prepare(company.catalogue[lines.object])
        company.records.prepare(company.catalogue[name])
    pristine = Database()
    company.database.copy_to(pristine)

    def restore() -> None:
        pristine.copy_to(company.database)
        company.forget()

    yield restore
    pristine.close()
