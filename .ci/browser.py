"""Sees to it that there is a Chromium for the tests of the console: `python3 .ci/env.py python .ci/browser.py`.

One that is installed is used. Else Debian's is installed where this may be done, and else Playwright's own, which needs
no rights but a way to its server. Where neither can be had, the tests in a browser are skipped and say so; the exit
status is 0 all the same.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "emulator" / "tests"))

from chromium import chromium

PATIENCE = 600


def main() -> int:
    """Look for a browser, try to install one, and say what came of it."""
    found = chromium()
    if found is None:
        if not install_debians():
            tried(sys.executable, "-m", "playwright", "install", "chromium-headless-shell")
        found = chromium()
    print(f"Chromium: {found or 'none; tests in a browser are skipped'}")
    return 0


def install_debians() -> bool:
    """Install Debian's Chromium; whether that worked. Only who may install packages is asked to."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    packages = ("chromium", "fonts-dejavu-core")
    return tried("apt-get", "update", "-qq") and tried(
        "apt-get", "install", "-qq", "--no-install-recommends", *packages
    )


def tried(*command: str) -> bool:
    """Whether a command worked."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environ, check=False, timeout=PATIENCE, stdout=subprocess.DEVNULL)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
