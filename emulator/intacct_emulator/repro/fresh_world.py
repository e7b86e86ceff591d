"""An emulator without a port, with one fresh company in it, for a few requests."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from intacct_emulator.clock import Clock
from intacct_emulator.control.access import CompanyAccess
from intacct_emulator.gateway.messages import InboundRequest
from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.settings import GATEWAY_PATH
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.exchange import Exchange
from intacct_emulator.world.fixtures import read_company
from intacct_emulator.world.loading import add_named_companies
from intacct_emulator.world.snapshot_cache import SnapshotCache

_ENDPOINT = f"http://127.0.0.1:8080{GATEWAY_PATH}"


class FreshWorld:
    """One company, just made. Nothing outlives it."""

    def __init__(self, tenants: Tenants, company: Company, access: CompanyAccess) -> None:
        self.tenants = tenants
        self.company = company
        self.access = access
        self._exchanges: list[Exchange] = []
        self._gateway = XmlGateway(tenants, self._exchanges.append)

    def ask(self, request: bytes) -> Exchange:
        """Sends one request; the whole exchange."""
        number = len(self._exchanges) + 1
        asyncio.run(self._gateway.answer(InboundRequest(request, _ENDPOINT, "POST", f"R-{number}")))
        return self._exchanges[-1]

    def close(self) -> None:
        """Puts everything away."""
        self._gateway.close()


@contextmanager
def fresh_world(source: str, *, state_dir: Path | None = None, moment: datetime | None = None) -> Iterator[FreshWorld]:
    """A world with the company of a fixture's name or folder, at a fixed moment if given. Raises FixtureError."""
    fixture = read_company(source)
    tenants = Tenants(clock=Clock(lambda: moment) if moment else None)
    try:
        add_named_companies(tenants, (source,), SnapshotCache(state_dir / "companies") if state_dir else None)
        company = tenants.company(fixture.id)
        assert company is not None
        sender, user = fixture.senders[0], fixture.users[0]
        access = CompanyAccess(fixture.id, fixture.title, sender.id, sender.password, user.login, user.password)
    except BaseException:
        tenants.close()
        raise
    world = FreshWorld(tenants, company, access)
    try:
        yield world
    finally:
        world.close()
