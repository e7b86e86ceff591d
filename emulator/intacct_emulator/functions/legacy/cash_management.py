"""Legacy functions of cash: card transactions, other receipts, deposits."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, cash, protocol, transactions
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.targets import changing
from intacct_emulator.work.writers import writer_for

from .documents import LINE_FIELDS, RATE_FIELDS, changed_lines
from .read_element import Reading, read_element
from .write_shape import LinesShape, WriteShape, names, same
from .writing import SOURCE, creates, deletes, objects_of, record_of, updates

_ITEMS: Mapping[str, str] = MappingProxyType(
    {
        **same("glaccountno accountlabel billable"),
        "glaccountno": "ACCOUNTNO",
        "description": "DESCRIPTION",
        "paymentamount": "TRX_AMOUNT",
        **{dimension.id_field.lower(): dimension.id_field for dimension in DIMENSIONS},
    }
)
CARD_TRANSACTION = WriteShape(
    object="CCTRANSACTION",
    key="key",
    fields={
        **same("description supdocid currency"),
        **RATE_FIELDS,
        "chargecardid": "FINANCIALENTITY",
        "paymentdate": "WHENCREATED",
        "referenceno": "RECORDID",
        "payee": "DESCRIPTION2",
    },
    lines=LinesShape(
        block="ccpayitems",
        item="ccpayitem",
        collection="CCTRANSACTIONITEMS",
        fields=_ITEMS,
        changed_block="updateccpayitems",
        changed_item="updateccpayitem",
    ),
)
_RECEIPT_LINE: Mapping[str, str] = MappingProxyType(
    {name: field for name, field in LINE_FIELDS.items() if name not in ("memo", "offsetglaccountno")}
    | {"memo": "DESCRIPTION"}
)
OTHER_RECEIPT = WriteShape(
    object="OTHERRECEIPTS",
    key="key",
    fields={
        **same("description supdocid currency bankaccountid depositdate"),
        **RATE_FIELDS,
        "paymentdate": "WHENPAID",
        "payee": "DESCRIPTION2",
        "receiveddate": "WHENCREATED",
        "paymentmethod": "PAYMETHOD",
        "undepglaccountno": "UNDEPOSITEDACCOUNTNO",
        "refid": "DOCNUMBER",
    },
    lines=LinesShape(
        block="receiptitems",
        item="lineitem",
        collection="RECEIPTITEMS",
        fields=_RECEIPT_LINE,
        changed_block="receiptitems",
        changed_item="updatelineitem",
        # Of meaning only for lines that can be paid, or owed to vendors.
        without_effect=names("key totalpaid totaldue item1099 form1099type form1099box"),
    ),
)
DEPOSIT = WriteShape(
    object="DEPOSIT",
    key="key",
    fields={
        **same("depositid description supdocid"),
        "bankaccountid": "FINANCIALENTITY",
        "depositdate": "WHENCREATED",
    },
    # Read apart.
    without_effect=names("receiptkeys receipts"),
)

creates("record_cctransaction", CARD_TRANSACTION)
updates("update_cctransaction", CARD_TRANSACTION, lines=changed_lines)
creates("record_otherreceipt", OTHER_RECEIPT)
updates("update_otherreceipt", OTHER_RECEIPT, lines=changed_lines)
deletes("delete_otherreceipt", OTHER_RECEIPT)


@dataclass(frozen=True, slots=True)
class CashReversalCall:
    """`<reverse_cctransaction key="132">` with a day and perhaps a memo."""

    key: str
    day: str
    memo: str | None

    @classmethod
    def decode(cls, element: etree._Element) -> "CashReversalCall":
        """The call of the element."""
        parts = [argument(element, f"datereversed/{part}") for part in ("month", "day", "year")]
        return cls(element.get("key", "").strip(), "/".join(parts), argument(element, "memo") or None)


@dataclass(frozen=True, slots=True)
class DepositCall:
    """`<record_deposit>`: a deposit of receipts that are there (their record numbers), or that it makes in passing."""

    reading: Reading
    keys: tuple[str, ...]
    receipts: tuple[Reading, ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "DepositCall":
        """The call of the element."""
        keys = tuple((key.text or "").strip() for key in element.iterfind("receiptkeys/receiptkey"))
        receipts = tuple(read_element(receipt, OTHER_RECEIPT) for receipt in element.iterfind("receipts/receipt"))
        return cls(read_element(element, DEPOSIT), keys, receipts)


@function(
    "reverse_cctransaction",
    decode=CashReversalCall.decode,
    evidence=Evidence.DOCUMENTED,
    source=SOURCE,
    objects=objects_of(CARD_TRANSACTION.object),
)
def reverse_cctransaction(context: Context, call: CashReversalCall) -> Outcome:
    """Takes a card transaction back on a day. The answer's key is the twin's (inferred)."""
    from intacct_emulator.books.cash import kinds
    from intacct_emulator.books.cash.reversal import Reversal

    company = context.company
    definition = company.catalogue[CARD_TRANSACTION.object]
    require_right(context, definition, Verb.UPDATE)
    record = record_of(company, definition, call.key)
    day = draft_from_texts({"WHENCREATED": call.day}, definition).day("WHENCREATED")
    if day is None:
        raise GatewayError(transactions.DATE_INVALID, value=call.day)
    with changing(company, record):
        twin = Reversal(company, kinds.CARD_TRANSACTION, record).on(day, call.memo)
    return Outcome(key=str(twin.key))


@function(
    "record_deposit",
    decode=DepositCall.decode,
    evidence=Evidence.DOCUMENTED,
    source=SOURCE,
    objects=objects_of(DEPOSIT.object),
)
def record_deposit(context: Context, call: DepositCall) -> Outcome:
    """Deposits undeposited receipts in a bank account; whole ones are recorded first. The answer's key is the
    deposit's record number."""
    from intacct_emulator.books.cash.deposits import DepositWriter

    company = context.company
    definition = company.catalogue[DEPOSIT.object]
    require_right(context, definition, Verb.CREATE)
    keys = [_number(key) for key in call.keys]
    for reading in call.receipts:
        keys.append(_recorded(context, reading))
    record = DepositWriter(company).create(draft_from_texts(call.reading.texts, definition), keys)
    for asked in (call.reading, *call.receipts):
        if asked.refused:
            what = f"record_deposit with {', '.join(asked.refused)}"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
    return Outcome(key=str(record.key))


def _recorded(context: Context, reading: Reading) -> int:
    """Records an other receipt of a deposit; its RECORDNO."""
    company = context.company
    definition = company.catalogue[OTHER_RECEIPT.object]
    require_right(context, definition, Verb.CREATE)
    (collection,) = definition.lines
    line_definition = company.catalogue[collection.object]
    lines = tuple(draft_from_texts(line.texts, line_definition) for line in reading.lines or ())
    draft = draft_from_texts(reading.texts, definition, {collection.element: lines})
    return writer_for(company, definition).create(draft).key


def _number(key: str) -> int:
    number = whole_number(key)
    if number is None:
        raise GatewayError(cash.RECEIPT_INVALID, value=key)
    return number
