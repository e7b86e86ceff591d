"""What has moved on a bank account in the books and is not cleared: the documents and journal lines behind its account
of the ledger."""

from datetime import date
from typing import NamedTuple

from intacct_emulator.catalogue.values import Stored
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .financial_accounts import FinancialAccount

_DOCUMENTS = "PRRECORD"


class Movement(NamedTuple):
    """A document's effect on an account, or a journal line's that no document has, in hundredths of the account's
    currency; debits positive.

    `number` is what it is known by at the bank; `entries` are its journal lines, `document` its type and key.
    """

    amount: int
    number: str | None
    entries: tuple[int, ...]
    document: tuple[str, int] | None


def uncleared(company: Company, account: FinancialAccount, first: date, last: date) -> list[Movement]:
    """What moved after `first`, up to `last`. Amounts that cancel out within one document are nothing to a bank."""
    sql = (
        f"SELECT RECORDNO, TR_TYPE * {_moved(account)}, DOCUMENT, PRRECORDTYPE, PRRECORDKEY "  # noqa: S608 - columns
        "FROM GLENTRY WHERE ACCOUNTNO = ? "
        "AND STATE = 'P' AND CLEARED <> 'T' AND ENTRY_DATE > ? AND ENTRY_DATE <= ? ORDER BY ENTRY_DATE, RECORDNO"
    )
    company.records.prepare(company.catalogue["GLENTRY"])
    parameters = (account.gl_account.id, first.isoformat(), last.isoformat())
    found: dict[tuple[str, int], Movement] = {}
    for key, amount, number, kind, document in company.database.all(sql, parameters):
        whole = (str(kind), int(document)) if kind is not None and document is not None else None
        place = whole or ("", int(key or 0))
        before = found.get(place, Movement(0, None, (), whole))
        text = str(number) if number is not None else before.number
        found[place] = Movement(before.amount + int(amount or 0), text, (*before.entries, int(key or 0)), whole)
    return [movement for movement in found.values() if movement.amount]


def balance(company: Company, account: FinancialAccount, day: date) -> int:
    """What stands on the account at the end of a day, in hundredths."""
    company.records.prepare(company.catalogue["GLENTRY"])
    sql = (
        f"SELECT SUM(TR_TYPE * {_moved(account)}) FROM GLENTRY "  # noqa: S608 - columns
        "WHERE ACCOUNTNO = ? AND STATE = 'P' AND ENTRY_DATE <= ?"
    )
    return int(company.database.scalar(sql, (account.gl_account.id, day.isoformat())) or 0)


def _moved(account: FinancialAccount) -> str:
    """What a line moves on an account: what it says in the account's own currency. A line in another is worth there
    what it is in the books, which only have the base currency to tell (none, then, of an account in a third)."""
    other = "AMOUNT" if account.base_currency == account.currency else "0"
    return f"(CASE WHEN CURRENCY = '{account.currency}' THEN TRX_AMOUNT ELSE {other} END)"


def clear(company: Company, movements: list[Movement], day: date) -> None:
    """Marks movements, and the documents behind them, as cleared on a day."""
    for movement in movements:
        for key in movement.entries:
            company.records.update_row("GLENTRY", key, {"CLEARED": "T", "CLRDATE": day.isoformat()})
        record = _document(company, movement)
        if record is not None:
            cleared: dict[str, Stored] = {"CLEARED": "T", "CLRDATE": day.isoformat(), "RECON_DATE": day.isoformat()}
            own = {name: value for name, value in cleared.items() if name in record.definition.stored_ids}
            company.records.update_row(record.definition.name, record.key, own)


def _document(company: Company, movement: Movement) -> Record | None:
    if movement.document is None:
        return None
    kind, key = movement.document
    for definition in company.catalogue.kept_in(_DOCUMENTS):
        if definition.own_values.get("RECORDTYPE") == kind and "CLEARED" in definition.stored_ids:
            return company.records.get(definition.name, key)
    return None
