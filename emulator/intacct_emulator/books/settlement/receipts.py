"""Receipts (`ARPYMT`): money of customers, applied to what they owe. A draft keeps what it is to do and does nothing.

Only drafts are changed and removed (documented); a complete receipt is reversed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.cash.tender import Tender, place_left, tender_of, tender_of_summary
from intacct_emulator.books.currencies import CUSTOM, without_rate
from intacct_emulator.books.documents.states import DocumentAction, DocumentState, action_of
from intacct_emulator.books.ledger.summaries import Frequency, named_summary
from intacct_emulator.books.money import RATE_COLUMNS, Exchange, rate_columns
from intacct_emulator.catalogue.values import Python, Stored, pack
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records, settlement, transactions
from intacct_emulator.masters.attachments import require_attachment
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import found
from intacct_emulator.tenancy.company import Company

from . import history
from .books import Payment, PaymentBooks
from .details import CUSTOM_DISCOUNT, Detail, detail_of
from .entries import Overpayment
from .exchange import PaymentCurrencies, PaymentExchange
from .kinds import AR_PAYMENT, SettlementKind
from .payment_dates import require_not_before
from .plan import Planner, cash_of
from .states import DRAFT, RECEIPT_STATES

_DERIVED = frozenset(
    {
        *("RECORDNO", "RECORDTYPE", "RAWSTATE", "PRBATCH", "PRBATCHKEY", "WHENPAID", "BASECURR", "CURRENCY"),
        *RATE_COLUMNS,
    }
)
# Paid through a service that charges a customer's card or account.
_ONLINE = ("Online Charge Card", "Online ACH Debit", "PAS Pay")


class Header(NamedTuple):
    """A receipt's header, found right. `party` is None where several customers are paid for; a draft may lack dates and
    place."""

    own: Mapping[str, Python]
    party: Record | None
    day: date | None
    tender: Tender | None
    summary: Record | None
    number: str | None
    money: PaymentExchange
    overpayment: Overpayment | None = None


class ReceiptWriter:
    """Writes receipts of one company."""

    kind: SettlementKind = AR_PAYMENT

    def __init__(self, company: Company, *, without_money: bool = False) -> None:
        """`without_money` writes receipts that need name no place of money: they apply credits."""
        self.without_money = without_money
        self._company = company
        self._records = company.records
        self._currencies = PaymentCurrencies(company)
        self._definition = company.catalogue[self.kind.object]
        self._planner = Planner(company, self.kind)
        self.books = PaymentBooks(company, self.kind)

    def create(self, draft: RecordDraft) -> Record:
        """Receives a payment, or keeps a draft of one. Raises GatewayError for what is wrong with it."""
        try:
            state = RECEIPT_STATES[None, _action(draft)]
            details = self._details(draft)
            header = self._header(draft, details, state)
            key = self._records.insert_row(self.kind.object, self._row(header, state))
            if state.posts:
                self._receive(key, header, details, state)
            else:
                self._keep_details(key, draft, header.money.exchange.currency)
        except GatewayError as error:
            raise error.then(records.COULD_NOT_CREATE, name=self.kind.object) from None
        return self._read(key)

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Changes a draft; details that are given replace those it had, without any all stay (documented). Raises
        GatewayError."""
        try:
            _require_draft(record, "updated")
            state = RECEIPT_STATES[DRAFT, _action(draft)]
            whole = self._with_kept(record, draft)
            details = self._details(whole)
            header = self._header(whole, details, state)
            row = dict.fromkeys(RATE_COLUMNS) | self._row(header, state)
            self._records.update_row(self.kind.object, record.key, row)
            history.forget(self._records, self.kind, record.key)
            if state.posts:
                self._receive(record.key, header, details, state)
            else:
                self._keep_details(record.key, whole, header.money.exchange.currency)
        except GatewayError as error:
            raise error.then(records.COULD_NOT_UPDATE, name=self.kind.object) from None
        return self._read(record.key)

    def delete(self, record: Record) -> None:
        """Removes a draft. Raises GatewayError for a receipt that is complete."""
        _require_draft(record, "deleted")
        history.forget(self._records, self.kind, record.key)
        self._records.delete(self.kind.object, record.key)

    def _receive(self, key: int, header: Header, details: Sequence[Detail], state: DocumentState) -> None:
        assert header.day is not None
        planned = self._planner.applications(details, header.party) if details or not header.overpayment else []
        require_not_before(self._records, self.kind.subledger.setup(self._company.profile), planned, header.day)
        applications = header.money.applied(planned)
        entries = self.books.entries(applications, header.tender)
        cash = entered = cash_of(applications, header.money.exchange)
        if header.overpayment is not None:
            assert header.tender is not None
            assert header.party is not None
            entries.append(self.books.maker.overpaid(header.overpayment, header.tender, header.party, entries))
            entered = cash.plus(header.overpayment.amount)
        summary = self.books.summary(header.tender, header.day, header.number, header.summary)
        self._records.update_row(
            self.kind.object,
            key,
            {
                "PRBATCHKEY": summary.key,
                "PRBATCH": summary.title,
                "TOTALENTERED": entered.base,
                "TRX_TOTALENTERED": entered.transaction,
                "TOTALPAID": cash.base,
                "TRX_TOTALPAID": cash.transaction,
                "TOTALDUE": entered.base - cash.base,
                "TRX_TOTALDUE": entered.transaction - cash.transaction,
                "WHENPAID": header.day.isoformat() if header.overpayment is None else None,
                **rate_columns(cash.rate),
            },
        )
        self.books.pay(Payment(key, header.day, header.number, summary), applications, entries, state.code)

    def _details(self, draft: RecordDraft) -> list[Detail]:
        return [detail_of(self.kind, line) for line in draft.lines.get(self.kind.detail_element, ())]

    def _header(self, draft: RecordDraft, details: Sequence[Detail], state: DocumentState) -> Header:
        require_attachment(self._records, draft.text("SUPDOCID"))
        party = self._party(draft)
        day = draft.day(self.kind.date_field)
        if state.posts:
            if draft.text("PAYMENTMETHOD") is None:
                raise GatewayError(records.REQUIRED_FIELD, label=self._definition.fields_by_id["PAYMENTMETHOD"].label)
            if day is None:
                raise GatewayError(records.REQUIRED_FIELD, label=self.kind.date_label)
        if draft.text("PAYMENTMETHOD") in _ONLINE:
            raise EmulatorGap("online payments", protocol.NOT_BUILT, function=f"{self.kind.object} with online payment")
        tender = tender_of(self._company, draft)
        summary = self._summary(draft, state, tender)
        tender = tender or tender_of_summary(self._company, summary)
        if summary is not None and state.posts:
            day = summary.day("CREATED") or day
        if tender is None and state.posts and not self.without_money:
            raise GatewayError(settlement.BANK_MISSING, label="Financial entity")
        money = self._currencies.of(draft, details, tender, day)
        overpayment = self._overpayment(draft, party, money.exchange)
        number = draft.text("DOCNUMBER")
        return Header(draft.stored_values(without=_DERIVED), party, day, tender, summary, number, money, overpayment)

    def _overpayment(self, draft: RecordDraft, party: Record | None, exchange: Exchange) -> Overpayment | None:
        amount = draft.inputs.get("OVERPAYMENTAMOUNT")
        if not isinstance(amount, Decimal) or not amount:
            return None
        if amount < 0:
            raise GatewayError(settlement.AMOUNT_NOT_POSITIVE, amount=amount, number=draft.text("DOCNUMBER") or "")
        if party is None:
            raise GatewayError(records.REQUIRED_FIELD, label=f"{self.kind.subledger.party.label} ID")
        location, department = (draft.inputs.get(f"OVERPAYMENT{name}ID") for name in ("LOCATION", "DEPARTMENT"))
        return Overpayment(
            exchange.money(amount),
            str(location) if location else None,
            str(department) if department else None,
        )

    def _party(self, draft: RecordDraft) -> Record | None:
        dimension = self.kind.subledger.party
        name = draft.text(dimension.id_field)
        if name is None:
            if draft.text("PAYERNAME") is None:
                raise GatewayError(records.REQUIRED_FIELD, label=f"{dimension.label} ID")
            return None
        party = found(self._records, dimension.object, name)
        if party is None or not party.active:
            label = self._company.profile.term(dimension.label)
            raise GatewayError(transactions.PARTY_NOT_VALID, label=label, value=name)
        return party

    def _summary(self, draft: RecordDraft, state: DocumentState, tender: Tender | None) -> Record | None:
        automatic = self.books.frequency is not Frequency.USER_SPECIFIED
        if automatic and tender is not None:
            return None  # Ignored where summaries are automatic (documented).
        series = self.books.series(None)
        key = draft.inputs.get("PRBATCHKEY")
        named = named_summary(self._records, series, key if isinstance(key, int) else None, draft.text("PRBATCH"))
        if named is None and state.posts and not automatic:
            raise GatewayError(records.REQUIRED_FIELD, label="Summary")
        return named

    def _row(self, header: Header, state: DocumentState) -> dict[str, Stored]:
        fields = self._definition.fields_by_id
        row: dict[str, Stored] = {name: pack(fields[name], value) for name, value in header.own.items()}
        day = header.day.isoformat() if header.day is not None else None
        bank = header.tender.bank if header.tender is not None else None
        exchange = header.money.exchange
        if header.tender is not None and state.posts:
            row |= header.tender.named
        return row | {
            "FINANCIALACCOUNTNAME": bank.text("BANKNAME") if bank is not None else None,
            "FINANCIALACCOUNTCURRENCY": header.tender.currency if header.tender is not None else None,
            "RAWSTATE": state.code,
            "WHENCREATED": day,
            "WHENDUE": day,
            "WHENPOSTED": day,
            "BASECURR": exchange.base,
            "CURRENCY": exchange.currency,
            **rate_columns(exchange.rate),
            "MODULEKEY": self.kind.subledger.module,
            **dict.fromkeys(("TOTALSELECTED", "TRX_TOTALSELECTED"), 0),
        }

    def _keep_details(self, key: int, draft: RecordDraft, currency: str) -> None:
        """Keeps a draft's details as they were asked for."""
        for line in draft.lines.get(self.kind.detail_element, ()):
            values: dict[str, Python] = dict(line.stored_values(without=frozenset({"RECORDNO", "PAYMENTKEY", "STATE"})))
            values |= {"PAYMENTKEY": key, "STATE": DRAFT.code, "CURRENCY": currency}
            values["MODULEKEY"] = self.kind.subledger.module
            values[CUSTOM_DISCOUNT] = line.inputs.get(CUSTOM_DISCOUNT)
            self._records.insert(self.kind.detail_object, values)

    def _with_kept(self, record: Record, draft: RecordDraft) -> RecordDraft:
        """The draft receipt as it will be: what the request says over what is kept."""
        values = {**_asked_of(record, draft), **draft.values, **place_left(draft)}
        lines = dict(draft.lines)
        if self.kind.detail_element not in lines:
            kept = self._records.where(self.kind.detail_object, PAYMENTKEY=record.key)
            lines[self.kind.detail_element] = tuple(_as_asked(detail) for detail in kept)
        return replace(draft, values=values, lines=lines)

    def _read(self, key: int) -> Record:
        record = self._records.get(self.kind.object, key)
        assert record is not None
        return record


def _action(draft: RecordDraft) -> DocumentAction | None:
    return action_of(draft.parameter("ACTION"))


def _require_draft(record: Record, verb: str) -> None:
    if record["RAWSTATE"] != DRAFT.code:
        number = record.text("RECORDID") or record.key
        raise GatewayError(settlement.ONLY_DRAFTS, number=number, verb=verb)


def _asked_of(record: Record, draft: RecordDraft) -> dict[str, Python]:
    """What a draft was asked for, as far as a change leaves it so: of a rate that has a type the type alone, as it is
    that of the day the draft will have."""
    kept = _values(record)
    if any(draft.values.get(name) is not None for name in RATE_COLUMNS):
        return without_rate(kept)
    if kept.get("EXCH_RATE_TYPE_ID") != CUSTOM:
        kept.pop("EXCHANGE_RATE", None)
        kept.pop("EXCH_RATE_DATE", None)
    return kept


def _as_asked(detail: Record) -> RecordDraft:
    values = _values(detail)
    discount = values.pop(CUSTOM_DISCOUNT, None)
    return RecordDraft(detail.definition, values, inputs={CUSTOM_DISCOUNT: discount})


def _values(record: Record) -> dict[str, Python]:
    values = {field.id: record.python(field.id) for field in record.definition.stored_fields}
    return {name: value for name, value in values.items() if value is not None}
