"""Taking a cash document back: a twin with the opposite amounts, and the opposite of all it has in the ledger."""

from datetime import date

from intacct_emulator.books.ledger import posting
from intacct_emulator.books.ledger.entry import Origin
from intacct_emulator.books.ledger.kept_lines import lines_of_document, mirrored
from intacct_emulator.catalogue.values import Stored
from intacct_emulator.errors import GatewayError, cash
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from . import states
from .batches import batch_of
from .checks import CashChecks
from .kinds import CashKind
from .states import CashAction, CashState

_AMOUNTS = ("AMOUNT", "TRX_AMOUNT", "TOTALENTERED", "TRX_TOTALENTERED")
_STAMPS = ("AUWHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY")
_STAMPS_OF_LINES = ("WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY")
_PREFIX = "Reversed - "


class Reversal:
    """The reversal of one document."""

    def __init__(self, company: Company, kind: CashKind, record: Record) -> None:
        self._company = company
        self._records = company.records
        self._kind = kind
        self._record = record

    def on(self, day: date, memo: str | None) -> Record:
        """Reverses on a day; the twin. Raises GatewayError for a document that is not open, or a day before its own.

        The twin's number, and that both count as settled on that day, are as recorded for bills.
        """
        kind, record = self._kind, self._record
        states.require(record, CashAction.REVERSE)
        created = record.day("WHENCREATED")
        if created is not None and day < created:
            raise GatewayError(cash.REVERSAL_TOO_EARLY)
        place = CashChecks(self._company, kind).place_of(record)
        batch, summary = batch_of(self._company, kind, place.called, day)
        twin = self._records.insert_row(kind.object, self._twin_row(day, memo, summary))
        line_keys = self._twin_lines(twin)
        kept = lines_of_document(self._company, kind.record_type, record.key)
        origins = [Origin(kind.record_type, twin, line_keys[line.entry_key]) for line in kept]
        posting.post(self._records, batch, [mirrored(line.line) for line in kept], origins)
        self._records.update_row(
            kind.object,
            record.key,
            {
                **self._settled(record.stored, day),
                "RAWSTATE": CashState.REVERSED.value,
                "REVERSALKEY": twin,
                "REVERSALDATE": day.isoformat(),
            },
        )
        found = self._records.get(kind.object, twin)
        assert found is not None
        return found

    def _twin_row(self, day: date, memo: str | None, summary: int) -> dict[str, Stored]:
        record = self._record
        row = _negated(record, without=("RECORDNO", *_STAMPS))
        number = record.text(self._kind.number_field)
        row |= {
            self._kind.number_field: f"{_PREFIX}{number}" if number else None,
            "RAWSTATE": CashState.REVERSAL.value,
            "PRBATCHKEY": summary,
            "WHENCREATED": day.isoformat(),
            "REVERSEDKEY": record.key,
            "REVERSEDDATE": record["WHENCREATED"],
        }
        if memo:
            row["DESCRIPTION"] = memo
        return row | self._settled(row, day)

    def _settled(self, row: dict[str, Stored], day: date) -> dict[str, Stored]:
        """Both of a pair count as paid on the day of the reversal, where the kind can be paid at all."""
        if not self._kind.settles:
            return {}
        return {
            "TOTALPAID": row["TOTALENTERED"],
            "TRX_TOTALPAID": row["TRX_TOTALENTERED"],
            "TOTALDUE": 0,
            "TRX_TOTALDUE": 0,
            "WHENPAID": day.isoformat(),
        }

    def _twin_lines(self, twin: int) -> dict[int, int]:
        """Writes the twin's lines; their keys by those of the lines they take back."""
        keys = {}
        for line in self._records.where(self._kind.line_object, RECORDKEY=self._record.key):
            row = _negated(line, without=("RECORDNO", *_STAMPS_OF_LINES)) | {"RECORDKEY": twin}
            if self._kind.settles:
                self._settle_line(line)
                row |= {"TOTALPAID": row["AMOUNT"], "TRX_TOTALPAID": row["TRX_AMOUNT"]}
            keys[line.key] = self._records.insert_row(self._kind.line_object, row)
        return keys

    def _settle_line(self, line: Record) -> None:
        paid = {"TOTALPAID": line["AMOUNT"], "TRX_TOTALPAID": line["TRX_AMOUNT"]}
        self._records.update_row(self._kind.line_object, line.key, paid)


def _negated(record: Record, without: tuple[str, ...]) -> dict[str, Stored]:
    row = {name: value for name, value in record.stored.items() if name not in without}
    for name in _AMOUNTS:
        value = row.get(name)
        if isinstance(value, int):
            row[name] = -value
    return row
