"""Units of work: the company's lock, the author of what is written, all or nothing, the fence around our bugs."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TypeVar

from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.records.store import Author

from .context import Context
from .failure_log import log_failure

log = logging.getLogger(__name__)

ResultT = TypeVar("ResultT")


@contextmanager
def at_work(context: Context) -> Iterator[None]:
    """Has the company to itself while the block runs; what is written bears the actor's name and the request's id."""
    company, actor = context.company, context.actor
    records = company.records
    with company.lock:
        before = records.author, records.request_id
        records.author = Author(actor.user_key, actor.login, actor.entity_key, actor.entity_id)
        records.request_id = context.request_id
        try:
            yield
        finally:
            records.author, records.request_id = before


def carry_out(context: Context, what: str, task: Callable[[], ResultT], *, reads: bool = False) -> ResultT:
    """What a task returns. If it raises, nothing of what it wrote stays. `reads` says that it writes nothing.

    Raises GatewayError and nothing else: a bug of the emulator is logged as a failure of `what`, without its message,
    and becomes INTERNAL.
    """
    try:
        with nullcontext() if reads else context.company.database.unit():
            return task()
    except GatewayError:
        raise
    except Exception as error:  # noqa: BLE001 - the fence: a bug is answered, too
        log_failure(log, what, error)
        raise GatewayError(protocol.INTERNAL) from None
