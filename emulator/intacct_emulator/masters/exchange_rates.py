"""Exchange rates that a company keeps itself: by type, from one currency into another, each from a day on."""

from decimal import ROUND_HALF_UP, Decimal

from intacct_emulator.errors import GatewayError, currencies
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

_TYPES = "EXCHANGERATETYPES"
_DAILY = "Intacct Daily Rate"
_UNIT = Decimal("0.00000001")


class ExchangeRateTypeWriter(RecordWriter):
    """Types of rates. One that becomes the default takes that from the one that was (documented)."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        if record is None:
            values.setdefault("ISDEFAULT", "false")

    def verify(self, values: Values, record: Record | None) -> None:
        if values.get("NAME") == _DAILY:
            raise self.duplicate(_DAILY)

    def saved(self, record: Record, values: Values) -> None:
        self.records.update(self.definition.name, record.key, {"ID": record.key})
        if values.get("ISDEFAULT") == "true":
            for other in self.records.where(_TYPES, ISDEFAULT="true"):
                if other.key != record.key:
                    self.records.update(_TYPES, other.key, {"ISDEFAULT": "false"})


class ExchangeRateWriter(RecordWriter):
    """Rates of a type from one currency into another: one record of them each (documented). In a company that has its
    base currency alone they mean nothing, and are kept as they come."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        named = self.records.find(_TYPES, str(values["TYPENAME"])) if values.get("TYPENAME") else None
        if named is not None:
            values["TYPE_ID"] = named.integer("ID")

    def verify(self, values: Values, record: Record | None) -> None:
        if self.company.profile.currencies is None:
            return
        name, sold, bought = (
            self.value(field, values, record) for field in ("TYPENAME", "FROM_CURRENCY", "TO_CURRENCY")
        )
        if name == _DAILY:
            raise GatewayError(currencies.DAILY_RATE_IS_FETCHED, value=name)
        if self.records.find(_TYPES, str(name)) is None:
            raise GatewayError(currencies.RATE_TYPE_INVALID, value=name)
        for code in (sold, bought):
            if self.records.find("TRXCURRENCIES", str(code)) is None:
                raise GatewayError(currencies.CURRENCY_INVALID, value=code)
        if sold == bought:
            raise GatewayError(currencies.SAME_CURRENCIES)
        kept = self.records.keys("EXCHANGERATE", TYPENAME=str(name), FROM_CURRENCY=str(sold), TO_CURRENCY=str(bought))
        if any(record is None or key != record.key for key in kept):
            raise self.duplicate(f"{name}, {sold}, {bought}")

    def saved(self, record: Record, values: Values) -> None:
        for entry in self.records.where("EXCHANGERATEENTRY", EXCHANGERATEKEY=record.key):
            self._complete_entry(entry)

    def _complete_entry(self, entry: Record) -> None:
        """A reciprocal rate that is left out is worked out (documented)."""
        rate = entry.amount("EXCHANGE_RATE")
        if rate <= 0 and self.company.profile.currencies is not None:
            raise GatewayError(currencies.RATE_NOT_POSITIVE)
        if entry["RECIPROCAL_RATE"] is None and rate > 0:
            reciprocal = (1 / rate).quantize(_UNIT, ROUND_HALF_UP)
            self.records.update("EXCHANGERATEENTRY", entry.key, {"RECIPROCAL_RATE": reciprocal})
