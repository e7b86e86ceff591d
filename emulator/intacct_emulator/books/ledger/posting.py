"""The one door into the general ledger: lines are written only in sets that balance, per entity and in total."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from intacct_emulator.books.dimensions import dimensions_of
from intacct_emulator.books.room_for_sums import take_room
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

from .closed_books import may_be_closed, require_open
from .entry import (
    FURTHER,
    POSTED,
    Batch,
    LedgerLine,
    Origin,
    dimensions_on,
    entry_columns,
    entry_rows,
    further_columns,
)

ENTRY_SEQUENCE = "GLENTRY"
_ENTRY = "GLENTRY"
_WORDS = frozenset({"DESCRIPTION", "DOCUMENT"})
# What a line keeps when it is posted again.
_FIRST_WRITTEN = frozenset({"RECORDNO", "WHENCREATED", "CREATEDBY", "WHENMODIFIED", "MODIFIEDBY"})


_LOCATION = "Location"
_NOWHERE = ","
"""What the refusal names where no line has a location (recorded)."""


def require_balance(records: Records, lines: Sequence[LedgerLine], *, called: str = _LOCATION) -> None:
    """Raises GatewayError unless debits equal credits in base currency in every entity, and so in total. `called` is
    the company's word for a location."""
    totals: defaultdict[int | None, int] = defaultdict(int)
    for line in lines:
        totals[line.entity] += line.side * line.amount.base
    if not any(totals.values()):
        return
    entities = (records.get("LOCATIONENTITY", key) for key, total in totals.items() if key is not None and total)
    places = ", ".join(sorted(entity.id for entity in entities if entity is not None))
    raise GatewayError(transactions.UNBALANCED, label=called, places=places or _NOWHERE)


def post(
    records: Records,
    batch: Batch,
    lines: Sequence[LedgerLine],
    origins: Sequence[Origin] | None = None,
    *,
    called: str = _LOCATION,
) -> None:
    """Writes balanced lines under a journal entry, numbered after those it has. Raises GatewayError for lines that do
    not balance, or lie in closed books.

    `origins` gives each line's subledger line, in the same order; `called` is the company's word for a location. Lines
    of statistics need not balance (documented).
    """
    if not batch.statistical:
        require_balance(records, lines, called=called)
    _require_open(records, batch, lines)
    _insert(records, batch, lines, origins)


def post_over(records: Records, batch: Batch, lines: Sequence[LedgerLine], *, called: str = _LOCATION) -> None:
    """Makes the given lines all that a journal entry written by hand has. Raises GatewayError for lines that do not
    balance, and where these or those that it has lie in closed books.

    As many lines as there were stay the lines they are, with what changes of them.
    """
    if not batch.statistical:
        require_balance(records, lines, called=called)
    _require_open(records, batch, lines)
    entries = records.where(_ENTRY, BATCHNO=batch.key)
    _require_changeable(records, entries)
    for line, entry in zip(lines, entries, strict=False):
        _rewrite(records, batch, entry, line, None)
    for entry in entries[len(lines) :]:
        records.delete(_ENTRY, entry.key)
    records.sequences.restart(line_sequence(batch.key), min(len(lines), len(entries)))
    if new := lines[len(entries) :]:
        _insert(records, batch, new, None)


def post_again(records: Records, batch: Batch, lines: Sequence[LedgerLine], origins: Sequence[Origin]) -> None:
    """Makes the given lines all that one document has in the ledger. Raises GatewayError for lines that do not balance,
    and where these or those that it has lie in closed books.

    The journal lines of a subledger line that is still there stay the lines they are, with what changed of them; those
    of a new one are added, the rest goes.
    """
    require_balance(records, lines)
    _require_open(records, batch, lines)
    kept_lines = _entries_of(records, origins[0].record_type, origins[0].record_key) if origins else []
    _require_changeable(records, kept_lines)
    there: defaultdict[int, list[Record]] = defaultdict(list)
    for entry in kept_lines:
        there[entry.integer("PRENTRYKEY") or 0].append(entry)
    new: list[int] = []
    for index, (line, origin) in enumerate(zip(lines, origins, strict=True)):
        kept = there[origin.entry_key]
        if kept:
            _rewrite(records, batch, kept.pop(0), line, origin)
        else:
            new.append(index)
    for entries in there.values():
        for entry in entries:
            records.delete(_ENTRY, entry.key)
    if new:
        _insert(records, batch, [lines[index] for index in new], [origins[index] for index in new])


def posts_otherwise(records: Records, batch: Batch, lines: Sequence[LedgerLine], origins: Sequence[Origin]) -> bool:
    """Whether posting a document again would change its journal lines in more than their words."""
    there: defaultdict[int, list[Record]] = defaultdict(list)
    for entry in _entries_of(records, origins[0].record_type, origins[0].record_key) if origins else ():
        there[entry.integer("PRENTRYKEY") or 0].append(entry)
    for line, origin in zip(lines, origins, strict=True):
        kept = there[origin.entry_key]
        if not kept or not _WORDS.issuperset(_changes(records, batch, kept.pop(0), line, origin)):
            return True
    return any(there.values())


def move_lines(records: Records, batch: Batch) -> None:
    """Gives all lines of a journal entry its day and state. Raises GatewayError where they lie in closed books, before
    or after."""
    entries = records.where(_ENTRY, BATCHNO=batch.key)
    _require_changeable(records, entries)
    if batch.state == POSTED:
        require_open(records, batch.key, batch.day, {entry.integer("BASELOCATION") for entry in entries})
    for entry in entries:
        records.update(_ENTRY, entry.key, {"ENTRY_DATE": batch.day, "STATE": batch.state})


def remove_lines_of_document(records: Records, record_type: str, record_key: int) -> None:
    """Takes a document's lines out of the general ledger. Raises GatewayError for lines in closed books."""
    _require_changeable(records, _entries_of(records, record_type, record_key))
    records.delete_where(_ENTRY, PRRECORDTYPE=record_type, PRRECORDKEY=record_key)


def remove_lines_of_batch(records: Records, batch_key: int) -> None:
    """Takes all lines of a journal entry out of the general ledger. Raises GatewayError for lines in closed books."""
    _require_changeable(records, records.where(_ENTRY, BATCHNO=batch_key))
    records.delete_where(_ENTRY, BATCHNO=batch_key)


def line_sequence(batch_key: int) -> str:
    """The counter of a journal entry's lines."""
    return f"GLBATCH {batch_key} lines"


def _insert(records: Records, batch: Batch, lines: Sequence[LedgerLine], origins: Sequence[Origin] | None) -> None:
    first_key = records.sequences.take(ENTRY_SEQUENCE, len(lines))
    first_number = records.sequences.take(line_sequence(batch.key), len(lines))
    dimensions = dimensions_on(lines)
    take_room(records, sum([line.amount.base for line in lines]))
    rows = entry_rows(records, batch, lines, origins, dimensions, first_key=first_key, first_number=first_number)
    records.bulk_insert(_ENTRY, entry_columns(dimensions), rows)
    if records.catalogue.customization or any(line.further for line in lines):
        definition = records.catalogue[_ENTRY]
        for key, line in enumerate(lines, first_key):
            if line.further or any(dimension.user_defined for dimension in line.dimensions):
                records.tables.update(definition.table, definition.key, key, further_columns(definition, line))


def _require_open(records: Records, batch: Batch, lines: Sequence[LedgerLine]) -> None:
    if batch.state == POSTED and may_be_closed(records, batch.day):
        require_open(records, batch.key, batch.day, {line.entity for line in lines})


def _require_changeable(records: Records, entries: Sequence[Record]) -> None:
    """Raises GatewayError when any of the journal lines is posted in closed books."""
    days: defaultdict[tuple[int, date], set[int | None]] = defaultdict(set)
    for entry in entries:
        day = entry.day("ENTRY_DATE")
        if day is not None and entry["STATE"] == POSTED and may_be_closed(records, day):
            days[entry.integer("BATCHNO") or 0, day].add(entry.integer("BASELOCATION"))
    for (batch_key, day), entities in days.items():
        require_open(records, batch_key, day, entities)


def _rewrite(records: Records, batch: Batch, entry: Record, line: LedgerLine, origin: Origin | None) -> None:
    changed = _changes(records, batch, entry, line, origin)
    if "BATCHNO" in changed:
        changed["LINE_NO"] = records.sequences.take(line_sequence(batch.key))
    if "AMOUNT" in changed:
        take_room(records, line.amount.base)
    if changed:
        records.update_row(_ENTRY, entry.key, changed)


def _changes(
    records: Records, batch: Batch, entry: Record, line: LedgerLine, origin: Origin | None
) -> dict[str, Stored]:
    """What of a journal line would change if it was posted again, by column."""
    number = entry.integer("LINE_NO") or 0
    dimensions = dimensions_of(records.catalogue)
    origins = None if origin is None else [origin]
    (row,) = entry_rows(records, batch, [line], origins, dimensions, first_key=entry.key, first_number=number)
    wanted: dict[str, Stored] = dict.fromkeys((*FURTHER, *(field.id for field in entry.definition.custom_fields)))
    wanted |= dict(zip(entry_columns(dimensions), row, strict=True))
    wanted |= further_columns(entry.definition, line)
    return {name: value for name, value in wanted.items() if name not in _FIRST_WRITTEN and entry[name] != value}


def _entries_of(records: Records, record_type: str, record_key: int) -> list[Record]:
    return records.where(_ENTRY, PRRECORDTYPE=record_type, PRRECORDKEY=record_key)
