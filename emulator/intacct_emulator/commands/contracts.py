"""The command that runs the contracts, from a checkout or from an installed wheel."""

import argparse
import os
import sys
from pathlib import Path

from intacct_emulator.failure import CannotRunError
from intacct_emulator.resources import contracts_folder

from .model import PROGRAM, Command, Option

_EMULATOR, _SANDBOX = "emulator", "sandbox"


def _run(arguments: argparse.Namespace) -> int:
    target = arguments.target or _EMULATOR
    if target not in (_EMULATOR, _SANDBOX):
        raise CannotRunError(f"--target {target}: it is {_EMULATOR} or {_SANDBOX}")
    try:
        import pytest
    except ImportError:
        raise CannotRunError(f"the contracts are run by pytest: pip install '{PROGRAM}[contracts]'") from None
    if target == _SANDBOX:
        _ask_for_credentials()
    given = [f"--target={target}"]
    given += ["--allow-writes"] if arguments.allow_writes else []
    given += [f"--junit-xml={Path(arguments.junit).resolve()}"] if arguments.junit else []
    return int(pytest.main([*_settings(contracts_folder()), *given, *_more(arguments)]))


def _ask_for_credentials() -> None:
    """Raises CannotRunError that names every variable which is missing."""
    from intacct_client.credentials import ENVIRONMENT_NAMES

    wanted = ("endpoint_url", "sender_id", "sender_password", "company_id", "user_id", "user_password")
    missing = [ENVIRONMENT_NAMES[name] for name in wanted if not os.environ.get(ENVIRONMENT_NAMES[name])]
    if missing:
        raise CannotRunError(
            f"a sandbox is signed in to with {', '.join(missing)}: set "
            f"{'it' if len(missing) == 1 else 'them'} in the environment; nothing was sent"
        )


def _settings(folder: Path) -> list[str]:
    """The contracts with settings of their own: those of a project around them are about other tests."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    suite = folder / "contract_tests"
    settings = [str(suite), f"--rootdir={folder}", f"--config-file={os.devnull}", "--import-mode=importlib"]
    return [*settings, f"--ignore={suite / 'harness' / 'tests'}", "-p", "no:cacheprovider", "-ra", "-q"]


def _more(arguments: argparse.Namespace) -> list[str]:
    return [word for word in arguments.arguments or () if word != "--"]


CONTRACT_RUN = Command(
    "contract run",
    "run the contracts against the emulator or a sandbox",
    "A contract is a promise about the gateway, with its evidence. A sandbox is the company that the INTACCT_* "
    "variables name; there, contracts only read unless --allow-writes is given, and what they need to know of the "
    "company they find by reading it. The exit status is pytest's: 0 when all hold.",
    f"{PROGRAM} contract run --target sandbox --junit contracts.xml",
    (),
    _run,
    (
        Option("--target", "TARGET", f"{_EMULATOR} (default), started for it, or {_SANDBOX}."),
        Option("--allow-writes", "", "Let them write to the sandbox; they delete what they made.", flag=True),
        Option("--junit", "FILE", "Write a JUnit report; each contract has its evidence and source as properties."),
        Option("arguments", "-- ARGUMENTS", "More arguments for pytest, such as -k query.", rest=True),
    ),
)
