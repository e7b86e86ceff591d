"""Accounts and journals of the general ledger."""

from intacct_emulator.errors import ErrorEntry, GatewayError, records
from intacct_emulator.records.record import Record
from intacct_emulator.records.written import Change

from .writer import RecordWriter, Values

_COULD_NOT = {
    Change.CREATE: records.COULD_NOT_CREATE_PERIOD,
    Change.UPDATE: records.COULD_NOT_UPDATE_PERIOD,
    Change.DELETE: records.COULD_NOT_DELETE_PERIOD,
}
CLOSES = "closing account"


class AccountWriter(RecordWriter):
    """General ledger accounts. Their stack has one level, which ends with a full stop (recorded)."""

    id_is_fixed = True

    def verify(self, values: Values, record: Record | None) -> None:
        if self.value("CLOSINGTYPE", values, record) == CLOSES:
            self.require("CLOSINGACCOUNTNO", values, record)

    def duplicate(self, value: str) -> GatewayError:
        return GatewayError(records.DUPLICATE_ACCOUNT_NUMBER, value=value)

    def record_level(self, change: Change) -> tuple[ErrorEntry, str] | None:
        return None

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        return _COULD_NOT[change], "GL Account"


class StatisticalAccountWriter(RecordWriter):
    """Statistical accounts."""

    id_is_fixed = True

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        entry, _ = super().object_level(change)
        return entry, "Statistical Account"
