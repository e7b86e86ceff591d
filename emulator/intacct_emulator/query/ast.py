"""What a read asks for, in whichever grammar it was written.

The trees hold field names and literals as the request spelled them. A literal gets its type only when it is bound to a
field (:mod:`.literals`), because `RECORDNO = '1'` and `LOCATIONID = 9` are both legal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

MAX_LIST = 1000
"""Maximum number of values in one `in` (documented)."""

MAX_NESTING = 16
"""Maximum levels of alternating conditions; `and` inside `and` counts once. A limit of the emulator: a level takes
three of the hundred places of SQLite's parser stack."""


class Operator(Enum):
    """How a field is compared. `BETWEEN` is inclusive and has two values; only `IN` and `NOT_IN` have more."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LIKE = "like"
    NOT_LIKE = "not like"
    IN = "in"
    NOT_IN = "not in"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against literals, still as text."""

    field: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NullTest:
    """Whether a field is empty (or, negated, is not)."""

    field: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rownum:
    """Rows `first` to `last` (inclusive, counted from 1; None is open) of what the rest of the filter leaves."""

    first: int = 1
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The rows for which a condition is false; rows for which it is unknown are left out."""

    condition: "Filter"


@dataclass(frozen=True, slots=True)
class And:
    """All of at least two conditions."""

    conditions: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of at least two conditions."""

    conditions: "tuple[Filter, ...]"


Filter = Comparison | NullTest | Rownum | Not | And | Or


class AggregateFunction(StrEnum):
    """The aggregate functions of `<select>`, by element name."""

    COUNT = "count"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Column:
    """A selected field."""

    field: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A selected function of a field, over the rows that share all selected columns."""

    function: AggregateFunction
    field: str


@dataclass(frozen=True, slots=True)
class OrderBy:
    """One key of the order of the rows."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """One page of rows. `limit` None is all of them.

    `after` continues behind that record number. It is only for reads without an order of their own, whose rows come by
    record number: paging by it never costs the rows before. `few` says that few rows match: the filter finds them and
    they are sorted; otherwise the table may be walked in order. `keyed` asks for the rows whose field, a stored one of
    the object itself, is one of so many keys: their stored values are bound as `key0`, `key1`, ... when the statement
    is run, so that it serves any keys.
    """

    columns: tuple[Column | Aggregate, ...]
    filter: Filter | None = None
    order: tuple[OrderBy, ...] = ()
    case_insensitive: bool = False
    limit: int | None = None
    offset: int = 0
    after: int | None = None
    few: bool = False
    keyed: tuple[str, int] | None = None


def all_of(conditions: Sequence[Filter]) -> Filter:
    """The conjunction of one or more conditions, without conjunctions directly inside it."""
    return _joined(And, conditions)


def any_of(conditions: Sequence[Filter]) -> Filter:
    """The disjunction of one or more conditions, without disjunctions directly inside it."""
    return _joined(Or, conditions)


def _joined(kind: type[And] | type[Or], conditions: Sequence[Filter]) -> Filter:
    if len(conditions) == 1:
        return conditions[0]
    flat: list[Filter] = []
    for condition in conditions:
        flat.extend(condition.conditions if isinstance(condition, kind) else (condition,))
    return kind(tuple(flat))


JUNCTIONS: Final[Mapping[str, Callable[[Sequence[Filter]], Filter]]] = {"and": all_of, "or": any_of}
"""What joins conditions, by the word that the XML grammars have for it."""


def negation(condition: Filter) -> Filter:
    """The negation of a condition; a double negation is the condition itself, in three-valued logic too."""
    return condition.condition if isinstance(condition, Not) else Not(condition)


def nested_too_deep(condition: Filter) -> bool:
    """Whether a tree has more than MAX_NESTING levels. Safe for trees of any depth."""
    pending = [(condition, 1)]
    while pending:
        node, level = pending.pop()
        if level > MAX_NESTING:
            return True
        if isinstance(node, And | Or):
            pending.extend((child, level + 1) for child in node.conditions)
        elif isinstance(node, Not):
            pending.append((node.condition, level + 1))
    return False


def leaves(condition: Filter | None) -> Iterator[Comparison | NullTest | Rownum]:
    """The leaf conditions of a tree, in the order they were written."""
    pending: list[Filter] = [] if condition is None else [condition]
    while pending:
        node = pending.pop()
        if isinstance(node, And | Or):
            pending.extend(reversed(node.conditions))
        elif isinstance(node, Not):
            pending.append(node.condition)
        else:
            yield node
