"""The states of cash documents, and what leads from one to the next."""

from collections.abc import Mapping
from enum import StrEnum

from intacct_emulator.errors import GatewayError, cash
from intacct_emulator.records.record import Record


class State(StrEnum):
    """The stored code of a state (RAWSTATE). All of them are in the ledger."""

    POSTED = "A"
    REVERSED = "R"
    REVERSAL = "V"


class Action(StrEnum):
    """What happens to a cash document, in the words of its refusal."""

    CHANGE = "changed"
    DELETE = "deleted"
    REVERSE = "reversed"


NEXT: Mapping[tuple[State, Action], State | None] = {
    (State.POSTED, Action.CHANGE): State.POSTED,
    (State.POSTED, Action.DELETE): None,
    (State.POSTED, Action.REVERSE): State.REVERSED,
}
"""The state an action leads to, None when the document is gone. What is not here is refused."""


def require(record: Record, action: Action) -> None:
    """Raises GatewayError unless the action is open to the document: it must be posted, and neither deposited, cleared
    in a reconciliation (documented for deleting and reversing), nor paid."""
    state = State(str(record["RAWSTATE"]))
    bound = record["DEPOSITKEY"] is not None or record["CLEARED"] == "T"
    paid = record.amount("TOTALPAID") or record.amount("TOTALSELECTED")
    if (state, action) not in NEXT or bound or paid:
        raise GatewayError(cash.NOT_OPEN, number=record.key, action=action)
