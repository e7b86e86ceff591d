"""The verbs about the journal, as rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from intacct_emulator.journal.journal import Journal
from intacct_emulator.journal.wanted import Wanted

from .failure import NotThereError, UnusableError
from .operation import Kind, Operation, Parameter, Reply, Where

if TYPE_CHECKING:
    from intacct_emulator.tenancy.tenants import Tenants

_LONGEST_WAIT = 300.0
_MOST_KEPT = 1_000_000
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


def journal_operations(
    journal: Callable[[], Journal | None], tenants: "Tenants", keep: Callable[[int], None]
) -> tuple[Operation, ...]:
    """The verbs over a journal, which is None while it is off; `keep` switches it on, for so many requests."""

    def kept() -> Journal:
        found = journal()
        if found is None:
            raise UnusableError("the journal is off: start the emulator with --journal 1000, or ask for keepRequests")
        return found

    def keep_requests(most: int = 1000) -> Reply:
        if not 0 <= most <= _MOST_KEPT:
            raise UnusableError(f"most: {most} is not between 0 and {_MOST_KEPT}")
        keep(most)
        return Reply({"most": most})

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

    def explanation(request_id: str, form: str = "json") -> Reply:
        from intacct_emulator.explanation.of_exchange import explain_entry
        from intacct_emulator.explanation.words import in_words

        entry = kept().entry(request_id)
        if entry is None:
            raise NotThereError(f"the journal has no request {request_id}; it keeps the latest ones")
        explained = explain_entry(entry, tenants)
        if form == "text":
            return Reply(in_words(explained), media_type="text/plain")
        return Reply({"request_id": request_id, **explained.as_json()})

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
            others=((408, "Those that there are; the time is over."),),
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
        Operation(
            "explainRequest",
            "GET",
            "/explain/{request_id}",
            "Why a request failed: the rule, its grounds, the element it is about, what would pass.",
            explanation,
            (request_id, Parameter("form", "json (when left out), or text for people.", Where.QUERY)),
            "The reasons, and what is not built.",
        ),
        Operation(
            "keepRequests",
            "PUT",
            "/requests",
            "Keep requests from now on, the latest so many, as --journal does from the start.",
            keep_requests,
            (Parameter("most", "How many; left out, 1000; 0 keeps none, and forgets all.", kind=Kind.WHOLE),),
        ),
        Operation("clearRequests", "DELETE", "/requests", "Forget what came in.", clear, (company,)),
    )


def _wanted(filters: dict[str, Any]) -> Wanted:
    if filters.get("status") not in (None, "success", "failure"):
        raise UnusableError(f"status: {filters['status']!r} is neither success nor failure")
    return Wanted(**filters)
