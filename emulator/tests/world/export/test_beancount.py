"""A company as a ledger in the language of beancount: an independent program reads it and finds our balances."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from asking import Ask, invoice, present
from beancount import loader
from beancount.core import data
from cash_requests import card_item, charge, deposit, in_bank, receipt, reversed_charge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import payable
from trading import EUR, Trader, paid
from trading import invoice as trade
from trading import receipt as paid_in

from intacct_emulator.serving.failure import CannotRunError
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company
from intacct_emulator.world.export import FORMATS, exported
from intacct_emulator.world.export.beancount import export
from intacct_emulator.world.generate import Order, generate


def read(text: str) -> list[data.Directive]:
    """The directives of a ledger without faults."""
    entries, faults, _ = loader.load_string(text)
    assert faults == []
    return entries


def balances(entries: list[data.Directive], *, entity: str | None = None) -> dict[str, Decimal]:
    """What beancount makes of a ledger: balances by account number, of one entity's lines or of all."""
    numbers = {entry.account: entry.meta["number"] for entry in entries if isinstance(entry, data.Open)}
    found: dict[str, Decimal] = {}
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                if entity in (None, present(posting.meta).get("entity")):
                    number = numbers[posting.account]
                    found[number] = found.get(number, Decimal(0)) + present(present(posting.units).number)
    return found


def ours(database: Database, condition: str = "1") -> dict[str, Decimal]:
    """The balances of the ledger here by account number."""
    sql = f"SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE STATE = 'P' AND {condition} GROUP BY ACCOUNTNO"
    return {str(number): Decimal(int(amount or 0)).scaleb(-2) for number, amount in database.all(sql)}


def test_books_in_two_currencies_are_found_as_they_are_here(lakeshore: Trader) -> None:
    """Each entity's lines are in its base currency, what was traded in another is told beside it; balances agree."""
    key = lakeshore.made(trade("100 33.33"))
    lakeshore.done(paid_in(paid(key, "120"), bank="US-USD"), trade("50", EUR, "CA"))
    text = "".join(export(lakeshore.company))
    entries = read(text)
    for entity, number in (("US", 1), ("CA", 2)):
        assert balances(entries, entity=entity) == ours(lakeshore.company.database, f"BASELOCATION = {number}")
    assert 'transaction: "100.00 CAD"' in text
    assert 'option "operating_currency" "CAD"' in text
    postings = [posting for entry in entries if isinstance(entry, data.Transaction) for posting in entry.postings]
    assert {present(posting.units).currency for posting in postings} == {"USD", "CAD"}


def test_invented_business_is_found_as_it_is_here(company: Company, ask: Ask) -> None:
    """Invoices, bills, journal entries, card charges, a reversal, receipts and a deposit: no faults; balances agree in
    total and in each entity; every posted journal entry is a transaction."""
    generate(company, Order(invoices=60, bills=40, journals=20, seed=3))
    key = ask.of(charge(card_item("100.10") + card_item("-0.05"))).key
    said = ask.of(charge(card_item("7")), reversed_charge(key), receipt(place=in_bank()), receipt())
    assert said.errors == []
    undeposited = company.records.where("OTHERRECEIPTS")[-1].key
    assert ask.of(deposit(undeposited)).errors == []
    entries = read("".join(export(company)))
    assert balances(entries) == ours(company.database)
    for entity in ("US", "CA"):
        (record,) = company.records.where("LOCATIONENTITY", LOCATIONID=entity)
        assert balances(entries, entity=entity) == ours(company.database, f"BASELOCATION = {record.key}")
    posted = company.database.scalar("SELECT COUNT(DISTINCT BATCHNO) FROM GLENTRY WHERE STATE = 'P'")
    assert sum(isinstance(entry, data.Transaction) for entry in entries) == posted
    assert any(isinstance(entry, data.Balance) and entry.amount.number for entry in entries)


HISTORIES = st.lists(
    st.one_of(
        st.builds(lambda amount: charge(card_item(amount)), st.sampled_from(["1", "0.01", "-3.33"])),
        st.builds(lambda amount: invoice("", lines=""), st.just("1")),
        st.builds(payable, st.integers(1, 99).map(str)),
        st.just(receipt(head='<description>Quoted "text" \\ and more</description>')),
        st.just(reversed_charge(1)),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_any_history_is_read_without_faults(company: Company, ask: Ask, history: list[str]) -> None:
    """Whatever was asked, refused or not, the ledger has no faults and the same balances."""
    for request in history:
        ask.of(request)
    assert balances(read("".join(export(company)))) == ours(company.database)


def test_a_wrong_balance_would_be_found(company: Company, ask: Ask) -> None:
    """The balances at the end are claims that beancount checks: another amount is a fault."""
    assert ask.of(charge(card_item("12.34"))).errors == []
    text = "".join(export(company))
    assert "balance Liabilities:2060-Company-Card-Payable -12.34 USD" in text
    _, faults, _ = loader.load_string(text.replace("2060-Company-Card-Payable -12.34", "2060-Company-Card-Payable -12"))
    assert len(faults) == 1


def test_accounts_are_named_by_kind_number_and_title(company: Company) -> None:
    """Assets, liabilities, equity, income, expenses; the number and the title stand beside the name."""
    opened = {entry.meta["number"]: entry for entry in read("".join(export(company))) if isinstance(entry, data.Open)}
    assert [opened[number].account for number in ("1000", "2000", "3900", "4000", "6100")] == [
        "Assets:1000-Operating-Cash-US",
        "Liabilities:2000-Accounts-Payable",
        "Equity:3900-Retained-Earnings",
        "Income:4000-Consulting-Revenue",
        "Expenses:6100-Rent",
    ]
    assert opened["1000"].meta["title"] == "Operating Cash - US"


def test_the_command_writes_a_kept_company(tmp_path: Path) -> None:
    """`company generate` keeps one, `company export` writes it; an unknown name or format ends with a reason."""
    tool = [sys.executable, "-m", "intacct_emulator.cli", "company"]
    kept = ["--data", str(tmp_path)]
    subprocess.run([*tool, "generate", "big", "--from", "northfield", "--invoices", "5", *kept], check=True)
    written = subprocess.run(
        [*tool, "export", "big", "--format", "beancount", *kept], check=True, capture_output=True, text=True
    )
    assert any(isinstance(entry, data.Transaction) for entry in read(written.stdout))
    refused = subprocess.run(
        [*tool, "export", "other", "--format", "beancount", *kept], check=False, capture_output=True, text=True
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "no company 'other' is kept" in refused.stderr
    with pytest.raises(CannotRunError, match="there is no format 'ledger'"):
        list(exported(tmp_path, "big", "ledger"))
    assert list(FORMATS) == ["beancount"]


def test_a_company_without_entries_has_accounts_only(company: Company) -> None:
    """Nothing was posted: no transactions, no balances; the day is today."""
    entries = read("".join(export(company)))
    assert {type(entry) for entry in entries} == {data.Open}
    assert {entry.date for entry in entries} == {date(2026, 11, 20)}
