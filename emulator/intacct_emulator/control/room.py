"""Everything that controls one emulator, in one place: what its control routes, its commands and its methods share."""

import logging
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intacct_emulator.asgi import AsgiApp
    from intacct_emulator.clock import Clock
    from intacct_emulator.faults.faults import Faults
    from intacct_emulator.gateway.service import XmlGateway
    from intacct_emulator.journal.journal import Journal
    from intacct_emulator.settings import Settings

    from .companies import Companies
    from .operation import Operation


REQUESTS = "intacct_emulator.requests"
"""The logger of requests. It is asked before anything of the journal is imported."""


class ControlRoom:
    """What can be done with an emulator that runs. Its parts are made when they are first used."""

    def __init__(self, settings: "Settings", gateway: "XmlGateway") -> None:
        self._settings = settings
        self.gateway = gateway
        """The gateway that is controlled."""
        self._watching = _watching(settings, gateway)
        self.faults: Faults | None = None
        """The faults that were ordered; None until somebody asks for them."""
        self.shut_down: Callable[[], None] | None = None
        """What ends the process; None where another program is its owner."""

    @cached_property
    def companies(self) -> "Companies":
        """The verbs about companies."""
        from intacct_emulator.world.snapshot_cache import SnapshotCache

        from .companies import Companies
        from .templates import Templates

        templates = Templates(SnapshotCache(self._settings.state_dir / "companies"))
        return Companies(self.gateway.tenants, templates, self.gateway.let_go, self._settings.company)

    @property
    def journal(self) -> "Journal | None":
        """The latest exchanges; None when the journal is off."""
        watching = self._watching
        return watching if watching is not None and watching.most else None

    def keep_requests(self, most: int) -> None:
        """Keeps the latest so many exchanges from now on; none with 0. Raises UnusableError where somebody else watches
        the gateway."""
        if self._watching is None and most:
            if self.gateway.observer is not None:
                from .failure import UnusableError

                raise UnusableError("another program watches this emulator, which then has no journal")
            self._watching = _journal(self._settings, self.gateway)
        watching = self._watching
        if watching is None:
            return
        watching.keep(most)
        if not most and not watching.listened_to:
            # Watching for nobody would still cost time.
            self.gateway.observer = self._watching = None

    @property
    def clock(self) -> "Clock":
        """The clock of all companies."""
        return self.gateway.tenants.clock

    def ordered_faults(self) -> "Faults":
        """The faults, made when they are first asked for."""
        if self.faults is None:
            from intacct_emulator.faults.faults import Faults

            self.faults = Faults(self._settings.seed)
        return self.faults

    @cached_property
    def faulty_door(self) -> "Callable[[AsgiApp], AsgiApp]":
        """Puts the gateway's application behind the faults."""
        from intacct_emulator.faults.door import FaultyDoor

        return lambda gateway: FaultyDoor(gateway, self.ordered_faults(), self.gateway.tenants)

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The ids of all companies that may be signed in to."""
        return self.gateway.tenants.company_ids

    def operations(self, ca_certificate: Path | None) -> "tuple[Operation, ...]":
        """The whole table of control verbs."""
        from .company_operations import book_operations, company_operations
        from .fault_operations import clock_operations, fault_operations
        from .general_operations import general_operations
        from .journal_operations import journal_operations

        return (
            *general_operations(self._settings, ca_certificate, lambda: self.company_ids, lambda: self.shut_down),
            *company_operations(self.companies),
            *book_operations(self.companies),
            *fault_operations(self.ordered_faults()),
            *clock_operations(self.clock),
            *journal_operations(lambda: self.journal, self.gateway.tenants, self.keep_requests),
        )

    def close(self) -> None:
        """Puts away what was kept."""
        if "companies" in self.__dict__:
            self.companies.close()


def _watching(settings: "Settings", gateway: "XmlGateway") -> "Journal | None":
    """A journal that watches the gateway, unless somebody else does or nobody wants it. The log of requests is written
    from what a journal is told, so that both mask alike."""
    logged = logging.getLogger(REQUESTS).isEnabledFor(logging.INFO)
    if gateway.observer is not None or not (settings.journal or logged):
        return None
    journal = _journal(settings, gateway)
    if logged:
        from intacct_emulator.journal.request_log import RequestLog

        journal.tell(RequestLog(bodies=settings.log_bodies).write)
    return journal


def _journal(settings: "Settings", gateway: "XmlGateway") -> "Journal":
    from intacct_emulator.journal.journal import Journal

    def money_scale() -> int:
        definition = gateway.tenants.catalogue.find("GLENTRY")
        return definition.fields_by_id["AMOUNT"].scale if definition else 0

    journal = Journal(settings.journal, settings.journal_bytes, money_scale)
    gateway.observer = journal.note
    return journal
