"""A customer's error as a folder, and what becomes of it on a fresh company.

`request.xml` is sent, `expected.xml` is the answer, `note.md` tells people about it. More requests, `request-1.xml` and
so on, are sent before it in the order of their names. `company/` holds a company: a whole one with its `company.toml`,
or only files that are added to northfield, and replace those of the same name.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from intacct_emulator.explanation.explain import Explanation
from intacct_emulator.explanation.of_exchange import explain_exchange
from intacct_emulator.failure import CannotRunError
from intacct_emulator.resources import company_folder
from intacct_emulator.world.fixtures import COMPANY_FILE

from .comparison import Difference, compared
from .credentials import with_credentials
from .fresh_world import fresh_world
from .missing import Missing, missing_records

REQUEST, EXPECTED, NOTE, COMPANY = "request.xml", "expected.xml", "note.md", "company"
BASE = "northfield"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a case came to: the last answer, how it differs from the expected one, and why it failed."""

    answer: bytes
    differences: tuple[Difference, ...]
    explanation: Explanation


def cases_of(path: Path) -> tuple[Path, ...]:
    """The folder itself, where it is a case, else the cases in it. Raises CannotRunError where there is none."""
    if (path / REQUEST).is_file():
        return (path,)
    found = tuple(sorted(one.parent for one in path.glob(f"*/{REQUEST}"))) if path.is_dir() else ()
    if not found:
        raise CannotRunError(f"{path} holds no case: a case is a folder with {REQUEST} and {EXPECTED}")
    return found


def run_case(folder: Path, state_dir: Path | None = None) -> Ran:
    """Runs a case on a fresh company. Raises CannotRunError for a folder that lacks a part or holds no XML."""
    try:
        expected = (folder / EXPECTED).read_bytes()
        requests = [*sorted(folder.glob("request-*.xml")), folder / REQUEST]
        documents = [path.read_bytes() for path in requests]
    except OSError as fault:
        raise CannotRunError(f"{fault.filename}: {fault.strerror}") from fault
    with _company(folder) as company, fresh_world(company, state_dir=state_dir) as world:
        exchanges = [world.ask(document) for document in documents]
        last = exchanges[-1]
        try:
            differences = compared(expected, last.answer)
        except ValueError as fault:
            raise CannotRunError(f"{folder / EXPECTED}: {fault}") from None
        return Ran(last.answer, differences, explain_exchange(last, world.tenants))


class Tried(NamedTuple):
    """What requests came to: as they were sent, the last answer, why it failed, and what the company lacked before."""

    signed: tuple[bytes, ...]
    answer: bytes
    explanation: Explanation
    missing: tuple[Missing, ...]


def try_requests(requests: Sequence[bytes], company: str, state_dir: Path | None = None) -> Tried:
    """Sends requests, with the credentials of a fresh company, to that company."""
    with fresh_world(company, state_dir=state_dir) as world:
        signed = tuple(with_credentials(request, world.access) for request in requests)
        missing = missing_records(world.company, signed)
        exchange = [world.ask(request) for request in signed][-1]
        return Tried(signed, exchange.answer, explain_exchange(exchange, world.tenants), missing)


@contextmanager
def _company(folder: Path) -> Iterator[str]:
    own = folder / COMPANY
    if not own.is_dir():
        yield BASE
    elif (own / COMPANY_FILE).is_file():
        yield str(own.resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="intacct-emulator-") as place:
            whole = Path(place) / BASE
            shutil.copytree(company_folder(BASE), whole)
            shutil.copytree(own, whole, dirs_exist_ok=True)
            yield str(whole)
