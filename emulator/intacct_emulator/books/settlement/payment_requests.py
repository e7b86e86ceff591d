"""Payment requests of the older kind: amounts by document, credits by their sum alone. They come to the details that
an APPYMT has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.money import kept, shown
from intacct_emulator.errors import GatewayError, settlement
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import sees

from .details import AskedCredit, Detail
from .kinds import AP_ADJUSTMENTS, AP_ADVANCES, AP_PAYMENT, BILLS, CreditKind, Kept, Target

_OPEN = "A"


class RequestItem(NamedTuple):
    """What a request says of one document: a bill or credit memo to pay, or a credit to take."""

    key: int
    amount: Decimal
    credit: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)


@dataclass(slots=True)
class _Credits:
    """Credits with what is left of each, in hundredths, in the order they are taken."""

    left: list[tuple[CreditKind, int, int]] = field(default_factory=list)

    def take(self, amount: int) -> list[AskedCredit]:
        """Credits of so much together, as far as there are any."""
        taken: list[AskedCredit] = []
        while amount > 0 and self.left:
            kind, document, left = self.left.pop(0)
            part = min(amount, left)
            amount -= part
            taken.append(AskedCredit(kind, document, None, part))
            if part < left:
                self.left.insert(0, (kind, document, left - part))
        return taken


def details_of_items(records: Records, vendor_id: str, items: Iterable[RequestItem]) -> list[Detail]:
    """The details that items come to. Items that name credits give what `credit` of the others takes; without any, the
    vendor's oldest debit memos and then advances do (inferred).

    Raises GatewayError for a key that nothing payable has, and for credits that are missing or left over.
    """
    targets: list[tuple[Target, Record, RequestItem]] = []
    named = _Credits()
    for item in items:
        if (payable := _target(records, item.key)) is not None:
            targets.append((*payable, item))
        elif (credit := _credit(records, item.key)) is not None:
            named.left.append((credit, item.key, kept(item.amount)))
        else:
            raise GatewayError(settlement.TRANSACTION_UNKNOWN)
    credits = named if named.left else _Credits(_open_credits(records, vendor_id))
    details: list[Detail] = []
    for target, document, item in targets:
        details += _details(target, document, item, credits)
    if named.left:
        number = named.left[0][1]
        raise GatewayError(settlement.CREDIT_LEFT_OVER, number=number, left=shown(named.left[0][2]))
    return details


def details_of_amount(records: Records, vendor_id: str, amount: Decimal, currency: str) -> list[Detail]:
    """The details that pay a vendor so much: the bills in that currency that are due first, as far as the money goes
    (which ones is inferred). Raises GatewayError for more than is due."""
    open_bills = records.where(BILLS.object, VENDORID=vendor_id, RAWSTATE=_OPEN, CURRENCY=currency)
    bills = [bill for bill in open_bills if not bill.flag("ONHOLD") and sees(records, bill)]
    bills.sort(key=lambda bill: (bill.text("WHENDUE") or "", bill.key))
    left = kept(amount)
    details = []
    for bill in bills:
        part = min(left, int(bill["TRX_TOTALDUE"] or 0))
        if part > 0:
            details.append(Detail(AP_PAYMENT.targets[0], bill.key, None, part))
            left -= part
    if left > 0:
        due = shown(kept(amount) - left)
        raise GatewayError(settlement.MORE_THAN_DUE, amount=amount, number=vendor_id, due=due)
    return details


def _details(target: Target, document: Record, item: RequestItem, credits: _Credits) -> Sequence[Detail]:
    asked = kept(item.credit)
    details = [
        Detail(target, document.key, None, None, (credit,)) for credit in (credits.take(asked) if asked > 0 else ())
    ]
    found = sum(credit.amount or 0 for detail in details for credit in detail.credits)
    if found < asked:
        number = document.text("RECORDID") or document.key
        raise GatewayError(settlement.MORE_THAN_CREDIT, amount=item.credit, number=number, due=shown(found))
    if item.amount or item.discount:
        details.append(Detail(target, document.key, None, kept(item.amount), discount=kept(item.discount) or None))
    return details


def _target(records: Records, key: int) -> tuple[Target, Record] | None:
    for target in AP_PAYMENT.targets:
        document = records.get(target.kept.object, key)
        if document is not None and sees(records, document) and int(document["TRX_TOTALENTERED"] or 0) >= 0:
            return target, document
    return None


def _credit(records: Records, key: int) -> CreditKind | None:
    for kind in AP_PAYMENT.credits:
        document = records.get(kind.kept.object, key)
        if document is not None and sees(records, document):
            return kind
    return None


def _open_credits(records: Records, vendor_id: str) -> list[tuple[CreditKind, int, int]]:
    found = []
    for source in (AP_ADJUSTMENTS, AP_ADVANCES):
        kind = next(credit for credit in AP_PAYMENT.credits if credit.kept == source)
        for document in _oldest_first(records, source, vendor_id):
            due = int(document["TRX_TOTALDUE"] or 0)
            left = due if kind.prepaid else -due
            if left > 0:
                found.append((kind, document.key, left))
    return found


def _oldest_first(records: Records, source: Kept, vendor_id: str) -> list[Record]:
    posted = records.where(source.object, VENDORID=vendor_id, RAWSTATE=_OPEN)
    documents = [document for document in posted if sees(records, document)]
    return sorted(documents, key=lambda document: (document.text("WHENCREATED") or "", document.key))
