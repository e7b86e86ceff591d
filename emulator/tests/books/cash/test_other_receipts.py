"""Other receipts: to a bank at once, or undeposited; how they change and go."""

import pytest
from asking import Ask
from cash_requests import UNDEPOSITED, day, in_bank, ledger, read, receipt, receipt_item

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants


def test_money_for_the_bank_counts_from_the_day_it_is_deposited(ask: Ask) -> None:
    """The bank's account in debit before the line's in credit, on the deposit date, in the receipts journal."""
    items = receipt_item("50.99") + receipt_item("9.01", "4100")
    said = ask.of(receipt(items, in_bank(), "<refid>1234</refid><description>Rest</description>"))
    assert said.errors == []
    assert ledger(ask, "ACCOUNTNO", "AMOUNT", "ENTRY_DATE", "RECORDTYPE", "SYMBOL", "DESCRIPTION") == [
        ("1000", "50.99", "11/05/2026", "Other Receipt", "CRJ", "Refund"),
        ("8000", "-50.99", "11/05/2026", "Other Receipt", "CRJ", "Refund"),
        ("1000", "9.01", "11/05/2026", "Other Receipt", "CRJ", "Refund"),
        ("4100", "-9.01", "11/05/2026", "Other Receipt", "CRJ", "Refund"),
    ]
    found = read(ask, "OTHERRECEIPTS", said.key)
    told = (
        "WHENPAID",
        "WHENCREATED",
        "DEPOSITDATE",
        "DESCRIPTION2",
        "PAYMETHOD",
        "BANKACCOUNTNAME",
        "STATE",
        "DOCNUMBER",
    )
    assert [found[name] for name in told] == [
        "2026-11-02",
        "2026-11-04",
        "2026-11-05",
        "Costco",
        "EFT",
        "Hudson Mercantile Bank",
        "Approved",
        "1234",
    ]
    assert (found["TOTALENTERED"], found["RECORDTYPE"]) == ("60", "cr")


def test_undeposited_money_counts_from_the_day_it_is_received(ask: Ask) -> None:
    """It stands on the account of undeposited funds that the request names."""
    assert ask.of(receipt()).errors == []
    assert ledger(ask, "ACCOUNTNO", "AMOUNT", "ENTRY_DATE") == [
        ("1050", "50.99", "11/04/2026"),
        ("8000", "-50.99", "11/04/2026"),
    ]


def test_a_change_keeps_line_1_and_adds_one(ask: Ask) -> None:
    """As the reference shows: a memo for line 1, a new line; what was said of neither stays."""
    key = ask.of(receipt()).key
    items = '<updatelineitem line_num="1"><memo>Dues</memo></updatelineitem>' + receipt_item("1000", "4100")
    said = ask.of(f'<update_otherreceipt key="{key}"><receiptitems>{items}</receiptitems></update_otherreceipt>')
    assert said.errors == []
    assert ledger(ask, "ACCOUNTNO", "AMOUNT", "DESCRIPTION") == [
        ("1050", "50.99", "Dues"),
        ("8000", "-50.99", "Dues"),
        ("1050", "1000", "Refund"),
        ("4100", "-1000", "Refund"),
    ]


def test_undeposited_money_can_be_put_into_a_bank_by_a_change(ask: Ask) -> None:
    """The bank takes the place of the account of undeposited funds, on the deposit date."""
    key = ask.of(receipt()).key
    assert ask.of(f'<update_otherreceipt key="{key}">{in_bank("SAV-US")}</update_otherreceipt>').errors == []
    assert ledger(ask, "ACCOUNTNO", "AMOUNT", "ENTRY_DATE") == [
        ("1030", "50.99", "11/05/2026"),
        ("8000", "-50.99", "11/05/2026"),
    ]
    assert read(ask, "OTHERRECEIPTS", key)["BANKACCOUNTID"] == "SAV-US"


def test_a_deleted_receipt_is_gone_from_the_books(ask: Ask, company: Company) -> None:
    """Document, lines and journal lines."""
    key = ask.of(receipt()).key
    assert ask.of(f'<delete_otherreceipt key="{key}"/>').errors == []
    for name in ("GLENTRY", "OTHERRECEIPTS", "OTHERRECEIPTSENTRY"):
        assert not company.records.where(name)


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (receipt(place=in_bank("NOWHERE")), "Invalid Bank 'NOWHERE' specified."),
        (receipt(place=in_bank("CHK-PAY")), "Invalid Bank 'CHK-PAY' specified."),
        (receipt(place="<undepglaccountno>7</undepglaccountno>"), "Account 7 is not valid"),
        (receipt().replace("<paymentmethod>EFT<", "<paymentmethod>Barter<"), "Barter"),
        (receipt().replace("<paymentmethod>EFT<", "<paymentmethod><"), "Required field Payment method is missing"),
        (receipt(receipt_item(account="9999")), "Account 9999 is not valid"),
        (receipt(receipt_item("")), "Remove the extra line item"),
    ],
)
def test_what_is_wrong_with_a_receipt_is_told(ask: Ask, company: Company, request_: str, text: str) -> None:
    """Unknown or closed bank, account, method; a line without amount: refused, and nothing stays."""
    said = ask.of(request_)
    assert text in " ".join(error[1] for error in said.errors)
    for name in ("OTHERRECEIPTS", "OTHERRECEIPTSENTRY", "GLENTRY", "GLBATCH"):
        assert not company.records.where(name)


def test_a_receipt_of_a_company_without_entities_needs_no_location(ask: Ask, tenants: Tenants) -> None:
    """`blank` has one bank account; lines need no location."""
    from intacct_emulator.world.loading import add_named_companies

    add_named_companies(tenants, ("blank",))
    items = "<lineitem><glaccountno>4000</glaccountno><amount>10</amount></lineitem>"
    said = ask.of(
        receipt(items, f"<bankaccountid>CHK</bankaccountid>{day('depositdate', '2026-11-05')}"),
        user="wsuser",
        company="blank",
    )
    assert said.errors == []
    assert UNDEPOSITED not in said.body.decode()
