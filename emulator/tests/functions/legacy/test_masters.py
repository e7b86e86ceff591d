"""Legacy functions of classes, places, people, projects, terms and labels, through the whole gateway."""

import pytest
from asking import Ask
from legacy_calls import Life, answered, stored

from intacct_emulator.tenancy.company import Company

TERM = (
    "<name>2-10 N30</name><description>2%/10 net 30</description><due><dueday>30</dueday>"
    "<duefrom>from invoice/bill date</duefrom></due><discount><discday>10</discday>"
    "<discfrom>from invoice/bill date</discfrom><discamount>2</discamount><discpercamn>%</discpercamn>"
    "<discgracedays/></discount>"
)
LABEL = (
    "<glaccountno>6300</glaccountno><accountlabel>Travel Expenses</accountlabel>"
    "<description>Travel Expenses</description><offsetglaccountno/><status>active</status>"
)
LIVES = (
    Life(
        noun="class",
        object="CLASS",
        attribute="key",
        id="C1234",
        body="<classid>C1234</classid><name>hello world</name>",
        changes="<name>good night</name>",
        field="NAME",
        value="good night",
    ),
    Life(
        noun="department",
        object="DEPARTMENT",
        attribute="departmentid",
        id="FIN",
        body="<departmentid>FIN</departmentid><title>Finance</title>",
        changes="<title>Finance and Accounting</title>",
        field="TITLE",
        value="Finance and Accounting",
    ),
    Life(
        noun="location",
        object="LOCATION",
        attribute="locationid",
        id="110-SJC",
        body="<locationid>110-SJC</locationid><name>San Jose CA</name>",
        changes="<name>San Jose California</name>",
        field="NAME",
        value="San Jose California",
    ),
    Life(
        noun="contact",
        object="CONTACT",
        attribute="contactname",
        id="Hello",
        body="<contactname>Hello</contactname><printas>You</printas>",
        changes="<printas>World</printas>",
        field="PRINTAS",
        value="World",
    ),
    Life(
        noun="employee",
        object="EMPLOYEE",
        attribute="employeeid",
        id="E1234",
        body="<employeeid>E1234</employeeid><title>Project Manager</title><locationid>US-NYC</locationid>"
        "<startdate><year>2026</year><month>1</month><day>5</day></startdate>"
        "<personalinfo><contactname>Marsh, Delia</contactname></personalinfo>",
        changes="<title>CEO</title><personalinfo><contactname>Marsh, Delia</contactname></personalinfo>",
        field="TITLE",
        value="CEO",
    ),
    Life(
        noun="project",
        object="PROJECT",
        attribute="key",
        id="P-77",
        body="<projectid>P-77</projectid><name>Seven</name><projectcategory>Contract</projectcategory>"
        "<customerid>C-1001</customerid><locationid>US-NYC</locationid>",
        changes="<projectid>P-77</projectid><name>Eleven</name><projectcategory>Contract</projectcategory>",
        field="NAME",
        value="Eleven",
    ),
    *(
        Life(
            noun=noun,
            object=noun.upper(),
            attribute="name",
            id="2-10 N30",
            body=TERM,
            changes="<description>changed</description>",
            field="DESCRIPTION",
            value="changed",
        )
        for noun in ("arterm", "apterm")
    ),
    *(
        Life(
            noun=noun,
            object=noun.upper(),
            attribute="accountlabel",
            id="Travel Expenses",
            body=LABEL,
            changes="<glaccountno>6120</glaccountno>",
            field="GLACCOUNTNO",
            value="6120",
        )
        for noun in ("araccountlabel", "apaccountlabel")
    ),
    Life(
        noun="expensetype",
        object="EEACCOUNTLABEL",
        attribute="expensetype",
        id="Meals",
        body="<glaccountno>6300</glaccountno><expensetype>Meals</expensetype><description>Meals</description>",
        changes="<description>Meals on the road</description>",
        field="DESCRIPTION",
        value="Meals on the road",
    ),
)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.noun)
def test_life_of_a_master_record(ask: Ask, company: Company, life: Life) -> None:
    """What create and update answer is the id that update and delete take; then the key names nothing."""
    life.lived(ask, company)


def test_class_answers_its_id_as_key(ask: Ask, company: Company) -> None:
    """The recorded answer to create_class: the key is the id."""
    said = ask.of("<create_class><classid>C1234</classid><name>hello world</name></create_class>")
    assert answered(said) == "C1234"
    assert stored(company, "CLASS", "C1234")["NAME"] == "hello world"


@pytest.mark.parametrize("noun", ["arterm", "apterm"])
def test_term_parts_are_the_fields_of_the_term(ask: Ask, company: Company, noun: str) -> None:
    """The nested days and amounts of a term land in its flat fields."""
    answered(ask.of(f"<create_{noun}>{TERM}</create_{noun}>"))
    term = stored(company, noun.upper(), "2-10 N30")
    assert [term[name] for name in ("DUEDATE", "DUEFROM", "DISCDATE", "DISCAMOUNT", "DISCPERCAMN")] == [
        30,
        "from invoice/bill date",
        10,
        2,
        "%",
    ]


def test_the_terms_of_customers_are_not_those_of_vendors(ask: Ask, company: Company) -> None:
    """Both kinds may have the same name: removing one leaves the other."""
    answered(ask.of(f"<create_arterm>{TERM}</create_arterm>"))
    answered(ask.of(f"<create_apterm>{TERM}</create_apterm>"))
    assert answered(ask.of('<delete_arterm name="2-10 N30"/>')) is None
    assert company.records.find("ARTERM", "2-10 N30") is None
    assert stored(company, "APTERM", "2-10 N30")["DUEDATE"] == 30
