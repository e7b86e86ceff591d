"""Legacy bills and vendors, through the whole gateway."""

from datetime import date

import pytest
from asking import Ask
from legacy_calls import CREATED, answered, bill, entries, line, no_record, number_of, stored

from intacct_emulator.tenancy.company import Company


def test_bill_is_created_changed_and_removed(ask: Ask, company: Company) -> None:
    """A bill's life: its journal lines come, follow and go with it; a delete answers no key."""
    key = number_of(ask.of(bill()))
    assert [entry[:3] for entry in entries(company)] == [("2000", -1, 10000), ("6300", 1, 10000)]
    number_of(ask.of(f'<update_bill key="{key}"><billno>B-10</billno></update_bill>'))
    assert stored(company, "APBILL", key)["RECORDID"] == "B-10"
    assert answered(ask.of(f'<delete_bill key="{key}"/>')) is None
    assert entries(company) == []
    assert company.records.where("APBILL") == []


def test_bill_values_land_in_their_fields(ask: Ask, company: Company) -> None:
    """create_bill keeps the vendor, the due day and the contacts of the head, and the tax form of a line."""
    head = (
        "<billno>B-7</billno><ponumber>PO-1</ponumber><onhold>true</onhold><description>October</description>"
        "<payto><contactname>Okonjo, Grace</contactname></payto>"
    )
    record = stored(
        company,
        "APBILL",
        number_of(ask.of(bill(line(account="6300", more="<item1099>false</item1099>"), head=head))),
    )
    assert (record["VENDORID"], record["RECORDID"], record["DOCNUMBER"]) == ("V-2001", "B-7", "PO-1")
    assert (record.day("WHENCREATED"), record.day("WHENDUE")) == (date(2026, 11, 2), date(2026, 12, 15))
    assert (record["DESCRIPTION"], record.flag("ONHOLD")) == ("October", True)
    assert record["BILLTOPAYTOCONTACTNAME"] == "Okonjo, Grace"
    (stored_line,) = company.records.where("APBILLITEM", RECORDKEY=record.key)
    assert (stored_line["ENTRYDESCRIPTION"], stored_line.flag("FORM1099")) == ("Fee", False)


def test_update_changes_a_line_of_a_bill(ask: Ask, company: Company) -> None:
    """update_bill changes the amount of line 1 and leaves line 2; both are posted anew."""
    key = number_of(ask.of(bill(line("100", "6300") + line("50", "6120"))))
    items = '<updatebillitems><updatelineitem line_num="1"><amount>70</amount></updatelineitem></updatebillitems>'
    assert number_of(ask.of(f'<update_bill key="{key}">{items}</update_bill>')) == key
    assert [entry[:3] for entry in entries(company)] == [
        ("2000", -1, 7000),
        ("6300", 1, 7000),
        ("2000", -1, 5000),
        ("6120", 1, 5000),
    ]


@pytest.mark.parametrize("function", ["update_bill", "delete_bill"])
def test_a_key_that_names_no_bill(ask: Ask, company: Company, function: str) -> None:
    """The recorded error; the number of a document is not its key."""
    number_of(ask.of(bill()))
    for key in ("404", "B-9"):
        assert ask.of(f'<{function} key="{key}"/>').errors == no_record(key)
    assert len(company.records.where("APBILL")) == 1


def test_documented_vendor(ask: Ask, company: Company) -> None:
    """The request of the reference pages makes the vendor and its display contact."""
    said = ask.of(
        "<create_vendor><vendorid>V1234</vendorid><name>SaaS Company Inc</name><contactinfo><contact>"
        "<contactname>SaaS Company Inc(VV1234)</contactname><printas>SaaS Company Inc</printas></contact></contactinfo>"
        "</create_vendor>"
    )
    assert answered(said) == "V1234"
    assert stored(company, "VENDOR", "V1234")["DISPLAYCONTACT.CONTACTNAME"] == "SaaS Company Inc(VV1234)"
    assert answered(ask.of('<update_vendor vendorid="V1234"><termname>Net 15</termname></update_vendor>')) == "V1234"
    vendor = stored(company, "VENDOR", "V1234")
    assert (vendor["NAME"], vendor["TERMNAME"]) == ("SaaS Company Inc", "Net 15")
    assert answered(ask.of('<delete_vendor vendorid="V1234"/>')) is None
    assert company.records.find("VENDOR", "V1234") is None
    for again in ('<delete_vendor vendorid="V1234"/>', '<update_vendor vendorid="V1234"/>'):
        assert ask.of(again).errors == no_record("V1234")


def test_an_adjustment_is_created_changed_and_removed(ask: Ask, company: Company) -> None:
    """create_apadjustment answers the record number; update_apadjustment and delete_apadjustment are named by it."""
    head = "<adjustmentno>DM-1</adjustmentno><billno>B-9</billno>"
    items = f"<apadjustmentitems>{line('-30', '6300', '<item1099>true</item1099>')}</apadjustmentitems>"
    key = number_of(
        ask.of(f"<create_apadjustment><vendorid>V-2001</vendorid>{CREATED}{head}{items}</create_apadjustment>")
    )
    record = stored(company, "APADJUSTMENT", key)
    assert (record["RECORDID"], record["DOCNUMBER"]) == ("DM-1", "B-9")
    assert record.amount("TOTALDUE") == -30
    assert company.records.where("APADJUSTMENTITEM")[0]["FORM1099"] == "true"
    posted = [("2000", 1, 3000), ("6300", -1, 3000)]
    assert [entry[:3] for entry in entries(company)] == posted
    number_of(ask.of(f'<update_apadjustment key="{key}"><description>Less</description></update_apadjustment>'))
    assert stored(company, "APADJUSTMENT", key)["DESCRIPTION"] == "Less"
    assert answered(ask.of(f'<delete_apadjustment key="{key}"/>')) is None
    assert entries(company) == []
