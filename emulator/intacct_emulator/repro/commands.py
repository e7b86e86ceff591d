"""`intacct-emulator repro`: runs cases, and makes them."""

import sys
from pathlib import Path

from intacct_emulator.explanation.words import in_words
from intacct_emulator.failure import CannotRunError

from .capture import capture
from .case import cases_of, run_case
from .comparison import in_colour, same


def run(path: str, state_dir: Path) -> int:
    """Runs the case or the cases of a folder; 0 when every answer is the expected one, else 1."""
    failed = 0
    cases = cases_of(Path(path))
    for folder in cases:
        ran = run_case(folder, state_dir)
        if same(ran.differences):
            print(f"same     {folder}")
            continue
        failed += 1
        print(f"differs  {folder}: - expected, + said")
        sys.stdout.write(in_colour(ran.differences, colour=sys.stdout.isatty()))
    if len(cases) == 1 and not failed:
        sys.stdout.write("\n" + in_words(ran.explanation))
    return 1 if failed else 0


def make(request: str, answer: str | None, folder: str, company: str, state_dir: Path) -> int:
    """Makes a case out of a saved request and, where there is one, the customer's answer."""
    known_answer = None if answer is None else _read(answer)
    words = capture(_read(request), known_answer, Path(folder), company=company, state_dir=state_dir)
    print(f"{folder} holds the case. The emulator answers:\n\n{words}", end="")
    return 0


def make_from_journal(request_id: str, address: str, folder: str, state_dir: Path) -> int:
    """Makes a case out of what the journal of a running emulator kept."""
    from intacct_emulator.control.remote import RemoteControl

    control = RemoteControl(address)
    try:
        kept = control.send("GET", f"/requests/{request_id}")
    finally:
        control.close()
    words = capture(kept["request"].encode(), kept["answer"].encode(), Path(folder), state_dir=state_dir)
    print(f"{folder} holds the case. A fresh company answers:\n\n{words}", end="")
    return 0


def _read(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as fault:
        raise CannotRunError(f"cannot read {path}: {fault.strerror or fault}") from fault
