"""The verbs about the emulator as a whole, as rows."""

from collections.abc import Callable
from pathlib import Path

from intacct_emulator import __version__
from intacct_emulator.settings import Settings, published

from .failure import UnusableError
from .operation import Operation, Reply


def general_operations(
    settings: Settings,
    ca_certificate: Path | None,
    company_ids: Callable[[], tuple[str, ...]],
    shut_down: Callable[[], Callable[[], None] | None],
) -> tuple[Operation, ...]:
    """Health, readiness, configuration, the CA, and the end. `shut_down` gives what ends the server, where it may be
    ended from outside."""

    def ca() -> Reply:
        if ca_certificate is None:
            return Reply("There is no CA: start the emulator with --tls.\n", 404, "text/plain")
        return Reply(ca_certificate.read_bytes(), media_type="application/x-pem-file")

    def shutdown() -> Reply:
        end = shut_down()
        if end is None:
            raise UnusableError("this emulator runs inside another program, which ends it")
        end()
        return Reply({"done": True}, status=202)

    return (
        Operation(
            "health",
            "GET",
            "/health",
            "Whether the process answers.",
            lambda: Reply({"status": "ok", "version": __version__}),
        ),
        # Companies are loaded before the port is opened: whoever gets this answer may send requests.
        Operation(
            "ready",
            "GET",
            "/ready",
            "The companies that may be signed in to.",
            lambda: Reply({"status": "ready", "companies": list(company_ids())}),
        ),
        Operation("config", "GET", "/config", "The settings in force.", lambda: Reply(published(settings))),
        Operation("ca", "GET", "/ca.crt", "The certificate that clients must trust, when TLS is on.", ca),
        Operation("shutdown", "POST", "/shutdown", "End the emulator.", shutdown, status=202),
    )
