"""What the details of a payment ask for: which document or line is paid, with how much of what."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.money import kept
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, records, settlement
from intacct_emulator.records.draft import RecordDraft

from .kinds import CreditKind, SettlementKind, Target

CUSTOM_DISCOUNT = "TRX_TOTALDISCOUNTTOAPPLY"


class AskedCredit(NamedTuple):
    """A credit that a detail names: its document, its line if it names one, and how much to take, in hundredths; all of
    what goes when it says no amount."""

    kind: CreditKind
    document: int
    line: int | None
    amount: int | None


class Detail(NamedTuple):
    """One detail: what it pays, with how much money, discount and credit. Amounts are in hundredths of the
    transaction's currency; `cash` is None when the detail says none. `joint_payee` is who a joint check names beside
    the vendor."""

    target: Target
    document: int
    line: int | None
    cash: int | None
    credits: tuple[AskedCredit, ...] = ()
    discount_day: date | None = None
    discount: int | None = None
    joint_payee: str | None = None


def detail_of(kind: SettlementKind, draft: RecordDraft) -> Detail:
    """The detail that a request's element asks for. Raises GatewayError for one that pays nothing or two things, and
    for an amount below zero."""
    values = draft.values
    named = [target for target in kind.targets if values.get(target.key_field) is not None]
    if not named:
        raise GatewayError(records.REQUIRED_FIELD, label=kind.targets[0].key_field)
    if len(named) > 1:
        first, second = (target.key_field for target in named[:2])
        raise GatewayError(settlement.ONE_TRANSACTION, first=first, second=second)
    (target,) = named
    document = _key(values, target.key_field)
    assert document is not None
    day = draft.day("DISCOUNTDATE")
    discount = _amount(draft.inputs, CUSTOM_DISCOUNT, document)
    if day is not None and discount is not None:
        raise GatewayError(settlement.DISCOUNT_TWICE)
    credits = tuple(
        AskedCredit(credit, key, _key(values, credit.entry_field), _amount(values, f"TRX_{credit.amount_field}", key))
        for credit in kind.credits
        if (key := _key(values, credit.key_field)) is not None
    )
    cash = _amount(values, "TRX_PAYMENTAMOUNT", document)
    joint_payee = draft.text("JOINTPAYEEPRINTAS")
    return Detail(target, document, _key(values, target.entry_field), cash, credits, day, discount, joint_payee)


def _key(values: Mapping[str, Python], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


def _amount(values: Mapping[str, Python], name: str, document: int) -> int | None:
    value = values.get(name)
    if not isinstance(value, Decimal):
        return None
    if value < 0:
        raise GatewayError(settlement.AMOUNT_NOT_POSITIVE, amount=value, number=document)
    return kept(value)
