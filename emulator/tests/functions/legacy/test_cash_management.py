"""Legacy functions of cash as the wire has them: names of records, rights, custom fields."""

from dataclasses import replace

import pytest
from asking import Ask
from cash_requests import card_item, changed_charge, charge, day, deposit, read, receipt, reversed_charge

from intacct_emulator.catalogue.customization import CustomField
from intacct_emulator.tenancy.company import Company

_REQUESTS = {
    "record_cctransaction": charge(),
    "update_cctransaction": changed_charge(1, day("paymentdate", "2026-11-04")),
    "reverse_cctransaction": reversed_charge(1),
    "record_otherreceipt": receipt(),
    "update_otherreceipt": '<update_otherreceipt key="1"><payee>Other</payee></update_otherreceipt>',
    "delete_otherreceipt": '<delete_otherreceipt key="1"/>',
    "record_deposit": deposit(1),
}


@pytest.mark.parametrize("name", _REQUESTS)
def test_cash_is_not_for_everyone(ask: Ask, company: Company, name: str) -> None:
    """A user without rights in Cash Management is refused, and nothing is written."""
    said = ask.of(_REQUESTS[name], user="argl_user", password="argl_user_secret")
    assert said.errors[0][0] == "PL04000005"
    assert not company.records.where("GLENTRY")


@pytest.mark.parametrize(
    "name", ["update_cctransaction", "reverse_cctransaction", "update_otherreceipt", "delete_otherreceipt"]
)
def test_a_document_is_named_by_its_record_number(ask: Ask, name: str) -> None:
    """A number that no such document has is told in the recorded words; a receipt is no card transaction."""
    ask.of(receipt() if "cctransaction" in name else charge())
    assert ask.of(_REQUESTS[name]).errors[0] == ("DL03000005", "No record exits for the recordkey 1")


def test_custom_fields_are_kept(ask: Ask, company: Company) -> None:
    """Those of the transaction and of its lines."""
    own = company.customization
    more = (CustomField("CCTRANSACTION", "TRIP", "Trip"), CustomField("CCTRANSACTIONENTRY", "GUEST", "Guest"))
    company.customization = replace(own, fields=(*own.fields, *more))
    field = (
        "<customfields><customfield><customfieldname>{}</customfieldname><customfieldvalue>{}</customfieldvalue>"
        "</customfield></customfields>"
    )
    said = ask.of(charge(card_item(more=field.format("GUEST", "Ann")), head=field.format("TRIP", "Oslo")))
    assert said.errors == []
    assert read(ask, "CCTRANSACTION", said.key)["TRIP"] == "Oslo"
    (line,) = company.records.where("CCTRANSACTIONENTRY")
    assert line.text("GUEST") == "Ann"


def test_what_a_date_of_reversal_must_be(ask: Ask) -> None:
    """No day of the calendar: the gateway's words for dates."""
    key = ask.of(charge()).key
    assert "is invalid" in ask.of(reversed_charge(key, "2026-02-30")).errors[0][1]
