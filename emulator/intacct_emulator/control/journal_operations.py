"""The verbs about the journal, as rows."""

from typing import Any

from intacct_emulator.journal.journal import Journal
from intacct_emulator.journal.wanted import Wanted

from .failure import NotThereError, UnusableError
from .operation import Kind, Operation, Parameter, Reply, Where

_LONGEST_WAIT = 300.0
_FILTERS = (
    Parameter("function", "Only requests with this function.", Where.QUERY),
    Parameter("object", "Only requests with this object; with function, of one and the same call.", Where.QUERY),
    Parameter("company", "Only requests to this company.", Where.QUERY),
    Parameter("user", "Only requests of this user.", Where.QUERY),
    Parameter("status", "Only those without any failure (success), or the others (failure).", Where.QUERY),
    Parameter("error", "Only answers with this error number.", Where.QUERY),
    Parameter("gaps", "Only answers with gaps (true), or without (false).", Where.QUERY, Kind.TRUTH),
    Parameter("after", "Only entries with a higher number.", Where.QUERY, Kind.WHOLE),
)


def journal_operations(journal: Journal | None) -> tuple[Operation, ...]:
    """The verbs over this journal; None when it is off."""

    def kept() -> Journal:
        if journal is None:
            raise UnusableError("the journal is off: start the emulator with --journal 1000")
        return journal

    def found(limit: int = 100, **filters: Any) -> Reply:  # noqa: ANN401 - checked by the parameters
        return Reply([entry.as_json() for entry in kept().find(_wanted(filters), limit)])

    def wait(count: int = 1, timeout: float = 5.0, **filters: Any) -> Reply:  # noqa: ANN401
        if not 0 <= timeout <= _LONGEST_WAIT:
            raise UnusableError(f"timeout: {timeout} is not between 0 and {_LONGEST_WAIT:.0f} seconds")
        entries = kept().wait(_wanted(filters), count, timeout)
        found = [entry.as_json() for entry in entries]
        return Reply(found, status=200 if len(found) >= count else 408)

    def one(request_id: str) -> Reply:
        entry = kept().entry(request_id)
        if entry is None:
            raise NotThereError(f"the journal has no request {request_id}; it keeps the latest ones")
        return Reply(entry.as_json(documents=True))

    def clear(company: str | None = None) -> Reply:
        kept().clear(company)
        return Reply({"done": True})

    limit = Parameter("limit", "The latest so many; left out, 100.", Where.QUERY, Kind.WHOLE)
    count = Parameter("count", "How many there have to be; left out, 1.", Where.QUERY, Kind.WHOLE)
    timeout = Parameter("timeout", "Seconds to wait; left out, 5.", Where.QUERY, Kind.NUMBER)
    company = Parameter("company", "Forget only requests to this company.", Where.QUERY)
    request_id = Parameter("request_id", "The request's id.", Where.PATH, required=True)
    return (
        Operation(
            "listRequests",
            "GET",
            "/requests",
            "What came in, oldest first, without the documents.",
            found,
            (*_FILTERS, limit),
            "The requests.",
        ),
        Operation(
            "waitForRequests",
            "GET",
            "/requests/wait",
            "Wait until so many requests have come in. Answers 408 with those that there are when the time is over.",
            wait,
            (*_FILTERS, count, timeout),
            "The requests.",
        ),
        Operation(
            "getRequest",
            "GET",
            "/requests/{request_id}",
            "One request, with both documents; passwords and sessions are masked.",
            one,
            (request_id,),
            "The request.",
        ),
        Operation("clearRequests", "DELETE", "/requests", "Forget what came in.", clear, (company,)),
    )


def _wanted(filters: dict[str, Any]) -> Wanted:
    if filters.get("status") not in (None, "success", "failure"):
        raise UnusableError(f"status: {filters['status']!r} is neither success nor failure")
    return Wanted(**filters)
