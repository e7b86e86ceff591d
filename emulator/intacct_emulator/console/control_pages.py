"""Faults and clock, coverage, and the verbs that forms of the console send."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from intacct_emulator.control.failure import ControlError, NotThereError
from intacct_emulator.control.operation import Operation, Where
from intacct_emulator.coverage import FunctionState, lines, summary
from intacct_emulator.faults.fault import FaultKind
from intacct_emulator.settings import CONTROL_PREFIX

from .reasons import GRADES
from .screen import HOME, Asked, Redirect, Screen, Shown

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

# What a form may ask for. Files, and the end of the emulator, are for programs.
VERBS = frozenset(
    {
        *("createCompany", "cloneCompany", "resetCompany", "deleteCompany"),
        *("snapshotCompany", "restoreCompany", "dropSnapshot"),
        *("addFault", "clearFaults", "setClock", "freezeClock", "advanceClock", "resumeClock"),
        *("keepRequests", "clearRequests"),
    }
)


def faults_page(room: "ControlRoom", _: Asked) -> Screen:
    """What is ordered, what can be ordered, and what time it is."""
    values = {
        "active": "faults",
        "faults": room.ordered_faults().ordered,
        "kinds": list(FaultKind),
        "clock": room.clock,
    }
    return Screen("faults.html", values | {"companies": room.company_ids})


def coverage_page(room: "ControlRoom", asked: Asked) -> Screen:
    """Every function, and what this emulator was asked for and has not built."""
    entries = room.journal.find() if room.journal is not None else ()
    gaps = Counter(gap for entry in entries for gap in entry.gaps)
    found = lines()
    state, text = asked.text("state"), asked.text("q").lower()
    shown = [line for line in found if state in ("", line.state) and text in line.name.lower()]
    values = {"active": "coverage", "gaps": gaps.most_common(), "lines": shown, "summary": summary(found)}
    return Screen(
        "coverage.html",
        values | {"states": list(FunctionState), "state": state, "q": asked.text("q"), "grades": GRADES},
    )


def act(room: "ControlRoom", asked: Asked) -> Shown:
    """Does what a form asks, as the control routes would, and leads back. Raises ControlError."""
    name = asked.path["verb"]
    operation = next((one for one in room.operations(None) if one.name == name), None)
    if operation is None or name not in VERBS:
        raise NotThereError(f"there is no verb {name} here")
    operation.handle(**arguments_of(operation, asked.form))
    return Redirect(own_address(asked.form.get("back", "")))


def arguments_of(operation: Operation, form: Mapping[str, str]) -> dict[str, object]:
    """What a form says to a verb. Fields that were left empty are not given. Raises ControlError."""
    given = {name: text.strip() for name, text in form.items() if name != "back" and text.strip()}
    known = {parameter.name: parameter for parameter in operation.parameters}
    parts: dict[Where, dict[str, str]] = {where: {} for where in Where}
    for name, text in given.items():
        parts[known[name].where if name in known else Where.BODY][name] = text
    body = {name: known[name].from_text(text) if name in known else text for name, text in parts[Where.BODY].items()}
    return operation.arguments(parts[Where.PATH], parts[Where.QUERY], body)


def own_address(address: str) -> str:
    """An address of the console; its first page for any other."""
    parts = urlsplit(address)
    inside = not parts.scheme and not parts.netloc and parts.path.startswith(f"{CONTROL_PREFIX}/")
    return address if inside and "\\" not in address and "//" not in parts.path else HOME


def refused(error: ControlError) -> Screen:
    """The page that says why a verb was not carried out."""
    return Screen(
        "message.html",
        {"title": "That did not work", "text": f"{str(error)[:1].upper()}{str(error)[1:]}."},
        error.status,
    )
