"""An XML exchange as the value that all wires share."""

from datetime import datetime

from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.work.exchange import CallReport, Exchange, OperationReport

from .authentication import AuthenticationFailure
from .execution import Result
from .messages import Answer, InboundRequest
from .response import OperationAnswer


def exchange_of(request: InboundRequest, answer: Answer, moment: datetime, duration: float) -> Exchange:
    """The exchange of a request received at a moment, and its answer."""
    # By place, in the order of the fields: names would cost as much again.
    return Exchange(
        request.request_id,
        moment,
        duration,
        answer.sender,
        answer.status,
        tuple(answer.errors),
        tuple([_operation(operation) for operation in answer.operations]),
        request.body,
        answer.body,
    )


def _operation(answer: OperationAnswer) -> OperationReport:
    authentication = answer.authentication
    if isinstance(authentication, AuthenticationFailure):
        return OperationReport(answer.company, authentication.userid, None, authentication.stack, ())
    actor = authentication.actor
    calls = tuple([_call(result) for result in answer.results])
    return OperationReport(answer.company, actor.login, actor.entity_id, (), calls)


def _call(result: Result) -> CallReport:
    status, call, outcome, _, errors, gaps, written = result
    function = REGISTRY.find(call.name)
    objects = function.objects(call.element) if function is not None else ()
    return CallReport(call.name, objects, call.controlid, status, errors, gaps, written, outcome)
