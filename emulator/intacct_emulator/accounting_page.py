"""The page about accounting: what state leads to what, and what each kind of document posts, from a real run."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from intacct_emulator.books.documents.kinds import (
    AP_ADJUSTMENT,
    AR_ADJUSTMENT,
    AR_ADVANCE,
    BILL,
    INVOICE,
    DocumentKind,
)
from intacct_emulator.books.documents.states import NEXT, Action, State
from intacct_emulator.books.money import shown
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
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
    "S": "Submitted",
    "U": "Declined",
    "A": "Posted",
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

Steps = Mapping[tuple[State | None, Action | None], State]


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
    return "\n".join((_HEAD, *_states("Documents", NEXT), *_states("Receipts", RECEIPT_STATES), *_entries()))


def _states(heading: str, steps: Steps) -> Iterator[str]:
    yield f"## States of {heading.lower()}\n"
    yield "```mermaid\nstateDiagram-v2"
    drawn: dict[str, None] = {}
    for (before, action), after in steps.items():
        start = _WORDS[before.code] if before is not None else "[*]"
        if before != after:
            drawn[f"    {start} --> {_WORDS[after.code]}: {action.value if action is not None else 'no ACTION'}"] = None
    yield from drawn
    yield "```\n"
    states = {state.code: state for state in steps.values()}
    for code, state in states.items():
        yield f"- **{_WORDS[code]}** (`{code}`): {'in the ledger' if state.posts else 'posts nothing'}"
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
    yield "| Account | | Debit | Credit |\n| --- | --- | ---: | ---: |"
    for entry in company.records.where("GLENTRY", PRRECORDKEY=record.key):
        account = company.records.find("GLACCOUNT", entry.text("ACCOUNTNO") or "")
        title = account.text("TITLE") if account is not None else ""
        amount = f"{shown(int(entry['AMOUNT'] or 0)):.2f}"
        sides = (amount, "") if entry["TR_TYPE"] == 1 else ("", amount)
        yield f"| {entry.text('ACCOUNTNO')} | {title} | {sides[0]} | {sides[1]} |"
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
    yield Example(
        "A receipt of 60.00 for the invoice (`ARPYMT`)",
        AR_PAYMENT.object,
        AR_PAYMENT.detail_object,
        AR_PAYMENT.detail_element,
        {**customer, **received},
        {"RECORDKEY": "1", "TRX_PAYMENTAMOUNT": "60.00"},
    )


def _document(heading: str, kind: DocumentKind, texts: Mapping[str, str], account: str, amount: str) -> Example:
    line = {"ACCOUNTNO": account, "TRX_AMOUNT": amount, "LOCATIONID": "US-NYC", "DEPARTMENTID": "20"}
    return Example(heading, kind.object, kind.line_object, kind.line_element, {"WHENCREATED": _DAY, **texts}, line)
