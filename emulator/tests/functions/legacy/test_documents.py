"""Legacy invoices and bills, through the whole gateway."""

from datetime import date
from decimal import Decimal

import pytest
from asking import Ask, Said

from intacct_emulator.tenancy.company import Company

CREATED = "<datecreated><year>2026</year><month>11</month><day>02</day></datecreated>"
DUE = "<datedue><year>2026</year><month>12</month><day>15</day></datedue>"
PLACE = "<locationid>US-NYC</locationid><departmentid>20</departmentid>"


def line(amount: str = "100.00", account: str = "4010", more: str = "", memo: str = "Fee") -> str:
    return (
        f"<lineitem><glaccountno>{account}</glaccountno><amount>{amount}</amount><memo>{memo}</memo>{PLACE}{more}"
        "</lineitem>"
    )


def invoice(
    lines: str = "", *, dates: str = CREATED, head: str = "<invoiceno>INV-9</invoiceno>", customer: str = "C-1001"
) -> str:
    return (
        f"<create_invoice><customerid>{customer}</customerid>{dates}{head}"
        f"<invoiceitems>{lines or line()}</invoiceitems></create_invoice>"
    )


def bill(lines: str = "", *, due: str = DUE, head: str = "<billno>B-9</billno>", vendor: str = "V-2001") -> str:
    return (
        f"<create_bill><vendorid>{vendor}</vendorid>{CREATED}{due}{head}"
        f"<billitems>{lines or line(account='6300')}</billitems></create_bill>"
    )


def key_of(said: Said) -> int:
    assert said.errors == []
    return int(said.text(".//key") or "0")


def entries(company: Company) -> list[tuple[object, ...]]:
    fields = ("ACCOUNTNO", "TR_TYPE", "AMOUNT", "DEPARTMENT", "LOCATION", "PROJECTID")
    return [tuple(entry[field] for field in fields) for entry in company.records.where("GLENTRY")]


def test_invoice_answers_its_record_number(ask: Ask, company: Company) -> None:
    """The key is the record number, not the number users know, and nothing else follows the control id."""
    said = ask.of(invoice())
    record = company.records.get("ARINVOICE", key_of(said))
    assert record is not None
    assert record["RECORDID"] == "INV-9"
    assert [child.tag for child in said.root.find(".//result")] == ["status", "function", "controlid", "key"]


def test_invoice_values_land_in_their_fields(ask: Ask, company: Company) -> None:
    """Dates of three parts, the number, the reference and the contacts are where `read` finds them."""
    head = (
        "<termname>Net 30</termname><invoiceno>INV-7</invoiceno><ponumber>PO-1</ponumber>"
        "<description>October</description><billto><contactname>Okonjo, Grace</contactname></billto>"
    )
    posted = "<dateposted><year>2026</year><month>11</month><day>5</day></dateposted>"
    record = company.records.get("ARINVOICE", key_of(ask.of(invoice(dates=CREATED + posted, head=head))))
    assert record is not None
    assert (record.day("WHENCREATED"), record.day("WHENPOSTED"), record.day("WHENDUE")) == (
        date(2026, 11, 2),
        date(2026, 11, 5),
        date(2026, 12, 2),
    )
    assert (record["DOCNUMBER"], record["DESCRIPTION"]) == ("PO-1", "October")
    assert record["BILLTOPAYTOCONTACTNAME"] == "Okonjo, Grace"


def test_invoice_posts_like_a_created_one(ask: Ask, company: Company) -> None:
    """A line with a project makes the pair of journal lines that `create` makes."""
    ask.of(invoice(line("100.50", more="<projectid>P-1001</projectid>")))
    assert entries(company) == [
        ("1200", 1, 10050, "20", "US-NYC", "P-1001"),
        ("4010", -1, 10050, "20", "US-NYC", "P-1001"),
    ]


def test_draft_posts_nothing(ask: Ask, company: Company) -> None:
    """`action` Draft keeps the invoice out of the ledger."""
    record = company.records.get("ARINVOICE", key_of(ask.of(invoice(head="<action>Draft</action>"))))
    assert record is not None
    assert record["RAWSTATE"] == "D"
    assert entries(company) == []


def test_an_account_label_stands_for_its_account(ask: Ask, company: Company) -> None:
    """`accountlabel` posts to the account behind it."""
    labelled = line().replace("<glaccountno>4010</glaccountno>", "<accountlabel>Consulting</accountlabel>")
    key_of(ask.of(invoice(labelled)))
    assert [entry[0] for entry in entries(company)] == ["1200", "4000"]


@pytest.mark.parametrize(("month", "day"), [("02", "30"), ("13", "01"), ("x", "1")])
def test_a_date_that_is_none_is_refused(ask: Ask, month: str, day: str) -> None:
    """Three parts that make no day are answered with the recorded date error, the date as written."""
    dates = f"<datecreated><year>2026</year><month>{month}</month><day>{day}</day></datecreated>"
    said = ask.of(invoice(dates=dates))
    assert said.errors == [("PL03000006", f"The transaction date '{month}/{day}/2026' is invalid.")]


def test_unknown_project_gets_the_stack_of_create(ask: Ask, company: Company) -> None:
    """The rules are those of the document, whichever function wrote it; nothing is kept."""
    said = ask.of(invoice(line(more="<projectid>NONE</projectid>")))
    assert said.errors[0] == ("BL01001973", "Invalid Project 'NONE' specified.")
    assert said.errors[-1][1].startswith("Currently, we can't create the transaction 'INV-9'")
    assert company.records.where("ARINVOICE") == []


def test_an_option_that_is_not_built_is_a_gap(ask: Ask, company: Company) -> None:
    """An allocation would post other lines: refused by name, and nothing of the invoice stays."""
    said = ask.of(invoice(line().replace("<memo>", "<allocationid>HALF</allocationid><memo>")))
    assert said.gaps == ("create_invoice with allocationid",)
    assert said.text(".//result/status") == "failure"
    assert company.records.where("ARINVOICE") == []
    assert entries(company) == []


def test_a_wrong_request_is_wrong_before_it_is_a_gap(ask: Ask) -> None:
    """The gateway's own error comes first: an unknown customer, whatever options the lines have."""
    said = ask.of(invoice(line(more="<projectid>P-1001</projectid><taskid>T</taskid>"), customer="NOBODY"))
    assert said.gaps == ()
    assert "NOBODY" in said.errors[0][1]


def test_options_that_are_off_ask_for_nothing(ask: Ask) -> None:
    """`nogl` false and empty elements are no gap."""
    said = ask.of(invoice(head="<currency>USD</currency><exchratetype/><nogl>false</nogl>"))
    assert (said.errors, said.gaps) == ([], ())


def test_an_external_id_is_noted(ask: Ask) -> None:
    """An id of another system is not kept; the invoice is, and the answer says which part was not."""
    said = ask.of(invoice(head="<externalid>77</externalid>"))
    assert key_of(said)
    assert said.gaps == ("create_invoice externalid",)


def test_a_described_contact_is_made(ask: Ask, company: Company) -> None:
    """A `contact` that does not exist yet becomes one, with its address, and the invoice names it."""
    contact = (
        "<billto><contact><contactname>New, Nora</contactname><printas>Nora New</printas>"
        "<mailaddress><city>Lyon</city><isocountrycode>FR</isocountrycode></mailaddress></contact></billto>"
    )
    record = company.records.get("ARINVOICE", key_of(ask.of(invoice(head=contact))))
    made = company.records.find("CONTACT", "New, Nora")
    assert record is not None
    assert made is not None
    assert record["BILLTOPAYTOCONTACTNAME"] == "New, Nora"
    assert (made["MAILADDRESS.CITY"], made["MAILADDRESS.COUNTRYCODE"]) == ("Lyon", "FR")


def test_update_changes_what_is_given(ask: Ask, company: Company) -> None:
    """A description and the amount of line 2 change; the rest, line 1 included, stays and is posted anew."""
    key = key_of(ask.of(invoice(line("100") + line("50", "4100"))))
    items = '<updateinvoiceitems><updatelineitem line_num="2"><amount>70</amount></updatelineitem></updateinvoiceitems>'
    said = ask.of(f'<update_invoice key="{key}"><description>New</description>{items}</update_invoice>')
    assert key_of(said) == key
    record = company.records.get("ARINVOICE", key)
    assert record is not None
    assert (record["RECORDID"], record["DESCRIPTION"], record.amount("TOTALDUE")) == ("INV-9", "New", Decimal(170))
    assert [entry[2] for entry in entries(company)] == [10000, 10000, 7000, 7000]


def test_update_by_label_leaves_the_old_account(ask: Ask, company: Company) -> None:
    """A line that gets a label posts to the label's account, not to the one it had."""
    key = key_of(ask.of(invoice()))
    item = '<updatelineitem line_num="1"><accountlabel>Consulting</accountlabel></updatelineitem>'
    key_of(ask.of(f'<update_invoice key="{key}"><updateinvoiceitems>{item}</updateinvoiceitems></update_invoice>'))
    assert [entry[0] for entry in entries(company)] == ["1200", "4000"]


def test_a_posted_invoice_keeps_the_number_of_its_lines(ask: Ask) -> None:
    """A new line on a posted invoice is refused as recorded."""
    key = key_of(ask.of(invoice()))
    said = ask.of(f'<update_invoice key="{key}"><updateinvoiceitems>{line()}</updateinvoiceitems></update_invoice>')
    assert said.errors
    assert said.gaps == ()


def test_a_line_number_that_does_not_exist(ask: Ask) -> None:
    """Lines are counted from 1: there is no line 2 of one, and no line 0."""
    key = key_of(ask.of(invoice()))
    for number in ("0", "2"):
        item = f'<updatelineitem line_num="{number}"><amount>1</amount></updatelineitem>'
        said = ask.of(f'<update_invoice key="{key}"><updateinvoiceitems>{item}</updateinvoiceitems></update_invoice>')
        assert said.errors[0][0] == "DL03000005"


def test_bill_is_created_changed_and_removed(ask: Ask, company: Company) -> None:
    """A bill's life: its journal lines come, follow and go with it; a delete answers no key."""
    key = key_of(ask.of(bill()))
    assert [entry[:3] for entry in entries(company)] == [("2000", -1, 10000), ("6300", 1, 10000)]
    key_of(ask.of(f'<update_bill key="{key}"><billno>B-10</billno></update_bill>'))
    record = company.records.get("APBILL", key)
    assert record is not None
    assert record["RECORDID"] == "B-10"
    said = ask.of(f'<delete_bill key="{key}"/>')
    assert (said.errors, said.text(".//key")) == ([], None)
    assert entries(company) == []
    assert company.records.where("APBILL") == []


@pytest.mark.parametrize("function", ["update_invoice", "delete_invoice", "update_bill", "delete_bill"])
def test_a_key_that_names_nothing(ask: Ask, function: str) -> None:
    """The recorded error, its spelling included; the number of a document is not its key."""
    ask.of(invoice())
    for key in ("404", "INV-9"):
        assert ask.of(f'<{function} key="{key}"/>').errors == [
            ("DL03000005", f"No record exits for the recordkey {key}")
        ]


def test_keys_of_other_systems_are_a_gap(ask: Ask) -> None:
    """No external ids are kept, so none is found; the answer says that this is ours."""
    said = ask.of('<update_invoice key="20394" externalkey="true"/>')
    assert said.gaps == ("external keys",)
    assert said.errors == [("DL03000005", "No record exits for the recordkey 20394")]
