"""Asks a gateway many generated requests, looks at every answer, and at the books after each batch."""

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import trading
from asking import ENDPOINT, invoice, line
from cash_requests import card_item, charge, deposit, receipt_item, reversed_charge
from cash_requests import receipt as other_receipt
from disbursing import decide, manual_payment, payment, pays, reversed_, sets_off, vendor_advance
from error_requests import RAISING
from generated_requests import RequestGenerator
from lxml import etree
from paperwork import adjustment_line, ap_adjustment, ar_adjustment, batch, bill_line, change, entry, payable
from receiving import (
    UNDEPOSITED,
    US_BANK,
    advance,
    credited,
    legacy_application,
    legacy_receipt,
    paid,
    receipt,
    reversal,
)
from settled_books import require_header_sums, require_sums

from intacct_emulator.clock import Clock
from intacct_emulator.errors import protocol
from intacct_emulator.gateway.messages import Answer, InboundRequest
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import copied

BATCH = 500
SECRETS = (b"local_sender_secret", b"wsuser_secret", b"us_user_secret", b"argl_user_secret")
STATUSES = {"success", "failure", "aborted"}
INTERNAL = protocol.INTERNAL.fill().description2
DOCUMENTS = (("'ri', 'ra'", "r", 1), ("'pi', 'pa'", "p", -1))


@dataclass
class Findings:
    """What was asked, and each request whose answer or effect was not as promised: its number, the fault, itself."""

    asked: int = 0
    succeeded: int = 0
    faults: list[tuple[int, str, bytes]] = field(default_factory=list)


class Listening(logging.Handler):
    """Keeps what is logged: nothing is, while there is nothing to mend."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))


@contextmanager
def listening() -> Iterator[Listening]:
    """Listens to the emulator's log."""
    log, listener = logging.getLogger("intacct_emulator"), Listening()
    log.addHandler(listener)
    yield listener
    log.removeHandler(listener)


DEEDS = (
    *(invoice("N", lines=line(amount) + line("20")) for amount in ("50", "99.99", "-10")),
    payable("N", lines=bill_line("80")),
    ar_adjustment(adjustment_line("-30"), "N"),
    ap_adjustment(adjustment_line("-30", "6300"), "N"),
    advance("40"),
    vendor_advance("40"),
    charge(card_item("12.34")),
    other_receipt(receipt_item("50.99")),
    batch(entry("6300", 1, "40"), entry("2100", -1, "40")),
    manual_payment(),
    receipt(paid(1, "5"), place=US_BANK),
    receipt(paid(1, "12.34"), place=UNDEPOSITED),
    receipt(credited(1, "ADVANCE", 1, "5")),
    legacy_receipt("60", {"1": "40"}, overpaid_at="US-NYC"),
    legacy_application("1", {"1": "12.34"}),
    payment(pays(1, "5"), method="EFT"),
    payment(pays(1, "40")),
    payment(sets_off(1, "ADJUSTMENT", 1, "5")),
    *(decide(what, 1) for what in ("approve", "confirm", "send", "void")),
    deposit(1, date="2026-11-26"),
    *(reversal(what, 1) for what in ("invoice", "arpayment")),
    *(reversed_(what, 1) for what in ("bill", "appayment")),
    reversed_charge(1, "2026-11-20"),
    change("ARINVOICE", 1, lines="<ARINVOICEITEM><LINE_NO>1</LINE_NO><AMOUNT>5</AMOUNT></ARINVOICEITEM>"),
)

TRADES = (
    trading.invoice("100 33.33", trading.EUR),
    trading.invoice("100 -5.55"),
    trading.bill("N", "19.99", trading.EUR),
    trading.memo("-12.51"),
    trading.advance("50"),
    trading.receipt(trading.paid(1, "12.34")),
    trading.receipt(trading.paid(1, "3.33"), bank="US-USD", more=""),
    trading.payment(trading.paid(1, "9.99")),
    trading.journal(trading.entry("6500", "40", "CAD"), trading.entry("2100", "-40", "CAD")),
    *(trading.reversal(what, 1, "12/01/2026") for what in ("invoice", "bill", "arpayment", "appayment")),
)


def templates() -> tuple[str, ...]:
    """The functions of the requests that raise the catalogue's errors, and those done before."""
    found = dict.fromkeys(one for raising in RAISING.values() for one in (*raising.before, *raising.functions))
    return (*(function for function in found if len(function) < 20_000), *DEEDS * 6, *TRADES * 3)


@contextmanager
def world_of(original: Company, clock: Clock) -> Iterator[tuple[XmlGateway, Company]]:
    """A gateway with a copy of a company."""
    tenants = Tenants(clock=clock, seed=1)
    tenants.add_sender("local_sender", "local_sender_secret")
    company = copied(tenants, original, original.id)
    tenants.add_company(company)
    gateway = XmlGateway(tenants)
    yield gateway, company
    gateway.stop_threads()
    tenants.close()


def ask_generated(original: Company, clock: Clock, seed: int, count: int, known: Sequence[str]) -> Findings:
    """Asks `count` requests in batches, each to a fresh copy of the company."""
    findings = Findings()
    while findings.asked < count:
        with world_of(original, clock) as (gateway, company), listening() as listener:
            generator = RequestGenerator(seed + findings.asked, company, known)
            size = min(BATCH, count - findings.asked)
            asyncio.run(_batch(gateway, generator, size, findings, listener))
            if fault := fault_of_books(company):
                findings.faults.append((findings.asked, fault, b"(a batch)"))
    return findings


async def _batch(
    gateway: XmlGateway, generator: RequestGenerator, size: int, findings: Findings, listener: Listening
) -> None:
    for _ in range(size):
        body = generator.request()
        answer = await gateway.answer(InboundRequest(body, ENDPOINT, "POST", "R-1"))
        findings.asked += 1
        findings.succeeded += b"</status>" in answer.body and b"<errormessage>" not in answer.body
        fault = "\n".join((*filter(None, [fault_of(answer)]), *listener.said))
        listener.said.clear()
        if fault:
            findings.faults.append((findings.asked, fault, body))


def fault_of(answer: Answer) -> str:
    """What is wrong with an answer, or nothing."""
    if answer.status not in (200, 400):
        return f"status {answer.status}"
    if found := [secret for secret in SECRETS if secret in answer.body]:
        return f"tells {found}"
    if not answer.content_type.startswith("text/xml"):
        return "" if "json" not in answer.content_type else _fault_of_json(answer.body)
    try:
        return _fault_of_form(etree.fromstring(answer.body))
    except etree.XMLSyntaxError as error:
        return f"not well-formed: {error}"


def _fault_of_json(body: bytes) -> str:
    try:
        for line in body.splitlines():
            json.loads(line)
    except ValueError as error:
        return f"not JSON: {error}"
    return ""


def _fault_of_form(root: "etree._Element") -> str:
    if root.tag != "response":
        return f"a {root.tag}"
    texts = {error.findtext("description2") for error in root.iter("error")}
    if any(text and text.startswith(INTERNAL) for text in texts):
        return "an internal error"
    statuses = {element.text for element in root.iter("status")} if root.find("operation") is None else set()
    results = root.findall("operation/result")
    for result in results:
        status = result.findtext("status")
        failed = result.find("errormessage/error") is not None
        if status not in STATUSES or failed == (status == "success"):
            return f"a result of status {status}, {'with' if failed else 'without'} errors"
    if not results and root.find(".//errormessage/error/errorno") is None:
        return f"neither results nor errors: {statuses}"
    return ""


def require_open_items_on_their_accounts(database: Database, types: str, subledger: str, side: int) -> None:
    """What is due and selected of documents is what their subledger holds on the control accounts that they name:
    a drawn update may give a vendor or a customer an account of its own."""
    documents = f"RAWSTATE IN ('A', 'C', 'R', 'V') AND RECORDTYPE IN ({types})"
    items = database.scalar(f"SELECT COALESCE(SUM(TOTALDUE + TOTALSELECTED), 0) FROM PRRECORD WHERE {documents}")
    accounts = (
        "SELECT OFFSETGLACCOUNTNO FROM PRENTRY WHERE RECORDKEY IN "
        f"(SELECT RECORDNO FROM PRRECORD WHERE RECORDTYPE IN ({types}))"
    )
    held = database.scalar(
        f"SELECT COALESCE(SUM(TR_TYPE * AMOUNT), 0) FROM GLENTRY WHERE ACCOUNTNO IN ({accounts}) "
        f"AND PRRECORDTYPE LIKE '{subledger}%'"
    )
    assert int(held or 0) == side * int(items or 0), types


def fault_of_books(company: Company) -> str:
    """What does not hold in a company's books, or nothing."""
    database = company.database
    for name in ("ARINVOICE", "ARINVOICEITEM", "GLBATCH", "GLENTRY"):
        company.records.prepare(company.catalogue[name])
    try:
        require_whole(database)
        for types, subledger, side in DOCUMENTS:
            require_open_items_on_their_accounts(database, types, subledger, side)
        require_sums(database)
        require_header_sums(database, "'ri', 'ra', 'rr', 'pi', 'pa', 'pr'")
    except AssertionError as error:
        return f"books: {error}"
    return ""


def require_whole(database: Database) -> None:
    """No line without its document, journal entries that balance in each entity, and a file that SQLite finds sound."""
    for lines, column, header in (("PRENTRY", "RECORDKEY", "PRRECORD"), ("GLENTRY", "BATCHNO", "GLBATCH")):
        left = f"SELECT count(*) FROM {lines} WHERE {column} NOT IN (SELECT RECORDNO FROM {header})"
        assert database.scalar(left) == 0, f"{lines} without {header}"
    held = "SELECT BATCHNO, BASELOCATION FROM GLENTRY GROUP BY BATCHNO, BASELOCATION HAVING SUM(TR_TYPE * AMOUNT) <> 0"
    assert database.all(held) == [], "journal entries balance in each entity"
    assert database.scalar("PRAGMA integrity_check") == "ok"
