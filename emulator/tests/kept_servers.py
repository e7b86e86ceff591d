"""`intacct-emulator serve --data` as processes of their own, to be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from asking import Said, envelope

Process = subprocess.Popen[str]
CUSTOMER = "<create><CUSTOMER><CUSTOMERID>C1</CUSTOMERID><NAME>First</NAME></CUSTOMER></create>"


def invoice(number: str) -> str:
    """One line of 12.50, no location: the company is one entity."""
    line = "<ARINVOICEITEM><ACCOUNTNO>4000</ACCOUNTNO><TRX_AMOUNT>12.50</TRX_AMOUNT></ARINVOICEITEM>"
    return (
        f"<create><ARINVOICE><CUSTOMERID>C1</CUSTOMERID><RECORDID>{number}</RECORDID>"
        f"<WHENCREATED>11/02/2026</WHENCREATED><WHENDUE>12/02/2026</WHENDUE>"
        f"<ARINVOICEITEMS>{line}</ARINVOICEITEMS></ARINVOICE></create>"
    )


@dataclass
class Served:
    """A running process and its address."""

    process: Process
    url: str

    def ask(self, function: str, **options: str) -> Said:
        """The answer over HTTP."""
        options = {"company": "blank"} | options
        answer = httpx2.post(self.url, content=envelope(function, **options).encode(), timeout=10)
        return Said(answer.status_code, answer.content, ())

    def kill(self) -> None:
        """SIGKILL: nothing in the process gets to put anything away."""
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait(5) == -signal.SIGKILL


class Servers:
    """Starts servers of one data folder."""

    def __init__(self, folder: Path) -> None:
        program = [sys.executable, "-m", "intacct_emulator.cli", "serve", "--port", "0", "--company", "blank"]
        self._command = [*program, "--data", str(folder / "data"), "--state-dir", str(folder / "state")]
        self._started: list[Process] = []

    def spawn(self) -> Process:
        """Starts the command."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_EMULATOR_")}
        pipe = subprocess.PIPE
        process = subprocess.Popen(self._command, stdout=pipe, stderr=pipe, text=True, env=environment)
        self._started.append(process)
        return process

    def serve(self) -> Served:
        """Starts the command and waits for its READY line."""
        process = self.spawn()
        assert process.stdout is not None
        word, _, url = process.stdout.readline().strip().partition(" ")
        assert word == "READY", process.communicate()[1]
        return Served(process, url)

    def end(self) -> None:
        """Ends every process."""
        for process in self._started:
            process.kill()
            process.communicate()


@contextmanager
def servers_of(folder: Path) -> Iterator[Servers]:
    """Servers of a folder; every process is gone at the end."""
    servers = Servers(folder)
    try:
        yield servers
    finally:
        servers.end()
