"""How vendors are paid, and how many payments one request makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from intacct_emulator.catalogue.values import FALSE
from intacct_emulator.records.record import Record

from .details import Detail


class PaymentMethod(NamedTuple):
    """A way to pay (documented list). `awaits_delivery` is whether it waits for a printer or a bank's file between
    approval and confirmation; the others record what was paid elsewhere. `by_card` is whether it takes a charge card,
    `single_bill` whether a payment is for one bill alone."""

    name: str
    awaits_delivery: bool
    by_card: bool = False
    single_bill: bool = False


METHODS: Mapping[str, PaymentMethod] = {
    method.name: method
    for method in (
        PaymentMethod("Printed Check", awaits_delivery=True),
        PaymentMethod("Joint Check", awaits_delivery=True, single_bill=True),
        PaymentMethod("Check Delivery", awaits_delivery=True),
        PaymentMethod("Cash", awaits_delivery=False),
        PaymentMethod("EFT", awaits_delivery=False),
        PaymentMethod("Credit Card", awaits_delivery=False, by_card=True),
        PaymentMethod("ACH", awaits_delivery=True),
        PaymentMethod("WF Check", awaits_delivery=True),
        PaymentMethod("WF Domestic ACH", awaits_delivery=True),
        PaymentMethod("WF USD Wire", awaits_delivery=True),
    )
}
"""The methods of AP payments, by the name that PAYMENTMETHOD has."""


class Grouping(StrEnum):
    """PAYMENTREQUESTMETHOD: what of a request goes together in one payment."""

    PREFERENCE = "vendorpref"
    VENDOR = "vendor"
    BILL = "bill"
    PAY_TO = "payto"


def grouping_of(asked: str | None, vendor: Record) -> Grouping:
    """How a request is split: as it says, by default as the vendor has it (documented). A vendor whose requests are not
    merged is paid bill by bill (inferred)."""
    grouping = Grouping(asked) if asked else Grouping.PREFERENCE
    if grouping is not Grouping.PREFERENCE:
        return grouping
    return Grouping.BILL if vendor["MERGEPAYMENTREQ"] == FALSE else Grouping.VENDOR


def grouped(
    details: Iterable[Detail], grouping: Grouping, pay_to: Callable[[Detail], str | None]
) -> list[Sequence[Detail]]:
    """The details of each payment, in the order they were asked for. `pay_to` tells the contact a detail's document is
    paid to."""
    groups: dict[object, list[Detail]] = {}
    for detail in details:
        key: object = None
        if grouping is Grouping.BILL:
            key = (detail.target.key_field, detail.document)
        elif grouping is Grouping.PAY_TO:
            key = pay_to(detail)
        groups.setdefault(key, []).append(detail)
    return list(groups.values()) or [()]
