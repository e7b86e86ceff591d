"""What was due of each document on a day: what had been entered by then, less what had been applied by then."""

from datetime import date

from intacct_emulator.books.documents.states import POSTED, REVERSAL, REVERSED
from intacct_emulator.records.store import Records
from intacct_emulator.storage.database import quoted

from .kinds import CreditKind, SettlementKind, Target

_IN_BOOKS = (POSTED.code, REVERSED.code, REVERSAL.code)


def due_on(records: Records, kind: SettlementKind, day: date) -> dict[int, int]:
    """What was due at the end of a day, in hundredths of the base currency, by the RECORDNO of every document that was
    in the books by then, credits below zero. Receipts and reversals of later days do not count yet, nor do later
    documents; a document that has been reversed since is as it was, and what is selected is still due."""
    for name in (kind.detail_object, *(target.kept.object for target in kind.targets)):
        records.prepare(records.definition(name))
    types = ", ".join(f"'{target.kept.record_type}'" for target in kind.targets)
    states = ", ".join(f"'{state}'" for state in _IN_BOOKS)
    entered = (
        "SELECT RECORDNO, TOTALENTERED FROM PRRECORD "  # noqa: S608 - names and codes of our own
        f"WHERE RECORDTYPE IN ({types}) AND RAWSTATE IN ({states}) AND WHENPOSTED <= ?"
    )
    due = {int(key or 0): int(amount or 0) for key, amount in records.database.all(entered, (day.isoformat(),))}
    applied = " + ".join(f"COALESCE({field}, 0)" for field in amount_fields(kind))
    incomplete = ", ".join(f"'{state}'" for state in kind.incomplete_codes)
    sides: list[tuple[Target | CreditKind, int]] = [(target, -1) for target in kind.targets]
    sides += [(credit, 1) for credit in kind.credits if not credit.prepaid]
    for side, sign in sides:
        field = quoted(side.key_field)
        amount = applied if isinstance(side, Target) else taken_of_credit(kind, applied)
        sums = (
            f"SELECT {field}, SUM({amount}) FROM {quoted(kind.detail_object)} "  # noqa: S608 - names of our own
            f"WHERE {field} IS NOT NULL AND STATE NOT IN ({incomplete}) AND PAYMENTDATE <= ? GROUP BY {field}"
        )
        for key, sum_of_key in records.database.all(sums, (day.isoformat(),)):
            if key in due:
                due[int(key)] += sign * int(sum_of_key or 0)
    return due


def taken_of_credit(kind: SettlementKind, applied: str) -> str:
    """What an application took of a credit, as SQL: a detail tells what it settles of the paid document, the payment's
    line what that took, which differs where the rates of both do. `applied` is the detail's amount."""
    line = f"SELECT AMOUNT FROM PRENTRY WHERE PRENTRY.RECORDNO = {quoted(kind.detail_object)}.PAYMENTENTRYKEY"  # noqa: S608 - names of our own
    return f"COALESCE(({line}), {applied})"


def amount_fields(kind: SettlementKind) -> tuple[str, ...]:
    """The fields of an application that hold an amount, in base currency; one of them has one."""
    return ("PAYMENTAMOUNT", "DISCOUNTAMOUNT", *(credit.amount_field for credit in kind.credits))
