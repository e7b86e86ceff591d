"""Payments that are not complete at once: what they pay is selected first, then paid or given back. On the payable
side, where such payments are, the same rules post the other way round."""

from datetime import date

import pytest
from asking import Ask
from paperwork import adjustment_line, ap_adjustment, bill_line, payable, query

from intacct_emulator.books.cash.tender import Tender
from intacct_emulator.books.settlement.application import Application
from intacct_emulator.books.settlement.books import Payment, PaymentBooks
from intacct_emulator.books.settlement.details import AskedCredit, Detail
from intacct_emulator.books.settlement.kinds import AP_PAYMENT
from intacct_emulator.books.settlement.plan import Planner
from intacct_emulator.tenancy.company import Company

DAY = date(2026, 11, 20)
BILLS = AP_PAYMENT.targets[0]
FIELDS = ("STATE", "TOTALPAID", "TOTALSELECTED", "TOTALDUE", "WHENPAID")


@pytest.fixture
def tender(company: Company) -> Tender:
    """The operating account of the US entity."""
    account, entity = company.records.find("GLACCOUNT", "1000"), company.records.find("LOCATIONENTITY", "US")
    assert account is not None
    assert entity is not None
    return Tender(account, entity.key, "Bank-CHK-US", None)


class Run:
    """A payment of 50.00 for a bill of 80.25, as the writer of payments would make it."""

    def __init__(self, ask: Ask, company: Company, tender: Tender) -> None:
        self.ask, self.company, self.tender = ask, company, tender
        self.bill = int(ask.of(payable(lines=bill_line("80.25"))).key or 0)
        self.books = PaymentBooks(company, AP_PAYMENT)
        key = company.records.insert_row("APPYMT", {"RAWSTATE": "S", "VENDORID": "V-2001"})
        self.payment = Payment(key, DAY, None, self.books.summary(tender, DAY, None, None))

    def applications(self, cash: int = 5000, credit: AskedCredit | None = None) -> list[Application]:
        """What it comes to, of cash or of a credit."""
        vendor = self.company.records.find("VENDOR", "V-2001")
        detail = Detail(BILLS, self.bill, None, cash or None, (credit,) if credit else ())
        return Planner(self.company, AP_PAYMENT).applications([detail], vendor)

    def select(self, applications: list[Application]) -> None:
        """Selects it."""
        self.books.select(self.payment, applications, self.books.entries(applications, self.tender), "S")

    def standing(self, name: str = "APBILL") -> list[str | None]:
        """State, totals and day of payment of the first document."""
        return list(self.ask.of(query(name, *FIELDS)).rows()[0].values())

    def posted(self, since: int) -> list[tuple[object, ...]]:
        """Account, side and hundredths of the journal lines after the first `since`."""
        rows = self.company.records.where("GLENTRY")[since:]
        return [(entry["ACCOUNTNO"], entry["TR_TYPE"], entry["AMOUNT"]) for entry in rows]


@pytest.fixture
def run(ask: Ask, company: Company, tender: Tender) -> Run:
    """A payment that is about to be selected."""
    return Run(ask, company, tender)


def test_what_is_selected_is_not_due_and_not_posted(run: Run) -> None:
    """50.00 of 80.25 are selected, 30.25 stay due; the ledger has the bill alone."""
    run.select(run.applications())
    assert run.standing() == ["Selected", "0", "50", "30.25", None]
    assert run.posted(2) == []


def test_confirming_pays_and_posts_what_was_selected(run: Run) -> None:
    """The bank's row first, credited, then payables, debited."""
    run.select(run.applications())
    run.books.confirm(run.payment, run.tender, "C")
    assert run.standing() == ["Partially Paid", "50", "0", "30.25", None]
    assert run.posted(2) == [("1000", -1, 5000), ("2000", 1, 5000)]
    states = ("TOTALPAID", "TOTALSELECTED", "STATE")
    assert list(run.ask.of(query("APPYMTENTRY", *states)).rows()[0].values()) == ["50", "0", "C"]
    assert run.ask.of(query("APPYMTDETAIL", "STATE")).texts(".//STATE") == ["C"]


def test_what_is_released_is_due_again(run: Run) -> None:
    """Nothing of the payment is left on the bill, and no lines of its own."""
    run.select(run.applications())
    run.books.release(run.payment.key)
    assert run.standing() == ["Posted", "0", "0", "80.25", None]
    assert run.company.records.where("APPYMTENTRY") == run.company.records.where("APPYMTDETAIL") == []


def test_a_credit_is_selected_and_paid_on_both_sides(run: Run) -> None:
    """A debit memo of -30.00 is selected with its own sign, and paid with it."""
    memo = int(run.ask.of(ap_adjustment(adjustment_line("-30", "6300"))).key or 0)
    credit = AskedCredit(AP_PAYMENT.credit("ADJUSTMENTKEY"), memo, None, None)
    run.select(run.applications(0, credit))
    assert run.standing("APADJUSTMENT") == ["Selected", "0", "-30", "0", None]
    run.books.confirm(run.payment, run.tender, "C")
    assert run.standing("APADJUSTMENT") == ["Paid", "-30", "0", "0", "11/20/2026"]
    assert run.standing() == ["Partially Paid", "30", "0", "50.25", None]
    assert run.posted(4) == [("2000", -1, 3000), ("2000", 1, 3000)]
