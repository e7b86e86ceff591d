"""The verbs about companies, as rows."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from .companies import Companies
from .company_file import MEDIA_TYPE
from .failure import UnusableError
from .operation import Kind, Operation, Parameter, Reply, Where

_ID = Parameter("company_id", "The company.", Where.PATH, required=True)
_NEW_ID = Parameter("company_id", "The new company's id; left out, one that nobody has.")
_SNAPSHOT = Parameter("name", "The snapshot's name.", Where.PATH, required=True)
_ACCESS = "The company's id and title, and a sender and a user that may sign in, as far as they are known."


def company_operations(companies: Companies) -> tuple[Operation, ...]:
    """The verbs over these companies."""

    def done(verb: Callable[..., None], *arguments: str) -> Reply:
        verb(*arguments)
        return Reply({"done": True})

    return (
        Operation(
            "listCompanies",
            "GET",
            "/companies",
            "All companies, what each was made from, its snapshots and its size.",
            lambda: Reply([asdict(company) for company in companies.list()]),
            answer="The companies, by id.",
        ),
        Operation(
            "createCompany",
            "POST",
            "/companies",
            "Make a company like a fixture.",
            lambda template="northfield", company_id=None: Reply(
                companies.create(template, company_id).as_json(), status=201
            ),
            (
                Parameter("template", "A fixture's name or the path of a folder of one's own; left out, northfield."),
                _NEW_ID,
            ),
            _ACCESS,
            status=201,
        ),
        Operation(
            "getCompany",
            "GET",
            "/companies/{company_id}",
            "How to sign in to a company.",
            lambda company_id: Reply(companies.access(company_id).as_json()),
            (_ID,),
            _ACCESS,
        ),
        Operation(
            "cloneCompany",
            "POST",
            "/companies/{source}/clone",
            "Make a company that is what another one is now.",
            lambda source, company_id=None: Reply(companies.clone(source, company_id).as_json(), status=201),
            (Parameter("source", "The company to copy.", Where.PATH, required=True), _NEW_ID),
            _ACCESS,
            status=201,
        ),
        Operation(
            "deleteCompany",
            "DELETE",
            "/companies/{company_id}",
            "Take a company away, with its sessions and snapshots.",
            lambda company_id: done(companies.delete, company_id),
            (_ID,),
        ),
        Operation(
            "resetCompany",
            "POST",
            "/companies/{company_id}/reset",
            "Put a company back to how it began.",
            lambda company_id: done(companies.reset, company_id),
            (_ID,),
        ),
        Operation(
            "snapshotCompany",
            "PUT",
            "/companies/{company_id}/snapshots/{name}",
            "Keep what a company is now.",
            lambda company_id, name: done(companies.snapshot, company_id, name),
            (_ID, _SNAPSHOT),
        ),
        Operation(
            "restoreCompany",
            "POST",
            "/companies/{company_id}/snapshots/{name}/restore",
            "Make a company what it was at a snapshot.",
            lambda company_id, name: done(companies.restore, company_id, name),
            (_ID, _SNAPSHOT),
        ),
        Operation(
            "dropSnapshot",
            "DELETE",
            "/companies/{company_id}/snapshots/{name}",
            "Forget a snapshot.",
            lambda company_id, name: done(companies.drop_snapshot, company_id, name),
            (_ID, _SNAPSHOT),
        ),
        Operation(
            "exportCompany",
            "GET",
            "/companies/{company_id}/export",
            "The company as a file for another emulator. It holds hashes of passwords.",
            lambda company_id: Reply(companies.export(company_id), media_type=MEDIA_TYPE),
            (_ID,),
            "The file.",
        ),
        Operation(
            "importCompany",
            "POST",
            "/companies/import",
            "Take in an exported company.",
            lambda content, company_id=None: Reply(companies.import_file(content, company_id).as_json(), status=201),
            (Parameter("company_id", "The new company's id; left out, the one in the file.", Where.QUERY),),
            _ACCESS,
            takes_file=MEDIA_TYPE,
            status=201,
        ),
    )


def book_operations(companies: Companies) -> tuple[Operation, ...]:
    """The verbs about these companies' books."""

    def told(company_id: str) -> Reply:
        return Reply([state.as_json for state in companies.books(company_id)])

    def close(company_id: str, through: str, entity: str | None = None, modules: list[str] | None = None) -> Reply:
        companies.close_books(company_id, _day("through", through), entity, modules)
        return told(company_id)

    def reopen(
        company_id: str, since: str | None = None, entity: str | None = None, modules: list[str] | None = None
    ) -> Reply:
        companies.open_books(company_id, None if since is None else _day("since", since), entity, modules)
        return told(company_id)

    answer = "The last closed day of each module, for the top level and each entity; null where books are open."
    whose = Parameter("entity", "The entity; left out, all of them and the top level.")
    modules = Parameter("modules", "Some of GL, AP, AR, EE and CM; left out, all.", kind=Kind.TEXTS)
    through = Parameter("through", "The end of a month, as 2026-01-31.", required=True)
    since = Parameter("since", "The first of a month, as 2026-01-01; left out, all is opened.")
    return (
        Operation(
            "getBooks",
            "GET",
            "/companies/{company_id}/books",
            "Up to which day books are closed.",
            told,
            (_ID,),
            answer,
        ),
        Operation(
            "closeBooks",
            "POST",
            "/companies/{company_id}/books/close",
            "Close books up to a day. Closing GL closes the other modules too.",
            close,
            (_ID, through, whose, modules),
            answer,
        ),
        Operation(
            "openBooks",
            "POST",
            "/companies/{company_id}/books/open",
            "Open books again from a day on.",
            reopen,
            (_ID, since, whose, modules),
            answer,
        ),
    )


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnusableError(f"{name}: {text!r} is no day such as 2026-01-31") from None
