"""The control routes: a table of operations behind Starlette, JSON in and out."""

import json
import logging
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from intacct_emulator.asgi import AsgiApp
from intacct_emulator.work.failure_log import log_failure
from intacct_emulator.world.toml_table import FixtureError

from .failure import ControlError, UnusableError
from .openapi import described
from .operation import Operation, Reply

LARGEST_BODY = 256 * 1024 * 1024

log = logging.getLogger(__name__)


def control_app(operations: Sequence[Operation], prefix: str, not_found: str) -> AsgiApp:
    """The operations as an application under `prefix`; `not_found` is what any other address is answered."""

    async def unknown(_: Request, __: Exception) -> Response:
        return PlainTextResponse(not_found, status_code=404)

    async def openapi(_: Request) -> Response:
        return JSONResponse(described(operations, prefix))

    by_path: dict[str, list[Operation]] = {}
    for operation in operations:
        by_path.setdefault(operation.path, []).append(operation)
    routes = [Route(prefix + "/openapi.json", openapi)]
    # What is spelt out goes before what has a place for any name.
    for path in sorted(by_path, key=lambda path: ("{" in path, path)):
        methods = {operation.method: operation for operation in by_path[path]}
        routes.append(Route(prefix + path, _endpoint(methods), methods=list(methods)))
    return Starlette(routes=routes, exception_handlers={404: unknown})


def _endpoint(methods: dict[str, Operation]) -> "Callable[[Request], object]":
    async def answer(request: Request) -> Response:
        operation = methods["GET" if request.method == "HEAD" else request.method]
        try:
            arguments = await _arguments(operation, request)
            # Companies are locked while they are at work: nobody else's request may wait for that.
            return _response(await run_in_threadpool(lambda: operation.handle(**arguments)))
        except ControlError as refused:
            return JSONResponse({"error": str(refused)}, status_code=refused.status)
        except FixtureError as fault:
            return JSONResponse({"error": str(fault)}, status_code=UnusableError.status)
        except Exception as error:  # noqa: BLE001 - the last fence: whatever broke, the caller gets JSON
            log_failure(log, operation.name, error)
            return JSONResponse({"error": "the emulator failed; its log says where"}, status_code=500)

    return answer


async def _arguments(operation: Operation, request: Request) -> dict[str, object]:
    content = await _body(request)
    body: object = {}
    if content and not operation.takes_file:
        try:
            body = json.loads(content)
        except ValueError:
            raise UnusableError("the body is not JSON") from None
        if not isinstance(body, dict):
            raise UnusableError("the body is not a JSON object")
    assert isinstance(body, dict)
    arguments = operation.arguments(request.path_params, dict(request.query_params), body)
    if operation.takes_file:
        arguments["content"] = content
    return arguments


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise UnusableError(f"the body is larger than {LARGEST_BODY} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def _response(reply: Reply) -> Response:
    if reply.media_type:
        return Response(reply.value, status_code=reply.status, media_type=reply.media_type)
    return JSONResponse(reply.value, status_code=reply.status)
