"""Double entry: journal lines are written only in sets that balance, per entity and in total.

`GLENTRY` holds every line of the general ledger. A subledger document's lines carry its key in hidden columns, which is
how they are found again and how `GLDETAIL` shows the document behind a line.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python, Stored, pack, scaled
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

from .dimensions import DIMENSIONS, LineDimensions
from .room_for_sums import take_room

DEBIT, CREDIT = 1, -1
POSTED, DRAFT = "P", "I"
_CENTS = 2


class LedgerLine(NamedTuple):
    """One line of a journal entry. `amount` is positive, `side` is DEBIT or CREDIT. `entity` is the RECORDNO of the
    entity the line belongs to, None in a company without entities. `custom` holds fields the company added to lines."""

    account: Record
    side: int
    amount: Decimal
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


ENTRY_SEQUENCE = "GLENTRY"
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

_AMOUNT = COLUMNS.index("AMOUNT")


def require_balance(records: Records, lines: Sequence[LedgerLine]) -> None:
    """Raises GatewayError unless debits equal credits in total and in every entity."""
    totals: defaultdict[int | None, Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.entity] += line.side * line.amount
    if sum(totals.values()):
        raise GatewayError(transactions.UNBALANCED)
    for entity, total in totals.items():
        if total:
            location = records.get("LOCATIONENTITY", entity) if entity is not None else None
            raise GatewayError(transactions.UNBALANCED_ENTITY, entity=location.id if location else "")


def write_lines(
    records: Records, batch: Batch, lines: Sequence[LedgerLine], origins: Sequence[Origin] | None = None
) -> None:
    """Writes balanced lines under a batch, numbered after those it has. Raises GatewayError for lines that are not.

    `origins` gives each line's subledger line, in the same order.
    """
    require_balance(records, lines)
    first_key = records.sequences.take(ENTRY_SEQUENCE, len(lines))
    first_number = records.sequences.take(line_sequence(batch.key), len(lines))
    rows = entry_rows(records, batch, lines, origins, first_key=first_key, first_number=first_number)
    take_room(records, sum(row[_AMOUNT] for row in rows))  # type: ignore[misc]
    records.bulk_insert("GLENTRY", COLUMNS, rows)
    if records.catalogue.customization:
        _write_custom(records, lines, first_key)


def line_sequence(batch_key: int) -> str:
    """The counter of a batch's lines."""
    return f"GLBATCH {batch_key} lines"


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
        cents = scaled(line.amount, _CENTS)
        origin = origins[index] if origins else None
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
                cents,
                cents,
                line.account.id,
                line.document,
                line.description,
                batch.currency,
                batch.currency,
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
                origin.record_type if origin else None,
                origin.record_key if origin else None,
                origin.entry_key if origin else None,
                *named,
            )
        )
    return rows


def _write_custom(records: Records, lines: Sequence[LedgerLine], first_key: int) -> None:
    """Adds what the company defined itself: its dimensions, its fields."""
    definition = records.catalogue["GLENTRY"]
    for key, line in enumerate(lines, first_key):
        records.tables.update(definition.table, definition.key, key, custom_columns(definition, line))


def custom_columns(definition: ObjectDefinition, line: LedgerLine) -> dict[str, Stored]:
    """What a line's row holds beside `COLUMNS`."""
    row: dict[str, Stored] = {
        name: pack(definition.fields_by_id[name], value) for name, value in (line.custom or {}).items()
    }
    for dimension, record in line.dimensions.items():
        if dimension.user_defined:
            row[dimension.entry_field] = dimension.value(record)
    return row


def remove_lines_of_document(records: Records, record_type: str, record_key: int) -> None:
    """Takes a document's lines out of the general ledger."""
    records.delete_where("GLENTRY", PRRECORDTYPE=record_type, PRRECORDKEY=record_key)


def remove_lines_of_batch(records: Records, batch_key: int) -> None:
    """Takes all lines of a journal entry out of the general ledger."""
    records.delete_where("GLENTRY", BATCHNO=batch_key)
