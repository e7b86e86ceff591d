"""Lines of the general ledger as they were posted, to be posted again elsewhere or the other way round."""

from typing import NamedTuple

from intacct_emulator.books.dimensions import Dimension, LineDimensions, dimensions_in
from intacct_emulator.books.kept_money import money_in
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .entry import FURTHER, LedgerLine


class KeptLine(NamedTuple):
    """A line of a document in the ledger, and the RECORDNO of the document's line it is of."""

    line: LedgerLine
    entry_key: int


def lines_of_document(company: Company, record_type: str, record_key: int) -> list[KeptLine]:
    """All that a document has in the ledger, in the order it was posted."""
    entries = company.records.where("GLENTRY", PRRECORDTYPE=record_type, PRRECORDKEY=record_key)
    return [KeptLine(_line(company, entry), entry.integer("PRENTRYKEY") or 0) for entry in entries]


def lines_of_entry(company: Company, batch_key: int) -> list[LedgerLine]:
    """The lines of a posted journal entry, in their order."""
    return [_line(company, entry) for entry in company.records.where("GLENTRY", BATCHNO=batch_key)]


def mirrored(line: LedgerLine) -> LedgerLine:
    """The line that takes another one back."""
    return line._replace(side=-line.side)


def _line(company: Company, entry: Record) -> LedgerLine:
    number = str(entry["ACCOUNTNO"])
    account = company.records.find("STATACCOUNT" if entry.flag("STATISTICAL") else "GLACCOUNT", number)
    assert account is not None
    amount = money_in(entry, "AMOUNT")
    names = (*FURTHER, *(field.id for field in entry.definition.custom_fields))
    further = {name: entry.python(name) for name in names}
    return LedgerLine(
        account,
        entry.integer("TR_TYPE") or 0,
        amount,
        _dimensions(company, entry),
        entry.integer("BASELOCATION"),
        entry.text("DESCRIPTION"),
        entry.text("DOCUMENT"),
        {name: value for name, value in further.items() if value} or None,
    )


def _dimensions(company: Company, entry: Record) -> LineDimensions:
    found: dict[Dimension, Record] = {}
    for dimension in dimensions_in(company):
        value = entry[dimension.exact_column]
        if value is None:
            continue
        by_key = dimension.needs or dimension.user_defined
        records = company.records
        record = records.get(dimension.object, int(value)) if by_key else records.find(dimension.object, str(value))
        assert record is not None
        found[dimension] = record
    return found
