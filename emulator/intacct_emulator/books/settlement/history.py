"""The table of applications: which payment settled what, from what, when. `ARPYMTDETAIL` and `APPYMTDETAIL` are it.

What of a line is paid is the sum of its applications. A reversal adds the same ones with the other sign, under its own
date, so that what was due on any day can be told.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.kept_money import exchange_in, money_in
from intacct_emulator.books.money import Money
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

from .application import Application, Means, Source
from .kinds import CreditKind, SettlementKind, Target
from .open_items import LineKey

_AMOUNTS = {Means.CASH: "PAYMENTAMOUNT", Means.DISCOUNT: "DISCOUNTAMOUNT"}


class Noted(NamedTuple):
    """A payment as its applications keep it: its RECORDNO, its date, its state."""

    key: int
    day: date
    state: str


def note(
    records: Records,
    kind: SettlementKind,
    payment: Noted,
    applications: Sequence[Application],
    entries: Sequence[int],
) -> None:
    """Keeps the applications of a payment, each with the payment's line that it made."""
    definition = records.definition(kind.detail_object)
    for application, entry in zip(applications, entries, strict=True):
        row = _row(kind, payment, application, entry)
        records.insert_row(kind.detail_object, {name: row[name] for name in row if name in definition.stored_ids})


def note_without_payment(
    records: Records, kind: SettlementKind, day: date, state: str, applications: Sequence[Application]
) -> None:
    """Keeps applications that no payment made: a document and its reversal settle each other."""
    definition = records.definition(kind.detail_object)
    for application in applications:
        row = _row(kind, Noted(0, day, state), application, 0) | {"PAYMENTKEY": None, "PAYMENTENTRYKEY": None}
        records.insert_row(kind.detail_object, {name: row[name] for name in row if name in definition.stored_ids})


def applications_of(records: Records, kind: SettlementKind, payment: int) -> list[Application]:
    """The applications of a payment, in the order they were worked out. The details of a payment tell what it settles,
    its lines what that takes."""
    lines = {line.key: line for line in records.where(kind.entry_object, RECORDKEY=payment)}
    rows = records.where(kind.detail_object, PAYMENTKEY=payment)
    return [_application(records, kind, row, lines.get(row.integer("PAYMENTENTRYKEY") or 0)) for row in rows]


def is_touched(records: Records, kind: SettlementKind, record_type: str, document: int) -> bool:
    """Whether a payment has ever settled anything of a document, reversed or not: its lines are locked then (documented
    for reversed receipts)."""
    return any(row["STATE"] != "D" for row in _naming(records, kind, record_type, document))


def is_in_draft(records: Records, kind: SettlementKind, record_type: str, document: int) -> bool:
    """Whether a draft payment names a document, to be paid or to be taken from."""
    return any(row["STATE"] == "D" for row in _naming(records, kind, record_type, document))


def _naming(records: Records, kind: SettlementKind, record_type: str, document: int) -> Iterator[Record]:
    fields = [target.key_field for target in kind.targets if target.kept.record_type == record_type]
    fields += [credit.key_field for credit in kind.credits if credit.kept.record_type == record_type]
    for field in fields:
        yield from records.where(kind.detail_object, **{field: document})


def forget(records: Records, kind: SettlementKind, payment: int) -> None:
    """Removes the applications of a payment that never had an effect, or has none any more."""
    records.delete_where(kind.detail_object, PAYMENTKEY=payment)


def settle_state(records: Records, kind: SettlementKind, payment: int, state: str) -> None:
    """Gives the applications of a payment its new state."""
    for key in records.keys(kind.detail_object, PAYMENTKEY=payment):
        records.update_row(kind.detail_object, key, {"STATE": state})


def never_paid(records: Records, kind: SettlementKind, payment: int) -> None:
    """Takes the day of payment off the applications of a payment that came to nothing (inferred)."""
    for key in records.keys(kind.detail_object, PAYMENTKEY=payment):
        records.update_row(kind.detail_object, key, {"PAYMENTDATE": None})


def _row(kind: SettlementKind, payment: Noted, application: Application, entry: int) -> dict[str, Stored]:
    source, target, credit = application.source, application.target, application.credit
    row: dict[str, Stored] = {
        target.key_field: application.paid.document,
        target.entry_field: application.paid.line,
        "PAYMENTKEY": payment.key,
        "PAYMENTENTRYKEY": entry,
        "PAYMENTDATE": payment.day.isoformat(),
        "CURRENCY": application.amount.currency,
        "STATE": payment.state,
        "MODULEKEY": kind.subledger.module,
        _amount_field(source): application.amount.base,
        f"TRX_{_amount_field(source)}": application.amount.transaction,
    }
    if isinstance(source, CreditKind):
        assert credit is not None
        row |= {source.key_field: credit.document, source.entry_field: credit.line}
        if source.posted_fields is not None:
            row |= dict(zip(source.posted_fields, (payment.key, entry), strict=True))
    elif source is Means.DISCOUNT:
        # A discount is booked with the payment itself (inferred; the gateway has records of their own for them).
        row |= {"DISCOUNTKEY": payment.key, "DISCOUNTENTRYKEY": entry}
        row["DISCOUNTDATE"] = application.discount_day.isoformat() if application.discount_day else None
    return row


def _amount_field(source: Source) -> str:
    return source.amount_field if isinstance(source, CreditKind) else _AMOUNTS[source]


def _application(records: Records, kind: SettlementKind, row: Record, line: Record | None) -> Application:
    target = _target(kind, row)
    source, credit = _source(kind, row)
    name = _amount_field(source)
    paid = LineKey(target.kept, row.integer(target.key_field) or 0, row.integer(target.entry_field) or 0)
    document = records.get(target.kept.line_object, paid.line)
    rate = exchange_in(document).rate if document is not None else None
    amount = Money(int(row[f"TRX_{name}"] or 0), int(row[name] or 0), row.text("CURRENCY") or "", rate)
    taken = money_in(line, "AMOUNT") if line is not None else amount
    return Application(target, paid, amount, source, taken, credit, row.day("DISCOUNTDATE"))


def _target(kind: SettlementKind, row: Record) -> Target:
    return next(target for target in kind.targets if row[target.key_field] is not None)


def _source(kind: SettlementKind, row: Record) -> tuple[Source, LineKey | None]:
    for credit in kind.credits:
        document = row.integer(credit.key_field)
        if document is not None:
            return credit, LineKey(credit.kept, document, row.integer(credit.entry_field) or 0)
    return (Means.DISCOUNT if row["DISCOUNTKEY"] is not None else Means.CASH), None
