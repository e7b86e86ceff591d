"""Budgets: an amount for an account, a reporting period and dimensions, line by line."""

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.record import Record
from intacct_emulator.records.visibility import require_owned
from intacct_emulator.records.written import Change

from .periods import FOR_BUDGETS
from .references import Reference
from .writer import RecordWriter, Values

BUDGET, LINE = "GLBUDGETHEADER", "GLBUDGETITEM"


class BudgetWriter(RecordWriter):
    """Budgets. An update adds lines, or changes those it names by RECORDNO; the others stay (documented)."""

    lines_are_added = True

    def line_writer(self, definition: ObjectDefinition) -> RecordWriter:
        return BudgetLineWriter(self.company, definition)

    def verify(self, values: Values, record: Record | None) -> None:
        """A budget in one currency has to name it (documented)."""
        if self.value("ISCONSOLIDATED", values, record) is True:
            self.require("CURRENCY", values, record)

    def saved(self, record: Record, values: Values) -> None:
        """A company has one default budget (documented): the latest that was made it."""
        if values.get("DEFAULT_BUDGET") is True:
            for other in self.records.where(BUDGET):
                if other.key != record.key and other.flag("DEFAULT_BUDGET"):
                    self.records.update(BUDGET, other.key, {"DEFAULT_BUDGET": False})


class BudgetLineWriter(RecordWriter):
    """Lines of budgets, for reporting periods that are used for budgeting (documented)."""

    def verify(self, values: Values, record: Record | None) -> None:
        name = values.get("PERIODNAME")
        period = self.records.find("REPORTINGPERIOD", str(name)) if name is not None else None
        if period is not None and period["BUDGETING"] != FOR_BUDGETS:
            raise GatewayError(records.BUDGET_PERIOD, value=period.id)

    def delete(self, record: Record) -> None:
        """Removes a line; the last one of a period stays and is set to zero (documented)."""
        there = self.records.keys(LINE, BUDGETKEY=record["BUDGETKEY"], PERIODNAME=record["PERIODNAME"])
        if there == [record.key]:
            with self._saving(Change.DELETE), self._saving_record(Change.DELETE):
                require_owned(self.records, record)
                self.records.update(LINE, record.key, {"AMOUNT": 0})
            return
        super().delete(record)

    def _check_reference(self, reference: Reference, values: Values) -> None:
        """Statistical accounts have budgets, too."""
        number = values.get("ACCT_NO")
        if reference.field == "ACCT_NO" and self.records.find("STATACCOUNT", str(number)) is not None:
            return
        super()._check_reference(reference, values)
