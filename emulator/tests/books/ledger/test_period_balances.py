"""Account balances of reporting periods (`GLACCOUNTBALANCE`)."""

import csv

import pytest
from asking import Ask, Said, invoice
from paperwork import batch, entry, payable
from trading import Trader
from trading import bill as trading_bill

from intacct_emulator.functions.delivery import delivery_folder
from intacct_emulator.tenancy.company import Company

NOVEMBER = "Month Ended November 2026"
AMOUNTS = ("OPENBAL", "TOTDEBIT", "TOTCREDIT", "FORBAL", "ENDBAL")


def balances(
    condition: str, fields: str = "ACCOUNTNO,OPENBAL,TOTDEBIT,TOTCREDIT,FORBAL,ENDBAL", size: int = 1000
) -> str:
    """A `<readByQuery>` of balances."""
    return (
        f"<readByQuery><object>GLACCOUNTBALANCE</object><fields>{fields}</fields>"
        f"<query>{condition}</query><pagesize>{size}</pagesize></readByQuery>"
    )


def month(name: str = NOVEMBER) -> str:
    return f"PERIOD = '{name}'"


def rows(said: Said) -> list[tuple[str | None, ...]]:
    assert said.errors == []
    return sorted(tuple(row.values()) for row in said.rows())


def accrual(day: str, amount: str, location: str = "US-NYC") -> str:
    """An expense that is owed, on a day such as 11/05/2026."""
    lines = entry("6300", 1, amount, location), entry("2100", -1, amount, location)
    return batch(*lines).replace("11/05/2026", day)


def test_an_invoice_and_a_bill_have_their_balances(ask: Ask) -> None:
    """Every account of every line has a row: what is owed to and by the company, income and expense."""
    ask.of(invoice(), payable())
    assert rows(ask.of(balances(month()))) == [
        ("1200", "0", "100", "0", "100", "100"),
        ("2000", "0", "0", "80.25", "-80.25", "-80.25"),
        ("4010", "0", "0", "100", "-100", "-100"),
        ("6300", "0", "80.25", "0", "80.25", "80.25"),
    ]


def test_a_period_begins_with_what_stood_before(ask: Ask) -> None:
    """Earlier months are the opening balance, later ones count nowhere."""
    ask.of(accrual("10/31/2026", "10"), accrual("11/30/2026", "2.50"), accrual("12/01/2026", "99"))
    assert rows(ask.of(balances(month()))) == [
        ("2100", "-10", "0", "2.5", "-2.5", "-12.5"),
        ("6300", "10", "2.5", "0", "2.5", "12.5"),
    ]
    assert rows(ask.of(balances(month("Month Ended October 2026")))) == [
        ("2100", "0", "0", "10", "-10", "-10"),
        ("6300", "0", "10", "0", "10", "10"),
    ]


def test_each_combination_of_dimensions_has_a_row(ask: Ask) -> None:
    """Parents are not rolled up; names and keys follow from the ids."""
    ask.of(accrual("11/05/2026", "10"), accrual("11/06/2026", "5", "CA-TOR"), accrual("11/07/2026", "1"))
    fields = "LOCATIONID,LOCATIONNAME,DEPARTMENTID,DEPARTMENTTITLE,ACCOUNTTITLE,CURRENCY,BOOKID,PERIOD,ENDBAL"
    expense = ("30", "Finance and Administration", "Travel", "USD", "ACCRUAL", NOVEMBER)
    found = rows(ask.of(balances(f"{month()} AND ACCOUNTNO = '6300'", fields)))
    assert [(row[0], row[-1]) for row in found] == [("CA-TOR", "5"), ("US-NYC", "11")]
    assert {row[2:-1] for row in found} == {expense}


def test_rows_are_as_new_as_the_ledger(ask: Ask) -> None:
    """What is posted, changed or removed shows in the next query, and what is undone does not."""
    key = ask.of(accrual("11/05/2026", "10")).key
    assert len(rows(ask.of(balances(month())))) == 2
    ask.of(accrual("11/06/2026", "5"))
    assert rows(ask.of(balances(month())))[1][-1] == "15"
    ask.of(
        accrual("11/06/2026", "7"),
        "<read><object>NOPE</object><keys>1</keys><fields>*</fields></read>",
        transaction="true",
    )
    assert rows(ask.of(balances(month())))[1][-1] == "15"
    ask.of(f"<delete><object>GLBATCH</object><keys>{key}</keys></delete>")
    assert rows(ask.of(balances(month())))[1][-1] == "5"
    ask.of(
        f"<update><REPORTINGPERIOD><NAME>{NOVEMBER}</NAME><END_DATE>11/05/2026</END_DATE></REPORTINGPERIOD></update>"
    )
    assert rows(ask.of(balances(month()))) == []


def test_pages_filters_counts_and_other_formats(ask: Ask) -> None:
    """`query` and `readByQuery` read balances like records: in pages, counted, filtered, added up."""
    ask.of(
        *(accrual(f"11/0{day}/2026", str(day), place) for day, place in ((1, "US-NYC"), (2, "CA-TOR"), (3, "US-CHI")))
    )
    first = ask.of(balances(month(), "RECORDNO", 4))
    assert (first.root.find(".//data").get("totalcount"), len(first.rows())) == ("6", 4)
    result = first.root.find(".//data").get("resultId")
    rest = ask.of(f"<readMore><resultId>{result}</resultId></readMore>")
    numbers = [row["RECORDNO"] for row in (*first.rows(), *rest.rows())]
    assert len(set(numbers)) == 6
    total = ask.of(
        "<query><object>GLACCOUNTBALANCE</object><select><field>ACCOUNTNO</field><sum>ENDBAL</sum></select><filter><and>"
        f"<equalto><field>PERIOD</field><value>{NOVEMBER}</value></equalto>"
        "<greaterthan><field>ENDBAL</field><value>0</value></greaterthan></and></filter></query>"
    )
    assert rows(total) == [("6300", "6")]


def test_a_session_in_an_entity_reads_its_own_balances(ask: Ask) -> None:
    """Entities see what their own lines add up to, whoever asked before."""
    ask.of(accrual("11/05/2026", "10"), accrual("11/06/2026", "5", "CA-TOR"))
    for location, sums in ((None, ["10", "5"]), ("US", ["10"]), ("CA", ["5"]), (None, ["10", "5"])):
        said = ask.of(
            balances(f"{month()} AND ACCOUNTNO = '6300'", "ENDBAL"), **({"location": location} if location else {})
        )
        assert sorted(str(row["ENDBAL"]) for row in said.rows()) == sums


def test_earlier_years_stand_on_the_account_that_is_closed_into(ask: Ask, company: Company) -> None:
    """Income and expense begin each year at zero; retained earnings hold what they were, entity by entity."""
    ask.of(
        "<create><REPORTINGPERIOD><NAME>January 2028</NAME><HEADER1>January</HEADER1>"
        "<START_DATE>01/01/2028</START_DATE><END_DATE>01/31/2028</END_DATE><BUDGETING>true</BUDGETING></REPORTINGPERIOD></create>",
        accrual("11/05/2026", "10"),
        accrual("11/05/2027", "4", "CA-TOR"),
        accrual("01/05/2028", "1"),
    )
    fields = "ACCOUNTNO,LOCATIONID,OPENBAL,FORBAL,ENDBAL"
    assert rows(ask.of(balances(month("January 2028"), fields))) == [
        ("2100", "CA-TOR", "-4", "0", "-4"),
        ("2100", "US-NYC", "-10", "-1", "-11"),
        ("3900", "CA-TOR", "4", "0", "4"),
        ("3900", "US-NYC", "10", "0", "10"),
        ("6300", "US-NYC", "0", "1", "1"),
    ]


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("ACCOUNTNO = '6300'", "Required field PERIOD is missing"),
        ("", "Required field PERIOD is missing"),
        (
            month("Quarter Ended December 2026"),
            "The reporting period 'Quarter Ended December 2026' is not used for budgeting, and account balances are "
            "kept for such periods only",
        ),
    ],
)
def test_a_query_names_a_period_for_budgets(ask: Ask, condition: str, text: str) -> None:
    """Without a period, and for one that is not for budgets, there are no balances to read."""
    assert ask.of(balances(condition)).errors[0][1] == text


def test_an_unknown_period_has_no_balances(ask: Ask) -> None:
    """It is a filter that nothing meets; letters count unless the query says otherwise."""
    ask.of(accrual("11/05/2026", "10"))
    assert rows(ask.of(balances(month("Month Ended June 2016")))) == []
    assert rows(ask.of(balances(month(NOVEMBER.lower())))) == []
    said = ask.of(
        "<query><object>GLACCOUNTBALANCE</object><select><field>ENDBAL</field></select><filter><equalto><field>PERIOD"
        f"</field><value>{NOVEMBER.lower()}</value></equalto></filter><options><caseinsensitive>true</caseinsensitive>"
        "</options></query>"
    )
    assert rows(said) == [("-10",), ("10",)]


def test_several_periods_at_once(ask: Ask) -> None:
    """`in`, `or` and `like` find the balances of every period they mean, whatever was asked before."""
    ask.of(accrual("10/05/2026", "10"), accrual("11/05/2026", "5"))
    october = "Month Ended October 2026"
    for condition, found in (
        (f"PERIOD in ('{october}', '{NOVEMBER}')", [("10",), ("15",)]),
        (f"{month(october)} or {month()}", [("10",), ("15",)]),
        (month(), [("15",)]),
        ("PERIOD like 'Month Ended Oct%'", [("10",)]),
    ):
        assert (
            rows(ask.of(balances(f"({condition}) AND ACCOUNTNO = '6300' AND PERIOD &lt;&gt; 'x'", "ENDBAL"))) == found
        )


def test_a_delivery_has_the_periods_asked_for(ask: Ask, company: Company) -> None:
    """The days of the request choose the reporting periods for budgets; without days all of them are delivered."""
    ask.of(accrual("11/05/2026", "5"))
    query = (
        "<query><object>GLACCOUNTBALANCE</object><select><field>PERIOD</field><field>ENDBAL</field></select>"
        "<orderby><order><field>RECORDNO</field></order></orderby></query>"
    )

    def delivered(first: str, last: str) -> list[list[str]]:
        given = (("PERIODSTARTDATE", first), ("PERIODENDDATE", last))
        days = "".join(f"<parameter><name>{name}</name><value>{day}</value></parameter>" for name, day in given if day)
        said = ask.of(
            "<runDdsJob><cloudDelivery>B</cloudDelivery><jobType>all</jobType>"
            f"{days and f'<additional_parameters>{days}</additional_parameters>'}{query}</runDdsJob>"
        )
        assert (said.errors, said.gaps) == ([], ())
        name = said.text(".//FILELIST") or ""
        path = delivery_folder(company) / "B" / name
        return list(csv.reader(path.read_text("utf-8").splitlines())) if name else []

    assert delivered("11/01/2026", "11/30/2026") == [[NOVEMBER, "-5"], [NOVEMBER, "5"]]
    assert delivered("11/02/2026", "12/30/2026") == []
    assert {row[0] for row in delivered("", "")} == {row[0] for row in delivered("11/01/2026", "")}
    assert len({row[0] for row in delivered("", "")}) > 2


def test_each_book_has_its_balances(ask: Ask) -> None:
    """100 in the accrual book, 7 of GAAP, 3 of TAX and 1 of a user-defined book: standard books alone and with the
    accrual book, a user-defined one alone, and both standard ones together with it (documented)."""
    journal = (
        "<create><JOURNAL><SYMBOL>{0}</SYMBOL><TITLE>{0}</TITLE><ADJ>true</ADJ><BOOKID>{1}</BOOKID></JOURNAL></create>"
    )
    ask.of(journal.format("GAJ", "GAAP"), journal.format("TXJ", "TAX"), journal.format("UDJ", "UDB1"))
    for name, amount in (("GJ", "100"), ("GAJ", "7"), ("TXJ", "3"), ("UDJ", "1")):
        assert ask.of(batch(entry("6300", 1, amount), entry("2100", -1, amount), journal=name)).errors == []
    fields = "BOOKID,TOTDEBIT,TOTADJDEBIT,ENDBAL"
    assert rows(ask.of(balances(f"{month()} AND ACCOUNTNO = '6300'", fields))) == [
        ("ACCRUAL", "100", "0", "100"),
        ("GAAPACCRUAL", "100", "7", "107"),
        ("GAAPADJACCRUAL", "0", "7", "7"),
        ("GAAPTAXACCRUAL", "100", "10", "110"),
        ("TAXACCRUAL", "100", "3", "103"),
        ("TAXADJACCRUAL", "0", "3", "3"),
        ("UDB1ACCRUAL", "0", "1", "1"),
    ]


def test_a_foreign_currency_has_balances_of_its_own(lakeshore: Trader) -> None:
    """100 Canadian dollars at 0.73 and 50 US dollars: 123 in the base currency of all lines, 100 in the foreign one."""
    lakeshore.done(trading_bill("B-1", "100"), trading_bill("B-2", "50", more=""))
    asked = balances("PERIOD = 'Month Ended January 2026' AND ACCOUNTNO = '5000'", "CURRENCY,TOTDEBIT,ENDBAL")
    assert rows(lakeshore.of(asked)) == [("CAD", "100", "100"), ("USD", "123", "123")]
