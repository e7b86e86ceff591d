"""Conditions on records: write them as expressions, send them with ``query`` or ``get_list``.

>>> from intacct_client import filters as f
>>> overdue = f.equal_to("STATE", "Posted") & f.less_than("WHENDUE", date(2026, 1, 1))

``&`` and ``|`` combine, ``~`` negates.  Values are written as everywhere in this client (dates as ``date`` and so on).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from intacct_client.values import append_text, wire_text

_OPPOSITES = {
    "equalto": "notequalto",
    "lessthan": "greaterthanorequalto",
    "greaterthan": "lessthanorequalto",
    "like": "notlike",
    "in": "notin",
    "isnull": "isnotnull",
}
_NEGATIONS = _OPPOSITES | {opposite: operator for operator, opposite in _OPPOSITES.items()}

_LEGACY_OPERATORS = {
    "equalto": "=",
    "notequalto": "!=",
    "lessthan": "<",
    "lessthanorequalto": "<=",
    "greaterthan": ">",
    "greaterthanorequalto": ">=",
    "like": "like",
    "isnull": "is null",
}


class Filter(ABC):
    """A condition. Combine with ``&`` and ``|``, negate with ``~``."""

    __slots__ = ()

    def __and__(self, other: Filter) -> Filter:
        return Group("and", (*_members(self, "and"), *_members(other, "and")))

    def __or__(self, other: Filter) -> Filter:
        return Group("or", (*_members(self, "or"), *_members(other, "or")))

    @abstractmethod
    def __invert__(self) -> Filter: ...

    def __bool__(self) -> bool:
        # "a and b" would quietly drop a; only "a & b" means both.
        raise TypeError("combine filters with & and |, not with 'and' and 'or'")

    @abstractmethod
    def append_to(self, parent: etree._Element) -> None:
        """Append the condition as ``query`` wants it."""

    @abstractmethod
    def append_legacy_to(self, parent: etree._Element) -> None:
        """Append the condition as ``get_list`` wants it; raises ``ValueError`` for an operator it does not have."""


@dataclass(frozen=True, slots=True)
class Comparison(Filter):
    """One operator on one field."""

    operator: str
    field: str
    values: tuple[object, ...]

    def __invert__(self) -> Filter:
        if self.operator == "between":
            low, high = self.values
            return less_than(self.field, low) | greater_than(self.field, high)
        return Comparison(_NEGATIONS[self.operator], self.field, self.values)

    def append_to(self, parent: etree._Element) -> None:
        """Append ``<operator><field/><value/>...</operator>``."""
        element = etree.SubElement(parent, self.operator)
        append_text(element, "field", self.field)
        for value in self.values:
            append_text(element, "value", value)

    def append_legacy_to(self, parent: etree._Element) -> None:
        """Append ``<expression>``; ``between`` becomes two, ``in`` becomes alternatives."""
        match self.operator:
            case "between":
                low, high = self.values
                both = at_least(self.field, low) & at_most(self.field, high)
                both.append_legacy_to(parent)
            case "in" if len(self.values) > 1:
                Group("or", tuple(equal_to(self.field, value) for value in self.values)).append_legacy_to(parent)
            case "in":
                equal_to(self.field, self.values[0]).append_legacy_to(parent)
            case operator if operator in _LEGACY_OPERATORS:
                element = etree.SubElement(parent, "expression")
                append_text(element, "field", self.field)
                append_text(element, "operator", _LEGACY_OPERATORS[operator])
                append_text(element, "value", self.values[0] if self.values else None)
            case operator:
                raise ValueError(f"get_list has no operator for {operator}")


@dataclass(frozen=True, slots=True)
class Group(Filter):
    """Two or more conditions, all (``and``) or any (``or``) of which must hold."""

    operator: Literal["and", "or"]
    members: tuple[Filter, ...]

    def __invert__(self) -> Filter:
        return Group("or" if self.operator == "and" else "and", tuple(~member for member in self.members))

    def append_to(self, parent: etree._Element) -> None:
        """Append ``<and>`` or ``<or>`` with its members."""
        element = etree.SubElement(parent, self.operator)
        for member in self.members:
            member.append_to(element)

    def append_legacy_to(self, parent: etree._Element) -> None:
        """Append ``<logical>`` with its members."""
        element = etree.SubElement(parent, "logical", logical_operator=self.operator)
        for member in self.members:
            member.append_legacy_to(element)


def equal_to(field: str, value: object) -> Filter:
    """``field`` is ``value``."""
    return _comparison("equalto", field, value)


def not_equal_to(field: str, value: object) -> Filter:
    """``field`` is not ``value``."""
    return _comparison("notequalto", field, value)


def less_than(field: str, value: object) -> Filter:
    """``field`` is below ``value``."""
    return _comparison("lessthan", field, value)


def at_most(field: str, value: object) -> Filter:
    """``field`` is ``value`` or below."""
    return _comparison("lessthanorequalto", field, value)


def greater_than(field: str, value: object) -> Filter:
    """``field`` is above ``value``."""
    return _comparison("greaterthan", field, value)


def at_least(field: str, value: object) -> Filter:
    """``field`` is ``value`` or above."""
    return _comparison("greaterthanorequalto", field, value)


def between(field: str, low: object, high: object) -> Filter:
    """``field`` is from ``low`` to ``high``, both included."""
    return _comparison("between", field, low, high)


def is_in(field: str, values: Iterable[object]) -> Filter:
    """``field`` is one of ``values`` (1 to 1,000). Raises ``ValueError`` for none."""
    return _comparison("in", field, *_some(values))


def is_not_in(field: str, values: Iterable[object]) -> Filter:
    """``field`` is none of ``values`` (1 to 1,000). Raises ``ValueError`` for none."""
    return _comparison("notin", field, *_some(values))


def like(field: str, pattern: str) -> Filter:
    """``field`` matches ``pattern``: ``%`` any text, ``_`` any character."""
    return _comparison("like", field, pattern)


def not_like(field: str, pattern: str) -> Filter:
    """``field`` does not match ``pattern``."""
    return _comparison("notlike", field, pattern)


def is_null(field: str) -> Filter:
    """``field`` has no value."""
    return Comparison("isnull", field, ())


def is_not_null(field: str) -> Filter:
    """``field`` has a value."""
    return Comparison("isnotnull", field, ())


def all_of(conditions: Iterable[Filter]) -> Filter:
    """Every condition must hold; of one, that one. Raises ``ValueError`` for none."""
    return _group("and", conditions)


def any_of(conditions: Iterable[Filter]) -> Filter:
    """At least one condition must hold; of one, that one. Raises ``ValueError`` for none."""
    return _group("or", conditions)


def _comparison(operator: str, field: str, *values: object) -> Comparison:
    for value in values:
        wire_text(value)  # a value that cannot be written fails here, where it was given
    return Comparison(operator, field, values)


def _some(values: Iterable[object]) -> tuple[object, ...]:
    if isinstance(values, str):
        raise TypeError("give a list of values, not one text")
    some = tuple(values)
    if not some:
        raise ValueError("give at least one value")
    return some


def _group(operator: Literal["and", "or"], conditions: Iterable[Filter]) -> Filter:
    members = tuple(member for condition in conditions for member in _members(condition, operator))
    if not members:
        raise ValueError("give at least one condition")
    return members[0] if len(members) == 1 else Group(operator, members)


def _members(condition: Filter, operator: str) -> Iterator[Filter]:
    if isinstance(condition, Group) and condition.operator == operator:
        yield from condition.members
    else:
        yield condition
