"""Reporting periods."""

from datetime import date

from intacct_emulator.catalogue.values import pack
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

FOR_BUDGETS = "true"
"""What BUDGETING of a period says that is used for budgets."""


class PeriodWriter(RecordWriter):
    """Reporting periods: date ranges, of which those for budgets may not overlap (documented)."""

    def verify(self, values: Values, record: Record | None) -> None:
        first, last = (self.value(name, values, record) for name in ("START_DATE", "END_DATE"))
        if not isinstance(first, date) or not isinstance(last, date):
            return
        if last < first:
            raise self.invalid(GatewayError(records.PERIOD_DATES))
        if self._budgetable(self.value("BUDGETING", values, record)):
            self._check_overlap(first, last, record)

    def _check_overlap(self, first: date, last: date, record: Record | None) -> None:
        code = pack(self.definition.fields_by_id["BUDGETING"], FOR_BUDGETS)
        for other in self.records.where(self.definition.name, BUDGETING=code):
            start, end = other.day("START_DATE"), other.day("END_DATE")
            apart = start is None or end is None or last < start or end < first
            if not apart and (record is None or other.key != record.key):
                raise GatewayError(records.PERIOD_OVERLAP, value=other.id)

    @staticmethod
    def _budgetable(value: object) -> bool:
        return value is True or value == FOR_BUDGETS
