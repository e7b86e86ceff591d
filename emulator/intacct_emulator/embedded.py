"""`Emulator`: the emulator inside another Python program, on a free port of this machine."""

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from intacct_emulator.settings import Settings, load

if TYPE_CHECKING:
    from intacct_emulator.app import Application
    from intacct_emulator.clock import Clock
    from intacct_emulator.control.companies import Companies
    from intacct_emulator.control.room import ControlRoom
    from intacct_emulator.faults.faults import Faults
    from intacct_emulator.gateway.messages import Gateway
    from intacct_emulator.journal.journal import Journal


_JOURNAL = 1000
"""Requests that are kept for the tests around an emulator. `serve` keeps none unless asked: it costs speed."""


class Emulator:
    """A running emulator, for `with Emulator(companies=["northfield"]) as emu: ...` or `start()` and `stop()`.

    Settings are given by name, as in docs/settings.md (`seed=7`, `tls=True`); the environment is read for the others,
    but the port is a free one, and the journal on, unless given here. Raises SettingError for an invalid value.
    `gateway` replaces the emulator's own, to put its HTTP edge in front of something else.
    """

    def __init__(
        self, companies: Iterable[str] | None = None, *, gateway: "Gateway | None" = None, **settings: object
    ) -> None:
        given: dict[str, object] = {"port": 0, "host": "127.0.0.1", "journal": _JOURNAL, **settings}
        if companies is not None:
            given["company"] = tuple(companies)
        self.settings: Settings = load(given, os.environ)
        self._given_gateway = gateway
        self._running: _Running | None = None

    @property
    def url(self) -> str:
        """The gateway's address, `http://127.0.0.1:PORT/ia/xml/xmlgw.phtml`; with TLS, `https://` leads there too."""
        return self._run().server.url

    @property
    def address(self) -> str:
        """Scheme, host and port alone, for the control routes."""
        return self._run().server.address

    @property
    def ca(self) -> Path | None:
        """The certificate that clients must trust, when TLS is on."""
        return self._run().ca

    @property
    def app(self) -> "Application":
        """The same emulator as an ASGI application, for clients that need no socket."""
        return self._run().app

    @property
    def companies(self) -> "Companies":
        """The companies: list, create, clone, delete, reset, snapshot, restore, export and import them."""
        return self._room().companies

    @property
    def journal(self) -> "Journal":
        """What came in. Raises RuntimeError when it is off."""
        journal = self._room().journal
        if journal is None:
            raise RuntimeError("the journal is off: give the emulator journal=1000")
        return journal

    @property
    def faults(self) -> "Faults":
        """Orders faults: `emulator.faults.add(Fault(FaultKind.RESET, function="create"))`."""
        return self._room().ordered_faults()

    @property
    def clock(self) -> "Clock":
        """The clock of all companies: freeze, set and advance it."""
        return self._room().clock

    def start(self) -> Self:
        """Load the companies and accept connections. Raises ListenError and CertificateError."""
        if self._running is None:
            self._running = _Running(self.settings, self._given_gateway)
        return self

    def stop(self) -> None:
        """Finish what is in flight and free the port. Calling it again does nothing."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _room(self) -> "ControlRoom":
        room = self._run().room
        if room is None:
            raise RuntimeError("this emulator was given a gateway of another kind, which has no companies")
        return room

    def _run(self) -> "_Running":
        if self._running is None:
            raise RuntimeError("the emulator is not running: use it in a with statement, or call start()")
        return self._running


class _Running:
    """What exists between `start` and `stop`."""

    def __init__(self, settings: Settings, gateway: "Gateway | None") -> None:
        from intacct_emulator.serving.assembly import assemble, close
        from intacct_emulator.serving.server import ThreadedServer

        # The caller closes a gateway it passed in.
        self._owned: Gateway | None = None
        if gateway is None:
            from intacct_emulator.runtime import build_gateway

            gateway = self._owned = build_gateway(settings)
        try:
            assembly = assemble(settings, gateway)
            self.app, self.ca, self.room = assembly.app, assembly.ca, assembly.room
            self.server = ThreadedServer(assembly.server)
            self.server.start()
        except BaseException:
            if self._owned is not None:
                close(self._owned)
            raise

    def stop(self) -> None:
        from intacct_emulator.serving.assembly import close

        self.server.stop()
        if self.room is not None:
            self.room.close()
        if self._owned is not None:
            close(self._owned)
