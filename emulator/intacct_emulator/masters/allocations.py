"""Definitions of transaction allocations: percentages, amounts, or amounts first and percentages of the rest."""

from collections.abc import Iterable
from decimal import Decimal

from intacct_emulator.errors import GatewayError, records, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

PERCENTAGE, FIXED_AMOUNTS, AMOUNTS_FIRST = "Percentage", "Absolute", "Fixed amount with over/under logic"
"""What TYPE calls the ways to allocate (documented)."""
AMOUNT, PERCENT = "Amount", "Percent"
"""What VALUETYPE calls the two kinds of entries."""
_ENTRIES = "ALLOCATIONENTRIES"
_VALUE_TYPES = {PERCENTAGE: PERCENT, FIXED_AMOUNTS: AMOUNT}
_WHOLE = Decimal(100)


class AllocationWriter(RecordWriter):
    """Allocations. Percentages add up to 100, exact amounts come before them (documented)."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        if record is None:
            values.setdefault("TYPE", PERCENTAGE)

    def saved(self, record: Record, values: Values) -> None:
        way = record.text("TYPE") or PERCENTAGE
        entries = self._lines("ALLOCATIONENTRY", "ALLOCATIONKEY", record)
        entries.sort(key=lambda entry: (entry.integer("LINE_NO") or 0, entry.key))
        for entry in entries:
            self._complete_entry(record, entry, way)
        if entries:
            self._check_entries([self._existing_entry(entry.key) for entry in entries], way)

    def _complete_entry(self, record: Record, entry: Record, way: str) -> None:
        """The type of a value follows from the allocation's where that leaves no choice (documented)."""
        wanted: Values = {"ALLOCATIONID": record.id}
        if (value_type := _VALUE_TYPES.get(way)) is not None:
            wanted["VALUETYPE"] = value_type
        changed = {name: value for name, value in wanted.items() if entry.python(name) != value}
        if changed:
            self.records.update(entry.definition.name, entry.key, changed)

    def _existing_entry(self, key: int) -> Record:
        entry = self.records.get("ALLOCATIONENTRY", key)
        assert entry is not None
        return entry

    def _check_entries(self, entries: list[Record], way: str) -> None:
        types = [entry.text("VALUETYPE") for entry in entries]
        if None in types:
            raise GatewayError(records.REQUIRED_FIELD, label="Value type")
        if types != sorted(types, key=lambda value_type: value_type != AMOUNT):
            raise GatewayError(transactions.ALLOCATION_ORDER)
        if way != FIXED_AMOUNTS and _sum(entry for entry in entries if entry.text("VALUETYPE") == PERCENT) != _WHOLE:
            raise GatewayError(transactions.ALLOCATION_PERCENTAGES)


def _sum(entries: Iterable[Record]) -> Decimal:
    return sum((entry.amount("VALUE") for entry in entries), Decimal(0))
