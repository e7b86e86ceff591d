"""What every company has besides its own rows. A new view is one more line in `books/views.py`, a new observer one more
here. What a start does not need is loaded by the first who asks for it."""

from collections.abc import Iterable
from functools import cached_property

from intacct_emulator.books.views import VIEWS
from intacct_emulator.records.audit_trail import attach_audit_trail
from intacct_emulator.tenancy.company import Company, ComputedRows
from intacct_emulator.tenancy.open_company import CompanyParts
from intacct_emulator.tenancy.users import Rights


class _PeriodBalances:
    """`GLACCOUNTBALANCE`."""

    field = "PERIOD"

    def __init__(self, company: Company) -> None:
        self._company = company

    def refresh(self, names: Iterable[str] | None, *, case_insensitive: bool = False) -> None:
        """Makes the balances of the named periods readable."""
        self._balances.refresh(names, case_insensitive=case_insensitive)

    @cached_property
    def _balances(self) -> ComputedRows:
        from intacct_emulator.books.ledger.period_balances import PeriodBalances

        return PeriodBalances(self._company)


def _attach_period_balances(company: Company) -> None:
    company.computed["GLACCOUNTBALANCE"] = _PeriodBalances(company)


def _attach_roles(company: Company) -> None:
    """Lets roles decide what users may do, where the company says so."""

    def rights_of(user_key: int) -> Rights:
        if not company.profile.rights_by_role:
            return {}
        from intacct_emulator.masters.roles import rights_by_role

        return rights_by_role(company, user_key)

    company.users.role_rights = rights_of


WHOLE_COMPANY = CompanyParts(
    VIEWS,
    (lambda company: attach_audit_trail(company.records), _attach_period_balances, _attach_roles),
)
