"""A line of the general ledger, and the row of `GLENTRY` it is kept as.

A subledger document's lines carry its key in hidden columns, which is how they are found again and how `GLDETAIL` shows
the document behind a line.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from intacct_emulator.books.dimensions import Dimension, LineDimensions, kept
from intacct_emulator.books.money import RATE_COLUMNS, Money, kept_rate
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import FALSE, TRUE, Python, Stored, pack
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

DEBIT, CREDIT = 1, -1
POSTED, DRAFT = "P", "I"
FURTHER = ("ALLOCATION", "ALLOCATIONKEY", "BILLABLE", "TAXDETAILKEY", "BOOKID")
"""Columns that few lines have, apart from those the company added."""


class LedgerLine(NamedTuple):
    """One line of a journal entry. `amount` is positive, `side` is DEBIT or CREDIT. `entity` is the RECORDNO of the
    entity the line belongs to, None in a company without entities. `further` holds what few lines have, and
    fields the company added."""

    account: Record
    side: int
    amount: Money
    dimensions: LineDimensions
    entity: int | None = None
    description: str | None = None
    document: str | None = None
    further: Mapping[str, Python] | None = None


class Origin(NamedTuple):
    """The subledger line behind a journal line: type and key of the document, key of its line."""

    record_type: str
    record_key: int
    entry_key: int


class Batch(NamedTuple):
    """The journal entry (GLBATCH) that lines are written under. A `statistical` one has no currency, an `adjusting` one
    is of a journal of adjustments."""

    key: int
    day: date
    state: str = POSTED
    statistical: bool = False
    adjusting: bool = False


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
    *RATE_COLUMNS,
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
)


_NO_RATE = kept_rate(None)


@cache
def entry_columns(dimensions: tuple[Dimension, ...]) -> tuple[str, ...]:
    """The columns of journal lines that have those dimensions. What lines do not have is not written."""
    return (*COLUMNS, *chain.from_iterable(dimension.entry_columns for dimension in dimensions))


def dimensions_on(lines: Iterable[LedgerLine]) -> tuple[Dimension, ...]:
    """The dimensions that any of the lines has."""
    return tuple(dict.fromkeys(chain.from_iterable(line.dimensions for line in lines)))


def entry_rows(
    records: Records,
    batch: Batch,
    lines: Sequence[LedgerLine],
    origins: Sequence[Origin] | None,
    dimensions: tuple[Dimension, ...],
    *,
    first_key: int,
    first_number: int,
) -> list[tuple[Stored, ...]]:
    """The rows of `entry_columns(dimensions)` that journal lines are kept as, numbered from the given record and line
    numbers on. `dimensions` are those of all the lines."""
    moment = records.stamp
    user = records.author.user_key
    day = batch.day.isoformat()
    statistical, adjusting = flag(batch.statistical), flag(batch.adjusting)
    rows: list[tuple[Stored, ...]] = []
    shared: LineDimensions | None = None
    named: list[Stored] = []
    for index, line in enumerate(lines):
        amount, rate = line.amount, line.amount.rate
        origin = origins[index] if origins else (None, None, None)
        if line.dimensions is not shared:  # both lines of a pair have the same
            shared = line.dimensions
            named = []
            for dimension in dimensions:
                record = shared.get(dimension)
                named += kept(dimension, record) if record else (None,) * len(dimension.entry_columns)
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
                (amount.currency if rate is None else rate.base) or None,
                amount.currency or None,
                *(_NO_RATE if rate is None else kept_rate(rate)),
                statistical,
                "F",
                adjusting,
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


def further_columns(definition: ObjectDefinition, line: LedgerLine) -> dict[str, Stored]:
    """What the row of a line holds in columns that few lines have."""
    given = line.further or {}
    return {name: pack(definition.fields_by_id[name], value) for name, value in given.items()}


def flag(value: bool) -> str:
    """How a row keeps whether something is so."""
    return TRUE if value else FALSE
