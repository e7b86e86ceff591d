"""`GLACCOUNTBALANCE`: the balances of reporting periods, one per account, book, currency and combination of dimensions.

They are summed up when somebody asks for a period, into a table that lives as long as the connection, and stay there
until the ledger, an account or a period changes. Pages, counts and filters then cost what those of any small table do.
Only reporting periods for budgets have such balances, and a query has to name them (documented).

With several currencies an account has a balance in the base currency, of all its lines, and one in each other currency
that lines were in, of those lines and in that currency (documented: both are in the list).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from intacct_emulator.books.dimensions import dimensions_in
from intacct_emulator.catalogue.dimensions import Dimension
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.masters.periods import FOR_BUDGETS
from intacct_emulator.records.record import Record
from intacct_emulator.storage.database import quoted
from intacct_emulator.tenancy.company import Company

from .adjustment_books import ACCRUAL, STANDARD, adjustment_books, book_ids
from .balances import BalanceRange, balances_sql, fiscal_year_of

OBJECT = "GLACCOUNTBALANCE"
PERIOD = "PERIOD"
_READS = ("GLENTRY", "GLACCOUNT", "REPORTINGPERIOD", "GLJOURNAL")
_AMOUNTS = ("OPENBAL", "TOTDEBIT", "TOTCREDIT", "TOTADJDEBIT", "TOTADJCREDIT")
_STAMPS = {"WHENCREATED": "min", "WHENMODIFIED": "max"}
_KEYS_OF_A_PERIOD = 10_000_000


class _Kept(NamedTuple):
    """What the table holds: the state of the books that it was made from, and which periods."""

    state: tuple[int, ...]
    periods: frozenset[int]


class _Book(NamedTuple):
    """A book as balances name it: whether it has the lines of the accrual book, and those of which adjustment books."""

    id: str
    main: bool
    adjustments: tuple[str, ...]


class PeriodBalances:
    """The balances of one company's periods."""

    field = PERIOD

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self._states = count(1)
        self._kept: _Kept | None = None
        company.database.on_rollback(self._forget)

    def refresh(self, names: Iterable[str] | None, *, case_insensitive: bool = False) -> None:
        """Makes the balances of the periods of those names readable, or of all periods.

        An unknown name has no balances. Raises GatewayError for a period that is not for budgets.
        """
        periods = self._periods(names, case_insensitive)
        state = tuple(self._state_of(name) for name in _READS)
        kept = self._kept
        if kept is None or kept.state != state:
            self._begin()
            kept = _Kept(state, frozenset())
        self._kept = None
        for period in periods:
            if period.key not in kept.periods:
                self._add(period)
                kept = kept._replace(periods=kept.periods | {period.key})
        self._kept = kept

    def _forget(self) -> None:
        self._kept = None

    def _state_of(self, name: str) -> int:
        """A number that is another one as soon as a row of the object has changed."""
        return self._records.answer(name, OBJECT, lambda: next(self._states))

    def _periods(self, names: Iterable[str] | None, case_insensitive: bool) -> Sequence[Record]:
        asked = None if names is None else {_folded(name, case_insensitive) for name in names}
        found = []
        for period in self._records.where("REPORTINGPERIOD"):
            named = asked is not None and _folded(period.id, case_insensitive) in asked
            if period["BUDGETING"] == FOR_BUDGETS:
                if named or asked is None:
                    found.append(period)
            elif named:
                raise GatewayError(records.PERIOD_NOT_BUDGETABLE, value=period.id)
        return found

    def _begin(self) -> None:
        columns = ", ".join(
            f"{quoted(field.id)} {'INTEGER PRIMARY KEY' if field.id == 'RECORDNO' else ''}"
            for field in self._records.catalogue[OBJECT].stored_fields
        )
        self._records.database.execute(f"DROP TABLE IF EXISTS temp.{OBJECT}")
        self._records.database.execute(f"CREATE TEMP TABLE {OBJECT} ({columns})")

    def _add(self, period: Record) -> None:
        first, last = period.day("START_DATE"), period.day("END_DATE")
        if first is None or last is None:
            return
        dimensions = dimensions_in(self._company)
        asked = BalanceRange(
            first,
            last,
            fiscal_year_of(first, self._company.profile.first_fiscal_month),
            apart=(*(column for dimension in dimensions for column in dimension.entry_columns), "BASELOCATION"),
        )
        foreign = self._has_foreign_lines()
        for book in self._books():
            of_book = replace(asked, main_book=book.main, adjustments=book.adjustments)
            in_base = replace(of_book, apart=("BASECURR", *asked.apart))
            self._insert(period, book, dimensions, in_base)
            if foreign:
                self._insert(period, book, dimensions, replace(of_book, apart=("CURRENCY", *asked.apart), foreign=True))

    def _books(self) -> Sequence[_Book]:
        """The accrual book, and those of adjustments that the company has journals of."""
        known = adjustment_books(self._records)
        books = [_Book(ACCRUAL, True, ())]
        for name in known:
            alone, together = book_ids(name)
            books.append(_Book(alone, False, (name,)))
            if together is not None:
                books.append(_Book(together, True, (name,)))
        if {*STANDARD} <= {*known}:
            books.append(_Book(f"{''.join(STANDARD)}{ACCRUAL}", True, STANDARD))
        return books

    def _has_foreign_lines(self) -> bool:
        sql = "SELECT EXISTS (SELECT 1 FROM GLENTRY WHERE CURRENCY <> BASECURR)"
        return bool(self._records.answer("GLENTRY", sql, lambda: int(self._records.database.scalar(sql) or 0)))

    def _insert(self, period: Record, book: _Book, dimensions: Sequence[Dimension], asked: BalanceRange) -> None:
        database = self._records.database
        last = database.scalar(f"SELECT MAX(RECORDNO) FROM temp.{OBJECT} WHERE PERIOD = ?", (period.id,))  # noqa: S608
        question = balances_sql(self._records, asked, _STAMPS)
        columns = ["ACCOUNTNO", "CURRENCY", *_columns(dimensions), "BASELOCATION", *_AMOUNTS, *_STAMPS]
        sql = (
            f"INSERT INTO temp.{OBJECT} (RECORDNO, BOOKID, PERIOD, {', '.join(map(quoted, columns))}) "  # noqa: S608
            f"SELECT :number + row_number() OVER (), :book, :period, * FROM ({question.sql}) "
            "WHERE start OR debits OR credits OR adjusting_debits OR adjusting_credits"
        )
        number = int(last or period.key * _KEYS_OF_A_PERIOD)
        database.execute(sql, {**question.parameters, "number": number, "book": book.id, "period": period.id})


def _columns(dimensions: Iterable[Dimension]) -> list[str]:
    """The columns of balances that hold what the dimensions' columns of journal lines do."""
    columns: list[str] = []
    for dimension in dimensions:
        own = (dimension.entry_field,) if dimension.user_defined else (dimension.id_field, dimension.key_field)
        columns += own[: len(dimension.entry_columns)]
    return columns


def _folded(name: str, fold: bool) -> str:
    return name.lower() if fold else name
