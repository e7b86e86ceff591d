"""VAT and GST: which taxes a line names, how much they come to, and where they are posted.

A company has such taxes if it has an active tax solution (`TAXSOLUTION`) of that method; without one nothing here
applies. Rates and accounts are those of tax details; a detail without an account is posted to its solution's.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from intacct_emulator.books.accounts import active_account
from intacct_emulator.books.money import kept, shown
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, transactions
from intacct_emulator.errors import records as record_errors
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records

TAX_ENTRIES = "TAXENTRIES.TAXENTRY"
"""The part of a line that names its taxes."""
SALE, PURCHASE = "S", "P"
"""The codes of TAXTYPE."""
_SOLUTIONS = "TAXSOLUTION"
_VAT = "VAT or GST"
_LIMITS = ("MINTAXABLE", "MAXTAXABLE", "MINTAX", "MAXTAX")
_HUNDRED = Decimal(100)


class Tax(NamedTuple):
    """A tax of a line: its detail, its amount in hundredths, and the entry that named it. `account` None is the line's
    own."""

    detail: Record
    cents: int
    account: Record | None
    entry: RecordDraft


class Taxed(NamedTuple):
    """A line without its taxes, in hundredths, and its taxes."""

    net: int
    taxes: tuple[Tax, ...]


def is_taxed(records: Records) -> bool:
    """Whether the company has taxes of this kind. Asked for every document, and answered from memory."""
    return bool(records.answer(_SOLUTIONS, "active", lambda: _active_solutions(records)))


def _active_solutions(records: Records) -> int:
    # Asking for records would make the table of a company that has none.
    if not records.database.scalar("SELECT count(*) FROM sqlite_master WHERE name = ?", (_SOLUTIONS,)):
        return 0
    return len(records.keys(_SOLUTIONS, STATUS="Active", TAXMETHOD=_VAT))


def entries_of(line: RecordDraft) -> tuple[RecordDraft, ...]:
    """The tax entries of a line that name a tax. Clients send empty ones as well (client)."""
    return tuple(entry for entry in line.lines.get(TAX_ENTRIES, ()) if entry.text("DETAILID"))


class TaxRules:
    """The taxes of sales or purchases in one company, under the solution that a transaction names."""

    def __init__(self, records: Records, tax_type: str, solution: str | None) -> None:
        self._records = records
        self._tax_type = tax_type
        self._solution = self._named(solution) if solution is not None else None

    def on_top(self, net: int, entries: Sequence[RecordDraft]) -> Taxed:
        """The taxes of an amount that does not include them. A request may give a tax itself (documented).

        Raises GatewayError for a detail that is unknown, inactive, of the other kind or of another solution, and for
        several of them where the solution allows one; EmulatorGap for rules of details that are not built.
        """
        details = self._details(entries)
        amounts = [self._amount(net, detail, entry) for detail, entry in zip(details, entries, strict=True)]
        return Taxed(net, self._taxes(details, amounts, entries))

    def included(self, total: int, entries: Sequence[RecordDraft]) -> Taxed:
        """The taxes inside an amount that includes them, and what is left (documented). Raises as `on_top` does."""
        details = self._details(entries)
        if not details:
            return Taxed(total, ())
        rates = [self._rate(detail) for detail in details]
        net = kept(shown(total) * _HUNDRED / (_HUNDRED + sum(rates)))
        amounts = [kept(shown(net) * rate / _HUNDRED) for rate in rates]
        amounts[-1] = total - net - sum(amounts[:-1])
        return Taxed(net, self._taxes(details, amounts, entries))

    def _named(self, name: str) -> Record:
        solution = self._records.find(_SOLUTIONS, name)
        if solution is None or solution.text("STATUS") != "Active":
            raise GatewayError(record_errors.INVALID_REFERENCE, label="Tax solution", value=name)
        return solution

    def _details(self, entries: Sequence[RecordDraft]) -> list[Record]:
        details = [self._detail(entry.text("DETAILID") or "") for entry in entries]
        if len(details) > 1 and not self._solution_of(details[0]).flag("SHOWMULTILINETAX"):
            raise GatewayError(transactions.ONE_TAX_A_LINE)
        return details

    def _detail(self, name: str) -> Record:
        detail = self._records.find("TAXDETAIL", name)
        right = detail is not None and detail.active and detail["TAXTYPE"] == self._tax_type
        if detail is None or not right:
            raise GatewayError(record_errors.INVALID_REFERENCE, label="Tax detail", value=name)
        solution = self._solution_of(detail)
        if self._solution is not None and solution.key != self._solution.key:
            raise GatewayError(record_errors.INVALID_REFERENCE, label="Tax detail", value=name)
        if detail.text("REVERSECHARGE") in ("true", "T"):
            raise _gap("reverse charges")
        return detail

    def _solution_of(self, detail: Record) -> Record:
        named = detail.text("TAXSOLUTIONID")
        if named is not None:
            return self._named(named)
        solution = self._solution or self._records.find_by(_SOLUTIONS, "STATUS", "Active")
        assert solution is not None
        return solution

    def _amount(self, net: int, detail: Record, entry: RecordDraft) -> int:
        given = entry.inputs.get("TRX_TAX")
        return kept(given) if isinstance(given, Decimal) else kept(shown(net) * self._rate(detail) / _HUNDRED)

    @staticmethod
    def _rate(detail: Record) -> Decimal:
        if any(detail.amount(name) for name in _LIMITS):
            raise _gap("taxes with limits")
        return detail.amount("VALUE")

    def _taxes(
        self, details: Sequence[Record], amounts: Sequence[int], entries: Sequence[RecordDraft]
    ) -> tuple[Tax, ...]:
        return tuple(
            Tax(detail, cents, self._account(detail), entry)
            for detail, cents, entry in zip(details, amounts, entries, strict=True)
        )

    def _account(self, detail: Record) -> Record | None:
        if detail.flag("USEEXPENSEACCT"):
            return None
        field = "GLACCOUNTSALE" if self._tax_type == SALE else "GLACCOUNTPURCHASE"
        number = detail.text("GLACCOUNT") or self._solution_of(detail).text(field)
        if number is None:
            raise GatewayError(record_errors.REQUIRED_FIELD, label="GL account")
        return active_account(self._records, number)


def _gap(what: str) -> EmulatorGap:
    return EmulatorGap(what, protocol.NOT_BUILT, function=what)
