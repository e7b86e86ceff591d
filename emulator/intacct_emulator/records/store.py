"""The one door through which records are written and found again.

Every create, update and delete of the emulator, from whichever wire it came, passes here. It gets its record number,
its audit stamps and its owning entity, and the company's observers are told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python, Stored, pack
from intacct_emulator.clock import Clock
from intacct_emulator.storage.database import Database, quoted
from intacct_emulator.storage.faults import system_reason
from intacct_emulator.storage.sequences import Sequences
from intacct_emulator.storage.tables import Tables, TableSchema

from .record import Record
from .stamps import creation_stamps, modification_stamps, not_before
from .table_schema import table_schema
from .written import Change, Writing, Written, WrittenInBulk

_REMEMBERED_ROWS = 20_000


class Author(NamedTuple):
    """Who writes: the user's RECORDNO and login, and the entity the session is in (None at top level)."""

    user_key: int
    login: str
    entity_key: int | None = None
    entity_id: str | None = None


SYSTEM = Author(0, "")


View = Callable[[ObjectDefinition], tuple[str, Sequence[str]]]
"""Gives the statement that yields an object's rows, and the names of the objects it reads."""

Observer = Callable[[Change, ObjectDefinition, int, Mapping[str, Stored]], None]


class Records:
    """The records of one company."""

    def __init__(self, database: Database, catalogue: Catalogue, clock: Clock) -> None:
        self.database = database
        self.catalogue = catalogue
        self.clock = clock
        self.tables = Tables(database)
        self.sequences = Sequences(database)
        self.author = SYSTEM
        self.request_id = ""
        """The id of the current request; empty if there is none."""
        self._moment: datetime | None = None
        self._stamp = ""
        self._definitions: dict[str, ObjectDefinition] = {}
        self._observers: list[Observer] = []
        self._observers_of_bulk: list[Observer] = []
        self._written: list[Writing] | None = None
        self._views: dict[str, View] = {}
        self._ready: set[str] = set()
        self._made_ready_here: set[str] = set()
        self._stood_in: set[str] = set()
        self._found: dict[str, dict[tuple[str, str, Stored], Record | None]] = {}
        self._answers: dict[str, dict[Stored, int]] = {}
        database.on_rollback(self.forget_rows)
        database.on_rollback(self._doubt_new_tables)
        database.before_commit(self._made_ready_here.clear)

    @property
    def moment(self) -> datetime:
        """The time of the current write, to the second."""
        now = self.clock.now()
        if now != self._moment:
            self._moment, self._stamp = now, now.strftime("%Y-%m-%d %H:%M:%S")
        return now

    @property
    def stamp(self) -> str:
        """The moment, as timestamps are stored."""
        _ = self.moment
        return self._stamp

    def observe(self, observer: Observer, *, bulk: bool = False) -> None:
        """Calls `observer` after every change, inside its transaction, with the row as written or as it was removed.
        `author` and `request_id` say who wrote it and for which request.

        With `bulk` it is also told of rows written in bulk: journal lines, and generated companies. Without, only of
        announced ones.
        """
        self._observers.append(observer)
        if bulk:
            self._observers_of_bulk.append(observer)

    @contextmanager
    def noting(self, written: list[Writing]) -> Iterator[None]:
        """While the block runs, adds every change to `written`, bulk rows included; undone changes are removed
        again."""
        self._written = self.database.cut_back = written
        try:
            yield
        finally:
            self._written = self.database.cut_back = None

    def define_view(self, object_name: str, view: View) -> None:
        """Makes an object a view over others' tables."""
        self._views[object_name] = view

    def prepare(self, definition: ObjectDefinition) -> None:
        """Makes the object's table or view if it is missing."""
        if definition.name in self._ready:
            return
        view = self._views.get(definition.name)
        if view is None:
            made = self._prepare_table(table_schema(definition))
        else:
            select, reads = view(definition)
            for other in reads:
                self.prepare(self.definition(other))
            made = self._prepare_view(definition.name, select)
        if not made:
            return
        self._ready.add(definition.name)
        if self.database.in_unit:
            self._made_ready_here.add(definition.name)

    def _prepare_table(self, schema: TableSchema) -> bool:
        """Makes a permanent table; False if that fails and an empty stand-in is used."""
        self._take_back_stand_in(schema.name)
        try:
            self.tables.ensure(schema)
        except Exception as error:
            if not self._may_stand_in(error):
                raise
            self.tables.stand_in(schema)
            self._stood_in.add(schema.name)
            return False
        return True

    def _prepare_view(self, name: str, select: str) -> bool:
        self._take_back_stand_in(name)
        try:
            self.tables.ensure_view(name, select)
        except Exception as error:
            if not self._may_stand_in(error):
                raise
            self.tables.stand_in_view(name, select)
            self._stood_in.add(name)
            return False
        return True

    def _may_stand_in(self, error: Exception) -> bool:
        """Whether an unused object can be read although the disk is full. Writes happen in units and must fail."""
        return not self.database.in_unit and system_reason(error) is not None

    def _take_back_stand_in(self, name: str) -> None:
        if name in self._stood_in:
            self.tables.step_aside(name)
            if not self.database.in_unit:  # an undone unit would bring it back
                self._stood_in.discard(name)

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Writes inside are not observed: a company being built has no history."""
        observers, self._observers = self._observers, []
        written, self._written = self._written, None
        try:
            yield
        finally:
            self._observers, self._written = [*observers, *self._observers], written

    def definition(self, object_name: str) -> ObjectDefinition:
        """The definition of an object the program itself names; KeyError is a bug."""
        found = self._definitions.get(object_name)
        if found is None:
            found = self._definitions[object_name] = self.catalogue[object_name]
        return found

    def insert(self, object_name: str, values: Mapping[str, Python], key: int | None = None) -> int:
        """Creates a record; returns its RECORDNO. Stamps missing from `values` are filled in."""
        definition = self.definition(object_name)
        self.prepare(definition)
        fields = definition.fields_by_id
        packed = {name: pack(fields[name], value) for name, value in values.items() if value is not None}
        row = self.complete_row(definition, packed)
        row[definition.key] = key if key is not None else self.sequences.take(definition.sequence)
        number = self.tables.insert(definition.table, row)
        self._changed(Change.CREATE, definition, number, row)
        return number

    def insert_row(self, object_name: str, row: Mapping[str, Stored]) -> int:
        """Creates a record given in stored form, without RECORDNO and stamps; returns its RECORDNO."""
        definition = self.definition(object_name)
        self.prepare(definition)
        complete = self.complete_row(definition, row)
        key = complete[definition.key] = self.sequences.take(definition.sequence)
        self.tables.insert(definition.table, complete)
        self._changed(Change.CREATE, definition, key, complete)
        return key

    def insert_rows(self, object_name: str, rows: Sequence[Mapping[str, Stored]]) -> list[int]:
        """Creates records like `insert_row`, in order; returns their RECORDNOs."""
        if not rows:
            return []
        definition = self.definition(object_name)
        self.prepare(definition)
        first = self.sequences.take(definition.sequence, len(rows))
        keys = list(range(first, first + len(rows)))
        stamps, own = creation_stamps(definition, self.author, self.stamp), definition.own_values
        complete = [{**stamps, **row, **own, definition.key: key} for key, row in zip(keys, rows, strict=True)]
        columns = tuple(complete[0])
        if any(tuple(row) != columns for row in complete):
            columns = tuple(dict.fromkeys(chain.from_iterable(complete)))
            values = [[row.get(column) for column in columns] for row in complete]
        else:
            values = [list(row.values()) for row in complete]
        self.tables.insert_many(definition.table, columns, values)
        for key, row in zip(keys, complete, strict=True):
            self._changed(Change.CREATE, definition, key, row)
        return keys

    def complete_row(self, definition: ObjectDefinition, row: Mapping[str, Stored]) -> dict[str, Stored]:
        """The row of a new record, with stamps but without RECORDNO."""
        complete = {**creation_stamps(definition, self.author, self.stamp), **row}
        complete.update(definition.own_values)
        return complete

    def update(self, object_name: str, key: int, values: Mapping[str, Python]) -> None:
        """Sets fields of a record; None empties them."""
        definition = self.definition(object_name)
        self.prepare(definition)
        fields = definition.fields_by_id
        self._update(definition, key, {name: pack(fields[name], value) for name, value in values.items()})

    def update_row(self, object_name: str, key: int, row: Mapping[str, Stored]) -> None:
        """Sets columns of a record, given in stored form; None empties them."""
        definition = self.definition(object_name)
        self.prepare(definition)
        self._update(definition, key, row)

    def _update(self, definition: ObjectDefinition, key: int, row: Mapping[str, Stored]) -> None:
        stamped = {**row, **modification_stamps(definition, self.author, self.stamp)}
        self.tables.update(definition.table, definition.key, key, stamped, not_before=not_before(definition))
        self._changed(Change.UPDATE, definition, key, stamped)

    def delete(self, object_name: str, key: int) -> None:
        """Removes a record."""
        definition = self.definition(object_name)
        self.prepare(definition)
        removed = self.get(object_name, key) if self._observers or self._written is not None else None
        self._remove(definition, key, removed.stored if removed else {})

    def delete_where(self, object_name: str, /, **equals: Stored) -> None:
        """Removes all records whose fields have those stored values, by RECORDNO."""
        for record in self.where(object_name, **equals):
            self._remove(record.definition, record.key, record.stored)

    def _remove(self, definition: ObjectDefinition, key: int, stored: Mapping[str, Stored]) -> None:
        self.tables.delete(definition.table, definition.key, key)
        self._changed(Change.DELETE, definition, key, stored)

    def get(self, object_name: str, key: int) -> Record | None:
        """The record of that RECORDNO."""
        definition = self.definition(object_name)
        return self._find(definition, definition.key, key)

    def find(self, object_name: str, id_value: str) -> Record | None:
        """The record of that natural id, such as a CUSTOMERID."""
        definition = self.definition(object_name)
        return self._find(definition, definition.id_field or definition.key, id_value)

    def find_by(self, object_name: str, field_id: str, value: Stored) -> Record | None:
        """The first record whose field has that stored value."""
        return self._find(self.definition(object_name), field_id, value)

    def where(self, object_name: str, /, **equals: Stored) -> list[Record]:
        """All records whose fields have those stored values, by RECORDNO."""
        definition = self.definition(object_name)
        self.prepare(definition)
        columns = definition.columns
        rows = self.tables.select(definition.table, columns, equals, definition.key, kinds=definition.only)
        return [Record(definition, dict(zip(columns, row, strict=True))) for row in rows]  # type: ignore[arg-type]

    def keys(self, object_name: str, /, **equals: Stored) -> list[int]:
        """The RECORDNOs of all records whose fields have those stored values."""
        definition = self.definition(object_name)
        self.prepare(definition)
        rows = self.tables.select(definition.table, (definition.key,), equals, kinds=definition.only)
        return [int(key) for (key,) in rows if key is not None]

    def exists(self, object_name: str, /, **equals: Stored) -> bool:
        """Whether any record has those stored values."""
        definition = self.definition(object_name)
        self.prepare(definition)
        return bool(self.tables.select(definition.table, (definition.key,), equals, kinds=definition.only))

    def is_smaller(self, definition: ObjectDefinition, size: int) -> bool:
        """Whether the object's table is known to have fewer rows than that; False for views and unused tables."""
        if definition.name in self._views or definition.name not in self._ready:
            return False
        key = quoted(definition.key)  # some tables have a column called ROWID
        last = self.database.scalar(f"SELECT MAX({key}) FROM {quoted(definition.table)}")  # noqa: S608 - catalogue names
        return int(last or 0) < size

    def bulk_insert(
        self,
        object_name: str,
        columns: tuple[str, ...],
        rows: Sequence[Sequence[Stored]],
        *,
        agreed: Mapping[str, Stored] | None = None,
        same: Mapping[str, str] | None = None,
    ) -> None:
        """Creates many records given in stored form, stamps and RECORDNO included. Only bulk observers are told; the
        others need `announce`.

        `agreed` holds columns with one value in all rows, `same` columns that copy another column.
        """
        definition = self.definition(object_name)
        self.prepare(definition)
        self.tables.insert_many(definition.table, columns, rows, agreed=agreed or {}, same=same or {})
        self._forget_table(definition.table)
        if self._written is not None or self._observers_of_bulk:
            bulk = WrittenInBulk(definition.name, definition.key, columns, rows, agreed or {}, same or {})
            if self._written is not None:
                self._written.append(bulk)
            if self._observers_of_bulk:
                self._tell_of_bulk(definition, bulk)

    def _tell_of_bulk(self, definition: ObjectDefinition, bulk: WrittenInBulk) -> None:
        for change, _, key, row in bulk.each():
            for observer in self._observers_of_bulk:
                observer(change, definition, key, row)

    @property
    def observed(self) -> bool:
        """Whether there are observers."""
        return bool(self._observers)

    def announce(self, definition: ObjectDefinition, key: int, row: Mapping[str, Stored]) -> None:
        """Tells the other observers of a record created in bulk."""
        for observer in self._observers:
            if observer not in self._observers_of_bulk:
                observer(Change.CREATE, definition, key, row)

    def forget_rows(self) -> None:
        """Drops cached rows, after they were changed without passing here."""
        self._found.clear()
        self._answers.clear()

    def forget(self) -> None:
        """Drops all caches, after the database was replaced or the catalogue changed."""
        self.forget_rows()
        self._ready.clear()
        self._definitions.clear()
        self.sequences.forget()

    def answer(self, object_name: str, question: Stored, find: Callable[[], int]) -> int:
        """The result of `find` about an object's rows, cached under the question until one of them changes."""
        answers = self._answers.setdefault(self.definition(object_name).table, {})
        known = answers.get(question)
        if known is None:
            known = find()
            # `find` may have written rows; then nothing about the table is cached.
            self._answers.setdefault(self.definition(object_name).table, {})[question] = known
        return known

    def _forget_table(self, table: str) -> None:
        self._found.pop(table, None)
        self._answers.pop(table, None)

    def _doubt_new_tables(self) -> None:
        self._ready -= self._made_ready_here
        self._made_ready_here.clear()

    def _find(self, definition: ObjectDefinition, field_id: str, value: Stored) -> Record | None:
        found = self._found.setdefault(definition.table, {})
        known = (definition.name, field_id, value)
        if known in found:
            return found[known]
        self.prepare(definition)
        columns = definition.columns
        rows = self.tables.select(definition.table, columns, {field_id: value}, kinds=definition.only)
        record = Record(definition, dict(zip(columns, rows[0], strict=True))) if rows else None  # type: ignore[arg-type]
        if len(found) > _REMEMBERED_ROWS:
            found.clear()
        found[known] = record
        return record

    def _changed(self, change: Change, definition: ObjectDefinition, key: int, row: Mapping[str, Stored]) -> None:
        self._forget_table(definition.table)
        if self._written is not None:
            self._written.append(Written(change, definition.name, key, row))
        for observer in self._observers:
            observer(change, definition, key, row)
