"""Finds the machine's Chromium, for tests that drive it. `.ci/run` installs one where it may."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str | None:
    """The path of a browser: that of the variable CHROMIUM, or of a program that is installed; None where there is
    none."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)
