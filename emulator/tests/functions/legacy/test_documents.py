"""What legacy invoices and bills share: the dates of their heads and the changes of their lines."""

from decimal import Decimal

import pytest
from asking import Ask
from legacy_calls import entries, invoice, line, number_of, stored

from intacct_emulator.tenancy.company import Company


@pytest.mark.parametrize(("month", "day"), [("02", "30"), ("13", "01"), ("x", "1")])
def test_a_date_that_is_none_is_refused(ask: Ask, month: str, day: str) -> None:
    """Three parts that make no day are answered with the recorded date error, the date as written."""
    dates = f"<datecreated><year>2026</year><month>{month}</month><day>{day}</day></datecreated>"
    said = ask.of(invoice(dates=dates))
    assert said.errors == [("PL03000006", f"The transaction date '{month}/{day}/2026' is invalid.")]


def test_update_changes_what_is_given(ask: Ask, company: Company) -> None:
    """A description and the amount of line 2 change; the rest, line 1 included, stays and is posted anew."""
    key = number_of(ask.of(invoice(line("100") + line("50", "4100"))))
    items = '<updateinvoiceitems><updatelineitem line_num="2"><amount>70</amount></updatelineitem></updateinvoiceitems>'
    said = ask.of(f'<update_invoice key="{key}"><description>New</description>{items}</update_invoice>')
    assert number_of(said) == key
    record = stored(company, "ARINVOICE", key)
    assert (record["RECORDID"], record["DESCRIPTION"], record.amount("TOTALDUE")) == ("INV-9", "New", Decimal(170))
    assert [entry[2] for entry in entries(company)] == [10000, 10000, 7000, 7000]


def test_update_by_label_leaves_the_old_account(ask: Ask, company: Company) -> None:
    """A line that gets a label posts to the label's account, not to the one it had."""
    key = number_of(ask.of(invoice()))
    item = '<updatelineitem line_num="1"><accountlabel>Consulting</accountlabel></updatelineitem>'
    number_of(ask.of(f'<update_invoice key="{key}"><updateinvoiceitems>{item}</updateinvoiceitems></update_invoice>'))
    assert [entry[0] for entry in entries(company)] == ["1200", "4000"]


def test_a_new_line_joins_those_of_a_posted_invoice(ask: Ask, company: Company) -> None:
    """A `lineitem` in an update is added to the lines there are (documented)."""
    key = number_of(ask.of(invoice(line("100"))))
    added = f"<updateinvoiceitems>{line('25')}</updateinvoiceitems>"
    number_of(ask.of(f'<update_invoice key="{key}">{added}</update_invoice>'))
    assert stored(company, "ARINVOICE", key).amount("TOTALDUE") == Decimal(125)
    assert [entry[2] for entry in entries(company)] == [10000, 10000, 2500, 2500]


def test_a_line_without_an_amount_is_refused(ask: Ask) -> None:
    """The recorded refusal of an empty amount; its text speaks of a bill on an invoice as well."""
    said = ask.of(invoice(line("")))
    assert said.errors[0] == (
        "BL03002101",
        "Remove the extra line item in the request, then reclassify the bill.",
    )


def test_a_line_number_that_does_not_exist(ask: Ask) -> None:
    """Lines are counted from 1: there is no line 2 of one, and no line 0."""
    key = number_of(ask.of(invoice()))
    for number in ("0", "2"):
        item = f'<updatelineitem line_num="{number}"><amount>1</amount></updatelineitem>'
        said = ask.of(f'<update_invoice key="{key}"><updateinvoiceitems>{item}</updateinvoiceitems></update_invoice>')
        assert said.errors[0][0] == "DL03000005"
