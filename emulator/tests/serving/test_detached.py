"""An emulator in the background: started, awaited, stopped, each by a command that ends."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from intacct_emulator.serving.detached import flags_of
from intacct_emulator.settings import load

PATIENCE = 60

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Runs the command line to its end. Emulators that it leaves behind are stopped."""
    left: list[str] = []
    environ = {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_EMULATOR_")}

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "intacct_emulator.cli", *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=tmp_path,
            env=environ,
        )
        if done.stdout.startswith("READY "):
            left.append(done.stdout.split()[1].partition("/ia/")[0])
        return done

    yield command
    for address in left:
        command("stop", "--server", address)


def test_it_is_started_awaited_and_stopped(run: Run, tmp_path: Path) -> None:
    """Each command ends with status 0 when its part is done; the last one leaves the port free."""
    started = run("serve", "--detach", "--port", "0", "--company", "blank", "--state-dir", str(tmp_path / "state"))
    assert started.returncode == 0, started.stderr
    address = started.stdout.split()[1].partition("/ia/")[0]
    assert f"stop --server {address}" in started.stderr
    assert httpx2.get(f"{address}/_emulator/ready").json()["companies"] == ["blank"]
    ready = run("wait", "--server", address, "--timeout", "0")
    assert (ready.returncode, ready.stdout) == (0, "ready: blank\n")
    stopped = run("stop", "--server", address)
    assert stopped.returncode == 0
    gone = run("wait", "--server", address, "--timeout", "0")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert "start one with: intacct-emulator serve" in gone.stderr
    assert run("stop", "--server", address).returncode == 1
    (log,) = (tmp_path / "state" / "logs").iterdir()
    assert log.stat().st_mode & 0o077 == 0


def test_what_keeps_it_from_starting_is_said_at_once(run: Run, tmp_path: Path) -> None:
    """The sentence of the process in the background, and its status."""
    begun = time.monotonic()
    failed = run("serve", "--detach", "--port", "0", "--company", "nobody", "--state-dir", str(tmp_path / "state"))
    assert failed.returncode == 1
    assert "known companies: blank, " in failed.stderr
    assert time.monotonic() - begun < PATIENCE / 2
    assert "Traceback" not in failed.stderr


def test_waiting_ends_after_its_time(run: Run) -> None:
    """Where nobody listens, with status 1 and one sentence."""
    begun = time.monotonic()
    done = run("wait", "--server", "http://127.0.0.1:1", "--timeout", "1")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert time.monotonic() - begun > 1


def test_the_process_behind_gets_the_same_settings() -> None:
    """Settings become flags, whatever they came from, and flags the same settings."""
    given = {"port": "0", "company": ["blank", "northfield"], "tls": "yes", "seed": "7", "log_level": "info"}
    settings = load(given, {"INTACCT_EMULATOR_ALLOWED_HOSTS": "a,b"})
    flags = flags_of(settings)
    assert flags[flags.index("--port") + 1] == "0"
    assert [flags[place + 1] for place, flag in enumerate(flags) if flag == "--company"] == ["blank", "northfield"]
    assert [flags[place + 1] for place, flag in enumerate(flags) if flag == "--allowed-hosts"] == ["a", "b"]
    assert "--tls" in flags
    assert "--no-log-bodies" in flags
    assert "--data" not in flags
