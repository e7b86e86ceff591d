"""The recipes work as written: programs run against a real emulator, command lines on this machine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intacct_emulator import Emulator

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes"
CREDENTIALS = {
    "INTACCT_SENDER_ID": "local_sender",
    "INTACCT_SENDER_PASSWORD": "local_sender_secret",
    "INTACCT_COMPANY_ID": "northfield",
    "INTACCT_USER_ID": "wsuser",
    "INTACCT_USER_PASSWORD": "wsuser_secret",
}


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    """The environment of a program whose gateway is a fresh emulator of northfield."""
    with Emulator(companies=["northfield"]) as emulator:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_")}
        yield inherited | CREDENTIALS | {"INTACCT_ENDPOINT_URL": emulator.url}


def test_the_python_program_bills_and_reports(environ: dict[str, str]) -> None:
    """It posts 120.50, reads it back from the lines, finds it due 30 days later, and is told why another failed."""
    done = subprocess.run(
        [sys.executable, RECIPES / "receivables.py"], env=environ, capture_output=True, text=True, check=True
    )
    first, *due, refused, names = done.stdout.splitlines()
    assert re.fullmatch(r"invoice \d+: 120\.50?", first)
    assert "INV-RECIPE-1 120.5 due 03 December 2026, paid not yet" in [line.replace("120.50", "120.5") for line in due]
    assert "C-NOBODY" in refused
    assert names.startswith("{'C-1001': '")


@pytest.mark.parametrize(
    ("interpreter", "file"),
    [
        ([sys.executable], "create_class.py"),
        (["node"], "create_class.js"),
        (["php"], "create_class.php"),
        (["ruby"], "create_class.rb"),
        (["go", "run"], "create_class.go"),
        (["sh"], "create_class.sh"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_programs_of_other_languages_create_a_record(
    environ: dict[str, str], interpreter: list[str], file: str
) -> None:
    """Each prints the key of its record; a language that is not on this machine is skipped."""
    if shutil.which(interpreter[0]) is None or (file.endswith(".sh") and shutil.which("curl") is None):
        pytest.skip(f"no {interpreter[0]} here")
    done = subprocess.run(
        [*interpreter, file],
        cwd=RECIPES / "languages",
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert re.fullmatch(r"created \d+\n", done.stdout), done.stderr
