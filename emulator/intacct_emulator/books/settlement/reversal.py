"""Reversing payments and documents: a twin with the other sign goes into the books, and both are settled.

The twin's number is `Reversed - ` and the original's; it keeps party and contacts, and all its dates are the day of the
reversal (recorded). Nothing of the original is taken out of the books.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from intacct_emulator.books.documents.kinds import DocumentKind
from intacct_emulator.books.documents.states import POSTED, REVERSAL, REVERSED
from intacct_emulator.books.kept_money import money_in
from intacct_emulator.books.ledger import posting, summaries
from intacct_emulator.books.ledger.entry import LedgerLine, Origin
from intacct_emulator.books.ledger.kept_lines import lines_of_document, mirrored
from intacct_emulator.books.ledger.summaries import Frequency, Summary
from intacct_emulator.books.money import Money
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import GatewayError, settlement
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.company import Company

from . import history
from .application import Application, close
from .books import Payment, PaymentBooks
from .kinds import Kept, SettlementKind
from .open_items import LineKey
from .states import COMPLETE

_SIGNED = frozenset(f"{prefix}{name}" for prefix in ("", "TRX_") for name in ("TOTALENTERED", "AMOUNT"))
_SETTLED = frozenset(
    f"{prefix}{name}" for prefix in ("", "TRX_") for name in ("TOTALPAID", "TOTALSELECTED", "TOTALDUE")
)
_NOT_COPIED = frozenset({"RECORDNO", "AUWHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY"})
_DATES = ("WHENCREATED", "WHENDUE", "WHENPOSTED", "WHENDISCOUNT", "RECEIPTDATE", "PAYMENTDATE")


class Reverser:
    """Reverses payments and documents of one side in one company."""

    def __init__(self, company: Company, kind: SettlementKind) -> None:
        self._company = company
        self._records: Records = company.records
        self._kind = kind

    def payment(self, record: Record, day: date, memo: str | None) -> Record:
        """Reverses a complete payment: what it paid is due again, its credits are free again. Its twin.

        Raises GatewayError for one that is not complete, for a day before its own, and for an overpayment that is in
        use elsewhere.
        """
        records, kind = self._records, self._kind
        self._require(record, COMPLETE.code, record.day("WHENCREATED"), day)
        rows = records.where(kind.entry_object, RECORDKEY=record.key)
        applications = history.applications_of(records, kind, record.key)
        left = rows[len(applications) :]
        overpaid = left if kind.overpaid else []
        _require_unused(record, overpaid)
        books = PaymentBooks(self._company, kind)
        entries = [books.maker.kept_application(*pair) for pair in zip(applications, rows, strict=False)]
        entries += [books.maker.kept(row) for row in left]
        posted = self._posted(kind.kept.record_type, record.key)
        self._close_lines(kind.kept, record.key, overpaid, day)
        twin = records.insert_row(kind.object, self._twin_row(record, day, memo) | {"RAWSTATE": kind.reversal_code})
        summary = self._summary_like(record, day)
        records.update_row(kind.object, twin, {"PRBATCHKEY": summary.key, "PRBATCH": summary.title})
        _settle_whole(records, kind.object, twin, day)
        books.pay(
            Payment(twin, day, record.text("DOCNUMBER"), summary),
            [application.reversed() for application in applications],
            [entry.reversed() for entry in entries],
            kind.reversal_code,
            posted=[[mirrored(line) for line in posted[row.key]] for row in rows],
        )
        records.update_row(kind.object, record.key, {"RAWSTATE": kind.reversed_code})
        history.settle_state(records, kind, record.key, kind.reversed_code)
        return self._read(kind.object, twin)

    def document(self, kind: DocumentKind, record: Record, day: date, memo: str | None) -> Record:
        """Reverses a posted document of which nothing is paid. Its twin.

        Raises GatewayError for a document that is a draft, reversed, paid or selected, and for a day before its own.
        """
        records = self._records
        self._require(record, POSTED.code, record.day("WHENPOSTED"), day)
        lines = records.where(kind.line_object, RECORDKEY=record.key)
        _require_unused(record, [record, *lines])
        twin = records.insert_row(kind.object, self._twin_row(record, day, memo))
        summary = self._summary_like(record, day)
        records.update_row(kind.object, twin, {"PRBATCHKEY": summary.key, "PRBATCH": summary.title})
        twins = [records.insert_row(kind.line_object, _twin_line(line, twin, day)) for line in lines]
        self._post_twin(kind, record, lines, twin, twins, summary, day)
        kept = Kept(kind.object, kind.line_object, kind.record_type, "")
        self._close_lines(kept, record.key, lines, day)
        twin_lines = [self._read(kind.line_object, key) for key in twins]
        self._close_lines(kept, twin, twin_lines, day)
        self._note(kind, lines, twin_lines, day)
        records.update_row(kind.object, record.key, {"RAWSTATE": REVERSED.code})
        return self._read(kind.object, twin)

    def _require(self, record: Record, state: str, posted: date | None, day: date) -> None:
        # What is in a deposit, or cleared in a reconciliation, stays (documented for the latter).
        bound = record["DEPOSITKEY"] is not None or record["CLEARED"] == "T"
        if record["RAWSTATE"] != state or bound:
            raise GatewayError(settlement.NOT_REVERSIBLE, number=_number(record))
        if posted is not None and day < posted:
            raise GatewayError(settlement.REVERSAL_TOO_EARLY)

    def _twin_row(self, record: Record, day: date, memo: str | None) -> dict[str, Stored]:
        row = _negated(record)
        stored = record.definition.stored_ids
        row |= {name: day.isoformat() for name in _DATES if name in stored}
        row["RAWSTATE"] = REVERSAL.code
        number = record.text("RECORDID")
        row["RECORDID"] = f"Reversed - {number}" if number is not None else None
        if memo is not None:
            row["DESCRIPTION"] = memo
        return row

    def _summary_like(self, record: Record, day: date) -> Summary:
        """The summary of the reversal's day that is like the original's."""
        subledger = self._kind.subledger
        key = record.integer("PRBATCHKEY")
        known = self._records.get(subledger.summary_object, key) if key is not None else None
        assert known is not None
        frequency = Frequency(subledger.setup(self._company.profile).summary_frequency)
        if frequency is Frequency.USER_SPECIFIED:
            summaries.require_open(known)
            return Summary(known.key, known.id)
        series = summaries.Series(subledger.summary_object, known.id.split(":", 1)[0], str(known["RECORDTYPE"]))
        if frequency is Frequency.TRANSACTION:
            return summaries.own_summary(self._records, series, day, record.text("RECORDID"), None)
        return summaries.summary_of_period(self._records, series, frequency, day)

    def _post_twin(  # noqa: PLR0917 - a document, its twin, and where the twin is posted
        self,
        kind: DocumentKind,
        record: Record,
        lines: list[Record],
        twin: int,
        twins: list[int],
        summary: Summary,
        day: date,
    ) -> None:
        posted = self._posted(kind.record_type, record.key)
        turned = [
            (mirrored(posted_line), Origin(kind.record_type, twin, key))
            for line, key in zip(lines, twins, strict=True)
            for posted_line in posted[line.key]
        ]
        batch = summaries.journal_entry_for(
            self._records,
            kind.journal(self._company.profile),
            module=kind.subledger.module,
            summary=summary,
            day=day,
        )
        posting.post(self._records, batch, [line for line, _ in turned], [origin for _, origin in turned])

    def _posted(self, record_type: str, key: int) -> dict[int, list[LedgerLine]]:
        """What each line of a document, or of a payment, has in the ledger."""
        posted: defaultdict[int, list[LedgerLine]] = defaultdict(list)
        for kept in lines_of_document(self._company, record_type, key):
            posted[kept.entry_key].append(kept.line)
        return posted

    def _close_lines(self, kept: Kept, document: int, lines: list[Record], day: date) -> None:
        amounts: Mapping[LineKey, Money] = {LineKey(kept, document, line.key): _amount(line) for line in lines}
        close(self._records, amounts, day)

    def _note(self, kind: DocumentKind, lines: list[Record], twins: list[Record], day: date) -> None:
        """Notes that a document and its twin settled each other, so that what was due on any day can be told."""
        target = next((one for one in self._kind.targets if one.kept.record_type == kind.record_type), None)
        credits = [one for one in self._kind.credits if one.kept.record_type == kind.record_type and not one.prepaid]
        credit = min(credits, key=lambda one: one.inline, default=None)
        if target is None or credit is None:
            return
        noted = []
        for line, twin in zip(lines, twins, strict=True):
            paid, taken = (line, twin) if not _amount(line).negative else (twin, line)
            keys = [LineKey(target.kept, one.integer("RECORDKEY") or 0, one.key) for one in (paid, taken)]
            amount = _amount(line).absolute()
            if amount.transaction:
                noted.append(Application(target, keys[0], amount, credit, amount, keys[1]))
        history.note_without_payment(self._records, self._kind, day, REVERSED.code, noted)

    def _read(self, name: str, key: int) -> Record:
        record = self._records.get(name, key)
        assert record is not None
        return record


def _require_unused(record: Record, rows: list[Record]) -> None:
    for row in rows:
        if row["TRX_TOTALPAID"] or row["TRX_TOTALSELECTED"]:
            raise GatewayError(settlement.CREDIT_IN_USE, number=_number(record))


def _settle_whole(records: Records, name: str, key: int, day: date) -> None:
    record = records.get(name, key)
    assert record is not None
    row: dict[str, Stored] = {"WHENPAID": day.isoformat()}
    for prefix in ("", "TRX_"):
        row |= {f"{prefix}TOTALPAID": record[f"{prefix}TOTALENTERED"], f"{prefix}TOTALDUE": 0}
    records.update_row(name, key, row)


def _negated(record: Record) -> dict[str, Stored]:
    row: dict[str, Stored] = {}
    for name, value in record.stored.items():
        if name in _NOT_COPIED or value is None:
            continue
        if name in _SIGNED:
            row[name] = -int(value)
        elif name in _SETTLED:
            row[name] = 0
        else:
            row[name] = value
    for prefix in ("", "TRX_"):
        if f"{prefix}TOTALENTERED" in row:
            row[f"{prefix}TOTALDUE"] = row[f"{prefix}TOTALENTERED"]
    return row


def _twin_line(line: Record, document: int, day: date) -> dict[str, Stored]:
    row = _negated(line)
    row.pop("WHENCREATED", None)
    return row | {"RECORDKEY": document, "ENTRY_DATE": day.isoformat()}


def _amount(line: Record) -> Money:
    return money_in(line, "AMOUNT")


def _number(record: Record) -> str | int:
    return record.text("RECORDID") or record.key
