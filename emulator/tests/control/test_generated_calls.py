"""Calls that Schemathesis draws from `openapi.json`, right and wrong ones: the control routes never fail, refuse in
JSON, and answer with the statuses that the document names."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from intacct_emulator import Emulator

SEED = 20261125
EXAMPLES = 10
# What a drawn call would wait for is no fault.
SHORT = {"timeout": 0.01}


def operations(emulator: Emulator) -> Iterator[Any]:
    """The operations of the document, as Schemathesis reads them; those that take a company away come last."""
    import schemathesis

    @schemathesis.serializer("application/vnd.sqlite3")
    def as_file(_: Any, value: Any) -> bytes:
        return json.dumps(value).encode()

    schema = schemathesis.openapi.from_url(f"{emulator.address}/_emulator/openapi.json")
    found: list[Any] = [cast("Any", result).ok() for result in schema.get_all_operations()]
    yield from sorted(found, key=lambda operation: operation.definition.raw["operationId"] == "deleteCompany")


def require_answered(operation: Any, case: Any, company_id: str | None) -> None:
    """Calls, and looks at the answer."""
    if company_id is not None:
        case.path_parameters = {
            name: company_id if name in ("company_id", "source") else value
            for name, value in case.path_parameters.items()
        }
    if operation.path.endswith("/wait"):
        case.query = {**(case.query or {}), **SHORT}
    answer = case.call()
    asked = f"{operation.label} {case.path_parameters} {case.query} {case.body!r}"
    told = f"{asked}: {answer.content[:300]!r}"
    assert answer.status_code < 500, told
    if str(answer.status_code) in operation.definition.raw["responses"]:
        return
    # A name with a slash in it is an address of nothing.
    refused_by_verb = "application/json" in answer.headers["content-type"]
    assert refused_by_verb or answer.status_code in (404, 405), told
    assert not refused_by_verb or isinstance(answer.json()["error"], str), told


def drawn_calls(operation: Any, mode: Any) -> Callable[[], None]:
    """A call of the operation for each example that is drawn."""
    whose = st.sampled_from(("blank", None)) if "/companies/{" in operation.path else st.none()

    @seed(SEED)
    @settings(max_examples=EXAMPLES, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), company_id=whose)
    def called(case: Any, company_id: str | None) -> None:
        require_answered(operation, case, company_id)

    return called


def test_every_operation_answers_what_is_drawn_for_it(emulator: Emulator) -> None:
    """Right and wrong arguments of every operation, of a company that exists or of any name."""
    from schemathesis import GenerationMode

    tried = 0
    for operation in operations(emulator):
        drawn_calls(operation, GenerationMode.POSITIVE)()
        tried += 1
        # Where any text will do, as in a path, there are no wrong arguments.
        with suppress(Unsatisfiable):
            drawn_calls(operation, GenerationMode.NEGATIVE)()
    assert tried > 30
