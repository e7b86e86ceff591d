"""Conditions whose operators are words, as views and saved reports have them."""

from intacct_emulator.catalogue.customization import ViewCondition, ViewOperator

from .ast import Comparison, Filter, NullTest, Operator, OrderBy

_COMPARISONS = {
    ViewOperator.EQUALS: Operator.EQUAL,
    ViewOperator.NOT_EQUAL: Operator.NOT_EQUAL,
    ViewOperator.LESS: Operator.LESS,
    ViewOperator.LESS_OR_EQUAL: Operator.LESS_OR_EQUAL,
    ViewOperator.GREATER: Operator.GREATER,
    ViewOperator.GREATER_OR_EQUAL: Operator.GREATER_OR_EQUAL,
    ViewOperator.CONTAINS: Operator.LIKE,
    ViewOperator.NOT_CONTAINS: Operator.NOT_LIKE,
    ViewOperator.STARTS_WITH: Operator.LIKE,
}
_PATTERNS = {
    ViewOperator.CONTAINS: "%{}%",
    ViewOperator.NOT_CONTAINS: "%{}%",
    ViewOperator.STARTS_WITH: "{}%",
}


def filter_of(condition: ViewCondition) -> Filter:
    """The filter that a condition in words stands for."""
    operator = condition.operator
    if operator in (ViewOperator.IS_NULL, ViewOperator.IS_NOT_NULL):
        return NullTest(condition.field, negated=operator is ViewOperator.IS_NOT_NULL)
    value = _PATTERNS.get(operator, "{}").replace("{}", condition.value)
    return Comparison(condition.field, _COMPARISONS[operator], (value,))


def order_of(name: str) -> OrderBy:
    """The sort key of a field's name; one after `-` counts downwards."""
    return OrderBy(name.removeprefix("-"), descending=name.startswith("-"))
