"""The command that writes completions for a shell, made of the table of commands."""

import argparse
from collections.abc import Iterable, Mapping

from intacct_emulator.failure import CannotRunError
from intacct_emulator.settings import SETTINGS

from .model import PROGRAM, Command, Option

_SHELLS = ("bash", "zsh", "fish")
_BASH = """\
# {program} completion: eval "$({program} completion {shell})"
{before}_intacct_emulator() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" words
    case "${{COMP_WORDS[*]:1:COMP_CWORD-1}}" in
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _intacct_emulator {program}
"""
_ZSH_FIRST = "autoload -U +X bashcompinit && bashcompinit\n"


def script(shell: str, commands: Iterable[Command]) -> str:
    """The completions for a shell. Raises CannotRunError for one that is not known."""
    if shell not in _SHELLS:
        raise CannotRunError(f"there are no completions for {shell}; there are for {', '.join(_SHELLS)}")
    words = _words(commands)
    if shell == "fish":
        return _fish(words)
    # The longest first: what begins with another command's words must not be taken for it.
    cases = "\n".join(
        f'        {_quoted(name)}) words="{" ".join(found)}" ;;' for name, found in sorted(words.items(), reverse=True)
    )
    return _BASH.format(program=PROGRAM, shell=shell, cases=cases, before=_ZSH_FIRST if shell == "zsh" else "")


def _words(commands: Iterable[Command]) -> Mapping[str, list[str]]:
    """What may come behind the words of each command and group."""
    flags = {setting.name: setting.flag for setting in SETTINGS}
    found: dict[str, list[str]] = {"": ["--help", "--version"]}
    for command in commands:
        names = command.name.split()
        for depth, name in enumerate(names):
            inside = found.setdefault(" ".join(names[:depth]), [])
            if name not in inside:
                inside.append(name)
        options = [option.name for option in command.options if option.name.startswith("-")]
        found[command.name] = ["--help", *options, *(flags[name] for name in command.settings)]
    return found


def _quoted(name: str) -> str:
    return f'"{name}"*' if name else '""'


def _fish(words: Mapping[str, list[str]]) -> str:
    lines = [f"# {PROGRAM} completion: {PROGRAM} completion fish | source"]
    for name, found in words.items():
        seen = "".join(f"; and __fish_seen_subcommand_from {word}" for word in name.split()).removeprefix("; and ")
        condition = seen or "__fish_use_subcommand"
        for word in found:
            what = f"-l {word.removeprefix('--')}" if word.startswith("--") else f"-a {word}"
            lines.append(f"complete -c {PROGRAM} -n '{condition}' {what}")
    return "\n".join(lines) + "\n"


def _run(arguments: argparse.Namespace) -> int:
    from . import COMMANDS

    print(script(arguments.shell, COMMANDS), end="")
    return 0


COMPLETION = Command(
    "completion",
    "write completions for a shell",
    'For bash and zsh put eval "$(intacct-emulator completion bash)" into the shell\'s start-up file, for fish '
    "intacct-emulator completion fish | source.",
    f"{PROGRAM} completion bash",
    (),
    _run,
    (Option("shell", "SHELL", f"One of {', '.join(_SHELLS)}.", required=True),),
)
