"""The states of cash documents, and what leads from one to the next."""

from collections.abc import Mapping
from enum import StrEnum

from intacct_emulator.errors import GatewayError, cash
from intacct_emulator.records.record import Record


class CashState(StrEnum):
    """The stored code of a state (RAWSTATE). All of them are in the ledger."""

    POSTED = "A"
    REVERSED = "R"
    REVERSAL = "V"


class CashAction(StrEnum):
    """What happens to a cash document, in the words of its refusal."""

    CHANGE = "changed"
    DELETE = "deleted"
    REVERSE = "reversed"


NEXT: Mapping[tuple[CashState, CashAction], CashState | None] = {
    (CashState.POSTED, CashAction.CHANGE): CashState.POSTED,
    (CashState.POSTED, CashAction.DELETE): None,
    (CashState.POSTED, CashAction.REVERSE): CashState.REVERSED,
}
"""The state an action leads to, None when the document is gone. What is not here is refused."""


def require(record: Record, action: CashAction) -> None:
    """Raises GatewayError unless the action is open to the document: it must be posted, and neither deposited, cleared
    in a reconciliation (documented for deleting and reversing), nor paid."""
    state = CashState(str(record["RAWSTATE"]))
    bound = record["DEPOSITKEY"] is not None or record["CLEARED"] == "T"
    paid = record.amount("TOTALPAID") or record.amount("TOTALSELECTED")
    if (state, action) not in NEXT or bound or paid:
        raise GatewayError(cash.NOT_OPEN, number=record.key, action=action)
