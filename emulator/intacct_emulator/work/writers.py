"""Which room writes which object."""

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.records.draft import Writer
from intacct_emulator.tenancy.company import Company


def writer_for(company: Company, definition: ObjectDefinition) -> Writer:
    """The writer of an object in a company: a document's own, or the one for master records."""
    writer = _writer_for(company, definition)
    if not company.customization:
        return writer
    from intacct_emulator.masters.customized import CustomizedWriter

    return CustomizedWriter(company, writer)


def _writer_for(company: Company, definition: ObjectDefinition) -> Writer:
    if definition.name == "ARINVOICE":
        from intacct_emulator.books.receivables import InvoiceWriter

        return InvoiceWriter(company)
    if definition.name == "APBILL":
        from intacct_emulator.books.payables import BillWriter

        return BillWriter(company)
    if definition.name == "GLBATCH":
        from intacct_emulator.books.general_ledger import JournalEntryWriter

        return JournalEntryWriter(company)
    from intacct_emulator.masters import directory

    return directory.writer_for(company, definition)
