"""Accounts, places, projects, terms and periods."""

from collections.abc import Callable

import pytest
from asking import present

from intacct_emulator.masters.places import entity_of, is_entity
from intacct_emulator.masters.terms import packed_term

from .conftest import Desk, profile


def test_a_duplicate_account_answers_as_recorded(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Its own text, and one level that ends with a full stop."""
    desk.create("GLACCOUNT", ACCOUNTNO="5000.11", TITLE="First")
    assert stack(desk.create, "GLACCOUNT", ACCOUNTNO="5000.11", TITLE="Second") == [
        ("BL01001973", "The account number '5000.11' already exists"),
        ("BL01001973", "Could not create GL Account record."),
    ]


def test_an_account_gets_the_documented_defaults(desk: Desk) -> None:
    """A number and a title make a balance sheet account with a debit balance that requires nothing."""
    account = desk.create("GLACCOUNT", ACCOUNTNO="1000", TITLE="Cash")
    assert account["ACCOUNTTYPE"] == "N"
    assert account["NORMALBALANCE"] == "1"
    assert account["CLOSINGTYPE"] == "non-closing account"
    assert account.flag("REQUIREDEPT") is False


def test_a_closing_account_says_where_it_closes(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """CLOSINGACCOUNTNO is required by that closing type, and must exist."""
    texts = {"ACCOUNTNO": "4000", "TITLE": "Revenue", "CLOSINGTYPE": "closing account"}
    assert stack(desk.create, "GLACCOUNT", **texts)[0] == (
        "BL03000018",
        "Required field Close into account is missing",
    )
    assert "3900" in stack(desk.create, "GLACCOUNT", **texts, CLOSINGACCOUNTNO="3900")[0][1]
    desk.create("GLACCOUNT", ACCOUNTNO="3900", TITLE="Retained earnings")
    assert desk.create("GLACCOUNT", **texts, CLOSINGACCOUNTNO="3900").id == "4000"


def test_journals_of_both_kinds_share_their_symbols(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A statistical journal is a journal of another kind: the symbol is taken for both."""
    desk.create("JOURNAL", SYMBOL="GJ", TITLE="General")
    desk.create("STATJOURNAL", SYMBOL="SJ", TITLE="Statistics")
    assert [row["SYMBOL"] for row in desk.rows("JOURNAL")] == ["GJ"]
    assert [row["SYMBOL"] for row in desk.rows("STATJOURNAL")] == ["SJ"]
    assert stack(desk.create, "JOURNAL", SYMBOL="SJ", TITLE="Again")[0][0] == "BL34000061"


def test_an_entity_is_a_location(desk: Desk) -> None:
    """An entity appears as a top-level location of the same id and number; what hangs below belongs to it."""
    entity = desk.create("LOCATIONENTITY", LOCATIONID="US", NAME="United States")
    office = desk.create("LOCATION", LOCATIONID="NYC", NAME="New York", PARENTID="US")
    floor = desk.create("LOCATION", LOCATIONID="NYC-2", NAME="Second floor", PARENTID="NYC")
    as_location = desk.company.records.find("LOCATION", "US")
    assert present(as_location).key == entity.key
    assert is_entity(present(as_location))
    assert not is_entity(office)
    for place in (as_location, office, floor):
        assert present(entity_of(desk.company, present(place))).key == entity.key
    assert (floor["ENTITY"], floor["ENTITYNAME"]) == ("US", "United States")


def test_locations_and_entities_share_their_ids(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Neither may take the id of the other."""
    desk.create("LOCATIONENTITY", LOCATIONID="US", NAME="US")
    desk.create("LOCATION", LOCATIONID="NYC", NAME="NYC")
    assert stack(desk.create, "LOCATION", LOCATIONID="US", NAME="Again")[0][0] == "BL34000061"
    assert stack(desk.create, "LOCATIONENTITY", LOCATIONID="NYC", NAME="Again")[0][0] == "BL34000061"


def test_a_location_without_entity_has_none(desk: Desk) -> None:
    """A location that hangs below no entity belongs to none."""
    alone = desk.create("LOCATION", LOCATIONID="X", NAME="Alone")
    assert entity_of(desk.company, alone) is None
    assert alone["ENTITY"] is None


def test_a_moved_branch_belongs_to_its_new_entity(desk: Desk) -> None:
    """Every place below a moved location is told."""
    for name in ("US", "CA"):
        desk.create("LOCATIONENTITY", LOCATIONID=name, NAME=f"Entity {name}")
    office = desk.create("LOCATION", LOCATIONID="O", NAME="Office", PARENTID="US")
    desk.create("LOCATION", LOCATIONID="R", NAME="Room", PARENTID="O")
    desk.update("LOCATION", office, PARENTID="CA")
    room = desk.company.records.find("LOCATION", "R")
    assert (present(room)["ENTITY"], present(room)["ENTITYNAME"]) == ("CA", "Entity CA")
    assert present(entity_of(desk.company, present(room))).id == "CA"


def test_an_entity_with_locations_stays(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Deleting an entity is refused while locations hang below it."""
    entity = desk.create("LOCATIONENTITY", LOCATIONID="US", NAME="US")
    desk.create("LOCATION", LOCATIONID="NYC", NAME="NYC", PARENTID="US")
    assert "being used" in stack(desk.delete, "LOCATIONENTITY", entity)[0][1]


def test_a_duplicate_project_answers_as_recorded(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """The outer level of a project has a text of its own."""
    texts = {"PROJECTID": "Fellow PD1", "NAME": "Fellow", "PROJECTCATEGORY": "Contract"}
    desk.create("PROJECT", **texts)
    assert stack(desk.create, "PROJECT", **texts) == [
        ("BL34000061", "Another Project with the given value(s) Fellow PD1  already exists"),
        ("BL01001973", "Could not create project record!"),
        ("BL01001973", "Error while saving the Project info"),
    ]


def test_projects_know_the_top_of_their_branch(desk: Desk) -> None:
    """The root of a moved branch is told to every project in it."""
    for name, parent in (("1", None), ("2", None), ("2.1", "2"), ("2.1.1", "2.1")):
        desk.create("PROJECT", PROJECTID=name, NAME=name, PROJECTCATEGORY="Contract", PARENTID=parent)
    assert present(desk.company.records.find("PROJECT", "2.1.1"))["ROOTPARENTID"] == "2"
    desk.update("PROJECT", present(desk.company.records.find("PROJECT", "2")), PARENTID="1")
    roots = {row["PROJECTID"]: row["ROOTPARENTID"] for row in desk.rows("PROJECT")}
    assert roots == {"1": None, "2": "1", "2.1": "1", "2.1.1": "1"}


def test_a_project_of_a_multi_entity_company_has_a_location(
    desk: Desk, stack: Callable[..., list[tuple[str, str]]]
) -> None:
    """Documented; asked for at the top level only."""
    desk.company.profile = profile(multi_entity=True)
    texts = {"PROJECTID": "P", "NAME": "P", "PROJECTCATEGORY": "Contract"}
    assert stack(desk.create, "PROJECT", **texts)[0][0] == "BL03000018"


@pytest.mark.parametrize(
    ("texts", "packed"),
    [
        ({"DUEDATE": "30"}, "::#30#:O:"),
        ({"DUEDATE": "10", "DUEFROM": "of next month from invoice/bill date"}, "::#10#1:O:"),
        (
            {"DUEDATE": "30", "DISCDATE": "10", "DISCFROM": "from invoice/bill date", "DISCAMOUNT": "2"},
            "#10#:#2#$:#30#:O:",
        ),
    ],
)
def test_a_term_is_packed(desk: Desk, texts: dict[str, str], packed: str) -> None:
    """Net 30 is recorded; the other forms differ from it and from each other."""
    term = desk.create("ARTERM", NAME="T", **texts)
    assert packed_term(term) == packed
    assert term["VALUE"] == packed


def test_a_changed_term_is_packed_again(desk: Desk) -> None:
    """VALUE follows the fields it is made of."""
    term = desk.create("ARTERM", NAME="T", DUEDATE="30")
    assert desk.update("ARTERM", term, DUEDATE="45")["VALUE"] == "::#45#:O:"


def _period(name: str, first: str, last: str, budgeting: str = "true") -> dict[str, str]:
    return {"NAME": name, "HEADER1": name, "START_DATE": first, "END_DATE": last, "BUDGETING": budgeting}


def test_budget_periods_do_not_overlap(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Neighbours and periods that are not for budgets may; one day in common may not."""
    january = desk.create("REPORTINGPERIOD", **_period("Jan", "01/01/2026", "01/31/2026"))
    desk.create("REPORTINGPERIOD", **_period("Feb", "02/01/2026", "02/28/2026"))
    desk.create("REPORTINGPERIOD", **_period("Q1", "01/01/2026", "03/31/2026", "false"))
    assert "Jan" in stack(desk.create, "REPORTINGPERIOD", **_period("X", "01/31/2026", "01/31/2026"))[0][1]
    assert stack(desk.update, "REPORTINGPERIOD", january, END_DATE="02/01/2026")
    assert desk.update("REPORTINGPERIOD", january, HEADER2="2026")["HEADER2"] == "2026"


def test_a_period_does_not_end_before_it_starts(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """The dates of a period are in order."""
    errors = stack(desk.create, "REPORTINGPERIOD", **_period("X", "02/01/2026", "01/31/2026", "false"))
    assert errors[0][0] == "BL03000018"


def test_a_journal_stays_the_kind_it_is(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Financial and statistical journals share a table: neither is made of the other, and what it is may be said."""
    journal = desk.create("JOURNAL", SYMBOL="J", TITLE="Journal", STATISTICAL="false")
    errors = stack(desk.update, "JOURNAL", journal, STATISTICAL="true")
    assert errors[0] == ("BL03000018", "Invalid value 'true' for Statistical.")
    assert stack(desk.create, "JOURNAL", SYMBOL="K", TITLE="Other", STATISTICAL="true")[0] == errors[0]
    for value in ("false", None):
        assert desk.update("JOURNAL", journal, STATISTICAL=value, TITLE=f"{value}")["STATISTICAL"] == "F"
    assert len(desk.rows("JOURNAL")) == 1
