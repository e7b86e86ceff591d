"""Runs an operation's functions in order: each for itself, or all or nothing."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from intacct_emulator.errors import EmulatorGap, ErrorDetail, GatewayError, protocol
from intacct_emulator.functions.outcome import Data, FunctionFailure, Outcome
from intacct_emulator.functions.registry import REGISTRY, Function
from intacct_emulator.records.written import Writing
from intacct_emulator.work.context import Context
from intacct_emulator.work.unit import AtWork, broken, carry_out

from .envelope import FunctionCall, OperationBlock

SUCCESS, FAILURE, ABORTED = "success", "failure", "aborted"


class Result(NamedTuple):
    """What one function answers. A failure has errors, and sometimes data before them."""

    status: str
    call: FunctionCall
    outcome: Outcome = Outcome()
    data: Data | None = None
    errors: tuple[ErrorDetail, ...] = ()
    gaps: tuple[str, ...] = ()
    written: tuple[Writing, ...] = ()


class _RolledBack(Exception):  # noqa: N818 - carries the failed result out of the unit it undoes
    def __init__(self, result: Result) -> None:
        self.result = result


def run(operation: OperationBlock, context: Context, *, unique: bool, watched: bool = False) -> Sequence[Result]:
    """The results of all functions, in order. Failures of functions are results, never exceptions. If `watched`, each
    result lists what was written."""
    if context.noted is None:
        context = context._replace(noted=[])
    with AtWork(context):
        if not watched:
            return _run(operation, context, unique, None)
        written: list[Writing] = []
        with context.company.records.noting(written):
            return _run(operation, context, unique, written)


def _run(operation: OperationBlock, context: Context, unique: bool, written: list[Writing] | None) -> Sequence[Result]:
    if operation.transaction:
        return _run_together(operation.functions, context, unique, written)
    return [_run_alone(call, context, unique, written) for call in operation.functions]


def _run_alone(call: FunctionCall, context: Context, unique: bool, written: list[Writing] | None) -> Result:
    function = REGISTRY.find(call.name)
    nothing_to_undo = function is not None and function.reads and not unique
    before = len(written) if written is not None else 0
    try:
        task = partial(_call, call, function, context, unique)
        result = carry_out(context, f"function {call.name}", task, reads=nothing_to_undo)
    except FunctionFailure as failure:
        return _failure(call, failure, failure.data)
    except GatewayError as error:
        return _failure(call, error)
    if not written:
        return result
    status, _, outcome, data, errors, gaps, _ = result
    return Result(status, call, outcome, data, errors, gaps, tuple(written[before:] if before else written))


def _run_together(
    calls: Sequence[FunctionCall], context: Context, unique: bool, written: list[Writing] | None
) -> Sequence[Result]:
    """One failure undoes all; every result is `aborted` and ends with XL03000009 (recorded)."""
    results: list[Result] = []
    try:
        with context.company.database.unit():
            for call in calls:
                result = _run_alone(call, context, unique, written)
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
        failure = broken("a transaction", error)
        return [Result(ABORTED, call, errors=failure.then(protocol.ROLLED_BACK).stack) for call in calls]
    return results


def _call(call: FunctionCall, function: Function | None, context: Context, unique: bool) -> Result:
    company = context.company
    # Without an id nothing can be a repetition (a maintained client sends none with any function).
    unique = unique and call.controlid != ""
    if unique and company.has_completed(context.senderid, call.controlid):
        raise GatewayError(protocol.DUPLICATE_CONTROL_ID, controlid=call.controlid)
    if function is None:
        raise EmulatorGap(f"function {call.name}", protocol.NOT_BUILT, function=call.name)
    noted = context.noted if context.noted is not None else []
    noted.clear()
    try:
        outcome = function.answer(context, call.element)
    except GatewayError as error:
        error.gaps = (*error.gaps, *noted)
        if not isinstance(error, FunctionFailure) or not error.completed:
            raise
        # Objects are created one by one, and those before the failing one are kept (recorded).
        return _failure(call, error, error.data)
    if unique:
        company.note_completed(context.senderid, call.controlid)
    return Result(SUCCESS, call, outcome, outcome.data, gaps=(*outcome.gaps, *noted))


def _failure(call: FunctionCall, error: GatewayError, data: Data | None = None) -> Result:
    return Result(FAILURE, call, data=data, errors=error.stack, gaps=error.gaps)
