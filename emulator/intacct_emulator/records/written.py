"""What a request wrote: record by record, or, of rows written in bulk, as they went to the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from intacct_emulator.catalogue.values import Stored


class Change(StrEnum):
    """What happened to a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Written(NamedTuple):
    """One record that a request wrote. `row` holds the stored values that were written or, for a deletion, removed; its
    repr leaves them out."""

    change: Change
    object: str
    key: int
    row: Mapping[str, Stored]

    def __repr__(self) -> str:
        return f"Written({self.change.value} {self.object} {self.key})"


class WrittenInBulk(NamedTuple):
    """Many new records of an object. `agreed` holds columns with one value in all rows, `same` columns that copy
    another column. Nothing is put together before it is looked at."""

    object: str
    key: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Stored]]
    agreed: Mapping[str, Stored]
    same: Mapping[str, str]

    def __repr__(self) -> str:
        return f"WrittenInBulk({self.object}, {len(self.rows)} rows)"

    def each(self) -> Iterator[Written]:
        """The records one by one."""
        for values in self.rows:
            row = {**dict(zip(self.columns, values, strict=True)), **self.agreed}
            row.update({name: row[other] for name, other in self.same.items()})
            yield Written(Change.CREATE, self.object, int(row[self.key] or 0), row)

    def values(self, names: tuple[str, ...]) -> list[tuple[Stored, ...]]:
        """Two or more columns of every row, without putting the rows together. What was not written is None."""
        pick = None if self.same or self.agreed else _picker(self.columns, names)
        if pick is not None:
            return [pick(row) for row in self.rows]
        places = {name: place for place, name in enumerate(self.columns)}
        same, agreed = self.same, self.agreed
        found: list[Sequence[Stored]] = []
        for name in names:
            column = same.get(name, name)
            place = places.get(column)
            found.append([agreed.get(column)] * len(self.rows) if place is None else [row[place] for row in self.rows])
        return list(zip(*found, strict=True))


Writing = Written | WrittenInBulk


@lru_cache(maxsize=64)
def _picker(
    columns: tuple[str, ...], names: tuple[str, ...]
) -> Callable[[Sequence[Stored]], tuple[Stored, ...]] | None:
    """Picks the values of those columns from a row; None if not all of them are there."""
    return itemgetter(*map(columns.index, names)) if set(names) <= set(columns) else None


def each_record(writings: Sequence[Writing]) -> tuple[Written, ...]:
    """Every record that was written, in order."""
    records: list[Written] = []
    for writing in writings:
        if isinstance(writing, Written):
            records.append(writing)
        else:
            records.extend(writing.each())
    return tuple(records)
