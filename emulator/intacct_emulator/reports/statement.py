"""The rows of a financial statement: its lines, each once for every value that it is told apart by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from intacct_emulator.books.ledger.balances import Balance, fiscal_year_of
from intacct_emulator.catalogue.dimensions import LOCATION, Dimension, dimensions_of
from intacct_emulator.catalogue.values import plain, scaled
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context

from .definition import Amount, NormalBalance, Span, Statement, StatementColumn, StatementLine
from .ledger_balances import ledger_balances
from .periods import Days, a_year_before
from .record_rows import TextRow

ENTITY = "ENTITY"
"""What a statement may be told apart by, beside dimensions: the entity that a line's location is in."""
_NOTHING = Decimal(0)
_CENTS = 2
_LINE, _ACCOUNT, _TITLE = "LINE", "ACCOUNTNO", "ACCOUNTTITLE"

Amounts = Mapping[str, list[Decimal]]
"""The amounts of a line, one for each column, by the value that it is told apart by."""


def statement_names(company: Company, statement: Statement) -> tuple[str, ...]:
    """The columns of the rows."""
    names = [_LINE]
    if any(line.each for line in statement.lines):
        names += [_ACCOUNT, _TITLE]
    if statement.by:
        dimension = _dimension(company, statement.by)
        names += [_id_name(statement.by, dimension), f"{statement.by}NAME"]
    return (*names, *(column.name for column in statement.columns))


def statement_rows(context: Context, statement: Statement, days: Days) -> Iterator[TextRow]:
    """The rows as texts. Lines without any amount have none. Raises GatewayError NO_PERMISSION."""
    return iter(_Rows(context, statement, days).rows())


class _Rows:
    def __init__(self, context: Context, statement: Statement, days: Days) -> None:
        self._company = context.company
        self._statement = statement
        self._dimension = _dimension(self._company, statement.by) if statement.by else None
        self._apart = (self._dimension.exact_column,) if self._dimension is not None else ()
        found = {span: ledger_balances(context, _days(context, span, days), self._apart) for span in Span}
        self._balances = found
        self._known: dict[str, tuple[str, str]] = {}

    def rows(self) -> Iterator[TextRow]:
        totals: dict[str, Amounts] = {}
        for line in self._statement.lines:
            if line.sum:
                totals[line.title] = self._sum(line, totals)
                yield from self._shown(line, "", totals[line.title])
                continue
            by_account = self._by_account(line)
            if line.each:
                for account in sorted(by_account):
                    yield from self._shown(line, account, by_account[account])
            else:
                totals[line.title] = _added(by_account.values(), len(self._statement.columns))
                yield from self._shown(line, "", totals[line.title])

    def _by_account(self, line: StatementLine) -> dict[str, Amounts]:
        columns = self._statement.columns
        found: dict[str, dict[str, list[Decimal]]] = {}
        for index, column in enumerate(columns):
            for balance in self._balances[column.span]:
                if any(first <= balance.account <= last for first, last in line.accounts):
                    value = self._value(balance)
                    amounts = found.setdefault(balance.account, {}).setdefault(value, [_NOTHING] * len(columns))
                    amounts[index] += _amount(balance, column, line.normal)
        return dict(found)

    def _value(self, balance: Balance) -> str:
        """The id of what a balance is told apart by; entities are found by their locations."""
        if self._dimension is None:
            return ""
        if self._statement.by != ENTITY:
            return balance.apart[0]
        return self._identity(balance.apart[0])[0]

    def _sum(self, line: StatementLine, totals: Mapping[str, Amounts]) -> Amounts:
        found: defaultdict[str, list[Decimal]] = defaultdict(lambda: [_NOTHING] * len(self._statement.columns))
        for term in line.sum:
            sign = -1 if term.startswith("-") else 1
            for value, amounts in totals[term.removeprefix("-")].items():
                found[value] = [before + sign * amount for before, amount in zip(found[value], amounts, strict=True)]
        return found

    def _shown(self, line: StatementLine, account: str, amounts: Amounts) -> Iterator[TextRow]:
        detailed = any(other.each for other in self._statement.lines)
        for value in sorted(amounts, key=lambda one: (one == "", one)):
            if not any(amounts[value]):
                continue
            texts = [line.title]
            if detailed:
                texts += [account, self._title(account)]
            if self._statement.by:
                texts += self._identity(value) if self._statement.by != ENTITY else self._entity(value)
            yield (*texts, *(plain(scaled(amount, _CENTS), _CENTS) for amount in amounts[value]))

    def _title(self, account: str) -> str:
        for name in ("GLACCOUNT", "STATACCOUNT"):
            record = self._company.records.find(name, account) if account else None
            if record is not None:
                return record.text("TITLE") or ""
        return ""

    def _identity(self, value: str) -> tuple[str, str]:
        """Id and name of a dimension's value on a journal line, or of the entity that a location is in."""
        if value not in self._known:
            self._known[value] = self._found(value) if value else ("", "")
        return self._known[value]

    def _found(self, value: str) -> tuple[str, str]:
        assert self._dimension is not None
        dimension, store = self._dimension, self._company.records
        by_key = bool(dimension.needs) or dimension.user_defined
        record = store.get(dimension.object, int(value)) if by_key else store.find(dimension.object, value)
        if record is not None and self._statement.by == ENTITY:
            record = entity_of(self._company, record)
        return _named(record, dimension) if record is not None else ("", "")

    def _entity(self, value: str) -> tuple[str, str]:
        record = self._company.records.find(LOCATION.object, value) if value else None
        return (value, record.text("NAME") or "") if record is not None else (value, "")


def _named(record: Record, dimension: Dimension) -> tuple[str, str]:
    number = record[dimension.id_field] if record.definition.find(dimension.id_field) else record.key
    return str(number), record.text(dimension.name_field) or ""


def _dimension(company: Company, by: str) -> Dimension:
    wanted = LOCATION.object if by == ENTITY else by
    return next(one for one in dimensions_of(company.catalogue) if one.object == wanted)


def _id_name(by: str, dimension: Dimension) -> str:
    return f"{by}ID" if by == ENTITY else dimension.id_field


def _days(context: Context, span: Span, days: Days) -> Days:
    if span is Span.PRIOR_YEAR:
        return a_year_before(days)
    if span is Span.YEAR_TO_DATE:
        return Days(fiscal_year_of(days.last, context.company.profile.first_fiscal_month), days.last)
    return days


def _amount(balance: Balance, column: StatementColumn, normal: NormalBalance) -> Decimal:
    """What a column shows of a balance: debits and credits as they are, the others on the line's side."""
    debits = balance.debits + balance.adjusting_debits
    credits_ = balance.credits + balance.adjusting_credits
    if column.amount is Amount.DEBITS:
        return debits
    if column.amount is Amount.CREDITS:
        return credits_
    signed = {Amount.START: balance.start, Amount.END: balance.end}.get(column.amount, debits - credits_)
    return -signed if normal is NormalBalance.CREDIT else signed


def _added(parts: Iterable[Amounts], columns: int) -> Amounts:
    found: defaultdict[str, list[Decimal]] = defaultdict(lambda: [_NOTHING] * columns)
    for part in parts:
        for value, amounts in part.items():
            found[value] = [before + amount for before, amount in zip(found[value], amounts, strict=True)]
    return found
