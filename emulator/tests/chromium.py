"""Finds the machine's Chromium, for tests that drive it. `.ci/run` installs one where it may."""

import os
import shutil
from pathlib import Path

PLAYWRIGHTS = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
PLAYWRIGHTS_NAMES = ("chrome", "headless_shell", "chrome-headless-shell")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str | None:
    """The path of a browser: that of the variable CHROMIUM, of a program that is installed, or of what Playwright has
    installed; None where there is none."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).is_file() else None
    found = next((found for name in NAMES if (found := shutil.which(name))), None)
    own = (str(path) for path in sorted(PLAYWRIGHTS.glob("chromium*/*/*")) if path.name in PLAYWRIGHTS_NAMES)
    return found or next(own, None)
