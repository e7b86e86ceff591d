"""What the books of a company come to: the trial balance of its fiscal year, and how old what customers owe is."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from intacct_emulator.books.ledger.balances import Balance, BalanceRange, balances, fiscal_year_of
from intacct_emulator.books.settlement.aging import AgingQuestion, CountedFrom, OpenDocument, Period, open_documents
from intacct_emulator.tenancy.company import Company

from .screen import Asked, Screen, missing

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

PERIODS = (
    Period("0-30", 0, 30),
    Period("31-60", 31, 60),
    Period("61-90", 61, 90),
    Period("91-120", 91, 120),
    Period("121-", 121, None),
)
_NOTHING = Decimal(0)


class BalanceLine(NamedTuple):
    """The balance of an account at the end of the range, on its side; the other one is None."""

    balance: Balance
    title: str
    debit: Decimal | None
    credit: Decimal | None


class CustomerAge(NamedTuple):
    """What a customer owes, by period, and the documents that it is made of."""

    customer: str
    name: str
    owed: tuple[Decimal, ...]
    total: Decimal
    documents: tuple[OpenDocument, ...]


def trial_balance_page(room: "ControlRoom", asked: Asked) -> Screen:
    """The balances of all accounts, from the first day of the fiscal year to a day: today, or the one asked for.
    Statistical accounts hold no money and are left out."""
    company = room.gateway.tenants.company(asked.path["company_id"])
    if company is None:
        return missing(f"There is no company {asked.path['company_id']}.")
    day = _day(asked, company)
    year = fiscal_year_of(day, company.profile.first_fiscal_month)
    with company.lock:
        found = balances(company.records, BalanceRange(year, day, year, statistical=False))
        lines = [_line(company, balance) for balance in found if not balance.empty]
    debit, credit = sum_of(line.debit for line in lines), sum_of(line.credit for line in lines)
    values = {"company": company, "day": day, "year": year, "lines": lines, "debit": debit, "credit": credit}
    return Screen("trial_balance.html", {"active": "companies", **values})


def aging_page(room: "ControlRoom", asked: Asked) -> Screen:
    """What customers owe on a day, by the days since their documents were due."""
    company = room.gateway.tenants.company(asked.path["company_id"])
    if company is None:
        return missing(f"There is no company {asked.path['company_id']}.")
    day = _day(asked, company)
    with company.lock:
        documents = open_documents(company.records, AgingQuestion(day, CountedFrom.DUE))
        owing: dict[str, list[OpenDocument]] = {}
        for document in documents:
            if document.due:
                owing.setdefault(document.customer, []).append(document)
        customers = [_customer(company, customer, found) for customer, found in owing.items()]
    totals = [sum_of(one.owed[place] for one in customers) for place in range(len(PERIODS))]
    return Screen(
        "aging.html",
        {
            "active": "companies",
            "company": company,
            "day": day,
            "periods": PERIODS,
            "customers": customers,
            "totals": totals,
            "total": sum_of(totals),
        },
    )


def sum_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of those amounts that are there."""
    return sum((amount for amount in amounts if amount is not None), _NOTHING)


def _day(asked: Asked, company: Company) -> date:
    try:
        return date.fromisoformat(asked.text("day"))
    except ValueError:
        return company.clock.today()


def _line(company: Company, balance: Balance) -> BalanceLine:
    account = company.records.find("GLACCOUNT", balance.account)
    title = (account.text("TITLE") or "") if account is not None else ""
    debit, credit = (balance.end, None) if balance.end >= 0 else (None, -balance.end)
    return BalanceLine(balance, title, debit, credit)


def _customer(company: Company, customer: str, documents: list[OpenDocument]) -> CustomerAge:
    owed = tuple(sum_of(document.due for document in documents if period.holds(document.age)) for period in PERIODS)
    known = company.records.find("CUSTOMER", customer)
    name = (known.text("NAME") or "") if known is not None else ""
    return CustomerAge(customer, name, owed, sum_of(owed), tuple(documents))
