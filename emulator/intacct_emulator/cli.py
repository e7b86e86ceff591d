"""The command `intacct-emulator`. Each sub-command is a few lines that call a room of the package.

Nothing heavy is imported here, so that `--help` and `--version` answer at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from intacct_emulator import __version__
from intacct_emulator.commands import COMMANDS
from intacct_emulator.commands.model import PROGRAM, Command
from intacct_emulator.commands.running import DEMO, SERVE
from intacct_emulator.failure import CannotRunError, MisusedError
from intacct_emulator.settings import SETTINGS, Setting, SettingError

EXIT_FAILED = 1
EXIT_MISUSED = 2
EXIT_INTERRUPTED = 130
EXIT_UNREAD = 141

_HELP_WIDTH = 110
_LARGEST_COUNT = 100_000_000


def _settings_of(command: Command) -> list[Setting]:
    return [setting for setting in SETTINGS if setting.name in command.settings]


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, max_help_position=34, width=_HELP_WIDTH)


def _top_formatter(prog: str) -> argparse.HelpFormatter:
    # Its last lines are a list, and are to stay lines.
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=34, width=_HELP_WIDTH)


def parser() -> argparse.ArgumentParser:
    """The command line as `COMMANDS` and the settings declare it."""
    grouped = [command for command in COMMANDS if " " in command.name]
    lines = [f"    {command.name:17} {command.summary}" for command in grouped]
    lines += ["", f"Begin with `{DEMO.example}`, then `{SERVE.example}`.", f"`{PROGRAM} COMMAND --help` tells more."]
    top = argparse.ArgumentParser(
        PROGRAM,
        description="A local twin of the Sage Intacct XML gateway.",
        epilog="\n".join(lines),
        formatter_class=_top_formatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {"": commands}
    for command in COMMANDS:
        group, _, name = command.name.rpartition(" ")
        sub = _group(group, groups).add_parser(
            name,
            help=command.summary,
            description=command.explanation,
            epilog=f"Example: {command.example}",
            formatter_class=_formatter,
            allow_abbrev=False,
        )
        for option in command.options:
            if option.flag:
                sub.add_argument(option.name, action="store_true", help=option.doc)
                continue
            kind = _whole if option.whole else str
            argument = sub.add_argument(option.name, metavar=option.metavar, type=kind, help=option.doc)
            argument.required = option.required
            if option.rest:
                argument.nargs = argparse.REMAINDER
        for setting in _settings_of(command):
            _add_flag(sub, setting)
        sub.set_defaults(run=command.run)
    return top


def _group(
    name: str, groups: "dict[str, argparse._SubParsersAction[argparse.ArgumentParser]]"
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """The commands whose names begin with those words; made, and the groups around them, where it is the first."""
    if name not in groups:
        around, _, own = name.rpartition(" ")
        inside = (one for one in COMMANDS if one.name.startswith(f"{name} "))
        summaries = "; ".join(f"{one.name}: {one.summary}" for one in inside)
        owner = _group(around, groups).add_parser(own, help=summaries, formatter_class=_formatter, allow_abbrev=False)
        groups[name] = owner.add_subparsers(title="commands", metavar="COMMAND", required=True)
    return groups[name]


def _add_flag(sub: argparse.ArgumentParser, setting: Setting) -> None:
    # No default here: the environment is read only for flags that were not given.
    text = f"{setting.doc} Default: {setting.default}. Variable: {setting.variable}".replace("%", "%%")
    if setting.kind.switch:
        sub.add_argument(setting.flag, action=argparse.BooleanOptionalAction, default=None, help=text)
    else:
        action = "append" if setting.kind.repeated else "store"
        sub.add_argument(setting.flag, action=action, metavar=setting.kind.metavar, help=text)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LARGEST_COUNT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {_LARGEST_COUNT}")
    return int(text)


def page() -> str:
    """The text of docs/cli.md."""
    lines = ["# Command line", "", "The settings are explained in [settings.md](settings.md).", ""]
    for command in COMMANDS:
        lines += [
            f"## {PROGRAM} {command.name}",
            "",
            f"{command.summary[0].upper()}{command.summary[1:]}.",
            "",
            command.explanation,
            "",
        ]
        lines += ["```", command.example, "```", ""]
        lines += [
            f"- `{f'{option.name} {option.metavar}'.strip()}`: {option.doc}"
            if option.name.startswith("-")
            else f"- `{option.metavar}`: {option.doc}"
            for option in command.options
        ]
        for setting in _settings_of(command):
            flag = setting.flag if setting.kind.switch else f"{setting.flag} {setting.kind.metavar}"
            again = f", `--no-{setting.flag[2:]}`" if setting.kind.switch else ""
            lines.append(f"- `{flag}`{again}: {setting.doc}")
        if command.options or command.settings:
            lines.append("")
    lines += [
        "## Exit status",
        "",
        "| Status | Meaning |",
        "|---|---|",
        "| 0 | done, or stopped by SIGTERM or SIGINT |",
        f"| {EXIT_FAILED} | failed: the address is in use, a company or file cannot be used, "
        "TLS is not installed, or a step of the demo failed |",
        f"| {EXIT_MISUSED} | a flag or a setting is invalid |",
        f"| {EXIT_INTERRUPTED} | interrupted before it was ready |",
        f"| {EXIT_UNREAD} | whoever read the output ended first, as `head` does |",
    ]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (the process's own when None); the exit status."""
    arguments = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
        return status
    except (SettingError, MisusedError) as error:
        return _fail(str(error), EXIT_MISUSED)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except CannotRunError as error:
        return _fail(str(error), EXIT_FAILED)
    except BrokenPipeError:
        # Whoever read has seen enough. What is still buffered must not fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_UNREAD


def _fail(text: str, status: int) -> int:
    print(f"{PROGRAM}: {text}", file=sys.stderr)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
