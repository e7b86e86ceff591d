"""Payments without a bill: what was bought and paid at once. In the ledger they are the expense and the bank (or the
card), and they need no approval: they only record what happened.
"""

from intacct_emulator.books.documents.changes import new_lines
from intacct_emulator.books.documents.checked import CheckedDocument, CheckedLine
from intacct_emulator.books.documents.checks import DocumentChecks
from intacct_emulator.books.documents.kinds import MANUAL_PAYMENT
from intacct_emulator.books.documents.states import POSTED
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import payment_rows
from .books import Payment, PaymentBooks
from .entries import Entry
from .kinds import AP_PAYMENT
from .payment_checks import method_of
from .payment_states import CONFIRMED


def pay_at_once(company: Company, draft: RecordDraft) -> Record:
    """Records a payment to a vendor for the lines of the draft; its APPYMT. Raises GatewayError for what is wrong."""
    try:
        return _paid(company, draft)
    except GatewayError as error:
        raise error.then(records.COULD_NOT_CREATE, name=AP_PAYMENT.object) from None


def _paid(company: Company, draft: RecordDraft) -> Record:
    definition, store = company.catalogue[AP_PAYMENT.object], company.records
    document = DocumentChecks(company, MANUAL_PAYMENT).document(
        draft, new_lines(company, MANUAL_PAYMENT, draft), POSTED
    )
    tender, day, number = document.money, document.dates.posted, draft.text("DOCNUMBER")
    assert tender is not None
    assert day is not None
    method_of(definition, draft.text("PAYMENTMETHOD"), tender)
    books = PaymentBooks(company, AP_PAYMENT)
    row = payment_rows.requested(definition, document.own, CONFIRMED, day, document.total)
    key = store.insert_row(AP_PAYMENT.object, row | payment_rows.bank_columns(tender))
    summary = books.summary(tender, day, number, document.summary)
    store.update_row(AP_PAYMENT.object, key, payment_rows.confirmed(_read(company, key), day, summary))
    entries = [_entry(document, line) for line in document.lines]
    books.pay(Payment(key, day, number, summary), [], entries, CONFIRMED.code)
    return _read(company, key)


def _entry(document: CheckedDocument, line: CheckedLine) -> Entry:
    assert line.account is not None
    assert line.control is not None
    counter_dimensions, counter_entity = line.control_place or (line.dimensions, line.entity)
    return Entry(
        account=line.account,
        counter=line.control,
        amount=line.amount,
        counter_amount=line.amount,
        dimensions=line.dimensions,
        counter_dimensions=counter_dimensions,
        entity=line.entity,
        counter_entity=counter_entity,
        memo=line.memo or document.description,
        moves_money=True,
    )


def _read(company: Company, key: int) -> Record:
    record = company.records.get(AP_PAYMENT.object, key)
    assert record is not None
    return record
