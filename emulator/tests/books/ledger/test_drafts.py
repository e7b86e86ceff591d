"""Journal entries that are drafts: incomplete, out of balance, and no part of the ledger until they are posted."""

import pytest
from asking import Ask
from paperwork import batch, entry, query

from intacct_emulator.tenancy.company import Company

DRAFT = "<STATE>Draft</STATE>"
BARE = "<GLENTRY><ACCOUNTNO>6300</ACCOUNTNO></GLENTRY><GLENTRY><DESCRIPTION>Later</DESCRIPTION></GLENTRY>"
TRIAL_BALANCE = (
    "<get_trialbalance><startdate><year>2026</year><month>11</month><day>01</day></startdate>"
    "<enddate><year>2026</year><month>11</month><day>30</day></enddate></get_trialbalance>"
)


def post(key: object, more: str = "") -> str:
    """An `<update>` that posts a draft."""
    return f"<update><GLBATCH><RECORDNO>{key}</RECORDNO><STATE>Posted</STATE>{more}</GLBATCH></update>"


@pytest.mark.parametrize("lines", ["", BARE, entry("6300", 1, "25") + entry("2100", -1, "1", location="CA-TOR")])
def test_a_draft_may_be_incomplete_and_out_of_balance(ask: Ask, company: Company, lines: str) -> None:
    """It needs journal, date and description only (documented), and its lines are read as they were given."""
    said = ask.of(batch(lines, extra=DRAFT))
    assert said.errors == []
    assert ask.of(query("GLBATCH", "STATE")).rows() == [{"STATE": "Draft"}]
    assert len(company.records.where("GLENTRY", BATCHNO=int(said.key or 0))) == lines.count("<GLENTRY>")


def test_a_draft_affects_nothing(ask: Ask) -> None:
    """GLDETAIL and the trial balance do not know it, whether it balances or not."""
    ask.of(batch(entry("6300", 1, "25"), entry("2100", -1, "25"), extra=DRAFT))
    assert ask.of(query("GLDETAIL", "RECORDNO")).rows() == []
    assert ask.of(TRIAL_BALANCE).root.findall(".//trialbalance") == []


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (entry("9999", 1, "1"), "Account 9999 is not valid"),
        (entry("6300", 1, "1", location="MOON"), "The location 'MOON' is invalid."),
    ],
)
def test_what_a_draft_names_must_exist(ask: Ask, company: Company, lines: str, text: str) -> None:
    """An unknown account or dimension value is refused, and nothing is left behind."""
    assert ask.of(batch(lines, extra=DRAFT)).errors[0][1] == text
    assert company.records.where("GLBATCH") == []


@pytest.mark.parametrize("state", ["Submitted", "Approved", "Declined"])
def test_any_other_state_than_posted_makes_a_draft(ask: Ask, state: str) -> None:
    """STATE is Posted, or else it means a draft (documented)."""
    ask.of(batch(BARE, extra=f"<STATE>{state}</STATE>"))
    assert ask.of(query("GLBATCH", "STATE")).rows() == [{"STATE": "Draft"}]


def test_posting_a_draft_checks_it(ask: Ask, company: Company) -> None:
    """What is missing or out of balance is found then, and the draft stays as it was."""
    key = ask.of(batch(entry("6300", 1, "25"), entry("2100", -1, "24"), extra=DRAFT)).key
    assert ask.of(post(key)).errors[-1][1] == "Could not update GLBatch record!"
    assert [line["STATE"] for line in company.records.where("GLENTRY")] == ["I", "I"]
    assert ask.of(query("GLDETAIL", "RECORDNO")).rows() == []


def test_a_draft_is_posted_as_it_is_or_with_other_lines(ask: Ask, company: Company) -> None:
    """Its lines stay the lines they are; lines given with the posting take their place."""
    first = ask.of(batch(entry("6300", 1, "25"), entry("2100", -1, "25"), extra=DRAFT)).key
    second = ask.of(batch(BARE, extra=DRAFT)).key
    drafted = [line.key for line in company.records.where("GLENTRY", BATCHNO=int(first or 0))]
    given = f"<ENTRIES>{entry('6310', 1, '7')}{entry('2100', -1, '7')}</ENTRIES>"
    assert ask.of(post(first), post(second, given)).errors == []
    assert [line.key for line in company.records.where("GLENTRY", BATCHNO=int(first or 0))] == drafted
    rows = ask.of(query("GLDETAIL", "ACCOUNTNO", "AMOUNT", "LINE_NO")).rows()
    assert [tuple(row.values()) for row in rows] == [
        ("6300", "25", "1"),
        ("2100", "-25", "2"),
        ("6310", "7", "1"),
        ("2100", "-7", "2"),
    ]


def test_the_lines_of_a_draft_can_be_replaced(ask: Ask, company: Company) -> None:
    """Lines that are given are all it has; without lines they stay, on the draft's new day."""
    key = ask.of(batch(BARE, extra=DRAFT)).key
    change = f"<update><GLBATCH><RECORDNO>{key}</RECORDNO>{{}}</GLBATCH></update>"
    assert ask.of(change.format(f"<ENTRIES>{entry('6310', -1, '3')}</ENTRIES>")).errors == []
    assert ask.of(change.format("<BATCH_DATE>11/09/2026</BATCH_DATE>")).errors == []
    (line,) = company.records.where("GLENTRY")
    assert (line["ACCOUNTNO"], line["TR_TYPE"], line["AMOUNT"], line["ENTRY_DATE"]) == ("6310", -1, 300, "2026-11-09")


def test_a_draft_is_deleted_with_its_lines(ask: Ask, company: Company) -> None:
    """Nothing of it stays."""
    key = ask.of(batch(BARE, extra=DRAFT)).key
    assert ask.of(f"<delete><object>GLBATCH</object><keys>{key}</keys></delete>").errors == []
    assert company.records.where("GLENTRY") == []
