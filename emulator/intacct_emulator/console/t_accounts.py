"""The journal lines of a call as T-accounts: debits on the left, credits on the right."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.journal.entry import JournalLine, KeptCall
from intacct_emulator.tenancy.company import Company

_LEDGER = "GLENTRY"
_NOTHING = Decimal(0)


class Posting(NamedTuple):
    """One side of an account, in one line; `place` is its location and department."""

    amount: Decimal
    place: str


class TAccount(NamedTuple):
    """An account with what was posted to it. `title` is empty where the company no longer has it."""

    number: str
    title: str
    debits: tuple[Posting, ...]
    credits: tuple[Posting, ...]

    @property
    def debit(self) -> Decimal:
        """The sum of the left side."""
        return sum((posting.amount for posting in self.debits), _NOTHING)

    @property
    def credit(self) -> Decimal:
        """The sum of the right side."""
        return sum((posting.amount for posting in self.credits), _NOTHING)


class LedgerChange(NamedTuple):
    """What a call did to the general ledger. `left_out` counts lines that were not kept, `rewritten` those that were
    changed in place."""

    made: tuple[TAccount, ...]
    taken_out: tuple[TAccount, ...]
    left_out: int
    rewritten: int

    @property
    def empty(self) -> bool:
        """Whether the ledger is as before."""
        return not (self.made or self.taken_out or self.rewritten)


def ledger_change(call: KeptCall, titles: Mapping[str, str]) -> LedgerChange:
    """The T-accounts of a call; `titles` has the names of accounts."""
    lines = call.journal_lines
    written = {change: count for change, name, count in call.written if name == _LEDGER}
    made = [line for line in lines if line.change == "create"]
    gone = [line for line in lines if line.change == "delete"]
    counted = written.get("create", 0) + written.get("delete", 0)
    return LedgerChange(
        _accounts(made, titles), _accounts(gone, titles), counted - len(lines), written.get("update", 0)
    )


def account_titles(company: Company | None, calls: Iterable[KeptCall]) -> dict[str, str]:
    """The titles of the accounts that calls posted to, as the company has them now."""
    if company is None:
        return {}
    numbers = {line.account for call in calls for line in call.journal_lines}
    with company.lock:
        found = {number: company.records.find("GLACCOUNT", number) for number in numbers if number}
    return {number: account.text("TITLE") or "" for number, account in found.items() if account is not None}


def _accounts(lines: Iterable[JournalLine], titles: Mapping[str, str]) -> tuple[TAccount, ...]:
    sides: dict[str, tuple[list[Posting], list[Posting]]] = {}
    for line in lines:
        debits, credits_ = sides.setdefault(line.account, ([], []))
        place = " · ".join(part for part in (line.location, line.department) if part)
        (debits if line.side == "debit" else credits_).append(Posting(line.amount, place))
    return tuple(
        TAccount(number, titles.get(number, ""), tuple(debits), tuple(credits_))
        for number, (debits, credits_) in sorted(sides.items())
    )
