"""The command line: what it says, what it refuses, what it does not import."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from intacct_emulator import __version__, cli, pages
from intacct_emulator.commands import COMMANDS
from intacct_emulator.settings import SETTINGS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_command_line_imports_nothing_heavy() -> None:
    """`--help` and `--version` must not pay for a server: no loop, no web framework, no XML library is loaded."""
    heavy = ("starlette", "uvicorn", "httptools", "lxml", "asyncio", "sqlite3", "ssl", "httpx2", "trustme")
    program = f"import sys, intacct_emulator.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` names the program and its version."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"intacct-emulator {__version__}\n"


def test_help_names_every_command_and_where_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    """The top help lists the commands and says which to try first."""
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert all(command.name in text and command.summary in text for command in COMMANDS)
    assert "Begin with `intacct-emulator demo`" in text


def test_help_of_serve_names_every_setting_with_default_and_variable(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader of `serve --help` needs no other page."""
    with pytest.raises(SystemExit):
        cli.main(["serve", "--help"])
    text = "".join(capsys.readouterr().out.split())
    for setting in SETTINGS:
        assert setting.flag in text
        assert "".join(f"Default: {setting.default}. Variable: {setting.variable}".split()) in text


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["serve", "--nonsense"], ["serve", "--seed"], ["serve", "--po"]]
)
def test_a_wrong_command_line_is_misuse(arguments: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing or unknown command, flag or value ends with status 2 and the usage; flags have no short forms."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == cli.EXIT_MISUSED
    assert "usage: intacct-emulator" in capsys.readouterr().err


def test_a_bad_setting_ends_with_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback: the flag or variable, its value, and what would do."""
    assert cli.main(["serve", "--port", "http"]) == cli.EXIT_MISUSED
    assert capsys.readouterr().err == (
        "intacct-emulator: setting --port: 'http' is not a whole number from 0 to 65535\n"
    )
    monkeypatch.setenv("INTACCT_EMULATOR_SEED", "x")
    assert cli.main(["serve"]) == cli.EXIT_MISUSED
    assert "INTACCT_EMULATOR_SEED" in capsys.readouterr().err


def test_the_page_is_current(tmp_path: Path) -> None:
    """docs/cli.md is what the parser says, and the check of the generated pages can fail."""
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == cli.page()
    assert pages.main(str(tmp_path), "--check") == 1
    assert pages.main(str(tmp_path)) == 0
    assert pages.main(str(tmp_path), "--check") == 0


def test_headings_of_the_page_stand_apart() -> None:
    """A blank line is before each, and never two."""
    page = cli.page()
    assert page.count("\n\n## ") == page.count("\n## ")
    assert "\n\n\n" not in page


def test_whoever_has_read_enough_may_go(tmp_path: Path) -> None:
    """`coverage | head` is no failure with a traceback, be there more to say or not."""
    for arguments in ("coverage", "completion fish"):
        command = f"{sys.executable} -m intacct_emulator.cli {arguments} | head -n 1; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert done.stdout.count("\n") == 1
        assert done.stderr == ""
        assert done.returncode in (0, cli.EXIT_UNREAD)
