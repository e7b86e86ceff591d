"""A month of receivables, worked out by hand: after every step the trial balance is that of the table."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from asking import Ask, invoice, line
from paperwork import adjustment_line, ar_adjustment, query
from receiving import (
    US_BANK,
    advance,
    credited,
    legacy_application,
    legacy_receipt,
    paid,
    receipt,
    reversal,
)

from intacct_emulator.books.settlement.as_of import due_on
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
from intacct_emulator.tenancy.company import Company

Keys = dict[str, str]
BANK, UNDEPOSITED, RECEIVABLE, ADVANCES, OVERPAYMENTS = "1000", "1050", "1200", "2300", "2310"
SERVICES, RESALE, DISCOUNTS = "4010", "4100", "4900"


class Step(NamedTuple):
    """What happens, and the balances it changes, in units of the currency, debits above zero."""

    name: str
    request: Callable[[Keys], str]
    changes: dict[str, int]


MONTH = [
    Step(
        "N-1",
        lambda _: invoice("N-1", lines=line("600") + line("400", RESALE)),
        {RECEIVABLE: 1000, SERVICES: -600, RESALE: -400},
    ),
    Step(
        "N-2",
        lambda _: invoice("N-2", lines=line("500"), extra="<TERMNAME>2/10 Net 30</TERMNAME>"),
        {RECEIVABLE: 1500, SERVICES: -1100},
    ),
    Step("N-3", lambda _: invoice("N-3", "C-1002", "11/03/2026", line("300")), {RECEIVABLE: 1800, SERVICES: -1400}),
    Step(
        "part of N-1",
        lambda keys: receipt(paid(keys["N-1"], 250), place=US_BANK, when="11/05/2026"),
        {BANK: 250, RECEIVABLE: 1550},
    ),
    Step(
        "N-2 less 2%",
        lambda keys: receipt(
            paid(keys["N-2"], 490, "<DISCOUNTDATE>11/12/2026</DISCOUNTDATE>"), place=US_BANK, when="11/12/2026"
        ),
        {BANK: 740, DISCOUNTS: 10, RECEIVABLE: 1050},
    ),
    Step("memo", lambda _: ar_adjustment(adjustment_line("-80")), {RECEIVABLE: 970, SERVICES: -1320}),
    Step(
        "memo on N-1",
        lambda keys: receipt(credited(keys["N-1"], "ADJUSTMENT", keys["memo"], "80"), when="11/14/2026"),
        {},
    ),
    Step(
        "400 for N-3",
        lambda keys: legacy_receipt(
            "400", {keys["N-3"]: "300"}, customer="C-1002", overpaid_at="US-NYC", when="2026-11-16"
        ),
        {BANK: 1140, RECEIVABLE: 670, OVERPAYMENTS: -100},
    ),
    Step("N-4", lambda _: invoice("N-4", "C-1002", "11/17/2026", line("150")), {RECEIVABLE: 820, SERVICES: -1470}),
    Step(
        "overpayment on N-4",
        lambda keys: legacy_application(keys["400 for N-3"], {keys["N-4"]: "100"}, "2026-11-18"),
        {RECEIVABLE: 720, OVERPAYMENTS: 0},
    ),
    Step("advance", lambda _: advance("200", when="11/18/2026"), {BANK: 1340, ADVANCES: -200}),
    Step(
        "advance on N-1",
        lambda keys: receipt(credited(keys["N-1"], "ADVANCE", keys["advance"], "200"), when="11/19/2026"),
        {ADVANCES: 0, RECEIVABLE: 520},
    ),
    Step("60 held", lambda keys: receipt(paid(keys["N-1"], 60)), {UNDEPOSITED: 60, RECEIVABLE: 460}),
    Step(
        "60 bounced",
        lambda keys: reversal("arpayment", keys["60 held"], "2026-11-24"),
        {UNDEPOSITED: 0, RECEIVABLE: 520},
    ),
    Step("N-5", lambda _: invoice("N-5", when="11/25/2026", lines=line("75")), {RECEIVABLE: 595, SERVICES: -1545}),
    Step(
        "N-5 reversed",
        lambda keys: reversal("invoice", keys["N-5"], "2026-11-26"),
        {RECEIVABLE: 520, SERVICES: -1470},
    ),
]


def balances(company: Company) -> dict[str, int]:
    """What the accounts hold, in units of the currency."""
    sql = "SELECT ACCOUNTNO, SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY ACCOUNTNO"
    return {str(account): int(held or 0) // 100 for account, held in company.database.all(sql)}


def test_a_month_of_receivables(ask: Ask, company: Company) -> None:
    """The trial balance after every step; the invoices, and what was due on three days, at its end."""
    keys: Keys = {}
    expected: dict[str, int] = {}
    for step in MONTH:
        said = ask.of(step.request(keys))
        assert said.errors == [], step.name
        assert said.key is not None
        keys[step.name] = said.key
        expected |= step.changes
        assert balances(company) == expected, step.name
        assert sum(expected.values()) == 0
    fields = ("RECORDID", "STATE", "TOTALPAID", "TOTALDUE", "WHENPAID")
    assert [tuple(row.values()) for row in ask.of(query("ARINVOICE", *fields)).rows()] == [
        ("N-1", "Partially Paid", "530", "470", None),
        ("N-2", "Paid", "500", "0", "11/12/2026"),
        ("N-3", "Paid", "300", "0", "11/16/2026"),
        ("N-4", "Partially Paid", "100", "50", None),
        ("N-5", "Reversed", "75", "0", "11/26/2026"),
        ("Reversed - N-5", "Reversal", "-75", "0", "11/26/2026"),
    ]
    for day, due in ((4, 1720), (16, 670), (20, 460), (30, 520)):
        assert sum(due_on(company.records, AR_PAYMENT, date(2026, 11, day)).values()) == due * 100
    owed = {row["CUSTOMERID"]: row["TOTALDUE"] for row in ask.of(query("CUSTOMER", "CUSTOMERID", "TOTALDUE")).rows()}
    assert (owed["C-1001"], owed["C-1002"]) == ("470", "50")
