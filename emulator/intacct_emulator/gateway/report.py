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
    return Exchange(
        request_id=request.request_id,
        moment=moment,
        duration=duration,
        sender=answer.sender,
        status=answer.status,
        errors=tuple(answer.errors),
        operations=tuple(_operation(operation) for operation in answer.operations),
        request=request.body,
        answer=answer.body,
    )


def _operation(answer: OperationAnswer) -> OperationReport:
    authentication = answer.authentication
    if isinstance(authentication, AuthenticationFailure):
        return OperationReport(answer.company, authentication.userid, None, authentication.stack, ())
    actor = authentication.actor
    calls = tuple(_call(result) for result in answer.results)
    return OperationReport(answer.company, actor.login, actor.entity_id, (), calls)


def _call(result: Result) -> CallReport:
    call = result.call
    function = REGISTRY.find(call.name)
    return CallReport(
        function=call.name,
        objects=function.objects(call.element) if function is not None else (),
        control_id=call.controlid,
        status=result.status,
        errors=result.errors,
        gaps=result.gaps,
        written=result.written,
        outcome=result.outcome,
    )
