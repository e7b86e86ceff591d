"""`intacct-emulator serve` as a process: what it prints, how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from asking import present

# Seconds after which a process that should have ended has failed to.
PATIENCE = 20

# The command itself, around a gateway that answers anything. It says when it begins to be slow, and when it is closed.
PROGRAM = """
import asyncio, sys, types
from intacct_emulator import cli
from intacct_emulator.gateway.messages import Answer

class Stub:
    async def answer(self, request):
        if request.body in (b"slow", b"endless"):
            print("serving", flush=True)
            await asyncio.sleep(0.2 if request.body == b"slow" else 600)
        return Answer(200, b"<answer/>")
    def close(self):
        print("closed", file=sys.stderr)

runtime = types.ModuleType("intacct_emulator.runtime")
runtime.build_gateway = lambda settings: Stub()
sys.modules["intacct_emulator.runtime"] = runtime
sys.exit(cli.main())
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], str]]]:
    """Starts `serve` with the arguments and the variables given; returns the process and the address of its READY
    line."""
    started = []

    def run(*arguments: Any, **environment: Any) -> Any:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_EMULATOR_")}
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--state-dir", str(tmp_path), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=inherited | environment,
        )
        started.append(process)
        word, _, url = present(process.stdout).readline().strip().partition(" ")
        assert word == "READY"
        return process, url

    yield run
    for process in started:
        process.kill()
        process.communicate()


def wait_until_refused(host: Any, port: Any) -> None:
    """Returns once nobody listens there any more: the first thing that a signal does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.01)
    pytest.fail("the port is still open")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("arguments", [(), ("--tls",)], ids=["plain", "tls"])
def test_a_signal_ends_it_cleanly(
    start: Callable[..., tuple[subprocess.Popen[str], str]], number: Any, arguments: tuple[()] | tuple[str, ...]
) -> None:
    """Ready means that it answers; a signal means status 0, the gateway closed, and no other word."""
    process, url = start(*arguments)
    with httpx2.Client() as client:
        assert client.post(url, content=b"x").text == "<answer/>"
        process.send_signal(number)
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output, errors) == (0, "", "closed\n")
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/ia/xml/xmlgw.phtml")


def test_a_signal_lets_the_request_in_flight_finish(start: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    """The client that was being served gets its answer."""
    process, url = start()
    answers = []
    client = threading.Thread(target=lambda: answers.append(httpx2.post(url, content=b"slow").text))
    client.start()
    assert present(process.stdout).readline() == "serving\n"
    process.terminate()
    client.join(PATIENCE)
    output, errors = process.communicate(timeout=PATIENCE)
    assert (answers, process.returncode, output, errors) == (["<answer/>"], 0, "", "closed\n")


def test_a_second_signal_does_not_wait(start: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    """Whoever presses Ctrl-C twice is not kept by a request that never ends."""
    process, url = start()
    host, port = url.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as stream:
        stream.sendall(b"POST /ia/xml/xmlgw.phtml HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\nendless")
        assert present(process.stdout).readline() == "serving\n"
        process.send_signal(signal.SIGINT)
        wait_until_refused(host, int(port))
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output, errors) == (0, "", "closed\n")


def test_a_taken_port_is_one_line_and_status_1(start: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    """No traceback: what was tried, and why it failed."""
    _, url = start()
    port = url.split("/")[2].split(":")[1]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "serve", "--port", port],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        f"intacct-emulator: cannot listen on 127.0.0.1 port {port}: Address already in use; choose another"
        in done.stderr
    )


def test_settings_of_the_process_come_from_flags_and_environment(
    start: Callable[..., tuple[subprocess.Popen[str], str]],
) -> None:
    """What `/_emulator/config` shows is what was given."""
    _, url = start("--company", "blank", "--company", "northfield", "--no-tls", INTACCT_EMULATOR_SEED="9")
    config = json.loads(httpx2.get(url.replace("/ia/xml/xmlgw.phtml", "/_emulator/config")).text)
    assert (config["seed"], config["company"], config["tls"]) == (9, ["blank", "northfield"], False)


WITHOUT_SIGNALS = """
import asyncio, sys
from intacct_emulator.cli import main

def refuse(self, *_):
    raise NotImplementedError

asyncio.SelectorEventLoop.add_signal_handler = refuse
sys.exit(main(["serve", "--port", "0", "--company", "blank"]))
"""


def test_a_platform_whose_loops_take_no_signal_handlers() -> None:
    """Where the loop refuses handlers, as on Windows, the server starts, and ends on SIGTERM with status 0."""
    process = subprocess.Popen([sys.executable, "-c", WITHOUT_SIGNALS], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert present(process.stdout).readline().startswith(b"READY ")
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, complaints) == (0, b"")
