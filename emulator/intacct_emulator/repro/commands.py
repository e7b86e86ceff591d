"""`intacct-emulator repro`: runs cases, and makes them."""

import sys
from pathlib import Path

from intacct_emulator.explanation.words import in_words
from intacct_emulator.failure import CannotRunError

from .capture import Captured, capture_exchanges
from .case import COMPANY, cases_of, run_case
from .comparison import in_colour, same
from .sources import Saved, saved_exchanges


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


def make(request: str, answer: str | None, folder: str, company: str, state_dir: Path, *, stub: bool = False) -> int:
    """Makes a case out of a saved request, curl command, HAR or log, and of the customer's answer where it is apart."""
    exchanges = saved_exchanges(_read(request), None if request == "-" else Path(request).parent)
    if answer is not None:
        exchanges = (*exchanges[:-1], exchanges[-1]._replace(answer=_read(answer)))
    _told(folder, capture_exchanges(exchanges, Path(folder), company=company, stub=stub, state_dir=state_dir))
    return 0


def make_from_journal(request_id: str, address: str, folder: str, state_dir: Path, *, stub: bool = False) -> int:
    """Makes a case out of what the journal of a running emulator kept."""
    from intacct_emulator.control.remote import RemoteControl

    control = RemoteControl(address)
    try:
        kept = control.send("GET", f"/requests/{request_id}")
    finally:
        control.close()
    saved = Saved(kept["request"].encode(), kept["answer"].encode())
    _told(folder, capture_exchanges([saved], Path(folder), stub=stub, state_dir=state_dir))
    return 0


def _told(folder: str, captured: Captured) -> None:
    print(f"{folder} holds the case; {captured.replaced} personal values in it are invented.")
    if captured.missing:
        names = ", ".join(str(one) for one in captured.missing)
        print(f"The request names records that the fixture company lacks: {names}.")
        left = [one for one in captured.missing if one not in captured.stubbed]
        if captured.stubbed:
            print(f"{folder}/{COMPANY} holds stand-ins for {'all' if not left else len(captured.stubbed)} of them.")
        else:
            print("With --stub, the case gets a company that has stand-ins for them.")
    print(f"A fresh company answers:\n\n{captured.words}", end="")


def _read(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as fault:
        raise CannotRunError(f"cannot read {path}: {fault.strerror or fault}") from fault
