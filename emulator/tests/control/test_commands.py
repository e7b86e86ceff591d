"""The commands about companies, of an emulator that runs and of folders of one's own; and `exec`."""

import sys
from pathlib import Path

import pytest

from intacct_emulator import Emulator, cli

PRINT = "import os; print(os.environ['INTACCT_COMPANY_ID'], os.environ['INTACCT_ENDPOINT_URL'][:17])"
ASK = """
import sys
from intacct_client import Client
with Client.from_env() as client:
    client.create("CLASS", {"CLASSID": "ONE", "NAME": "One"})
sys.exit(7)
"""


def test_companies_are_controlled_from_the_command_line(
    emulator: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made, listed, reset, exported, taken in and deleted, each by one command."""
    server = ["--server", emulator.address]
    file = tmp_path / "one.company"
    assert cli.main(["company", "create", "blank", "--id", "one", *server]) == 0
    said = capsys.readouterr().out
    assert f"INTACCT_ENDPOINT_URL={emulator.url}\n" in said
    assert "INTACCT_COMPANY_ID=one\n" in said
    assert cli.main(["company", "list", *server]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["blank", "one"]
    assert cli.main(["company", "reset", "one", *server]) == 0
    assert cli.main(["company", "save", "one", str(file), *server]) == 0
    assert cli.main(["company", "load", str(file), "--id", "two", *server]) == 0
    assert cli.main(["company", "delete", "one", *server]) == 0
    assert [company.company_id for company in emulator.companies.list()] == ["blank", "two"]
    capsys.readouterr()
    assert cli.main(["company", "delete", "one", *server]) == cli.EXIT_FAILED
    assert capsys.readouterr().err == "intacct-emulator: there is no company one; there are blank, two\n"
    assert cli.main(["company", "list", "--server", "http://127.0.0.1:9"]) == cli.EXIT_FAILED
    assert "no emulator answers at http://127.0.0.1:9" in capsys.readouterr().err


def test_a_company_of_ones_own_is_begun_and_checked(
    tmp_path: Path, state_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new folder is right and can be served; a fault is told with file and line, an existing folder is kept."""
    folder = tmp_path / "mine"
    assert cli.main(["company", "new", str(folder), "--from", "northfield"]) == 0
    assert cli.main(["company", "check", str(folder)]) == 0
    assert "is right: mine, Northfield Advisory Group" in capsys.readouterr().out
    with Emulator(companies=[str(folder)], state_dir=state_dir) as emulator:
        assert [company.company_id for company in emulator.companies.list()] == ["mine"]
    assert cli.main(["company", "new", str(folder)]) == cli.EXIT_FAILED
    (folder / "23-CLASS.csv").write_text("CLASSID,NAME\nONE,One\nONE,Again\n", encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["company", "check", str(folder)]) == cli.EXIT_FAILED
    said = capsys.readouterr().err
    assert "23-CLASS.csv:3: Another Class with the given value(s) ONE" in said


def test_a_new_folder_says_how_it_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bare name would be taken for a fixture's, and a blank would end the path; so both are written as a path."""
    monkeypatch.chdir(tmp_path)
    assert cli.main(["company", "new", "mine"]) == 0
    assert "serve --company ./mine\n" in Path("mine/company.toml").read_text(encoding="utf-8")
    assert cli.main(["company", "new", "two words/mine"]) == 0
    assert capsys.readouterr().out.endswith('company check "two words/mine"\n')


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["bad name!"], "'bad name!' cannot be a company id: letters, digits, '_', '.' and '-', up to 64"),
        (
            ["mine", "--from", "nosuch"],
            "there is no fixture nosuch to begin with; there are blank, lakeshore, northfield",
        ),
        (["file/mine"], "cannot write file/mine: Not a directory"),
    ],
)
def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(
    arguments: list[str],
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    assert cli.main(["company", "new", *arguments]) == cli.EXIT_FAILED
    assert capsys.readouterr().err == f"intacct-emulator: {reason}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", ":1: not XML: Document is empty"),
        ("<content>\n<function>", ":2: not XML: Premature end of data in tag function line 2"),
        ("<content>\n<function/></content>", ":2: the function is empty"),
    ],
)
def test_a_fault_in_a_file_of_requests_is_told_with_its_line(
    content: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no XML, or that calls nothing, is named with the line."""
    folder = tmp_path / "mine"
    assert cli.main(["company", "new", str(folder)]) == 0
    (folder / "41-x.xml").write_text(content, encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["company", "check", str(folder)]) == cli.EXIT_FAILED
    assert capsys.readouterr().err == f"intacct-emulator: {(folder / '41-x.xml').as_posix()}{reason}\n"


@pytest.mark.parametrize("name", ["50-ITEM.csv", "50-calls.xml"])
def test_a_folder_in_place_of_a_file_is_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fault is its own, and not that of company.toml."""
    folder = tmp_path / "mine"
    assert cli.main(["company", "new", str(folder)]) == 0
    (folder / name).mkdir()
    capsys.readouterr()
    assert cli.main(["company", "check", str(folder)]) == cli.EXIT_FAILED
    assert f"{(folder / name).as_posix()}: it cannot be read" in capsys.readouterr().err


def test_a_program_runs_with_an_emulator_beside_it(state_dir: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It finds the credentials in its environment, its exit status goes through, and a wrong one is told."""
    run = ["exec", "--company", "blank", "--state-dir", str(state_dir), "--"]
    assert cli.main([*run, sys.executable, "-c", PRINT]) == 0
    assert capfd.readouterr().out == "blank http://127.0.0.1:\n"
    assert cli.main([*run, sys.executable, "-c", ASK]) == 7
    assert cli.main([*run, "no-such-program"]) == cli.EXIT_FAILED
    assert "there is no command no-such-program" in capfd.readouterr().err
    assert cli.main(run) == cli.EXIT_MISUSED
    assert capfd.readouterr().err == "intacct-emulator: no program is given: write it after --\n"
