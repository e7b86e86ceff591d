"""The rows a checked document is kept as, and the journal lines it posts. Single documents and bulk share them."""

from collections.abc import Mapping
from typing import Protocol

from intacct_emulator.books.dimensions import line_values
from intacct_emulator.books.ledger.entry import LedgerLine
from intacct_emulator.books.ledger.summaries import Summary
from intacct_emulator.books.money import Money, rate_columns
from intacct_emulator.books.room_for_sums import require_sum_fits
from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import Python, Stored, pack

from .checked import CheckedDocument, CheckedLine

Row = dict[str, Stored]

_SETTLED = ("TOTALPAID", "TRX_TOTALPAID", "TOTALSELECTED", "TRX_TOTALSELECTED")
_NOTHING_PAID: Mapping[str, Stored] = dict.fromkeys(_SETTLED, 0)
SETTLEMENT = frozenset(
    f"{prefix}{name}" for prefix in ("", "TRX_") for name in ("TOTALENTERED", "TOTALPAID", "TOTALSELECTED", "TOTALDUE")
)
"""The columns of a document and its lines that payments change, and what they are counted from."""
POSTED_LINE = "A"
"""The STATE of a posted document's lines (recorded)."""


def header_row(document: CheckedDocument, definition: ObjectDefinition, summary: Summary | None) -> Row:
    """The document's own row, of which nothing is paid."""
    kind, dates = document.kind, document.dates
    row = _packed(document.own, definition)
    row |= {
        "RAWSTATE": document.state.code,
        "WHENPOSTED": dates.posted.isoformat() if dates.posted else None,
        "BASECURR": document.exchange.base,
        "CURRENCY": document.exchange.currency,
        "MODULEKEY": kind.subledger.module,
        "PRBATCHKEY": summary.key if summary else None,
        "PRBATCH": summary.title if summary else None,
        **totals(document.total),
        **_packed(document.contacts, definition),
        **rate_columns(document.exchange.rate),
    }
    if document.money is not None and document.state.posts:
        row |= {name: value for name, value in document.money.named.items() if name in definition.stored_ids}
    if kind.falls_due:
        term = document.term
        row |= {
            "WHENDUE": dates.due.isoformat() if dates.due else None,
            "WHENDISCOUNT": dates.discount.isoformat() if dates.discount else None,
            "TERMNAME": term.id if term else None,
            "TERMVALUE": term.text("VALUE") if term else None,
            "SYSTEMGENERATED": "F",
        }
    return row


def totals(total: Money) -> Row:
    """The totals of a document of which nothing is paid or selected yet. Raises GatewayError for one that no column
    holds."""
    require_sum_fits(total.base)
    require_sum_fits(total.transaction)
    return {
        "TOTALENTERED": total.base,
        "TRX_TOTALENTERED": total.transaction,
        "TOTALDUE": total.base,
        "TRX_TOTALDUE": total.transaction,
        **_NOTHING_PAID,
    }


def line_row(document: CheckedDocument, line: CheckedLine, number: int, key: int, definition: ObjectDefinition) -> Row:
    """The row of a line, of which nothing is paid. `number` is its place, `key` the document's RECORDNO."""
    posted = document.dates.posted
    row = _packed(line.own, definition)
    row |= line_values(line.dimensions)
    row |= {
        "RECORDKEY": key,
        "LINE_NO": str(number),
        "ACCOUNTNO": line.account.id if line.account else None,
        "AMOUNT": line.amount.base,
        "TRX_AMOUNT": line.amount.transaction,
        "ENTRY_DATE": posted.isoformat() if posted else None,
        "BASECURR": document.exchange.base,
        "CURRENCY": document.exchange.currency,
        "LINEITEM": "T",
        "STATE": POSTED_LINE if document.state.posts else document.state.code,
        "BASELOCATION": line.entity,
        **_NOTHING_PAID,
    }
    row |= rate_columns(document.exchange.rate)
    if line.tax is not None:
        row |= {"LINEITEM": "F", "DETAILKEY": line.tax.key}
    if line.control is not None:
        row["OFFSETGLACCOUNTNO"] = line.control.id
    if "SUBTOTAL" in definition.stored_ids:
        row["SUBTOTAL"] = "F"
    return row


class Sided(Protocol):
    """A kind of document: the side of the control account for a positive line."""

    @property
    def control_side(self) -> int: ...


class Posting(Protocol):
    """What of a document its journal lines show."""

    @property
    def kind(self) -> Sided: ...
    @property
    def number(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...


def journal_pair(document: Posting, line: CheckedLine) -> tuple[LedgerLine, LedgerLine]:
    """The control account's line first, then the line's own (observed order). A negative line turns both around."""
    assert line.account is not None
    assert line.control is not None
    control_side = -document.kind.control_side if line.amount.negative else document.kind.control_side
    memo = line.memo or document.description
    amount, number = line.amount.absolute(), document.number
    own = (line.dimensions, line.entity)
    return (
        LedgerLine(line.control, control_side, amount, *(line.control_place or own), memo, number),
        LedgerLine(line.account, -control_side, amount, *own, memo, number),
    )


def _packed(values: Mapping[str, Python], definition: ObjectDefinition) -> Row:
    fields = definition.fields_by_id
    return {name: pack(fields[name], value) for name, value in values.items()}
