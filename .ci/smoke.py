"""Tries a built wheel as a user would: `python3 .ci/smoke.py WHEEL`.

It is installed into a fresh environment outside the checkout; then its version, a server over plain HTTP and TLS, its
clean end and the demo are looked at. The exit status is 0 when all of it works.
"""

import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from env import PIP, run

PATIENCE = 60

SESSION_REQUEST = b"""<?xml version="1.0" encoding="UTF-8"?>
<request>
  <control>
    <senderid>local_sender</senderid><password>local_sender_secret</password>
    <controlid>smoke</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion>
  </control>
  <operation>
    <authentication>
      <login><userid>wsuser</userid><companyid>northfield</companyid><password>wsuser_secret</password></login>
    </authentication>
    <content><function controlid="1"><getAPISession/></function></content>
  </operation>
</request>"""


def main(wheel: Path) -> int:
    """Try `wheel`; the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        # The checkout must not be found by accident: not as the working folder, not by PYTHONPATH.
        os.chdir(folder)
        for name in [name for name in os.environ if name.startswith(("INTACCT_", "PYTHON"))]:
            del os.environ[name]
        scripts = environment(wheel, Path(folder) / "venv")
        emulator = str(scripts / "intacct-emulator")
        if "site-packages" not in said(
            str(scripts / "python"), "-c", "import intacct_emulator as e; print(e.__file__)"
        ):
            raise SystemExit("the package was not imported from the wheel")
        version = said(emulator, "--version")
        if wheel.name.split("-")[1] not in version:
            raise SystemExit(f"the wheel {wheel.name} says it is {version!r}")
        print(version)
        try_server(emulator, Path(folder) / "state")
        subprocess.run([emulator, "demo"], check=True, timeout=PATIENCE)  # noqa: S603
    return 0


def environment(wheel: Path, folder: Path) -> Path:
    """A fresh environment with the wheel and its `tls` extra; the folder of its commands."""
    run([sys.executable, "-m", "venv", str(folder)])
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    run([str(scripts / "python"), *PIP, "install", f"{wheel}[tls]"])
    return scripts


def said(*command: str) -> str:
    """What a command writes on standard output. Raises CalledProcessError when it fails."""
    done = subprocess.run(command, check=True, timeout=PATIENCE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return done.stdout.strip()


def try_server(emulator: str, state: Path) -> None:
    """Start a server, sign in over plain HTTP and over TLS, and end it."""
    with server([emulator, "serve", "--port", "0", "--tls", "--state-dir", str(state)]) as url:
        sign_in(url, None)
        ca = urllib.request.urlopen(url.partition("/ia/")[0] + "/_emulator/ca.crt", timeout=PATIENCE).read().decode()  # noqa: S310
        sign_in(url.replace("http:", "https:", 1), ssl.create_default_context(cadata=ca))
    print("served a session over HTTP and TLS, and stopped on SIGTERM")


@contextmanager
def server(command):  # noqa: ANN001, ANN201
    """The address of a running server that must end with status 0 on SIGTERM."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        watchdog = threading.Timer(2 * PATIENCE, process.kill)
        watchdog.start()
        try:
            line = process.stdout.readline()
            if not (ready := re.fullmatch(r"READY (http://\S+/ia/xml/xmlgw\.phtml)\n", line)):
                raise SystemExit(f"instead of READY the server said {line!r}")
            yield ready[1]
            process.send_signal(signal.SIGTERM)
            if status := process.wait(timeout=PATIENCE):
                raise SystemExit(f"the server ended with status {status}")
        finally:
            process.kill()
            watchdog.cancel()


def sign_in(url: str, context: "ssl.SSLContext | None") -> None:
    """Ask for a session at `url`, and for one that leads back to where it came from."""
    request = urllib.request.Request(url, SESSION_REQUEST, {"Content-Type": "application/xml"})  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(request, timeout=PATIENCE) as answer:
        text = answer.read().decode()
    if "<sessionid>" not in text or f"<endpoint>{url}</endpoint>" not in text:
        raise SystemExit(f"no session at {url}:\n{text}")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]).resolve()))
