"""Units of work: the company's lock, the author of each write, all-or-nothing execution, and the handling of bugs."""

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
    """Holds the company's lock while the block runs; writes bear the actor's name and the request's id.

    A class instead of a generator, for speed: every call passes here.
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
    """Returns the task's result. If the task raises, its writes are undone. `reads` says that it writes nothing.

    Raises only GatewayError: a bug of the emulator is logged as a failure of `what`, without its message, and becomes
    INTERNAL; a disk failure becomes BOOKS_UNUSABLE.
    """
    try:
        with nullcontext() if reads else context.company.database.unit():
            return task()
    except GatewayError:
        raise
    except Exception as error:  # noqa: BLE001 - the fence: a bug is answered, too
        raise broken(what, error) from None


def broken(what: str, error: Exception) -> GatewayError:
    """Logs a failure; returns the error to answer with."""
    log_failure(log, what, error)
    reason = system_reason(error)
    return GatewayError(protocol.INTERNAL) if reason is None else GatewayError(protocol.BOOKS_UNUSABLE, reason=reason)
