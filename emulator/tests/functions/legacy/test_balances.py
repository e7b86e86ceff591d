"""Balances of accounts: `get_trialbalance` and `get_accountbalances`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from asking import Ask, Said, invoice
from calling import errors_of, make_context
from entity_books import KEPT_TO_US, US, Desk

from intacct_emulator.tenancy.company import Company

FIELDS = ["glaccountno", "startbalance", "debits", "credits", "adjdebits", "adjcredits", "endbalance"]


def entry(day: str, *lines: tuple[str, int, str, str]) -> str:
    """A journal entry; a line is account, side, amount, location."""
    items = "".join(
        f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
        f"<LOCATION>{location}</LOCATION><DEPARTMENT>30</DEPARTMENT></GLENTRY>"
        for account, side, amount, location in lines
    )
    return (
        f"<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>{day}</BATCH_DATE><BATCH_TITLE>Entry</BATCH_TITLE>"
        f"<ENTRIES>{items}</ENTRIES></GLBATCH></create>"
    )


def pair(day: str, amount: str, location: str = "US-NYC") -> str:
    """An expense that is owed."""
    return entry(day, ("6300", 1, amount, location), ("2100", -1, amount, location))


def trial(days: str, more: str = "") -> str:
    """`<get_trialbalance>` from one day to another: `2026-11-01 2026-11-30`."""
    return f"<get_trialbalance>{spelled(days)}{more}</get_trialbalance>"


def accounts(days: str, more: str = "") -> str:
    """`<get_accountbalances>` from one day to another."""
    return f"<get_accountbalances>{spelled(days)}{more}</get_accountbalances>"


def spelled(days: str) -> str:
    names = ("startdate", "enddate")
    parts = (day.split("-") for day in days.split())
    return "".join(
        f"<{name}><year>{year}</year><month>{month}</month><day>{day}</day></{name}>"
        for name, (year, month, day) in zip(names, parts, strict=True)
    )


def rows(said: Said, names: Iterable[str]) -> list[tuple[str | None, ...]]:
    assert said.errors == []
    return [tuple(row.findtext(name) for name in names) for row in said.root.find(".//data")]


def test_a_balance_is_start_movement_and_end(ask: Ask) -> None:
    """Debits are positive; what lies before the first day is the start, what lies after the last one counts nowhere."""
    ask.of(pair("09/30/2026", "10.50"), pair("10/01/2026", "2"), pair("10/31/2026", "3"), pair("11/01/2026", "99"))
    assert rows(ask.of(trial("2026-10-01 2026-10-31")), FIELDS) == [
        ("2100", "-10.5", "0", "5", "0", "0", "-15.5"),
        ("6300", "10.5", "5", "0", "0", "0", "15.5"),
    ]


@pytest.mark.parametrize(
    ("body", "row", "names"),
    [
        (trial, "trialbalance", [*FIELDS, "reportingbook", "currency"]),
        (accounts, "accountbalance", [*FIELDS, "currency", "reportingbook"]),
    ],
)
def test_rows_have_the_published_elements_in_order(ask: Ask, body: Any, row: str, names: list[str]) -> None:
    """The element names of the response DTD, and the documented additions of trial balances."""
    ask.of(pair("10/01/2026", "2"))
    first = ask.of(body("2026-10-01 2026-10-31")).root.find(".//data")[0]
    assert (first.tag, [child.tag for child in first]) == (row, names)
    assert (first.findtext("reportingbook"), first.findtext("currency")) == ("ACCRUAL", "USD")


def test_detail_stands_apart(ask: Ask) -> None:
    """With detail an account has one row for each department and location that was posted to."""
    ask.of(pair("10/01/2026", "2"), pair("10/02/2026", "5", "CA-TOR"))
    detail = "<showdeptdetail>true</showdeptdetail><showlocdetail>true</showlocdetail>"
    found = rows(
        ask.of(trial("2026-10-01 2026-10-31", detail)), ("glaccountno", "endbalance", "departmentid", "locationid")
    )
    assert found == [
        ("2100", "-5", "30", "CA-TOR"),
        ("2100", "-2", "30", "US-NYC"),
        ("6300", "5", "30", "CA-TOR"),
        ("6300", "2", "30", "US-NYC"),
    ]


def test_income_statement_accounts_start_the_fiscal_year_at_zero(ask: Ask) -> None:
    """What they held goes to the account they close into, and balance-sheet accounts go on."""
    ask.of(pair("11/30/2025", "7"), pair("01/15/2026", "2"))
    found = {row[0]: row[1:] for row in rows(ask.of(trial("2026-02-01 2026-02-28")), ("glaccountno", *FIELDS[1:]))}
    assert found["6300"][0] == "2"
    assert found["3900"][0] == "7"
    assert found["2100"][0] == "-9"


def test_a_trial_balance_balances(ask: Ask) -> None:
    """Over any days, with a closing in between, all starts and all ends add up to nothing."""
    ask.of(
        *(pair(f"{month:02d}/10/{year}", f"{month}.{year % 100}") for year in (2025, 2026) for month in range(1, 12))
    )
    for days in ("2025-03-01 2025-09-30", "2026-01-01 2026-01-31", "2026-05-05 2026-10-10"):
        found = rows(ask.of(trial(days)), ("startbalance", "endbalance"))
        assert len(found) >= 2
        assert [sum(Decimal(row[index] or 0) for row in found) for index in (0, 1)] == [0, 0]


def test_places_below_count_unless_they_are_left_out(ask: Ask) -> None:
    """An entity's balance takes in its locations (documented default); another entity's are no part of it."""
    ask.of(pair("10/01/2026", "2"), pair("10/02/2026", "5", "CA-TOR"))
    days = "2026-10-01 2026-10-31"
    assert rows(ask.of(trial(days, "<locationid>US</locationid>")), ("glaccountno", "endbalance")) == [
        ("2100", "-2"),
        ("6300", "2"),
    ]
    assert rows(ask.of(trial(days, "<locationid>US</locationid><loc_subs>false</loc_subs>")), FIELDS) == []


def test_a_session_in_an_entity_sees_that_entity(ask: Ask) -> None:
    """Signed in to one entity, the other one's entries count nowhere."""
    ask.of(pair("10/01/2026", "2"), pair("10/02/2026", "5", "CA-TOR"))
    found = rows(ask.of(trial("2026-10-01 2026-10-31"), location="US"), ("glaccountno", "endbalance"))
    assert found == [("2100", "-2"), ("6300", "2")]


@pytest.mark.parametrize("desk", [US, KEPT_TO_US])
@pytest.mark.parametrize("name", ["get_trialbalance", "get_accountbalances", "get_accountbalancesbydimensions"])
def test_places_of_another_entity_are_refused_as_unknown_ones(ask: Ask, desk: Desk, name: str) -> None:
    """A session in an entity cannot tell another entity's place from one that is not there (inferred)."""
    ask.of(pair("10/01/2026", "2"), pair("10/02/2026", "5", "CA-TOR"))
    days = spelled("2026-10-01 2026-10-31")
    for place in ("CA", "CA-TOR", "NOPE"):
        said = desk.ask(ask, f"<{name}>{days}<locationid>{place}</locationid></{name}>")
        assert [text for _, text in said.errors] == [f"Invalid Location '{place}' specified."]
    for place in ("US", "US-NYC"):
        assert desk.ask(ask, f"<{name}>{days}<locationid>{place}</locationid></{name}>").errors == []


@pytest.mark.parametrize(
    ("more", "numbers"),
    [
        ("", ["2100", "6300"]),
        ("<glaccountno>6300</glaccountno>", ["6300"]),
        ("<startaccountno>2000</startaccountno><endaccountno>2999</endaccountno>", ["2100"]),
    ],
)
def test_account_balances_take_one_account_or_a_range(ask: Ask, more: str, numbers: list[str]) -> None:
    """All accounts with a balance, one, or those between two numbers."""
    ask.of(pair("10/01/2026", "2"))
    assert rows(ask.of(accounts("2026-10-01 2026-10-31", more)), ("glaccountno",)) == [(n,) for n in numbers]


def test_idle_accounts_are_shown_on_request(ask: Ask) -> None:
    """Accounts without balance and movement appear with showzerobalances alone."""
    body = "<get_accountbalances>{}<glaccountno>1000</glaccountno>{}</get_accountbalances>"
    days = spelled("2026-10-01 2026-10-31")
    assert rows(ask.of(body.format(days, "")), FIELDS) == []
    shown = ask.of(body.format(days, "<showzerobalances>true</showzerobalances>"))
    assert rows(shown, FIELDS) == [("1000", "0", "0", "0", "0", "0", "0")]


def test_a_reporting_period_names_its_days(ask: Ask) -> None:
    """The period's own days count."""
    ask.of(pair("09/30/2026", "1"), pair("10/01/2026", "2"), pair("11/01/2026", "4"))
    period = "<get_trialbalance><reportingperiodname>Month Ended October 2026</reportingperiodname></get_trialbalance>"
    assert rows(ask.of(period), ("glaccountno", "startbalance", "debits"))[1] == ("6300", "1", "2")


def test_adjustment_books_alone_hold_nothing(ask: Ask) -> None:
    """Without the reporting book only adjustments count, of which there are none."""
    ask.of(pair("10/01/2026", "2"))
    books = "<adjbooks><adjbook>GAAP</adjbook></adjbooks><includereportingbook>false</includereportingbook>"
    assert rows(ask.of(trial("2026-10-01 2026-10-31", books)), FIELDS) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (trial("2026-13-01 2026-10-31"), "The value '13/01/2026' is not valid for the field startdate."),
        (trial("2026-10-31 2026-10-01"), "End date cannot be earlier than start date"),
        (accounts("2026-10-01 2026-10-31", "<glaccountno>12</glaccountno>"), "Invalid Account '12' specified."),
        (trial("2026-10-01 2026-10-31", "<locationid>X</locationid>"), "Invalid Location 'X' specified."),
        (
            "<get_trialbalance><reportingperiodname>Never</reportingperiodname></get_trialbalance>",
            "Invalid Reporting period 'Never' specified.",
        ),
    ],
)
def test_what_does_not_exist_is_refused(ask: Ask, body: str, text: str) -> None:
    """Days, accounts, places and periods that are none."""
    assert [description for _, description in ask.of(body).errors] == [text]


@pytest.mark.parametrize(
    "more",
    [
        "<reportingbook>CASH</reportingbook>",
        "<debitcreditbalance>true</debitcreditbalance>",
    ],
)
def test_what_is_not_built_is_reported(ask: Ask, more: str) -> None:
    """Another book and split balances are gaps, said so in the answer's header."""
    assert ask.of(trial("2026-10-01 2026-10-31", more)).gaps


def test_balances_need_the_right_to_view_accounts(company: Company) -> None:
    """A user without rights in the general ledger is refused (documented for the objects; here inferred)."""
    (error,) = errors_of(make_context(company, rights={}), trial("2026-10-01 2026-10-31"))
    assert error.errorno == "PL04000005"


@pytest.mark.parametrize(
    ("dimension", "line", "others"),
    [
        ("<departmentid>{}</departmentid>", "<DEPARTMENT>{}</DEPARTMENT>", ("30", "20")),
        ("<projectid>{}</projectid>", "<PROJECTID>{}</PROJECTID>", ("P-1001", "P-1002")),
        ("<customerid>{}</customerid>", "<CUSTOMERID>{}</CUSTOMERID>", ("C-1001", "C-1002")),
        ("<vendorid>{}</vendorid>", "<VENDORID>{}</VENDORID>", ("V-2001", "V-2002")),
        ("<employeeid>{}</employeeid>", "<EMPLOYEEID>{}</EMPLOYEEID>", ("E-01", "E-02")),
        ("<itemid>{}</itemid>", "<ITEMID>{}</ITEMID>", ("SRV-CONS", "LIC-PLAN")),
        ("<classid>{}</classid>", "<CLASSID>{}</CLASSID>", ("ADV", "IMP")),
        (
            "<userDefinedDimensions><userDefinedDimension><objectName>REGION</objectName><recordId>{}</recordId>"
            "</userDefinedDimension></userDefinedDimensions>",
            "<GLDIMREGION>{}</GLDIMREGION>",
            ("10001", "10002"),
        ),
    ],
)
def test_balances_of_one_value_of_a_dimension(ask: Ask, dimension: str, line: str, others: tuple[str, str]) -> None:
    """Only lines with that value count; the company's own dimensions are named by object and record."""
    wanted, other = others
    for value, amount in ((wanted, "2"), (other, "40")):
        more = line.format(value) + ("" if "<DEPARTMENT>" in line else "<DEPARTMENT>30</DEPARTMENT>")
        items = "".join(
            f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>{amount}</TRX_AMOUNT>"
            f"<LOCATION>US-NYC</LOCATION>{more}</GLENTRY>"
            for account, side in (("6100", 1), ("2100", -1))
        )
        said = ask.of(
            "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>10/01/2026</BATCH_DATE><BATCH_TITLE>Entry</BATCH_TITLE>"
            f"<ENTRIES>{items}</ENTRIES></GLBATCH></create>"
        )
        assert said.errors == []
    said = ask.of(trial("2026-10-01 2026-10-31", dimension.format(wanted)))
    assert rows(said, ("glaccountno", "endbalance")) == [("2100", "-2"), ("6100", "2")]


@pytest.mark.parametrize(
    "parameter",
    ["projecttypeid", "customertypeid", "vendortypeid", "employeetypeid", "productlineid"],
)
def test_a_kind_nobody_is_of_has_no_balances(ask: Ask, parameter: str) -> None:
    """Kinds stand for the records of that kind."""
    ask.of(pair("10/01/2026", "2"))
    assert rows(ask.of(trial("2026-10-01 2026-10-31", f"<{parameter}>None of these</{parameter}>")), FIELDS) == []


def test_a_kind_stands_for_its_records(ask: Ask) -> None:
    """Customers of a type count together; C-1003 is of another one than C-1001 and C-1002."""
    customers = ("C-1001", "C-1002", "C-1003")
    assert ask.of(*(invoice(f"I-{customer}", customer) for customer in customers)).errors == []
    said = ask.of(trial("2026-11-01 2026-11-30", "<customertypeid>Enterprise</customertypeid>"))
    assert rows(said, ("glaccountno", "endbalance")) == [("1200", "200"), ("4010", "-200")]


@pytest.mark.parametrize("parameter", ["taskid", "costtypeid", "contractid", "warehouseid"])
def test_dimensions_that_lines_do_not_have_yet_are_looked_up_all_the_same(ask: Ask, parameter: str) -> None:
    """A value that does not exist is refused, whatever the dimension."""
    said = ask.of(trial("2026-10-01 2026-10-31", f"<{parameter}>Nothing</{parameter}>"))
    assert [text.endswith("'Nothing' specified.") for _, text in said.errors] == [True]


def test_statistical_accounts_can_be_left_out_or_asked_for_alone(ask: Ask) -> None:
    """Money is not statistical: `only` leaves nothing of it."""
    ask.of(pair("10/01/2026", "2"))
    for choice, count in (("include", 2), ("exclude", 2), ("only", 0)):
        said = ask.of(trial("2026-10-01 2026-10-31", f"<statistical>{choice}</statistical>"))
        assert len(rows(said, FIELDS)) == count
