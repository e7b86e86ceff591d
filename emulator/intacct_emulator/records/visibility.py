"""What a reader may see, and what a writer owns: the one rule of entities, for every way of reading and writing.

At top level everything may be seen. Lists leave out what was made inside an entity, unless they are asked to include
what is private (documented); the ledger's lines are never left out, so that they add up to the balances.

Inside an entity:

- A master record is seen if the entity or the top level owns it.
- A document, or a journal entry, is seen if the entity owns it or has lines in it. It shows with the entity's own
  lines: with all of them where the entity owns the document, except in the ledger (inferred).
- The ledger shows the lines of the entity, as its balances count them; so do the records of taxes.
- What a payment applied is seen with the payment and what it paid.
- A line without a rule of its own is seen with its owner; an entry of the audit history with its record.

Only what the entity owns may be changed or removed there.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import NamedTuple, Protocol

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import GatewayError
from intacct_emulator.errors import records as record_errors
from intacct_emulator.storage.database import quoted

from .record import Record
from .store import Records

OWNER = "MEGAENTITYKEY"
HISTORY_OWNER = "OWNERKEY"
"""Of an entry of the audit history: the entity that owned the record, or one of the next two. Empty in entries of
older versions, which no entity sees."""
SHARED = 0
BY_ITS_LINES = -1
"""Of a document of the top level: whoever sees it sees its history."""

_DOCUMENTS, _DOCUMENT_LINES = "PRRECORD", "PRENTRY"
_ENTRIES, _LEDGER = "GLBATCH", "GLENTRY"
_PLACES = "LOCATION"
_BETWEEN_ENTITIES = frozenset({"INTERENTITYSETUP", "ENTITYACCTDEFAULT", "ENTITYACCTOVERRIDE"})
# An object of each table, to have the table made.
_OBJECTS: Mapping[str, str] = MappingProxyType(
    {_DOCUMENTS: "ARINVOICE", _DOCUMENT_LINES: "ARINVOICEITEM", _ENTRIES: _ENTRIES, _LEDGER: _LEDGER}
)


class CatalogueLike(Protocol):
    """Object definitions by name."""

    def find(self, name: str, /) -> ObjectDefinition | None: ...


class Scope(NamedTuple):
    """Whose rows a reader sees. `entity_key` is None at top level, where lists leave out rows of entities unless
    private ones are included; inside an entity its own rows and those of the top level are seen."""

    entity_key: int | None = None
    include_private: bool = False


EVERYTHING = Scope(include_private=True)


class Condition(NamedTuple):
    """The SQL that a row must meet to be seen, with `:entity` for the reader's entity, and the objects it reads."""

    sql: str
    objects: frozenset[str] = frozenset()


def condition(definition: ObjectDefinition, catalogue: CatalogueLike, row: str, scope: Scope) -> Condition | None:
    """What rows of an object must meet, where `row` is their alias; None if all of them are seen."""
    if scope.entity_key is not None:
        return _within_entity(definition, catalogue, row)
    return None if scope.include_private else _listed(definition, catalogue, row)


def sees(records: Records, record: Record) -> bool:
    """Whether the author of the current work may see a record."""
    entity = records.author.entity_key
    if entity is None:
        return True
    definition = record.definition
    if definition.table not in _RULES and definition.owned_by_entity:
        return record[OWNER] in (None, entity)
    wanted = _within_entity(definition, records.catalogue, "seen")
    if wanted is None:
        return True
    for name in (definition.name, *wanted.objects):
        records.prepare(records.definition(name))
    sql = (
        f"SELECT 1 FROM {quoted(definition.table)} AS seen "  # noqa: S608 - names of the catalogue
        f"WHERE seen.{quoted(definition.key)} = :key AND {wanted.sql}"
    )
    return records.database.scalar(sql, {"key": record.key, "entity": entity}) is not None


def found(records: Records, object_name: str, id_value: str) -> Record | None:
    """The record of that natural id, if the author of the current work may see it."""
    record = records.find(object_name, id_value)
    return record if record is not None and sees(records, record) else None


def require_owned(records: Records, record: Record) -> None:
    """Raises GatewayError NOT_OWNER for a record that the entity of the current work does not own. A line is its
    owner's. At top level everything may be changed.

    Of places an entity has itself and the locations in it; what is between entities belongs to the top level (both
    inferred). Other records that have no owner may be changed everywhere.
    """
    entity = records.author.entity_key
    if entity is None:
        return
    owned: Record | None = record
    while owned is not None and not owned.definition.owned_by_entity:
        if owned.definition.name in _BETWEEN_ENTITIES or _is_place_elsewhere(records, owned):
            break
        owned = _parent(records, owned)
    if owned is not None and owned[OWNER] != entity:
        raise GatewayError(record_errors.NOT_OWNER, object=record.definition.name.lower())


def _is_place_elsewhere(records: Records, record: Record) -> bool:
    author = records.author
    return (
        record.definition.table == _PLACES and record.key != author.entity_key and record["ENTITY"] != author.entity_id
    )


def history_owner(definition: ObjectDefinition, owner: Stored) -> int:
    """What an entry of the audit history says of the owner of its record."""
    if owner is not None:
        return int(owner)
    return BY_ITS_LINES if definition.table in (_DOCUMENTS, _ENTRIES) else SHARED


@contextmanager
def as_its_owner(records: Records, record: Record) -> Iterator[None]:
    """What the block writes for a record of an entity belongs to that entity, though the author is at top level."""
    before = records.author
    owner = record[OWNER] if record.definition.owned_by_entity else None
    if before.entity_key is None and owner is not None:
        entity = records.get("LOCATIONENTITY", int(owner))
        if entity is not None:
            records.author = before._replace(entity_key=entity.key, entity_id=entity.id)
    try:
        yield
    finally:
        records.author = before


def _parent(records: Records, record: Record) -> Record | None:
    definition = record.definition
    if definition.parent is None or definition.parent_field is None:
        return None
    key = record.integer(definition.parent_field)
    return None if key is None else records.get(definition.parent, key)


def _within_entity(definition: ObjectDefinition, catalogue: CatalogueLike, row: str) -> Condition | None:
    rule = _RULES.get(definition.table)
    if rule is not None:
        return rule(row)
    if definition.owned_by_entity:
        return Condition(f"({row}.{OWNER} IS NULL OR {row}.{OWNER} = :entity)")
    return _with_parent(definition, catalogue, row, _within_entity)


def _listed(definition: ObjectDefinition, catalogue: CatalogueLike, row: str) -> Condition | None:
    if definition.table in _NEVER_PRIVATE:
        return None
    if definition.owned_by_entity:
        return Condition(f"{row}.{OWNER} IS NULL")
    by = _HEADERS.get(definition.table)
    if by is not None:
        header = f"{row}_header"
        private = _exists(_DOCUMENTS, header, f"RECORDNO = {row}.{by}", f"{header}.{OWNER} IS NOT NULL")
        # Where nothing is private, one look into an index spares looking up the header of every line.
        none = f"NOT EXISTS (SELECT 1 FROM {_DOCUMENTS} WHERE {OWNER} IS NOT NULL)"  # noqa: S608 - names of our own
        return Condition(f"({none} OR NOT {private})", _objects(_DOCUMENTS))
    return _with_parent(definition, catalogue, row, _listed)


def _with_parent(
    definition: ObjectDefinition,
    catalogue: CatalogueLike,
    row: str,
    rule: Callable[[ObjectDefinition, CatalogueLike, str], Condition | None],
) -> Condition | None:
    """A line is seen with its owner."""
    parent = catalogue.find(definition.parent) if definition.parent else None
    field = definition.find(definition.parent_field or "")
    if parent is None or field is None or not field.stored:
        return None
    above = f"{row}_owner"
    wanted = rule(parent, catalogue, above)
    if wanted is None:
        return None
    sql = (
        f"EXISTS (SELECT 1 FROM {quoted(parent.table)} AS {above} "  # noqa: S608 - names of the catalogue
        f"WHERE {above}.{quoted(parent.key)} = {row}.{quoted(field.id)} AND {wanted.sql})"
    )
    return Condition(sql, wanted.objects | {parent.name})


def _exists(table: str, alias: str, link: str, wanted: str) -> str:
    """That a row of a table, linked by a condition, meets another one."""
    return f"EXISTS (SELECT 1 FROM {table} AS {alias} WHERE {alias}.{link} AND {wanted})"  # noqa: S608 - own names


def _objects(*tables: str) -> frozenset[str]:
    return frozenset(_OBJECTS[table] for table in tables)


def located(row: str) -> str:
    """That a line of the ledger, or of a document, is the entity's: what balances of an entity add up."""
    return f"{row}.BASELOCATION = :entity"


def _owned(row: str) -> str:
    return f"{row}.{OWNER} = :entity"


def _document_sql(row: str) -> str:
    """Its lines in the ledger count, too: one entity's bank may pay another's bill."""
    line, posted = f"{row}_line", f"{row}_posted"
    in_lines = _exists(_DOCUMENT_LINES, line, f"RECORDKEY = {row}.RECORDNO", located(line))
    in_ledger = _exists(_LEDGER, posted, f"PRRECORDKEY = {row}.RECORDNO", located(posted))
    return f"({_owned(row)} OR {in_lines} OR {in_ledger})"


def _line_sql(row: str) -> str:
    header = f"{row}_header"
    return f"({located(row)} OR {_exists(_DOCUMENTS, header, f'RECORDNO = {row}.RECORDKEY', _owned(header))})"


def _entry_sql(row: str) -> str:
    line = f"{row}_line"
    return f"({_owned(row)} OR {_exists(_LEDGER, line, f'BATCHNO = {row}.RECORDNO', located(line))})"


def _document(row: str) -> Condition:
    return Condition(_document_sql(row), _objects(_DOCUMENT_LINES, _LEDGER))


def _document_line(row: str) -> Condition:
    return Condition(_line_sql(row), _objects(_DOCUMENTS))


def _journal_entry(row: str) -> Condition:
    return Condition(_entry_sql(row), _objects(_LEDGER))


def _ledger_line(row: str) -> Condition:
    """A line of a draft may have no place yet."""
    batch = f"{row}_batch"
    owned = _exists(_ENTRIES, batch, f"RECORDNO = {row}.BATCHNO", _owned(batch))
    return Condition(
        f"({located(row)} OR ({row}.BASELOCATION IS NULL AND {row}.STATE <> 'P' AND {owned}))", _objects(_ENTRIES)
    )


def _posted_line(row: str) -> Condition:
    return Condition(located(row))


def _application(row: str) -> Condition:
    """What a payment applied, or is to apply: to a line, or in a draft to a whole document."""
    payment, line, paid = f"{row}_payment", f"{row}_line", f"{row}_paid"
    line_key = f"COALESCE({row}.ENTRYKEY, {row}.POSADJENTRYKEY)"
    document_key = f"COALESCE({row}.RECORDKEY, {row}.POSADJKEY)"
    paying = _exists(_DOCUMENTS, payment, f"RECORDNO = {row}.PAYMENTKEY", _document_sql(payment))
    of_document = _exists(_DOCUMENTS, paid, f"RECORDNO = {document_key}", _document_sql(paid))
    of_line = _exists(_DOCUMENT_LINES, line, f"RECORDNO = {line_key}", _line_sql(line))
    sql = (
        f"(({row}.PAYMENTKEY IS NULL OR {paying}) "
        f"AND CASE WHEN {line_key} IS NULL THEN {of_document} ELSE {of_line} END)"
    )
    return Condition(sql, _objects(_DOCUMENTS, _DOCUMENT_LINES, _LEDGER))


def _history(row: str) -> Condition:
    """Documents are named by number in the trail. One of the top level that is gone shows to no entity."""
    owner, document, entry = f"{row}.{HISTORY_OWNER}", f"{row}_document", f"{row}_entry"
    number = f"RECORDNO = CAST({row}.OBJECTKEY AS INTEGER)"
    sql = (
        f"CASE WHEN {owner} IS NULL THEN 0 WHEN {owner} <> {BY_ITS_LINES} THEN {owner} IN (:entity, {SHARED}) "
        f"WHEN {row}.OBJECTTYPE = 'glbatch' THEN {_exists(_ENTRIES, entry, number, _entry_sql(entry))} "
        f"ELSE {_exists(_DOCUMENTS, document, number, _document_sql(document))} END"
    )
    return Condition(sql, _objects(*_OBJECTS))


_RULES: Mapping[str, Callable[[str], Condition]] = MappingProxyType(
    {
        _DOCUMENTS: _document,
        _DOCUMENT_LINES: _document_line,
        _ENTRIES: _journal_entry,
        _LEDGER: _ledger_line,
        "GLDETAIL": _posted_line,
        "GLACCOUNTBALANCE": _posted_line,
        "TAXRECORD": _posted_line,
        "ARPYMTDETAIL": _application,
        "APPYMTDETAIL": _application,
        "AUDITHISTORY": _history,
    }
)
"""What the rows of a table must meet inside an entity, where it is not the rule of master records."""

_NEVER_PRIVATE = frozenset({_LEDGER, "GLDETAIL", "TAXRECORD", "AUDITHISTORY"})
_HEADERS: Mapping[str, str] = MappingProxyType(
    {_DOCUMENT_LINES: "RECORDKEY", "ARPYMTDETAIL": "PAYMENTKEY", "APPYMTDETAIL": "PAYMENTKEY"}
)
"""The documents that lines belong to, by the lines' column."""
