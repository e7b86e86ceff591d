"""What keeps a location in its entity, and an entity in its currency: lines that are kept there."""

import pytest
from asking import Ask, invoice, line
from entity_books import ALL_TIME, US, trial_balance
from paperwork import batch, entry
from trading import Trader, journal
from trading import entry as traded

MOVED = "moving a location with transactions to another entity"
RECOUNTED = "another base currency for an entity with transactions"


def move(location: str, parent: str) -> str:
    """An `<update>` that puts a location below another one."""
    return f"<update><LOCATION><LOCATIONID>{location}</LOCATIONID><PARENTID>{parent}</PARENTID></LOCATION></update>"


@pytest.mark.parametrize(
    "written",
    [
        batch(entry("6300", 1, "5.00", "US-DEN"), entry("2100", -1, "5.00", "US-DEN")),
        batch(entry("6300", 1, "5.00", "US-DEN"), extra="<STATE>Draft</STATE>"),
        invoice("I-1", lines=line("5.00", location="US-DEN")),
        invoice("I-1", lines=line("5.00", location="US-DEN"), extra="<ACTION>Draft</ACTION>"),
    ],
    ids=["entry", "draft entry", "invoice", "draft invoice"],
)
def test_a_location_with_lines_stays_in_its_entity(ask: Ask, written: str) -> None:
    """What becomes of lines whose location changes its entity is not documented, so it is a gap; the books stay."""
    assert ask.of(written).errors == []
    before = trial_balance(US.ask(ask, ALL_TIME))
    said = ask.of(move("US-DEN", "CA"))
    assert (len(said.errors) > 0, said.gaps) == (True, (MOVED,))
    assert trial_balance(US.ask(ask, ALL_TIME)) == before


def test_a_location_moves_within_its_entity(ask: Ask) -> None:
    """Its lines stay in the same books; and one whose branch has no lines moves anywhere."""
    assert ask.of(batch(entry("6300", 1, "5.00", "US-DEN"), entry("2100", -1, "5.00", "US-DEN"))).errors == []
    assert ask.of(move("US-DEN", "US-CHI")).errors == []
    assert ask.of(move("US-CHI", "CA")).gaps == (MOVED,)
    assert ask.of(move("US-DEN", "US"), move("US-CHI", "CA")).errors == []


def test_an_entity_with_lines_keeps_its_currency(lakeshore: Trader) -> None:
    """Amounts of its books are in that currency; before there are any it may be another one."""
    change = "<update><LOCATIONENTITY><LOCATIONID>US</LOCATIONID><CURRENCY>{}</CURRENCY></LOCATIONENTITY></update>"
    lakeshore.done(change.format("CAD"), change.format("USD"))
    lakeshore.done(journal(traded("6300", "5"), traded("1000", "-5")))
    lakeshore.done(change.format("USD"))
    said = lakeshore.of(change.format("CAD"))
    assert (len(said.errors) > 0, said.gaps) == (True, (RECOUNTED,))
