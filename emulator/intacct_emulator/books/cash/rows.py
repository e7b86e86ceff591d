"""The rows a checked cash document is kept as."""

from collections.abc import Mapping

from intacct_emulator.books.dimensions import line_values
from intacct_emulator.books.documents.checked import CheckedLine
from intacct_emulator.books.documents.rows import totals
from intacct_emulator.books.money import Money, rate_columns
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python, Stored, pack

from .checks import CheckedCash
from .states import CashState

Row = dict[str, Stored]

_LINE_TOTALS = ("TOTALPAID", "TRX_TOTALPAID", "TOTALSELECTED", "TRX_TOTALSELECTED", "TOTALEXPENSED")


def header_row(document: CheckedCash, definition: ObjectDefinition, summary: int) -> Row:
    """The document's own row: posted, and not paid where it can be."""
    row: Row = {
        **_packed(document.own, definition),
        "RAWSTATE": CashState.POSTED.value,
        "BASECURR": document.exchange.base,
        "CURRENCY": document.exchange.currency,
        **rate_columns(document.exchange.rate),
        "PRBATCHKEY": summary,
        "CLEARED": "F",
        "BATCHDATE": document.day.isoformat(),
        **amounts(document.total),
    }
    return _of(row, definition)


def amounts(total: Money) -> Row:
    """The totals of a document of which nothing is paid."""
    return dict(totals(total))


def line_row(document: CheckedCash, line: CheckedLine, number: int, key: int, definition: ObjectDefinition) -> Row:
    """The row of a line. `number` is its place, `key` the document's RECORDNO."""
    row: Row = {
        **_packed(line.own, definition),
        **line_values(line.dimensions),
        **_place_keys(line),
        "RECORDKEY": key,
        "LINE_NO": str(number),
        "ACCOUNTNO": line.account.id if line.account else None,
        "AMOUNT": line.amount.base,
        "TRX_AMOUNT": line.amount.transaction,
        "BASECURR": document.exchange.base,
        "CURRENCY": document.exchange.currency,
        **rate_columns(document.exchange.rate),
        "LINEITEM": "T",
        "BASELOCATION": line.entity,
        "FINANCIALENTITY": pack(definition.fields_by_id["FINANCIALENTITY"], document.own.get("FINANCIALENTITY"))
        if "FINANCIALENTITY" in definition.stored_ids
        else None,
        **dict.fromkeys(_LINE_TOTALS, 0),
    }
    return _of(row, definition)


def _place_keys(line: CheckedLine) -> Row:
    """Location and department by key, under the names that the lines of cash have for them."""
    keys = {dimension.object: record.key for dimension, record in line.dimensions.items()}
    location, department = keys.get("LOCATION"), keys.get("DEPARTMENT")
    return {"LOCATION#": location, "DEPT#": department, "DEPTKEY": department}


def _packed(values: Mapping[str, Python], definition: ObjectDefinition) -> Row:
    fields = definition.fields_by_id
    return {name: pack(fields[name], value) for name, value in values.items() if name in fields}


def _of(row: Row, definition: ObjectDefinition) -> Row:
    """The columns that the object has."""
    own = definition.stored_ids
    return {name: value for name, value in row.items() if name in own}
