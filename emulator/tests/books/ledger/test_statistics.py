"""Statistical journals and accounts: counted things, kept apart from money."""

from dataclasses import replace

import pytest
from asking import Ask, invoice
from paperwork import batch, entry, query

from intacct_emulator.tenancy.company import Company

SETUP = (
    "<create><STATJOURNAL><SYMBOL>SHC</SYMBOL><TITLE>Headcount</TITLE></STATJOURNAL></create>",
    "<create><STATACCOUNT><ACCOUNTNO>HEADS</ACCOUNTNO><TITLE>Heads</TITLE></STATACCOUNT></create>",
)
HEADS = entry("HEADS", 1, "2")


def balance(statistical: str = "include") -> str:
    """A `<get_trialbalance>` of November."""
    return (
        "<get_trialbalance><startdate><year>2026</year><month>11</month><day>01</day></startdate>"
        "<enddate><year>2026</year><month>11</month><day>30</day></enddate>"
        f"<statistical>{statistical}</statistical></get_trialbalance>"
    )


def test_one_line_is_enough_and_need_not_balance(ask: Ask, company: Company) -> None:
    """It has no currency, and is marked as statistical from header to ledger."""
    assert ask.of(*SETUP, batch(HEADS, journal="SHC")).errors == []
    fields = ("ACCOUNTNO", "ACCOUNTTITLE", "STATISTICAL", "AMOUNT", "CURRENCY", "BASECURR", "SYMBOL")
    assert [tuple(row.values()) for row in ask.of(query("GLDETAIL", *fields)).rows()] == [
        ("HEADS", "Heads", "T", "2", None, None, "SHC")
    ]
    assert [tuple(row.values()) for row in ask.of(query("GLENTRY", *fields[:3])).rows()] == [("HEADS", "Heads", "T")]
    journal = company.records.find("STATJOURNAL", "SHC")
    assert journal is not None
    rows = ask.of(query("GLBATCH", "STATISTICAL", "JOURNALKEY")).rows()
    assert rows == [{"STATISTICAL": "true", "JOURNALKEY": str(journal.key)}]
    by_key = batch(HEADS, journal="", extra=f"<JOURNALKEY>{journal.key}</JOURNALKEY>")
    assert ask.of(by_key).errors == []


@pytest.mark.parametrize(
    ("lines", "journal", "text"),
    [
        (HEADS + entry("2100", -1, "2"), "GJ", "Account HEADS is not valid"),
        (entry("6300", 1, "2"), "SHC", "Account 6300 is not valid"),
        ("", "SHC", "A statistical journal entry needs at least one line"),
    ],
)
def test_money_and_statistics_do_not_mix(ask: Ask, company: Company, lines: str, journal: str, text: str) -> None:
    """A journal takes the accounts of its own kind, and nothing is left of what is refused."""
    assert ask.of(*SETUP, batch(lines, journal=journal)).errors[0][1] == text
    assert company.records.where("GLENTRY") == []


def test_no_subledger_posts_to_a_statistical_journal(ask: Ask, company: Company) -> None:
    """A setup that names one has its documents refused."""
    receivables = replace(company.profile.receivables, journal="SHC")
    company.profile = replace(company.profile, receivables=receivables)
    assert ask.of(*SETUP, invoice()).errors[0][1] == "Invalid Journal 'SHC' specified."


@pytest.mark.parametrize(
    ("statistical", "accounts"),
    [("include", ["2100", "6300", "HEADS"]), ("exclude", ["2100", "6300"]), ("only", ["HEADS"])],
)
def test_balances_tell_them_apart(ask: Ask, statistical: str, accounts: list[str]) -> None:
    """`statistical` includes, excludes or asks for nothing else."""
    ask.of(*SETUP, batch(HEADS, journal="SHC"), batch(entry("6300", 1, "5"), entry("2100", -1, "5")))
    said = ask.of(balance(statistical))
    assert said.texts(".//trialbalance/glaccountno") == accounts


def test_a_statistical_account_in_use_stays(ask: Ask, company: Company) -> None:
    """It cannot be removed while entries name it."""
    ask.of(*SETUP, batch(HEADS, journal="SHC"))
    said = ask.of('<delete_statglaccount glaccountno="HEADS"/>')
    assert said.errors[0][1] == "Cannot delete Statistical account 'HEADS' because it is being used"


def test_a_number_belongs_to_one_account(ask: Ask) -> None:
    """Of money or of statistics, whichever came first (inferred)."""
    taken = "<create><STATACCOUNT><ACCOUNTNO>6300</ACCOUNTNO><TITLE>Again</TITLE></STATACCOUNT></create>"
    assert ask.of(taken).errors[0][1] == "Another Statistical account with the given value(s) 6300  already exists"
    again = "<create><GLACCOUNT><ACCOUNTNO>HEADS</ACCOUNTNO><TITLE>Again</TITLE></GLACCOUNT></create>"
    assert ask.of(*SETUP, again).errors[0][1] == "The account number 'HEADS' already exists"


def test_a_journal_does_not_change_its_kind(ask: Ask, company: Company) -> None:
    """`update JOURNAL` with STATISTICAL is refused like any value that is no choice (inferred)."""
    said = ask.of("<update><JOURNAL><SYMBOL>GJ</SYMBOL><STATISTICAL>true</STATISTICAL></JOURNAL></update>")
    assert said.errors[0][0] == "BL03000018"
    assert company.records.find("JOURNAL", "GJ") is not None
