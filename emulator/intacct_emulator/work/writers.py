"""Finds the room that writes an object."""

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.records.draft import Writer
from intacct_emulator.tenancy.company import Company

_DOCUMENTS, _JOURNAL_ENTRY = "PRRECORD", "GLBATCH"


def writer_for(company: Company, definition: ObjectDefinition) -> Writer:
    """The writer of an object in a company: a document's own, or the one for master records."""
    writer = _writer_for(company, definition)
    if not company.customization:
        return writer
    from intacct_emulator.masters.customized import CustomizedWriter

    return CustomizedWriter(company, writer)


def _writer_for(company: Company, definition: ObjectDefinition) -> Writer:
    if definition.table == _DOCUMENTS:
        from intacct_emulator.books.documents.kinds import KINDS

        kind = KINDS.get(definition.name)
        if kind is not None:
            from intacct_emulator.books.documents.writer import DocumentWriter

            return DocumentWriter(company, kind)
    if definition.name == _JOURNAL_ENTRY:
        from intacct_emulator.books.ledger.journal_entries import JournalEntryWriter

        return JournalEntryWriter(company)
    from intacct_emulator.masters import directory

    return directory.writer_for(company, definition)
