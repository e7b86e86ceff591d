"""Finds what a field name of a request means in SQL: a column, a path of joins to one, or a formula.

Only names from the catalogue reach SQL; a name from a request is only used to look them up.

Dotted names follow MANY2ONE and ONE2ONE relationships. Chains of them are documented by example
(`ARINVOICE.CUSTOMER.CREDITLIMIT`), a second hop up a hierarchy (`PARENT.PARENT.NAME`) is documented as an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intacct_emulator.catalogue.model import Field, ObjectDefinition, Relationship
from intacct_emulator.records.visibility import EVERYTHING, CatalogueLike, Scope, condition

ROW = "t0"
"""The alias of the object's own table in every statement."""

_MAX_HOPS = 8
_MAX_JOINS = 60
"""SQLite joins at most 64 tables."""

_FOLLOWED = frozenset({"MANY2ONE", "ONE2ONE"})
_TABLE_IN_FORMULA = re.compile(r'\b(?:FROM|JOIN)\s+"([^"]+)"', re.IGNORECASE)
_TODAY_IN_FORMULA = re.compile(r":today\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field is read: `sql` is an expression over its stored values, `field` tells their type.

    `name` is the field as the catalogue spells it, the path before it included. `own` is whether the row's own table
    alone yields it. A field that the catalogue lists but nothing yields (a formula not built, a path that leads
    nowhere) reads as empty.
    """

    name: str
    sql: str
    field: Field
    own: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """A table of the statement. `hierarchical` is whether a hop up a hierarchy led to it."""

    definition: ObjectDefinition
    alias: str
    hops: int
    hierarchical: bool


class Paths:
    """The places of one statement over one object, with the joins they need."""

    def __init__(
        self,
        definition: ObjectDefinition,
        catalogue: CatalogueLike,
        scope: Scope = EVERYTHING,
    ) -> None:
        self._catalogue = catalogue
        # Lists leave rows of entities out; what a row that is shown refers to is shown with it.
        self._scope = scope._replace(include_private=True)
        self._root = _Node(definition, ROW, 0, hierarchical=False)
        self._places: dict[str, Place | None] = {}
        self._joined: dict[tuple[str, str], _Node | None] = {}
        self.joins: list[str] = []
        self.tables: set[str] = {definition.name}
        self.uses_today = False

    def own(self, name: str) -> Place | None:
        """The place of a field the object itself lists, in any letter case; None if it lists no such field."""
        field = self._root.definition.find(name)
        if field is None or field.id in self._root.definition.write_only:
            return None
        key = field.id.upper()
        if key not in self._places:
            self._places[key] = self._listed(self._root, field, frozenset()) or Place(field.id, "NULL", field, own=True)
        return self._places[key]

    def find(self, name: str) -> Place | None:
        """The place of a field of the object or, by a dotted name, of a related one; None if there is no such field."""
        place = self.own(name)
        if place is not None or "." not in name:
            return place
        key = name.upper()
        if key not in self._places:
            self._places[key] = self._follow(self._root, name, frozenset())
        return self._places[key]

    def _listed(self, node: _Node, field: Field, via: frozenset[tuple[str, str]]) -> Place | None:
        """The place of a field that `node` lists; None if its formula or path yields nothing.

        `via` holds the fields already being read, by alias and id: data that names itself must not loop.
        """
        if field.computed:
            return self._formula(node, field)
        if field.read_from is None:
            return Place(field.id, f"{node.alias}.{quoted(field.id)}", field, own=node is self._root)
        entry = (node.alias, field.id)
        if entry in via:
            return None
        place = self._follow(node, field.read_from, via | {entry})
        return place and Place(field.id, place.sql, place.field, place.own)

    def _formula(self, node: _Node, field: Field) -> Place | None:
        template = field.formula
        if template is None:
            return None
        for name in dict.fromkeys(_TABLE_IN_FORMULA.findall(template)):
            self.tables.add(name)
            target = self._catalogue.find(name)
            if target is not None:
                template = template.replace(quoted(name), self._seen_rows(target))
        self.uses_today = self.uses_today or _TODAY_IN_FORMULA.search(template) is not None
        return Place(field.id, f"({template.replace('{row}', node.alias)})", field, own=node is self._root)

    def _seen_rows(self, target: ObjectDefinition) -> str:
        """The rows of an object that the reader may see, as the source of a formula."""
        table = quoted(table_of(target))
        wanted = self._condition(target, "seen")
        return table if wanted is None else f"(SELECT seen.* FROM {table} AS seen WHERE {wanted})"  # noqa: S608

    def _condition(self, target: ObjectDefinition, row: str) -> str | None:
        wanted = condition(target, self._catalogue, row, self._scope)
        if wanted is None:
            return None
        self.tables |= wanted.objects
        return wanted.sql

    def _follow(self, node: _Node, path: str, via: frozenset[tuple[str, str]]) -> Place | None:
        """The place at the end of a dotted path that begins with a relationship of `node`.

        Hidden relationships serve the catalogue's own paths (`via` is not empty then), never a request.
        """
        end = path.find(".")
        while end > 0:
            relationship = node.definition.relationships_by_path.get(path[:end].upper())
            if relationship is not None and relationship.hidden and not via:
                relationship = None
            if relationship is not None and (target := self._hop(node, relationship, via)) is not None:
                place = self._at(target, path[end + 1 :], via)
                if place is not None:
                    return Place(f"{relationship.path}.{place.name}", place.sql, place.field, place.own)
            end = path.find(".", end + 1)
        return None

    def _at(self, node: _Node, rest: str, via: frozenset[tuple[str, str]]) -> Place | None:
        field = node.definition.find(rest)
        if field is None:
            return self._follow(node, rest, via)
        if field.id in node.definition.write_only:
            return None
        return self._listed(node, field, via) or Place(field.id, "NULL", field, own=False)

    def _hop(self, node: _Node, relationship: Relationship, via: frozenset[tuple[str, str]]) -> _Node | None:
        """The table at the other end of a relationship, joined once however many fields need it."""
        key = (node.alias, relationship.path)
        if key in self._joined:
            return self._joined[key]
        self._joined[key] = None
        self._joined[key] = target = self._join(node, relationship, via)
        return target

    def _join(self, node: _Node, relationship: Relationship, via: frozenset[tuple[str, str]]) -> _Node | None:
        if relationship.type not in _FOLLOWED or node.hops == _MAX_HOPS or len(self.joins) >= _MAX_JOINS:
            return None
        definition = self._catalogue.find(relationship.object)
        hierarchical = definition is not None and definition.table == node.definition.table
        if definition is None or (hierarchical and node.hierarchical):
            return None
        to, by = definition.find(relationship.to), node.definition.find(relationship.by)
        if to is None or not to.stored or by is None:
            return None
        near = self._listed(node, by, via)
        if near is None or near.sql == "NULL":
            return None
        alias = f"t{len(self.joins) + 1}"
        seen = self._condition(definition, alias)
        self.joins.append(
            f"LEFT JOIN {quoted(table_of(definition))} AS {alias} ON {alias}.{quoted(to.id)} = {near.sql}"
            + ("" if seen is None else f" AND {seen}")
        )
        self.tables.add(definition.name)
        return _Node(definition, alias, node.hops + 1, hierarchical or node.hierarchical)


def raw_field(definition: ObjectDefinition, name: str) -> str:
    """The name under which `readByQuery` filters a field: a computed one by the stored code behind it, when there is
    one (`STATE` by `RAWSTATE`)."""
    field = definition.find(name)
    if field is None or not field.computed:
        return name
    raw = definition.find(f"RAW{field.id}")
    return raw.id if raw is not None and raw.stored else name


def key_of(definition: ObjectDefinition) -> str:
    """The expression of the record number, the default order of rows."""
    key = definition.find(definition.key)
    if key is None or not key.stored:
        return f"{ROW}.rowid"
    return f"{ROW}.{quoted(key.id)}"


def table_of(definition: ObjectDefinition) -> str:
    """The name of the table that holds an object's rows."""
    return definition.table or definition.name


def quoted(name: str) -> str:
    """A name of the catalogue as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def dead_ends(definition: ObjectDefinition, catalogue: CatalogueLike) -> Iterator[str]:
    """The fields an object lists that read as empty because no formula or path yields them: gaps of the data."""
    paths = Paths(definition, catalogue)
    for field in definition.fields:
        place = paths.own(field.id)
        if place is not None and place.sql == "NULL":
            yield field.id
