"""Puts an emulator together from its settings."""

from datetime import timedelta
from typing import TYPE_CHECKING

from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.tenants import Tenants

if TYPE_CHECKING:
    from intacct_emulator.settings import Settings
    from intacct_emulator.work.exchange import ExchangeObserver


def build_gateway(settings: "Settings", observer: "ExchangeObserver | None" = None) -> XmlGateway:
    """A gateway over the companies that the settings name, loaded and ready; `observer` is told of every exchange.

    Raises CannotRunError: FixtureError for a company that cannot be made, KeptFileError for a file that cannot be used;
    what this start has made in the data folder is removed again.
    """
    from intacct_emulator.world.loading import add_named_companies
    from intacct_emulator.world.snapshot_cache import SnapshotCache

    tenants = Tenants(
        folder=settings.data,
        seed=settings.seed,
        session_duration=timedelta(minutes=settings.session_minutes),
    )
    if settings.policy:
        from intacct_emulator.tenancy.policies import TransportPolicy

        tenants.policies = {policy.id: policy for policy in map(TransportPolicy.of, settings.policy)}
    gateway = XmlGateway(tenants, observer)
    try:
        add_named_companies(tenants, settings.company, SnapshotCache(settings.state_dir / "companies"))
    except BaseException:
        gateway.stop_threads()
        tenants.abandon()
        raise
    return gateway
