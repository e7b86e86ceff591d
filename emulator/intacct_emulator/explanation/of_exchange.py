"""The explanation of an exchange: of one that was just made, or of one that the journal kept."""

from intacct_emulator.journal.entry import JournalEntry
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.exchange import Exchange

from .explain import Explanation, Failed, explain


def explain_exchange(exchange: Exchange, tenants: Tenants) -> Explanation:
    """Why an exchange failed."""
    failures, number = [Failed(exchange.errors)], 0
    for operation in exchange.operations:
        failures.append(Failed(operation.errors))
        for call in operation.calls:
            failures.append(Failed(call.errors, number, call.function))
            number += 1
    names = [operation.company for operation in exchange.operations if operation.company]
    company = tenants.company(names[0]) if names else None
    return explain(exchange.request, failures, exchange.gaps, company, tenants)


def explain_entry(entry: JournalEntry, tenants: Tenants) -> Explanation:
    """Why a kept exchange failed. Columns behind a masked value on the same line are those of the masked document."""
    failures, number = [Failed([error.detail for error in entry.errors])], 0
    for operation in entry.operations:
        failures.append(Failed([error.detail for error in operation.errors]))
        for call in operation.calls:
            failures.append(Failed([error.detail for error in call.errors], number, call.function))
            number += 1
    names = [operation.company for operation in entry.operations if operation.company]
    company = tenants.company(names[0]) if names else None
    return explain(entry.request, failures, entry.gaps, company, tenants)
