"""Lists this machine's Pythons that the package runs on, one a line: version and path, one for each minor version.

`python3 .ci/pythons.py`: the one that runs this comes first, then the others, newest first. They are looked for on PATH
and in pyenv's folder; of several with one minor version the newest counts.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from env import OLDEST

PATIENCE = 20
NEWEST_MINOR = 30
SAY = "import sys; print(*sys.version_info[:3], sys.implementation.name, sys.executable)"


def main() -> None:
    """Print the list."""
    own = sys.version_info[:3]
    found: dict[tuple[int, ...], tuple[tuple[int, ...], str]] = {}
    for candidate in candidates():
        asked = ask(candidate)
        if asked is None:
            continue
        version, path = asked
        if version[:2] not in (own[:2],) and version[:2] >= OLDEST:
            found[version[:2]] = max(found.get(version[:2], ((), "")), (version, path))
    for version, path in ((own, sys.executable), *(found[minor] for minor in sorted(found, reverse=True))):
        print(".".join(map(str, version)), path)


def candidates() -> "list[str]":
    """Programs that may be Pythons."""
    named = [shutil.which(f"python3.{minor}") for minor in range(OLDEST[1], NEWEST_MINOR)]
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    kept = [str(path) for path in sorted(root.glob("versions/*/bin/python")) if re.match(r"3\.\d", path.parts[-3])]
    return [path for path in named if path] + kept


def ask(program: str) -> "tuple[tuple[int, ...], str] | None":
    """The version of a CPython that starts, and where it lies; None for anything else, as pyenv's shims are for
    versions that are not chosen."""
    try:
        done = subprocess.run([program, "-c", SAY], capture_output=True, text=True, timeout=PATIENCE, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    *version, implementation, path = done.stdout.split(maxsplit=4)
    return (tuple(map(int, version)), path.strip()) if implementation == "cpython" else None


if __name__ == "__main__":
    main()
