"""Documents the contracts post: minimal, valid wherever the facts are, numbered so that they never meet."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from contract_tests.harness.facts import Facts
from intacct_client import Client, Row
from intacct_client import filters as f

LEDGER_FIELDS = (
    "ACCOUNTNO",
    "AMOUNT",
    "DEPARTMENTID",
    "LOCATIONID",
    "PROJECTID",
    "CUSTOMERID",
    "BATCHKEY",
    "ENTRY_DATE",
)


def unique(prefix: str) -> str:
    """An id nobody has used, at most 20 characters long."""
    return f"{prefix}{uuid.uuid4().hex[:10].upper()}"


def day(text: str) -> date:
    """A wire date."""
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone


def line(facts: Facts, amount: str = "100.00", **changed: object) -> dict[str, object]:
    """An invoice line with department, location and project; None takes a field out."""
    fields: dict[str, object] = {
        "ACCOUNTNO": facts.revenue_account,
        "TRX_AMOUNT": Decimal(amount),
        "LOCATIONID": facts.location_id,
        "DEPARTMENTID": facts.department_id,
        "PROJECTID": facts.project_id,
    }
    return _changed(fields, changed)


def invoice(facts: Facts, lines: Sequence[Mapping[str, object]] = (), **changed: object) -> dict[str, object]:
    """An AR invoice of the customer, with one line unless given; None takes a field out."""
    fields: dict[str, object] = {
        "RECORDID": unique("CT-"),
        "CUSTOMERID": facts.customer_id,
        "WHENCREATED": day(facts.open_date),
        "WHENDUE": day(facts.open_date),
    }
    return _changed(fields, changed) | {"ARINVOICEITEMS": {"ARINVOICEITEM": list(lines) or [line(facts)]}}


def bill(facts: Facts, **changed: object) -> dict[str, object]:
    """An AP bill of the vendor with one line."""
    fields: dict[str, object] = {
        "RECORDID": unique("CT-"),
        "VENDORID": facts.vendor_id,
        "WHENCREATED": day(facts.open_date),
        "WHENDUE": day(facts.open_date),
    }
    item = {"ACCOUNTNO": facts.expense_account, "TRX_AMOUNT": Decimal("75.50"), "LOCATIONID": facts.location_id}
    return _changed(fields, changed) | {"APBILLITEMS": {"APBILLITEM": [item]}}


def entry(facts: Facts, side: int, amount: str, **changed: object) -> dict[str, object]:
    """A line of a journal entry: side 1 is debit, -1 credit."""
    fields: dict[str, object] = {
        "ACCOUNTNO": facts.expense_account,
        "TR_TYPE": side,
        "TRX_AMOUNT": Decimal(amount),
        "LOCATION": facts.location_id,
    }
    return _changed(fields, changed)


def journal_entry(facts: Facts, entries: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """A GLBATCH with the given lines."""
    return {
        "JOURNAL": facts.journal,
        "BATCH_DATE": day(facts.open_date),
        "BATCH_TITLE": unique("Contract "),
        "ENTRIES": {"GLENTRY": list(entries)},
    }


def ledger_of(client: Client, number: str) -> list[Row]:
    """The general-ledger lines behind the document with this number."""
    return client.query("GLDETAIL", LEDGER_FIELDS, f.equal_to("RECORDID", number)).all()


def amounts(rows: Sequence[Row]) -> list[Decimal]:
    """The signed amounts of ledger lines."""
    return [Decimal(str(row["AMOUNT"])) for row in rows]


def _changed(fields: dict[str, object], changed: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in (fields | changed).items() if value is not None}
