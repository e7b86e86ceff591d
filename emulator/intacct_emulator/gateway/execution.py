"""Runs an operation's functions in order: each for itself, or all or nothing."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from typing import NamedTuple

from intacct_emulator.errors import EmulatorGap, ErrorDetail, GatewayError, protocol
from intacct_emulator.functions.context import Context
from intacct_emulator.functions.outcome import Data, FunctionFailure, Outcome
from intacct_emulator.functions.registry import REGISTRY, Function
from intacct_emulator.records.store import Author
from intacct_emulator.storage.faults import system_reason

from .envelope import FunctionCall, Operation
from .failure_log import log_failure

log = logging.getLogger(__name__)

SUCCESS, FAILURE, ABORTED = "success", "failure", "aborted"


class Result(NamedTuple):
    """What one function answers. A failure has errors, and sometimes data before them."""

    status: str
    call: FunctionCall
    outcome: Outcome = Outcome()
    data: Data | None = None
    errors: tuple[ErrorDetail, ...] = ()
    gaps: tuple[str, ...] = ()


class _RolledBack(Exception):  # noqa: N818 - carries the failed result out of the unit it undoes
    def __init__(self, result: Result) -> None:
        self.result = result


def run(operation: Operation, context: Context, *, unique: bool) -> Sequence[Result]:
    """The results of all functions, in order. Never raises for what a function does."""
    company = context.company
    actor = context.actor
    company.records.author = Author(actor.user_key, actor.login, actor.entity_key, actor.entity_id)
    if operation.transaction:
        return _run_together(operation.functions, context, unique)
    return [_run_alone(call, context, unique) for call in operation.functions]


def _run_alone(call: FunctionCall, context: Context, unique: bool) -> Result:
    function = REGISTRY.find(call.name)
    nothing_to_undo = function is not None and function.reads and not unique
    try:
        with nullcontext() if nothing_to_undo else context.company.database.unit():
            return _call(call, function, context, unique)
    except FunctionFailure as failure:
        return _failure(call, failure, failure.data)
    except GatewayError as error:
        return _failure(call, error)
    except Exception as error:  # noqa: BLE001 - the fence around a function: its bug is answered, too
        return _failure(call, _broken(f"function {call.name}", error))


def _run_together(calls: Sequence[FunctionCall], context: Context, unique: bool) -> Sequence[Result]:
    """One failure undoes all; every result is `aborted` and ends with XL03000009 (recorded)."""
    results: list[Result] = []
    try:
        with context.company.database.unit():
            for call in calls:
                result = _run_alone(call, context, unique)
                results.append(result)
                if result.status == FAILURE:
                    raise _RolledBack(result)
    except _RolledBack as rolled_back:
        failed = rolled_back.result
        undone = protocol.ROLLED_BACK.fill()
        return [
            Result(ABORTED, call, errors=(*failed.errors, undone), gaps=failed.gaps)
            if call is failed.call
            else Result(ABORTED, call, errors=(undone,))
            for call in calls
        ]
    except Exception as error:  # noqa: BLE001 - beginning and ending a transaction can fail, on a full disk for example
        broken = _broken("a transaction", error)
        return [Result(ABORTED, call, errors=broken.then(protocol.ROLLED_BACK).stack) for call in calls]
    return results


def _call(call: FunctionCall, function: Function | None, context: Context, unique: bool) -> Result:
    company = context.company
    if unique and company.has_completed(context.senderid, call.controlid):
        raise GatewayError(protocol.DUPLICATE_CONTROL_ID, controlid=call.controlid)
    if function is None:
        raise EmulatorGap(f"function {call.name}", protocol.NOT_BUILT, function=call.name)
    try:
        outcome = function.handle(context, function.decode(call.element))
    except FunctionFailure as failure:
        if not failure.completed:
            raise
        # Objects are created one after the other, and those before the failing one stay (recorded).
        return _failure(call, failure, failure.data)
    if unique:
        company.note_completed(context.senderid, call.controlid)
    return Result(SUCCESS, call, outcome, outcome.data, gaps=outcome.gaps)


def _broken(what: str, error: Exception) -> GatewayError:
    """Logs what broke; the answer to it."""
    log_failure(log, what, error)
    reason = system_reason(error)
    return GatewayError(protocol.INTERNAL) if reason is None else GatewayError(protocol.BOOKS_UNUSABLE, reason=reason)


def _failure(call: FunctionCall, error: GatewayError, data: Data | None = None) -> Result:
    return Result(FAILURE, call, data=data, errors=error.stack, gaps=error.gaps)
