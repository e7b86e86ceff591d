"""Legacy functions about money received: receipts, credits that are applied, summaries of receipts.

They write what the generic objects write: `create_arpayment` makes an ARPYMT, or an ARADVANCE when it applies the money
to nothing (documented).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from intacct_emulator.books.documents.kinds import AR_ADVANCE, INVOICE
from intacct_emulator.books.money import kept, shown
from intacct_emulator.books.settlement.kinds import AR_PAYMENT
from intacct_emulator.books.settlement.receipts import ReceiptWriter
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import wire_date
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records, settlement
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import sees
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

from .documents import RATE_FIELDS
from .naming import day_of, numbered, required_day
from .write_shape import WriteShape
from .writing import SOURCE, deletes, objects_of

RECEIPT = WriteShape(object=AR_PAYMENT.object, key="key", fields={})
_NOTED = ("cctype", "authcode")
_ONLINE = ("onlinecardpayment", "onlineachpayment")
_PLACE = {"bankaccountid": "FINANCIALENTITY", "undepfundsacct": "UNDEPOSITEDACCOUNTNO", "batchkey": "PRBATCHKEY"}
_OVERPAID = {"overpaylocid": "OVERPAYMENTLOCATIONID", "overpaydeptid": "OVERPAYMENTDEPARTMENTID"}
_CASH = "TRX_PAYMENTAMOUNT"


@dataclass(frozen=True, slots=True)
class Paid:
    """An `arpaymentitem`: what is paid, and how much."""

    key: str
    amount: str


@dataclass(frozen=True, slots=True)
class ReceiptCall:
    """`<create_arpayment>` or `<apply_arpayment>`: its texts by element, its day, what it pays."""

    texts: Mapping[str, str]
    day: date | None
    items: tuple[Paid, ...]
    online: bool


@dataclass(frozen=True, slots=True)
class SummaryCall:
    """`<create_arpaymentbatch>`."""

    title: str
    day: date | None
    place: Mapping[str, str]
    receipts: tuple[ReceiptCall, ...] = ()
    applied: tuple[ReceiptCall, ...] = ()


def decode_receipt(element: etree._Element) -> ReceiptCall:
    """The call of an element that receives or applies money. Raises GatewayError for a day that no calendar has."""
    texts = {str(child.tag): (child.text or "").strip() for child in element.iterchildren(tag="*") if not len(child)}
    items = tuple(
        Paid(argument(item, "invoicekey"), argument(item, "amount")) for item in element.iter("arpaymentitem")
    )
    day = day_of(element, "datereceived") or day_of(element, "paymentdate")
    return ReceiptCall(
        {name: text for name, text in texts.items() if text},
        day,
        items,
        any(element.find(name) is not None for name in _ONLINE),
    )


def decode_summary(element: etree._Element) -> SummaryCall:
    """The call of `<create_arpaymentbatch>`. Raises GatewayError for a day that no calendar has."""
    place = {name: argument(element, name) for name in ("bankaccountid", "undepfundsacct")}
    return SummaryCall(
        argument(element, "batchtitle"),
        day_of(element, "datecreated"),
        {name: text for name, text in place.items() if text},
        tuple(decode_receipt(child) for child in element.iterchildren("create_arpayment")),
        tuple(decode_receipt(child) for child in element.iterchildren("apply_arpayment")),
    )


@function(
    "create_arpayment",
    decode=decode_receipt,
    evidence=Evidence.DOCUMENTED,
    source=SOURCE,
    objects=objects_of(AR_PAYMENT.object),
)
def create_arpayment(context: Context, call: ReceiptCall) -> Outcome:
    """Receives money. What is not applied is kept as an overpayment; applied to nothing, it is an advance where
    customers' accounts are open items, and pays the oldest invoices where they are carried forward (documented).

    Raises GatewayError: NO_INVOICE_FOR_KEY, PAID_MORE_THAN_DUE, APPLIED_MORE_THAN_PAID, and what creating an ARPYMT
    raises.
    """
    require_right(context, context.company.catalogue[AR_PAYMENT.object], Verb.CREATE)
    # What moves in the bank's currency is asked for where that is another than the invoices'.
    translated = ("translatedamount",) if context.company.profile.currencies is not None else ()
    noted = tuple(f"create_arpayment {name}" for name in (*_NOTED, *translated) if name in call.texts)
    return Outcome(key=str(_received(context.company, call).key), gaps=noted)


@function(
    "apply_arpayment",
    decode=decode_receipt,
    evidence=Evidence.DOCUMENTED,
    source=f"{SOURCE}; which key is answered is inferred",
    objects=objects_of(AR_PAYMENT.object),
)
def apply_arpayment(context: Context, call: ReceiptCall) -> Outcome:
    """Applies a credit to invoices and debit memos: an overpayment, an advance, a credit memo, a negative invoice. The
    key is that of the receipt which applies it.

    Raises GatewayError: NO_RECORD_FOR_KEY, NO_INVOICE_FOR_KEY, PAID_MORE_THAN_DUE, and what creating an ARPYMT raises.
    """
    require_right(context, context.company.catalogue[AR_PAYMENT.object], Verb.CREATE)
    return Outcome(key=str(_applied(context.company, call).key))


@function(
    "create_arpaymentbatch",
    decode=decode_summary,
    evidence=Evidence.DOCUMENTED,
    source=SOURCE,
    objects=objects_of(AR_PAYMENT.subledger.summary_object),
)
def create_arpaymentbatch(context: Context, call: SummaryCall) -> Outcome:
    """Makes a summary of receipts for a bank account or undeposited funds, and the receipts that stand in it.

    Raises GatewayError for a place of money that does not exist, and what the receipts raise.
    """
    company = context.company
    require_right(context, company.catalogue[AR_PAYMENT.subledger.summary_object], Verb.CREATE)
    key = _summary(company, call)
    for receipt in call.receipts:
        _received(company, _within(receipt, key))
    for applied in call.applied:
        _applied(company, _within(applied, key))
    return Outcome(key=str(key))


deletes("delete_arpayment", RECEIPT)


def _received(company: Company, call: ReceiptCall) -> Record:
    if call.online:
        raise EmulatorGap("online payments", protocol.NOT_BUILT, function="create_arpayment with an online payment")
    amount = _amount(company, call.texts.get("paymentamount", ""))
    applied = sum((_amount(company, item.amount) for item in call.items), Decimal(0))
    if applied > amount:
        raise GatewayError(settlement.APPLIED_MORE_THAN_PAID, applied=applied, amount=amount)
    items = call.items
    if not items and company.profile.receivables.balance_forward:
        currency = call.texts.get("currency") or company.profile.base_currency
        items = _oldest_due(company, call.texts.get("customerid", ""), amount, currency)
        applied = sum((_amount(company, item.amount) for item in items), Decimal(0))
    if not items and not company.profile.receivables.balance_forward:
        return _advance(company, call, amount)
    header = _header(call, _day_received(company, call)) | {"OVERPAYMENTAMOUNT": str(amount - applied)}
    details = [_target(company, item) | {_CASH: item.amount} for item in items]
    return _written(ReceiptWriter(company), company, header, details)


def _advance(company: Company, call: ReceiptCall, amount: Decimal) -> Record:
    """Money that is applied to nothing: an advance, on the account that is set up for them (inferred)."""
    day = _day_received(company, call)
    texts = _header(call, day)
    texts["PAYMENTDATE"] = texts["RECEIPTDATE"]
    line = {
        "TRX_AMOUNT": str(amount),
        "LOCATIONID": call.texts.get("overpaylocid"),
        "DEPARTMENTID": call.texts.get("overpaydeptid"),
    }
    definition = company.catalogue[AR_ADVANCE.object]
    lines = (draft_from_texts(line, company.catalogue[AR_ADVANCE.line_object]),)
    draft = draft_from_texts(texts, definition, {AR_ADVANCE.line_element: lines})
    return writer_for(company, definition).create(draft)


def _applied(company: Company, call: ReceiptCall) -> Record:
    key = call.texts.get("arpaymentkey", "")
    field, amount_field, source = _credit(company, key)
    header = {
        "CUSTOMERID": source.text("CUSTOMERID"),
        "RECEIPTDATE": wire_date(required_day(call.day)),
        "PAYMENTMETHOD": source.text("PAYMENTMETHOD") or "Printed Check",
        "DESCRIPTION": call.texts.get("memo"),
        "PRBATCHKEY": call.texts.get("batchkey"),
        "CURRENCY": source.text("CURRENCY"),
    }
    details = [_target(company, item) | {field: key, f"TRX_{amount_field}": item.amount} for item in call.items]
    return _written(ReceiptWriter(company, without_money=True), company, header, details)


def _written(
    writer: ReceiptWriter,
    company: Company,
    header: Mapping[str, str | None],
    details: list[dict[str, str | None]],
) -> Record:
    line_definition = company.catalogue[AR_PAYMENT.detail_object]
    lines = tuple(draft_from_texts(detail, line_definition) for detail in details)
    definition = company.catalogue[AR_PAYMENT.object]
    return writer.create(draft_from_texts(header, definition, {AR_PAYMENT.detail_element: lines}))


def _header(call: ReceiptCall, day: date) -> dict[str, str | None]:
    texts = call.texts
    return {
        "CUSTOMERID": texts.get("customerid"),
        "DOCNUMBER": texts.get("refid"),
        "PAYMENTMETHOD": texts.get("paymentmethod") or "Printed Check",
        "RECEIPTDATE": wire_date(day),
        "CURRENCY": texts.get("currency"),
        "BASECURR": texts.get("basecurr"),
        **{field: texts.get(name) for name, field in RATE_FIELDS.items()},
        **{field: texts.get(name) for name, field in (_PLACE | _OVERPAID).items()},
    }


def _target(company: Company, item: Paid) -> dict[str, str | None]:
    """The invoice or debit memo that an item pays, if so much is due of it."""
    for target in AR_PAYMENT.targets:
        record = numbered(company, target.kept.object, item.key)
        if record is not None:
            if _amount(company, item.amount) > record.amount("TRX_TOTALDUE") > 0:
                raise GatewayError(settlement.PAID_MORE_THAN_DUE, key=item.key)
            return {target.key_field: item.key}
    raise GatewayError(settlement.NO_INVOICE_FOR_KEY, key=item.key)


def _credit(company: Company, key: str) -> tuple[str, str, Record]:
    """The fields of a detail that name a credit and its amount, and the credit. Raises GatewayError."""
    for kind in AR_PAYMENT.credits:
        record = numbered(company, kind.kept.object, key)
        if record is not None and not kind.inline:
            return kind.key_field, kind.amount_field, record
    raise GatewayError(records.NO_RECORD_FOR_KEY, key=key)


def _oldest_due(company: Company, customer: str, amount: Decimal, currency: str) -> tuple[Paid, ...]:
    """The customer's open invoices in a currency, oldest first, as far as the money goes."""
    posted = company.records.where(INVOICE.object, CUSTOMERID=customer, RAWSTATE="A", CURRENCY=currency)
    invoices = [invoice for invoice in posted if sees(company.records, invoice)]
    invoices.sort(key=lambda invoice: (invoice.text("WHENCREATED") or "", invoice.key))
    paid = []
    for invoice in invoices:
        part = min(amount, invoice.amount("TRX_TOTALDUE"))
        if part > 0:
            paid.append(Paid(str(invoice.key), str(part)))
            amount -= part
    return tuple(paid)


def _summary(company: Company, call: SummaryCall) -> int:
    from intacct_emulator.books.cash.tender import at_bank, not_deposited

    bank, account = (call.place.get(name) for name in ("bankaccountid", "undepfundsacct"))
    if bank is not None:
        at_bank(company, bank)
    if account is not None:
        not_deposited(company, account)
    return company.records.insert(
        AR_PAYMENT.subledger.summary_object,
        {
            "TITLE": call.title,
            "CREATED": call.day or company.clock.now().date(),
            "STATUS": "T",
            "RECORDTYPE": AR_PAYMENT.record_type,
            "OPEN": "Open",
            "NOGL": False,
            "AUTOCREATED": "Manual",
            "SYSTEMGENERATED": "false",
            "ACCOUNTNOKEY": bank,
            "UNDEPOSITEDACCOUNTNO": account,
        },
    )


def _within(call: ReceiptCall, summary: int) -> ReceiptCall:
    return ReceiptCall({**call.texts, "batchkey": str(summary)}, call.day, call.items, call.online)


def _amount(company: Company, text: str) -> Decimal:
    """An amount in whole hundredths, half up. Raises GatewayError for a text that is none."""
    draft = draft_from_texts({_CASH: text}, company.catalogue[AR_PAYMENT.detail_object])
    amount = draft.amount(_CASH)
    if amount is None:
        label = draft.definition.fields_by_id[_CASH].label
        raise GatewayError(records.REQUIRED_FIELD, label=label)
    return shown(kept(amount))


def _day_received(company: Company, call: ReceiptCall) -> date:
    """The day of the receipt; today when none is given (inferred)."""
    return call.day or company.clock.now().date()
