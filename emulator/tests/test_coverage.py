"""Coverage: every function the schema names is listed, and what the list says is true."""

import re
from pathlib import Path
from typing import Any

import pytest

from intacct_emulator import cli, coverage
from intacct_emulator.coverage import FunctionState
from intacct_emulator.functions import registry

ROOT = Path(__file__).resolve().parents[2]
LINES = {line.name: line for line in coverage.lines()}
BUILT = [line for line in LINES.values() if line.state is not FunctionState.NOT_BUILT]


def test_every_function_of_the_schema_is_listed_once_and_in_order() -> None:
    """The list is the schema's choice of functions, which begins and ends as the gateway's own does."""
    names = [name for name, _ in coverage.schema_functions()]
    assert list(LINES) == names
    assert len(names) == len(set(names)) > 250
    assert names[0] == "create_apaccountlabel"
    assert {"create", "readByQuery", "query", "getAPISession", "create_invoice", "get_list"} <= set(names)


def test_every_registered_function_can_be_reached() -> None:
    """A function the schema does not name would be refused before it is run, and could never answer."""
    assert {function.name for function in registry.REGISTRY.all()} <= set(LINES)


def test_every_registered_function_is_found_by_name_alone() -> None:
    """Whether a function answers must not depend on which one was called before: its family must list it."""
    unlisted = {f.name: f.handle.__module__ for f in registry.REGISTRY.all() if f.name not in registry.MODULES}
    assert unlisted == {}


def test_every_listed_family_holds_its_functions() -> None:
    """What a family lists is registered by it; a forgotten handler would be a silent gap."""
    assert {name for name in registry.MODULES if name not in {f.name for f in registry.REGISTRY.all()}} == set()


@pytest.mark.parametrize("line", BUILT, ids=lambda line: line.name)
def test_a_built_function_has_code_a_test_and_a_source(line: Any) -> None:
    """The paths lead to files, the test speaks of the function, and the schema checks what the function reads.

    A test that goes through many functions may make their names from a verb and a noun.
    """
    assert line.evidence
    assert line.source
    assert line.checked
    assert (ROOT / line.code).is_file()
    assert (ROOT / line.test).is_file(), line.test
    words = set(re.findall(r"\w+", (ROOT / line.test).read_text(encoding="utf-8")))
    verb, _, noun = line.name.partition("_")
    assert line.name in words or {verb, noun} <= words, f"{line.test} does not mention {line.name}"


def test_what_is_not_built_claims_nothing() -> None:
    """No evidence and no test stand beside a function that is not built."""
    gaps = [line for line in LINES.values() if line.state is FunctionState.NOT_BUILT]
    assert gaps
    assert not any(line.evidence or line.source or line.code or line.test for line in gaps)


def test_the_command_prints_every_function_and_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """`intacct-emulator coverage` says as much as the page, in the same order."""
    assert cli.main(["coverage"]) == 0
    *rows, counts = capsys.readouterr().out.splitlines()
    assert [re.split(r"  +", row)[:2] for row in rows] == [[line.name, line.state] for line in LINES.values()]
    states = [line.state for line in LINES.values()]
    assert counts == f"{len(LINES)} functions: " + ", ".join(
        f"{states.count(state)} {state}" for state in FunctionState
    )
    page = coverage.page()
    assert counts in page
    assert all(f"| `{name}` | {line.state} |" in page for name, line in LINES.items())
