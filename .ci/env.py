"""Runs a command in the checkout's own environment: `python3 .ci/env.py COMMAND [ARGUMENT ...]`.

`.venv` is made when it is missing, made by another checkout or Python, or older than `pyproject.toml` and
`constraints-dev.txt`. It holds this package in editable form, TLS included; for any command but `intacct-emulator` the
development tools are added. Only the standard library is used, pip's own configuration says where packages come from,
and `constraints-dev.txt` which versions. The variable CHECKOUT_ENVIRONMENT names another folder of the checkout than
`.venv`, for a second Python beside the first.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit("Python %d.%d or newer is needed; this is %s" % (*OLDEST, sys.version.split()[0]))  # noqa: UP031

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints-dev.txt"
ENVIRONMENT = ROOT / os.environ.get("CHECKOUT_ENVIRONMENT", ".venv")
MARK = ENVIRONMENT / "made-by-ci-env"
WINDOWS = os.name == "nt"
SCRIPTS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")

PLAIN_COMMAND = "intacct-emulator"
NO_PIP = """\
This Python can neither make an environment with pip nor lend its own pip: it has no module ensurepip and no pip.
On Debian and Ubuntu these are packages of their own: python3-venv, or python3-pip."""


def main(command: list[str]) -> int:
    """Prepare the environment and run `command` in it; the command's exit status (on POSIX, it takes this process)."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    tools = command[0] != PLAIN_COMMAND
    try:
        prepare(tools=tools)
    except subprocess.CalledProcessError as failure:
        print(f"The environment could not be prepared: {failure}", file=sys.stderr)
        return 1
    environ = {
        **os.environ,
        "VIRTUAL_ENV": str(ENVIRONMENT),
        "PATH": os.pathsep.join((str(SCRIPTS), os.environ.get("PATH", os.defpath))),
    }
    program = shutil.which(command[0], path=environ["PATH"])
    if program is None:
        print(f"There is no command {command[0]}", file=sys.stderr)
        return 127
    if not WINDOWS:
        # In this process's place, so that a signal reaches the command itself.
        os.execve(program, [program, *command[1:]], environ)  # noqa: S606
    return subprocess.run([program, *command[1:]], env=environ, check=False).returncode  # noqa: S603


def prepare(*, tools: bool) -> None:
    """Make `.venv` what it should be. Raises CalledProcessError after venv or pip said what is wrong."""
    made = fingerprint()
    held = MARK.read_text(encoding="utf-8").split() if MARK.is_file() else []
    if PYTHON.is_file() and held[:1] == [made] and (not tools or "tools" in held):
        return
    print(f"Preparing {ENVIRONMENT.name} ({'with' if tools else 'without'} development tools)", file=sys.stderr)
    if not PYTHON.is_file() or held[:1] != [made]:
        make()
    # Half an environment must not pass for a whole one: the mark is complete only when pip is done.
    MARK.write_text("", encoding="utf-8")
    install(PYTHON, "--constraint", str(CONSTRAINTS), "--editable", f"{ROOT}[dev]" if tools else f"{ROOT}[tls]")
    MARK.write_text(f"{made} tools\n" if tools else f"{made}\n", encoding="utf-8")


def make() -> None:
    """An environment with pip in it and nothing else, in place of one that this script made before."""
    if ENVIRONMENT.exists() and not MARK.is_file():
        sys.exit(f"{ENVIRONMENT} was not made by this script, so it is left alone. Move it away and try again.")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    ENVIRONMENT.mkdir()
    MARK.write_text("", encoding="utf-8")
    own_pip = importlib.util.find_spec("ensurepip") is not None
    if not own_pip and importlib.util.find_spec("pip") is None:
        sys.exit(NO_PIP)
    # Without --upgrade-deps: the pip that comes with Python does, and asks no network.
    run([sys.executable, "-m", "venv", *([] if own_pip else ["--without-pip"]), str(ENVIRONMENT)])
    if not own_pip:
        run([sys.executable, *PIP, "--python", str(PYTHON), "install", "pip"])


# Twice quiet: errors only. What pip warns about is the machine's configuration, which is not ours to mend.
PIP = ("-m", "pip", "--quiet", "--quiet", "--disable-pip-version-check", "--no-input")


def install(python: Path, *what: str) -> None:
    """Install into the environment of `python`, saying nothing unless it fails."""
    run([str(python), *PIP, "install", *what])


def run(command: list[str]) -> None:
    # A user-wide `user = true` or `require-virtualenv` is about other places than this environment.
    environ = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    subprocess.run(command, check=True, env=environ)  # noqa: S603


def fingerprint() -> str:
    """What an environment was made from: the project's declaration, the versions it may have, the Python, and where the
    checkout lies."""
    declared = (ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes()
    return hashlib.sha256(b"\0".join((*declared, sys.version.encode(), bytes(ROOT)))).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
