"""Who may be paid, and how: the vendor, the method, and the account the money is taken from."""

from collections.abc import Sequence

from intacct_emulator.books.cash.tender import Tender
from intacct_emulator.books.documents.credit import require_no_hold
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.errors import GatewayError, records, settlement, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import found
from intacct_emulator.tenancy.company import Company

from .details import Detail
from .kinds import AP_PAYMENT
from .payment_methods import METHODS, Grouping, PaymentMethod


def payable_vendor(company: Company, vendor_id: str | None) -> Record:
    """The vendor of that id. Raises GatewayError for one that is unknown, inactive, or on hold where the
    company refuses that (documented: a hold blocks payments)."""
    dimension = AP_PAYMENT.subledger.party
    label = company.profile.term(dimension.label)
    vendor = found(company.records, dimension.object, vendor_id) if vendor_id is not None else None
    if vendor is None or not vendor.active:
        entry = transactions.PARTY_NOT_VALID if vendor is None else transactions.ACTIVATE_VENDOR
        raise GatewayError(entry, label=label, value=vendor_id or "")
    require_no_hold(company, AP_PAYMENT.subledger, vendor)
    return vendor


def method_of(definition: ObjectDefinition, name: str | None, tender: Tender | None) -> PaymentMethod | None:
    """The method of that name, None for none. Raises GatewayError for one that does not exist, and for one that does
    not go with the account."""
    if name is None:
        return None
    method = METHODS.get(name)
    if method is None:
        label = definition.fields_by_id["PAYMENTMETHOD"].label
        raise GatewayError(records.NOT_A_CHOICE, value=name, label=label)
    if tender is not None and tender.by_card != method.by_card:
        raise GatewayError(settlement.CARD_FOR_CARD_PAYMENTS)
    return method


def require_none_held(records_: Records, details: Sequence[Detail]) -> None:
    """Raises GatewayError for a document on hold: it cannot be selected (documented)."""
    for detail in details:
        document = records_.get(detail.target.kept.object, detail.document)
        if document is not None and document.flag("ONHOLD"):
            what, number = detail.target.kept.word, document.text("RECORDID") or document.key
            raise GatewayError(settlement.TRANSACTION_ON_HOLD, what=what, number=number)


def require_joint_check(grouping: str | None, details: Sequence[Detail]) -> None:
    """Raises GatewayError for what a joint check cannot pay, or cannot pay with (documented)."""
    if grouping != Grouping.BILL:
        raise GatewayError(settlement.JOINT_CHECK_SPLIT)
    for detail in details:
        if detail.target is not AP_PAYMENT.targets[0]:
            raise GatewayError(settlement.JOINT_CHECK_WITH, what="credit memos")
        if detail.credits:
            raise GatewayError(settlement.JOINT_CHECK_WITH, what="credits")
        if detail.discount_day is not None:
            raise GatewayError(settlement.JOINT_CHECK_WITH, what="discounts")
