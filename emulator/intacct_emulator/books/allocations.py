"""Transaction allocations: a line that is split over several places, by a definition or as the request says.

Each share becomes a line of its own with the dimensions of the share; those of the allocated line do not count
(documented). What is left by rounding goes to the last share (inferred).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.catalogue.dimensions import Dimension, dimensions_of
from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.allocations import AMOUNT, FIXED_AMOUNTS, PERCENTAGE
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .money import kept, shown

CUSTOM = "Custom"
"""What a line names in place of an allocation when it brings its own shares."""
SPLIT = "SPLIT"
_ALLOCATION, _ALLOCATION_KEY = "ALLOCATION", "ALLOCATIONKEY"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class AllocatedLine:
    """A kind of line that can be allocated. Those of journal entries may bring shares of their own, and have names of
    their own for some dimensions (documented)."""

    of_journal: bool

    def field(self, dimension: Dimension) -> str:
        """The field that names a dimension's value."""
        return dimension.entry_field if self.of_journal else dimension.id_field


JOURNAL_LINE, DOCUMENT_LINE = AllocatedLine(of_journal=True), AllocatedLine(of_journal=False)


class _Share(NamedTuple):
    cents: int
    places: Mapping[str, Python]


def shares_of(company: Company, line: RecordDraft, kind: AllocatedLine) -> tuple[RecordDraft, ...]:
    """The lines that a line is split into; itself where it names no allocation.

    Raises GatewayError for an allocation that is unknown or inactive, for shares that do not add up to the line, and
    for a line without an amount.
    """
    name = line.text(_ALLOCATION)
    if name is None:
        return (line,)
    whole = _amount(line)
    if whole is None:
        raise GatewayError(record_errors.REQUIRED_FIELD, label="Amount")
    own: dict[str, Python] = {_ALLOCATION: name}
    if kind.of_journal and name == CUSTOM:
        shares = _custom(line, kept(whole))
    else:
        allocation = company.records.find("ALLOCATION", name)
        if allocation is None or not allocation.active:
            raise GatewayError(transactions.ALLOCATION_INVALID, value=name)
        shares = _defined(company, allocation, kept(whole))
        key = line.definition.find(_ALLOCATION_KEY)
        if key is not None and key.stored:
            own[_ALLOCATION_KEY] = allocation.key
    dimensions = dimensions_of(company.catalogue)
    places = {kind.field(dimension): dimension.id_field for dimension in dimensions}
    keys = {dimension.key_field for dimension in dimensions}
    bare = {name: value for name, value in line.values.items() if name not in keys and name not in places}
    return tuple(
        replace(
            line,
            values={
                **bare,
                **own,
                **{field: share.places.get(name) for field, name in places.items() if share.places.get(name)},
                "TRX_AMOUNT": shown(share.cents),
            },
            inputs={name: value for name, value in line.inputs.items() if name != AMOUNT_INPUT},
            lines={name: part for name, part in line.lines.items() if name != SPLIT},
        )
        for share in shares
    )


AMOUNT_INPUT = "AMOUNT"


def _amount(line: RecordDraft) -> Decimal | None:
    for value in (line.values.get("TRX_AMOUNT"), line.values.get(AMOUNT_INPUT), line.inputs.get(AMOUNT_INPUT)):
        if isinstance(value, Decimal):
            return value
    return None


def _custom(line: RecordDraft, whole: int) -> list[_Share]:
    """The shares that the line brings: amounts without a sign, which add up to it (documented)."""
    splits = line.lines.get(SPLIT, ())
    sign = -1 if whole < 0 else 1
    shares = []
    for split in splits:
        given = split.inputs.get(AMOUNT_INPUT)
        if not isinstance(given, Decimal):
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Amount")
        shares.append(_Share(sign * kept(given), split.values))
    if not shares or sum(share.cents for share in shares) != whole:
        raise GatewayError(transactions.SHARES_DIFFER, allocation=CUSTOM)
    return shares


def _defined(company: Company, allocation: Record, whole: int) -> list[_Share]:
    entries = company.records.where("ALLOCATIONENTRY", ALLOCATIONKEY=allocation.key)
    entries.sort(key=lambda entry: (entry.integer("LINE_NO") or 0, entry.key))
    if allocation.text("TYPE") == FIXED_AMOUNTS:
        cents = [kept(entry.amount("VALUE")) for entry in entries]
    elif (allocation.text("TYPE") or PERCENTAGE) == PERCENTAGE:
        cents = _by_percent(whole, entries)
    else:
        cents = _amounts_first(whole, entries)
    if not entries or sum(cents) != whole:
        raise GatewayError(transactions.SHARES_DIFFER, allocation=allocation.id)
    return [
        _Share(share, {field.id: entry.python(field.id) for field in entry.definition.stored_fields})
        for share, entry in zip(cents, entries, strict=True)
    ]


def _amounts_first(whole: int, entries: Sequence[Record]) -> list[int]:
    """The exact amounts in their order, as far as the line goes; the rest by percentages (documented)."""
    left, cents = whole, []
    exact = [entry for entry in entries if entry.text("VALUETYPE") == AMOUNT]
    for entry in exact:
        wanted = kept(entry.amount("VALUE"))
        share = min(wanted, left) if whole >= 0 else max(-wanted, left)
        cents.append(share)
        left -= share
    return [*cents, *_by_percent(left, entries[len(exact) :])]


def _by_percent(whole: int, entries: Sequence[Record]) -> list[int]:
    cents = [kept(shown(whole) * entry.amount("VALUE") / _HUNDRED) for entry in entries]
    if cents:
        cents[-1] = whole - sum(cents[:-1])
    return cents
