"""Turns conditions into SQL. Literals become parameters; only names of the catalogue become text.

Semantics, all inferred from the gateway standing on an SQL database: a condition on an empty field is neither true nor
false, so `notequalto`, `notin` and `notlike` drop empty rows too; an empty literal means empty (`equalto` is null,
`notequalto` is not null, among the values of an `in` it adds the empty rows, of a `notin` it drops them); comparison is
case-sensitive (documented) and by code point; a value outside a field's choices matches no row.
"""

from collections.abc import Callable

from intacct_emulator.catalogue.model import DataType, Field
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import GatewayError, protocol

from .ast import And, Comparison, Filter, Not, NullTest, Operator, Rownum
from .literals import CodeDialect, LiteralKind, choices, floor_of, glob, glob_text, kind_of, lower, matches, truth
from .paths import Place

_MAX_PATTERN = 40_000
"""Bytes of a pattern; SQLite refuses patterns of 50,000."""

_CHUNK = 400
"""Terms of one flat chain; SQLite refuses expressions more than 1,000 levels deep, and a chain has a level a term."""

_COMPARE: dict[Operator, Callable[[str, str], bool]] = {
    Operator.LESS: lambda left, right: left < right,
    Operator.LESS_OR_EQUAL: lambda left, right: left <= right,
    Operator.GREATER: lambda left, right: left > right,
    Operator.GREATER_OR_EQUAL: lambda left, right: left >= right,
}
_INEXACT = {
    Operator.LESS: "<=",
    Operator.LESS_OR_EQUAL: "<=",
    Operator.GREATER: ">",
    Operator.GREATER_OR_EQUAL: ">",
}
_LISTS = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})
_NEGATED = frozenset({Operator.NOT_EQUAL, Operator.NOT_IN, Operator.NOT_LIKE})
_LIKES = frozenset({Operator.LIKE, Operator.NOT_LIKE})


class Conditions:
    """Renders the conditions of one statement and collects their parameters, `p0`, `p1`, ... in `params`."""

    def __init__(self, find: Callable[[str], Place], dialect: CodeDialect, *, case_insensitive: bool) -> None:
        """`find` gives the place of a field that is known to have one."""
        self._find = find
        self._dialect = dialect
        self._fold = case_insensitive
        self.params: dict[str, Stored] = {}

    def render(self, condition: Filter) -> str:
        """The SQL of a condition. Raises GatewayError for a literal that is not a value of its field."""
        if isinstance(condition, Comparison):
            return self._comparison(condition)
        if isinstance(condition, NullTest):
            return f"{self._find(condition.field).sql} IS {'NOT ' if condition.negated else ''}NULL"
        if isinstance(condition, Not):
            return f"NOT ({self.render(condition.condition)})"
        if isinstance(condition, Rownum):
            raise GatewayError(protocol.QUERY_TEXT_ERROR)
        junction = "AND" if isinstance(condition, And) else "OR"
        return _chain(junction, [self.render(child) for child in condition.conditions])

    def _comparison(self, comparison: Comparison) -> str:
        place, operator = self._find(comparison.field), comparison.operator
        kind = kind_of(place.field, self._dialect)
        given = [value for value in comparison.values if value and not value.isspace()]
        if operator not in _LISTS:
            if len(given) < len(comparison.values):
                raise self._invalid(comparison, "")
            if operator in _LIKES:
                return self._like(place, kind, comparison)
            if operator is Operator.BETWEEN:
                low = Comparison(comparison.field, Operator.GREATER_OR_EQUAL, (given[0],))
                high = Comparison(comparison.field, Operator.LESS_OR_EQUAL, (given[1],))
                return f"({self._comparison(low)} AND {self._comparison(high)})"
            return self._range(place, kind, comparison)
        negated = operator in _NEGATED
        terms = [self._among(place, kind, comparison, given, negated=negated)] if given else []
        if len(given) < len(comparison.values):
            terms.append(f"{place.sql} IS {'NOT ' if negated else ''}NULL")
        return terms[0] if len(terms) == 1 else f"({(' AND ' if negated else ' OR ').join(terms)})"

    def _among(
        self, place: Place, kind: LiteralKind, comparison: Comparison, given: list[str], *, negated: bool
    ) -> str:
        """Whether a field equals one of some values, or none of them."""
        if kind is LiteralKind.TEXT:
            return self._among_texts(place, given, negated=negated)
        stored: list[Stored] = []
        for text in given:
            if kind is LiteralKind.CHOICE:
                stored.extend(self._chosen(place.field, text))
            elif kind is LiteralKind.BOOLEAN:
                value = truth(text)
                if value is None:
                    raise self._invalid(comparison, text)
                stored.append("T" if value else "F")
            else:
                floor = floor_of(place.field, kind, text, self._dialect)
                if floor is None:
                    raise self._invalid(comparison, text)
                if floor.exact:
                    stored.append(floor.value)
        return self._in(place.sql, stored, negated=negated)

    def _among_texts(self, place: Place, given: list[str], *, negated: bool) -> str:
        if not self._folds(place.field):
            return self._in(place.sql, list(given), negated=negated)
        column = f"lower({place.sql})"
        plain: list[Stored] = [lower(text) for text in given if text.isascii()]
        terms = [self._in(column, plain, negated=False)] if plain else []
        terms += [f"{column} GLOB {self._pattern(glob_text(text))}" for text in given if not text.isascii()]
        sql = _chain("OR", terms)
        return f"NOT ({sql})" if negated else sql

    def _chosen(self, field: Field, text: str) -> list[str]:
        """The stored codes a literal names by display spelling or code, and its own text: a formula may yield the
        display spelling, and rows may hold codes the catalogue does not know."""
        text = text.strip()
        asked = text.lower() if self._fold else text
        found = {text}
        for display, code in choices(field):
            if asked in ((display.lower(), code.lower()) if self._fold else (display, code)):
                found.update((display, code))
        return sorted(found)

    def _like(self, place: Place, kind: LiteralKind, comparison: Comparison) -> str:
        pattern = comparison.values[0]
        negated = comparison.operator in _NEGATED
        if kind in (LiteralKind.CHOICE, LiteralKind.BOOLEAN):
            asked = pattern.lower() if self._fold else pattern
            return self._displayed(
                place, lambda display: matches(asked, display.lower() if self._fold else display), negated=negated
            )
        fold = self._folds(place.field) and kind is LiteralKind.TEXT
        column = _wire_text(place, kind)
        bound = self._pattern(glob(pattern, fold=fold))
        return f"{f'lower({column})' if fold else column} {'NOT ' if negated else ''}GLOB {bound}"

    def _range(self, place: Place, kind: LiteralKind, comparison: Comparison) -> str:
        operator, text = comparison.operator, comparison.values[0]
        if kind in (LiteralKind.CHOICE, LiteralKind.BOOLEAN):
            compare = _COMPARE[operator]
            asked = text.lower() if self._fold else text
            return self._displayed(place, lambda display: compare(display.lower() if self._fold else display, asked))
        if kind is LiteralKind.TEXT:
            if self._folds(place.field):
                return f"lower({place.sql}) {operator.value} {self._bind(lower(text))}"
            return f"{place.sql} {operator.value} {self._bind(text)}"
        floor = floor_of(place.field, kind, text, self._dialect)
        if floor is None:
            raise self._invalid(comparison, text)
        return f"{place.sql} {operator.value if floor.exact else _INEXACT[operator]} {self._bind(floor.value)}"

    def _displayed(self, place: Place, holds: Callable[[str], bool], *, negated: bool = False) -> str:
        """A condition on the display spelling of a field with choices, decided here for each of them."""
        stored: list[Stored] = []
        for display, code in choices(place.field):
            if holds(display):
                stored.extend({display, code})
        return self._in(place.sql, stored, negated=negated)

    def _in(self, column: str, stored: list[Stored], *, negated: bool) -> str:
        if not stored:
            return f"{column} {'=' if negated else '<>'} {column}"
        if len(stored) == 1:
            return f"{column} {'<>' if negated else '='} {self._bind(stored[0])}"
        return f"{column} {'NOT IN' if negated else 'IN'} ({', '.join(map(self._bind, stored))})"

    def _folds(self, field: Field) -> bool:
        return self._fold and field.type is not DataType.BOOLEAN

    def _pattern(self, pattern: str) -> str:
        if len(pattern.encode()) > _MAX_PATTERN:
            raise self._fault("like", pattern[:40])
        return self._bind(pattern)

    def _bind(self, value: Stored) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    def _invalid(self, comparison: Comparison, text: str) -> GatewayError:
        return self._fault(comparison.field, text)

    def _fault(self, field: str, text: str) -> GatewayError:
        if self._dialect is CodeDialect.STORED:
            return GatewayError(protocol.QUERY_TEXT_ERROR)
        return GatewayError(protocol.FILTER_VALUE_INVALID, value=text, field=field)


def _chain(junction: str, terms: list[str]) -> str:
    """Terms joined by AND or OR, in groups that keep the expression flat."""
    while len(terms) > _CHUNK:
        terms = [_chain(junction, terms[at : at + _CHUNK]) for at in range(0, len(terms), _CHUNK)]
    return terms[0] if len(terms) == 1 else f"({f' {junction} '.join(terms)})"


def _wire_text(place: Place, kind: LiteralKind) -> str:
    """A field as the text an answer shows, which patterns are matched against (inferred)."""
    column, field = place.sql, place.field
    if kind is LiteralKind.DATE:
        return f"strftime('%m/%d/%Y', {column})"
    if kind is LiteralKind.TIMESTAMP:
        return f"strftime('%m/%d/%Y %H:%M:%S', {column})"
    if kind is not LiteralKind.NUMBER:
        return column
    if field.type is DataType.INTEGER or not field.scale:
        return f"CAST({column} AS TEXT)"
    unit = 10**field.scale
    return (
        f"CASE WHEN {column} IS NOT NULL THEN rtrim(rtrim(printf('%s%d.%0{field.scale}d', "
        f"CASE WHEN {column} < 0 THEN '-' ELSE '' END, abs({column}) / {unit}, abs({column}) % {unit}), '0'), '.') END"
    )
