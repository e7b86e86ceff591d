"""Every function of the gateway's schema with its state, evidence and test.

Made from `xsd/api.xsd` (the names, in its order) and the registry of functions; `intacct-emulator coverage` prints it,
docs/coverage.md holds it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from intacct_emulator.functions.registry import MODULES, REGISTRY, Function
from intacct_emulator.resources import xsd_folder

_SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
_NAME_ONLY = "Undescribed"
_ROOM = "intacct_emulator.functions."


class FunctionState(StrEnum):
    """How far one function goes."""

    MODELLED = "modelled"
    KEPT = "kept"
    NOT_BUILT = "not built"


@dataclass(frozen=True, slots=True)
class Line:
    """One function. `checked` says whether the schema knows its content or only its name.

    `evidence`, `source`, `code` and `test` are empty for one that is not built; the last two are paths in a checkout.
    """

    name: str
    checked: bool
    state: FunctionState
    evidence: str = ""
    source: str = ""
    code: str = ""
    test: str = ""


def schema_functions() -> Iterator[tuple[str, bool]]:
    """The names of the gateway's functions in the schema's order, and whether the schema describes their content."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.parse(xsd_folder() / "api.xsd", parser).getroot()
    choice = root.find(f"{_SCHEMA}complexType[@name='Function']/{_SCHEMA}choice")
    if choice is None:
        raise LookupError("api.xsd has no choice of functions")
    for element in choice.iterfind(f"{_SCHEMA}element"):
        yield element.get("name", ""), element.get("type") != _NAME_ONLY


def lines() -> tuple[Line, ...]:
    """Every function, in the schema's order."""
    built = {function.name: function for function in REGISTRY.all()}
    return tuple(_line(name, checked, built.get(name)) for name, checked in schema_functions())


def _line(name: str, checked: bool, function: Function | None) -> Line:
    if function is None:
        return Line(name, checked, FunctionState.NOT_BUILT)
    # By the module that registers it: handlers may be made elsewhere. The tests mirror the modules.
    where = MODULES.get(name, function.handle.__module__)
    *folders, module = where.removeprefix(_ROOM).split(".")
    room = "/".join(("functions", *folders))
    return Line(
        name,
        checked,
        FunctionState(function.level.value),
        function.evidence,
        function.source,
        f"emulator/intacct_emulator/{room}/{module}.py",
        f"emulator/tests/{room}/test_{module}.py",
    )


def summary(found: Sequence[Line]) -> str:
    """One sentence of counts."""
    counts = Counter(line.state for line in found)
    states = ", ".join(f"{counts[state]} {state}" for state in FunctionState)
    return f"{len(found)} functions: {states}"


_INTRODUCTION = """\
# Coverage

Every function of the gateway's schema, in the schema's order. `intacct-emulator coverage` prints the same list.

State: **modelled** functions do what the product does; **kept** functions write records that the product only stores;
functions that are **not built** fail in the gateway's form, with the response header `X-Intacct-Emulator-Gap`. The
generic functions (`create`, `query` ...) are modelled; [objects.md](objects.md) says how far they go with each object.

Schema: whether a request's content is checked, or only the name is known and any content passes.

Evidence, strongest first. *recorded*: an answer of a live company; *documented*: public reference pages or published
schemas; *client*: what public client programs use; *inferred*: by analogy with better-known behaviour.
"""


def page() -> str:
    """The text of docs/coverage.md."""
    found = lines()
    return "\n".join(
        (
            _INTRODUCTION,
            f"{summary(found)}.\n",
            "| Function | State | Schema | Evidence | Source | Code | Test |",
            "|---|---|---|---|---|---|---|",
            *(_row(line) for line in found),
            "",
        )
    )


def _row(line: Line) -> str:
    schema = "content" if line.checked else "name"
    links = (f"[{path.rpartition('/')[2]}](../{path})" if path else "" for path in (line.code, line.test))
    return f"| `{line.name}` | {line.state} | {schema} | {line.evidence} | {line.source} | {' | '.join(links)} |"


def run() -> int:
    """Print the list on standard output; the exit status."""
    found = lines()
    width = max(len(line.name) for line in found)
    for line in found:
        cells = (line.name.ljust(width), line.state.ljust(9), line.evidence.ljust(10), line.test)
        print("  ".join(cells).rstrip())
    print(summary(found))
    return 0
