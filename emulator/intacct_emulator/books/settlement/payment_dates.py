"""When a payment may be dated: a company can require that it is no earlier than what it settles (documented)."""

from collections.abc import Sequence
from datetime import date

from intacct_emulator.errors import GatewayError, settlement
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.profile import SubledgerProfile

from .application import Application


def require_not_before(
    records: Records, setup: SubledgerProfile, applications: Sequence[Application], day: date
) -> None:
    """Raises GatewayError for a payment on `day` that settles, or takes a credit from, a document of a later day, where
    the company minds (that credits count too is inferred)."""
    if not setup.payments_after_documents:
        return
    keys = [key for one in applications for key in (one.paid, one.credit) if key is not None]
    for kept, number in dict.fromkeys((key.kept, key.document) for key in keys):
        document = records.get(kept.object, number)
        created = document.day("WHENCREATED") if document is not None else None
        if created is not None and day < created:
            raise GatewayError(settlement.PAYMENT_TOO_EARLY, what=kept.word.capitalize())
