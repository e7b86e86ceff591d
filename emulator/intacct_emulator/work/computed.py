"""Rows that are made when they are asked for: what a query asks of them."""

from collections.abc import Iterable

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.query.ast import And, Comparison, Filter, NullTest, Operator, Selection, leaves
from intacct_emulator.tenancy.company import Company


def make_readable(company: Company, definition: ObjectDefinition, selection: Selection) -> None:
    """Makes the rows that a selection can ask for, where the object's rows are not kept.

    Raises GatewayError for a selection that does not name what it has to.
    """
    computed = company.computed.get(definition.name)
    if computed is not None:
        names = _named(selection.filter, computed.field)
        computed.refresh(names, case_insensitive=selection.case_insensitive)


def _named(condition: Filter | None, field: str) -> Iterable[str] | None:
    """The values that a field must have one of; None if the filter says less of it. Raises GatewayError if it says
    nothing."""
    mentioned = any(
        isinstance(leaf, Comparison | NullTest) and leaf.field.upper() == field for leaf in leaves(condition)
    )
    if not mentioned:
        raise GatewayError(records.FIELD_MUST_BE_QUERIED, field=field)
    for part in condition.conditions if isinstance(condition, And) else (condition,):
        if isinstance(part, Comparison) and part.field.upper() == field and part.operator in _LISTED:
            return part.values
    return None


_LISTED = frozenset({Operator.EQUAL, Operator.IN})
