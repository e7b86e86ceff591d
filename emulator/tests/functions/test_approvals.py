"""Approving and declining bills and vendors, in a company that wants it."""

from dataclasses import replace

import pytest
from asking import Ask
from paperwork import change, payable, query

from intacct_emulator.tenancy.company import Company


@pytest.fixture
def approving(company: Company) -> Company:
    """Northfield, where bills and vendors want somebody's approval."""
    payables = replace(company.profile.payables, approves_documents=True, approves_parties=True)
    company.profile = replace(company.profile, payables=payables)
    return company


def bill(what: str, key: object) -> str:
    """An `<approve>` or `<decline>` of a bill."""
    return f"<{what}><APBILL><RECORDNO>{key}</RECORDNO><COMMENT>Seen</COMMENT></APBILL></{what}>"


def recall(key: object) -> str:
    """A `<recallApBill>`."""
    return f"<recallApBill><recordno>{key}</recordno></recallApBill>"


def vendor(what: str, key: object, comments: str = "") -> str:
    """An `<approveVendor>` or `<declineVendor>`."""
    said = f"<reviewcomments>{comments}</reviewcomments>" if comments else ""
    return f"<{what}Vendor><recordno>{key}</recordno>{said}</{what}Vendor>"


def states(ask: Ask, name: str = "APBILL") -> list[str | None]:
    """STATE of all records of an object."""
    return [row["STATE"] for row in ask.of(query(name, "STATE")).rows()]


def lines(company: Company) -> int:
    """How many journal lines there are."""
    return len(company.records.where("GLENTRY"))


def test_a_submitted_bill_waits(ask: Ask, approving: Company) -> None:
    """It is complete, but not in the ledger and not payable; approved, it is posted."""
    assert ask.of(payable("", extra="")).errors
    key = ask.of(payable()).key
    assert (states(ask), lines(approving)) == (["Submitted"], 0)
    paid = f"<APPYMTDETAIL><RECORDKEY>{key}</RECORDKEY><TRX_PAYMENTAMOUNT>1</TRX_PAYMENTAMOUNT></APPYMTDETAIL>"
    pay = (
        "<create><APPYMT><FINANCIALENTITY>CHK-US</FINANCIALENTITY><PAYMENTMETHOD>EFT</PAYMENTMETHOD><VENDORID>V-2001"
        f"</VENDORID><PAYMENTDATE>11/20/2026</PAYMENTDATE><APPYMTDETAILS>{paid}</APPYMTDETAILS></APPYMT></create>"
    )
    assert ask.of(pay).errors[0][1] == "Oops, we can't find this transaction"
    assert ask.of(bill("approve", key)).errors == []
    assert (states(ask), lines(approving)) == (["Posted"], 2)
    assert ask.of(pay).errors == []


def test_a_declined_bill_comes_back(ask: Ask, approving: Company) -> None:
    """It can be changed and submitted again; then it waits again."""
    key = ask.of(payable()).key
    assert ask.of(bill("decline", key)).errors == []
    assert states(ask) == ["Declined"]
    assert ask.of(change("APBILL", key, "<DESCRIPTION>Better</DESCRIPTION>")).errors == []
    assert states(ask) == ["Declined"]
    assert ask.of(change("APBILL", key, "<ACTION>Submit</ACTION>")).errors == []
    assert (states(ask), lines(approving)) == (["Submitted"], 0)


def test_a_recalled_bill_is_a_draft(ask: Ask, approving: Company) -> None:
    """It is taken back before anybody decides; afterwards it cannot be."""
    key = ask.of(payable()).key
    assert ask.of(recall(key)).errors == []
    assert states(ask) == ["Draft"]
    assert ask.of(recall(key)).errors[0][1] == "The state of the transaction 'B-1' does not allow the action recall"


@pytest.mark.parametrize("what", ["approve", "decline"])
def test_what_does_not_wait_is_not_decided_on(ask: Ask, approving: Company, what: str) -> None:
    """A draft, a posted bill, and a key that is none."""
    draft, posted = ask.of(payable("B-1", extra="<ACTION>Draft</ACTION>")).key, ask.of(payable("B-2")).key
    ask.of(bill("approve", posted))
    before = states(ask)
    for key in (draft, posted):
        assert "does not allow the action" in ask.of(bill(what, key)).errors[0][1]
    assert ask.of(bill(what, 404)).errors[0][0] == "DL03000005"
    assert states(ask) == before == ["Draft", "Posted"]


def test_without_approvals_bills_are_posted(ask: Ask, company: Company) -> None:
    """Nothing waits where nobody wants it."""
    ask.of(payable())
    assert (states(ask), lines(company)) == (["Posted"], 2)


def test_other_objects_are_gaps(ask: Ask) -> None:
    """Timesheets and purchasing transactions are not approved yet."""
    said = ask.of("<approve><TIMESHEET><RECORDNO>1</RECORDNO></TIMESHEET></approve>")
    assert said.gaps == ("approve TIMESHEET",)
    assert said.errors


def test_new_and_edited_vendors_wait(ask: Ask, approving: Company) -> None:
    """Both are submitted, listed as waiting, and decided on once; the history tells it all."""
    ask.of("<create><VENDOR><VENDORID>V-9</VENDORID><NAME>Nine</NAME></VENDOR></create>")
    key = approving.records.where("VENDOR")[-1].key
    waiting = ask.of("<getVendorsToApprove/>")
    assert waiting.texts(".//vendor/vendorid") == ["V-9"]
    assert ask.of(vendor("decline", key, "No papers")).errors == []
    assert states(ask, "VENDOR")[-1] == "R"
    said = ask.of(vendor("approve", key))
    assert said.errors[0][1] == "The vendor 'V-9' is not waiting for approval"
    ask.of("<update><VENDOR><VENDORID>V-9</VENDORID><NAME>Nine Ltd</NAME></VENDOR></update>")
    assert ask.of(vendor("approve", key, "Fine")).errors == []
    assert ask.of("<getVendorsToApprove/>").texts(".//vendor/vendorid") == []
    history = ask.of(f"<getVendorApprovalHistory><recordno>{key}</recordno></getVendorApprovalHistory>")
    assert history.texts(".//approvalhistory/state") == ["Submitted", "Declined", "Submitted", "Approved"]
    assert history.texts(".//approvalhistory/comments") == [None, "No papers", None, "Fine"]
    assert set(history.texts(".//approvalhistory/user")) == {"wsuser"}


@pytest.mark.parametrize(
    "request_body",
    [
        vendor("approve", 404),
        vendor("decline", 404),
        "<getVendorApprovalHistory><recordno>404</recordno></getVendorApprovalHistory>",
    ],
)
def test_unknown_vendors(ask: Ask, request_body: str) -> None:
    """A record number that no vendor has is told."""
    assert ask.of(request_body).errors == [("DL03000005", "No record exits for the recordkey 404")]


def test_without_approvals_vendors_do_not_wait(ask: Ask, company: Company) -> None:
    """A vendor has no state where nobody wants one, and its history is empty."""
    ask.of("<create><VENDOR><VENDORID>V-9</VENDORID><NAME>Nine</NAME></VENDOR></create>")
    assert states(ask, "VENDOR")[-1] is None
    assert ask.of("<getVendorsToApprove/>").texts(".//vendor/vendorid") == []
