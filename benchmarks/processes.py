"""The processes of a benchmark: the two servers and the load generator, and their memory."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from load import Job, Result

HERE = Path(__file__).resolve().parent
EMULATOR = (sys.executable, "-m", "intacct_emulator.cli", "serve", "--port", "0", "--company", "northfield")
FLOOR = (sys.executable, str(HERE / "floor.py"))
_READY = "READY "


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers. `first_answer` is the seconds from its start to its first successful answer."""

    process: "subprocess.Popen[str]"
    port: int
    path: str
    first_answer: float

    def post(self, body: str) -> str:
        """The answer to one request, over a connection of its own."""
        return post(self.port, self.path, body)

    def resident_megabytes(self) -> float:
        """The memory the process holds."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout) / 1024


@contextmanager
def server(command: tuple[str, ...], first_request: str) -> Iterator[Running]:
    """Start a server, wait for its first answer, stop it at the end. Raises RuntimeError when it does not answer."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith(_READY):
            raise RuntimeError(f"{command[-1]} did not become ready")
        address = urlsplit(line.removeprefix(_READY).strip())
        assert address.port is not None
        answer = post(address.port, address.path, first_request)
        took = time.perf_counter() - began
        if "<status>failure</status>" in answer or answer.count("<status>success</status>") != 3:
            raise RuntimeError(f"the first answer of {command[-1]} is a failure:\n{answer}")
        yield Running(process, address.port, address.path, took)
    finally:
        process.terminate()
        process.wait(15)
        if process.stdout is not None:
            process.stdout.close()


def post(port: int, path: str, body: str) -> str:
    """One request on a connection of its own; the answer's body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body.encode(), {"Content-Type": "application/xml"})
        return connection.getresponse().read().decode()
    finally:
        connection.close()


class Generator:
    """The load generator's process; use it in a `with` statement."""

    def __enter__(self) -> "Generator":
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "load.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(15)
        self._process.stdout.close()

    def run(self, job: Job) -> Result:
        """Run one job. Raises RuntimeError when an answer was not a success: its speed would mean nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        result: Result = json.loads(self._process.stdout.readline())
        if result["failures"]:
            raise RuntimeError(f"{result['failures']} answers were no success; one of them:\n{result['sample']}")
        return result
