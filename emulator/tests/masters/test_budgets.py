"""Budgets, written and read."""

from asking import Ask
from paperwork import query

from intacct_emulator.tenancy.company import Company

NOVEMBER, DECEMBER = "Month Ended November 2026", "Month Ended December 2026"


def item(period: str, amount: str, account: str = "6300", more: str = "") -> str:
    return (
        f"<GLBUDGETITEM>{more}<PERIODNAME>{period}</PERIODNAME><ACCT_NO>{account}</ACCT_NO><DEPT_NO>30</DEPT_NO>"
        f"<LOCATION_NO>US-NYC</LOCATION_NO><AMOUNT>{amount}</AMOUNT></GLBUDGETITEM>"
    )


def created(name: str, items: str, more: str = "") -> str:
    return (
        f"<create><GLBUDGETHEADER><BUDGETID>{name}</BUDGETID><DESCRIPTION>Plan</DESCRIPTION>{more}"
        f"<GLBUDGETITEMS>{items}</GLBUDGETITEMS></GLBUDGETHEADER></create>"
    )


def changed(key: object, items: str) -> str:
    return (
        f"<update><GLBUDGETHEADER><RECORDNO>{key}</RECORDNO><GLBUDGETITEMS>{items}</GLBUDGETITEMS>"
        "</GLBUDGETHEADER></update>"
    )


def test_a_line_tells_what_it_is_about(ask: Ask) -> None:
    """Keys, titles and days follow from the account, the places and the period."""
    assert ask.of(created("2026", item(NOVEMBER, "20"))).errors == []
    names = ("BUDGETID", "ACCTTITLE", "NORMALBALANCE", "DEPTITLE", "LOCATIONTITLE", "STATISTICAL", "AMOUNT")
    fields = (*names, "PSTARTDATE", "PENDDATE")
    (row,) = ask.of(query("GLBUDGETITEM", *fields)).rows()
    assert list(row.values()) == [
        *("2026", "Travel", "1", "Finance and Administration", "New York", "F", "20", "11/01/2026", "11/30/2026"),
    ]


def test_an_update_adds_lines_and_changes_named_ones(ask: Ask, company: Company) -> None:
    """Lines that an update does not name stay."""
    key = ask.of(created("2026", item(NOVEMBER, "20") + item(DECEMBER, "30"))).key
    first, second = (line.key for line in company.records.where("GLBUDGETITEM"))
    named = f"<RECORDNO>{second}</RECORDNO>"
    assert ask.of(changed(key, item(DECEMBER, "35", more=named) + item(NOVEMBER, "5", "6310"))).errors == []
    rows = ask.of(query("GLBUDGETITEM", "RECORDNO", "AMOUNT")).rows()
    assert [tuple(row.values()) for row in rows][:2] == [(str(first), "20"), (str(second), "35")]
    assert [row["AMOUNT"] for row in rows] == ["20", "35", "5"]


def test_the_last_line_of_a_period_is_set_to_zero(ask: Ask, company: Company) -> None:
    """Another one is removed; so is everything with the budget."""
    key = ask.of(created("2026", item(NOVEMBER, "20") + item(NOVEMBER, "5", "6310"))).key
    first, second = (line.key for line in company.records.where("GLBUDGETITEM"))
    for number in (first, second):
        assert ask.of(f"<delete><object>GLBUDGETITEM</object><keys>{number}</keys></delete>").errors == []
    rows = ask.of(query("GLBUDGETITEM", "RECORDNO", "AMOUNT")).rows()
    assert [tuple(row.values()) for row in rows] == [(str(second), "0")]
    assert ask.of(f"<delete><object>GLBUDGETHEADER</object><keys>{key}</keys></delete>").errors == []
    assert company.records.where("GLBUDGETITEM") == []


def test_a_company_has_one_default_budget(ask: Ask) -> None:
    """The latest that was made it."""
    default = "<DEFAULT_BUDGET>true</DEFAULT_BUDGET>"
    ask.of(created("2026", "", default), created("2027", "", default))
    rows = ask.of(query("GLBUDGETHEADER", "BUDGETID", "DEFAULT_BUDGET")).rows()
    assert [tuple(row.values()) for row in rows] == [("2026", "false"), ("2027", "true")]


def test_lines_that_are_none_are_refused(ask: Ask, company: Company) -> None:
    """A period that is not for budgets, an unknown account, a consolidated budget without a currency."""
    said = [
        ask.of(created("2026", item("Quarter Ended December 2026", "20"))),
        ask.of(created("2026", item(NOVEMBER, "20", "9999"))),
        ask.of(created("2026", "", "<ISCONSOLIDATED>true</ISCONSOLIDATED>")),
    ]
    assert [answer.errors[0][1] for answer in said] == [
        "The reporting period 'Quarter Ended December 2026' is not used for budgeting",
        "Invalid Account '9999' specified.",
        "Required field Consolidated currency is missing",
    ]
    assert company.records.where("GLBUDGETHEADER") == []
