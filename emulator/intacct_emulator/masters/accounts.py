"""Accounts and journals of the general ledger."""

from intacct_emulator.errors import ErrorEntry, GatewayError, records
from intacct_emulator.records.record import Record
from intacct_emulator.records.written import Change

from .journal_numbers import numbers_of_journal
from .writer import RecordWriter, Values

_COULD_NOT = {
    Change.CREATE: records.COULD_NOT_CREATE_PERIOD,
    Change.UPDATE: records.COULD_NOT_UPDATE_PERIOD,
    Change.DELETE: records.COULD_NOT_DELETE_PERIOD,
}
CLOSES = "closing account"


class _NumberedWriter(RecordWriter):
    """Accounts. A number is given out once, to an account of money or of statistics (inferred)."""

    id_is_fixed = True

    def refuse_number_of(self, other: str, values: Values) -> None:
        """Raises GatewayError for the number of an account of the other kind."""
        number = values.get("ACCOUNTNO")
        if isinstance(number, str) and self.records.find(other, number) is not None:
            raise self.duplicate(number)


class AccountWriter(_NumberedWriter):
    """General ledger accounts. Their stack has one level, which ends with a full stop (recorded)."""

    def verify(self, values: Values, record: Record | None) -> None:
        self.refuse_number_of("STATACCOUNT", values)
        if self.value("CLOSINGTYPE", values, record) == CLOSES:
            self.require("CLOSINGACCOUNTNO", values, record)

    def in_use(self, record: Record) -> bool:
        return record.id in self.company.profile.accounts or super().in_use(record)

    def duplicate(self, value: str) -> GatewayError:
        return GatewayError(records.DUPLICATE_ACCOUNT_NUMBER, value=value)

    def record_level(self, change: Change) -> tuple[ErrorEntry, str] | None:
        return None

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        return _COULD_NOT[change], "GL Account"


class StatisticalAccountWriter(_NumberedWriter):
    """Statistical accounts."""

    def verify(self, values: Values, record: Record | None) -> None:
        self.refuse_number_of("GLACCOUNT", values)

    def in_use(self, record: Record) -> bool:
        return self.records.exists("GLENTRY", ACCOUNTNO=record.id) or super().in_use(record)

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        entry, _ = super().object_level(change)
        return entry, "Statistical Account"


class JournalWriter(RecordWriter):
    """Journals. What the setup of the company posts to cannot be removed; the setup follows a new symbol
    (inferred)."""

    def verify(self, values: Values, record: Record | None) -> None:
        """A journal of adjustments is of a book (inferred), and stays of it once it has entries (inferred)."""
        if self.value("ADJ", values, record) is True:
            self.require("BOOKID", values, record)
        changed = [name for name in ("ADJ", "BOOKID") if name in values]
        if record is not None and changed and self.records.exists("GLBATCH", JOURNAL=record.id):
            label = self.definition.fields_by_id[changed[0]].label
            raise self.invalid(GatewayError(records.ID_IS_FIXED, label=label, value=record.id))

    def in_use(self, record: Record) -> bool:
        return record.id in self.company.profile.journals or super().in_use(record)

    def renamed(self, old: str, record: Record) -> None:
        profile, numbers = self.company.profile, self.records.sequences
        if old in profile.journals:
            self.company.profile = profile.with_journal_renamed(old, record.id)
        numbers.restart(numbers_of_journal(record.id), numbers.last(numbers_of_journal(old)))
