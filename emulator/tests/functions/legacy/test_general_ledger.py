"""Legacy journal entries, accounts and journals, through the whole gateway."""

import pytest
from asking import Ask
from legacy_calls import Life, answered, no_record, number_of, stored

from intacct_emulator.tenancy.company import Company

REVERSED = "<reversedate><year>2026</year><month>04</month><day>01</day></reversedate>"


def entry(side: str, account: str, amount: str = "1450.80") -> str:
    """A line of a journal entry."""
    return (
        f"<glentry><trtype>{side}</trtype><amount>{amount}</amount><glaccountno>{account}</glaccountno>"
        "<memo>Accrued</memo><locationid>US-NYC</locationid><departmentid>20</departmentid>"
        "<currency>USD</currency><exchratetype>Intacct Daily Rate</exchratetype></glentry>"
    )


def journal_entry(entries: str, head: str = "") -> str:
    """A `<create_gltransaction>`."""
    return (
        "<create_gltransaction><journalid>GJ</journalid>"
        f"<datecreated><year>2026</year><month>03</month><day>31</day></datecreated>{head}"
        f"<description>Payroll accrual</description><gltransactionentries>{entries}</gltransactionentries>"
        "</create_gltransaction>"
    )


def test_journal_entry_in_words_and_signs(ask: Ask, company: Company) -> None:
    """Debit and credit are named by words (reference pages) or by signs (a documented sample); the reversal follows."""
    key = number_of(ask.of(journal_entry(entry("debit", "6300") + entry("-1", "1000"), REVERSED)))
    batch = stored(company, "GLBATCH", key)
    assert (batch["JOURNAL"], batch["BATCH_TITLE"], batch["BATCH_DATE"]) == ("GJ", "Payroll accrual", "2026-03-31")
    assert batch["REVERSED"] == "2026-04-01"
    sides = [(row["ACCOUNTNO"], row["TR_TYPE"], row["AMOUNT"]) for row in company.records.where("GLENTRY")]
    assert sides == [("6300", 1, 145080), ("1000", -1, 145080), ("6300", -1, 145080), ("1000", 1, 145080)]


def test_unbalanced_journal_entry(ask: Ask, company: Company) -> None:
    """What does not balance is refused by the rules of the ledger, and nothing stays."""
    said = ask.of(journal_entry(entry("debit", "6300") + entry("credit", "1000", "1"), REVERSED))
    assert said.errors
    assert company.records.where("GLBATCH") == []


def test_journal_entry_is_removed(ask: Ask, company: Company) -> None:
    """delete_gltransaction takes the key that create_gltransaction answered."""
    key = number_of(ask.of(journal_entry(entry("debit", "6300") + entry("credit", "1000"))))
    assert answered(ask.of(f'<delete_gltransaction key="{key}"/>')) is None
    assert company.records.where("GLBATCH") == []
    assert company.records.where("GLENTRY") == []
    assert ask.of(f'<delete_gltransaction key="{key}"/>').errors == no_record(key)


LIVES = (
    Life(
        noun="glaccount",
        object="GLACCOUNT",
        attribute="glaccountno",
        id="6777",
        body="<glaccountno>6777</glaccountno><title>Payroll Expense</title><normalbalance>debit</normalbalance>"
        "<accounttype>incomestatement</accounttype><closingtype>closing account</closingtype>"
        "<closingaccountno>3900</closingaccountno>",
        changes="<title>Payroll Expenses</title>",
        field="TITLE",
        value="Payroll Expenses",
    ),
    Life(
        noun="statglaccount",
        object="STATACCOUNT",
        attribute="glaccountno",
        id="HEADS",
        body="<glaccountno>HEADS</glaccountno><title>Headcount</title>",
        changes="<title>Employee Headcount</title>",
        field="TITLE",
        value="Employee Headcount",
    ),
    Life(
        noun="journal",
        object="JOURNAL",
        attribute="symbol",
        id="TEST",
        body="<symbol>TEST</symbol><title>Payroll</title>",
        changes="<title>Payroll Journal</title>",
        field="TITLE",
        value="Payroll Journal",
    ),
)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.noun)
def test_life_of_a_record_of_the_ledger(ask: Ask, company: Company, life: Life) -> None:
    """What create and update answer is the id that update and delete take; then the key names nothing."""
    life.lived(ask, company)


def test_account_values_land_in_their_fields(ask: Ask, company: Company) -> None:
    """The words of create_glaccount are those of the object: the sides, the types and the closing account."""
    answered(LIVES[0].create(ask))
    account = stored(company, "GLACCOUNT", "6777")
    assert account.python("CLOSINGACCOUNTNO") == "3900"
    said = ask.of("<readByName><object>GLACCOUNT</object><keys>6777</keys><fields>*</fields></readByName>")
    (row,) = said.rows()
    assert (row["NORMALBALANCE"], row["ACCOUNTTYPE"], row["CLOSINGTYPE"]) == (
        "debit",
        "incomestatement",
        "closing account",
    )


def test_a_journals_kind_is_part_of_its_name(ask: Ask, company: Company) -> None:
    """A statistical journal of create_statjournal is removed by delete_statjournal, not by delete_journal, though both
    kinds are kept in one table."""
    key = answered(ask.of("<create_statjournal><symbol>STAT</symbol><title>Statistics</title></create_statjournal>"))
    assert key == "STAT"
    assert stored(company, "STATJOURNAL", "STAT")["TITLE"] == "Statistics"
    assert ask.of('<delete_journal symbol="STAT"/>').errors == no_record("STAT")
    assert answered(ask.of('<delete_statjournal symbol="STAT"/>')) is None
    assert company.records.find("STATJOURNAL", "STAT") is None


def test_statistics_are_counted_both_ways(ask: Ask, company: Company) -> None:
    """create_statgltransaction: 1 and `debit` add, -1 takes off (documented); a reversal takes it back."""
    line = (
        "<glentry><trtype>{}</trtype><amount>{}</amount><glaccountno>HEADS</glaccountno>"
        "<locationid>US-NYC</locationid><departmentid>30</departmentid></glentry>"
    )
    answered(ask.of("<create_statjournal><symbol>SHC</symbol><title>Headcount</title></create_statjournal>"))
    answered(LIVES[1].create(ask))
    said = ask.of(
        "<create_statgltransaction><journalid>SHC</journalid>"
        "<datecreated><year>2026</year><month>11</month><day>05</day></datecreated>"
        "<reversedate><year>2026</year><month>12</month><day>01</day></reversedate>"
        "<description>Heads</description><statgltransactionentries>"
        f"{line.format('debit', 5)}{line.format(-1, 2)}</statgltransactionentries></create_statgltransaction>"
    )
    assert answered(said) == "1"
    counted = [(line["ENTRY_DATE"], line["TR_TYPE"], line["AMOUNT"]) for line in company.records.where("GLENTRY")]
    assert counted == [("2026-11-05", 1, 500), ("2026-11-05", -1, 200), ("2026-12-01", -1, 500), ("2026-12-01", 1, 200)]
