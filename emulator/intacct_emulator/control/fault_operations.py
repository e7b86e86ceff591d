"""The verbs about faults and the clock, as rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from intacct_emulator.clock import Clock
from intacct_emulator.faults.fault import Fault, FaultKind
from intacct_emulator.faults.faults import Faults

from .failure import UnusableError
from .operation import Kind, Operation, Parameter, Reply, Where

_LONGEST = 3600.0
_SERVER_ERRORS = range(500, 600)


def fault_operations(faults: Faults) -> tuple[Operation, ...]:
    """The verbs over these faults."""

    def add(kind: str, **order: Any) -> Reply:  # noqa: ANN401 - checked by the parameters
        if kind not in list(FaultKind):
            raise UnusableError(f"kind: {kind!r} is none of {', '.join(FaultKind)}")
        if order.get("times") == 0:
            order["times"] = None
        fault = Fault(FaultKind(kind), **order)
        if not 0 <= fault.seconds <= _LONGEST:
            raise UnusableError(f"seconds: {fault.seconds} is not between 0 and {_LONGEST:.0f}")
        if not 0 < fault.probability <= 1:
            raise UnusableError(f"probability: {fault.probability} is not above 0 and at most 1")
        if fault.status not in _SERVER_ERRORS:
            raise UnusableError(f"status: {fault.status} is none of a server error")
        faults.add(fault)
        return Reply(fault.as_json(), status=201)

    def clear(company: str | None = None) -> Reply:
        faults.clear(company)
        return Reply({"done": True})

    return (
        Operation(
            "listFaults",
            "GET",
            "/faults",
            "The faults that are still to come.",
            lambda: Reply([fault.as_json() for fault in faults.ordered]),
            answer="The faults, in the order they were ordered.",
        ),
        Operation(
            "addFault",
            "POST",
            "/faults",
            "Order a fault. What is left out meets any request.",
            add,
            (
                Parameter("kind", f"One of: {', '.join(FaultKind)}.", required=True),
                Parameter("function", "Only requests with this function."),
                Parameter("object", "Only requests with this object."),
                Parameter("company", "Only requests to this company."),
                Parameter("user", "Only requests of this user."),
                Parameter("times", "How many of them; left out, 1; 0 is all.", kind=Kind.WHOLE),
                Parameter("probability", "How likely each is met; left out, 1.", kind=Kind.NUMBER),
                Parameter("status", "HTTP status of a server error; left out, 500.", kind=Kind.WHOLE),
                Parameter("seconds", "How long slow answers and silence take; left out, 1.", kind=Kind.NUMBER),
            ),
            "The fault.",
            status=201,
        ),
        Operation(
            "clearFaults",
            "DELETE",
            "/faults",
            "Take back the faults that are still to come.",
            clear,
            (Parameter("company", "Only those for this company.", Where.QUERY),),
        ),
    )


def clock_operations(clock: Clock) -> tuple[Operation, ...]:
    """The verbs over this clock, which all companies share."""

    def told() -> Reply:
        return Reply({"now": clock.now().isoformat(), "frozen": clock.frozen})

    def set_to(now: str) -> Reply:
        clock.set(_moment(now))
        return told()

    def freeze(now: str | None = None) -> Reply:
        clock.freeze(None if now is None else _moment(now))
        return told()

    def advance(seconds: float) -> Reply:
        try:
            clock.advance(timedelta(seconds=seconds))
        except OverflowError:
            raise UnusableError(f"seconds: {seconds} leads out of the calendar") from None
        return told()

    def resume() -> Reply:
        clock.resume()
        return told()

    now = Parameter("now", "A moment as 2026-11-30T12:00:00, in UTC where no offset is given.", required=True)
    frozen_at = Parameter("now", "The moment; left out, the present one.")
    return (
        Operation("getClock", "GET", "/clock", "What time it is, and whether time stands.", told),
        Operation("setClock", "PUT", "/clock", "Set the clock, which goes on from there.", set_to, (now,)),
        Operation("freezeClock", "POST", "/clock/freeze", "Let time stand.", freeze, (frozen_at,)),
        Operation(
            "advanceClock",
            "POST",
            "/clock/advance",
            "Move the clock on, frozen or not.",
            advance,
            (Parameter("seconds", "How far.", kind=Kind.NUMBER, required=True),),
        ),
        Operation("resumeClock", "DELETE", "/clock", "Go back to the system's time.", resume),
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnusableError(f"now: {text!r} is no moment such as 2026-11-30T12:00:00") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
