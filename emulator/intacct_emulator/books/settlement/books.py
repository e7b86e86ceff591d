"""Brings a payment into the books and takes it out again: its lines, its applications, what it posts.

Selection and confirmation are steps of their own for payments that are not complete at once; a receipt is. Whatever is
undone goes through the same steps with the other sign.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.cash.tender import Tender
from intacct_emulator.books.ledger import posting, summaries
from intacct_emulator.books.ledger.entry import Batch, LedgerLine, Origin
from intacct_emulator.books.ledger.inter_entity import BetweenEntities
from intacct_emulator.books.ledger.summaries import Frequency, Series, Summary
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import history
from .application import Application, confirm, pay, release, select
from .entries import Entry, EntryMaker, entry_row, journal_lines, paid_row
from .kinds import SettlementKind

_NOT_SELECTED = {"TOTALSELECTED": 0, "TRX_TOTALSELECTED": 0}


class Payment(NamedTuple):
    """A payment's header as its lines need it: its RECORDNO, its date, its number, and the summary it is posted under;
    None before it is posted."""

    key: int
    day: date
    number: str | None
    summary: Summary | None = None


class PaymentBooks:
    """The books of payments of one kind in one company."""

    def __init__(self, company: Company, kind: SettlementKind) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind
        self.maker = EntryMaker(company, kind)
        self._entry_definition = company.catalogue[kind.entry_object]

    @property
    def frequency(self) -> Frequency:
        """How the company groups payments: as it groups the subledger's other documents (inferred)."""
        return Frequency(self._kind.subledger.setup(self._company.profile).summary_frequency)

    def summary(self, tender: Tender | None, day: date, number: str | None, named: Record | None) -> Summary:
        """The summary a payment is filed under: the one it names, or `Payments(Bank-<id>): <day> Batch`, a form that is
        documented for advances. Raises GatewayError for a closed one."""
        if named is not None:
            return Summary(named.key, named.id)
        series = self.series(tender)
        if self.frequency is Frequency.TRANSACTION:
            return summaries.own_summary(self._records, series, day, number, None)
        return summaries.summary_of_period(self._records, series, self.frequency, day)

    def series(self, tender: Tender | None) -> Series:
        """The summaries of payments from one place."""
        kind = self._kind
        title = f"{kind.summary_title}({tender.called})" if tender is not None else kind.summary_title
        return Series(kind.subledger.summary_object, title, kind.record_type)

    def entries(self, applications: Sequence[Application], tender: Tender | None) -> list[Entry]:
        """The lines that applications make. Raises GatewayError, EmulatorGap."""
        return [self.maker.entry(application, tender) for application in applications]

    def pay(
        self,
        payment: Payment,
        applications: Sequence[Application],
        entries: Sequence[Entry],
        state: str,
        *,
        posted: Sequence[Sequence[LedgerLine]] | None = None,
    ) -> None:
        """Pays and posts at once. Lines beyond the applications' are what is left of the money: overpayments.

        `posted` gives what each entry posts, where that is known: in a reversal.
        """
        keys = self._write_entries(payment, entries, state, selected=False)
        noted = keys[: len(applications)]
        history.note(self._records, self._kind, history.Noted(payment.key, payment.day, state), applications, noted)
        pay(self._records, applications, payment.day)
        self._post(payment, entries, keys, posted)

    def select(
        self, payment: Payment, applications: Sequence[Application], entries: Sequence[Entry], state: str
    ) -> None:
        """Sets aside what a payment will pay; nothing is posted."""
        keys = self._write_entries(payment, entries, state, selected=True)
        history.note(self._records, self._kind, history.Noted(payment.key, payment.day, state), applications, keys)
        select(self._records, applications)

    def confirm(self, payment: Payment, tender: Tender | None, state: str) -> None:
        """Pays and posts what was selected."""
        applications = history.applications_of(self._records, self._kind, payment.key)
        rows = self._records.where(self._kind.entry_object, RECORDKEY=payment.key)
        for row in rows:
            self._records.update_row(self._kind.entry_object, row.key, paid_row(row, state))
        confirm(self._records, applications, payment.day)
        history.settle_state(self._records, self._kind, payment.key, state)
        self._post(payment, self.entries(applications, tender), [row.key for row in rows])

    def release(self, key: int) -> None:
        """Gives back what an incomplete payment had selected, and removes its lines."""
        release(self._records, history.applications_of(self._records, self._kind, key))
        self.forget(key)

    def forget(self, key: int) -> None:
        """Removes the lines of a payment that has nothing selected and nothing paid."""
        history.forget(self._records, self._kind, key)
        self._records.delete_where(self._kind.entry_object, RECORDKEY=key)

    def give_up(self, key: int, state: str) -> None:
        """Gives back what an incomplete payment had selected; its lines stay, to tell what it was to pay."""
        release(self._records, history.applications_of(self._records, self._kind, key))
        self.turn(key, state)
        history.never_paid(self._records, self._kind, key)
        for line in self._records.keys(self._kind.entry_object, RECORDKEY=key):
            self._records.update_row(self._kind.entry_object, line, dict(_NOT_SELECTED))

    def turn(self, key: int, state: str) -> None:
        """Gives a payment's lines its new state."""
        history.settle_state(self._records, self._kind, key, state)
        for line in self._records.keys(self._kind.entry_object, RECORDKEY=key):
            self._records.update_row(self._kind.entry_object, line, {"STATE": state})

    def _write_entries(self, payment: Payment, entries: Sequence[Entry], state: str, *, selected: bool) -> list[int]:
        name, day = self._kind.entry_object, payment.day.isoformat()
        definition = self._entry_definition
        rows = (
            entry_row(entry, definition, number=number, key=payment.key, day=day, state=state, selected=selected)
            for number, entry in enumerate(entries, 1)
        )
        return [self._records.insert_row(name, row) for row in rows]

    def _post(
        self,
        payment: Payment,
        entries: Sequence[Entry],
        keys: Sequence[int],
        posted: Sequence[Sequence[LedgerLine]] | None = None,
    ) -> None:
        kind = self._kind
        lines: list[LedgerLine] = []
        origins: list[Origin] = []
        for place, (entry, key) in enumerate(zip(entries, keys, strict=True)):
            own = journal_lines(kind, entry, payment.number) if posted is None else posted[place]
            lines += own
            origins += [Origin(kind.record_type, payment.key, key)] * len(own)
        if posted is None:
            lines, origins = BetweenEntities(self._company).of_document(lines, origins)
        posting.post(self._records, self._batch(payment), lines, origins)

    def _batch(self, payment: Payment) -> Batch:
        assert payment.summary is not None
        return summaries.journal_entry_for(
            self._records,
            self._kind.journal(self._company.profile),
            module=self._kind.subledger.module,
            summary=payment.summary,
            day=payment.day,
        )
