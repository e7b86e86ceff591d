"""Sets the stage: an emulator of the demo's own, with fresh books, and a client for each of two companies."""

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from intacct_emulator.demo.screen import Screen

if TYPE_CHECKING:
    from intacct_client import Client
    from intacct_emulator.settings import Settings

COMPANY, SANDBOX = "northfield", "northfield-sandbox"
EXIT_HELD, EXIT_BROKEN = 0, 1


def run(settings: "Settings", out: TextIO | None = None) -> int:
    """Tell the story on `out` (standard output). 0 when every promise held, 1 when one did not."""
    from intacct_client import IntacctError
    from intacct_emulator.demo.story import tell
    from intacct_emulator.runtime import build_gateway
    from intacct_emulator.serving.assembly import assemble, close
    from intacct_emulator.serving.server import ThreadedServer

    began = time.monotonic()
    screen = Screen(sys.stdout if out is None else out)
    # The demo neither reads nor keeps anybody's books, and nobody else can reach it.
    staged = replace(settings, company=(COMPANY,), data=None, tls=False, public_url=None, host="127.0.0.1", port=0)
    seed = settings.seed or 0
    gateway = build_gateway(staged)
    try:
        server = ThreadedServer(assemble(staged, gateway).server)
        server.start()
        try:
            with _client(server.url, SANDBOX) as sandbox, _client(server.url, COMPANY) as company:
                tell(screen, server.url, sandbox, company, seed=seed)
        except IntacctError as error:
            screen.check(False, f"the story went on, but: {error}")
        finally:
            server.stop()
    finally:
        close(gateway)
    return _verdict(screen, time.monotonic() - began)


def _client(url: str, company_id: str) -> "Client":
    from intacct_client import Client

    return Client(
        endpoint_url=url,
        sender_id="local_sender",
        sender_password="local_sender_secret",  # noqa: S106 - the fixture company's, public
        company_id=company_id,
        user_id="wsuser",
        user_password="wsuser_secret",  # noqa: S106
    )


def _verdict(screen: Screen, seconds: float) -> int:
    screen.heading("The end")
    if screen.failures:
        screen.say(f"{len(screen.failures)} of the promises above did not hold ({seconds:.1f} s).")
        return EXIT_BROKEN
    screen.say(f"Everything held ({seconds:.1f} s). Now with your own client: intacct-emulator serve")
    return EXIT_HELD
