"""Writes `constraints-dev.txt`: the versions of all that the checkout's environment holds, none younger than two weeks.

`python3 .ci/lock.py` asks the package index that pip is set up for; review the difference before you commit it. A
release that turns out to be broken or stolen is mostly taken back within days: who waits does not install it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from env import CONSTRAINTS, PIP, ROOT, SCRIPTS, run

COOL_DOWN_DAYS = 14
HEAD = f"""\
# Written by .ci/lock.py: what .ci/env.py may install. None was younger than {COOL_DOWN_DAYS} days.
"""


def main() -> None:
    """Resolve the project with its extras and write what was found."""
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, "-m", "venv", folder])
        python = str(Path(folder) / SCRIPTS.name / "python")
        # Only a recent pip can leave out what is too young.
        run([python, *PIP, "install", "--upgrade", "pip"])
        command = [python, *PIP, "install", "--dry-run", "--ignore-installed", "--report", "-"]
        command += ["--uploaded-prior-to", f"P{COOL_DOWN_DAYS}D", f"{ROOT}[dev]"]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["install"]  # noqa: S603
    versions = {one["metadata"]["name"].lower(): one["metadata"]["version"] for one in found}
    versions.pop("intacct-emulator")
    CONSTRAINTS.write_text(HEAD + "".join(f"{name}=={versions[name]}\n" for name in sorted(versions)), encoding="utf-8")


if __name__ == "__main__":
    main()
