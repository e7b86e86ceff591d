"""Programs that use the client pass a strict type check."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "docs" / "recipes" / "receivables.py"

WRONG = """\
from datetime import date
from intacct_client import Client

with Client.from_env() as client:
    for row in client.query("ARINVOICE", ["WHENDUE"]):
        due: date = row.decimal("WHENDUE")
        paid: date = row.date("WHENPAID", default=None)
"""


def strictly_checked(program: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """What ``mypy --strict`` says of a program, without this project's settings."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}", str(program)]
    environ = os.environ | {"MYPYPATH": str(ROOT / "client")}
    return subprocess.run(command, capture_output=True, text=True, env=environ, cwd=cache, check=False)


def test_a_users_program_passes_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    """Queries, reads, writes, lines, errors and both clients need no cast; amounts are no dates, nor is ``None``."""
    checked = strictly_checked(PROGRAM, tmp_path)
    assert checked.returncode == 0, checked.stdout
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG)
    found = strictly_checked(wrong, tmp_path).stdout.splitlines()
    assert [line.split(":")[1] for line in found[:-1]] == ["6", "7"], found
