"""Completions: what a shell offers behind the words that are there."""

import shutil
import subprocess

import pytest

from intacct_emulator import cli
from intacct_emulator.commands import COMMANDS
from intacct_emulator.commands.completion import script


def offered(*words: str) -> set[str]:
    """What bash offers for the last word."""
    line = " ".join(f"'{word}'" for word in ("intacct-emulator", *words))
    program = (
        f"{script('bash', COMMANDS)}\nCOMP_WORDS=({line}); COMP_CWORD={len(words)}; _intacct_emulator; "
        'echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "there", "absent"),
    [
        (("",), {"serve", "company", "--version"}, {"list", "--port"}),
        (("se",), {"serve"}, {"demo"}),
        (("company", ""), {"list", "create", "books"}, {"serve", "close"}),
        (("company", "books", "cl"), {"close"}, {"open"}),
        (("serve", "--"), {"--port", "--data", "--help"}, {"--into"}),
        (("serve", "--port", "0", "--jou"), {"--journal", "--journal-bytes"}, {"--port"}),
        (("repro", "capture", "x.xml", "--"), {"--into", "--stub"}, {"--port"}),
    ],
)
def test_bash_offers_what_may_follow(words: tuple[str, ...], there: set[str], absent: set[str]) -> None:
    """Commands, commands of a group, flags of a command, by how they begin."""
    assert there <= offered(*words)
    assert not absent & offered(*words)


def test_zsh_uses_them_too_and_fish_has_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command and flag is named; another shell is told which there are."""
    assert "bashcompinit" in script("zsh", COMMANDS)
    fish = script("fish", COMMANDS)
    assert "-n '__fish_use_subcommand' -a serve\n" in fish
    assert "-n '__fish_seen_subcommand_from repro; and __fish_seen_subcommand_from capture' -l into\n" in fish
    if shutil.which("fish"):
        subprocess.run(["fish", "--no-execute"], input=fish, text=True, check=True)
    assert cli.main(["completion", "tcsh"]) == cli.EXIT_FAILED
    assert "there are for bash, zsh, fish" in capsys.readouterr().err
