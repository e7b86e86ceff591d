"""`readReport` and `readMore` by reportId: saved reports from request to last page."""

import json
from datetime import timedelta

import pytest
from asking import Ask, Said, invoice, line, present
from lxml import etree
from paperwork import bill_line, payable

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import REGISTRY, Function
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.context import Context

OPEN_INVOICES = "Open invoices by project"
PROFIT_AND_LOSS = "Profit and loss by department"
TRIAL_BALANCE = "Trial Balance by Entity"
AGING = "AP aging"
INTERACTIVE = ' type="interactive"'


def run(report: str, more: str = "<waitTime>5</waitTime>", kind: str = "") -> str:
    """A `<readReport>` that waits until it is done."""
    return f"<readReport{kind}><report>{report}</report>{more}</readReport>"


def fetch(report_id: str) -> str:
    """A `<readMore>` of a report's run."""
    return f"<readMore><reportId>{report_id}</reportId></readMore>"


def report_id(said: Said) -> str:
    """The id of the run that an answer speaks of."""
    assert said.errors == []
    return present(said.text(".//report_results/REPORTID"))


def rows(said: Said) -> list[dict[str, str | None]]:
    """The rows of a page."""
    return [{field.tag: field.text for field in row} for row in said.root.iterfind(".//data/report/data")]


def rows_of(ask: Ask, report: str, more: str = "", kind: str = "") -> list[dict[str, str | None]]:
    """All rows of a report that fits on a page."""
    said = ask.of(run(report, f"<waitTime>5</waitTime>{more}", kind))
    return rows(ask.of(fetch(report_id(said))))


def arguments(text: str) -> str:
    """The `<arguments>` of a run."""
    return f"<arguments>{text}</arguments>"


@pytest.fixture
def invoices(ask: Ask) -> Ask:
    """Three open invoices of two projects, of 100, 250.50 and 40, and one without a project, of 7."""
    project = "<PROJECTID>{}</PROJECTID>"
    said = ask.of(
        invoice("INV-1", lines=line("100.00", more=project.format("P-1001"))),
        invoice("INV-2", lines=line("250.50", more=project.format("P-1002")), when="11/03/2026"),
        invoice("INV-3", lines=line("40.00", more=project.format("P-1001")), when="11/04/2026"),
        invoice("INV-4", lines=line("7.00"), when="11/04/2026"),
    )
    assert said.errors == []
    return ask


def test_a_run_is_pending_until_the_clock_says_it_is_ready(invoices: Ask, tenants: Tenants) -> None:
    """The first answer names the run (recorded shape); asking again says PENDING, and then the rows are there, with the
    status beside them."""
    said = invoices.of(run(OPEN_INVOICES, ""))
    number = report_id(said)
    assert len(number) == 64
    assert said.text(".//data/report_results/STATUS") == "PENDING"
    assert present(said.root.find(".//data")).attrib == {}
    waiting = invoices.of(fetch(number))
    assert waiting.text(".//data/report/data/STATUS") == "PENDING"
    tenants.clock.advance(timedelta(seconds=1))
    done = invoices.of(fetch(number))
    assert dict(present(done.root.find(".//data")).attrib) == {
        "listtype": "report",
        "count": "4",
        "totalcount": "4",
        "numremaining": "0",
    }
    assert done.text(".//data/report/STATUS") == "DONE"
    assert rows(done)[0] == {
        "PROJECTID": "P-1001",
        "PROJECTNAME": "Alderbrook Supply Chain Review",
        "CUSTOMERID": "C-1001",
        "CUSTOMERNAME": "Alderbrook Foods",
        "RECORDID": "INV-1",
        "WHENDUE": "12/02/2026",
        "AMOUNT": "100",
        "AMOUNTDUE": "100",
    }


def test_pages_end_with_the_last_one_which_deletes_the_report(invoices: Ask) -> None:
    """Each page says how many rows are left; after the last one the id is unknown."""
    number = report_id(invoices.of(run(OPEN_INVOICES, "<waitTime>1</waitTime><pagesize>3</pagesize>")))
    first, second, third = (invoices.of(fetch(number)) for _ in range(3))
    assert [row["RECORDID"] for row in rows(first)] == ["INV-1", "INV-3", "INV-2"]
    assert present(first.root.find(".//data")).get("numremaining") == "1"
    assert [row["RECORDID"] for row in rows(second)] == ["INV-4"]
    assert present(second.root.find(".//data")).get("numremaining") == "0"
    text = f"Attempt to readMore with an invalid or expired reportId: {number}"
    assert third.errors == [("readMore failed", text)]


def test_a_report_holds_what_was_there_when_it_was_run(invoices: Ask) -> None:
    """What is posted between two pages is not in the report."""
    number = report_id(invoices.of(run(OPEN_INVOICES, "<waitTime>1</waitTime><pagesize>3</pagesize>")))
    first = invoices.of(fetch(number))
    assert invoices.of(invoice("INV-5", when="11/05/2026")).errors == []
    second = invoices.of(fetch(number))
    assert [row["RECORDID"] for row in rows(first) + rows(second)] == ["INV-1", "INV-3", "INV-2", "INV-4"]


def test_arguments_narrow_a_report_down(invoices: Ask) -> None:
    """An argument is named after the field's path; a date may be a range, open at either end."""
    project = arguments("<ARINVOICEITEM.PROJECTID>P-1001</ARINVOICEITEM.PROJECTID>")
    assert [row["RECORDID"] for row in rows_of(invoices, OPEN_INVOICES, project)] == ["INV-1", "INV-3"]
    name = "ARINVOICEITEM.ARINVOICE.WHENDUE"
    days = "<FROM_DATE>12/3/2026</FROM_DATE><TO_DATE>12/3/2026</TO_DATE>"
    assert [row["RECORDID"] for row in rows_of(invoices, OPEN_INVOICES, arguments(f"<{name}>{days}</{name}>"))] == [
        "INV-2"
    ]
    since = "<FROM_DATE>12/03/2026</FROM_DATE>"
    found = rows_of(invoices, OPEN_INVOICES, arguments(f"<{name}>{since}</{name}>"))
    assert [row["RECORDID"] for row in found] == ["INV-3", "INV-2", "INV-4"]


def test_what_a_report_does_not_know_is_refused(ask: Ask) -> None:
    """Unknown reports, reports of the other writer, unknown arguments and unknown periods each have their error."""
    said = ask.of(
        run("Nope"),
        run(AGING),
        run(OPEN_INVOICES, arguments("<NOPE>1</NOPE>")),
        run(OPEN_INVOICES, arguments("<REPORTINGPERIOD>Current Year</REPORTINGPERIOD>")),
        run(TRIAL_BALANCE, arguments("<REPORTINGPERIOD>Nope</REPORTINGPERIOD>")),
    )
    assert said.errors == [
        ("XL03000009", "Report definition Nope not found"),
        ("XL03000009", "Report definition AP aging not found"),
        ("XL03000009", f"The argument NOPE is not a parameter of the report {OPEN_INVOICES}"),
        ("XL03000009", f"The argument REPORTINGPERIOD is not a parameter of the report {OPEN_INVOICES}"),
        ("BL01001973", "Invalid Reporting period 'Nope' specified."),
    ]


def test_the_definition_of_an_original_report(ask: Ask) -> None:
    """Name, type, root object, parameters and order, as documented."""
    said = ask.of(f'<readReport returnDef="true"><report>{OPEN_INVOICES}</report></readReport>')
    found = present(said.root.find(".//data/report_definition"))
    assert [child.tag for child in found] == ["REPORTNAME", "REPORTTYPE", "ROOT", "PARAMETERS", "SORTBY"]
    assert [child.text for child in found[:3]] == [OPEN_INVOICES, "tabular", "ARINVOICEITEM"]
    assert [(child.tag, child.text) for child in found.find("PARAMETERS/PARAMETER")] == [
        ("NAME", "ARINVOICEITEM.PROJECTID"),
        ("label", "Project"),
        ("promptOnRun", "1"),
    ]
    assert found.find("SORTBY")[0].tag == "ARINVOICEITEM.PROJECTID"
    assert found.find("SORTBY")[0].findtext("dir") == "asc"


def test_the_definition_of_an_interactive_report(ask: Ask) -> None:
    """Type CRW, the object's name in the writer's words, and the paths of the columns, as documented."""
    said = ask.of(f'<readReport type="interactive" returnDef="true"><report>{AGING}</report></readReport>')
    found = present(said.root.find(".//data/report_definition"))
    assert [child.tag for child in found] == ["REPORTNAME", "REPORTTYPE", "OBJECT", "DOCPARID", "COLUMNS"]
    assert [child.text for child in found[:3]] == [AGING, "CRW", "AP_RECORD"]
    assert [child.text for child in found.find("COLUMNS/COLUMN")] == ["VENDORID", "AP_RECORD.VENDORID"]


def test_ap_aging_puts_what_is_due_under_its_age(ask: Ask, tenants: Tenants) -> None:
    """A bill due on 2 December is not due on 20 November, 29 days old on 31 December and 60 days old on 31 January."""
    assert ask.of(payable("B-1", lines=bill_line("80.25"))).errors == []
    assert ages_of(ask) == ["80.25", "0", "0", "0"]
    tenants.clock.advance(timedelta(days=41))
    assert ages_of(ask) == ["80.25", "0", "0", "0"]
    tenants.clock.advance(timedelta(days=31))
    assert ages_of(ask) == ["0", "80.25", "0", "0"]
    tenants.clock.advance(timedelta(days=365))
    assert ages_of(ask) == ["0", "0", "0", "80.25"]


def ages_of(ask: Ask) -> list[str | None]:
    """The amounts by age of the only open bill."""
    (row,) = rows_of(ask, AGING, kind=INTERACTIVE)
    assert (row["RECORDID"], row["TOTALDUE"]) == ("B-1", "80.25")
    return [row[name] for name in ("AGING0_30", "AGING31_60", "AGING61_90", "AGING91_")]


def test_profit_and_loss_by_department(ask: Ask) -> None:
    """Revenue of 300 and 120 and costs of 75 and 45.50, in two departments, over two months.

    November: sales earned 300 and spent 75.00; consulting earned nothing and spent 45.50. The year to date has
    consulting's 120 of October, too. Net income: sales 225; consulting -45.50 in November, 74.50 in the year.
    """
    said = ask.of(
        invoice("INV-1", lines=line("300.00", department="20")),
        invoice("INV-2", lines=line("120.00", department="11"), when="10/15/2026"),
        payable("B-1", lines=spent("75.00", "20") + spent("45.50", "11")),
    )
    assert said.errors == []
    period = arguments("<REPORTINGPERIOD>Month Ended November 2026</REPORTINGPERIOD>")
    found = [
        (row["LINE"], row["DEPARTMENTID"], row["DEPARTMENTNAME"], row["AMOUNT"], row["YEARTODATE"])
        for row in rows_of(ask, PROFIT_AND_LOSS, period)
    ]
    assert found == [
        ("Revenue", "11", "Consulting", "0", "120"),
        ("Revenue", "20", "Sales and Marketing", "300", "300"),
        ("Gross profit", "11", "Consulting", "0", "120"),
        ("Gross profit", "20", "Sales and Marketing", "300", "300"),
        ("Operating expenses", "11", "Consulting", "45.5", "45.5"),
        ("Operating expenses", "20", "Sales and Marketing", "75", "75"),
        ("Net income", "11", "Consulting", "-45.5", "74.5"),
        ("Net income", "20", "Sales and Marketing", "225", "225"),
    ]


def spent(amount: str, department: str) -> str:
    """A line of a bill for travel."""
    return (
        f"<APBILLITEM><ACCOUNTNO>6300</ACCOUNTNO><TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID>"
        f"<DEPARTMENTID>{department}</DEPARTMENTID></APBILLITEM>"
    )


def test_the_trial_balance_of_each_entity_balances(ask: Ask) -> None:
    """100 of October stand on both accounts of the US entity, 300 of November move; Canada has its own 50."""
    said = ask.of(
        invoice("INV-1", when="10/15/2026"),
        invoice("INV-2", lines=line("300.00")),
        invoice("INV-3", lines=line("50.00", location="CA-TOR")),
    )
    assert said.errors == []
    found = [
        (row["ACCOUNTNO"], row["ENTITYID"], row["OPENBAL"], row["TOTDEBIT"], row["TOTCREDIT"], row["ENDBAL"])
        for row in rows_of(ask, TRIAL_BALANCE, arguments("<PERIOD>Current Month</PERIOD>"))
    ]
    assert found == [
        ("1200", "CA", "0", "50", "0", "50"),
        ("1200", "US", "100", "300", "0", "400"),
        ("4010", "CA", "0", "0", "50", "-50"),
        ("4010", "US", "-100", "0", "300", "-400"),
    ]


def test_a_session_of_an_entity_sees_its_own_part_of_a_statement(ask: Ask) -> None:
    """In Canada's session the trial balance has no accounts of the US entity."""
    said = ask.of(invoice("INV-1"), invoice("INV-2", lines=line("50.00", location="CA-TOR")))
    assert said.errors == []
    number = report_id(ask.of(run(TRIAL_BALANCE), location="CA"))
    found = rows(ask.of(fetch(number), location="CA"))
    assert [(row["ACCOUNTNO"], row["ENTITYID"], row["ENDBAL"]) for row in found] == [
        ("1200", "CA", "50"),
        ("4010", "CA", "-50"),
    ]


def test_rows_come_as_csv_and_json(invoices: Ask) -> None:
    """Without envelope, a page at a time; the separator is the one asked for."""
    csv = "<waitTime>1</waitTime><returnFormat>csv</returnFormat><listSeparator>;</listSeparator><pagesize>1</pagesize>"
    number = report_id(invoices.of(run(OPEN_INVOICES, csv)))
    lines = invoices.of(fetch(number)).body.decode().splitlines()
    assert lines[0] == "PROJECTID;PROJECTNAME;CUSTOMERID;CUSTOMERNAME;RECORDID;WHENDUE;AMOUNT;AMOUNTDUE"
    assert lines[1].startswith("P-1001;Alderbrook Supply Chain Review;C-1001;")
    number = report_id(invoices.of(run(OPEN_INVOICES, "<waitTime>1</waitTime><returnFormat>json</returnFormat>")))
    assert [row["RECORDID"] for row in json.loads(invoices.of(fetch(number)).body)] == [
        "INV-1",
        "INV-3",
        "INV-2",
        "INV-4",
    ]


def test_nobody_else_fetches_a_report(invoices: Ask) -> None:
    """A run belongs to the user who asked for it, from whichever session."""
    number = report_id(invoices.of(run(OPEN_INVOICES)))
    other = invoices.of(fetch(number), user="argl_user", password="argl_user_secret")
    assert [errorno for errorno, _ in other.errors] == ["readMore failed"]
    assert len(rows(invoices.of(fetch(number)))) == 4


def test_a_report_needs_the_right_to_read_what_it_shows(ask: Ask) -> None:
    """The billing integration may read invoices, but no payables."""
    billing = {"user": "argl_user", "password": "argl_user_secret"}
    assert report_id(ask.of(run(OPEN_INVOICES), **billing))
    refusal = "You do not have permission for API operation READ_BY_QUERY on objects of type aprecord"
    assert ask.of(run(AGING, kind=INTERACTIVE), **billing).errors == [("PL04000005", refusal)]


def test_a_caller_may_give_the_run_its_id(invoices: Ask) -> None:
    """The id of one's own is what the run is fetched by."""
    assert report_id(invoices.of(run(OPEN_INVOICES, "<waitTime>1</waitTime><reportId>mine</reportId>"))) == "mine"
    assert len(rows(invoices.of(fetch("mine")))) == 4


def test_a_refused_report_leaves_nothing_to_fetch(invoices: Ask) -> None:
    """A value that is none of the field's is refused as in a query."""
    name = "ARINVOICEITEM.ARINVOICE.WHENDUE"
    wrong = f"<reportId>mine</reportId>{arguments(f'<{name}><FROM_DATE>soon</FROM_DATE></{name}>')}"
    said = invoices.of(run(OPEN_INVOICES, wrong), fetch("mine"))
    assert [errorno for errorno, _ in said.errors] == ["XL03000006", "readMore failed"]


@pytest.mark.parametrize(
    "wrong",
    [
        '<readReport type="memorized"><report>X</report></readReport>',
        "<readReport><report>X</report><waitTime>long</waitTime></readReport>",
        "<readReport><report>X</report><listSeparator>, </listSeparator></readReport>",
    ],
)
def test_what_cannot_be_meant_is_refused(ask: Ask, wrong: str) -> None:
    """An unknown kind, waiting time or separator is no reason to guess."""
    assert [errorno for errorno, _ in ask.of(wrong).errors] == ["XL03000006"]


def test_a_function_runs_as_a_standard_report(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its arguments are those of the function, its rows what the function answers, each with all columns; what is not
    built of it shows in the answer to the run."""
    asked: list[str | None] = []

    def balances(_: Context, element: etree._Element) -> Outcome:
        asked.append(element.findtext("startaccountno"))
        rows = [
            Element("accountbalance", (Element("glaccountno", "4000"), Element("endbalance", "-5"))),
            Element("accountbalance", (Element("glaccountno", "4010"), Element("locationid", "US"))),
        ]
        return Outcome(Data(content=rows), gaps=("a part of it",))

    name = "get_accountbalancesbydimensions"
    standard = Function(name, lambda element: element, balances, Evidence.DOCUMENTED, "this test")
    find = REGISTRY.find
    monkeypatch.setattr(REGISTRY, "find", lambda wanted: standard if wanted == name else find(wanted))
    said = ask.of(run(name, arguments(f"<{name}><startaccountno>4000</startaccountno></{name}>"), ' type="STANDARD"'))
    assert said.gaps == ("a part of it",)
    assert asked == ["4000"]
    report = ask.of(run(name, "<waitTime>1</waitTime>", ' type="STANDARD"'))
    assert rows(ask.of(fetch(report_id(report)))) == [
        {"glaccountno": "4000", "endbalance": "-5", "locationid": None},
        {"glaccountno": "4010", "endbalance": None, "locationid": "US"},
    ]
    assert ask.of(run("nope", "", ' type="STANDARD"')).errors == [("XL03000009", "Report definition nope not found")]


def test_what_is_not_built_says_so(ask: Ask) -> None:
    """Reports of the library are a gap."""
    assert ask.of('<readReport libraryReport="true"><report>X</report></readReport>').gaps == ("library reports",)
