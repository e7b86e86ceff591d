"""Where the contracts run: an emulator of our own, or a company of the real gateway named by the environment."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from intacct_client.credentials import ENVIRONMENT_NAMES
from intacct_client.options import ClientOptions

EMULATOR, SANDBOX = "emulator", "sandbox"
READY = "READY "
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


class TargetError(Exception):
    """The target cannot be had: the emulator did not start, or the environment does not name a sandbox."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who the contracts speak as."""

    sender_id: str
    sender_password: str = field(repr=False)
    company_id: str
    user_id: str
    user_password: str = field(repr=False)

    def secrets(self) -> tuple[str, ...]:
        """The texts that must never be printed."""
        return self.sender_password, self.user_password


@dataclass(frozen=True, slots=True)
class Target:
    """One gateway to hold to the contracts."""

    kind: str
    url: str
    credentials: Credentials
    may_write: bool

    def options(self) -> ClientOptions:
        """What a client of the target is made with."""
        who = self.credentials
        return {
            "endpoint_url": self.url,
            "sender_id": who.sender_id,
            "sender_password": who.sender_password,
            "company_id": who.company_id,
            "user_id": who.user_id,
            "user_password": who.user_password,
        }


@contextmanager
def emulator() -> Iterator[Target]:
    """A fresh emulator in a process of its own, with the company northfield; stopped at the end.

    Raises TargetError when it does not become ready, or when it wrote a traceback: no request may cause one.
    """
    command = [sys.executable, "-m", "intacct_emulator.cli", "serve", "--port", "0", "--company", "northfield"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True, env=_environment())
        try:
            yield Target(EMULATOR, _ready_url(process, complaints), NORTHFIELD, may_write=True)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        complaints.seek(0)
        said = complaints.read()
        if "Traceback" in said:
            raise TargetError(f"the emulator wrote a traceback:\n{said}")


def sandbox(environ: Mapping[str, str], *, may_write: bool) -> Target:
    """The sandbox that the `INTACCT_*` variables name. Raises TargetError naming those that are missing."""
    wanted = ("sender_id", "sender_password", "company_id", "user_id", "user_password", "endpoint_url")
    found = {name: environ.get(ENVIRONMENT_NAMES[name], "") for name in wanted}
    missing = [ENVIRONMENT_NAMES[name] for name, value in found.items() if not value]
    if missing:
        raise TargetError(f"--target sandbox needs {', '.join(missing)} in the environment")
    url = found.pop("endpoint_url")
    return Target(SANDBOX, url, Credentials(**found), may_write=may_write)


NORTHFIELD = Credentials("local_sender", "local_sender_secret", "northfield", "wsuser", "wsuser_secret")
"""The credentials of the fixture company; public, like the company."""


def _environment() -> dict[str, str]:
    # Settings in the developer's environment must not change what the contracts run against.
    return {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_EMULATOR_")}


def _ready_url(process: "subprocess.Popen[str]", complaints: TextIO) -> str:
    assert process.stdout is not None
    line: list[str] = []
    reader = threading.Thread(target=lambda: line.append(process.stdout.readline()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    reader.join(_START_SECONDS)
    if not line or not line[0].startswith(READY):
        process.kill()
        process.wait()
        complaints.seek(0)
        raise TargetError(f"the emulator did not become ready: {complaints.read().strip() or 'no word from it'}")
    return line[0].removeprefix(READY).strip()
