"""`get_trialbalance` and `get_accountbalances`: balances of accounts over days or a reporting period.

Element names and order are those of the response DTD; the amounts by adjusting journals, book and currency of
`<trialbalance>` are documented later than it. Only the accrual book is kept, and nothing is ever posted to
adjustment books, so that these hold nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from intacct_emulator.books.dimensions import dimensions_in, kept
from intacct_emulator.books.ledger.balances import Balance, BalanceRange, balances, fiscal_year_of
from intacct_emulator.catalogue.dimensions import (
    DEPARTMENT,
    DIMENSIONS,
    LOCATION,
    Dimension,
    user_defined_dimensions,
)
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import parse_date, plain, scaled, whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records, transactions
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.masters.hierarchy import with_those_below
from intacct_emulator.records.record import Record
from intacct_emulator.work.access import Verb, require_permission
from intacct_emulator.work.context import Context

ACCRUAL = "ACCRUAL"
_ZERO = Decimal(0)
_CENTS = 2
_STATISTICAL = {"include": None, "exclude": False, "only": True}
# Parameter, object, the object's field that is meant.
_KINDS = (
    ("projecttypeid", "PROJECT", "PROJECTTYPE"),
    ("customertypeid", "CUSTOMER", "CUSTTYPE"),
    ("vendortypeid", "VENDOR", "VENDTYPE"),
    ("employeetypeid", "EMPLOYEE", "EMPLOYEETYPE"),
    ("productlineid", "ITEM", "PRODUCTLINEID"),
)


@dataclass(frozen=True, slots=True)
class BalancesCall:
    """`<get_trialbalance>` or `<get_accountbalances>`.

    `days` is None when a period is named. `options` holds the other parameters that have text, by name; `custom` the
    dimensions of the company's own: object, and record number or name.
    """

    days: tuple[date, date] | None
    options: Mapping[str, str]
    custom: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def decode(cls, element: etree._Element) -> "BalancesCall":
        """The call of an element. Raises GatewayError for a day that no calendar has."""
        options = {
            str(child.tag): (child.text or "").strip()
            for child in element.iterchildren(tag="*")
            if len(child) == 0 and (child.text or "").strip()
        }
        start, end = element.find("startdate"), element.find("enddate")
        days = (_day(start), _day(end)) if start is not None and end is not None else None
        custom = tuple(
            (argument(entry, "objectName"), argument(entry, "recordId"), argument(entry, "recordName"))
            for entry in element.iterfind("userDefinedDimensions/userDefinedDimension")
        )
        return cls(days, options, custom)

    def flag(self, name: str, default: bool) -> bool:
        """A parameter that is true or false."""
        return self.options.get(name, str(default)).lower() == "true"


@function(
    "get_trialbalance",
    decode=BalancesCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="trial balances page; response DTD",
    reads=True,
)
def get_trial_balance(context: Context, call: BalancesCall) -> Outcome:
    """One row per account, or per account, department and location as far as the call asks for detail."""
    _require_permission(context)
    apart = tuple(
        column
        for option, column in (("showdeptdetail", DEPARTMENT.exact_column), ("showlocdetail", LOCATION.exact_column))
        if call.flag(option, False)
    )
    rows = []
    for balance in _balances(context, call, apart):
        places = dict(zip(apart, balance.apart, strict=True))
        detail = [
            Element(place.id_field.lower(), places[place.exact_column])
            for place in (DEPARTMENT, LOCATION)
            if place.exact_column in places
        ]
        rows.append(
            Element("trialbalance", (*_amounts(balance), *detail, _book(call), _currency(context))),
        )
    # Elements of its own for debit and credit balances are documented, but not their names.
    gaps = ("get_trialbalance debitcreditbalance",) if call.flag("debitcreditbalance", False) else ()
    return Outcome(Data(content=tuple(rows)), gaps=gaps)


@function(
    "get_accountbalances",
    decode=BalancesCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="account balances page; response DTD",
    reads=True,
)
def get_account_balances(context: Context, call: BalancesCall) -> Outcome:
    """One row per account: all of them, one, or a range of account numbers."""
    _require_permission(context)
    accounts = _accounts(context, call)
    return Outcome(
        Data(
            content=tuple(
                Element("accountbalance", (*_amounts(balance), _currency(context), _book(call)))
                for balance in _balances(context, call, ())
                if accounts is None or accounts[0] <= balance.account <= accounts[1]
            )
        )
    )


def _require_permission(context: Context) -> None:
    """Comes first, so that a caller without the right does not learn which accounts exist. Raises NO_PERMISSION."""
    require_permission(context, context.company.catalogue["GLACCOUNTBALANCE"], Verb.READ)


def _balances(context: Context, call: BalancesCall, apart: tuple[str, ...]) -> Iterator[Balance]:
    company = context.company
    book = call.options.get("reportingbook", ACCRUAL)
    if book.upper() != ACCRUAL:
        raise EmulatorGap(f"reporting book {book}", protocol.NOT_BUILT, function=f"reporting book {book}")
    first, last = _range(context, call)
    asked = BalanceRange(
        first,
        last,
        fiscal_year_of(first, company.profile.first_fiscal_month),
        _within(context, call),
        apart,
        _STATISTICAL.get(call.options.get("statistical", "include").lower()),
        context.actor.entity_key,
    )
    # Adjustment books are empty.
    found = balances(company.records, asked) if call.flag("includereportingbook", True) else []
    if not call.flag("showzerobalances", False):
        yield from (balance for balance in found if not balance.empty)
        return
    with_entries = {balance.account for balance in found}
    nothing = ("",) * len(apart)
    idle = [
        Balance(account, nothing, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO)
        for account in _account_numbers(context, asked.statistical)
        if account not in with_entries
    ]
    yield from sorted((*found, *idle), key=lambda balance: (balance.account, balance.apart))


def _account_numbers(context: Context, statistical: bool | None) -> Iterator[str]:
    for name, wanted in (("GLACCOUNT", False), ("STATACCOUNT", True)):
        if statistical in (None, wanted):
            yield from (account.id for account in context.company.records.where(name))


def _range(context: Context, call: BalancesCall) -> tuple[date, date]:
    if call.days is not None:
        first, last = call.days
    else:
        name = call.options.get("reportingperiodname", "")
        period = context.company.records.find("REPORTINGPERIOD", name)
        start, end = (period.day("START_DATE"), period.day("END_DATE")) if period is not None else (None, None)
        if start is None or end is None:
            raise GatewayError(records.INVALID_REFERENCE, label="Reporting period", value=name)
        first, last = start, end
    if last < first:
        raise GatewayError(records.PERIOD_DATES)
    return first, last


def _accounts(context: Context, call: BalancesCall) -> tuple[str, str] | None:
    """First and last account number; None for all accounts."""
    options = call.options
    if group := options.get("accountgroupname"):
        if context.company.records.find_by("GLACCTGRP", "NAME", group) is None:
            raise GatewayError(records.INVALID_REFERENCE, label="Account group", value=group)
        raise EmulatorGap("balances of an account group", protocol.NOT_BUILT, function="accountgroupname")
    if number := options.get("glaccountno"):
        if not any(context.company.records.find(name, number) for name in ("GLACCOUNT", "STATACCOUNT")):
            raise GatewayError(records.INVALID_REFERENCE, label="Account", value=number)
        return number, number
    if "startaccountno" in options and "endaccountno" in options:
        return options["startaccountno"], options["endaccountno"]
    return None


def _within(context: Context, call: BalancesCall) -> dict[str, list[str | int]]:
    company = context.company
    if "assetid" in call.options:
        raise EmulatorGap("balances by asset", protocol.NOT_BUILT, function="assetid")
    within: dict[str, list[str | int]] = {}
    for dimension in DIMENSIONS:
        if value := call.options.get(dimension.id_field.lower()):
            found = _named(context, dimension, value, call.options)
            within[dimension.exact_column] = _values(context, dimension, found, below=call.flag(_subs(dimension), True))
    for parameter, name, of_kind in _KINDS:
        if value := call.options.get(parameter):
            within[f"{name}ID"] = [record.id for record in company.records.where(name, **{of_kind: value})]
    for name, number, title in call.custom:
        within.update(_own_dimension(context, name, number, title))
    return within


def _subs(dimension: Dimension) -> str:
    """The parameter that says whether what is below a value counts (documented: it does)."""
    name = dimension.required_flag.removeprefix("REQUIRE") if dimension.permanent else dimension.id_field
    return f"{name.lower()}_subs"


def _named(context: Context, dimension: Dimension, value: str, options: Mapping[str, str]) -> list[Record]:
    """The records an id names: several where it repeats, in other projects, and the call does not say in which.

    Raises GatewayError for an unknown id, and for a dimension the company does not use.
    """
    company = context.company
    label = company.profile.term(dimension.label)
    if dimension not in dimensions_in(company):
        raise GatewayError(transactions.DIMENSION_NOT_ENABLED, label=label, value=value)
    within = {
        need.id_field: options[need.id_field.lower()]
        for need in DIMENSIONS
        if need.object in dimension.needs and need.id_field.lower() in options
    }
    found = company.records.where(dimension.object, **{dimension.id_field: value}, **within)
    if not found:
        group = company.catalogue.find(f"{dimension.object}GROUP")
        if group is not None and company.records.find(group.name, value) is not None:
            raise EmulatorGap(f"balances of a {group.name}", protocol.NOT_BUILT, function=group.name)
        raise GatewayError(records.INVALID_REFERENCE, label=label, value=value)
    return found


def _values(context: Context, dimension: Dimension, found: Sequence[Record], *, below: bool) -> list[str | int]:
    """What journal lines hold for the records and, with `below`, for all records under them."""
    if below:
        found = with_those_below(context.company, dimension.object, found)
    return [value for record in found if (value := kept(dimension, record)[-1]) is not None]


def _own_dimension(context: Context, name: str, number: str, title: str) -> dict[str, list[str | int]]:
    for dimension in user_defined_dimensions(context.company.catalogue):
        if dimension.object.lower() == name.lower():
            store = context.company.records
            key = whole_number(number)
            if title:
                record = store.find_by(dimension.object, dimension.name_field, title)
            else:
                record = None if key is None else store.get(dimension.object, key)
            if record is None:
                label = context.company.profile.term(dimension.label)
                raise GatewayError(records.INVALID_REFERENCE, label=label, value=title or number)
            return {dimension.exact_column: [record.key]}
    raise GatewayError(records.INVALID_REFERENCE, label="Dimension", value=name)


def _amounts(balance: Balance) -> tuple[Element, ...]:
    return (
        Element("glaccountno", balance.account),
        Element("startbalance", _amount(balance.start)),
        Element("debits", _amount(balance.debits)),
        Element("credits", _amount(balance.credits)),
        Element("adjdebits", _amount(balance.adjusting_debits)),
        Element("adjcredits", _amount(balance.adjusting_credits)),
        Element("endbalance", _amount(balance.end)),
    )


def _amount(amount: Decimal) -> str:
    return plain(scaled(amount, _CENTS), _CENTS)


def _book(call: BalancesCall) -> Element:
    return Element("reportingbook", call.options.get("reportingbook", ACCRUAL).upper())


def _currency(context: Context) -> Element:
    return Element("currency", context.company.profile.base_currency)


def _day(element: etree._Element) -> date:
    year, month, day = (argument(element, part) for part in ("year", "month", "day"))
    written = f"{month}/{day}/{year}"
    value = parse_date(written)
    if value is None:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=written, field=str(element.tag))
    return value
