"""`contract run`: the contracts, wherever they are installed, with their evidence in the report."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from intacct_emulator import cli


def run(*arguments: str, folder: Path, **environ: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, outside the checkout and without anybody's INTACCT_ variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INTACCT_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "intacct_emulator.cli", "contract", "run", *arguments],
        cwd=folder,
        env={**kept, **environ},
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_contracts_hold_and_their_evidence_is_in_the_report(tmp_path: Path) -> None:
    """A few of them, from a folder with a pytest configuration of its own, which is not theirs."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    done = run("--junit", "report.xml", "--", "-k", "test_metadata", "-p", "no:randomly", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    cases = ElementTree.parse(tmp_path / "report.xml").findall(".//testcase")
    assert len(cases) > 3
    for case in cases:
        properties = {one.get("name"): one.get("value") for one in case.iter("property")}
        assert properties["evidence"] in ("recorded", "documented", "client", "inferred")
        assert properties["source"]


def test_a_sandbox_without_credentials_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence that names every variable; nothing is collected."""
    for name in [name for name in os.environ if name.startswith("INTACCT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INTACCT_SENDER_ID", "me")
    assert cli.main(["contract", "run", "--target", "sandbox"]) == cli.EXIT_FAILED
    said = capsys.readouterr().err
    assert "INTACCT_ENDPOINT_URL, INTACCT_SENDER_PASSWORD, INTACCT_COMPANY_ID" in said
    assert "INTACCT_SENDER_ID" not in said
    assert said.count("\n") == 1


def test_a_sandbox_is_known_by_reading_it(tmp_path: Path) -> None:
    """Another company stands in for the sandbox: no fact is given; contracts that need some run, without writing."""
    from intacct_emulator import Emulator

    with Emulator(companies=["northfield"]) as emulator:
        variables = {
            "INTACCT_ENDPOINT_URL": emulator.url,
            "INTACCT_SENDER_ID": "local_sender",
            "INTACCT_SENDER_PASSWORD": "local_sender_secret",
            "INTACCT_COMPANY_ID": "northfield",
            "INTACCT_USER_ID": "wsuser",
            "INTACCT_USER_PASSWORD": "wsuser_secret",
        }
        selected = ["--", "-k", "test_read_by_query or test_receivables", "-p", "no:randomly"]
        done = run("--target", "sandbox", *selected, folder=tmp_path, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "needs an active customer" not in done.stdout
    assert "give --allow-writes" in done.stdout
