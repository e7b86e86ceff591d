"""What a sub-command is: its words, its flags, and the settings they come to."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass

from intacct_emulator.settings import Settings, load

PROGRAM = "intacct-emulator"


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-command: what it is for, an example, the settings it takes as flags, and what runs it."""

    name: str
    summary: str
    explanation: str
    example: str
    settings: tuple[str, ...]
    run: Callable[[argparse.Namespace], int]
    options: "tuple[Option, ...]" = ()


@dataclass(frozen=True, slots=True)
class Option:
    """An option of one sub-command: a flag with a value or, without dashes, a positional argument."""

    name: str
    metavar: str
    doc: str
    whole: bool = False
    required: bool = False
    flag: bool = False
    """Whether it takes no value."""
    rest: bool = False
    """Whether it takes everything that is left of the command line."""

    @property
    def key(self) -> str:
        """Its name in the parsed arguments."""
        return self.name.lstrip("-").replace("-", "_")


def settings_of(command: Command, arguments: argparse.Namespace, **fixed: object) -> Settings:
    """The settings of a call, and the log set up by them. `fixed` ones are not asked for. Raises SettingError."""
    from .log_form import set_up_logs

    settings = load(fixed | {name: getattr(arguments, name) for name in command.settings})
    set_up_logs(settings)
    return settings


SERVER = Option(
    "--server",
    "ADDRESS",
    "The running emulator. Default: INTACCT_EMULATOR_ADDRESS, else http://127.0.0.1:8080.",
)


def address_of(arguments: argparse.Namespace) -> str:
    """The running emulator that a call names."""
    return arguments.server or os.environ.get("INTACCT_EMULATOR_ADDRESS") or "http://127.0.0.1:8080"
