"""What was due on a day: later receipts are added back, later documents left out, reversals count from their day."""

from datetime import date

from asking import Ask, invoice, line
from paperwork import adjustment_line, ar_adjustment
from receiving import credited, paid, receipt, reversal

from intacct_emulator.books.settlement.as_of import due_on
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
from intacct_emulator.tenancy.company import Company


def due(company: Company, day: int) -> list[int]:
    """What was due on a day of November 2026, by record number."""
    found = due_on(company.records, AR_PAYMENT, date(2026, 11, day))
    return [found[key] for key in sorted(found)]


def test_receipts_count_from_their_day(ask: Ask, company: Company) -> None:
    """100.00 of the 2nd, of which 60.00 are received on the 20th, which is reversed on the 25th."""
    key = ask.of(invoice()).key
    received = ask.of(receipt(paid(key, 60))).key
    ask.of(reversal("arpayment", received))
    assert [due(company, day) for day in (1, 2, 19, 20, 24, 25)] == [[], [10000], [10000], [4000], [4000], [10000]]


def test_credits_count_on_both_sides(ask: Ask, company: Company) -> None:
    """A memo of -30.00 that pays an invoice on the 20th is nothing from then on, and the invoice is 30.00 less."""
    key, memo = ask.of(invoice()).key, ask.of(ar_adjustment(adjustment_line("-30"))).key
    ask.of(receipt(credited(key, "ADJUSTMENT", memo, "30")))
    assert (due(company, 19), due(company, 20)) == ([10000, -3000], [7000, 0])


def test_a_reversed_invoice_is_due_until_its_reversal(ask: Ask, company: Company) -> None:
    """Its twin is in the books from the same day on, and neither is due."""
    key = ask.of(invoice(lines=line("100") + line("-30"))).key
    ask.of(reversal("invoice", key))
    assert (due(company, 24), due(company, 25)) == ([7000], [0, 0])


def test_drafts_apply_nothing(ask: Ask, company: Company) -> None:
    """What a draft asks for is no application."""
    key = ask.of(invoice()).key
    ask.of(receipt(paid(key, 60), extra="<ACTION>Draft</ACTION>"))
    assert due(company, 20) == [10000]
