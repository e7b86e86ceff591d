"""The balances that statements show: the one place where reports read the ledger."""

from intacct_emulator.books.ledger.balances import Balance, BalanceRange, balances, fiscal_year_of
from intacct_emulator.work.access import Verb, require_permission
from intacct_emulator.work.context import Context

from .periods import Days


def ledger_balances(context: Context, days: Days, apart: tuple[str, ...]) -> list[Balance]:
    """The balances of all accounts, statistical ones left out, as far as the caller's entity has part in them.

    Raises GatewayError NO_PERMISSION for a user who may not see account balances.
    """
    company = context.company
    require_permission(context, company.catalogue["GLACCOUNTBALANCE"], Verb.READ)
    asked = BalanceRange(
        days.first,
        days.last,
        fiscal_year_of(days.first, company.profile.first_fiscal_month),
        apart=apart,
        statistical=False,
        entity=context.actor.entity_key,
    )
    return balances(company.records, asked)
