"""Evaluates filters row by row in plain Python: what the SQL has to agree with. Slow, and written apart from it."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from intacct_emulator.catalogue.model import DataType, Field
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.query.ast import And, Comparison, Filter, Not, NullTest, Operator, Or, Rownum

from .samples import BILL, STATES, TODAY, Row

Value = str | Decimal | datetime | None

_FORMATS = ("%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m-%d-%Y", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")


class Reader:
    """Values of the fields of BILL rows, through the vendor and its term where they come from there."""

    def __init__(self, rows: Mapping[str, Iterable[Row]]) -> None:
        self.bills = sorted(rows["BILL"], key=lambda row: str(row["RECORDNO"]).zfill(20))
        named = (row for row in rows["VENDOR"] if row["VENDORID"] is not None)
        self._vendors: dict[Stored, Row] = {row["VENDORID"]: row for row in named}
        self._terms: dict[Stored, Row] = {row["RECORDNO"]: row for row in rows["TERM"]}

    def stored(self, row: Row, name: str) -> Stored:
        """The stored value of a field of a bill."""
        vendor: Row = self._vendors.get(row["VENDORID"], {})
        term: Row = self._terms.get(vendor.get("TERMKEY"), {})
        if name in ("VENDORNAME", "VENDOR.NAME"):
            return vendor.get("NAME")
        if name in ("VENDORTERM", "VENDOR.TERM.NAME"):
            return term.get("NAME")
        if name == "VENDOR.STATUS":
            return vendor.get("STATUS")
        if name == "VENDOR.TERM.DAYS":
            return term.get("DAYS")
        if name == "VENDOR.CREDITLIMIT":
            return vendor.get("CREDITLIMIT")
        if name == "STATE":
            return STATES.get(str(row["RAWSTATE"]))
        if name == "DUE_IN_DAYS":
            due = row["WHENDUE"]
            return None if due is None else (datetime.fromisoformat(str(due)).date() - TODAY).days
        return row[name]


def field_named(name: str) -> Field:
    """The field whose type a name of the sample catalogue has."""
    types = {"VENDOR.STATUS": "STATUS", "VENDOR.TERM.DAYS": "LINES", "VENDOR.CREDITLIMIT": "TOTALDUE"}
    field = BILL.find(types.get(name, name))
    return field or Field(name, name, DataType.TEXT)


def keep(condition: Filter | None, reader: Reader, *, display: bool, fold: bool = False) -> list[Stored]:
    """The record numbers of the bills for which a filter holds, ascending."""
    return [
        row["RECORDNO"]
        for row in reader.bills
        if condition is None or _holds(condition, row, reader, display=display, fold=fold)
    ]


def _holds(condition: Filter, row: Row, reader: Reader, *, display: bool, fold: bool) -> bool | None:
    if isinstance(condition, And | Or):
        results = [_holds(child, row, reader, display=display, fold=fold) for child in condition.conditions]
        decisive = isinstance(condition, Or)
        if decisive in results:
            return decisive
        return None if None in results else not decisive
    if isinstance(condition, Not):
        inner = _holds(condition.condition, row, reader, display=display, fold=fold)
        return None if inner is None else not inner
    assert not isinstance(condition, Rownum)
    name = condition.field
    if not display and name == "STATE":
        name = "RAWSTATE"
    field, stored = field_named(name), reader.stored(row, name)
    if isinstance(condition, NullTest):
        return (stored is None) != condition.negated
    return _compares(field, stored, condition, display=display, fold=fold)


def _compares(field: Field, stored: Stored, comparison: Comparison, *, display: bool, fold: bool) -> bool | None:
    value = _value(field, stored, display=display, fold=fold)
    operator = comparison.operator
    literals = [text for text in comparison.values if text.strip()]
    asks_for_null = len(literals) < len(comparison.values)
    if operator in (Operator.LIKE, Operator.NOT_LIKE):
        if stored is None:
            return None
        shown = _shown(field, stored, display=display)
        pattern = literals[0]
        if fold and isinstance(value, str):
            shown, pattern = shown.casefold(), pattern.casefold()
        found = _like(pattern, shown)
        return found if operator is Operator.LIKE else not found
    if operator in (Operator.EQUAL, Operator.IN, Operator.NOT_EQUAL, Operator.NOT_IN):
        negated = operator in (Operator.NOT_EQUAL, Operator.NOT_IN)
        if stored is None:
            return True if asks_for_null and not negated else False if asks_for_null else None
        found = any(value == _literal(field, text, display=display, fold=fold, code=True) for text in literals)
        return found != negated
    if value is None:
        return None
    bounds = [_literal(field, text, display=display, fold=fold, code=False) for text in literals]
    if operator is Operator.BETWEEN:
        return bool(bounds[0] <= value <= bounds[1])  # type: ignore[operator]
    tests: dict[Operator, Callable[[Value, Value], bool]] = {
        Operator.LESS: lambda a, b: a < b,  # type: ignore[operator]
        Operator.LESS_OR_EQUAL: lambda a, b: a <= b,  # type: ignore[operator]
        Operator.GREATER: lambda a, b: a > b,  # type: ignore[operator]
        Operator.GREATER_OR_EQUAL: lambda a, b: a >= b,  # type: ignore[operator]
    }
    return tests[operator](value, bounds[0])


def _value(field: Field, stored: Stored, *, display: bool, fold: bool) -> Value:
    if stored is None:
        return None
    if field.type in (DataType.CURRENCY, DataType.DECIMAL):
        amount: Decimal = Decimal(stored) / 10**field.scale
        return amount
    if field.type is DataType.INTEGER:
        return Decimal(stored)
    if field.type in (DataType.DATE, DataType.TIMESTAMP):
        return datetime.fromisoformat(str(stored))
    text = _shown(field, stored, display=display)
    return text.casefold() if fold else text


def _shown(field: Field, stored: Stored, *, display: bool) -> str:
    text = str(stored)
    if field.type is DataType.BOOLEAN and display:
        return {"T": "true", "F": "false"}[text]
    if field.codes and display:
        return dict(zip(field.codes, field.values, strict=True)).get(text, text)
    if field.type in (DataType.CURRENCY, DataType.DECIMAL):
        number = Decimal(text) / 10**field.scale
        return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{int(number)}"
    if field.type is DataType.DATE:
        return datetime.fromisoformat(text).strftime("%m/%d/%Y")
    if field.type is DataType.TIMESTAMP:
        return datetime.fromisoformat(text).strftime("%m/%d/%Y %H:%M:%S")
    return text


def _literal(field: Field, text: str, *, display: bool, fold: bool, code: bool) -> Value:
    if field.type in (DataType.CURRENCY, DataType.DECIMAL, DataType.INTEGER):
        return Decimal(text)
    if field.type in (DataType.DATE, DataType.TIMESTAMP):
        return _moment(text)
    if field.type is DataType.BOOLEAN and display and code:
        return "true" if text.lower() in ("t", "true") else "false"
    if field.codes and display and code:
        text = dict(zip(field.codes, field.values, strict=True)).get(text, text)
    return text.casefold() if fold else text


def _moment(text: str) -> datetime:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    raise AssertionError(text)


def _like(pattern: str, text: str) -> bool:
    expression = "".join({"%": ".*", "_": "."}.get(character) or re.escape(character) for character in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None
