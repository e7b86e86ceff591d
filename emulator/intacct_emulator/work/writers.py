"""Finds the room that writes an object."""

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.records.draft import Writer
from intacct_emulator.tenancy.company import Company

_DOCUMENTS, _JOURNAL_ENTRY, _RECEIPT, _PAYMENT = "PRRECORD", "GLBATCH", "ARPYMT", "APPYMT"
_FEED, _RECONCILIATION = "BANKACCTTXNFEED", "BANKACCTRECON"
_STATEMENTS = (_FEED, _RECONCILIATION)

_RECURRING_ENTRY = "RECURGLBATCH"
_RECURRING = frozenset({"ARRECURINVOICE", "APRECURBILL", _RECURRING_ENTRY})
_INTER_ENTITY = frozenset({"INTERENTITYSETUP", "ENTITYACCTDEFAULT", "ENTITYACCTOVERRIDE"})


def writer_for(company: Company, definition: ObjectDefinition) -> Writer:
    """The writer of an object in a company: a document's own, or the one for master records."""
    writer = _writer_for(company, definition)
    if not company.customization:
        return writer
    from intacct_emulator.masters.customized import CustomizedWriter

    return CustomizedWriter(company, writer)


def _writer_for(company: Company, definition: ObjectDefinition) -> Writer:
    document = _document_writer(company, definition) if definition.table == _DOCUMENTS else None
    if document is not None:
        return document
    if definition.name in _STATEMENTS:
        return _statement_writer(company, definition)
    if definition.name in _RECURRING:
        return _schedule_writer(company, definition)
    if definition.name == _JOURNAL_ENTRY:
        from intacct_emulator.books.ledger.journal_entries import JournalEntryWriter

        return JournalEntryWriter(company)
    if definition.name in _INTER_ENTITY:
        from intacct_emulator.masters.inter_entity import InterEntityWriter

        return InterEntityWriter(company, definition)
    from intacct_emulator.masters import directory

    return directory.writer_for(company, definition)


def _document_writer(company: Company, definition: ObjectDefinition) -> Writer | None:
    """The writer of a document that can be written; None for the others in their table."""
    from intacct_emulator.books.documents.kinds import KINDS

    kind = KINDS.get(definition.name)
    if kind is not None:
        from intacct_emulator.books.documents.writer import DocumentWriter

        return DocumentWriter(company, kind)
    if definition.name == _RECEIPT:
        from intacct_emulator.books.settlement.receipts import ReceiptWriter

        return ReceiptWriter(company)
    if definition.name == _PAYMENT:
        from intacct_emulator.books.settlement.payments import PaymentWriter

        return PaymentWriter(company)
    from intacct_emulator.books.cash.kinds import CASH_KINDS, DEPOSIT

    cash_kind = CASH_KINDS.get(definition.name)
    if cash_kind is None or cash_kind is DEPOSIT:
        return None
    from intacct_emulator.books.cash.writer import CashWriter

    return CashWriter(company, cash_kind)


def _schedule_writer(company: Company, definition: ObjectDefinition) -> Writer:
    """The writer of a schedule, of journal entries or of documents."""
    if definition.name == _RECURRING_ENTRY:
        from intacct_emulator.books.recurring.entries import RecurringEntryWriter

        return RecurringEntryWriter(company)
    from intacct_emulator.books.recurring.kinds import KINDS as RECURRING_KINDS
    from intacct_emulator.books.recurring.writer import RecurringWriter

    return RecurringWriter(company, RECURRING_KINDS[definition.name])


def _statement_writer(company: Company, definition: ObjectDefinition) -> Writer:
    """The writer of what a bank says, or of its comparison with the books."""
    if definition.name == _FEED:
        from intacct_emulator.books.cash.bank_feeds import FeedWriter

        return FeedWriter(company, definition)
    from intacct_emulator.books.cash.reconciliations import ReconciliationWriter

    return ReconciliationWriter(company, definition)
