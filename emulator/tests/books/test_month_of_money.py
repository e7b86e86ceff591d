"""A month of northfield, worked out by hand: receivables, payables, cash and a card. After every step the ledger, the
agings and the banks are as the table says; in the end an independent program reads the same balances."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from asking import Ask, Said, invoice, line, present
from beancount import loader
from beancount.core import data
from cash_requests import card_item, charge, deposit, receipt_item
from cash_requests import receipt as other_receipt
from disbursing import decide, payment, pays, sets_off
from paperwork import adjustment_line, ap_adjustment, ar_adjustment, bill_line, payable, query
from receiving import (
    US_BANK,
    advance,
    credited,
    date_block,
    legacy_application,
    legacy_receipt,
    paid,
    receipt,
    reversal,
)

from intacct_emulator.tenancy.company import Company
from intacct_emulator.world.export.beancount import export

Keys = dict[str, str]
BANK, UNDEPOSITED, RECEIVABLE, PAYABLE, CARD = "1000", "1050", "1200", "2000", "2060"
ADVANCES, OVERPAYMENTS = "2300", "2310"
SERVICES, DISCOUNTS, INTEREST, TRAVEL, MEALS = "4010", "4900", "8000", "6300", "6310"
MONTH_END = "2026-11-30"
_OPEN = ("TOTALDUE", "TOTALSELECTED")


class Step(NamedTuple):
    """What happens, and what the accounts hold then that it changes, debits above zero. `bill` is a bill with its
    state after the step."""

    name: str
    request: Callable[[Keys], str]
    changes: dict[str, int]
    bill: tuple[str, str] | None = None


def _run(name: str, of: str, *, what: str, changes: dict[str, int], bill: tuple[str, str]) -> Step:
    """A decision on a payment."""
    return Step(name, lambda keys: decide(what, keys[of]), changes, bill)


RECEIVABLES = [
    Step("I-1", lambda _: invoice("I-1", lines=line("1000")), {RECEIVABLE: 1000, SERVICES: -1000}),
    Step(
        "I-2",
        lambda _: invoice("I-2", lines=line("500"), extra="<TERMNAME>2/10 Net 30</TERMNAME>"),
        {RECEIVABLE: 1500, SERVICES: -1500},
    ),
    Step(
        "part of I-1",
        lambda keys: receipt(paid(keys["I-1"], 250), place=US_BANK, when="11/05/2026"),
        {BANK: 250, RECEIVABLE: 1250},
    ),
    Step(
        "I-2 less 2%",
        lambda keys: receipt(
            paid(keys["I-2"], 490, "<DISCOUNTDATE>11/12/2026</DISCOUNTDATE>"), place=US_BANK, when="11/12/2026"
        ),
        {BANK: 740, DISCOUNTS: 10, RECEIVABLE: 750},
    ),
    Step("memo", lambda _: ar_adjustment(adjustment_line("-80")), {RECEIVABLE: 670, SERVICES: -1420}),
    Step(
        "memo on I-1",
        lambda keys: receipt(credited(keys["I-1"], "ADJUSTMENT", keys["memo"], "80"), when="11/14/2026"),
        {},
    ),
    Step(
        "700 for I-1",
        lambda keys: legacy_receipt("700", {keys["I-1"]: "670"}, overpaid_at="US-NYC", when="2026-11-16"),
        {BANK: 1440, RECEIVABLE: 0, OVERPAYMENTS: -30},
    ),
    Step(
        "I-3",
        lambda _: invoice("I-3", when="11/17/2026", lines=line("150")),
        {RECEIVABLE: 150, SERVICES: -1570},
    ),
    Step(
        "overpayment on I-3",
        lambda keys: legacy_application(keys["700 for I-1"], {keys["I-3"]: "30"}, "2026-11-18"),
        {RECEIVABLE: 120, OVERPAYMENTS: 0},
    ),
    Step("advance", lambda _: advance("100", when="11/18/2026"), {BANK: 1540, ADVANCES: -100}),
    Step(
        "advance on I-3",
        lambda keys: receipt(credited(keys["I-3"], "ADVANCE", keys["advance"], "100"), when="11/19/2026"),
        {ADVANCES: 0, RECEIVABLE: 20},
    ),
    Step("20 held", lambda keys: receipt(paid(keys["I-3"], 20)), {UNDEPOSITED: 20, RECEIVABLE: 0}),
    Step(
        "20 bounced",
        lambda keys: reversal("arpayment", keys["20 held"], "2026-11-21"),
        {UNDEPOSITED: 0, RECEIVABLE: 20},
    ),
    Step(
        "20 again",
        lambda keys: receipt(paid(keys["I-3"], 20), when="11/22/2026"),
        {UNDEPOSITED: 20, RECEIVABLE: 0},
    ),
    Step("I-4", lambda _: invoice("I-4", when="11/23/2026", lines=line("75")), {RECEIVABLE: 75, SERVICES: -1645}),
    Step(
        "I-4 reversed",
        lambda keys: reversal("invoice", keys["I-4"], "2026-11-24"),
        {RECEIVABLE: 0, SERVICES: -1570},
    ),
]
CASH = [
    Step("interest", lambda _: other_receipt(receipt_item("60")), {UNDEPOSITED: 80, INTEREST: -60}),
    Step(
        "deposit",
        lambda keys: deposit(keys["20 again"], keys["interest"], date="2026-11-25"),
        {BANK: 1620, UNDEPOSITED: 0},
    ),
]
PAYABLES = [
    Step("B-1", lambda _: payable("B-1", lines=bill_line("400")), {PAYABLE: -400, TRAVEL: 400}, ("B-1", "Posted")),
    Step("B-2", lambda _: payable("B-2", lines=bill_line("300", MEALS)), {PAYABLE: -700, MEALS: 300}),
    Step("vendor credit", lambda _: ap_adjustment(adjustment_line("-50", TRAVEL)), {PAYABLE: -650, TRAVEL: 350}),
    Step(
        "check",
        lambda keys: payment(
            sets_off(keys["B-1"], "ADJUSTMENT", keys["vendor credit"], "50") + pays(keys["B-1"], "350")
        ),
        {},
        ("B-1", "Selected"),
    ),
    _run("check approved", "check", what="approve", changes={}, bill=("B-1", "Selected")),
    _run("check printed", "check", what="send", changes={}, bill=("B-1", "Selected")),
    _run("check cashed", "check", what="confirm", changes={BANK: 1270, PAYABLE: -300}, bill=("B-1", "Paid")),
    Step("EFT", lambda keys: payment(pays(keys["B-2"], "300"), method="EFT"), {}, ("B-2", "Selected")),
    _run("EFT approved", "EFT", what="approve", changes={BANK: 970, PAYABLE: 0}, bill=("B-2", "Paid")),
    _run("EFT voided", "EFT", what="void", changes={BANK: 1270, PAYABLE: -300}, bill=("B-2", "Posted")),
    Step("EFT again", lambda keys: payment(pays(keys["B-2"], "300"), method="EFT"), {}, ("B-2", "Selected")),
    _run("EFT again approved", "EFT again", what="approve", changes={BANK: 970, PAYABLE: 0}, bill=("B-2", "Paid")),
    Step("charge", lambda _: charge(card_item("120")), {CARD: -120, TRAVEL: 470}),
    # What paying charges off does in the product: the card's account against payables, as a bill of its issuer.
    Step(
        "payoff",
        lambda _: payable("STATEMENT", "V-2002", bill_line("120", CARD)),
        {CARD: 0, PAYABLE: -120},
        ("STATEMENT", "Posted"),
    ),
    Step(
        "payoff paid",
        lambda keys: payment(pays(keys["payoff"], "120"), vendor="V-2002", method="EFT"),
        {},
        ("STATEMENT", "Selected"),
    ),
    _run("paid off", "payoff paid", what="approve", changes={BANK: 850, PAYABLE: 0}, bill=("STATEMENT", "Paid")),
]


def held(company: Company) -> dict[str, int]:
    """What the accounts hold, in units of the currency."""
    sql = "SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY ACCOUNTNO"
    return {str(account): int(amount or 0) // 100 for account, amount in company.database.all(sql)}


def receivable(ask: Ask) -> Decimal:
    """What the aging of customers comes to at the end of the month."""
    said = ask.of(f"<get_araging><locationid>US</locationid>{date_block('asofdate', MONTH_END)}</get_araging>")
    return sum((Decimal(text or "0") for text in said.texts(".//aging/totalamount")), Decimal(0))


def owed(ask: Ask) -> Decimal:
    """What is due and selected of the records of payables."""
    rows = ask.of(query("APRECORD", "RECORDTYPE", "STATE", "TOTALDUE", "TOTALSELECTED")).rows()
    amounts = (Decimal(row[name] or "0") for row in rows if row["RECORDTYPE"] in ("pi", "pa") for name in _OPEN)
    return sum(amounts, Decimal(0))


def in_the_bank(ask: Ask) -> Decimal:
    """The balance of the bank's account."""
    days = f"{date_block('startdate', '2026-11-01')}{date_block('enddate', MONTH_END)}"
    said: Said = ask.of(f"<get_accountbalances>{days}</get_accountbalances>")
    assert said.errors == []
    ends = [row.findtext("endbalance") for row in said.root.find(".//data") if row.findtext("glaccountno") == BANK]
    return Decimal(ends[0] or "0") if ends else Decimal(0)


def read_by_beancount(company: Company) -> dict[str, Decimal]:
    """The balances that beancount makes of the exported company."""
    entries, faults, _ = loader.load_string("".join(export(company)))
    assert faults == []
    numbers = {entry.account: entry.meta["number"] for entry in entries if isinstance(entry, data.Open)}
    found: dict[str, Decimal] = {}
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            number = numbers[posting.account]
            found[number] = found.get(number, Decimal(0)) + present(present(posting.units).number)
    return found


def test_a_month_of_money(ask: Ask, company: Company) -> None:
    """Partial payment, discount, memo, overpayment, advance, reversals, deposit; bills, a vendor's credit, a check run
    through approval, printing and confirmation, a voided EFT, a charge paid off."""
    company.profile = replace(company.profile, payables=replace(company.profile.payables, approves_payments=True))
    keys: Keys = {}
    expected: dict[str, int] = {}
    for step in (*RECEIVABLES, *CASH, *PAYABLES):
        said = ask.of(step.request(keys))
        assert said.errors == [], step.name
        keys[step.name] = said.key or ""
        expected |= step.changes
        assert held(company) == expected, step.name
        assert sum(expected.values()) == 0, step.name
        assert receivable(ask) == expected.get(RECEIVABLE, 0), step.name
        assert owed(ask) == -expected.get(PAYABLE, 0), step.name
        assert in_the_bank(ask) == expected.get(BANK, 0), step.name
        if step.bill is not None:
            states = {row["RECORDID"]: row["STATE"] for row in ask.of(query("APBILL", "RECORDID", "STATE")).rows()}
            assert states[step.bill[0]] == step.bill[1], step.name
    assert read_by_beancount(company) == expected
