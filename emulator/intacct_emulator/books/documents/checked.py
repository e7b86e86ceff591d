"""A document that was found right: what the checks say of it, and all that whoever writes it needs to know."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from intacct_emulator.books.cash.tender import Place, Tender
from intacct_emulator.books.dimensions import LineDimensions
from intacct_emulator.books.ledger.summaries import Series
from intacct_emulator.books.money import Exchange, Money
from intacct_emulator.catalogue.values import Python
from intacct_emulator.records.record import Record

from .kinds import DocumentKind
from .states import DocumentState


class CheckedLine(NamedTuple):
    """A line, ready to be written and posted. `kept` is the line it was before, None for a new one. `own` are values of
    its own columns that follow from nothing else. `tax` is the tax detail of a line that is the tax of the line before
    it. A draft's line may lack accounts, dimensions and entity. `control_place` is where the control account's line
    stands, if that is in another entity."""

    kept: Record | None
    own: Mapping[str, Python]
    amount: Money
    account: Record | None
    control: Record | None
    dimensions: LineDimensions
    entity: int | None
    memo: str | None
    control_place: Place | None = None
    tax: Record | None = None


class Dates(NamedTuple):
    """When a document was made, when it counts in the ledger, when it is due, until when it has a discount."""

    created: date | None
    posted: date | None
    due: date | None = None
    discount: date | None = None


class CheckedDocument(NamedTuple):
    """A document, ready to be written, and posted if its state says so.

    `own` are values of its own columns that follow from nothing else, `contacts` the contacts it freezes. `summary` is
    the one that the request names, None where summaries are automatic. Draft ones may lack party and dates. `money` is
    where the money of a document is that brings its own: all its lines are offset to that account, and the titles of
    its summaries name it.
    """

    kind: DocumentKind
    state: DocumentState
    own: Mapping[str, Python]
    number: str | None
    description: str | None
    party: Record | None
    term: Record | None
    dates: Dates
    contacts: Mapping[str, Python]
    exchange: Exchange
    summary: Record | None
    lines: tuple[CheckedLine, ...]
    money: Tender | None = None

    @property
    def series(self) -> Series:
        """The summaries it is filed under."""
        series = self.kind.series
        return series if self.money is None else series._replace(title=f"{series.title}({self.money.called})")

    @property
    def total(self) -> Money:
        """The sum of the lines."""
        total = self.exchange.nothing()
        for line in self.lines:
            total = total.plus(line.amount)
        return total
