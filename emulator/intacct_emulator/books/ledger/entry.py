"""A line of the general ledger, and the row of `GLENTRY` it is kept as.

A subledger document's lines carry its key in hidden columns, which is how they are found again and how `GLDETAIL` shows
the document behind a line.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.dimensions import DIMENSIONS, LineDimensions
from intacct_emulator.books.money import Money, kept_rate
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python, Stored, pack
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

DEBIT, CREDIT = 1, -1
POSTED, DRAFT = "P", "I"


class LedgerLine(NamedTuple):
    """One line of a journal entry. `amount` is positive, `side` is DEBIT or CREDIT. `entity` is the RECORDNO of the
    entity the line belongs to, None in a company without entities. `custom` holds fields the company added to lines."""

    account: Record
    side: int
    amount: Money
    dimensions: LineDimensions
    entity: int | None = None
    description: str | None = None
    document: str | None = None
    custom: Mapping[str, Python] | None = None


class Origin(NamedTuple):
    """The subledger line behind a journal line: type and key of the document, key of its line."""

    record_type: str
    record_key: int
    entry_key: int


class Batch(NamedTuple):
    """The journal entry (GLBATCH) that lines are written under."""

    key: int
    day: date
    currency: str
    state: str = POSTED


COLUMNS = (
    "RECORDNO",
    "BATCHNO",
    "LINE_NO",
    "TR_TYPE",
    "ENTRY_DATE",
    "AMOUNT",
    "TRX_AMOUNT",
    "ACCOUNTNO",
    "DOCUMENT",
    "DESCRIPTION",
    "BASECURR",
    "CURRENCY",
    "EXCHANGE_RATE",
    "STATISTICAL",
    "CLEARED",
    "ADJ",
    "USERNO",
    "STATE",
    "WHENCREATED",
    "WHENMODIFIED",
    "CREATEDBY",
    "MODIFIEDBY",
    "BILLABLE",
    "BILLED",
    "BASELOCATION",
    "PRRECORDTYPE",
    "PRRECORDKEY",
    "PRENTRYKEY",
    *(dimension.entry_field for dimension in DIMENSIONS),
)


def entry_rows(
    records: Records,
    batch: Batch,
    lines: Sequence[LedgerLine],
    origins: Sequence[Origin] | None,
    *,
    first_key: int,
    first_number: int,
) -> list[tuple[Stored, ...]]:
    """The rows of `COLUMNS` that journal lines are kept as, numbered from the given record and line numbers on."""
    moment = records.stamp
    user = records.author.user_key
    day = batch.day.isoformat()
    rows: list[tuple[Stored, ...]] = []
    shared: LineDimensions | None = None
    named: list[str | None] = []
    for index, line in enumerate(lines):
        amount = line.amount
        origin = origins[index] if origins else (None, None, None)
        if line.dimensions is not shared:  # both lines of a pair have the same
            shared = line.dimensions
            named = [record.id if (record := shared.get(dimension)) else None for dimension in DIMENSIONS]
        rows.append(
            (
                first_key + index,
                batch.key,
                first_number + index,
                line.side,
                day,
                amount.base,
                amount.transaction,
                line.account.id,
                line.document,
                line.description,
                batch.currency,
                amount.currency,
                kept_rate(amount.rate),
                "F",
                "F",
                "F",
                1,
                batch.state,
                moment,
                moment,
                user,
                user,
                "F",
                "F",
                line.entity,
                *origin,
                *named,
            )
        )
    return rows


def custom_columns(definition: ObjectDefinition, line: LedgerLine) -> dict[str, Stored]:
    """What a line's row holds beside `COLUMNS`: the company's own fields and dimensions."""
    row: dict[str, Stored] = {
        name: pack(definition.fields_by_id[name], value) for name, value in (line.custom or {}).items()
    }
    for dimension, record in line.dimensions.items():
        if dimension.user_defined:
            row[dimension.entry_field] = dimension.value(record)
    return row
