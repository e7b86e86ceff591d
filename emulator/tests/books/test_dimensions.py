"""Dimensions of lines: those a company uses are checked, posted and asked for by accounts; others cannot be named."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from asking import Ask, invoice, line

from intacct_emulator.books.dimensions import DIMENSIONS
from intacct_emulator.tenancy.company import Company
from intacct_emulator.world.generate import Order, generate

FURTHER = ("CONTRACT", "TASK", "WAREHOUSE", "COSTTYPE")
SETUP = (
    "<create><WAREHOUSE><WAREHOUSEID>WH-1</WAREHOUSEID><NAME>Main store</NAME></WAREHOUSE></create>",
    "<create><CONTRACT><CONTRACTID>CT-1</CONTRACTID><TERMTYPE>Termed</TERMTYPE><BEGINDATE>01/01/2026</BEGINDATE>"
    "<NAME>Support</NAME><CUSTOMERID>C-1001</CUSTOMERID><TERMNAME>Net 30</TERMNAME><LOCATIONID>US-NYC</LOCATIONID>"
    "</CONTRACT></create>",
    "<create><STANDARDCOSTTYPE><STANDARDCOSTTYPEID>LABOR</STANDARDCOSTTYPEID><NAME>Labor</NAME>"
    "</STANDARDCOSTTYPE></create>",
)
ALL_FIELDS = (
    "<PROJECTID>P-1001</PROJECTID><TASKID>T-1</TASKID><COSTTYPEID>LABOR</COSTTYPEID><CONTRACTID>CT-1</CONTRACTID>"
    "<WAREHOUSEID>WH-1</WAREHOUSEID>"
)
SHOWN = tuple(f"{name}{end}" for name in FURTHER for end in ("ID", "DIMKEY", "NAME"))
Switch = Callable[..., None]


def task(project: str, number: str = "T-1", name: str = "Plan") -> str:
    return (
        f"<create><TASK><TASKID>{number}</TASKID><NAME>{name}</NAME><PROJECTID>{project}</PROJECTID>"
        "<TASKSTATUS>Planned</TASKSTATUS></TASK></create>"
    )


def cost_type(project: str, number: str = "T-1") -> str:
    return (
        f"<create><COSTTYPE><STANDARDCOSTTYPEID>LABOR</STANDARDCOSTTYPEID><PROJECTID>{project}</PROJECTID>"
        f"<TASKID>{number}</TASKID></COSTTYPE></create>"
    )


def journal(first: str, second: str = "") -> str:
    """A `<create>` of a GLBATCH with two lines of 10.00 in the same place."""
    lines = "".join(
        f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>10</TRX_AMOUNT>"
        f"<LOCATION>US-NYC</LOCATION>{more}</GLENTRY>"
        for account, side, more in (("6120", 1, first), ("1000", -1, second))
    )
    return (
        "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/02/2026</BATCH_DATE><BATCH_TITLE>By hand</BATCH_TITLE>"
        f"<ENTRIES>{lines}</ENTRIES></GLBATCH></create>"
    )


def query(name: str, *fields: str, where: str = "") -> str:
    select = "".join(f"<field>{field}</field>" for field in fields)
    order = "<orderby><order><field>RECORDNO</field></order></orderby>"
    return f"<query><object>{name}</object><select>{select}</select>{where}{order}</query>"


@pytest.fixture
def switch(company: Company) -> Switch:
    """Switches dimensions of northfield on and off."""

    def apply(*on: str, off: tuple[str, ...] = ()) -> None:
        names = tuple(name for name in company.profile.dimensions if name not in off)
        company.profile = replace(company.profile, dimensions=(*names, *on))

    return apply


@pytest.fixture
def wide(ask: Ask, switch: Switch) -> Ask:
    """Northfield with every dimension, and a value of each: T-1 is task 1 in P-1001 and task 2 in P-1002."""
    switch(*FURTHER)
    made = ask.of(*SETUP, task("P-1001"), task("P-1002", name="Other plan"), cost_type("P-1001"), cost_type("P-1002"))
    assert made.errors == []
    return ask


def test_every_dimension_reaches_the_ledger_and_is_shown_in_three_fields(wide: Ask) -> None:
    """Invoice line, journal lines and ledger detail show id, key and name of each of the further dimensions."""
    assert wide.of(invoice(lines=line(more=ALL_FIELDS))).errors == []
    shown = dict(zip(SHOWN, ("CT-1", "1", "Support", "T-1", "1", "Plan", "WH-1", "1", "Main store"), strict=False))
    shown |= {"COSTTYPEID": "LABOR", "COSTTYPEDIMKEY": "1", "COSTTYPENAME": "Labor"}
    assert wide.of(query("ARINVOICEITEM", *SHOWN)).rows() == [shown]
    assert wide.of(query("GLENTRY", *SHOWN)).rows() == [shown] * 2
    assert wide.of(query("GLDETAIL", *SHOWN)).rows() == [shown] * 2


def test_a_task_is_the_one_of_the_lines_project(wide: Ask) -> None:
    """Two projects have a task T-1: each line is on its own project's, as the key tells."""
    lines = "".join(
        line(more=f"<PROJECTID>{project}</PROJECTID><TASKID>T-1</TASKID>") for project in ("P-1001", "P-1002")
    )
    bill = (
        "<create><APBILL><VENDORID>V-2001</VENDORID><WHENCREATED>11/02/2026</WHENCREATED><RECORDID>B-1</RECORDID>"
        "<WHENDUE>11/20/2026</WHENDUE>"
        f"<APBILLITEMS>{lines.replace('ARINVOICEITEM', 'APBILLITEM').replace('4010', '6120')}</APBILLITEMS>"
        "</APBILL></create>"
    )
    assert wide.of(bill).errors == []
    assert [row["TASKNAME"] for row in wide.of(query("APBILLITEM", "TASKNAME")).rows()] == ["Plan", "Other plan"]
    keys = [row["TASKDIMKEY"] for row in wide.of(query("GLENTRY", "TASKDIMKEY")).rows()]
    assert keys == ["1", "1", "2", "2"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("<TASKID>T-1</TASKID>", "The Task dimension needs the Project dimension"),
        (
            "<PROJECTID>P-1001</PROJECTID><COSTTYPEID>LABOR</COSTTYPEID>",
            "The Cost type dimension needs the Task dimension",
        ),
        ("<PROJECTID>P-1001</PROJECTID><TASKID>T-9</TASKID>", "Invalid Task 'T-9' specified."),
        ("<PROJECTID>P-1003</PROJECTID><TASKID>T-1</TASKID>", "Invalid Task 'T-1' specified."),
        ("<PROJECTID>P-1003</PROJECTID><TASKDIMKEY>1</TASKDIMKEY>", "Invalid Task '1' specified."),
        ("<WAREHOUSEID>WH-9</WAREHOUSEID>", "Invalid Warehouse 'WH-9' specified."),
        ("<CONTRACTID>CT-9</CONTRACTID>", "Invalid Contract 'CT-9' specified."),
    ],
)
def test_what_does_not_exist_or_belong_is_refused(wide: Ask, company: Company, fields: str, text: str) -> None:
    """A journal line that names it is answered by the dimension's label, and nothing is kept."""
    said = wide.of(journal(fields))
    assert said.errors[0] == ("BL01001973", text)
    assert company.records.where("GLENTRY") == []


def test_an_inactive_value_is_refused(wide: Ask) -> None:
    """A warehouse out of use cannot be posted to."""
    change = "<WAREHOUSEID>WH-1</WAREHOUSEID><STATUS>inactive</STATUS>"
    assert wide.of(f"<update><WAREHOUSE>{change}</WAREHOUSE></update>").errors == []
    said = wide.of(journal("<WAREHOUSEID>WH-1</WAREHOUSEID>"))
    assert said.errors[0] == ("BL01001973", "Invalid Warehouse 'WH-1' specified.")


def test_values_may_be_named_by_key(wide: Ask) -> None:
    """<DIM>DIMKEY stands for the id, also where ids repeat: key 2 is P-1002's task."""
    keys = (
        "<PROJECTID>P-1002</PROJECTID><TASKDIMKEY>2</TASKDIMKEY><COSTTYPEDIMKEY>2</COSTTYPEDIMKEY>"
        "<CONTRACTDIMKEY>1</CONTRACTDIMKEY><WAREHOUSEDIMKEY>1</WAREHOUSEDIMKEY>"
    )
    assert wide.of(journal(keys)).errors == []
    fields = ("TASKID", "TASKNAME", "COSTTYPEID", "CONTRACTID", "WAREHOUSEID")
    first, second = wide.of(query("GLENTRY", *fields)).rows()
    assert list(first.values()) == ["T-1", "Other plan", "LABOR", "CT-1", "WH-1"]
    assert set(second.values()) == {None}


@pytest.mark.parametrize("name", FURTHER)
def test_an_account_can_ask_for_any_dimension(wide: Ask, name: str) -> None:
    """REQUIRE<DIM> is obeyed; a line with the dimension is posted."""
    flag = f"<GLACCOUNT><ACCOUNTNO>6120</ACCOUNTNO><REQUIRE{name}>true</REQUIRE{name}></GLACCOUNT>"
    assert wide.of(f"<update>{flag}</update>").errors == []
    label = next(dimension.label for dimension in DIMENSIONS if dimension.object == name)
    missing = ("BL03000018", f"Missing the {label} dimension for Account 6120")
    assert wide.of(journal("")).errors[0] == missing
    assert wide.of(journal(ALL_FIELDS)).errors == []


def test_a_draft_knows_its_task_and_posts_it_later(wide: Ask) -> None:
    """The task of a draft is the one of its project; submitting the draft carries it into the ledger."""
    lines = line(more="<PROJECTID>P-1001</PROJECTID><TASKID>T-1</TASKID>")
    assert wide.of(invoice(lines=lines, extra="<ACTION>Draft</ACTION>")).errors == []
    shown = [{"TASKID": "T-1", "TASKNAME": "Plan"}]
    assert wide.of(query("ARINVOICEITEM", "TASKID", "TASKNAME")).rows() == shown
    submit = "<update><ARINVOICE><RECORDNO>1</RECORDNO><ACTION>Submit</ACTION></ARINVOICE></update>"
    assert wide.of(submit).errors == []
    assert wide.of(query("GLENTRY", "TASKID", "TASKNAME")).rows() == shown * 2


def test_a_changed_document_keeps_its_dimensions(wide: Ask) -> None:
    """A header change posts the lines anew with every dimension they had."""
    wide.of(invoice(lines=line(more=ALL_FIELDS)))
    before = wide.of(query("GLENTRY", *SHOWN)).rows()
    said = wide.of("<update><ARINVOICE><RECORDNO>1</RECORDNO><DESCRIPTION>new</DESCRIPTION></ARINVOICE></update>")
    assert said.errors == []
    assert wide.of(query("GLENTRY", *SHOWN)).rows() == before


def test_a_task_in_use_stays_and_its_namesake_may_go(wide: Ask) -> None:
    """Lines name tasks by key: T-1 of P-1002 is not in use because T-1 of P-1001 is."""
    wide.of(invoice(lines=line(more="<PROJECTID>P-1001</PROJECTID><TASKID>T-1</TASKID>")))
    wide.of("<delete><object>COSTTYPE</object><keys>1,2</keys></delete>")
    assert "being used" in wide.of("<delete><object>TASK</object><keys>1</keys></delete>").errors[0][1]
    assert wide.of("<delete><object>TASK</object><keys>2</keys></delete>").errors == []


def test_terminology_applies_to_every_dimension(wide: Ask, company: Company) -> None:
    """The company's own words stand in the answers, for what is missing and for what it belongs to."""
    company.profile = replace(company.profile, terminology={"Task": "Phase", "Project": "Job", "Warehouse": "Depot"})
    assert wide.of(journal("<TASKID>T-1</TASKID>")).errors[0][1] == "The Phase dimension needs the Job dimension"
    assert wide.of(journal("<WAREHOUSEID>X</WAREHOUSEID>")).errors[0][1] == "Invalid Depot 'X' specified."


USED = [
    ("PROJECT", "<PROJECTID>P-1001</PROJECTID>", "Invalid Project 'P-1001' specified."),
    ("ITEM", "<ITEMID>CONSULT</ITEMID>", "Invalid Item 'CONSULT' specified."),
    ("CLASS", "<CLASSID>X</CLASSID>", "Invalid Class 'X' specified."),
]


@pytest.mark.parametrize(("name", "field", "text"), USED)
@pytest.mark.parametrize("draft", ["", "<ACTION>Draft</ACTION>"])
def test_a_dimension_that_is_off_cannot_be_named(
    ask: Ask, company: Company, switch: Switch, name: str, field: str, text: str, draft: str
) -> None:
    """Documents, drafts among them, and journal entries with it are refused, and leave nothing behind."""
    switch(off=(name,))
    assert ask.of(invoice(lines=line(more=field), extra=draft)).errors[0] == ("BL01001973", text)
    assert ask.of(journal(field)).errors[0] == ("BL01001973", text)
    assert company.records.where("ARINVOICE") == company.records.where("GLENTRY") == []


def test_a_dimension_that_is_off_cannot_be_named_by_key(ask: Ask, switch: Switch) -> None:
    """A key is the same as the id it stands for, also of a dimension that lines know by key."""
    switch(off=("PROJECT",))
    for field in ("<PROJECTDIMKEY>1</PROJECTDIMKEY>", "<TASKDIMKEY>1</TASKDIMKEY>"):
        assert ask.of(journal(field)).errors[0][1].endswith("specified.")


def test_an_account_does_not_ask_for_a_dimension_that_is_off(ask: Ask, switch: Switch) -> None:
    """REQUIREPROJECT means nothing in a company without projects."""
    flag = "<GLACCOUNT><ACCOUNTNO>6120</ACCOUNTNO><REQUIREPROJECT>true</REQUIREPROJECT></GLACCOUNT>"
    assert ask.of(f"<update>{flag}</update>").errors == []
    assert ask.of(journal("")).errors[0][1] == "Missing the Project dimension for Account 6120"
    switch(off=("PROJECT",))
    assert ask.of(journal("")).errors == []


def test_the_customer_of_an_invoice_is_no_dimension_where_customers_are_off(ask: Ask, switch: Switch) -> None:
    """The invoice has its customer, its lines and journal lines have none."""
    switch(off=("CUSTOMER",))
    assert ask.of(invoice()).errors == []
    assert ask.of(query("ARINVOICE", "CUSTOMERID")).rows() == [{"CUSTOMERID": "C-1001"}]
    assert ask.of(query("ARINVOICEITEM", "CUSTOMERID")).rows() == [{"CUSTOMERID": None}]
    assert ask.of(query("GLENTRY", "CUSTOMERID")).rows() == [{"CUSTOMERID": None}] * 2


def test_departments_and_locations_cannot_be_switched_off(ask: Ask, switch: Switch) -> None:
    """A profile without them still has them (documented: every company has)."""
    switch(off=("DEPARTMENT", "LOCATION"))
    assert ask.of(invoice()).errors == []
    assert ask.of(query("GLENTRY", "DEPARTMENT", "LOCATION")).rows() == [{"DEPARTMENT": "20", "LOCATION": "US-NYC"}] * 2


def test_generated_documents_use_the_dimensions_of_the_company(wide: Ask, company: Company, switch: Switch) -> None:
    """All that are on, tasks and cost types of the line's own project; none that is off."""
    switch(off=("CLASS",))
    for project in company.records.where("PROJECT"):
        assert wide.of(task(project.id, "T-2"), cost_type(project.id, "T-2")).errors == []
    generate(company, Order(invoices=300, bills=100, journals=10, customers=3, seed=3))
    scalar = company.database.scalar
    for column in ("CONTRACTID", "WAREHOUSEID", "TASKID", "COSTTYPEID", "ITEMID", "EMPLOYEEID"):
        assert scalar(f"SELECT count(*) FROM GLENTRY WHERE {column} IS NOT NULL"), column
    assert scalar("SELECT count(*) FROM GLENTRY WHERE CLASSID IS NOT NULL") == 0
    astray = "SELECT count(*) FROM GLENTRY AS line LEFT JOIN TASK ON TASK.RECORDNO = line.TASKDIMKEY"
    assert scalar(f"{astray} WHERE line.TASKID IS NOT NULL AND TASK.PROJECTID IS NOT line.PROJECTID") == 0
    assert scalar("SELECT count(*) FROM GLENTRY WHERE COSTTYPEID IS NOT NULL AND TASKID IS NULL") == 0


def test_legacy_functions_name_and_narrow_by_every_dimension(wide: Ask) -> None:
    """A legacy journal entry carries them; balances are those of the task of the project that is asked for."""
    day = "<year>2026</year><month>11</month><day>2</day>"
    for project, amount in (("P-1001", "10"), ("P-1002", "300")):
        lines = "".join(
            f"<glentry><trtype>{side}</trtype><amount>{amount}</amount><glaccountno>{account}</glaccountno>"
            f"<locationid>US-NYC</locationid><projectid>{project}</projectid><taskid>T-1</taskid>"
            "<costtypeid>LABOR</costtypeid><contractid>CT-1</contractid><warehouseid>WH-1</warehouseid></glentry>"
            for side, account in (("debit", "6120"), ("credit", "1000"))
        )
        said = wide.of(
            f"<create_gltransaction><journalid>GJ</journalid><datecreated>{day}</datecreated><description>Hand</description>"
            f"<gltransactionentries>{lines}</gltransactionentries></create_gltransaction>"
        )
        assert said.errors == []

    def balance(narrowed: str) -> list[str | None]:
        days = f"<startdate>{day}</startdate><enddate>{day}</enddate>"
        said = wide.of(f"<get_trialbalance>{days}{narrowed}</get_trialbalance>")
        assert said.errors == []
        return said.texts(".//trialbalance/endbalance")

    one, both = ["-10", "10"], ["-310", "310"]
    task_only, project = "<taskid>T-1</taskid>", "<projectid>P-1001</projectid>"
    assert balance(project + task_only) == one
    assert balance(task_only) == both
    assert balance(f"{project}{task_only}<costtypeid>LABOR</costtypeid>") == one
    assert balance("<contractid>CT-1</contractid>") == balance("<warehouseid>WH-1</warehouseid>") == both


def test_balances_of_a_dimension_that_is_off_are_refused(ask: Ask, switch: Switch) -> None:
    """As a line that names it is."""
    switch(off=("PROJECT",))
    day = "<year>2026</year><month>11</month><day>2</day>"
    asked = f"<startdate>{day}</startdate><enddate>{day}</enddate><projectid>P-1001</projectid>"
    said = ask.of(f"<get_trialbalance>{asked}</get_trialbalance>")
    assert said.errors == [("BL01001973", "Invalid Project 'P-1001' specified.")]
