"""The balances that statements show: the one place where reports read the ledger."""

from intacct_emulator.books.dimensions import kept
from intacct_emulator.books.ledger.balances import Balance, BalanceRange, balances, fiscal_year_of
from intacct_emulator.catalogue.dimensions import LOCATION
from intacct_emulator.masters.hierarchy import with_those_below
from intacct_emulator.work.access import Verb, require_permission
from intacct_emulator.work.context import Context

from .periods import Days


def ledger_balances(context: Context, days: Days, apart: tuple[str, ...]) -> list[Balance]:
    """The balances of all accounts, statistical ones left out, as far as the caller's entity has part in them.

    Raises GatewayError NO_PERMISSION for a user who may not see account balances.
    """
    company = context.company
    require_permission(context, company.catalogue["GLACCOUNTBALANCE"], Verb.READ)
    within: dict[str, list[str | int]] = {}
    if context.actor.entity_id is not None:
        entity = company.records.find(LOCATION.object, context.actor.entity_id)
        places = with_those_below(company, LOCATION.object, [entity] if entity is not None else [])
        within[LOCATION.exact_column] = [value for place in places if (value := kept(LOCATION, place)[-1]) is not None]
    asked = BalanceRange(
        days.first,
        days.last,
        fiscal_year_of(days.first, company.profile.first_fiscal_month),
        within,
        apart,
        statistical=False,
    )
    return balances(company.records, asked)
