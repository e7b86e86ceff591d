"""The one place where documents are settled: it changes what of a line and its document is paid, selected and due.

An application is an amount of one line that is set off against one source. Applying it again with the other sign undoes
it, so that paying and reversing go through the same door. At every moment entered = paid + selected + due, of every
line and of every document.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import NamedTuple

from intacct_emulator.books.money import Money
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

from .kinds import CreditKind, Target
from .open_items import LineKey


class Means(Enum):
    """What an application takes, when it takes no credit."""

    CASH = "cash"
    DISCOUNT = "discount"


Source = Means | CreditKind


class Application(NamedTuple):
    """An amount of a line, and what it is settled with.

    `amount` is as the paid line counts it, `taken` as its source does: they differ in base currency alone, where the
    rates of both differ. `credit` is the line a credit is taken from. Both amounts are negative in a reversal.
    """

    target: Target
    paid: LineKey
    amount: Money
    source: Source
    taken: Money
    credit: LineKey | None = None
    discount_day: date | None = None

    def reversed(self) -> "Application":
        """What undoes it."""
        return self._replace(amount=self.amount.reversed(), taken=self.taken.reversed())


class _Step(NamedTuple):
    """What happens to an amount: how often it is added to what is selected, and to what is paid."""

    selected: int
    paid: int


_SELECT, _RELEASE = _Step(1, 0), _Step(-1, 0)
_PAY, _CONFIRM = _Step(0, 1), _Step(-1, 1)


def select(records: Records, applications: Iterable[Application]) -> None:
    """Sets amounts aside for a payment that is not complete yet: they are selected, and no longer due."""
    _apply(records, applications, _SELECT, None)


def release(records: Records, applications: Iterable[Application]) -> None:
    """Gives back what was selected: it is due again."""
    _apply(records, applications, _RELEASE, None)


def confirm(records: Records, applications: Iterable[Application], day: date) -> None:
    """Makes what was selected paid, on the day of the payment."""
    _apply(records, applications, _CONFIRM, day)


def pay(records: Records, applications: Iterable[Application], day: date) -> None:
    """Pays amounts at once. Applications with the other sign take payments back."""
    _apply(records, applications, _PAY, day)


def close(records: Records, amounts: Mapping[LineKey, Money], day: date) -> None:
    """Settles lines outright, without a payment: a document and its reversal. The amounts are in the lines' signs."""
    _change(records, amounts, _PAY, day)


def _apply(records: Records, applications: Iterable[Application], step: _Step, day: date | None) -> None:
    amounts: dict[LineKey, Money] = {}
    for application in applications:
        _add(amounts, application.paid, application.amount)
        if application.credit is not None:
            line = _existing(records, application.credit.kept.line_object, application.credit.line)
            # What is paid of a credit has the sign of the credit.
            negative = int(line["TRX_AMOUNT"] or 0) < 0
            _add(amounts, application.credit, application.taken.reversed() if negative else application.taken)
    _change(records, amounts, step, day)


def _change(records: Records, amounts: Mapping[LineKey, Money], step: _Step, day: date | None) -> None:
    documents: dict[LineKey, Money] = {}
    for key, amount in amounts.items():
        line = _existing(records, key.kept.line_object, key.line)
        records.update_row(key.kept.line_object, key.line, _totals(line, amount, step))
        _add(documents, key._replace(line=0), amount)
    for key, amount in documents.items():
        document = _existing(records, key.kept.object, key.document)
        records.update_row(key.kept.object, key.document, _header(document, amount, step, day))


def _existing(records: Records, name: str, key: int) -> Record:
    record = records.get(name, key)
    assert record is not None
    return record


def _add(amounts: dict[LineKey, Money], key: LineKey, amount: Money) -> None:
    before = amounts.get(key)
    amounts[key] = amount if before is None else before.plus(amount)


def _totals(record: Record, amount: Money, step: _Step) -> dict[str, int]:
    changed = {}
    for prefix, part in (("", amount.base), ("TRX_", amount.transaction)):
        for name, times in (("TOTALSELECTED", step.selected), ("TOTALPAID", step.paid)):
            if times:
                changed[prefix + name] = int(record[prefix + name] or 0) + times * part
    return changed


def _header(document: Record, amount: Money, step: _Step, day: date | None) -> dict[str, int | str | None]:
    row: dict[str, int | str | None] = {**_totals(document, amount, step)}

    def now(name: str) -> int:
        return int(row.get(name, document[name]) or 0)

    for prefix in ("", "TRX_"):
        row[f"{prefix}TOTALDUE"] = (
            now(f"{prefix}TOTALENTERED") - now(f"{prefix}TOTALPAID") - now(f"{prefix}TOTALSELECTED")
        )
    settled = not now("TRX_TOTALDUE") and not now("TRX_TOTALSELECTED")
    if day is not None or not settled:
        row["WHENPAID"] = day.isoformat() if settled and day is not None else None
    return row
