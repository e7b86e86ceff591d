"""The page about accounting: what state leads to what, and what each kind of document posts, from a real run."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from intacct_emulator.books.documents.kinds import (
    AP_ADJUSTMENT,
    AP_ADVANCE,
    AR_ADJUSTMENT,
    AR_ADVANCE,
    BILL,
    INVOICE,
    DocumentKind,
)
from intacct_emulator.books.documents.states import NEXT, DocumentAction, DocumentState
from intacct_emulator.books.money import shown
from intacct_emulator.books.settlement.kinds import AP_PAYMENT, AR_PAYMENT, SettlementKind
from intacct_emulator.books.settlement.payment_states import PAYMENT_STATES, PaymentState
from intacct_emulator.books.settlement.states import RECEIPT_STATES
from intacct_emulator.clock import Clock
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for
from intacct_emulator.world.loading import add_named_companies

_DAY, _COMPANY = "11/02/2026", "northfield"
_WORDS = {
    "D": "Draft",
    "A": "Posted",
    "S": "Submitted",
    "U": "Declined",
    "R": "Reversed",
    "V": "Reversal",
    "C": "Complete",
}
_HEAD = """\
# Accounting

<!-- generated: python -m intacct_emulator.pages docs -->

How documents go from state to state, and what they post. The pictures are drawn from the tables that the emulator works
by; the entries are those of a run in the company `northfield`. Every entry balances, in total and in each entity.

A state is kept as RAWSTATE. What STATE says beside it (Partially Paid, Paid, Selected, No Value) follows from the
amounts: at every moment entered = paid + selected + due.
"""


class Drawn(NamedTuple):
    """A state on the page: its code, its word, and what it means for the ledger."""

    code: str
    word: str
    meaning: str


Step = tuple[Drawn | None, str, Drawn]


class Example(NamedTuple):
    """A document of a kind: its heading, its object and lines, and the texts of both."""

    heading: str
    object: str
    line_object: str
    line_element: str
    texts: Mapping[str, str]
    line: Mapping[str, str]


def page() -> str:
    """The page as Markdown."""
    return "\n".join(
        (
            _HEAD,
            *_states("documents", _document_steps(NEXT)),
            "Where the company wants bills to be approved, what would be posted waits first (Submitted).\n",
            *_states("receipts", _document_steps(RECEIPT_STATES)),
            *_states("payments to vendors", _payment_steps()),
            *_entries(),
        )
    )


def _document_steps(
    table: Mapping[tuple[DocumentState | None, DocumentAction | None], DocumentState],
) -> Iterator[Step]:
    for (before, action), following in table.items():
        yield _drawn(before) if before else None, action.value if action else "no ACTION", _drawn(following)


def _drawn(state: DocumentState) -> Drawn:
    return Drawn(state.code, _WORDS[state.code], "in the ledger" if state.posts else "posts nothing")


def _payment_steps() -> Iterator[Step]:
    for (before, event), following in PAYMENT_STATES.items():
        yield _drawn_payment(before) if before else None, event.value, _drawn_payment(following)


def _drawn_payment(state: PaymentState) -> Drawn:
    selecting = "posts nothing; what it pays is selected" if state.selects else "posts nothing"
    return Drawn(state.code, state.word, "in the ledger" if state.posts else selecting)


def _states(heading: str, steps: Iterator[Step]) -> Iterator[str]:
    drawn: dict[str, None] = {}
    states: dict[str, Drawn] = {}
    for before, what, following in steps:
        states |= {state.code: state for state in (before, following) if state is not None}
        if before != following:
            drawn[f"    {before.word if before else '[*]'} --> {following.word}: {what}"] = None
    yield f"## States of {heading}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield from drawn
    yield "```\n"
    yield from (f"- **{state.word}** (`{state.code}`): {state.meaning}" for state in states.values())
    yield ""


def _entries() -> Iterator[str]:
    tenants = Tenants(clock=Clock(lambda: datetime(2026, 11, 20, 9, tzinfo=UTC)), seed=1)
    try:
        add_named_companies(tenants, (_COMPANY,))
        company = tenants.company(_COMPANY)
        assert company is not None
        yield "## What is posted\n"
        for example in _examples():
            yield from _posted(company, example)
    finally:
        tenants.close()


def _posted(company: Company, example: Example) -> Iterator[str]:
    catalogue = company.catalogue
    lines = (draft_from_texts(example.line, catalogue[example.line_object]),)
    definition = catalogue[example.object]
    draft = draft_from_texts(example.texts, definition, {example.line_element: lines})
    record = writer_for(company, definition).create(draft)
    yield f"### {example.heading}\n"
    yield "| Account | | Location | Debit | Credit |\n| --- | --- | --- | ---: | ---: |"
    for entry in company.records.where("GLENTRY", PRRECORDKEY=record.key):
        account = company.records.find("GLACCOUNT", entry.text("ACCOUNTNO") or "")
        title = account.text("TITLE") if account is not None else ""
        amount = f"{shown(int(entry['AMOUNT'] or 0)):.2f}"
        sides = (amount, "") if entry["TR_TYPE"] == 1 else ("", amount)
        place = entry.text("LOCATION")
        yield f"| {entry.text('ACCOUNTNO')} | {title} | {place} | {sides[0]} | {sides[1]} |"
    yield ""


def _examples() -> Iterator[Example]:
    customer, vendor = {"CUSTOMERID": "C-1001"}, {"VENDORID": "V-2001"}
    yield _document("An invoice of 100.00 (`ARINVOICE`)", INVOICE, {**customer, "RECORDID": "I-1"}, "4010", "100.00")
    yield _document("A credit memo of 30.00 (`ARADJUSTMENT`)", AR_ADJUSTMENT, customer, "4010", "-30.00")
    yield _document("A debit memo of 12.00 (`ARADJUSTMENT`)", AR_ADJUSTMENT, customer, "4010", "12.00")
    bill = {**vendor, "RECORDID": "B-1", "WHENDUE": "12/02/2026"}
    yield _document("A bill of 80.25 (`APBILL`)", BILL, bill, "6300", "80.25")
    yield _document("A vendor's credit of 20.00 (`APADJUSTMENT`)", AP_ADJUSTMENT, vendor, "6300", "-20.00")
    received = {"RECEIPTDATE": _DAY, "PAYMENTMETHOD": "EFT", "FINANCIALENTITY": "CHK-US"}
    advance = {**customer, **received, "PAYMENTDATE": _DAY}
    yield _document("An advance of 40.00 (`ARADVANCE`)", AR_ADVANCE, advance, "2300", "40.00")
    sent = {**vendor, "PAYMENTMETHOD": "EFT", "FINANCIALENTITY": "CHK-US", "PAYMENTDATE": _DAY}
    yield _document("An advance of 25.00 to a vendor (`APADVANCE`)", AP_ADVANCE, sent, "1310", "25.00")
    yield _payment("A receipt of 60.00 for the invoice (`ARPYMT`)", AR_PAYMENT, {**customer, **received}, "1", "60.00")
    yield _payment("A payment of 50.00 for the bill (`APPYMT`)", AP_PAYMENT, sent, "4", "50.00")
    elsewhere = {**customer, **received, "FINANCIALENTITY": "CHK-CA"}
    heading = "A receipt of 20.00 for the invoice in another entity's bank (`ARPYMT`)"
    yield _payment(heading, AR_PAYMENT, elsewhere, "1", "20.00")


def _payment(heading: str, kind: SettlementKind, texts: Mapping[str, str], paid: str, amount: str) -> Example:
    line = {"RECORDKEY": paid, "TRX_PAYMENTAMOUNT": amount}
    return Example(heading, kind.object, kind.detail_object, kind.detail_element, texts, line)


def _document(heading: str, kind: DocumentKind, texts: Mapping[str, str], account: str, amount: str) -> Example:
    line = {"ACCOUNTNO": account, "TRX_AMOUNT": amount, "LOCATIONID": "US-NYC", "DEPARTMENTID": "20"}
    return Example(heading, kind.object, kind.line_object, kind.line_element, {"WHENCREATED": _DAY, **texts}, line)
