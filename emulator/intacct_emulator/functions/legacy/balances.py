"""`get_trialbalance` and `get_accountbalances`: balances of accounts over days or a reporting period.

Element names and order are those of the response DTD; the amounts by adjusting journals, book and currency of
`<trialbalance>` are documented later than it.
"""

from decimal import Decimal

from intacct_emulator.books.currencies import Currencies, base_currencies
from intacct_emulator.books.ledger.adjustment_books import ACCRUAL
from intacct_emulator.books.ledger.balances import Balance
from intacct_emulator.catalogue.dimensions import DEPARTMENT, LOCATION
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import plain, scaled
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.context import Context

from .asked_balances import BalancesCall, balances_asked, require_balances, with_idle_accounts

_CENTS = 2


@function(
    "get_trialbalance",
    decode=BalancesCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="trial balances page; response DTD",
    reads=True,
)
def get_trial_balance(context: Context, call: BalancesCall) -> Outcome:
    """One row per account, or per account, department and location as far as the call asks for detail."""
    require_balances(context)
    currency = currency_of(context, call)
    apart = tuple(
        column
        for option, column in (("showdeptdetail", DEPARTMENT.exact_column), ("showlocdetail", LOCATION.exact_column))
        if call.flag(option, False)
    )
    rows = []
    for balance in _shown(context, call, apart):
        places = dict(zip(apart, balance.apart, strict=True))
        detail = [
            Element(place.id_field.lower(), places[place.exact_column])
            for place in (DEPARTMENT, LOCATION)
            if place.exact_column in places
        ]
        rows.append(
            Element("trialbalance", (*_amounts(balance), *detail, _book(call), currency)),
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
    """One row per account: all of them, one, those of a group, or a range of account numbers."""
    require_balances(context)
    currency = currency_of(context, call)
    return Outcome(
        Data(
            content=tuple(
                Element("accountbalance", (*_amounts(balance), currency, _book(call)))
                for balance in _shown(context, call, ())
            )
        )
    )


def _shown(context: Context, call: BalancesCall, apart: tuple[str, ...]) -> list[Balance]:
    found = balances_asked(context, call, apart)
    if call.flag("showzerobalances", False):
        return with_idle_accounts(context, call, found, len(apart))
    return [balance for balance in found if not balance.empty]


def _amounts(balance: Balance) -> tuple[Element, ...]:
    return (
        Element("glaccountno", balance.account),
        Element("startbalance", shown_amount(balance.start)),
        Element("debits", shown_amount(balance.debits)),
        Element("credits", shown_amount(balance.credits)),
        Element("adjdebits", shown_amount(balance.adjusting_debits)),
        Element("adjcredits", shown_amount(balance.adjusting_credits)),
        Element("endbalance", shown_amount(balance.end)),
    )


def shown_amount(amount: Decimal) -> str:
    """An amount as balances show it."""
    return plain(scaled(amount, _CENTS), _CENTS)


def _book(call: BalancesCall) -> Element:
    return Element("reportingbook", call.options.get("reportingbook", ACCRUAL).upper())


def currency_of(context: Context, call: BalancesCall) -> Element:
    """The base currency of the books that are asked for. Where entities have different ones, a location says which
    books are meant (documented: it is required at top level). Raises GatewayError."""
    company, location = context.company, call.options.get(LOCATION.id_field.lower())
    place = location or context.actor.entity_id
    if place is None and len(base_currencies(company)) > 1:
        raise GatewayError(records.REQUIRED_FIELD, label=LOCATION.label)
    return Element("currency", Currencies(company).base_at(place))
