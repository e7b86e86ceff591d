"""`serve --detach`, `wait` and `stop`: an emulator in the background, for scripts and health checks."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from intacct_emulator.control.failure import ControlError
from intacct_emulator.control.remote import RemoteControl
from intacct_emulator.serving.failure import CannotRunError
from intacct_emulator.settings import SETTINGS, Settings, published

_PATIENCE = 120.0
_LOOK_EVERY = 0.05
_LOGS = "logs"


def serve_detached(settings: Settings, flags: Sequence[str] = ()) -> int:
    """Starts `serve` with these settings in a process of its own, and returns when it is ready, its READY line printed.
    What it writes goes to a file in the state folder. Raises CannotRunError when it ends before."""
    log = _new_log(settings.state_dir)
    command = [sys.executable, "-m", "intacct_emulator.cli", "serve", *flags_of(settings), *flags]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - this program itself
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    try:
        ready = _ready_line(process, log)
    except BaseException:
        process.terminate()
        raise
    # It goes on without us: nobody is to warn that it was not waited for.
    process.returncode = 0
    print(ready, flush=True)
    address = ready.partition(" ")[2].partition("/ia/")[0]
    print(f"It logs to {log}. Stop it with: intacct-emulator stop --server {address}", file=sys.stderr)
    return 0


def flags_of(settings: Settings) -> list[str]:
    """The flags that come to these settings, whatever the environment says."""
    values, flags = published(settings), list[str]()
    for setting in SETTINGS:
        value = values[setting.name]
        if setting.kind.switch:
            flags.append(setting.flag if value else f"--no-{setting.flag[2:]}")
        elif isinstance(value, list):
            flags += [part for one in value for part in (setting.flag, str(one))]
        elif value is not None:
            flags += [setting.flag, str(value)]
    return flags


def wait(address: str, seconds: float) -> int:
    """Returns 0 as soon as an emulator answers that it is ready. Raises ControlError when none does in time; with 0
    seconds it is asked once."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with RemoteControl(address, seconds=max(seconds, 5.0)) as control:
                companies: Iterable[str] = control.send("GET", "/ready")["companies"]
            print(f"ready: {', '.join(companies)}")
            return 0
        except ControlError:
            if time.monotonic() >= deadline:
                raise
        time.sleep(_LOOK_EVERY)


def stop(address: str) -> int:
    """Ends an emulator, and returns when it has freed its port. Raises ControlError where none answers."""
    with RemoteControl(address) as control:
        control.shut_down()
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with RemoteControl(address, seconds=5.0) as control:
                control.send("GET", "/health")
        except ControlError:
            print(f"stopped: {urlsplit(address).netloc or address}")
            return 0
        time.sleep(_LOOK_EVERY)
    raise ControlError(f"{address} was told to stop, but still answers")


def _new_log(state_dir: Path) -> Path:
    folder = state_dir / _LOGS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"serve-{os.getpid()}.log"
        log.touch(mode=0o600)
    except OSError as fault:
        raise CannotRunError(f"cannot write a log into {folder}: {fault.strerror or fault}") from fault
    return log


def _ready_line(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        ended = process.poll() is not None
        written = log.read_text(encoding="utf-8", errors="replace").splitlines()
        ready = next((line for line in written if line.startswith("READY ")), None)
        if ready is not None:
            return ready
        if ended:
            said = [line.partition("intacct-emulator: ")[2] or line for line in written[-1:]]
            raise CannotRunError(said[0] if said else f"it ended with status {process.returncode}; see {log}")
        time.sleep(_LOOK_EVERY)
    raise CannotRunError(f"it was not ready after {_PATIENCE:.0f} seconds; see {log}")
