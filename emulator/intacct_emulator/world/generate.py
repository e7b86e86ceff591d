"""Fills a company with invented business: parties, invoices, bills and journal entries over its fiscal years.

Documents come day by day, as if entered on their date (or now, for future dates). A few documents are drafts, a few
total zero, none is paid; a few lines are credits.
"""

import gc
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import accumulate, chain, islice, repeat
from itertools import count as count_from
from math import exp
from pathlib import Path
from random import Random
from typing import NamedTuple

from intacct_emulator.books.bulk.templates import PlannedDocument, PlannedEntry
from intacct_emulator.books.bulk.writer import BulkWriter
from intacct_emulator.clock import Clock
from intacct_emulator.errors import GatewayError
from intacct_emulator.failure import CannotRunError
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants

from .business_mix import BusinessMix, EntryTemplate, Relation
from .invented import FakerMissingError, Inventor
from .loading import begin_company
from .toml_table import FixtureError

_AT_ONCE = 10_000
_DRAFTS, _NOTHING, _CREDITED, _DESCRIBED = 0.03, 0.005, 0.03, 0.7
_LINES = (1,) * 38 + (2,) * 30 + (3,) * 16 + (4,) * 9 + (5,) * 4 + (6,) * 3
_INVOICE_SIZE, _BILL_SIZE, _ENTRY_SIZE = (7.2, 1.1), (6.4, 1.2), (7.6, 1.0)
"""Mean and deviation of the logarithm of a line's amount: medians of 1340, 600 and 2000."""
_WEEKEND = 0.06
_GROWTH = 0.6
_ENTRY_KINDS = 60
_OPENING, _HOURS = 9 * 3600, 8 * 3600
_FIRST_PARTIES = 20
_DOCUMENTS_PER_PARTY = 250
_MOST_PARTIES = 2000


@dataclass(frozen=True, slots=True)
class Order:
    """What to generate. Customers and vendors are added to those the company has; None means a plausible number for the
    documents."""

    invoices: int = 0
    bills: int = 0
    journals: int = 0
    customers: int | None = None
    vendors: int | None = None
    seed: int = 0


class Entered(NamedTuple):
    """A planned document or journal entry, and when it is entered."""

    moment: datetime
    planned: PlannedDocument | PlannedEntry


Told = Callable[[str, int, int], None]
"""Is told the progress: of what, how many are done, how many in total."""


def generate(company: Company, order: Order, told: Told = lambda what, done, total: None) -> None:
    """Adds the ordered business to the company. The same order, company and clock give the same books.

    Raises FakerMissingError, and GatewayError for a company that refuses what is generated. Business added before an
    error is kept.
    """
    with company.database.unit():
        inventor = invent_parties(company, order, told)
        planned = plan(company, order, inventor)
    total = order.invoices + order.bills + order.journals
    writer, done = BulkWriter(company), 0
    with EntryClock(company) as clock, _without_collector():
        while part := list(islice(planned, _AT_ONCE)):
            with company.database.unit():
                for moment, document in part:
                    clock.moment = moment
                    if isinstance(document, PlannedDocument):
                        writer.add(document)
                    else:
                        writer.add_entry(document)
                writer.flush()
            done += len(part)
            told("documents", done, total)


def generate_company(folder: Path, name: str, source: str, order: Order, told: Told) -> None:
    """Generates into the company kept under `name` in a data folder, made like the fixture `source` if there is
    none yet. Raises CannotRunError for a fixture that cannot be read, a company that refuses, or missing Faker."""
    tenants = Tenants(folder=folder)
    try:
        try:
            company = begin_company(tenants, name, source)
        except BaseException:
            tenants.abandon()
            raise
        try:
            with company.records.unwatched():
                generate(company, order, told)
        finally:
            company.close()
    except GatewayError as error:
        raise CannotRunError(f"{name} refuses what is generated: {error}") from error
    except (FakerMissingError, FixtureError, ValueError) as error:
        raise CannotRunError(str(error)) from error
    finally:
        tenants.close()


def invent_parties(company: Company, order: Order, told: Told = lambda what, done, total: None) -> Inventor:
    """Creates the customers and vendors of an order. Raises FakerMissingError."""
    inventor = Inventor(company, order.seed)
    for what, count, create in (
        ("customers", _parties(order.customers, order.invoices), inventor.customers),
        ("vendors", _parties(order.vendors, order.bills), inventor.vendors),
    ):
        done = iter(range(1, count + 1))
        create(count, lambda what=what, done=done, count=count: told(what, next(done), count))  # type: ignore[misc]
    return inventor


def plan(company: Company, order: Order, inventor: Inventor) -> Iterator[Entered]:
    """The documents and journal entries of an order, in the order they are entered."""
    dice = Random(f"documents {order.seed}")  # noqa: S311 - invented, not secret
    business_mix = BusinessMix(company, dice)
    phrases = inventor.phrases()
    makers: list[tuple[int, Iterator[Callable[[date], PlannedDocument | PlannedEntry]]]] = []
    for count, prefix, name, terms, relations_by, size in (
        (order.invoices, "INV", "ARINVOICE", "ARTERM", business_mix.customers, _INVOICE_SIZE),
        (order.bills, "B", "APBILL", "APTERM", business_mix.vendors, _BILL_SIZE),
    ):
        if count:
            relations = relations_by(inventor.terms(terms))
            first = company.records.sequences.take(f"generated {name}", count)
            documents = _DocumentInventor(dice, [relation for relation in relations if relation.lines], phrases, size)
            makers.append((count, documents.numbered(prefix, first)))
    if order.journals:
        journals = _Journals(dice, business_mix.entries(_ENTRY_KINDS), company.profile.general_journal)
        makers.append((order.journals, repeat(journals.make)))
    return _by_day(dice, _business_days(company), makers, company.clock.now())


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows hold no cycles, and searching tens of thousands of them for cycles costs as much as making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class EntryClock(Clock):
    """Sets a company's clock to the moment each document is entered, inside a with statement."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._own = company.clock
        self.moment = self._own.now()
        super().__init__(lambda: self.moment)

    def now(self) -> datetime:
        return self.moment

    def __enter__(self) -> "EntryClock":
        self._company.clock = self._company.records.clock = self
        return self

    def __exit__(self, *_: object) -> None:
        self._company.clock = self._company.records.clock = self._own


class _DocumentInventor:
    """Draws invoices or bills."""

    def __init__(
        self, dice: Random, relations: Sequence[Relation], phrases: Sequence[str], size: tuple[float, float]
    ) -> None:
        if not relations:
            raise ValueError("the company has no party with an account that it could be invoiced for")
        self._dice = dice
        self._relations = relations
        self._phrases = phrases
        self._size = size
        # A few parties have most of the business.
        self._weights = list(accumulate((rank + 2) ** -0.7 for rank in range(len(relations))))

    def numbered(self, prefix: str, first: int) -> Iterator[Callable[[date], PlannedDocument]]:
        """Documents with numbers from `first` on, each by the day it will have."""
        for number in count_from(first):
            yield partial(self._make, f"{prefix}-{number:07d}")

    def _make(self, number: str, day: date) -> PlannedDocument:
        # Not drawn with Random's methods, which would take longer than writing the document.
        chance, gauss = self._dice.random, self._dice.gauss
        relation = self._relations[bisect(self._weights, chance() * self._weights[-1])]
        mean, deviation = self._size
        count = _LINES[int(chance() * len(_LINES))]
        shapes = relation.lines
        lines = [
            (shapes[int(chance() * len(shapes))], int(exp(gauss(mean, deviation)) * 100) + 1) for _ in range(count)
        ]
        if chance() < _NOTHING:
            lines = [(shape, 0) for shape, _ in lines]
        elif chance() < _CREDITED:
            shape, cents = lines[0]
            lines.append((shape, -(cents // 10) or -1))
        posted = chance() >= _DRAFTS
        description = self._phrases[int(chance() * len(self._phrases))] if chance() < _DESCRIBED else None
        return PlannedDocument(relation.posted if posted else relation.draft, number, day, description, lines)


class _Journals:
    """Draws journal entries."""

    def __init__(self, dice: Random, templates: Sequence[EntryTemplate], journal: str) -> None:
        if not templates:
            raise ValueError("the company has no accounts for journal entries")
        self._dice = dice
        self._templates = templates
        self._journal = journal

    def make(self, day: date) -> PlannedEntry:
        """A journal entry of that day."""
        template = self._dice.choice(self._templates)
        mean, deviation = _ENTRY_SIZE
        lines = [(shape, int(exp(self._dice.gauss(mean, deviation)) * 100) + 1) for shape in template.debits]
        lines.append((template.credit, -sum(cents for _, cents in lines)))
        return PlannedEntry(self._journal, day, f"{template.title} {day:%B %Y}", lines)


def _by_day(
    dice: Random,
    days: Sequence[tuple[date, float]],
    makers: Sequence[tuple[int, Iterator[Callable[[date], PlannedDocument | PlannedEntry]]]],
    now: datetime,
) -> Iterator[Entered]:
    """Spreads the documents over the days."""
    weights = list(accumulate(weight for _, weight in days))
    counts = [Counter(dice.choices(range(len(days)), cum_weights=weights, k=count)) for count, _ in makers]
    for index, (day, _) in enumerate(days):
        of_day = [list(islice(make, count[index])) for count, (_, make) in zip(counts, makers, strict=True)]
        total = sum(len(part) for part in of_day)
        opening = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=_OPENING)
        for position, make in enumerate(chain.from_iterable(of_day)):
            moment = opening + timedelta(seconds=_HOURS * position // total)
            yield Entered(min(moment, now), make(day))


def _business_days(company: Company) -> list[tuple[date, float]]:
    """The days of the company's fiscal years with how busy they are: few documents at weekends, more every year."""
    periods = company.records.where("REPORTINGPERIOD")
    starts = [day for period in periods if (day := period.day("START_DATE")) is not None]
    ends = [day for period in periods if (day := period.day("END_DATE")) is not None]
    today = company.clock.today()
    first = min(starts, default=date(today.year, 1, 1))
    last = max(ends, default=date(today.year, 12, 31))
    span = (last - first).days + 1
    days = [first + timedelta(days=number) for number in range(span)]
    return [
        (day, (1 if day.weekday() < 5 else _WEEKEND) * (1 + _GROWTH * number / span)) for number, day in enumerate(days)
    ]


def _parties(asked: int | None, documents: int) -> int:
    if asked is not None:
        return asked
    return min(_FIRST_PARTIES + documents // _DOCUMENTS_PER_PARTY, _MOST_PARTIES) if documents else 0
