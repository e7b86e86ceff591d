"""Starting costs nothing for a console that nobody looks at."""

import subprocess
import sys

PROGRAM = """
import sys, urllib.request
from intacct_emulator import Emulator

ROOMS = ("jinja2", "intacct_emulator.console", "intacct_emulator.journal")

def loaded():
    return [name for name in ROOMS if name in sys.modules]

with Emulator(companies=["blank"], journal=0, state_dir=sys.argv[1]) as emulator:
    print(loaded())
    urllib.request.urlopen(emulator.address + "/_emulator/").read()
    print(loaded())
"""


def test_templates_and_journal_are_imported_when_they_are_wanted(tmp_path: object) -> None:
    """Neither before the first page is looked at, without a journal and a log of requests."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    before, after = done.stdout.splitlines()
    assert before == "[]"
    assert "'jinja2'" in after
