"""Legacy invoices and customers, through the whole gateway."""

from datetime import date

import pytest
from asking import Ask
from legacy_calls import (
    CREATED,
    answered,
    entries,
    invoice,
    line,
    no_record,
    number_of,
    stored,
)

from intacct_emulator.tenancy.company import Company


def test_invoice_answers_its_record_number(ask: Ask, company: Company) -> None:
    """The key of create_invoice is the record number, not the number users know, and nothing else follows it."""
    said = ask.of(invoice())
    assert stored(company, "ARINVOICE", number_of(said))["RECORDID"] == "INV-9"
    assert [child.tag for child in said.root.find(".//result")] == ["status", "function", "controlid", "key"]


def test_invoice_values_land_in_their_fields(ask: Ask, company: Company) -> None:
    """Dates of three parts, the number, the reference and the contacts are where `read` finds them."""
    head = (
        "<termname>Net 30</termname><invoiceno>INV-7</invoiceno><ponumber>PO-1</ponumber>"
        "<description>October</description><billto><contactname>Okonjo, Grace</contactname></billto>"
    )
    posted = "<dateposted><year>2026</year><month>11</month><day>5</day></dateposted>"
    record = stored(company, "ARINVOICE", number_of(ask.of(invoice(dates=CREATED + posted, head=head))))
    assert (record.day("WHENCREATED"), record.day("WHENPOSTED"), record.day("WHENDUE")) == (
        date(2026, 11, 2),
        date(2026, 11, 5),
        date(2026, 12, 2),
    )
    assert (record["RECORDID"], record["DOCNUMBER"], record["DESCRIPTION"]) == ("INV-7", "PO-1", "October")
    assert record["BILLTOPAYTOCONTACTNAME"] == "Okonjo, Grace"


def test_invoice_posts_like_a_created_one(ask: Ask, company: Company) -> None:
    """A line with a project makes the pair of journal lines that `create` makes."""
    number_of(ask.of(invoice(line("100.50", more="<projectid>P-1001</projectid>"))))
    assert entries(company) == [
        ("1200", 1, 10050, "20", "US-NYC", "P-1001"),
        ("4010", -1, 10050, "20", "US-NYC", "P-1001"),
    ]


def test_draft_posts_nothing(ask: Ask, company: Company) -> None:
    """`action` Draft keeps the invoice out of the ledger."""
    record = stored(company, "ARINVOICE", number_of(ask.of(invoice(head="<action>Draft</action>"))))
    assert record["RAWSTATE"] == "D"
    assert entries(company) == []


def test_an_account_label_stands_for_its_account(ask: Ask, company: Company) -> None:
    """`accountlabel` posts to the account behind it."""
    labelled = line().replace("<glaccountno>4010</glaccountno>", "<accountlabel>Consulting</accountlabel>")
    number_of(ask.of(invoice(labelled)))
    assert [entry[0] for entry in entries(company)] == ["1200", "4000"]


def test_unknown_project_gets_the_stack_of_create(ask: Ask, company: Company) -> None:
    """The rules are those of the document, whichever function wrote it; nothing is kept."""
    said = ask.of(invoice(line(more="<projectid>NONE</projectid>")))
    assert said.errors[0] == ("BL01001973", "Invalid Project 'NONE' specified.")
    assert said.errors[-1][1].startswith("Currently, we can't create the transaction 'INV-9'")
    assert company.records.where("ARINVOICE") == []


def test_an_update_of_an_invoice_names_its_contacts_as_bills_do(ask: Ask, company: Company) -> None:
    """update_invoice has the words `payto` and `returnto` for the two contacts that create_invoice calls otherwise."""
    key = number_of(ask.of(invoice()))
    contacts = "<payto><contactname>Feld, Nora</contactname></payto>"
    assert number_of(ask.of(f'<update_invoice key="{key}">{contacts}</update_invoice>')) == key
    assert stored(company, "ARINVOICE", key)["BILLTOPAYTOCONTACTNAME"] == "Feld, Nora"


def test_invoice_is_removed_with_its_journal_lines(ask: Ask, company: Company) -> None:
    """delete_invoice takes the key that create_invoice answered, answers none, and leaves nothing of the invoice."""
    key = number_of(ask.of(invoice()))
    assert entries(company) != []
    assert answered(ask.of(f'<delete_invoice key="{key}"/>')) is None
    assert entries(company) == []
    assert company.records.where("ARINVOICE") == []
    assert company.records.where("ARINVOICEITEM") == []


@pytest.mark.parametrize("function", ["update_invoice", "delete_invoice"])
def test_a_key_that_names_no_invoice(ask: Ask, company: Company, function: str) -> None:
    """The recorded error; the number of a document is not its key."""
    number_of(ask.of(invoice()))
    for key in ("404", "INV-9"):
        assert ask.of(f'<{function} key="{key}"/>').errors == no_record(key)
    assert len(company.records.where("ARINVOICE")) == 1


def test_customer_with_contacts(ask: Ask, company: Company) -> None:
    """`contactinfo` describes the display contact, `billto` names one that exists, delivery options make one value."""
    said = ask.of(
        "<create_customer><customerid>C-9</customerid><name>Nine</name><termname>Net 30</termname>"
        "<deliveryoptions><deliveryoption>print</deliveryoption><deliveryoption>email</deliveryoption></deliveryoptions>"
        "<glaccountno>4010</glaccountno><status>active</status>"
        "<billto><contactname>Okonjo, Grace</contactname></billto>"
        "<contactinfo><contact><contactname>Nine(C9)</contactname><printas>Nine Ltd</printas>"
        "<mailaddress><city>Oslo</city></mailaddress></contact></contactinfo></create_customer>"
    )
    assert answered(said) == "C-9"
    customer = stored(company, "CUSTOMER", "C-9")
    assert customer["DELIVERY_OPTIONS"] == "Print#~#E-Mail"
    assert customer["ARACCOUNT"] == "4010"
    assert customer["BILLTO.CONTACTNAME"] == "Okonjo, Grace"
    assert customer["DISPLAYCONTACT.CONTACTNAME"] == "Nine(C9)"
    contact = stored(company, "CONTACT", "Nine(C9)")
    assert (contact["PRINTAS"], contact["MAILADDRESS.CITY"]) == ("Nine Ltd", "Oslo")


def test_customer_is_changed_and_removed(ask: Ask, company: Company) -> None:
    """update_customer changes what it is given and answers the id; delete_customer answers none."""
    answered(ask.of("<create_customer><customerid>C-9</customerid><name>Nine</name><taxid>1</taxid></create_customer>"))
    changed = ask.of('<update_customer customerid="C-9"><name>Ten</name><termname>Net 15</termname></update_customer>')
    assert answered(changed) == "C-9"
    customer = stored(company, "CUSTOMER", "C-9")
    assert (customer["NAME"], customer["TERMNAME"], customer["TAXID"]) == ("Ten", "Net 15", "1")
    assert answered(ask.of('<delete_customer customerid="C-9"/>')) is None
    assert company.records.find("CUSTOMER", "C-9") is None
    for again in ('<delete_customer customerid="C-9"/>', '<update_customer customerid="C-9"/>'):
        assert ask.of(again).errors == no_record("C-9")


def test_a_customer_with_invoices_stays(ask: Ask, company: Company) -> None:
    """What a document names cannot be deleted."""
    number_of(ask.of(invoice()))
    refused = ask.of('<delete_customer customerid="C-1001"/>')
    assert refused.errors[0] == ("BL01001973", "Cannot delete Customer 'C-1001' because it is being used")
    assert stored(company, "CUSTOMER", "C-1001")["NAME"] == "Alderbrook Foods"


def test_an_adjustment_is_created_changed_and_removed(ask: Ask, company: Company) -> None:
    """create_aradjustment answers the record number; update_aradjustment and delete_aradjustment are named by it."""
    head = "<adjustmentno>CM-1</adjustmentno><invoiceno>INV-9</invoiceno><description>Returned</description>"
    items = f"<aradjustmentitems>{line('-30')}</aradjustmentitems>"
    key = number_of(
        ask.of(
            f"<create_aradjustment><customerid>C-1001</customerid>{CREATED}{head}{items}</create_aradjustment>",
        )
    )
    record = stored(company, "ARADJUSTMENT", key)
    assert (record["RECORDID"], record["DOCNUMBER"], record["DESCRIPTION"]) == ("CM-1", "INV-9", "Returned")
    assert [entry[:3] for entry in entries(company)] == [("1200", -1, 3000), ("4010", 1, 3000)]
    number_of(ask.of(f'<update_aradjustment key="{key}"><adjustmentno>CM-2</adjustmentno></update_aradjustment>'))
    assert stored(company, "ARADJUSTMENT", key)["RECORDID"] == "CM-2"
    assert answered(ask.of(f'<delete_aradjustment key="{key}"/>')) is None
    assert entries(company) == []
    assert ask.of(f'<delete_aradjustment key="{key}"/>').errors == no_record(key)


def test_an_adjustment_outside_the_ledger_is_a_gap(ask: Ask, company: Company) -> None:
    """`nogl` asks for what is not built; nothing is left."""
    items = f"<nogl>true</nogl><aradjustmentitems>{line('-30')}</aradjustmentitems>"
    said = ask.of(f"<create_aradjustment><customerid>C-1001</customerid>{CREATED}{items}</create_aradjustment>")
    assert said.gaps
    assert company.records.where("ARADJUSTMENT") == []
