"""Payments to vendors (`APPYMT`): bills are selected when a payment is asked for, and paid when it is confirmed.

Nothing is in the ledger before that. `payment_states` says what leads to what, `payment_methods` which payments wait
for a printer or a bank. Only drafts are changed (documented); a confirmed payment is reversed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.cash.tender import Tender, spending_tender
from intacct_emulator.books.documents.states import DocumentAction, action_of
from intacct_emulator.books.ledger.summaries import Frequency, named_summary
from intacct_emulator.catalogue.values import Python, Stored
from intacct_emulator.errors import EmulatorGap, ErrorEntry, GatewayError, currencies, records, settlement
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import payment_rows
from .application import Application
from .books import Payment, PaymentBooks
from .details import Detail, detail_of
from .exchange import PaymentCurrencies, PaymentExchange
from .kinds import AP_PAYMENT, SettlementKind
from .payment_checks import method_of, payable_vendor, require_joint_check, require_none_held
from .payment_dates import require_not_before
from .payment_methods import METHODS, PaymentMethod, grouped, grouping_of
from .payment_states import APPROVED, CONFIRMED, SUBMITTED, PaymentEvent, PaymentState, after, state_of
from .plan import Planner, cash_of
from .reversal import Reverser

_KEPT = ("FINANCIALENTITY", "PAYMENTMETHOD", "VENDORID", "DOCNUMBER", "DESCRIPTION", "DESCRIPTION2")
"""What an update that does not name it keeps of a draft."""


class PaymentOrder(NamedTuple):
    """What is asked for in the header of a request, found right."""

    own: Mapping[str, Python]
    vendor: Record
    day: date
    tender: Tender | None
    method: PaymentMethod | None
    number: str | None
    summary: Record | None
    grouping: str | None
    money: PaymentExchange


class PaymentWriter:
    """Writes payments to vendors in one company, and takes them through their life."""

    kind: SettlementKind = AP_PAYMENT

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self._currencies = PaymentCurrencies(company)
        self._definition = company.catalogue[self.kind.object]
        self._setup = self.kind.subledger.setup(company.profile)
        self._planner = Planner(company, self.kind)
        self.books = PaymentBooks(company, self.kind)

    def create(self, draft: RecordDraft) -> Record:
        """Asks for a payment, or several; the first of them (which one is answered is inferred). Raises GatewayError
        for what is wrong with it."""
        return self.request(draft, [detail_of(self.kind, line) for line in _lines(draft)])[0]

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Replaces a draft: details that are left out are gone, and it is submitted unless it says otherwise
        (documented). Raises GatewayError."""
        try:
            event = _event(draft)
            self._require(record, event, settlement.ONLY_DRAFTS, verb="updated")
            values = {**{name: record.python(name) for name in _KEPT}, **draft.values}
            values.setdefault("WHENCREATED", record.python("WHENCREATED"))
            whole = RecordDraft(draft.definition, values, draft.lines, draft.parameters, draft.inputs)
            details = [detail_of(self.kind, line) for line in _lines(whole)]
            self.books.release(record.key)
            order = self._order(whole, details)
            first, *others = self._grouped(order, details)
            self._write(order, first, event, record)
            for group in others:
                self._write(order, group, event)
        except GatewayError as error:
            raise error.then(records.COULD_NOT_UPDATE, name=self.kind.object) from None
        return self._read(record.key)

    def delete(self, record: Record) -> None:
        """Removes a payment that has not left the house; what it had selected is due again. Raises GatewayError."""
        state = state_of(record["RAWSTATE"])
        self._require(record, PaymentEvent.DELETE, settlement.WRONG_PAYMENT_STATE, state=state.word, action="delete")
        if state.selects:
            self.books.release(record.key)
        else:
            self.books.forget(record.key)
        self._records.delete(self.kind.object, record.key)

    def request(self, draft: RecordDraft, details: Sequence[Detail]) -> list[Record]:
        """Asks for what the details say: the payments it comes to, one at least. Raises GatewayError."""
        try:
            order = self._order(draft, details)
            return [self._write(order, group, _event(draft)) for group in self._grouped(order, details)]
        except GatewayError as error:
            raise error.then(records.COULD_NOT_CREATE, name=self.kind.object) from None

    def turn(self, record: Record, event: PaymentEvent, day: date | None = None) -> Record:
        """Lets an event happen to a payment: the payment as it is then, or what reverses it. `day` is when it is
        reversed; a voided one is on the day of the request, or its own if that is later (inferred).

        Raises GatewayError where the payment's state does not allow it, and what reversing raises.
        """
        state = state_of(record["RAWSTATE"])
        entry = settlement.NOT_REVERSIBLE if event is PaymentEvent.REVERSE else settlement.WRONG_PAYMENT_STATE
        following = self._require(record, event, entry, state=state.word, action=event.value)
        if state.posts:
            return Reverser(self._company, self.kind).payment(record, day or self._void_day(record), None)
        if state.selects and not (following.selects or following.posts):
            self.books.give_up(record.key, following.code)
            self._records.update_row(self.kind.object, record.key, payment_rows.given_up(record, following))
        else:
            self._go_on(record, following)
        return self._read(record.key)

    def _require(self, record: Record, event: PaymentEvent, entry: ErrorEntry, **values: object) -> PaymentState:
        following = after(state_of(record["RAWSTATE"]), event)
        if following is None:
            number = record.text("RECORDID") or record.text("DOCNUMBER") or record.key
            raise GatewayError(entry, number=number, **values)
        return following

    def _write(
        self, order: PaymentOrder, details: Sequence[Detail], event: PaymentEvent, record: Record | None = None
    ) -> Record:
        """One payment, as far as it goes by itself. `record` is the draft that it replaces."""
        applications = order.money.applied(self._planner.applications(details, order.vendor))
        require_not_before(self._records, self._setup, applications, order.day)
        self._require_means(order, applications)
        entries = self.books.entries(applications, order.tender)
        state = after(state_of(record["RAWSTATE"]) if record is not None else None, event)
        assert state is not None
        row = self._row(order, state, applications) | self._joint_payee(details)
        if record is None:
            key = self._records.insert_row(self.kind.object, row)
        else:
            key = record.key
            self._records.update_row(self.kind.object, key, row)
        self.books.select(Payment(key, order.day, order.number), applications, entries, state.code)
        if state is SUBMITTED:
            self._go_on(self._read(key), state)
        return self._read(key)

    def _go_on(self, record: Record, state: PaymentState) -> None:
        """Takes a payment to a state, and on to what follows by itself."""
        method = METHODS.get(record.text("PAYMENTMETHOD") or "")
        if state is SUBMITTED and not self._setup.approves_payments:
            state = APPROVED
        # Credits alone move no money: there is nothing to print or send.
        if state is APPROVED and (method is None or not method.awaits_delivery or not record["TRX_TOTALENTERED"]):
            state = CONFIRMED
        if record["RAWSTATE"] == state.code:
            return
        if state is CONFIRMED:
            self._confirm(record)
        else:
            self.books.turn(record.key, state.code)
            self._records.update_row(self.kind.object, record.key, {"RAWSTATE": state.code})

    def _confirm(self, record: Record) -> None:
        day, number = record.day("WHENCREATED"), record.text("DOCNUMBER")
        assert day is not None
        key = record.integer("PRBATCHKEY")
        named = self._records.get(self.kind.subledger.summary_object, key) if key is not None else None
        tender = spending_tender(self._company, record.text("FINANCIALENTITY"))
        summary = self.books.summary(tender, day, number, named)
        self._records.update_row(self.kind.object, record.key, payment_rows.confirmed(record, day, summary))
        self.books.confirm(Payment(record.key, day, number, summary), tender, CONFIRMED.code)

    def _order(self, draft: RecordDraft, details: Sequence[Detail]) -> PaymentOrder:
        if draft.text("PAYMENTPROVIDER") is not None:
            raise GatewayError(settlement.PROVIDER_NOT_SUBSCRIBED)
        vendor = payable_vendor(self._company, draft.text(self.kind.subledger.party.id_field))
        given = draft.inputs.get("PAYMENTDATE")
        day = given if isinstance(given, date) else draft.day("WHENCREATED")
        if day is None:
            raise GatewayError(records.REQUIRED_FIELD, label=self.kind.date_label)
        tender = spending_tender(self._company, draft.text("FINANCIALENTITY"))
        return PaymentOrder(
            own=draft.stored_values(without=frozenset()),
            vendor=vendor,
            day=day,
            tender=tender,
            method=method_of(self._definition, draft.text("PAYMENTMETHOD"), tender),
            number=draft.text("DOCNUMBER"),
            summary=self._summary(draft),
            grouping=draft.text("PAYMENTREQUESTMETHOD"),
            money=self._currencies.of(draft, details, tender, day),
        )

    def _summary(self, draft: RecordDraft) -> Record | None:
        if self.books.frequency is not Frequency.USER_SPECIFIED:
            return None  # Ignored where summaries are automatic (documented).
        key = draft.inputs.get("PRBATCHKEY")
        series = self.books.series(None)
        named = named_summary(self._records, series, key if isinstance(key, int) else None, draft.text("PRBATCH"))
        if named is None:
            raise GatewayError(records.REQUIRED_FIELD, label="Summary")
        return named

    def _grouped(self, order: PaymentOrder, details: Sequence[Detail]) -> list[Sequence[Detail]]:
        """The details of each payment. Raises GatewayError for a document on hold, and for what joint checks cannot."""
        require_none_held(self._records, details)
        if order.method is not None and order.method.single_bill:
            require_joint_check(order.grouping, details)
        groups = grouped(details, grouping_of(order.grouping, order.vendor), self._pay_to)
        if order.money.moved is not None and len(groups) > 1:
            raise EmulatorGap("one amount to pay for several payments", currencies.SEVERAL_BASE_CURRENCIES)
        return groups

    def _pay_to(self, detail: Detail) -> str | None:
        document = self._records.get(detail.target.kept.object, detail.document)
        return document.text("BILLTOPAYTOCONTACTNAME") if document is not None else None

    def _require_means(self, order: PaymentOrder, applications: Sequence[Application]) -> None:
        """A payment that moves money needs a place it comes from and a way to pay (documented)."""
        if not cash_of(applications, order.money.exchange).transaction:
            return
        if order.tender is None:
            raise GatewayError(settlement.BANK_MISSING, label="Financial entity")
        if order.method is None:
            label = self._definition.fields_by_id["PAYMENTMETHOD"].label
            raise GatewayError(records.REQUIRED_FIELD, label=label)

    def _row(self, order: PaymentOrder, state: PaymentState, applications: Sequence[Application]) -> dict[str, Stored]:
        total = cash_of(applications, order.money.exchange)
        paid = self._records.get(applications[0].target.kept.object, applications[0].paid.document)
        assert paid is not None
        return {
            **payment_rows.requested(self._definition, order.own, state, order.day, total),
            **payment_rows.bank_columns(order.tender),
            **payment_rows.pay_to_columns(paid),
            "PRBATCHKEY": order.summary.key if order.summary is not None else None,
            "PRBATCH": order.summary.id if order.summary is not None else None,
        }

    def _joint_payee(self, details: Sequence[Detail]) -> dict[str, Stored]:
        """Who a joint check names beside the vendor, one of those that the bill has (documented). Raises GatewayError
        for another."""
        named = details[0].joint_payee if details else None
        if named is None:
            return {}
        known = self._records.where("APBILLJOINTPAYEE", APBILLKEY=details[0].document, JOINTPAYEEPRINTAS=named)
        if not known:
            raise GatewayError(records.NOT_A_CHOICE, value=named, label="Joint payee print as")
        return {"JOINTPAYEEPRINTAS": named, "JOINTPAYEENAME": known[0].text("JOINTPAYEENAME")}

    def _void_day(self, record: Record) -> date:
        today, paid = self._company.clock.now().date(), record.day("WHENPOSTED")
        return today if paid is None else max(today, paid)

    def _read(self, key: int) -> Record:
        record = self._records.get(self.kind.object, key)
        assert record is not None
        return record


def _event(draft: RecordDraft) -> PaymentEvent:
    action = action_of(draft.parameter("ACTION"))
    return PaymentEvent.CHANGE if action is DocumentAction.DRAFT else PaymentEvent.SUBMIT


def _lines(draft: RecordDraft) -> tuple[RecordDraft, ...]:
    return draft.lines.get(AP_PAYMENT.detail_element, ())
