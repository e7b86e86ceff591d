"""What a request for balances asks: days or a period, accounts, dimensions, books, kinds of accounts.

Of reporting books only the accrual one is kept; what journals of adjustment books hold counts where `adjbooks` names
those.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from intacct_emulator.books.dimensions import dimensions_in, kept
from intacct_emulator.books.ledger.account_groups import COMPUTATION, accounts_in, groups_within, narrowing
from intacct_emulator.books.ledger.adjustment_books import ACCRUAL
from intacct_emulator.books.ledger.balances import Balance, BalanceRange, balances, fiscal_year_of
from intacct_emulator.catalogue.dimensions import DIMENSIONS, LOCATION, Dimension, user_defined_dimensions
from intacct_emulator.catalogue.values import parse_date, whole_number
from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records, transactions
from intacct_emulator.functions.arguments import argument
from intacct_emulator.masters.account_groups import GROUP
from intacct_emulator.masters.hierarchy import with_those_below
from intacct_emulator.masters.places import entity_of
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import found, sees
from intacct_emulator.work.access import Verb, require_permission
from intacct_emulator.work.context import Context

_ZERO = Decimal(0)
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
    """`<get_trialbalance>`, `<get_accountbalances>` or `<get_accountbalancesbydimensions>`.

    `days` is None when a period is named. `options` holds the other parameters that have text, by name; `custom` the
    dimensions of the company's own: object, and record number or name. `adjustment_books` are counted beside the
    reporting book, or instead of it.
    """

    days: tuple[date, date] | None
    options: Mapping[str, str]
    custom: tuple[tuple[str, str, str], ...] = ()
    adjustment_books: tuple[str, ...] = ()

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
        books = tuple((book.text or "").strip().upper() for book in element.iterfind("adjbooks/adjbook"))
        return cls(days, options, custom, books)

    def flag(self, name: str, default: bool) -> bool:
        """A parameter that is true or false."""
        return self.options.get(name, str(default)).lower() == "true"


def require_balances(context: Context) -> None:
    """Comes first, so that a caller without the right does not learn which accounts exist. Raises NO_PERMISSION."""
    require_permission(context, context.company.catalogue["GLACCOUNTBALANCE"], Verb.READ)


def balances_asked(
    context: Context,
    call: BalancesCall,
    apart: tuple[str, ...],
    *,
    statistical: str = "include",
    with_reporting_book: bool = True,
) -> list[Balance]:
    """The balances of the accounts, days, books and dimensions that are asked for, empty ones included.

    `statistical` and `with_reporting_book` are what counts where the request does not say. Raises GatewayError for what
    does not exist.
    """
    company = context.company
    book = call.options.get("reportingbook", ACCRUAL)
    if book.upper() != ACCRUAL:
        raise EmulatorGap(f"reporting book {book}", protocol.NOT_BUILT, function=f"reporting book {book}")
    first, last = days_asked(context, call)
    counts = accounts_asked(context, call)
    asked = BalanceRange(
        first,
        last,
        fiscal_year_of(first, company.profile.first_fiscal_month),
        within_asked(context, call),
        apart,
        _STATISTICAL.get(call.options.get("statistical", statistical).lower()),
        context.actor.entity_key,
        main_book=call.flag("includereportingbook", with_reporting_book or not call.adjustment_books),
        adjustments=call.adjustment_books,
    )
    return [balance for balance in balances(company.records, asked) if counts(balance.account)]


def with_idle_accounts(context: Context, call: BalancesCall, found: list[Balance], places: int) -> list[Balance]:
    """The balances, and those of the accounts that have none; `places` is how many values balances have apart."""
    counts = accounts_asked(context, call)
    statistical = _STATISTICAL.get(call.options.get("statistical", "include").lower())
    with_entries = {balance.account for balance in found}
    idle = [
        Balance(account, ("",) * places, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO)
        for account in _account_numbers(context, statistical)
        if account not in with_entries and counts(account)
    ]
    return sorted((*found, *idle), key=lambda balance: (balance.account, balance.apart))


def _account_numbers(context: Context, statistical: bool | None) -> Iterator[str]:
    for name, wanted in (("GLACCOUNT", False), ("STATACCOUNT", True)):
        if statistical in (None, wanted):
            yield from (account.id for account in context.company.records.where(name))


def days_asked(context: Context, call: BalancesCall) -> tuple[date, date]:
    """The first and last day asked for. Raises GatewayError for an unknown period, and for days that are none."""
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


def accounts_asked(context: Context, call: BalancesCall) -> Callable[[str], bool]:
    """Whether an account of a number is asked for. Raises GatewayError for an unknown account or group."""
    options, store = call.options, context.company.records
    if name := options.get("accountgroupname"):
        group = found(store, GROUP, name)
        if group is None:
            raise GatewayError(records.INVALID_REFERENCE, label="Account group", value=name)
        return _in_group(store, group).__contains__
    if number := options.get("glaccountno"):
        if not any(store.find(account, number) for account in ("GLACCOUNT", "STATACCOUNT")):
            raise GatewayError(records.INVALID_REFERENCE, label="Account", value=number)
        return lambda account: account == number
    if "startaccountno" in options and "endaccountno" in options:
        first, last = options["startaccountno"], options["endaccountno"]
        return lambda account: first <= account <= last
    return lambda _: True


def _in_group(store: Records, group: Record) -> frozenset[str]:
    """The accounts of a group. Raises EmulatorGap for one that is a computation, or counts a part of its lines only:
    what balances of those are is not documented."""
    for one in groups_within(store, group):
        what = ", ".join(narrowing(one)) or (COMPUTATION if one["MEMBERTYPE"] == COMPUTATION else "")
        if what:
            raise EmulatorGap(
                f"balances of account groups with {what}", protocol.NOT_BUILT, function="accountgroupname"
            )
    return accounts_in(store, group)


def within_asked(context: Context, call: BalancesCall) -> dict[str, list[str | int]]:
    """What journal lines may hold, by column, to lie in the dimensions asked for. Raises GatewayError."""
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

    Raises GatewayError for an unknown id, or one the session does not see, and for a dimension the company does not
    use.
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
    named = company.records.where(dimension.object, **{dimension.id_field: value}, **within)
    found = [record for record in named if _is_seen(context, record)]
    if not found:
        group = company.catalogue.find(f"{dimension.object}GROUP")
        if group is not None and company.records.find(group.name, value) is not None:
            raise EmulatorGap(f"balances of a {group.name}", protocol.NOT_BUILT, function=group.name)
        raise GatewayError(records.INVALID_REFERENCE, label=label, value=value)
    return found


def _is_seen(context: Context, record: Record) -> bool:
    """Lists show the places of all entities; the books of other entities are not to be asked for (inferred)."""
    company, own = context.company, context.actor.entity_key
    if own is None or record.definition.name != LOCATION.object:
        return sees(company.records, record)
    entity = entity_of(company, record)
    return entity is None or entity.key == own


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


def _day(element: etree._Element) -> date:
    year, month, day = (argument(element, part) for part in ("year", "month", "day"))
    written = f"{month}/{day}/{year}"
    value = parse_date(written)
    if value is None:
        raise GatewayError(protocol.FILTER_VALUE_INVALID, value=written, field=str(element.tag))
    return value
