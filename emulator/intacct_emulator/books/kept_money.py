"""Money as rows hold it: a line of a document or of the ledger, or the header of a document."""

from intacct_emulator.records.record import Record

from .money import Exchange, Money, Rate


def exchange_in(row: Record) -> Exchange:
    """What a row's amounts are in, and the rate they were converted at."""
    currency, base = row.text("CURRENCY") or "", row.text("BASECURR")
    if base is None or base == currency:
        return Exchange(currency)
    return Exchange(
        currency, Rate(row.amount("EXCHANGE_RATE"), base, row.text("EXCH_RATE_TYPE_ID"), row.day("EXCH_RATE_DATE"))
    )


def money_in(row: Record, field: str) -> Money:
    """The amount that a row holds in `field` and, in its transaction's currency, in `TRX_` and `field`."""
    currency, rate = exchange_in(row)
    return Money(int(row[f"TRX_{field}"] or 0), int(row[field] or 0), currency, rate)
