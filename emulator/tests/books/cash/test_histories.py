"""Whatever is asked of cash, in whatever order: the books balance, accounts hold what documents say, failures leave
nothing, and taking every charge back leaves nothing on the card."""

import re
from collections.abc import Callable, Iterator

import pytest
from asking import Ask
from cash_requests import (
    UNDEPOSITED,
    card_item,
    changed_charge,
    charge,
    day,
    deposit,
    in_bank,
    receipt,
    receipt_item,
    reversed_charge,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from settled_books import restorable

from intacct_emulator.storage.database import Database, Row
from intacct_emulator.tenancy.company import Company

_TABLES = ("PRRECORD", "PRENTRY", "GLBATCH", "GLENTRY")


def mostly(right: list[str], wrong: list[str]) -> st.SearchStrategy[str]:
    """Right values nine times out of ten."""
    return st.integers(0, 9).flatmap(lambda dice: st.sampled_from(right if dice else wrong))


AMOUNTS = mostly(["10", "99.99", "-5.5", "0", "0.005"], ["abc", ""])
PLACES = mostly(["US-NYC", "US-CHI"], ["CA-TOR", "MOON"])
KEYS = st.integers(0, 5)
CARD_ITEMS = st.lists(st.builds(card_item, AMOUNTS, mostly(["6300", "6310"], ["9999"]), PLACES), min_size=1, max_size=3)
RECEIPT_ITEMS = st.lists(
    st.builds(receipt_item, AMOUNTS, mostly(["8000", "4100"], ["9999"]), PLACES), min_size=1, max_size=3
)
RECEIPT_PLACES = mostly(
    [UNDEPOSITED, UNDEPOSITED, in_bank(), in_bank("SAV-US")], [in_bank("CHK-PAY"), in_bank("CHK-CA")]
)
STEPS = st.one_of(
    st.builds(charge, CARD_ITEMS.map("".join), mostly(["CARD-US"], ["NONE"])),
    st.builds(
        lambda key, number, amount, date: changed_charge(
            f"@CCTRANSACTION {key}@",
            day("paymentdate", date),
            f'<updateccpayitem line_num="{number}"><paymentamount>{amount}</paymentamount></updateccpayitem>',
        ),
        KEYS,
        st.sampled_from(["1", "1", "2"]),
        AMOUNTS,
        st.sampled_from(["2026-11-03", "2026-11-09"]),
    ),
    st.builds(
        lambda key, date: reversed_charge(f"@CCTRANSACTION {key}@", date), KEYS, mostly(["2026-11-10"], ["2026-11-01"])
    ),
    st.builds(lambda key: f"<delete><object>CCTRANSACTION</object><keys>@CCTRANSACTION {key}@</keys></delete>", KEYS),
    st.builds(receipt, RECEIPT_ITEMS.map("".join), RECEIPT_PLACES),
    st.builds(
        lambda key, place: f'<update_otherreceipt key="@OTHERRECEIPTS {key}@">{place}</update_otherreceipt>',
        KEYS,
        RECEIPT_PLACES,
    ),
    st.builds(lambda key: f'<delete_otherreceipt key="@OTHERRECEIPTS {key}@"/>', KEYS),
    st.builds(
        lambda keys, bank: deposit(*(f"@OTHERRECEIPTS {key}@" for key in keys), bank=bank),
        st.lists(KEYS, min_size=1, max_size=2),
        mostly(["CHK-US", "SAV-US"], ["CHK-CA"]),
    ),
)


def addressed(company: Company, function: str) -> str:
    """The function with `@CCTRANSACTION 3@` replaced by the key of a transaction there is; 99 where there is none."""

    def key(mark: re.Match[str]) -> str:
        records = company.records.where(mark[1])
        return str(records[int(mark[2]) % len(records)].key if records else 99)

    return re.sub(r"@(\w+) (\d+)@", key, function)


def held(database: Database, account: str) -> int:
    """What stands on an account, in hundredths."""
    return int(database.scalar("SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE ACCOUNTNO = ?", (account,)) or 0)


def entered(database: Database, condition: str) -> int:
    """The sum of the documents that a condition holds for."""
    return int(database.scalar(f"SELECT SUM(TOTALENTERED) FROM PRRECORD WHERE {condition}") or 0)


def require_books(database: Database) -> None:
    """Debits equal credits; each account of money holds what its documents say; lines and headers agree."""
    for grouping in ("BASELOCATION", "BATCHNO", "PRRECORDKEY"):
        sums = database.all(f"SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY {grouping}")
        assert all(row[0] == 0 for row in sums), grouping
    assert held(database, "2060") == -entered(database, "RECORDTYPE = 'ci'")
    undeposited = "RECORDTYPE = 'cr' AND UNDEPOSITEDACCOUNTNO = '1050' AND DEPOSITKEY IS NULL"
    assert held(database, "1050") == entered(database, undeposited)
    for bank, account in (("CHK-US", "1000"), ("SAV-US", "1030")):
        banked = (
            f"(RECORDTYPE = 'cr' AND BANKACCOUNTID = '{bank}') OR (RECORDTYPE = 'cd' AND FINANCIALENTITY = '{bank}')"
        )
        assert held(database, account) == entered(database, banked)
    lines = "SELECT COALESCE(SUM(AMOUNT), 0) FROM PRENTRY WHERE RECORDKEY = PRRECORD.RECORDNO"
    assert database.scalar(f"SELECT COUNT(*) FROM PRRECORD WHERE TOTALENTERED <> ({lines})") == 0
    wrong = "RECORDTYPE = 'ci' AND TOTALENTERED <> TOTALPAID + TOTALSELECTED + TOTALDUE"
    assert database.scalar(f"SELECT COUNT(*) FROM PRRECORD WHERE {wrong}") == 0
    amounts = database.all("SELECT RECORDNO, ABS(AMOUNT) FROM PRENTRY")
    own = "SELECT PRENTRYKEY, AMOUNT FROM GLENTRY WHERE ACCOUNTNO NOT IN ('1900', '2900')"
    assert sorted(database.all(own)) == sorted(amounts * 2), "beside the lines between entities"
    receipts = [
        str(row[0])
        for row in database.all("SELECT DISTINCT RECORDKEY, RECEIPTKEY FROM PRENTRY WHERE RECORDTYPE = 'cd'")
    ]
    deposited = [str(row[0]) for row in database.all("SELECT DEPOSITKEY FROM PRRECORD WHERE DEPOSITKEY IS NOT NULL")]
    assert sorted(receipts) == sorted(deposited)


def fingerprint(database: Database) -> list[list[Row]]:
    """All rows of the tables that documents touch."""
    return [database.all(f"SELECT * FROM {table} ORDER BY 1") for table in _TABLES]


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company, "CCTRANSACTION", "OTHERRECEIPTS", "DEPOSIT", "GLBATCH") as restore:
        yield restore


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=10))
def test_cash_holds_after_any_history(ask: Ask, company: Company, fresh: Callable[[], None], steps: list[str]) -> None:
    """After every request the books balance and agree, and a failed one changed nothing. In the end every charge that
    is open is taken back: nothing stays on the card."""
    fresh()
    database = company.database
    for step in steps:
        before = fingerprint(database)
        said = ask.of(addressed(company, step))
        assert said.status == 200
        assert "internal error" not in said.body.decode()
        require_books(database)
        if said.text("operation/result/status") == "failure":
            assert fingerprint(database) == before
    for record in company.records.where("CCTRANSACTION"):
        if record["RAWSTATE"] == "A":
            assert ask.of(reversed_charge(record.key)).errors == []
    require_books(database)
    assert held(database, "2060") == 0
