"""Approving and declining: bills, and vendors."""

from dataclasses import dataclass

from lxml import etree

from intacct_emulator.books.documents.kinds import BILL
from intacct_emulator.books.documents.states import DocumentAction
from intacct_emulator.books.documents.writer import DocumentWriter
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.legacy.writing import objects_of, record_of
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.masters import vendor_approvals
from intacct_emulator.masters.vendor_approvals import VENDOR, VendorState
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.targets import changing, record_of_number

_SOURCE = "published schema; answer inferred"
_VENDORS = "vendors page; answer inferred"
_WORDS = {
    VendorState.SUBMITTED: "Submitted",
    VendorState.APPROVED: "Approved",
    VendorState.DECLINED: "Declined",
}


@dataclass(frozen=True, slots=True)
class DecisionCall:
    """`<approve><APBILL>...`: the object and its record number. A comment is not read back by any function."""

    object: str
    key: str


@dataclass(frozen=True, slots=True)
class VendorCall:
    """`<approveVendor>` and its like."""

    key: str
    comments: str = ""


def decode_decision(element: etree._Element) -> DecisionCall:
    """The call of `<approve>` or `<decline>`."""
    child = next(element.iterchildren(tag="*"))
    return DecisionCall(str(child.tag), argument(child, "RECORDNO"))


def decode_recall(element: etree._Element) -> DecisionCall:
    """The call of `<recallApBill>`; the page spells its element in both cases."""
    return DecisionCall(BILL.object, argument(element, "recordno") or argument(element, "RECORDNO"))


def decode_vendor(element: etree._Element) -> VendorCall:
    """The call of a function about one vendor."""
    return VendorCall(argument(element, "recordno"), argument(element, "reviewcomments"))


def decided_object(element: etree._Element) -> tuple[str, ...]:
    """The object that is decided on."""
    return tuple(str(child.tag) for child in element.iterchildren(tag="*"))


@function("approve", decode=decode_decision, evidence=Evidence.DOCUMENTED, source=_SOURCE, objects=decided_object)
def approve(context: Context, call: DecisionCall) -> Outcome:
    """Approves a submitted bill, which is posted then.

    Raises GatewayError: NO_RECORD_FOR_KEY, WRONG_STATE, and what posting raises; EmulatorGap for other objects.
    """
    return _decide(context, "approve", call, DocumentAction.APPROVE)


@function("decline", decode=decode_decision, evidence=Evidence.DOCUMENTED, source=_SOURCE, objects=decided_object)
def decline(context: Context, call: DecisionCall) -> Outcome:
    """Declines a submitted bill: it can be changed and submitted again.

    Raises GatewayError: NO_RECORD_FOR_KEY, WRONG_STATE; EmulatorGap for other objects.
    """
    return _decide(context, "decline", call, DocumentAction.DECLINE)


@function(
    "recallApBill",
    decode=decode_recall,
    evidence=Evidence.DOCUMENTED,
    source="bills page; answer inferred",
    objects=objects_of(BILL.object),
)
def recall_bill(context: Context, call: DecisionCall) -> Outcome:
    """Takes a submitted bill back: it is a draft again.

    Raises GatewayError: NO_RECORD_FOR_KEY, WRONG_STATE.
    """
    return _decide(context, "recallApBill", call, DocumentAction.RECALL)


@function(
    "approveVendor", decode=decode_vendor, evidence=Evidence.DOCUMENTED, source=_VENDORS, objects=objects_of(VENDOR)
)
def approve_vendor(context: Context, call: VendorCall) -> Outcome:
    """Approves a submitted vendor. Raises GatewayError: NO_RECORD_FOR_KEY, NOT_WAITING_FOR_APPROVAL."""
    return _decide_vendor(context, call, VendorState.APPROVED)


@function(
    "declineVendor", decode=decode_vendor, evidence=Evidence.DOCUMENTED, source=_VENDORS, objects=objects_of(VENDOR)
)
def decline_vendor(context: Context, call: VendorCall) -> Outcome:
    """Declines a submitted vendor. Raises GatewayError: NO_RECORD_FOR_KEY, NOT_WAITING_FOR_APPROVAL."""
    return _decide_vendor(context, call, VendorState.DECLINED)


@function(
    "getVendorsToApprove",
    decode=lambda _: None,
    evidence=Evidence.DOCUMENTED,
    source=_VENDORS,
    reads=True,
    objects=objects_of(VENDOR),
)
def vendors_to_approve(context: Context, _: None) -> Outcome:
    """The vendors that wait for a decision; the elements of the answer are inferred."""
    require_right(context, context.company.catalogue[VENDOR], Verb.READ)
    rows = tuple(
        Element(
            "vendor",
            (
                Element("recordno", str(vendor.key)),
                Element("vendorid", vendor.id),
                Element("name", vendor.text("NAME") or ""),
                Element("state", _WORDS[VendorState.SUBMITTED]),
            ),
        )
        for vendor in vendor_approvals.waiting(context.company)
        if sees(context.company.records, vendor)
    )
    return Outcome(_listed("vendor", rows))


@function(
    "getVendorApprovalHistory",
    decode=decode_vendor,
    evidence=Evidence.DOCUMENTED,
    source=_VENDORS,
    reads=True,
    objects=objects_of(VENDOR),
)
def vendor_history(context: Context, call: VendorCall) -> Outcome:
    """What was decided on a vendor, in order; the elements of the answer are inferred.

    Raises GatewayError NO_RECORD_FOR_KEY.
    """
    company = context.company
    definition = company.catalogue[VENDOR]
    require_right(context, definition, Verb.READ)
    rows = tuple(
        Element(
            "approvalhistory",
            (
                Element("state", _WORDS[decision.state]),
                Element("user", decision.login),
                Element("date", decision.moment),
                Element("comments", decision.comments),
            ),
        )
        for decision in vendor_approvals.history(_vendor(company, call.key))
    )
    return Outcome(_listed("approvalhistory", rows))


def _decide(context: Context, name: str, call: DecisionCall, action: DocumentAction) -> Outcome:
    if call.object != BILL.object:
        what = f"{name} {call.object}"
        raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
    company = context.company
    definition = company.catalogue[BILL.object]
    require_right(context, definition, Verb.UPDATE)
    with changing(company, record_of(company, definition, call.key)) as bill:
        record = DocumentWriter(company, BILL).decide(bill, action)
    return Outcome(key=str(record.key))


def _decide_vendor(context: Context, call: VendorCall, state: VendorState) -> Outcome:
    company = context.company
    definition = company.catalogue[VENDOR]
    require_right(context, definition, Verb.UPDATE)
    with changing(company, _vendor(company, call.key)) as vendor:
        vendor_approvals.decide(company, vendor, state, call.comments)
    return Outcome(key=str(vendor.key))


def _vendor(company: Company, key: str) -> Record:
    """The vendor of that record number; ids do not name one here (documented)."""
    number = whole_number(key)
    vendor = record_of_number(company, company.catalogue[VENDOR], number) if number is not None else None
    if vendor is None:
        raise GatewayError(records.NO_RECORD_FOR_KEY, key=key)
    return vendor


def _listed(name: str, rows: tuple[Element, ...]) -> Data:
    return Data((("listtype", name), ("count", str(len(rows)))), rows)
