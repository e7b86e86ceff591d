"""The approval of vendors: where a company wants it, new and edited vendors are submitted (documented), and somebody
approves or declines them. What was decided, by whom and when, is kept with the vendor.

What an unapproved vendor may not be used for is not evidenced: nothing is refused because of it.
"""

import json
from enum import StrEnum
from typing import NamedTuple

from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

VENDOR = "VENDOR"
_LOG = "APPROVALLOG"
_STATE = "STATE"


class VendorState(StrEnum):
    """STATE of a vendor, by its stored code (documented values)."""

    SUBMITTED = "S"
    APPROVED = "A"
    DECLINED = "R"


class Decision(NamedTuple):
    """One entry of a vendor's history: what became of it, who did it, when, and why."""

    state: VendorState
    login: str
    moment: str
    comments: str


def submitted(company: Company, log: str | None) -> dict[str, str]:
    """The values of a vendor that is submitted; `log` is the history it has. None where no approval is wanted."""
    if not company.profile.payables.approves_parties:
        return {}
    return {_STATE: VendorState.SUBMITTED, _LOG: _logged(company, log, VendorState.SUBMITTED, "")}


def decide(company: Company, vendor: Record, state: VendorState, comments: str) -> None:
    """Approves or declines a vendor. Raises GatewayError for one that is not submitted."""
    if vendor[_STATE] != VendorState.SUBMITTED:
        raise GatewayError(records.NOT_WAITING_FOR_APPROVAL, object="vendor", value=vendor.id)
    log = _logged(company, vendor.text(_LOG), state, comments)
    company.records.update_row(VENDOR, vendor.key, {_STATE: state.value, _LOG: log})


def waiting(company: Company) -> list[Record]:
    """The vendors that wait for a decision, oldest first."""
    return company.records.where(VENDOR, **{_STATE: VendorState.SUBMITTED.value})


def history(vendor: Record) -> list[Decision]:
    """What was decided on a vendor, in order."""
    entries = json.loads(vendor.text(_LOG) or "[]")
    return [Decision(VendorState(state), login, moment, comments) for state, login, moment, comments in entries]


def _logged(company: Company, log: str | None, state: VendorState, comments: str) -> str:
    store = company.records
    entry = [state.value, store.author.login, store.moment.strftime("%m/%d/%Y %H:%M:%S"), comments]
    return json.dumps([*json.loads(log or "[]"), entry])
