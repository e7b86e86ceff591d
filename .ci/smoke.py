"""Tries built wheels as a user would: `python3 .ci/smoke.py EMULATOR_WHEEL CLIENT_WHEEL`.

The emulator's is installed into a fresh environment outside the checkout; then its version, a server over plain HTTP
and TLS, its clean end and the demo are looked at. The client's is tried in an environment of its own, where it must
bring no server, and beside the emulator's, where it must be the one that is imported, and leave the emulator's copy
behind when it goes. The exit status is 0 when all of it works.
"""

import json
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
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


CLIENT_PACKAGES = {"anyio", "httpcore2", "httpx2", "intacct-client", "lxml"}
SERVER_PACKAGES = {"intacct-emulator", "starlette", "uvicorn", "httptools"}
WHERE_THE_CLIENT_IS = "import intacct_client as c; print(c.__file__, c.__version__)"


def main(wheel: Path, client_wheel: Path) -> int:
    """Try both wheels; the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        # The checkout must not be found by accident: not as the working folder, not by PYTHONPATH.
        os.chdir(folder)
        for name in [name for name in os.environ if name.startswith(("INTACCT_", "PYTHON"))]:
            del os.environ[name]
        begun = time.monotonic()
        scripts = environment(Path(folder) / "venv", f"{wheel}[tls,contracts]")
        try_first_test(scripts, Path(folder) / "tests")
        print(f"from nothing to a green test in {time.monotonic() - begun:.0f} seconds")
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
        subprocess.run([emulator, "contract", "run", "--", "-k", "test_metadata"], check=True, timeout=PATIENCE)  # noqa: S603
        try_client_alone(client_wheel, Path(folder) / "client")
        try_client_beside(client_wheel, str(scripts / "python"))
    return 0


def try_first_test(scripts: Path, folder: Path) -> None:
    """The first test of docs/testing.md, as a newcomer copies it, with what the wheel brought."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "testing.md").read_text(encoding="utf-8")
    folder.mkdir()
    test = page.partition("```python\n")[2].partition("```")[0]
    (folder / "test_invoices.py").write_text(test, encoding="utf-8")
    done = said(str(scripts / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder))
    if f"{test.count('def test_')} passed" not in done:
        raise SystemExit("the first test of the documentation is not green")


def try_client_alone(wheel: Path, folder: Path) -> None:
    """The client without the emulator: it can be imported, says its version, and brought no server."""
    python = str(environment(folder, str(wheel)) / "python")
    if wheel.name.split("-")[1] not in said(python, "-c", WHERE_THE_CLIENT_IS):
        raise SystemExit(f"the wheel {wheel.name} holds another version")
    installed = {package["name"].lower() for package in json.loads(said(python, "-m", "pip", "list", "--format=json"))}
    if installed & SERVER_PACKAGES or not installed >= CLIENT_PACKAGES:
        raise SystemExit(f"the client brought {sorted(installed)}")
    print("the client came without a server")


def try_client_beside(wheel: Path, python: str) -> None:
    """The client's own distribution goes before the emulator's copy, which is there again when it has gone."""
    bundled = said(python, "-c", WHERE_THE_CLIENT_IS)
    run([python, *PIP, "install", str(wheel)])
    own = said(python, "-c", WHERE_THE_CLIENT_IS)
    run([python, *PIP, "uninstall", "--yes", "intacct-client"])
    if "_bundled" not in bundled or "_bundled" in own or said(python, "-c", WHERE_THE_CLIENT_IS) != bundled:
        raise SystemExit(f"the client was imported from {bundled}, then from {own}")
    print("the client's own distribution goes before the emulator's copy, and harms it not")


def environment(folder: Path, what: str) -> Path:
    """A fresh environment with something installed; the folder of its commands."""
    run([sys.executable, "-m", "venv", str(folder)])
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    run([str(scripts / "python"), *PIP, "install", what])
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
        page = urllib.request.urlopen(url.partition("/ia/")[0] + "/_emulator/", timeout=PATIENCE).read()  # noqa: S310
        if b"The journal is off" not in page:
            raise SystemExit("the console lacks its pages")
    print("served a session over HTTP and TLS and the console, and stopped on SIGTERM")


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
    raise SystemExit(main(*(Path(wheel).resolve() for wheel in sys.argv[1:])))
