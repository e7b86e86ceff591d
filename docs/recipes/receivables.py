"""Bills a customer and reports what is due: `python receivables.py`, with INTACCT_* in the environment."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from intacct_client import AsyncClient, Client, FunctionError, IntacctError, Row, descending
from intacct_client import filters as f


@dataclass(frozen=True)
class Due:
    """What a customer owes on one invoice."""

    invoice: str
    customer: str
    amount: Decimal
    due: date
    paid: date | None


def bill(client: Client, customer: str, number: str, amount: Decimal, day: date) -> int:
    """Post an invoice of one line; its record number."""
    line = {"ACCOUNTNO": "4000", "TRX_AMOUNT": amount, "LOCATIONID": "US-NYC", "DEPARTMENTID": "11"}
    keys = client.create(
        "ARINVOICE",
        {
            "RECORDID": number,
            "CUSTOMERID": customer,
            "WHENCREATED": day,
            "WHENDUE": day + timedelta(days=30),
            "ARINVOICEITEMS": {"ARINVOICEITEM": [line]},
        },
    )
    return keys.integer("RECORDNO")


def due_of(row: Row) -> Due:
    """A row of ARINVOICE as what is owed."""
    return Due(
        invoice=row.text("RECORDID"),
        customer=row.text("CUSTOMERID"),
        amount=row.decimal("TOTALDUE"),
        due=row.date("WHENDUE"),
        paid=row.date("WHENPAID", default=None),
    )


def open_invoices(client: Client, customer: str) -> list[Due]:
    """What a customer owes, the latest due first, two rows a page."""
    mine = f.equal_to("CUSTOMERID", customer) & f.greater_than("TOTALDUE", 0)
    fields = ["RECORDID", "CUSTOMERID", "TOTALDUE", "WHENDUE", "WHENPAID"]
    rows = client.query("ARINVOICE", fields, mine, order_by=[descending("WHENDUE"), "RECORDNO"], page_size=2)
    return [due_of(row) for row in rows]


def lines_total(client: Client, key: int) -> Decimal:
    """The sum over the lines of an invoice."""
    (invoice,) = client.read("ARINVOICE", key)
    return sum((line.decimal("AMOUNT") for line in invoice.lines("ARINVOICEITEMS")), Decimal(0))


def why_not(client: Client, customer: str) -> str:
    """The gateway's reason for refusing an invoice."""
    try:
        bill(client, customer, "INV-REFUSED", Decimal("1.00"), date(2026, 11, 3))
    except FunctionError as error:
        return error.errors[0].text
    return "accepted"


async def names(customers: list[str]) -> dict[str, str]:
    """The customers' names, asked for side by side."""
    async with AsyncClient.from_env() as client:
        tasks = [asyncio.create_task(client.read_by_name("CUSTOMER", customer, ["NAME"])) for customer in customers]
        return {customer: (await task)[0].text("NAME") for customer, task in zip(customers, tasks, strict=True)}


def main() -> None:
    with Client.from_env() as client:
        try:
            key = bill(client, "C-1001", "INV-RECIPE-1", Decimal("120.50"), date(2026, 11, 3))
            client.update("ARINVOICE", {"RECORDNO": key, "DESCRIPTION": "Installation"})
            print(f"invoice {key}: {lines_total(client, key)}")
            for due in open_invoices(client, "C-1001"):
                print(f"{due.invoice} {due.amount} due {due.due:%d %B %Y}, paid {due.paid or 'not yet'}")
            print(why_not(client, "C-NOBODY"))
        except IntacctError as error:
            raise SystemExit(f"{error} ({'perhaps done' if error.outcome_unknown else 'not done'})") from error
    print(asyncio.run(names(["C-1001", "C-1002"])))


if __name__ == "__main__":
    main()
