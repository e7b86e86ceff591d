"""The books as a ledger in the language of beancount.

Every account is opened, every posted journal entry is a transaction, every line of it a posting with its entity and its
dimensions as metadata. Amounts are those of the books, in the base currency of each line's entity; what a line is in
another currency is metadata. At the end stand the balances that the books here come to, for beancount to agree with.
Drafts and statistical accounts are left out: they are no money.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from intacct_emulator.books.currencies import base_currencies
from intacct_emulator.books.dimensions import dimensions_in
from intacct_emulator.books.ledger.balances import BalanceRange, balances
from intacct_emulator.books.ledger.entry import POSTED
from intacct_emulator.books.money import shown
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

_NO_WORD = re.compile(r"[^A-Za-z0-9]+")
# By the stored codes: on the balance sheet (N) or the income statement (I), with debits (1) or credits (-1) as a rule.
_ROOTS: Mapping[tuple[str, str], str] = {
    ("N", "1"): "Assets",
    ("N", "-1"): "Liabilities",
    ("I", "1"): "Expenses",
    ("I", "-1"): "Income",
}
_CLOSED_INTO = "closed to account"
_ENTRY = ("BATCHNO", "BATCH_DATE", "BATCH_TITLE", "JOURNAL", "NUMBER", "MODULE")
_LINE = (
    *("ACCOUNTNO", "TR_TYPE", "AMOUNT", "BASECURR", "TRX_AMOUNT", "CURRENCY", "DESCRIPTION", "DOCUMENT"),
    "BASELOCATION",
)


def export(company: Company) -> Iterator[str]:
    """The lines of the ledger."""
    profile = company.profile
    first, last = _first_and_last_day(company)
    yield f"option {_quoted('title')} {_quoted(profile.title)}\n"
    currencies = sorted({profile.base_currency, *base_currencies(company)})
    for currency in currencies:
        yield f"option {_quoted('operating_currency')} {_quoted(currency)}\n"
    yield "\n"
    names = {account.id: _name(account) for account in company.records.where("GLACCOUNT")}
    for account in company.records.where("GLACCOUNT"):
        yield f"{first} open {names[account.id]} {','.join(currencies)}\n"
        yield _metadata(1, "number", account.id)
        yield _metadata(1, "title", account.text("TITLE") or "")
    yield from _transactions(company, names)
    yield "\n"
    # All of the ledger in one fiscal year: what is closed at year's end is no entry, and beancount closes nothing.
    asked = BalanceRange(first, last, date.min, apart=("BASECURR",), statistical=False)
    for balance in balances(company.records, asked):
        amount = f"{balance.end} {balance.apart[0]}"
        yield f"{last + timedelta(days=1)} balance {names[balance.account]} {amount}\n"


def _transactions(company: Company, names: Mapping[str, str]) -> Iterator[str]:
    dimensions = dimensions_in(company)
    entities = {entity.key: entity.id for entity in company.records.where("LOCATIONENTITY")}
    columns = (*_LINE, *(dimension.entry_columns[0] for dimension in dimensions))
    selected = ", ".join(f'line."{column}"' for column in columns)
    sql = (
        "SELECT line.BATCHNO, batch.BATCH_DATE, batch.BATCH_TITLE, batch.JOURNAL, batch.BATCHNO, batch.MODULE, "  # noqa: S608 - columns of the catalogue
        f"{selected} FROM GLENTRY AS line JOIN GLBATCH AS batch ON batch.RECORDNO = line.BATCHNO "
        "WHERE line.STATE = ? AND line.STATISTICAL = 'F' ORDER BY batch.BATCH_DATE, line.BATCHNO, line.LINE_NO"
    )
    for _, rows in groupby(company.database.execute(sql, (POSTED,)), key=itemgetter(0)):
        head: dict[str, object] | None = None
        for row in rows:
            if head is None:
                head = dict(zip(_ENTRY, row, strict=False))
                yield f"\n{head['BATCH_DATE']} * {_quoted(str(head['JOURNAL']))} {_quoted(str(head['BATCH_TITLE']))}\n"
                yield _metadata(1, "recordno", str(head["BATCHNO"]))
                yield _metadata(1, "number", str(head["NUMBER"]))
                yield _metadata(1, "module", str(head["MODULE"]))
            line = dict(zip(columns, row[len(_ENTRY) :], strict=True))
            side, base = int(line["TR_TYPE"]), line["BASECURR"]
            yield f"  {names[str(line['ACCOUNTNO'])]} {shown(side * int(line['AMOUNT']))} {base}\n"
            if line["CURRENCY"] != base:
                yield _metadata(2, "transaction", f"{shown(side * int(line['TRX_AMOUNT']))} {line['CURRENCY']}")
            if line["BASELOCATION"] is not None:
                yield _metadata(2, "entity", entities[int(line["BASELOCATION"])])
            for name in ("DOCUMENT", "DESCRIPTION"):
                if line[name]:
                    yield _metadata(2, name.lower(), str(line[name]))
            for dimension in dimensions:
                value = line[dimension.entry_columns[0]]
                if value is not None:
                    yield _metadata(2, dimension.object.lower(), str(value))


def _first_and_last_day(company: Company) -> tuple[date, date]:
    """The days of the first and the last line of the ledger; today where there is none."""
    company.records.prepare(company.catalogue["GLENTRY"])
    company.records.prepare(company.catalogue["GLBATCH"])
    found = company.database.all("SELECT MIN(ENTRY_DATE), MAX(ENTRY_DATE) FROM GLENTRY")[0]
    today = company.records.moment.date()
    first, last = (date.fromisoformat(str(day)) if day else today for day in found)
    return first, last


def _name(account: Record) -> str:
    """`Assets:1000-Operating-Cash-US`: beancount's names are of letters, digits and hyphens."""
    root = _ROOTS[str(account["ACCOUNTTYPE"]), str(account["NORMALBALANCE"])]
    if account["CLOSINGTYPE"] == _CLOSED_INTO:
        root = "Equity"
    plain = unicodedata.normalize("NFKD", f"{account.id}-{account.text('TITLE') or ''}")
    return f"{root}:{_NO_WORD.sub('-', plain).strip('-')}"


def _quoted(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _metadata(depth: int, name: str, text: str) -> str:
    return f"{'  ' * depth}{name}: {_quoted(text)}\n"
