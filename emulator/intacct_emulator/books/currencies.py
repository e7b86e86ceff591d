"""Which currency a transaction is in, which one its books are kept in, and at what rate the one becomes the other.

A company without a setup of currencies has its base currency alone, and refuses every other. In any other company the
books of an entity are in the entity's base currency, or the company's where it has none of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import EmulatorGap, GatewayError, currencies, records, transactions
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .money import RATE_COLUMNS, RATE_SCALE, Exchange, Rate

DAILY = "Intacct Daily Rate"
"""The type of the rates that the product fetches itself; every company has it (documented)."""
CUSTOM = "Custom"
"""The type of a rate that the request gives as a number (seen by clients)."""
_NAMED = ("CURRENCY", "BASECURR")
_TYPES = "EXCHANGERATETYPES"
_UNIT = Decimal(1).scaleb(-RATE_SCALE)


class Currencies:
    """The currencies of one company."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._records = company.records
        self._base = company.profile.base_currency
        self._setup = company.profile.currencies
        self._plain = Exchange(self._base)

    @property
    def several(self) -> bool:
        """Whether the company transacts in more than its base currency."""
        return self._setup is not None

    def base_of(self, entity: Record | None) -> str:
        """The base currency of an entity, or of the company."""
        own = entity.text("CURRENCY") if entity is not None and self._setup is not None else None
        return own or self._base

    def base_at(self, location: str | None) -> str:
        """The base currency of the entity a location is in; the session's, or the company's, where none is named."""
        if self._setup is None:
            return self._base
        name = location or self._records.author.entity_id
        place = self._records.find("LOCATION", name) if name is not None else None
        return self.base_of(entity_of(self._company, place) if place is not None else None)

    def base_for(self, draft: RecordDraft, locations: Sequence[str | None]) -> str:
        """The base currency of a document: the one it names, the session's, or that of the first place its lines name
        (inferred). Raises GatewayError for a name that is none of the company's base currencies."""
        if self._setup is None:
            return self._base
        named = draft.text("BASECURR")
        if named is None:
            return self.base_at(next((place for place in locations if place), None))
        if named != self._base and not self._records.exists("LOCATIONENTITY", CURRENCY=named):
            raise GatewayError(currencies.NOT_A_BASE_CURRENCY, value=named)
        return named

    def exchange(self, draft: RecordDraft, base: str, day: date | None) -> Exchange:
        """What the amounts of a draft are in. `day` is whose rate is taken when the draft says none; today's when it is
        None.

        Raises GatewayError for a currency the company does not have, a rate without a currency, and a rate that does
        not exist.
        """
        if self._setup is None:
            for name in _NAMED:
                if (draft.text(name) or self._base) != self._base:
                    raise GatewayError(transactions.FOREIGN_CURRENCY)
            return self._plain
        currency = draft.text("CURRENCY")
        if currency is None:
            if any(draft.values.get(name) is not None for name in RATE_COLUMNS[:2]):
                raise GatewayError(currencies.RATE_WITHOUT_CURRENCY)
            return Exchange(base)
        self.require(currency)
        if currency == base:
            return Exchange(base)  # A rate beside equal amounts would have no meaning, and none is kept.
        return Exchange(currency, self._asked_rate(draft, currency, base, day or self._company.clock.now().date()))

    def require(self, currency: str) -> None:
        """Raises GatewayError for a code that is not among the company's transaction currencies."""
        known = self._records.find("TRXCURRENCIES", currency)
        if known is None or not known.active:
            raise GatewayError(currencies.CURRENCY_INVALID, value=currency)

    def require_same_base(self, entity: Record | None, base: str) -> None:
        """Raises EmulatorGap for a line of an entity whose books are in another base currency than the document's."""
        if self._setup is not None and self.base_of(entity) != base:
            raise EmulatorGap("transactions between base currencies", currencies.SEVERAL_BASE_CURRENCIES)

    def rate(self, kind: str | None, currency: str, base: str, day: date) -> Rate:
        """The newest rate of a type that starts on the day or before it (documented); of the default type when `kind`
        is None. Where only the rate of the other direction is kept, its reciprocal is taken (inferred).

        Raises GatewayError for a type that does not exist, and for a missing rate.
        """
        name = kind or self._default_type()
        if name == DAILY:
            value = self._daily(currency, base, day)
        elif self._records.find(_TYPES, name) is None:
            raise GatewayError(currencies.RATE_TYPE_INVALID, value=name)
        else:
            value = self._kept(name, currency, base, day)
        if value is None:
            shown = f"{day:%m/%d/%Y}"
            raise GatewayError(currencies.RATE_MISSING, type=name, currency=currency, base=base, day=shown)
        return Rate(value.quantize(_UNIT, ROUND_HALF_UP), base, name, day)

    def _asked_rate(self, draft: RecordDraft, currency: str, base: str, day: date) -> Rate:
        kind, value = draft.text("EXCH_RATE_TYPE_ID"), draft.amount("EXCHANGE_RATE")
        day = draft.day("EXCH_RATE_DATE") or day
        if value is None:
            if kind is not None and kind.casefold() == CUSTOM.casefold():
                raise GatewayError(records.REQUIRED_FIELD, label="Exchange rate")
            return self.rate(kind, currency, base, day)
        if kind is not None and kind.casefold() != CUSTOM.casefold():
            raise GatewayError(currencies.RATE_TWICE)
        if value <= 0:
            raise GatewayError(currencies.RATE_NOT_POSITIVE)
        return Rate(value.quantize(_UNIT, ROUND_HALF_UP), base, CUSTOM, day)

    def _default_type(self) -> str:
        default = self._records.where(_TYPES, ISDEFAULT="true")
        return default[0].id if default else DAILY

    def _daily(self, currency: str, base: str, day: date) -> Decimal | None:
        rates = self._setup.daily_rates if self._setup is not None else {}
        direct = _newest(rates.get(currency, {}).get(base, {}), day)
        if direct is not None:
            return direct
        other = _newest(rates.get(base, {}).get(currency, {}), day)
        return 1 / other if other is not None else None

    def _kept(self, name: str, currency: str, base: str, day: date) -> Decimal | None:
        for pair, field in (((currency, base), "EXCHANGE_RATE"), ((base, currency), "RECIPROCAL_RATE")):
            for rate in self._records.where("EXCHANGERATE", TYPENAME=name, FROM_CURRENCY=pair[0], TO_CURRENCY=pair[1]):
                entries = self._records.where("EXCHANGERATEENTRY", EXCHANGERATEKEY=rate.key)
                started = [entry for entry in entries if (start := entry.day("EFFECTIVE_START_DATE")) and start <= day]
                if started:
                    return max(started, key=lambda entry: str(entry["EFFECTIVE_START_DATE"])).amount(field)
        return None


def base_currencies(company: Company) -> set[str]:
    """The base currencies that the books of a company are kept in."""
    currencies = Currencies(company)
    return {currencies.base_of(entity) for entity in company.records.where("LOCATIONENTITY")} or {
        currencies.base_of(None)
    }


def without_rate(values: Mapping[str, Python]) -> dict[str, Python]:
    """The values without those of a rate."""
    return {name: value for name, value in values.items() if name not in RATE_COLUMNS}


def _newest(rates: Mapping[str, str], day: date) -> Decimal | None:
    started = [start for start in rates if start <= day.isoformat()]
    return Decimal(rates[max(started)]) if started else None
