"""`intacct-emulator explain`: of a saved request, which is run on a fresh company, or of a saved answer."""

import sys
from pathlib import Path

from intacct_emulator.failure import CannotRunError

from .explain import Explanation
from .of_answer import explain_answer
from .of_exchange import explain_exchange
from .words import in_words


def run(file: str, company: str, state_dir: Path) -> int:
    """Explains a file, or with `-` standard input, on standard output; 0 when nothing failed, else 1."""
    explanation = explained(_read(file), company, state_dir)
    sys.stdout.write(in_words(explanation))
    return 1 if explanation.reasons or explanation.gaps else 0


def explained(content: bytes, company: str, state_dir: Path | None = None) -> Explanation:
    """The explanation of a document: an answer by its texts, anything else as a request to a fresh company, with that
    company's credentials. Raises CannotRunError."""
    from intacct_emulator.repro.credentials import with_credentials
    from intacct_emulator.repro.fresh_world import fresh_world

    with fresh_world(company, state_dir=state_dir) as world:
        if b"<response" in content:
            try:
                return explain_answer(content, world.tenants)
            except ValueError as fault:
                raise CannotRunError(str(fault)) from None
        exchange = world.ask(with_credentials(content, world.access))
        return explain_exchange(exchange, world.tenants)


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise CannotRunError(f"cannot read {file}: {fault.strerror or fault}") from fault
