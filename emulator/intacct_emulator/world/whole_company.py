"""What every company has besides its own rows. A new view or observer is one more line here or in `books/views.py`."""

from intacct_emulator.books.ledger.period_balances import attach_period_balances
from intacct_emulator.books.views import VIEWS
from intacct_emulator.masters.roles import ROLE_VIEWS, attach_roles
from intacct_emulator.records.audit_trail import attach_audit_trail
from intacct_emulator.tenancy.open_company import CompanyParts

WHOLE_COMPANY = CompanyParts(
    {**VIEWS, **ROLE_VIEWS},
    (lambda company: attach_audit_trail(company.records), attach_period_balances, attach_roles),
)
