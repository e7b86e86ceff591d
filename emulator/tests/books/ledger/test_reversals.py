"""Reversing entries: they follow the entry they take back, whatever becomes of it."""

import pytest
from asking import Ask
from paperwork import batch, entry, query

from intacct_emulator.tenancy.company import Company

PAIR = (entry("6300", 1, "25.00"), entry("2100", -1, "25.00"))
REVERSED = "<REVERSEDATE>12/01/2026</REVERSEDATE>"


def change(key: object, fields: str) -> str:
    """An `<update>` of a journal entry."""
    return f"<update><GLBATCH><RECORDNO>{key}</RECORDNO>{fields}</GLBATCH></update>"


def delete(key: object) -> str:
    """A `<delete>` of a journal entry."""
    return f"<delete><object>GLBATCH</object><keys>{key}</keys></delete>"


def ledger(ask: Ask) -> list[tuple[str | None, ...]]:
    """Day, account and signed amount of every posted line."""
    return [tuple(row.values()) for row in ask.of(query("GLDETAIL", "ENTRY_DATE", "ACCOUNTNO", "AMOUNT")).rows()]


def test_the_reversal_follows_its_original(ask: Ask, company: Company) -> None:
    """Other lines, another title and another day of reversal arrive in the entry that takes them back (inferred)."""
    key = ask.of(batch(*PAIR, extra=REVERSED)).key
    lines = f"<ENTRIES>{entry('6310', 1, '7')}{entry('2100', -1, '7')}</ENTRIES>"
    more = "<BATCH_TITLE>Rent</BATCH_TITLE><REVERSEDATE>12/05/2026</REVERSEDATE>"
    assert ask.of(change(key, more + lines)).errors == []
    assert ledger(ask) == [
        ("11/05/2026", "6310", "7"),
        ("11/05/2026", "2100", "-7"),
        ("12/05/2026", "6310", "-7"),
        ("12/05/2026", "2100", "7"),
    ]
    reversal = company.records.where("GLBATCH")[1]
    assert (reversal["BATCH_TITLE"], reversal["REVERSEDFROM"], reversal["BATCH_DATE"]) == ("Rent", key, "2026-12-05")


def test_an_update_without_a_word_of_it_keeps_the_reversal(ask: Ask) -> None:
    """It stays on its day; the lines of both stay the lines they are."""
    key = ask.of(batch(*PAIR, extra=REVERSED)).key
    before = ask.of(query("GLDETAIL", "RECORDNO", "ENTRY_DATE")).rows()
    assert ask.of(change(key, "<REFERENCENO>R-1</REFERENCENO>")).errors == []
    assert ask.of(query("GLDETAIL", "RECORDNO", "ENTRY_DATE")).rows() == before
    assert [row["REFERENCENO"] for row in ask.of(query("GLBATCH", "REFERENCENO")).rows()] == ["R-1", "R-1"]


def test_an_entry_can_be_reversed_later(ask: Ask, company: Company) -> None:
    """REVERSEDATE in an update makes the reversal (documented); an empty one takes it away (inferred)."""
    key = ask.of(batch(*PAIR)).key
    assert ask.of(change(key, REVERSED)).errors == []
    original, reversal = company.records.where("GLBATCH")
    assert (original["REVERSED"], original["REVERSEDKEY"]) == ("2026-12-01", reversal.key)
    assert len(ledger(ask)) == 4
    assert ask.of(change(key, "<REVERSEDATE/>")).errors == []
    (original,) = company.records.where("GLBATCH")
    assert (original["REVERSED"], original["REVERSEDKEY"]) == (None, None)
    assert len(ledger(ask)) == 2


@pytest.mark.parametrize("fields", ["<BATCH_DATE>12/01/2026</BATCH_DATE>", "<REVERSEDATE>11/05/2026</REVERSEDATE>"])
def test_an_entry_stays_before_its_reversal(ask: Ask, fields: str) -> None:
    """Neither may move past the other, and nothing of a refused update is left."""
    key = ask.of(batch(*PAIR, extra=REVERSED)).key
    before = ledger(ask)
    assert ask.of(change(key, fields)).errors[0][1] == "The reversal date must be after the transaction date"
    assert ledger(ask) == before


def test_an_entry_goes_with_its_reversal(ask: Ask, company: Company) -> None:
    """Nothing that was taken back remains taken back (inferred)."""
    key = ask.of(batch(*PAIR, extra=REVERSED)).key
    assert ask.of(delete(key)).errors == []
    assert company.records.where("GLBATCH") == []
    assert ledger(ask) == []


CHANGES = {
    "day": change("{}", "<BATCH_DATE>12/20/2026</BATCH_DATE>"),
    "lines": change("{}", f"<ENTRIES>{entry('6300', 1, '9')}{entry('2100', -1, '9')}</ENTRIES>"),
    "draft": change("{}", "<STATE>Draft</STATE>"),
    "reversal": change("{}", "<REVERSEDATE>12/31/2026</REVERSEDATE>"),
    "delete": delete("{}"),
}


@pytest.mark.parametrize("asked", CHANGES.values(), ids=CHANGES)
def test_a_reversal_is_changed_by_its_original_alone(ask: Ask, company: Company, asked: str) -> None:
    """What would become of changes of its own is not documented, so they are a gap; nothing of them is left."""
    key = ask.of(batch(*PAIR, extra=REVERSED)).key
    before, entries = ledger(ask), [row.stored for row in company.records.where("GLBATCH")]
    said = ask.of(asked.format(company.records.where("GLBATCH")[1].key))
    assert (len(said.errors) > 0, said.gaps) == (True, ("changing a reversing entry by itself",))
    assert (ledger(ask), [row.stored for row in company.records.where("GLBATCH")]) == (before, entries)
    assert ask.of(change(key, "<REVERSEDATE/>")).errors == []
    assert len(ledger(ask)) == 2


def test_a_draft_is_reversed_once_it_is_posted(ask: Ask, company: Company) -> None:
    """Until then it keeps the day alone."""
    key = ask.of(batch(*PAIR, extra=f"<STATE>Draft</STATE>{REVERSED}")).key
    assert [row["REVERSED"] for row in company.records.where("GLBATCH")] == ["2026-12-01"]
    assert ask.of(change(key, "<STATE>Posted</STATE>")).errors == []
    assert [day for day, _, _ in ledger(ask)] == ["11/05/2026", "11/05/2026", "12/01/2026", "12/01/2026"]
