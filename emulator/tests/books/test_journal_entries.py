"""Journal entries by hand: GLBATCH with its lines."""

import pytest
from asking import Ask
from paperwork import batch, entry

from intacct_emulator.tenancy.company import Company

PAIR = (entry("6300", 1, "25.00"), entry("2100", -1, "25.00"))


def test_balanced_entry_is_posted(ask: Ask, company: Company) -> None:
    """A balanced entry is Posted, numbered in its journal; lines without a memo get the title."""
    assert ask.of(batch(*PAIR), batch(*PAIR)).errors == []
    first, second = company.records.where("GLBATCH")
    assert (first.integer("BATCHNO"), second.integer("BATCHNO")) == (1, 2)
    assert (first.text("STATE"), first.text("MODULE")) == ("P", "2.GL")
    lines = company.records.where("GLENTRY", BATCHNO=first.key)
    assert [(line["LINE_NO"], line["ACCOUNTNO"], line["DESCRIPTION"]) for line in lines] == [
        (1, "6300", "Accrual"),
        (2, "2100", "Accrual"),
    ]


@pytest.mark.parametrize(
    ("request_body", "text"),
    [
        (batch(entry("6300", 1, "25"), entry("2100", -1, "24.99")), "Transactions do not balance for Location US"),
        (
            batch(entry("6300", 1, "25"), entry("2100", -1, "25", location="CA-TOR")),
            "Transactions do not balance for Location CA, US",
        ),
        (batch(entry("6300", 1, "25")), "A journal entry needs at least two lines"),
        (batch(*PAIR, journal="NOPE"), "Invalid Journal 'NOPE' specified."),
        (batch(entry("9999", 1, "1"), entry("2100", -1, "1")), "Account 9999 is not valid"),
        (
            batch(entry("1200", 1, "1"), entry("2100", -1, "1")),
            "The account 1200 is a control account and can't be posted to directly",
        ),
        (
            batch(*PAIR, extra="<REVERSEDATE>11/05/2026</REVERSEDATE>"),
            "The reversal date must be after the transaction date",
        ),
    ],
)
def test_refusals(ask: Ask, company: Company, request_body: str, text: str) -> None:
    """Each fault gets its error, then the recorded wrapper with a full stop, and nothing is written."""
    said = ask.of(request_body)
    assert [error[1] for error in said.errors] == [text, "Could not create GLBatch record."]
    assert company.records.where("GLBATCH") == []
    assert company.records.where("GLENTRY") == []


def test_update_replaces_all_lines(ask: Ask, company: Company) -> None:
    """The lines an update gives replace the whole set; without lines they stay."""
    key = ask.of(batch(*PAIR)).key
    lines = entry("6300", 1, "7") + entry("6310", 1, "3") + entry("2100", -1, "10")
    change = f"<update><GLBATCH><RECORDNO>{key}</RECORDNO>{{}}</GLBATCH></update>"
    assert ask.of(change.format(f"<ENTRIES>{lines}</ENTRIES>")).errors == []
    assert [line["AMOUNT"] for line in company.records.where("GLENTRY")] == [700, 300, 1000]
    assert ask.of(change.format("<BATCH_TITLE>Renamed</BATCH_TITLE>")).errors == []
    assert company.records.where("GLBATCH")[0].text("BATCH_TITLE") == "Renamed"
    assert len(company.records.where("GLENTRY")) == 3


def test_negative_amount_turns_the_side(ask: Ask, company: Company) -> None:
    """A negative amount is the other side (inferred)."""
    assert ask.of(batch(entry("6300", -1, "-25"), entry("2100", 1, "-25"))).errors == []
    assert [(line["TR_TYPE"], line["AMOUNT"]) for line in company.records.where("GLENTRY")] == [(1, 2500), (-1, 2500)]


def test_reversal_mirrors_the_entry(ask: Ask, company: Company) -> None:
    """REVERSEDATE makes a second entry with the sides turned, each pointing at the other."""
    assert ask.of(batch(*PAIR, extra="<REVERSEDATE>12/01/2026</REVERSEDATE>")).errors == []
    original, reversal = company.records.where("GLBATCH")
    assert (original.text("REVERSED"), original.integer("REVERSEDKEY")) == ("2026-12-01", reversal.key)
    assert reversal.text("REVERSEDFROM") == str(original.key)
    turned = company.records.where("GLENTRY", BATCHNO=reversal.key)
    assert [(line["ACCOUNTNO"], line["TR_TYPE"]) for line in turned] == [("6300", -1), ("2100", 1)]


def test_subledger_entries_cannot_be_touched_here(ask: Ask, company: Company) -> None:
    """A journal entry that invoices posted is changed at its source only."""
    from asking import invoice

    ask.of(invoice())
    key = company.records.where("GLBATCH")[0].key
    assert ask.of(f"<delete><object>GLBATCH</object><keys>{key}</keys></delete>").text(".//result/status") == "failure"
    assert len(company.records.where("GLENTRY")) == 2


def test_delete_removes_the_lines(ask: Ask, company: Company) -> None:
    """Deleting a journal entry takes its lines along."""
    key = ask.of(batch(*PAIR)).key
    assert ask.of(f"<delete><object>GLBATCH</object><keys>{key}</keys></delete>").errors == []
    assert company.records.where("GLENTRY") == []


def test_a_line_may_name_its_dimensions_by_key(ask: Ask, company: Company) -> None:
    """PROJECTDIMKEY stands for PROJECTID, JOURNALKEY for JOURNAL."""
    project, journal = company.records.find("PROJECT", "P-1001"), company.records.find("JOURNAL", "GJ")
    assert project is not None
    assert journal is not None
    by_key = f"<PROJECTDIMKEY>{project.key}</PROJECTDIMKEY>"
    lines = (entry("6300", 1, "25", more=by_key), entry("2100", -1, "25"))
    assert ask.of(batch(*lines, journal="", extra=f"<JOURNALKEY>{journal.key}</JOURNALKEY>")).errors == []
    assert [entry["PROJECTID"] for entry in company.records.where("GLENTRY")] == ["P-1001", None]
    assert [found["JOURNAL"] for found in company.records.where("GLBATCH")] == ["GJ"]


def test_a_line_may_name_its_account_by_key(ask: Ask, company: Company) -> None:
    """ACCOUNTKEY stands for ACCOUNTNO; a key that no account has is refused."""
    account = company.records.find("GLACCOUNT", "6300")
    assert account is not None
    line = entry("6300", 1, "25").replace("<ACCOUNTNO>6300</ACCOUNTNO>", "<ACCOUNTKEY>{}</ACCOUNTKEY>")
    assert ask.of(batch(line.format(account.key), entry("2100", -1, "25"))).errors == []
    assert [found["ACCOUNTNO"] for found in company.records.where("GLENTRY")] == ["6300", "2100"]
    assert ask.of(batch(line.format(999999), entry("2100", -1, "25"))).errors[0][1] == "Account 999999 is not valid"


def test_a_line_keeps_whether_it_is_billable(ask: Ask) -> None:
    """BILLABLE is read back as it was given."""
    lines = (entry("6300", 1, "25", more="<BILLABLE>true</BILLABLE>"), entry("2100", -1, "25"))
    assert ask.of(batch(*lines)).errors == []
    rows = ask.of("<query><object>GLENTRY</object><select><field>BILLABLE</field></select></query>").rows()
    assert [row["BILLABLE"] for row in rows] == ["true", "false"]


def test_an_entry_is_not_moved_to_another_journal(ask: Ask, company: Company) -> None:
    """Whether the product would is not documented: the update fails as a gap, and changes nothing."""
    key = ask.of(batch(*PAIR)).key
    said = ask.of(f"<update><GLBATCH><RECORDNO>{key}</RECORDNO><JOURNAL>APJ</JOURNAL></GLBATCH></update>")
    assert said.gaps == ("moving a journal entry to another journal",)
    assert [found["JOURNAL"] for found in company.records.where("GLBATCH")] == ["GJ"]
