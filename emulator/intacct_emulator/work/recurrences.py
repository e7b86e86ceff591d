"""Makes what has fallen due by the clock, before a request is worked on."""

import logging

from intacct_emulator.tenancy.company import Company

from .failure_log import log_failure

log = logging.getLogger(__name__)


def catch_up(company: Company) -> None:
    """Makes what the company's schedules are due to make. The company must be held. Raises nothing: a bug
    is logged, and the request goes on with the books as they were."""
    from intacct_emulator.books.recurring.due import make_due

    try:
        with company.database.unit():
            make_due(company, company.clock.today())
    except Exception as error:  # noqa: BLE001 - whoever asks for something else is not to fail for it
        log_failure(log, "recurring documents", error)
