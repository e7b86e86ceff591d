"""The currencies of a fixture: what the company transacts in, and the daily rates it would have been given."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from intacct_emulator.tenancy.profile import CurrencySetup

from .toml_table import TomlTable

_CODE = re.compile(r"[A-Z]{3}")


def read_currencies(root: TomlTable, about: TomlTable) -> CurrencySetup:
    """The table `[currencies]`. Raises FixtureError for a code, a day or a rate that is none."""
    table = root.table("currencies")
    codes = table.texts("transaction")
    base = about.text("base_currency", "USD")
    for code in codes:
        _require_code(table, "transaction", code)
    if base not in codes:
        raise table.fault("transaction", f"must name {base}, the company's base currency")
    setup = CurrencySetup(codes, table.optional_text("rounding_account"), _daily(table, codes))
    table.finish()
    return setup


def _daily(table: TomlTable, codes: tuple[str, ...]) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """`[currencies.daily_rates.CAD.USD]`: what a Canadian dollar was worth in US dollars, from each day on."""
    rates: dict[str, dict[str, dict[str, str]]] = {}
    daily = table.table("daily_rates", optional=True)
    for currency in daily.data:
        of_currency = daily.table(currency)
        for into in of_currency.data:
            for code in (currency, into):
                if code not in codes:
                    raise of_currency.fault(into, f"{code} is not among the transaction currencies")
            days = of_currency.table(into)
            texts = {day: _rate(days, day) for day in days.data}
            rates.setdefault(currency, {})[into] = dict(sorted(texts.items()))
    return rates


def _rate(days: TomlTable, day: str) -> str:
    text = days.text(day)
    try:
        date.fromisoformat(day)
        valid = Decimal(text) > 0
    except (ValueError, InvalidOperation):
        valid = False
    if not valid:
        raise days.fault(day, 'must be a day and a rate above zero, such as 2026-01-31 = "0.73"')
    return text


def _require_code(table: TomlTable, key: str, code: str) -> None:
    if not _CODE.fullmatch(code):
        raise table.fault(key, f"{code!r} is not a currency code of three capitals")
