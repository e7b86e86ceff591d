"""Whatever is asked, in whatever order: the books balance, subledgers agree with their control accounts, failures leave
nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from asking import Ask, invoice, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company

from .test_invoices import bill
from .test_journal_entries import batch, entry

LOCATIONS = st.sampled_from(["US-NYC", "CA-TOR", "US", "MOON", ""])
AMOUNTS = st.sampled_from(["10", "99.99", "-5.5", "0", "0.005", "1000000", "abc", ""])
ACCOUNTS = st.sampled_from(["4010", "4020", "4100", "9999", ""])
CUSTOMERS = st.sampled_from(["C-1001", "C-1002", "C-1016", "NOBODY"])
VENDORS = st.sampled_from(["V-2001", "V-2005", "V-2010", "NOBODY"])
NUMBERS = st.sampled_from(["", "N1", "N2", "N3"])
ACTIONS = st.sampled_from(["", "<ACTION>Draft</ACTION>", "<ACTION>Submit</ACTION>"])
KEYS = st.integers(1, 8)

LINES = st.lists(
    st.builds(line, AMOUNTS, ACCOUNTS, LOCATIONS, more=st.sampled_from(["", "<PROJECTID>P-1012</PROJECTID>"])),
    min_size=1,
    max_size=3,
).map("".join)
INVOICES = st.builds(invoice, NUMBERS, CUSTOMERS, lines=LINES, extra=ACTIONS)
BILLS = st.builds(bill, NUMBERS, VENDORS, st.sampled_from(["6300", "5010", "9999"]), ACTIONS)
ENTRIES = st.builds(
    lambda amounts, places: batch(
        *(entry("6300", 1, amount, place) for amount, place in zip(amounts, places, strict=True)),
        *(entry("2100", -1, amount, place) for amount, place in zip(reversed(amounts), places, strict=True)),
    ),
    st.lists(st.sampled_from(["5", "7.25", "-3"]), min_size=2, max_size=2),
    st.lists(st.sampled_from(["US-NYC", "CA-TOR"]), min_size=2, max_size=2),
)
UPDATES = st.builds(
    lambda name, key, lines, action: (
        f"<update><{name}><RECORDNO>{key}</RECORDNO>{action}"
        + (f"<{name}ITEMS>{lines.replace('ARINVOICE', name)}</{name}ITEMS>" if lines else "")
        + f"</{name}></update>"
    ),
    st.sampled_from(["ARINVOICE", "APBILL"]),
    KEYS,
    st.one_of(st.just(""), LINES),
    ACTIONS,
)
DELETES = st.builds(
    lambda name, key: f"<delete><object>{name}</object><keys>{key}</keys></delete>",
    st.sampled_from(["ARINVOICE", "APBILL", "GLBATCH"]),
    KEYS,
)
REQUESTS = st.lists(
    st.tuples(
        st.lists(st.one_of(INVOICES, BILLS, ENTRIES, UPDATES, DELETES), min_size=1, max_size=3), st.booleans()
    ),
    min_size=1,
    max_size=6,
)


def require_balance(database: Database) -> None:
    """Debits equal credits in total, per entity and per journal entry."""
    for grouping in ("CURRENCY", "BASELOCATION", "BATCHNO"):
        sql = f"SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY {grouping}"
        assert all(row[0] == 0 for row in database.all(sql)), grouping


def require_agreement(database: Database) -> None:
    """What documents have open is what the control accounts hold."""
    for document, line_object, record_type, side in (
        ("ARINVOICE", "ARINVOICEITEM", "ri", 1),
        ("APBILL", "APBILLITEM", "pi", -1),
    ):
        open_amount = database.scalar(f"SELECT COALESCE(SUM(TOTALDUE), 0) FROM {document} WHERE RAWSTATE = 'A'")
        held = database.scalar(
            f"SELECT COALESCE(SUM(entry.TR_TYPE * entry.AMOUNT), 0) FROM GLENTRY AS entry "
            f"JOIN {line_object} AS item ON item.RECORDNO = entry.PRENTRYKEY "
            f"WHERE entry.PRRECORDTYPE = '{record_type}' AND entry.ACCOUNTNO = item.OFFSETGLACCOUNTNO"
        )
        assert int(held or 0) == side * int(open_amount or 0)
        orphans = f"SELECT COUNT(*) FROM {line_object} WHERE RECORDKEY NOT IN (SELECT RECORDNO FROM {document})"
        assert database.scalar(orphans) == 0


def fingerprint(database: Database) -> dict[str, Any]:
    """All rows of the tables that documents touch."""
    tables = ("ARINVOICE", "ARINVOICEITEM", "APBILL", "APBILLITEM", "GLBATCH", "GLENTRY", "ARINVOICEBATCH")
    return {table: database.all(f"SELECT * FROM {table} ORDER BY 1") for table in tables}


@pytest.fixture
def fresh(company: Company) -> Callable[[], None]:
    """Puts the company back to how it was loaded."""
    for name in ("ARINVOICE", "ARINVOICEITEM", "APBILL", "APBILLITEM", "GLBATCH", "GLENTRY", "ARINVOICEBATCH"):
        company.records.prepare(company.catalogue[name])
    pristine = Database()
    company.database.copy_to(pristine)

    def restore() -> None:
        pristine.copy_to(company.database)
        company.forget()

    return restore


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=REQUESTS)
def test_books_hold_after_any_history(
    ask: Ask, company: Company, fresh: Callable[[], None], requests: list[tuple[list[str], bool]]
) -> None:
    """After every request of a random history the books balance and agree, and a failed request changed nothing."""
    fresh()
    database = company.database
    for functions, together in requests:
        before = fingerprint(database)
        said = ask.of(*functions, transaction="true" if together else "false")
        assert said.status == 200
        assert "internal error" not in said.body.decode()
        require_balance(database)
        require_agreement(database)
        if set(said.texts("operation/result/status")) & {"aborted"} or said.text(".//control/status") == "failure":
            assert fingerprint(database) == before
        if len(functions) == 1 and said.text("operation/result/status") == "failure":
            assert fingerprint(database) == before
