"""Legacy functions of what belongs to customers and vendors: accounts, cards, ACH information, territories."""

from dataclasses import dataclass
from typing import Any

import pytest
from asking import Ask, Said
from legacy_calls import Life, answered, no_record, stored

from intacct_emulator.tenancy.company import Company

ACCOUNT = (
    "<customerid>C-1001</customerid><accountnumber>1234567890</accountnumber><routingnumber>098765432</routingnumber>"
    "<accounttype>Business Checking Account</accounttype><bankname>Bank</bankname><accountholder>One</accountholder>"
)
CARD = (
    "<customerid>C-1001</customerid><cardnum>4444333322221111</cardnum><cardtype>Visa</cardtype>"
    "<exp_month>June</exp_month><exp_year>2030</exp_year><mailaddress><city>Oslo</city></mailaddress>"
)
ACH = (
    "<customerid>C-1001</customerid><bankname>Bank</bankname><aba>098765432</aba>"
    "<accountnumber>1234567890</accountnumber><bankaccounttype>Checking</bankaccounttype>"
)
LIVES = (
    Life(
        noun="territory",
        object="TERRITORY",
        attribute="territoryid",
        id="NCAL-01",
        body="<territoryid>NCAL-01</territoryid><name>North</name><parentid/><managerid/><status>active</status>",
        changes="<managerid>E-01</managerid>",
        field="MANAGERID",
        value="E-01",
    ),
    Life(
        noun="achbankconfiguration",
        object="ACHBANK",
        attribute="achbankid",
        id="BOFI1234",
        body="<achbankid>BOFI1234</achbankid><destinationid>DEST</destinationid><originid>12345</originid>",
        changes="<originname>Northfield</originname>",
        field="ORIGINNAME",
        value="Northfield",
    ),
)


@dataclass(frozen=True)
class Kept:
    """What a customer has, known by its record number: its functions' noun, its object, what creates and changes it."""

    noun: str
    object: str
    body: str
    changes: str
    field: str
    value: str


KEPT = (
    Kept(
        "customerbankaccount",
        "CUSTOMERBANKACCOUNT",
        ACCOUNT,
        "<accountholder>Two</accountholder>",
        "ACCOUNTHOLDER",
        "Two",
    ),
    Kept("customerchargecard", "CUSTOMERCHARGECARD", CARD, "<exp_year>2031</exp_year>", "EXP_YEAR", "2031"),
    Kept(
        "customerachinfo",
        "CUSTOMERACHINFO",
        ACH,
        "<bankname>Other</bankname><aba>1</aba><accountnumber>2</accountnumber><bankaccounttype>x</bankaccounttype>",
        "BANKNAME",
        "Other",
    ),
)


def _called(verb: str, noun: str, body: str) -> str:
    """A function about record number 1."""
    return f'<{verb}_{noun} recordno="1">{body}</{verb}_{noun}>'


def row(said: Said) -> Any:
    """The one record of a list."""
    assert said.errors == []
    (found,) = said.root.find(".//data")
    return found


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.noun)
def test_life_of_what_has_an_id(ask: Ask, company: Company, life: Life) -> None:
    """Created, changed and removed by its id."""
    life.lived(ask, company)


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.noun)
def test_life_of_what_has_a_record_number(ask: Ask, company: Company, kept: Kept) -> None:
    """Created, changed and removed by its record number, which the create answers; then it names nothing."""
    assert answered(ask.of(f"<create_{kept.noun}>{kept.body}</create_{kept.noun}>")) == "1"
    change = _called("update", kept.noun, kept.changes)
    assert answered(ask.of(change)) == "1"
    assert stored(company, kept.object, 1)[kept.field] == kept.value
    assert row(ask.of(f'<get_list object="{kept.noun}"/>')).findtext("recordno") == "1"
    removal = _called("delete", kept.noun, "")
    assert answered(ask.of(removal)) is None
    assert ask.of(change).errors == no_record(1)
    assert ask.of(removal).errors == no_record(1)


def test_a_card_is_found_by_its_number_and_shown_masked_too(ask: Ask) -> None:
    """`cardnumber` filters (documented); the masked number has the last four digits."""
    other = CARD.replace("1111", "2222")
    ask.of(f"<create_customerchargecard>{CARD}</create_customerchargecard>")
    ask.of(f"<create_customerchargecard>{other}</create_customerchargecard>")
    condition = "<field>cardnumber</field><operator>=</operator><value>4444333322221111</value>"
    found = row(
        ask.of(
            f'<get_list object="customerchargecard"><filter><expression>{condition}</expression></filter></get_list>'
        )
    )
    assert [found.findtext(name) for name in ("maskcardnum", "usebilltoaddr", "mailaddress/city")] == [
        *("************1111", "true", "Oslo"),
    ]


@pytest.mark.parametrize(
    ("noun", "body", "wrong"),
    [
        ("customerbankaccount", ACCOUNT.replace("C-1001", "C-9"), "Invalid Customer 'C-9' specified."),
        ("customerbankaccount", ACCOUNT.replace("Business ", ""), "Invalid value 'Checking Account' for Account type."),
        ("customerchargecard", CARD.replace("June", "6"), "Invalid value '6' for Expiration month."),
    ],
)
def test_what_is_wrong_is_refused(ask: Ask, noun: str, body: str, wrong: str) -> None:
    """An unknown customer, and words that are no choice."""
    assert ask.of(f"<create_{noun}>{body}</create_{noun}>").errors[0][1] == wrong


def test_an_ach_configuration_is_got_by_its_id(ask: Ask) -> None:
    """`get` and `get_list` have an object for it."""
    assert LIVES[1].create(ask).errors == []
    found = row(ask.of('<get object="achbankconfiguration" key="BOFI1234"/>'))
    assert [found.findtext(name) for name in ("destinationid", "status", "eofmarker")] == ["DEST", "active", "false"]


def test_a_customer_is_in_a_territory(ask: Ask) -> None:
    """A territory that is used stays; a customer shows its name; an unknown one is refused."""
    territory = "<create_territory><territoryid>N</territoryid><name>North</name></create_territory>"
    in_it = '<update_customer customerid="C-1001"><territoryid>{}</territoryid></update_customer>'
    assert ask.of(territory, in_it.format("N")).errors == []
    assert ask.of(in_it.format("S")).errors[0][1] == "Invalid Territory 'S' specified."
    read = "<read><object>CUSTOMER</object><keys>1</keys><fields>TERRITORYID,TERRITORYNAME,TERRITORYKEY</fields></read>"
    assert ask.of(read).rows() == [{"TERRITORYID": "N", "TERRITORYNAME": "North", "TERRITORYKEY": "1"}]
    assert "because it is being used" in ask.of('<delete_territory territoryid="N"/>').errors[0][1]


def test_a_vendor_has_an_account_number_per_location(ask: Ask, company: Company) -> None:
    """One for each location; a second for the same one is refused (inferred)."""
    number = (
        "<create_vendorentityaccountno><vendorid>V-2001</vendorid><accountno>98</accountno>"
        "<locationid>US</locationid></create_vendorentityaccountno>"
    )
    assert answered(ask.of(number)) == "1"
    assert stored(company, "VENDORENTITYACCOUNTNO", 1)["ACCOUNTNO"] == "98"
    assert ask.of(number).errors != []
    listed = row(ask.of('<get_list object="vendorentityaccount"/>'))
    assert [listed.findtext(name) for name in ("vendorid", "accountno", "vendorname", "locationname")] == [
        *("V-2001", "98", "Harbor Point Properties", "Northfield Advisory Inc."),
    ]


def test_names_of_objects_leave_out_what_no_function_reads_by_name(ask: Ask) -> None:
    """`inspect` lists no object that only legacy functions know."""
    listed = ask.of("<inspect><object>*</object></inspect>").root.iter("type")
    names = {element.get("typename") for element in listed}
    assert {"CUSTOMER", "CUSTOMERVISIBILITY"} <= names
    assert not {"CUSTOMERCHARGECARD", "CUSTOMERACHINFO", "VENDORENTITYACCOUNTNO"} & names
