"""The gateway's generic functions, as values: an element to send and how to read its result.

A client has a method of the same name for each.  Build them here to send several in one request
(``client.execute([...])``), or use ``raw`` for a function this module does not know.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from intacct_client.metadata import InspectedType, ObjectDefinition, Permission
from intacct_client.metadata import inspected_type as _inspected_type
from intacct_client.metadata import object_definition as _object_definition
from intacct_client.metadata import permissions as _permissions
from intacct_client.responses import Result
from intacct_client.rows import Row, row_of, rows_of
from intacct_client.session import Session, session_of
from intacct_client.values import Record, append_record, append_text, comma_separated

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Function(Generic[T_co]):
    """A function to execute. ``reads_only`` says that repeating it changes nothing."""

    element: etree._Element
    decode: Callable[[Result], T_co]
    reads_only: bool = False

    @property
    def name(self) -> str:
        """The function's name on the wire."""
        return str(self.element.tag)

    def __repr__(self) -> str:
        return f"<Function {self.name}>"


def raw(
    function: str | etree._Element,
    body: Record | None = None,
    *,
    attributes: Mapping[str, object] | None = None,
    reads_only: bool = False,
    legacy_dates: bool = False,
) -> Function[Result]:
    """Any function at all: an element, or a name with its children as a mapping. Returns the bare result.

    Say ``reads_only=True`` where a repetition does no harm, so that the client may repeat it freely.
    """
    if isinstance(function, str):
        element = etree.Element(function)
        append_record(element, {f"@{name}": value for name, value in (attributes or {}).items()})
        append_record(element, body or {}, split_dates=legacy_dates)
    else:
        element = copy.deepcopy(function)
    return Function(element, _result, reads_only)


def get_api_session(entity_id: str | None = None) -> Function[Session]:
    """Open a session at the caller's level, at the top level (``entity_id=""``) or inside an entity."""
    element = etree.Element("getAPISession")
    if entity_id is not None:
        append_text(element, "locationid", entity_id)
    return Function(element, session_of, reads_only=True)


def create(object_name: str, record: Record) -> Function[Row]:
    """Create one record. Returns its keys: ``RECORDNO`` and, for most objects, the id field."""
    return Function(_records("create", object_name, [record]), _first_row)


def create_many(object_name: str, records: Iterable[Record]) -> Function[list[Row]]:
    """Create up to 100 records, in order. Returns their keys.

    The gateway stops at the first record that fails and keeps those before it; ``FunctionError.result.rows`` has
    their keys.  Use ``execute(..., transaction=True)`` for all or nothing.
    """
    return Function(_records("create", object_name, records), _rows)


def update(object_name: str, record: Record) -> Function[Row]:
    """Change the given fields of one record, found by ``RECORDNO`` or its id field. Returns its keys.

    ``None`` empties a field; a field left out keeps its value. The lines of a GLBATCH are replaced as a whole.
    """
    return Function(_records("update", object_name, [record]), _first_row)


def update_many(object_name: str, records: Iterable[Record]) -> Function[list[Row]]:
    """Change up to 100 records, in order, stopping at the first that fails. Returns their keys."""
    return Function(_records("update", object_name, records), _rows)


def delete(object_name: str, keys: str | int | Sequence[str | int]) -> Function[None]:
    """Delete up to 100 records by key (``RECORDNO`` for most objects, the id for some)."""
    element = etree.Element("delete")
    append_text(element, "object", object_name)
    append_text(element, "keys", comma_separated(keys))
    return Function(element, _nothing)


def read(
    object_name: str,
    keys: str | int | Sequence[str | int],
    fields: str | Sequence[str] = "*",
    *,
    docparid: str | None = None,
) -> Function[list[Row]]:
    """Read up to 100 records by ``RECORDNO``, lines included. A key that does not exist gives no row, not an error."""
    return Function(_read("read", object_name, keys, fields, docparid), _rows, reads_only=True)


def read_by_name(
    object_name: str,
    keys: str | int | Sequence[str | int],
    fields: str | Sequence[str] = "*",
    *,
    docparid: str | None = None,
) -> Function[list[Row]]:
    """Read up to 100 records by their id field. A key that does not exist gives no row, not an error."""
    return Function(_read("readByName", object_name, keys, fields, docparid), _rows, reads_only=True)


def lookup(object_name: str, *, docparid: str | None = None) -> Function[ObjectDefinition]:
    """What an object has: fields with types and valid values, and relationships."""
    element = etree.Element("lookup")
    append_text(element, "object", object_name)
    if docparid is not None:
        append_text(element, "docparid", docparid)
    return Function(element, _object_definition, reads_only=True)


def inspect(object_name: str, *, detail: bool = False) -> Function[InspectedType]:
    """An object's field names or, with ``detail``, their types, labels and lengths too."""
    element = etree.Element("inspect", detail="1" if detail else "0")
    append_text(element, "object", object_name)
    return Function(element, _inspected_type, reads_only=True)


def list_objects() -> Function[dict[str, str]]:
    """Every object of the company: name -> label (``inspect`` of ``*``)."""
    element = etree.Element("inspect")
    append_text(element, "object", "*")
    return Function(element, _type_labels, reads_only=True)


def get_dimensions() -> Function[list[Row]]:
    """The company's dimensions: ``objectName``, ``objectLabel``, ``termLabel``, ``enabledInGL`` ..."""
    return Function(etree.Element("getDimensions"), _inner_rows, reads_only=True)


def get_financial_setup() -> Function[Row]:
    """The company's base currency, book, first fiscal month and multi-entity facts."""
    return Function(etree.Element("getFinancialSetup"), _first_row, reads_only=True)


def get_user_permissions(user_id: str) -> Function[list[Permission]]:
    """What a user may do, policy by policy."""
    element = etree.Element("getUserPermissions")
    append_text(element, "userId", user_id)
    return Function(element, _permissions, reads_only=True)


def _records(function: str, object_name: str, records: Iterable[Record]) -> etree._Element:
    element = etree.Element(function)
    for record in records:
        append_record(element, {object_name: record})
    if not len(element):
        raise ValueError(f"{function} needs at least one record")
    return element


def _read(
    function: str,
    object_name: str,
    keys: str | int | Sequence[str | int],
    fields: str | Sequence[str],
    docparid: str | None,
) -> etree._Element:
    element = etree.Element(function)
    append_text(element, "object", object_name)
    append_text(element, "keys", comma_separated(keys))
    append_text(element, "fields", comma_separated(fields))
    if docparid is not None:
        append_text(element, "docparid", docparid)
    return element


def _result(result: Result) -> Result:
    return result


def _rows(result: Result) -> list[Row]:
    return result.rows


def _first_row(result: Result) -> Row:
    return row_of(result.data[0]) if result.data is not None and len(result.data) else Row()


def _inner_rows(result: Result) -> list[Row]:
    return rows_of(result.data[0]) if result.data is not None and len(result.data) else []


def _nothing(_result: Result) -> None:
    return None


def _type_labels(result: Result) -> dict[str, str]:
    types = [] if result.data is None else list(result.data)
    return {str(one.get("typename")): one.text or "" for one in types if one.get("typename")}
