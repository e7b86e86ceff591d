"""`get_accountbalancesbydimensions`: what is posted and what is budgeted, for combinations of dimensions."""

import pytest
from asking import Ask, Said
from paperwork import batch, entry

NOVEMBER = "<reportingperiodname>Month Ended November 2026</reportingperiodname>"


def accrual(amount: str, location: str = "US-NYC", account: str = "6300", day: str = "11/05/2026") -> str:
    """An expense that is owed."""
    lines = entry(account, 1, amount, location), entry("2100", -1, amount, location)
    return batch(*lines).replace("11/05/2026", day)


def asking(more: str = "", days: str = NOVEMBER) -> str:
    return f"<get_accountbalancesbydimensions>{days}{more}</get_accountbalancesbydimensions>"


def rows(said: Said) -> list[dict[str, str]]:
    assert said.errors == []
    return [{field.tag: field.text or "" for field in row} for row in said.root.find(".//data")]


def budget(*lines: tuple[str, str, str, str], name: str = "Plan", default: str = "true") -> str:
    """A `<create>` of a budget; a line is account, period, location, amount."""
    items = "".join(
        f"<GLBUDGETITEM><ACCT_NO>{account}</ACCT_NO><PERIODNAME>{period}</PERIODNAME><LOCATION_NO>{place}</LOCATION_NO>"
        f"<AMOUNT>{amount}</AMOUNT></GLBUDGETITEM>"
        for account, period, place, amount in lines
    )
    return (
        f"<create><GLBUDGETHEADER><BUDGETID>{name}</BUDGETID><DESCRIPTION>{name}</DESCRIPTION><DEFAULT_BUDGET>{default}"
        f"</DEFAULT_BUDGET><GLBUDGETITEMS>{items}</GLBUDGETITEMS></GLBUDGETHEADER></create>"
    )


def test_rows_are_as_in_the_documented_sample(ask: Ask) -> None:
    """Start, period and end of every combination, with id and name of each dimension that is grouped by."""
    ask.of(accrual("10", day="10/31/2026"), accrual("2.50"), accrual("4", "CA-TOR"))
    said = rows(ask.of(asking("<glaccountno>6300</glaccountno><groupby>location,department</groupby>")))
    assert list(said[0].items()) == [
        ("glaccountno", "6300"),
        ("startbalance", "0"),
        ("periodbalance", "4"),
        ("endbalance", "4"),
        ("currency", "USD"),
        ("locationid", "CA-TOR"),
        ("locationname", "Toronto"),
        ("departmentid", "30"),
        ("departmentname", "Finance and Administration"),
    ]
    assert [(row["startbalance"], row["periodbalance"], row["locationid"]) for row in said[1:]] == [
        ("10", "2.5", "US-NYC")
    ]


def test_without_groups_there_is_one_row_an_account(ask: Ask) -> None:
    """All combinations together; a dimension narrows the lines with all that is below it, or without."""
    ask.of(accrual("2.50"), accrual("4", "CA-TOR"))
    assert [row["endbalance"] for row in rows(ask.of(asking()))] == ["-6.5", "6.5"]
    assert [row["endbalance"] for row in rows(ask.of(asking("<locationid>US</locationid>")))] == ["-2.5", "2.5"]
    alone = "<locationid>US</locationid><loc_subs>false</loc_subs>"
    assert rows(ask.of(asking(alone))) == []


def test_what_ends_at_nothing_is_shown_when_asked_for(ask: Ask) -> None:
    """An account that moved and came back is left out, unless its activity is asked for."""
    ask.of(accrual("5"), accrual("-5"))
    assert rows(ask.of(asking())) == []
    shown = rows(ask.of(asking("<showzerowithactivity>true</showzerowithactivity>")))
    assert [(row["glaccountno"], row["endbalance"]) for row in shown] == [("2100", "0"), ("6300", "0")]


def test_actual_and_budget_are_compared(ask: Ask) -> None:
    """The budget of the periods within the days, what is posted, and the difference either way; amounts of an account
    whose balance is a credit are positive when they are income."""
    november, december = "Month Ended November 2026", "Month Ended December 2026"
    ask.of(
        budget(
            ("4010", november, "US-NYC", "150"),
            ("6300", november, "US-NYC", "20"),
            ("6300", december, "US-NYC", "99"),
            ("6310", november, "CA-TOR", "7"),
        ),
        batch(entry("2100", 1, "100"), entry("4010", -1, "100", more="<CUSTOMERID>C-1001</CUSTOMERID>")),
        accrual("30"),
    )
    both = "<contentselection>Actual and Budget</contentselection>"
    names = ("glaccountno", "budgetbalance", "periodbalance", "difference", "locationid")
    said = rows(
        ask.of(
            asking(
                f"{both}<startaccountno>4000</startaccountno><endaccountno>9999</endaccountno>"
                "<groupby>location</groupby>"
            )
        )
    )
    assert [tuple(row[name] for name in names) for row in said] == [
        ("4010", "150", "100", "50", "US-NYC"),
        ("6300", "20", "30", "-10", "US-NYC"),
        ("6310", "7", "0", "7", "CA-TOR"),
    ]
    turned = f"{both}<budgetcomparison>Actual minus Budget</budgetcomparison><glaccountno>6300</glaccountno>"
    assert [row["difference"] for row in rows(ask.of(asking(turned)))] == ["10"]
    alone = "<contentselection>Budget</contentselection><budgetid>Plan</budgetid><glaccountno>6300</glaccountno>"
    assert [list(row.values()) for row in rows(ask.of(asking(alone)))] == [["6300", "20", "USD"]]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("<groupby>colour</groupby>", "colour"),
        ("<contentselection>Guess</contentselection>", "guess"),
        ("<contentselection>Budget</contentselection>", "Budget"),
        ("<contentselection>Budget</contentselection><budgetid>NONE</budgetid>", "NONE"),
        ("<accountgroupname>NONE</accountgroupname>", "NONE"),
    ],
)
def test_what_there_is_not_is_refused(ask: Ask, more: str, text: str) -> None:
    """A dimension, a content, a budget and a group that do not exist."""
    (error,) = ask.of(asking(more)).errors
    assert text in error[1]


def test_an_entity_sees_its_own(ask: Ask) -> None:
    """Only the lines of the session's entity count."""
    ask.of(accrual("2.50"), accrual("4", "CA-TOR"))
    assert [row["endbalance"] for row in rows(ask.of(asking(), location="CA"))] == ["-4", "4"]
