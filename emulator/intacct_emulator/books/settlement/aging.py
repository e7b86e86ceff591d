"""How old what customers owe is: their open documents on a day, each with its age, by period.

A document counts with what was due of it on that day: what was settled later is due again, and what was made later is
left out. Both are read from the table of applications.
"""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from intacct_emulator.books.money import shown
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import EVERYTHING, Scope, condition
from intacct_emulator.storage.database import quoted

from .as_of import amount_fields, taken_of_credit
from .kinds import AR_PAYMENT

_UNSETTLED = "D"
_IN_THE_BOOKS = ("A", "R", "V")
# The credits that lie on accounts of their own (advances, overpayments) are no part of what is receivable (inferred).
_CREDITS = tuple(credit for credit in AR_PAYMENT.credits if not credit.prepaid)


class CountedFrom(StrEnum):
    """The day from which a document's age is counted, by its field."""

    CREATED = "WHENCREATED"
    DUE = "WHENDUE"
    POSTED = "WHENPOSTED"


class Period(NamedTuple):
    """A range of ages in days: its text, its first, and its last; None where it does not end."""

    text: str
    first: int
    last: int | None

    def holds(self, age: int) -> bool:
        """Whether an age is in the period. What is not due yet is in one that begins at 0 (inferred)."""
        return self.first <= max(age, 0) and (self.last is None or age <= self.last)


class AgingQuestion(NamedTuple):
    """What is asked: the day, how ages are counted, and which documents and lines count; None takes all of them that
    are seen in the scope."""

    day: date
    counted_from: CountedFrom
    customer: str | None = None
    invoice: str | None = None
    locations: Sequence[str] | None = None
    departments: Sequence[str] | None = None
    scope: Scope = EVERYTHING


class OpenDocument(NamedTuple):
    """A document, what was due of it on the day, and its age; `due` is zero for one that was settled by then."""

    customer: str
    number: str | None
    due: Decimal
    counted_from: date
    age: int


def open_documents(records: Records, question: AgingQuestion) -> list[OpenDocument]:
    """The documents of customers up to the day, by customer and age, oldest first."""
    for name in ("ARINVOICE", "ARINVOICEITEM", AR_PAYMENT.detail_object):
        records.prepare(records.catalogue[name])
    conditions, parameters = _conditions(question)
    seen = condition(records.catalogue["ARINVOICEITEM"], records.catalogue, "item", question.scope)
    if seen is not None:
        conditions.append(seen.sql)
        parameters["entity"] = question.scope.entity_key or 0
    counted = f"COALESCE(document.{question.counted_from}, document.WHENCREATED)"
    sql = (
        f"WITH settled(line, amount) AS (SELECT line, SUM(amount) FROM ({_settled()}) GROUP BY line) "  # noqa: S608 - names of our own
        f"SELECT document.CUSTOMERID, document.RECORDID, {counted}, SUM(item.AMOUNT - COALESCE(settled.amount, 0)) "
        "FROM PRRECORD AS document JOIN PRENTRY AS item ON item.RECORDKEY = document.RECORDNO "
        "LEFT JOIN settled ON settled.line = item.RECORDNO "
        f"WHERE {' AND '.join(conditions)} GROUP BY document.RECORDNO "
        f"ORDER BY document.CUSTOMERID, {counted}, document.RECORDNO"
    )
    found = []
    for customer, number, counted_from, due in records.database.execute(sql, parameters):
        start = date.fromisoformat(str(counted_from))
        text = None if number is None else str(number)
        found.append(OpenDocument(str(customer), text, shown(int(due)), start, (question.day - start).days))
    return found


def _conditions(question: AgingQuestion) -> tuple[list[str], dict[str, str | int]]:
    made = CountedFrom.POSTED if question.counted_from is CountedFrom.POSTED else CountedFrom.CREATED
    kinds = [target.kept.record_type for target in AR_PAYMENT.targets]
    conditions = [
        "document.RECORDTYPE IN (SELECT value FROM json_each(:kinds))",
        "document.RAWSTATE IN (SELECT value FROM json_each(:states))",
        f"document.{made} <= :day",
    ]
    parameters: dict[str, str | int] = {
        "kinds": json.dumps(kinds),
        "states": json.dumps(_IN_THE_BOOKS),
        "day": question.day.isoformat(),
    }
    wanted = (
        ("document.CUSTOMERID", None if question.customer is None else [question.customer]),
        ("document.RECORDID", None if question.invoice is None else [question.invoice]),
        ("item.LOCATIONID", question.locations),
        ("item.DEPARTMENTID", question.departments),
    )
    for index, (column, values) in enumerate(wanted):
        if values is not None:
            conditions.append(f"{column} IN (SELECT value FROM json_each(:only{index}))")  # noqa: S608 - likewise
            parameters[f"only{index}"] = json.dumps(list(values))
    return conditions, parameters


def _settled() -> str:
    """What applications up to the day settled, by line: of what was paid, and of the credits it was paid with."""
    amount = f"COALESCE({', '.join(map(quoted, amount_fields(AR_PAYMENT)))})"
    sides = [(target.entry_field, amount) for target in AR_PAYMENT.targets]
    sides += [
        (credit.entry_field, f"-{taken_of_credit(AR_PAYMENT, quoted(credit.amount_field))}") for credit in _CREDITS
    ]
    return " UNION ALL ".join(
        f"SELECT {quoted(field)} AS line, {size} AS amount FROM {AR_PAYMENT.detail_object} "  # noqa: S608 - likewise
        f"WHERE {quoted(field)} IS NOT NULL AND STATE <> '{_UNSETTLED}' AND PAYMENTDATE <= :day"
        for field, size in sides
    )
