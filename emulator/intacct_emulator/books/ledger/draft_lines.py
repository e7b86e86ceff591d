"""The lines of a journal entry that is a draft: kept with the others, but no part of the ledger until it is posted."""

from collections.abc import Sequence

from intacct_emulator.books.dimensions import entry_values
from intacct_emulator.catalogue.values import Python, Stored, pack
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

from .entry import Batch, flag
from .entry_lines import LooseLine

_ENTRY = "GLENTRY"
# What follows from the entry or from other records, and is found anew when the draft is posted.
_DERIVED = frozenset({"RECORDNO", "BATCHNO", "LINE_NO", "USERNO", "ENTRY_DATE", "STATE", "BASECURR", "BASELOCATION"})


def keep(records: Records, batch: Batch, lines: Sequence[LooseLine], currency: str | None) -> None:
    """Writes the lines of a draft under its entry. Without a currency of their own they are in `currency`, None where
    each has to name one. What they come to in another one is found when they are posted."""
    fields = records.definition(_ENTRY).fields_by_id
    rows: list[dict[str, Stored]] = []
    for number, line in enumerate(lines, 1):
        foreign = line.exchange.get("CURRENCY", currency) != currency
        rows.append(
            {
                "BATCHNO": batch.key,
                "LINE_NO": number,
                "TR_TYPE": line.side,
                "ENTRY_DATE": batch.day.isoformat(),
                "AMOUNT": None if foreign else line.cents,
                "TRX_AMOUNT": line.cents,
                "ACCOUNTNO": None if line.account is None else line.account.id,
                "DOCUMENT": line.document,
                "DESCRIPTION": line.description,
                "BASECURR": None if foreign else currency,
                "CURRENCY": currency,
                "STATISTICAL": flag(batch.statistical),
                "CLEARED": flag(False),
                "ADJ": flag(batch.adjusting),
                "USERNO": 1,
                "STATE": batch.state,
                "BILLED": flag(False),
                "BILLABLE": flag(False),
                "BASELOCATION": line.entity,
                **entry_values(line.dimensions),
                **{name: pack(fields[name], value) for name, value in (line.exchange | line.further).items()},
            }
        )
    records.insert_rows(_ENTRY, rows)


def kept(records: Records, batch_key: int) -> list[RecordDraft]:
    """The lines of a draft as they would be given again."""
    return [_given_again(line) for line in records.where(_ENTRY, BATCHNO=batch_key)]


def _given_again(line: Record) -> RecordDraft:
    values: dict[str, Python] = {}
    for field in line.definition.stored_fields:
        value = None if field.id in _DERIVED else line.python(field.id)
        if value is not None:
            values[field.id] = value
    return RecordDraft(line.definition, values)
