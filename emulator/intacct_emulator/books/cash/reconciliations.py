"""Reconciliations: a bank's statement against the books.

An `Automatch` has to match every transaction of the bank with one movement of the books and every movement with one
transaction, and come to the statement's balance: then all of them are cleared; else it fails as a whole (documented).
An `AutomatchReview` stays open (documented), and nothing is cleared here: who reviews it does so in the product's own
pages.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from intacct_emulator.books.money import kept, shown
from intacct_emulator.errors import EmulatorGap, GatewayError, cash, protocol
from intacct_emulator.errors import records as record_errors
from intacct_emulator.masters.writer import RecordWriter, Values
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .financial_accounts import FinancialAccount, bank_account
from .movements import Movement, balance, clear, uncleared

_AUTOMATCH, _MANUAL = "Automatch", "Manual"
OPEN, DONE = "initiated", "reconciled"


class ReconciliationWriter(RecordWriter):
    """Reconciliations of bank accounts."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        if values.get("MODE") == _MANUAL:
            what = "reconciliations by hand"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)
        values["STATE"] = OPEN

    def verify(self, values: Values, record: Record | None) -> None:
        account = bank_account(self.company, str(values["FINANCIALENTITY"]))
        if self.records.exists("BANKACCTRECON", FINANCIALENTITY=account.record.id, STATE=OPEN):
            raise GatewayError(cash.RECONCILIATION_OPEN, value=account.record.id)
        self._range(account, values)

    def saved(self, record: Record, values: Values) -> None:
        if record.text("MODE") != _AUTOMATCH:
            return
        account = bank_account(self.company, str(record["FINANCIALENTITY"]))
        first, last = self._range(account, values)
        movements = uncleared(self.company, account, first, last)
        transactions = self._transactions(account, record.text("FEEDTYPE"), first, last)
        left = _unmatched(movements, transactions)
        if left is not None:
            raise GatewayError(cash.NOT_MATCHED, value=account.record.id, what=left)
        reconciled = account.record.text("LASTRECONCILEDBALANCE")
        start = kept(Decimal(reconciled)) if reconciled is not None else balance(self.company, account, first)
        end = start + sum(movement.amount for movement in movements)
        stated = record.amount("STMTENDINGBALANCE")
        if kept(stated) != end:
            what = f"the balance is {shown(end)}, the statement's {stated}"
            raise GatewayError(cash.NOT_MATCHED, value=account.record.id, what=what)
        clear(self.company, movements, last)
        for transaction in transactions:
            self.records.update("BANKACCTTXNRECORD", transaction.key, {"BANKACCTRECONKEY": record.key})
        self.records.update("BANKACCTRECON", record.key, {"STATE": DONE})
        told: Values = {"LASTRECONCILEDBALANCE": str(stated), "LASTRECONCILEDDATE": last, "CUTOFFDATE": first}
        self.records.update(account.record.definition.name, account.record.key, told)

    def delete(self, record: Record) -> None:
        if record.text("STATE") == DONE:
            raise GatewayError(cash.RECONCILIATION_DONE, number=record.key)
        super().delete(record)

    def _range(self, account: FinancialAccount, values: Values) -> tuple[date, date]:
        """The day that everything before is settled on, and the statement's last day. Raises GatewayError."""
        last = values.get("STMTENDINGDATE")
        before = account.record.day("LASTRECONCILEDDATE")
        first = before if before is not None else values.get("CUTOFFDATE")
        if not isinstance(first, date):
            raise GatewayError(cash.CUTOFF_MISSING)
        if not isinstance(last, date):
            raise GatewayError(record_errors.REQUIRED_FIELD, label="Date of reconciliation")
        if last <= first:
            raise GatewayError(cash.STATEMENT_TOO_EARLY, day=f"{first:%m/%d/%Y}")
        return first, last

    def _transactions(self, account: FinancialAccount, feed_type: str | None, first: date, last: date) -> list[Record]:
        """What the bank says of those days and is not reconciled."""
        found: list[Record] = []
        for feed in self.records.where("BANKACCTTXNFEED", FINANCIALENTITY=account.record.id, FEEDTYPE=feed_type):
            for line in self.records.where("BANKACCTTXNRECORD", FEEDKEY=feed.key):
                day = line.day("POSTINGDATE") or feed.day("FEEDDATE")
                if line["BANKACCTRECONKEY"] is None and day is not None and first < day <= last:
                    found.append(line)
        return found


def _unmatched(movements: Sequence[Movement], transactions: Sequence[Record]) -> str | None:
    """What finds no match, in words; None when everything does. Those with a number are matched first by it and the
    amount, the others by the amount alone."""
    left = list(movements)
    for transaction in sorted(transactions, key=lambda one: one["DOCNO"] is None):
        amount, number = transaction.integer("AMOUNT") or 0, transaction.text("DOCNO")
        same = [movement for movement in left if movement.amount == amount]
        match = next((movement for movement in same if movement.number == number), same[0] if same else None)
        if match is None:
            return f"the bank's transaction of {shown(amount)} has no match"
        left.remove(match)
    return f"{shown(left[0].amount)} in the books has no match" if left else None
