"""Legacy functions about paying vendors: requests and what is decided on them, manual payments.

A payment request and the payment it becomes are one record here: APPYMT, whose RECORDNO is the key of both (documented
for reading, inferred for the rest).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from intacct_emulator.books.cash.tender import spending_tender
from intacct_emulator.books.documents.kinds import MANUAL_PAYMENT
from intacct_emulator.books.settlement.kinds import AP_PAYMENT
from intacct_emulator.books.settlement.manual_payments import pay_at_once
from intacct_emulator.books.settlement.payment_requests import RequestItem, details_of_amount, details_of_items
from intacct_emulator.books.settlement.payment_states import PaymentEvent
from intacct_emulator.books.settlement.payments import PaymentWriter
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import whole_number, wire_date
from intacct_emulator.errors import EmulatorGap, GatewayError, records
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.targets import changing

from .documents import RATE_FIELDS
from .naming import day_of, required_day
from .write_shape import WriteShape
from .writing import SOURCE, deletes, objects_of, record_of

PAYMENT = WriteShape(object=AP_PAYMENT.object, key="key", fields={})
_METHODS = {"Charge Card": "Credit Card", "Credit": "Credit Card", "Manual Check": "Printed Check"}
_TRUE = ("true", "t", "yes", "1")
_LINE = {
    "glaccountno": "ACCOUNTNO",
    "accountlabel": "ACCOUNTLABEL",
    "paymentamount": "TRX_AMOUNT",
    **{f"{name}id": f"{name.upper()}ID" for name in ("department", "location", "project", "task", "costtype")},
    **{f"{name}id": f"{name.upper()}ID" for name in ("customer", "vendor", "employee", "item", "class")},
}


@dataclass(frozen=True, slots=True)
class RequestCall:
    """`<create_paymentrequest>`: its texts by element, its day, the texts of its items; `amount` in their place."""

    texts: Mapping[str, str]
    day: date | None
    items: tuple[Mapping[str, str], ...]
    external: bool


@dataclass(frozen=True, slots=True)
class PaymentDecisionCall:
    """`<approve_appaymentrequest>` and its like: the keys of payments."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManualCall:
    """`<create_appayment>`: its texts by element, its day, the texts of its lines."""

    texts: Mapping[str, str]
    day: date | None
    lines: tuple[Mapping[str, str], ...]


def decode_request(element: etree._Element) -> RequestCall:
    """The call of `<create_paymentrequest>`. Raises GatewayError for a day that no calendar has."""
    items = tuple(element.iter("paymentrequestitem"))
    external = any(item.get("externalkey", "").strip().lower() == "true" for item in items)
    return RequestCall(_texts(element), day_of(element, "paymentdate"), tuple(map(_texts, items)), external)


def decode_decision(element: etree._Element) -> PaymentDecisionCall:
    """The call of an element that names payments."""
    return PaymentDecisionCall(tuple((key.text or "").strip() for key in element.iter("appaymentkey")))


def decode_manual(element: etree._Element) -> ManualCall:
    """The call of `<create_appayment>`. Raises GatewayError for a day that no calendar has."""
    return ManualCall(_texts(element), day_of(element, "checkdate"), tuple(map(_texts, element.iter("payitem"))))


@function(
    "create_paymentrequest",
    decode=decode_request,
    evidence=Evidence.DOCUMENTED,
    source=SOURCE,
    objects=objects_of(AP_PAYMENT.object),
)
def create_paymentrequest(context: Context, call: RequestCall) -> Outcome:
    """Asks for the payment of bills, or of an amount for which bills are picked. The key is that of the first payment
    it comes to.

    Raises GatewayError: TRANSACTION_UNKNOWN, MORE_THAN_DUE, MORE_THAN_CREDIT, and what creating an APPYMT raises;
    EmulatorGap for keys of other systems.
    """
    company, texts = context.company, call.texts
    definition = company.catalogue[AP_PAYMENT.object]
    require_right(context, definition, Verb.CREATE)
    if call.external:
        raise EmulatorGap("external keys", records.NO_RECORD_FOR_KEY, key=call.items[0].get("key", ""))
    header = {
        "VENDORID": texts.get("vendorid"),
        "FINANCIALENTITY": texts.get("bankaccountid") or texts.get("chargecardid"),
        "PAYMENTMETHOD": _method(texts),
        "PAYMENTDATE": wire_date(required_day(call.day)),
        "PAYMENTREQUESTMETHOD": texts.get("paymentoption") or _grouping(texts),
        "DOCNUMBER": texts.get("documentnumber"),
        "DESCRIPTION": texts.get("paymentdescription") or texts.get("memo"),
    }
    vendor_id = texts.get("vendorid", "")
    if call.items:
        details = details_of_items(company.records, vendor_id, map(_item, call.items))
    else:
        place = spending_tender(company, header["FINANCIALENTITY"])
        currency = (place.currency if place is not None else None) or company.profile.base_currency
        details = details_of_amount(company.records, vendor_id, _amount(texts, "paymentamount"), currency)
    payments = PaymentWriter(company).request(draft_from_texts(header, definition), details)
    gaps = ("create_paymentrequest paymentcontact",) if texts.get("paymentcontact") else ()
    return Outcome(key=str(payments[0].key), gaps=gaps)


def _decides(name: str, event: PaymentEvent, source: str = SOURCE) -> None:
    """Registers a function that lets an event happen to payments, to all of them or none."""

    @function(
        name,
        decode=decode_decision,
        evidence=Evidence.DOCUMENTED,
        source=f"{source}; states documented, which right it takes inferred",
        objects=objects_of(AP_PAYMENT.object),
    )
    def decide(context: Context, call: PaymentDecisionCall) -> Outcome:
        company = context.company
        definition = company.catalogue[AP_PAYMENT.object]
        require_right(context, definition, Verb.UPDATE)
        writer = PaymentWriter(company)
        for key in call.keys:
            with changing(company, record_of(company, definition, key)) as record:
                writer.turn(record, event)
        return Outcome()


_decides("approve_appaymentrequest", PaymentEvent.APPROVE)
_decides("decline_appaymentrequest", PaymentEvent.DECLINE)
_decides("send_appaymentrequest", PaymentEvent.DELIVER)
_decides("confirm_appaymentrequest", PaymentEvent.CONFIRM)
_decides("void_appaymentrequest", PaymentEvent.VOID)
deletes("delete_paymentrequest", PAYMENT)


@function(
    "create_appayment",
    decode=decode_manual,
    evidence=Evidence.DOCUMENTED,
    source=f"{SOURCE}; that it makes an APPYMT is inferred",
    objects=objects_of(AP_PAYMENT.object),
)
def create_appayment(context: Context, call: ManualCall) -> Outcome:
    """Records what was paid without a bill. The key is that of the payment.

    Raises GatewayError for vendors, accounts and dimensions as creating a bill does, BANK_INVALID, CARD_INVALID.
    """
    company, texts = context.company, call.texts
    definition = company.catalogue[AP_PAYMENT.object]
    require_right(context, definition, Verb.CREATE)
    card = texts.get("chargecardid")
    header = {
        "VENDORID": texts.get("vendorid"),
        "FINANCIALENTITY": texts.get("bankaccountid") or card,
        # Without one it is a check, or what the card is for (inferred).
        "PAYMENTMETHOD": _method(texts) or ("Credit Card" if card else "Printed Check"),
        "PAYMENTDATE": wire_date(required_day(call.day)),
        "PRBATCHKEY": texts.get("batchkey"),
        "DOCNUMBER": texts.get("checkno"),
        "DESCRIPTION": texts.get("memo"),
        "DESCRIPTION2": texts.get("billno"),
        "CURRENCY": texts.get("currency"),
        "BASECURR": texts.get("basecurr"),
        **{field: texts.get(name) for name, field in RATE_FIELDS.items()},
    }
    line_definition = company.catalogue[AP_PAYMENT.entry_object]
    lines = tuple(
        draft_from_texts({field: line.get(name) for name, field in _LINE.items()}, line_definition)
        for line in call.lines
    )
    record = pay_at_once(company, draft_from_texts(header, definition, {MANUAL_PAYMENT.line_element: lines}))
    asked = ["paymentexchratetype"] if texts.get("paymentexchratetype") else []
    asked += ["item1099"] if any(line.get("item1099", "").lower() in _TRUE for line in call.lines) else []
    return Outcome(key=str(record.key), gaps=tuple(f"create_appayment {name}" for name in asked))


def _item(texts: Mapping[str, str]) -> RequestItem:
    key = whole_number(texts.get("key", ""))
    if key is None:
        raise GatewayError(records.NO_RECORD_FOR_KEY, key=texts.get("key", ""))
    credit, discount = (_amount(texts, name) for name in ("credittoapply", "discounttoapply"))
    return RequestItem(key, _amount(texts, "paymentamount"), credit, discount)


def _method(texts: Mapping[str, str]) -> str | None:
    method = texts.get("paymentmethod")
    return _METHODS.get(method, method) if method is not None else None


def _grouping(texts: Mapping[str, str]) -> str:
    """One payment for the vendor (documented default), or one per bill when payments are not to be grouped
    (inferred)."""
    return "bill" if texts.get("grouppayments", "").lower() == "false" else "vendor"


def _amount(texts: Mapping[str, str], name: str) -> Decimal:
    text = texts.get(name) or "0"
    try:
        amount = Decimal(text)
    except ArithmeticError:
        raise GatewayError(records.INVALID_VALUE, object="AP payment", label=name, value=text) from None
    if not amount.is_finite() or amount < 0:
        raise GatewayError(records.INVALID_VALUE, object="AP payment", label=name, value=text)
    return amount


def _texts(element: etree._Element) -> dict[str, str]:
    texts = {str(child.tag): (child.text or "").strip() for child in element.iterchildren(tag="*") if not len(child)}
    return {name: text for name, text in texts.items() if text}
