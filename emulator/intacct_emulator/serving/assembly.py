"""From settings to a server ready to start: certificates where asked for, the application, the port."""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intacct_emulator.app import Application, create_app
from intacct_emulator.serving.server import Server
from intacct_emulator.serving.visitors import Visitors
from intacct_emulator.settings import Settings

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom
    from intacct_emulator.gateway.messages import Gateway


@dataclass(frozen=True, slots=True)
class Assembly:
    """One emulator put together; `ca` is the certificate clients must trust, where TLS is on. A gateway that is not the
    emulator's own has no control `room`."""

    app: Application
    server: Server
    ca: Path | None
    room: "ControlRoom | None"


def assemble(settings: Settings, gateway: "Gateway") -> Assembly:
    """The server of `gateway`, not yet started. Raises CertificateError if TLS is requested but unavailable."""
    ca, context = None, None
    if settings.tls:
        from intacct_emulator.serving.certificates import prepare

        certificates = prepare(settings.state_dir)
        ca, context = certificates.ca, certificates.context()
    room = _room(settings, gateway)
    app = create_app(settings, gateway, ca_certificate=ca, room=room)
    server = Server(
        app,
        host=settings.host,
        port=settings.port,
        tls=context,
        request_seconds=settings.request_seconds,
        visitors=Visitors(public_url=settings.public_url, names=(settings.host, *settings.allowed_hosts)),
    )
    return Assembly(app, server, ca, room)


def _room(settings: Settings, gateway: "Gateway") -> "ControlRoom | None":
    from intacct_emulator.gateway.service import XmlGateway

    if not isinstance(gateway, XmlGateway):
        return None
    from intacct_emulator.control.room import ControlRoom

    return ControlRoom(settings, gateway)


def close(gateway: "Gateway") -> None:
    """Close the gateway, if it can be closed."""
    finish = getattr(gateway, "close", None)
    if finish is not None:
        finish()


def freeze_gc() -> None:
    """Exempts loaded objects from garbage collection: a running server must not walk them again and again."""
    gc.collect()
    gc.freeze()
