"""Requests that were published anywhere, as requests to a company that is prepared for them."""

import csv
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from asking import Ask, Said
from lxml import etree

from intacct_emulator.catalogue.customization import (
    CustomField,
    Customization,
    CustomObject,
    CustomRelation,
    View,
)
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import Level
from intacct_emulator.clock import Clock
from intacct_emulator.functions.legacy.lists import NOT_BUILT
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.fixtures import CompanyFixture, read_company
from intacct_emulator.world.loading import add_companies

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_READING = (
    "lookup inspect read readByName readByQuery query readMore readRelated readView get_list get getAPISession "
    "getDimensions getDimensionRelationships getDimensionRestrictions getDimensionAutofillDetails "
    "getDimensionRestrictedData getDimensionAutofillData getFinancialSetup readEntityDetails readUserFormatting "
    "getUserPermissions getAuditTrail getDdsObjects getDdsDdl runDdsJob get_applications get_companyprefs"
)
_WRITING = "create update delete create_invoice create_bill create_gltransaction create_customer create_vendor"
_CATALOGUE = Catalogue()
_CASH = (
    "create_checkingaccount update_checkingaccount delete_checkingaccount create_savingsaccount update_savingsaccount "
    "delete_savingsaccount record_cctransaction update_cctransaction reverse_cctransaction record_otherreceipt "
    "update_otherreceipt delete_otherreceipt record_deposit reconcile_bank"
)
_PAYABLES = (
    "approve_appaymentrequest decline_appaymentrequest send_appaymentrequest confirm_appaymentrequest "
    "void_appaymentrequest create_paymentrequest delete_paymentrequest create_appayment reverse_appayment reverse_bill "
    "create_apadjustment update_apadjustment delete_apadjustment update_bill delete_bill "
    "approveVendor declineVendor getVendorsToApprove getVendorApprovalHistory recallApBill"
)
READING = frozenset(_READING.split())
WRITING = frozenset(_WRITING.split())
CASH = frozenset(_CASH.split())
PAYABLES = frozenset(_PAYABLES.split())
_LOGIN = "<login><userid>{}</userid><companyid>northfield</companyid><password>wsuser_secret</password></login>"


@dataclass(frozen=True)
class PublicRequest:
    """A published request. `valid` is the verdict of the gateway's own schema on it."""

    id: str
    functions: tuple[str, ...]
    valid: bool
    root: etree._Element

    @property
    def body(self) -> bytes:
        return etree.tostring(self.root)


@dataclass(frozen=True)
class Answered:
    """What became of a request: `ok`, `error`, `schema`, `gap`, `traceback` or `http`."""

    request: PublicRequest
    said: Said
    outcome: str

    @property
    def gaps_are_known(self) -> bool:
        """Whether each gap is one the catalogue tells of. Writing what is not built must have failed."""
        gaps = [_Gap.of(text) for text in self.said.gaps]
        writes = any(gap.is_write for gap in gaps)
        return all(gap.is_known for gap in gaps) and (not writes or bool(self.said.errors))


@dataclass(frozen=True)
class _Gap:
    """A gap of an answer: `create ARPYMT`, `read ROLES`, `get_list of territory`, `GLACCTRANGES of GLACCTGRP`."""

    what: str
    object_name: str

    @classmethod
    def of(cls, text: str) -> "_Gap":
        head, _, name = text.rpartition(" ")
        return cls(head, name)

    @property
    def is_write(self) -> bool:
        return self.what in ("create", "update", "delete")

    @property
    def is_known(self) -> bool:
        if self.what in ("get_list of", "get of"):
            return self.object_name in NOT_BUILT
        definition = _CATALOGUE[self.object_name]
        if self.what.endswith(" of"):
            return definition.level is Level.KEPT
        return definition.level_of(self.what) is Level.NOT_BUILT


def public_requests(functions: frozenset[str], user: str = "wsuser") -> Iterator[PublicRequest]:
    """The requests that call these functions only, with the credentials of this company and of a user who has the usual
    password."""
    with (FOLDER / "MANIFEST.csv").open(newline="") as manifest:
        for row in csv.DictReader(manifest):
            if row["kind"] not in ("request", "pair"):
                continue
            root = etree.fromstring((FOLDER / "requests" / f"{row['id']}.xml").read_bytes())
            called = tuple(str(element.tag) for element in root.iterfind("operation/content/function/*"))
            if called and functions.issuperset(called):
                _sign_in(root, user)
                yield PublicRequest(row["id"], called, row["official_xsd"] != "invalid", root)


def _sign_in(root: etree._Element, user: str) -> None:
    control = root.find("control")
    assert control is not None
    for name, text in (("senderid", "local_sender"), ("password", "local_sender_secret"), ("uniqueid", "false")):
        for element in control.iterfind(name):
            element.text = text
    for authentication in root.iterfind("operation/authentication"):
        for child in list(authentication):
            authentication.remove(child)
        authentication.append(etree.fromstring(_LOGIN.format(user)))


class _Tracebacks(logging.Handler):
    """Whether anything was logged with a traceback."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen = False

    def emit(self, record: logging.LogRecord) -> None:
        self.seen = self.seen or record.exc_info is not None


def answers(ask: Ask, requests: Iterable[PublicRequest]) -> Iterator[Answered]:
    """What becomes of requests, asked one after the other."""
    tracebacks = _Tracebacks()
    logging.getLogger().addHandler(tracebacks)
    try:
        for request in requests:
            tracebacks.seen = False
            said = ask.raw(request.body)
            yield Answered(request, said, "traceback" if tracebacks.seen else _outcome(said))
    finally:
        logging.getLogger().removeHandler(tracebacks)


def _outcome(said: Said) -> str:
    if said.status != HTTPStatus.OK:
        return "http"
    if said.gaps:
        return "gap"
    # Rows as JSON or CSV come without an envelope.
    errors = said.errors if said.body.startswith(b"<") else []
    return "schema" if any(number == "XL03000003" for number, _ in errors) else "error" if errors else "ok"


@contextmanager
def asked_company(folder: Path) -> Iterator[Ask]:
    """Asks a company that has what the requests ask for; what jobs deliver goes to that folder."""
    tenants = Tenants(folder=folder, clock=Clock(lambda: _NOW), seed=1)
    gateway = XmlGateway(tenants)
    try:
        add_companies(tenants, prepared(read_company("northfield")))
        company = tenants.company("northfield")
        assert company is not None
        ask = Ask(gateway)
        seed(ask, company)
        yield ask
    finally:
        gateway.close()


def prepared(fixture: CompanyFixture) -> CompanyFixture:
    """Northfield with what the requests take for granted: custom objects, a custom field, a dimension, a view."""
    own = fixture.customization
    more = Customization(
        fields=(*own.fields, CustomField("CUSTOMER", "CUSTOMER_HEALTH", "Health")),
        objects=(
            *own.objects,
            CustomObject("MCA_attendee", "Attendee", "Attendees"),
            CustomObject("asset", "Asset", "Assets"),
            CustomObject("asset_class", "Asset class", "Asset classes"),
            CustomObject("api_test_record", "Test record", "Test records"),
            CustomObject("PLACE", "Place", "Places", dimension=True),
            CustomObject("PARTNER_TYPE", "Partner type", "Partner types", dimension=True),
        ),
        relations=(
            *own.relations,
            CustomRelation("Rasset_class", "asset", "asset_class", "Rasset_class", "Class"),
            CustomRelation("R_attendee_customer", "MCA_attendee", "CUSTOMER", "R_attendee_customer", "Customer"),
        ),
        views=(
            *own.views,
            View("135422@10051", "VENDOR", "Vendors that matter"),
            View("1@1", "APBILL", "TestBill Date Runtime"),
        ),
    )
    return replace(fixture, customization=more)


def seed(ask: Ask, company: Company) -> None:
    """Some of everything the reading requests ask for."""
    company.records.insert("SODOCUMENTPARAMS", {"DOCID": "Sales Order"})
    said = ask.of(*_SEED)
    assert said.errors == []
    for login in ("U1234", "USERID", "helloworld"):
        key = company.records.insert("USERINFO", {"LOGINID": login})
        company.users.add(login, key, "secret", None, ())


def _invoice(number: str, amount: str) -> str:
    return (
        f"<create><ARINVOICE><CUSTOMERID>C-1001</CUSTOMERID><WHENCREATED>11/02/2026</WHENCREATED>"
        f"<RECORDID>{number}</RECORDID><ARINVOICEITEMS><ARINVOICEITEM><ACCOUNTNO>4010</ACCOUNTNO>"
        f"<TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID>"
        f"</ARINVOICEITEM></ARINVOICEITEMS></ARINVOICE></create>"
    )


def _bill(number: str, amount: str) -> str:
    return (
        f"<create><APBILL><VENDORID>V-2001</VENDORID><WHENCREATED>11/03/2026</WHENCREATED><RECORDID>{number}</RECORDID>"
        f"<WHENDUE>12/03/2026</WHENDUE><APBILLITEMS><APBILLITEM><ACCOUNTNO>6100</ACCOUNTNO>"
        f"<TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID>"
        f"</APBILLITEM></APBILLITEMS></APBILL></create>"
    )


_ENTRY = (
    "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/04/2026</BATCH_DATE><BATCH_TITLE>Accrual</BATCH_TITLE>"
    "<ENTRIES>"
    + "".join(
        f"<GLENTRY><ACCOUNTNO>6100</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><AMOUNT>7.50</AMOUNT>"
        "<LOCATION>US-NYC</LOCATION><DEPARTMENT>20</DEPARTMENT></GLENTRY>"
        for side in ("1", "-1")
    )
    + "</ENTRIES></GLBATCH></create>"
)
_FILE = (
    "<attachments><attachment><attachmentname>Scan</attachmentname><attachmenttype>pdf</attachmenttype>"
    "<attachmentdata>JVBERi0xLjQK</attachmentdata></attachment></attachments>"
)
_SEED = (
    *(_invoice(f"INV-{number:02}", f"{number}00.25") for number in (1, 2, 3)),
    *(_bill(f"BILL-{number}", f"{number}0.00") for number in (1, 2)),
    _ENTRY,
    "<create><CUSTOMER><CUSTOMERID>C1</CUSTOMERID><NAME>Customer one</NAME></CUSTOMER></create>",
    "<create><LOCATIONENTITY><LOCATIONID>100</LOCATIONID><NAME>Hundred</NAME></LOCATIONENTITY></create>",
    *(
        f"<create_supdocfolder><supdocfoldername>{name}</supdocfoldername></create_supdocfolder>"
        for name in ("Receipts", "supdocfoldername")
    ),
    f"<create_supdoc><supdocid>ATT-00000</supdocid><supdocfoldername>Receipts</supdocfoldername>{_FILE}</create_supdoc>",
)
