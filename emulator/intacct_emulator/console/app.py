"""The console as an application: addresses, headers, forms. What pages show is made in the modules beside it."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from intacct_emulator.asgi import AsgiApp
from intacct_emulator.control.failure import ControlError, UnusableError
from intacct_emulator.settings import CONTROL_PREFIX
from intacct_emulator.work.failure_log import log_failure
from intacct_emulator.world.toml_table import FixtureError

from .company_pages import company_list, company_page, record_page, records_page
from .control_pages import act, coverage_page, faults_page, refused
from .live import live_events
from .replay import replay
from .report_pages import aging_page, trial_balance_page
from .repro_file import repro_file
from .request_list import request_list
from .request_page import document_of, request_page
from .screen import CONSOLE, HOME, Asked, Download, Handler, PageRoute, Redirect, Screen, Shown, missing
from .static_files import static_file
from .writing import Writer

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom

LARGEST_FORM = 64 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = logging.getLogger(__name__)


def console_app(room: "ControlRoom") -> AsgiApp:
    """The pages about one emulator, below `/_emulator/`."""
    writer = Writer(room)
    routes = [
        Route(CONTROL_PREFIX, _to_home),
        *(Route(page.path, _endpoint(page.handle, writer), methods=[page.method]) for page in pages(room)),
        Route(f"{CONSOLE}/events", live_events(room)),
        Route(f"{CONSOLE}/static/{{name}}", static_file),
    ]

    async def unknown(request: Request, _: Exception) -> Response:
        return _response(missing("The console has no such page."), writer, _origin(request))

    return Starlette(routes=routes, exception_handlers={404: unknown})


def pages(room: "ControlRoom") -> tuple[PageRoute, ...]:
    """Every page, by its address."""
    company = f"{CONSOLE}/companies/{{company_id}}"
    request = f"{CONSOLE}/requests/{{request_id}}"

    def about(page: "Callable[[ControlRoom, Asked], Shown]") -> Handler:
        # A page may have to wait for a company that is at work, or read much of the journal.
        return lambda asked: run_in_threadpool(page, room, asked)

    return (
        PageRoute(HOME, about(request_list)),
        PageRoute(request, about(request_page)),
        PageRoute(f"{request}/replay", lambda asked: replay(room, asked), "POST"),
        PageRoute(f"{request}/repro.zip", about(repro_file), "POST"),
        PageRoute(f"{request}/{{document}}.xml", about(document_of)),
        PageRoute(f"{CONSOLE}/companies", about(company_list)),
        PageRoute(company, about(company_page)),
        PageRoute(f"{company}/trial-balance", about(trial_balance_page)),
        PageRoute(f"{company}/aging", about(aging_page)),
        PageRoute(f"{company}/records/{{object}}", about(records_page)),
        PageRoute(f"{company}/records/{{object}}/{{key}}", about(record_page)),
        PageRoute(f"{CONSOLE}/faults", about(faults_page)),
        PageRoute(f"{CONSOLE}/coverage", about(coverage_page)),
        PageRoute(f"{CONSOLE}/do/{{verb}}", about(act), "POST"),
    )


def _endpoint(handle: Handler, writer: Writer) -> "Callable[[Request], object]":
    async def answer(request: Request) -> Response:
        try:
            asked = Asked(request.path_params, dict(request.query_params), await _form(request), _origin(request))
            return await run_in_threadpool(_response, await handle(asked), writer, asked.origin)
        except ControlError as error:
            return _response(refused(error), writer, _origin(request))
        except FixtureError as fault:
            return _response(refused(UnusableError(str(fault))), writer, _origin(request))
        except Exception as error:  # noqa: BLE001 - the last fence: whatever broke, there is a page that says so
            log_failure(log, f"the page {request.url.path}", error)
            broken = Screen("message.html", {"title": "The console failed", "text": "The log says where."}, 500)
            return _response(broken, writer, _origin(request))

    return answer


def _response(shown: Shown, writer: Writer, origin: str) -> Response:
    if isinstance(shown, Redirect):
        return RedirectResponse(shown.address, 303, HEADERS)
    if isinstance(shown, Download):
        named = HEADERS | {"Content-Disposition": f'attachment; filename="{shown.name}"'}
        return Response(shown.content, headers=named, media_type=shown.media_type)
    text = writer.page(shown, origin)
    return Response(text, shown.status, HEADERS, media_type="text/html; charset=utf-8")


async def _form(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_FORM:
            raise UnusableError(f"the form is larger than {LARGEST_FORM} bytes")
    return dict(parse_qsl(content.decode("utf-8", "replace")))


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


async def _to_home(_: Request) -> Response:
    return RedirectResponse(HOME, 307, HEADERS)
