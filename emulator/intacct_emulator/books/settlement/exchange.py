"""Payments of documents in other than the base currency: what the money was worth on its day.

What a payment settles of a document counts at the document's rate, so that the document's control account is cleared;
the money counts at the payment's, and the difference is a gain or a loss (documented). Money moves in the currency of
its account: that of the documents, or the base currency.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.cash.tender import Tender
from intacct_emulator.books.currencies import CUSTOM, Currencies
from intacct_emulator.books.kept_money import exchange_in
from intacct_emulator.books.money import RATE_SCALE, Exchange, Money, Rate, kept
from intacct_emulator.errors import EmulatorGap, GatewayError, currencies, records, settlement
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.tenancy.company import Company

from .allocation import part_of
from .application import Application, Means
from .details import Detail


class PaymentExchange(NamedTuple):
    """What a payment is in, and the rate of its day. `moved` is what moves in all, in hundredths of the base currency,
    where the request says so; None where the rate tells it."""

    exchange: Exchange
    moved: int | None = None

    def applied(self, applications: Sequence[Application]) -> list[Application]:
        """The applications with the money that each takes at the payment's rate. All of it is converted once, and the
        applications share it, so that their sum is what the bank moved.

        Raises GatewayError for a document or a credit in another currency than the payment.
        """
        for application in applications:
            self._require_currency(application)
        if self.exchange.rate is None:
            return list(applications)
        whole = self._whole(applications)
        shared: list[Application] = []
        taken = self.exchange.nothing()
        for application in applications:
            if application.source is not Means.CASH:
                shared.append(application)
                continue
            until = part_of(whole, taken.transaction + application.amount.transaction)
            shared.append(application._replace(taken=until.less(taken)))
            taken = until
        return shared

    def _whole(self, applications: Sequence[Application]) -> Money:
        rate = self.exchange.rate
        assert rate is not None
        cash = sum(one.amount.transaction for one in applications if one.source is Means.CASH)
        if self.moved is None or not cash:
            return Money(cash, rate.of(cash), self.exchange.currency, rate)
        value = round(Decimal(self.moved) / cash, RATE_SCALE)
        return Money(cash, self.moved, self.exchange.currency, Rate(value, rate.base, CUSTOM, rate.day))

    def _require_currency(self, application: Application) -> None:
        for amount in (application.amount, application.taken):
            if amount.currency != self.exchange.currency:
                one, other = self.exchange.currency, amount.currency
                raise GatewayError(settlement.PAYMENT_CURRENCY, currency=one, other=other)
            if amount.base_currency != self.exchange.base:
                raise EmulatorGap("transactions between base currencies", currencies.SEVERAL_BASE_CURRENCIES)


class PaymentCurrencies:
    """What payments of one company are in."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self.currencies = Currencies(company)

    def of(
        self, draft: RecordDraft, details: Sequence[Detail], tender: Tender | None, day: date | None
    ) -> PaymentExchange:
        """What a payment is in: the currency it names, or that of the first document it pays (inferred).

        Raises GatewayError for a currency or a rate that is not right, for foreign money that is not deposited, and
        EmulatorGap for an account in a third currency.
        """
        base = self._company.profile.base_currency
        if not self.currencies.several:
            return PaymentExchange(self.currencies.exchange(draft, base, day))
        paid = self._paid(details)
        base = self._base(draft, tender, paid)
        if draft.text("CURRENCY") is None and paid is not None:
            draft = replace(draft, values={**draft.values, "CURRENCY": paid.currency})
        exchange = self.currencies.exchange(draft, base, day)
        if tender is None:
            return PaymentExchange(exchange)
        if exchange.rate is not None and tender.bank is None:
            raise GatewayError(currencies.UNDEPOSITED_FOREIGN, method=draft.text("PAYMENTMETHOD") or "")
        if tender.currency not in (None, exchange.currency, base):
            raise EmulatorGap("payments in a third currency", currencies.SEVERAL_BASE_CURRENCIES)
        if exchange.rate is None:
            tender.require_currency(base)
        return PaymentExchange(exchange, self._moved(draft, tender, exchange))

    def _paid(self, details: Sequence[Detail]) -> Exchange | None:
        for detail in details:
            document = self._records.get(detail.target.kept.object, detail.document)
            if document is not None:
                return exchange_in(document)
        return None

    def _base(self, draft: RecordDraft, tender: Tender | None, paid: Exchange | None) -> str:
        if tender is not None and tender.entity is not None:
            return self.currencies.base_of(self._records.get("LOCATIONENTITY", tender.entity))
        return paid.base if paid is not None else self.currencies.base_for(draft, ())

    def _moved(self, draft: RecordDraft, tender: Tender, exchange: Exchange) -> int | None:
        """What moves in the account's currency, where that is not the documents' (documented: elsewhere it is ignored);
        the names are those of the two payment objects."""
        if exchange.rate is None or tender.currency == exchange.currency:
            return None
        text = draft.parameter("AMOUNTTOPAY") or draft.parameter("AMOUNTOPAY")
        if text is None:
            return None
        try:
            amount = Decimal(text)
        except ArithmeticError:
            amount = Decimal(0)
        if not amount.is_finite() or amount <= 0:
            raise GatewayError(records.INVALID_VALUE, object=draft.definition.label, label="Amount to pay", value=text)
        return kept(amount)
