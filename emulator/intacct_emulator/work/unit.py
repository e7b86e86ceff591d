"""Units of work: the company's lock, the author of what is written, all or nothing, the fence around our bugs."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.records.store import SYSTEM, Author
from intacct_emulator.storage.faults import system_reason

from .context import Context
from .failure_log import log_failure
from .recurrences import catch_up

log = logging.getLogger(__name__)

ResultT = TypeVar("ResultT")


class AtWork:
    """Has the company to itself while the block runs; what is written bears the actor's name and the request's id.

    A class and no generator: it is on the way of every call.
    """

    __slots__ = ("_before", "_context")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._before: tuple[Author, str] = (SYSTEM, "")

    def __enter__(self) -> None:
        context = self._context
        actor, records = context.actor, context.company.records
        company = context.company
        company.lock.acquire()
        due = company.next_recurrence
        if due is not None and due <= company.clock.today():
            catch_up(company)
        self._before = records.author, records.request_id
        records.author = Author(actor.user_key, actor.login, actor.entity_key, actor.entity_id)
        records.request_id = context.request_id

    def __exit__(self, *_: object) -> None:
        company = self._context.company
        company.records.author, company.records.request_id = self._before
        company.lock.release()


def carry_out(context: Context, what: str, task: Callable[[], ResultT], *, reads: bool = False) -> ResultT:
    """What a task returns. If it raises, nothing of what it wrote stays. `reads` says that it writes nothing.

    Raises GatewayError and nothing else: a bug of the emulator is logged as a failure of `what`, without its message,
    and becomes INTERNAL; a disk that fails is BOOKS_UNUSABLE.
    """
    try:
        with nullcontext() if reads else context.company.database.unit():
            return task()
    except GatewayError:
        raise
    except Exception as error:  # noqa: BLE001 - the fence: a bug is answered, too
        raise broken(what, error) from None


def broken(what: str, error: Exception) -> GatewayError:
    """Logs what broke; the error that answers it."""
    log_failure(log, what, error)
    reason = system_reason(error)
    return GatewayError(protocol.INTERNAL) if reason is None else GatewayError(protocol.BOOKS_UNUSABLE, reason=reason)
