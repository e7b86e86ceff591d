"""Compiles a selection over an object into one SQLite statement.

Parameters are named (`:p0`, `:entity`, `:limit`, ...). A formula of a computed field is an SQL expression that yields
the stored form of its field; in it `{row}` stands for the alias of the object's row and `:today` for the date of the
call. Objects it reads must be written `FROM "OBJECT"` or `JOIN "OBJECT"`: they are listed in `Statement.tables`, and
their names are replaced by those of the tables that hold their rows.

Order: rows without an order come by record number, and the record number decides between equal rows, so that offset
paging neither repeats nor skips (the gateway promises none; inferred). Empty values sort last ascending and first
descending (inferred). Codes sort by code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from intacct_emulator.catalogue.model import NUMERIC, DataType, Field, ObjectDefinition
from intacct_emulator.catalogue.values import Stored, renderer
from intacct_emulator.errors import ErrorEntry, GatewayError, protocol
from intacct_emulator.records.visibility import CatalogueLike, Scope, condition
from intacct_emulator.storage.tables import common

from .ast import Aggregate, AggregateFunction, And, Column, Filter, OrderBy, Rownum, Selection, all_of, leaves
from .conditions import Conditions
from .literals import CodeDialect
from .outputs import Output, Outputs
from .paths import ROW, Paths, Place, key_of, quoted, raw_field, table_of
from .wide_sums import Whole, average_sql, sum_sql, whole_average, whole_sum

_AVERAGE_SCALE = 2
"""Decimals of the average of an INTEGER field; of other fields it has the field's own (inferred)."""

_MAX_PARAMETERS = 10_000
_MAX_SQL = 900_000
"""In characters; common builds of SQLite refuse statements of a million bytes."""

_MAX_COLUMNS = 2_000
"""SQLite's limit for a result and for an order."""

_MAX_SORT_KEYS = 100
"""More than anyone sorts by; the groups of a result are sort keys too."""

_UNLIMITED = 2**62


class Statement(NamedTuple):
    """A complete statement. `tables` names the objects whose tables must exist."""

    sql: str
    params: Mapping[str, Stored]
    outputs: Outputs
    tables: frozenset[str]


def compile_select(
    definition: ObjectDefinition,
    catalogue: CatalogueLike,
    selection: Selection,
    *,
    scope: Scope,
    dialect: CodeDialect,
    today: date,
) -> Statement:
    """The statement that reads one page. Its outputs are the selected columns, each once, in the order asked for.

    Raises GatewayError. DISPLAY: FIELDS_NOT_QUERYABLE (select, orderby), FILTER_FIELD_UNKNOWN, FILTER_VALUE_INVALID,
    TOO_MANY. STORED: QUERY_TEXT_ERROR for everything.
    """
    return _Builder(definition, catalogue, selection, scope=scope, dialect=dialect, today=today).select()


def compile_count(
    definition: ObjectDefinition,
    catalogue: CatalogueLike,
    selection: Selection,
    *,
    scope: Scope,
    dialect: CodeDialect,
    today: date,
) -> Statement:
    """The statement that yields, in one row and column, how many rows (or groups) the selection has over all pages.

    Raises what :func:`compile_select` raises.
    """
    return _Builder(definition, catalogue, selection, scope=scope, dialect=dialect, today=today).count()


class _Builder:
    """Builds one statement."""

    def __init__(
        self,
        definition: ObjectDefinition,
        catalogue: CatalogueLike,
        selection: Selection,
        *,
        scope: Scope,
        dialect: CodeDialect,
        today: date,
    ) -> None:
        self._definition = definition
        self._selection = selection
        self._scope = scope
        self._dialect = dialect
        self._today = today
        self._catalogue = catalogue
        self._paths = Paths(definition, catalogue, scope)
        self._find = self._paths.find if dialect is CodeDialect.DISPLAY else self._paths.own
        self._filtered: dict[str, Place] = {}
        self._conditions = Conditions(self._filtered.__getitem__, dialect, case_insensitive=selection.case_insensitive)

    def select(self) -> Statement:
        selection = self._selection
        columns, order = self._columns(selection.columns), self._order_places(selection.order)
        window, where, own = self._where()
        limit, offset = _page(window, selection)
        grouped = any(isinstance(column, Aggregate) for column, _ in columns)
        outputs, expressions = _outputs(columns)
        if grouped:
            group = [place.sql for column, place in columns if isinstance(column, Column)]
            chosen = {place.sql for place, _ in order}
            rest = [key for key in group if key not in chosen]
            if len(order) + len(rest) > _MAX_COLUMNS:
                raise self._too_many("fields", _MAX_COLUMNS)
            by = _clause("ORDER BY", _sort_keys(order, aggregate=group) + rest)
            page = f"{_clause('GROUP BY', group)}{by}{self._limit(limit, offset)}"
        else:
            by = _clause("ORDER BY", [*_sort_keys(order), self._tie_breaker(order)])
            page = self._limit(limit, offset)
            if offset and self._paths.joins and own and all(place.own for place, _ in order):
                key = key_of(self._definition)
                where = f" WHERE {key} IN (SELECT {key} FROM {self._own_table()}{where}{by}{page})"  # noqa: S608
                page = ""
            page = by + page
        return self._statement(f"SELECT {', '.join(expressions)} FROM {self._source()}{where}{page}", outputs)  # noqa: S608

    def count(self) -> Statement:
        selection = self._selection
        aggregated = any(isinstance(column, Aggregate) for column in selection.columns)
        columns = self._columns(selection.columns) if aggregated else []
        window, where, _ = self._where(paged=False)
        group = [place.sql for column, place in columns if isinstance(column, Column)]
        total = Output("COUNT", str, _INTEGER)
        if aggregated and not group:
            return self._statement("SELECT 1", Outputs((total,)))
        if group or window != Rownum():
            limit, offset = _page(window, replace(selection, limit=None, offset=0))
            rows = f"SELECT 1 FROM {self._source()}{where}{_clause('GROUP BY', group)}{self._limit(limit, offset)}"  # noqa: S608
            return self._statement(f"SELECT count(*) FROM ({rows})", Outputs((total,)))  # noqa: S608
        return self._statement(f"SELECT count(*) FROM {self._source()}{where}", Outputs((total,)))  # noqa: S608

    def _columns(self, asked: Iterable[Column | Aggregate]) -> list[tuple[Column | Aggregate, Place]]:
        """The places of what is selected. Fields without one, and sums of what has none, cannot be queried."""
        columns: dict[tuple[AggregateFunction | None, str], tuple[Column | Aggregate, Place]] = {}
        refused: dict[str, None] = {}
        for column in asked:
            # Both dialects select through relationships (recorded for `readByQuery` too).
            place = self._paths.find(column.field)
            function = column.function if isinstance(column, Aggregate) else None
            if place is None or (function is not None and not _adds_up(function, place.field)):
                refused[column.field] = None
            else:
                columns.setdefault((function, place.name), (column, place))
        self._refuse(list(refused))
        if len(columns) > _MAX_COLUMNS:
            raise self._too_many("fields", _MAX_COLUMNS)
        return list(columns.values())

    def _order_places(self, order: Iterable[OrderBy]) -> list[tuple[Place, bool]]:
        places: dict[str, tuple[Place, bool]] = {}
        refused: list[str] = []
        for key in order:
            place = self._find(key.field)
            if place is None:
                refused.append(key.field)
            else:
                # Rows equal in a field are equal in its second mention too.
                places.setdefault(place.sql, (place, key.descending))
        self._refuse(refused)
        if len(places) > _MAX_SORT_KEYS:
            raise self._too_many("sort keys", _MAX_SORT_KEYS)
        return list(places.values())

    def _where(self, *, paged: bool = True) -> tuple[Rownum, str, bool]:
        """The window of rows asked for, the WHERE clause, and whether the row's own table alone decides it."""
        condition, window = _split_window(self._selection.filter)
        self._resolve(condition)
        terms, own = self._visible(), True
        if condition is not None:
            terms.append(self._conditions.render(condition))
            own = all(place.own for place in self._filtered.values())
        if self._selection.keyed is not None:
            field_id, number = self._selection.keyed
            marks = ", ".join(f":key{index}" for index in range(number))
            terms.append(f"{ROW}.{quoted(self._definition.fields_by_id[field_id.upper()].id)} IN ({marks})")
        if paged and self._selection.after is not None:
            terms.append(f"{self._key} > :after")
            self._conditions.params["after"] = self._selection.after
        return window, _clause("WHERE", terms, " AND "), own

    def _resolve(self, condition: Filter | None) -> None:
        """Finds the places of all fields of the filter. An answer names the first unknown one (recorded)."""
        for leaf in leaves(condition):
            if isinstance(leaf, Rownum):
                raise GatewayError(protocol.QUERY_TEXT_ERROR)
            name = leaf.field
            if name in self._filtered:
                continue
            stored = self._dialect is CodeDialect.STORED
            place = self._find(raw_field(self._definition, name) if stored else name)
            if place is None:
                raise self._fault(protocol.FILTER_FIELD_UNKNOWN, field=name)
            self._filtered[name] = place

    def _visible(self) -> list[str]:
        """The conditions that set the object's rows apart in a shared table, and that of the reader's scope."""
        terms = [common(f"{ROW}.{quoted(field_id)}", kind) for field_id, kind in self._definition.only.items()]
        wanted = condition(self._definition, self._catalogue, ROW, self._scope)
        if wanted is not None:
            terms.append(wanted.sql)
            self._paths.tables |= wanted.objects
        if self._scope.entity_key is not None:
            self._conditions.params["entity"] = self._scope.entity_key
        return terms

    def _tie_breaker(self, order: list[tuple[Place, bool]]) -> str:
        """The record number in the direction of the last key: an index on that key then yields the whole order."""
        return self._key + (" DESC" if order and order[-1][1] else "")

    @property
    def _key(self) -> str:
        """The record number; a plus in front keeps SQLite from walking the table for the sake of its order."""
        return ("+" if self._selection.few else "") + key_of(self._definition)

    def _source(self) -> str:
        return " ".join([self._own_table(), *self._paths.joins])

    def _own_table(self) -> str:
        return f"{quoted(table_of(self._definition))} AS {ROW}"

    def _limit(self, limit: int | None, offset: int) -> str:
        if limit is None and not offset:
            return ""
        self._conditions.params["limit"] = _UNLIMITED if limit is None else limit
        if not offset:
            return " LIMIT :limit"
        self._conditions.params["offset"] = offset
        return " LIMIT :limit OFFSET :offset"

    def _statement(self, sql: str, outputs: Outputs) -> Statement:
        params = self._conditions.params
        if len(params) > _MAX_PARAMETERS or len(sql) > _MAX_SQL:
            raise self._too_many("filter values", _MAX_PARAMETERS)
        if self._paths.uses_today:
            params["today"] = self._today.isoformat()
        return Statement(sql, params, outputs, frozenset(self._paths.tables))

    def _too_many(self, what: str, limit: int) -> GatewayError:
        if self._dialect is CodeDialect.STORED:
            return GatewayError(protocol.QUERY_TEXT_ERROR)
        return GatewayError(protocol.TOO_MANY, what=what, limit=limit)

    def _refuse(self, fields: list[str]) -> None:
        if fields:
            raise self._fault(protocol.FIELDS_NOT_QUERYABLE, fields=", ".join(fields))

    def _fault(self, entry: ErrorEntry, **slots: str) -> GatewayError:
        if self._dialect is CodeDialect.STORED:
            return GatewayError(protocol.QUERY_TEXT_ERROR)
        return GatewayError(entry, object=self._definition.name.lower(), **slots)


def _split_window(condition: Filter | None) -> tuple[Filter | None, Rownum]:
    """Separates `rownum` conditions, which must hold together with the rest, from it. Elsewhere in a filter (under OR
    or NOT) a row number has no meaning to the emulator and is a fault of the text (inferred)."""
    parts = condition.conditions if isinstance(condition, And) else () if condition is None else (condition,)
    first, last, rest = 1, None, []
    for part in parts:
        if isinstance(part, Rownum):
            first = max(first, part.first)
            last = part.last if last is None else last if part.last is None else min(last, part.last)
        else:
            rest.append(part)
    return (all_of(rest) if rest else None), Rownum(first, last)


def _page(window: Rownum, selection: Selection) -> tuple[int | None, int]:
    """Limit and offset of a page inside the window of rows."""
    offset = min(window.first - 1 + selection.offset, _UNLIMITED)
    if window.last is None:
        return selection.limit, offset
    left = max(window.last - offset, 0)
    return (left if selection.limit is None else min(selection.limit, left)), offset


def _outputs(columns: list[tuple[Column | Aggregate, Place]]) -> tuple[Outputs, list[str]]:
    outputs, expressions = [], []
    for column, place in columns:
        if isinstance(column, Column):
            outputs.append(Output(place.name, renderer(place.field), place.field))
            expressions.append(place.sql)
        else:
            field, sql, whole = _aggregated(column.function, place)
            write = renderer(field)
            shown = write if whole is None else _composed(write, whole)
            outputs.append(Output(f"{column.function.upper()}.{place.name}", shown, field, whole))
            expressions.append(sql)
    return Outputs(outputs), expressions


def _composed(write: Callable[[Stored], str], whole: Whole) -> Callable[[Stored], str]:
    return lambda stored: write(whole(stored))


def _aggregated(function: AggregateFunction, place: Place) -> tuple[Field, str, Whole | None]:
    """The type of what an aggregate yields, its expression, and what makes a stored value of what that yields. Averages
    are rounded half up."""
    field = place.field
    if function is AggregateFunction.COUNT:
        return replace(_INTEGER, id=field.id), f"count({place.sql})", None
    if function is AggregateFunction.SUM:
        return field, sum_sql(place.sql), whole_sum
    if function is not AggregateFunction.AVG:
        return field, f"{function.value}({place.sql})", None
    factor = 1
    if field.type is DataType.INTEGER:
        factor, field = 10**_AVERAGE_SCALE, replace(field, type=DataType.DECIMAL, scale=_AVERAGE_SCALE)
    return field, average_sql(place.sql), whole_average(factor)


_INTEGER = Field("", "", DataType.INTEGER)


def _adds_up(function: AggregateFunction, field: Field) -> bool:
    if function not in (AggregateFunction.SUM, AggregateFunction.AVG):
        return True
    return (field.type is DataType.INTEGER or field.type in NUMERIC) and not field.values


def _sort_keys(order: Iterable[tuple[Place, bool]], aggregate: list[str] | None = None) -> list[str]:
    """ORDER BY terms; in groups, a field that is not a group key counts with its smallest value."""
    keys = []
    for place, descending in order:
        sql = place.sql if aggregate is None or place.sql in aggregate else f"min({place.sql})"
        keys.append(f"{sql} {'DESC NULLS FIRST' if descending else 'ASC NULLS LAST'}")
    return keys


def _clause(keyword: str, terms: list[str], separator: str = ", ") -> str:
    return f" {keyword} {separator.join(terms)}" if terms else ""
