"""However a balance is asked for, it is the same number: random histories over two years, and every way to ask."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from asking import Ask, Said, invoice, line
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import batch, entry
from settled_books import restorable

from intacct_emulator.tenancy.company import Company

PLACES = st.sampled_from(["US-NYC", "US-CHI", "CA-TOR"])
AMOUNTS = st.sampled_from(["10", "99.99", "0.01", "1000000"])
DAYS = st.sampled_from(
    ["12/31/2025", "01/01/2026", "10/31/2026", "11/01/2026", "11/30/2026", "12/01/2026", "01/15/2027"]
)
INVOICES = st.builds(
    lambda day, place, amount, account: invoice("", when=day, lines=line(amount, account, place)),
    DAYS,
    PLACES,
    AMOUNTS,
    st.sampled_from(["4010", "4100"]),
)
ENTRIES = st.builds(
    lambda day, place, amount, debit, credit: batch(
        entry(debit, 1, amount, place), entry(credit, -1, amount, place)
    ).replace("11/05/2026", day),
    DAYS,
    PLACES,
    AMOUNTS,
    st.sampled_from(["6300", "6310", "2100"]),
    st.sampled_from(["2100", "6300", "3900"]),
)
DRAFTS = ENTRIES.map(lambda body: body.replace("<ENTRIES>", "<STATE>Draft</STATE><ENTRIES>"))
PERIODS = st.sampled_from([("Month Ended November 2026", "11/30/2026"), ("Month Ended January 2027", "01/31/2027")])
ENTITIES = st.sampled_from([None, "US", "CA"])


def sums(said: Said, account: str, amount: str) -> dict[str, Decimal]:
    """The amounts of an answer's rows by account, without those that come to nothing."""
    assert said.errors == []
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in said.root.find(".//data"):
        found[str(row.findtext(account))] += Decimal(row.findtext(amount) or "0")
    return {name: total for name, total in found.items() if total}


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company) as restore:
        yield restore


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(INVOICES, ENTRIES, DRAFTS), min_size=1, max_size=8), PERIODS, ENTITIES)
def test_every_way_of_asking_for_a_balance_gives_the_same(
    ask: Ask, fresh: Callable[[], None], history: list[str], period: tuple[str, str], entity: str | None
) -> None:
    """Trial balance, account balances, balances of the period and, without the turn of years, the ledger's lines."""
    fresh()
    ask.of(*history)
    name, last = period
    within = {} if entity is None else {"location": entity}
    named = f"<reportingperiodname>{name}</reportingperiodname>"
    trial = ask.of(f"<get_trialbalance>{named}</get_trialbalance>", **within)
    accounts = ask.of(
        f"<get_accountbalances>{named}<startaccountno>0</startaccountno><endaccountno>9</endaccountno>"
        "</get_accountbalances>",
        **within,
    )
    balances = ask.of(
        "<readByQuery><object>GLACCOUNTBALANCE</object><fields>*</fields>"
        f"<query>PERIOD = '{name}'</query><pagesize>1000</pagesize></readByQuery>",
        **within,
    )
    for legacy, modern in (("startbalance", "OPENBAL"), ("debits", "TOTDEBIT"), ("endbalance", "ENDBAL")):
        expected = sums(trial, "glaccountno", legacy)
        assert sums(accounts, "glaccountno", legacy) == expected
        assert sums(balances, "ACCOUNTNO", modern) == expected
    assert sum(sums(trial, "glaccountno", "endbalance").values()) == 0
    if entity is None:
        lines = ask.of(
            "<query><object>GLDETAIL</object><select><field>ACCOUNTNO</field><sum>AMOUNT</sum></select><filter><and>"
            f"<lessthanorequalto><field>ENTRY_DATE</field><value>{last}</value></lessthanorequalto>"
            "<equalto><field>BATCH_STATE</field><value>P</value></equalto></and></filter>"
            "<pagesize>1000</pagesize></query>"
        )
        kept = sums(lines, "ACCOUNTNO", "SUM.AMOUNT")
        ends = sums(trial, "glaccountno", "endbalance")
        closed = ("3900", "4010", "4100", "6300", "6310")
        assert {account: kept.get(account) for account in ("1200", "2100")} == {
            account: ends.get(account) for account in ("1200", "2100")
        }
        assert sum(kept.get(account, Decimal()) for account in closed) == sum(
            ends.get(account, Decimal()) for account in closed
        )
